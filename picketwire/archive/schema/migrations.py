"""Bring an archive to today's schema: ordered migrations that never change once released, and the views."""

from __future__ import annotations

import zlib
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlite_utils import Migrations
from sqlite_utils.utils import sqlite3  # the one SQLite library that this process uses

if TYPE_CHECKING:
    from sqlite_utils.db import Database

migrations = Migrations("picketwire")
_ALWAYS = "'9999'"  # sorts behind every instant


def sql(name: str) -> str:
    """Return the text of one of this folder's SQL files."""
    return files("picketwire.archive.schema").joinpath(name).read_text("utf-8")


def statements(script: str) -> list[str]:
    """Split a script into its statements, with the comments that stand inside them."""
    found, current = [], ""
    for line in script.splitlines(keepends=True):
        if not current and (line.startswith("--") or not line.strip()):
            continue
        current += line
        if sqlite3.complete_statement(current):
            found.append(current.strip().removesuffix(";"))
            current = ""
    return found


@migrations()
def m001_initial(db: Database) -> None:
    """Create every table, index and trigger of the first release."""
    for statement in statements(sql("schema.sql")):
        db.conn.execute(statement)


@migrations()
def m002_benchmarks(db: Database) -> None:
    """Add the published figures that pay is held against."""
    for statement in statements(sql("m002_benchmarks.sql")):
        db.conn.execute(statement)


@migrations()
def m003_strike_facts(db: Database) -> None:
    """Add what is said of strikes beyond their stages, and which news is about which strike."""
    for statement in statements(sql("m003_strike_facts.sql")):
        db.conn.execute(statement)


@migrations()
def m004_item_links(db: Database) -> None:
    """Add the links of news that may lead to a posting."""
    for statement in statements(sql("m004_item_links.sql")):
        db.conn.execute(statement)


@migrations()
def m005_review(db: Database) -> None:
    """Add what each verdict of a person was about."""
    for statement in statements(sql("m005_review.sql")):
        db.conn.execute(statement)


@migrations()
def m006_bargaining(db: Database) -> None:
    """Add with whom unions bargain."""
    for statement in statements(sql("m006_bargaining.sql")):
        db.conn.execute(statement)


def roles_query(answer: str | None = None) -> str:
    """Return the headline query; its one parameter `:as_of` is an instant, or '9999' for all that is known.

    Another `answer` (a SELECT) may be asked of its common tables `spans_open` (days each AI role was
    open), `periods` (days of each strike) and `pairs` (role and strike that overlap).
    """
    tables, _, usual = sql("roles.sql").partition("-- the answer\n")
    return f"{tables}{answer or usual}".strip()


def _view_statements() -> list[str]:
    comment = "-- AI roles that were open at a struck employer, one row per posting and strike."
    return [
        *statements(sql("views.sql")),
        f"CREATE VIEW ai_roles_during_strikes AS {comment}\n{roles_query().replace(':as_of', _ALWAYS)}",
    ]


def migrate(db: Database) -> None:
    """Apply what is pending; make the views anew if their text changed (its checksum is `user_version`)."""
    migrations.apply(db)
    views = _view_statements()
    checksum = zlib.crc32("\n".join(views).encode()) & 0x7FFFFFFF
    if db.conn.execute("PRAGMA user_version").fetchone()[0] == checksum:
        return
    with db.atomic():
        for name in db.view_names():
            db.conn.execute(f'DROP VIEW "{name}"')
        for view in views:
            db.conn.execute(view)
        db.conn.execute(f"PRAGMA user_version = {checksum}")

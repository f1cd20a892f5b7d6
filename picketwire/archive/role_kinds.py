"""The kind of work and the level of postings: written with them, and anew when the table of rules changes."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from typing import TYPE_CHECKING, Any, Literal

from picketwire.records import RoleKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils.db import Database

COLUMNS = ("family", "family_rule", "seniority", "seniority_rule")
UPDATE = f"UPDATE postings SET {', '.join(f'{name} = ?' for name in COLUMNS)} WHERE item = ?"
_MARK = "roles"


def known(connection: Any, column: Literal["family", "seniority"]) -> tuple[str, ...]:
    """Return the kinds of work, or the levels, that stored postings have."""
    rows = connection.execute(f"SELECT DISTINCT {column} FROM postings WHERE {column} IS NOT NULL ORDER BY 1")
    return tuple(row[0] for row in rows)


def classify_all(
    db: Database, table: str, classify: Callable[[str], RoleKind], *, again: bool = False
) -> int:
    """Classify every posting anew; return how many changed.

    Nothing is done where the text of the `table` is that of last time, unless `again` asks for it.
    """
    current = hashlib.sha256(table.encode()).hexdigest()
    last = db.conn.execute("SELECT value FROM marks WHERE name = ?", (_MARK,)).fetchone()
    if last is not None and last[0] == current and not again:
        return 0
    db.conn.execute("INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)", (_MARK, current))
    rows = db.conn.execute(
        f"SELECT p.item, i.title, {', '.join(COLUMNS)} FROM postings p JOIN items i ON i.id = p.item"
    ).fetchall()
    changed = [
        (*astuple(kind), item)
        for item, title, *stored in rows
        if (kind := classify(title)) != RoleKind(**dict(zip(COLUMNS, stored, strict=True)))
    ]
    db.conn.executemany(UPDATE, changed)
    return len(changed)

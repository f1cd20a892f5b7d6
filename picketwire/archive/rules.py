"""The tag rules in force: kept in the archive, so that every item is tagged by the set that was applied."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlite_utils.db import Database


def rules_hash(rules: str) -> str:
    """Hash a rule set's JSON (hex)."""
    return hashlib.sha256(rules.encode()).hexdigest()


def applied(db: Database) -> str | None:
    """Return the JSON of the rule set in force, None in an archive that never had one."""
    row = db.conn.execute("SELECT rules FROM rule_sets ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else None


def apply(db: Database, rules: str, now: datetime) -> None:
    """Put a rule set in force for what is tagged from now on."""
    db.conn.execute(
        "INSERT INTO rule_sets (hash, applied, rules) VALUES (?, ?, ?)",
        (rules_hash(rules), instant(now), rules),
    )


def keep_configs(db: Database, texts: Mapping[str, str], now: datetime) -> bool:
    """Keep each configuration text that is new to the archive; return whether the configuration changed.

    It also counts as changed when a file left it: the newest load of each name says what it held last.
    """
    rows = [
        (hashlib.sha256(f"{name}\0{text}".encode()).hexdigest(), name, instant(now), text)
        for name, text in texts.items()
    ]
    current = hashlib.sha256("".join(sorted(row[0] for row in rows)).encode()).hexdigest()
    last = db.conn.execute("SELECT value FROM marks WHERE name = 'config'").fetchone()
    if last is not None and last[0] == current:
        return False
    db.conn.executemany("INSERT OR IGNORE INTO configs (hash, name, loaded, text) VALUES (?, ?, ?, ?)", rows)
    db.conn.execute("INSERT OR REPLACE INTO marks (name, value) VALUES ('config', ?)", (current,))
    return True

"""Two states of what linking derives, and of the facts it rests on, held against each other row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils.db import Database

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows worth comparing: the first `key` columns say which one it is, the others what it says."""

    key: int
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Rows that came, rows that went, and rows that say something else (as they were, as they are)."""

    gained: tuple[Row, ...] = ()
    lost: tuple[Row, ...] = ()
    changed: tuple[tuple[Row, Row], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.changed)


# Numbers of statements are no part of them: a rebuild gives others.
DERIVED: dict[str, Kept] = {
    "links": Kept(4, "SELECT kind, posting, item, strike, score, reasons FROM links"),
    "answers": Kept(
        2,
        "SELECT item, strike, organization, relation, struck_party, labor_union, overlap_from, overlap_to, status, "
        "coverage FROM ai_roles_during_strikes",
    ),
    "employers": Kept(1, "SELECT item, organization FROM postings"),
    "mentions": Kept(4, 'SELECT item, field, start, organization, "end", text FROM mentions'),
    "stories": Kept(
        1,
        "SELECT s.id, (SELECT json_group_array(id) FROM (SELECT id FROM items WHERE story = s.id ORDER BY id)), "
        "s.first_published_item, s.first_seen_item, s.credited FROM stories s",
    ),
    "statements": Kept(
        5,
        'SELECT item, kind, field, start, "end", text, speaker, organization, strike, posting FROM statements',
    ),
    "strike_news": Kept(2, "SELECT item, strike, why FROM strike_items"),
    "strike_facts": Kept(
        5,
        "SELECT item, strike, kind, value, quote, speaker, organization FROM strike_facts "
        "WHERE until IS NULL AND item IS NOT NULL",
    ),
}
FACTS: dict[str, Kept] = {
    "organizations": Kept(1, "SELECT slug, name, kind, parent FROM organizations"),
    "aliases": Kept(2, "SELECT organization, alias, since, until FROM aliases"),
    "memberships": Kept(2, "SELECT member, association, since, until FROM memberships"),
    "strikes": Kept(1, "SELECT slug, name, scope, status FROM strikes"),
    "strike_parties": Kept(3, "SELECT strike, role, coalesce(organization, named) FROM strike_parties"),
    "strike_events": Kept(2, "SELECT strike, stage, date FROM strike_events WHERE until IS NULL"),
    "curated_facts": Kept(
        3, "SELECT strike, kind, value FROM strike_facts WHERE until IS NULL AND item IS NULL"
    ),
    "bargaining": Kept(2, "SELECT union_party, counterpart, since, until, called, unless FROM bargaining"),
}
_ALL = DERIVED | FACTS


def remember(db: Database) -> None:
    """Keep the present state in temporary tables of this connection."""
    for name, kept in _ALL.items():
        db.conn.execute(f"CREATE TEMP TABLE was_{name} AS {kept.query}")


def compare(db: Database) -> dict[str, Difference]:
    """Return how each kind of row differs from what was remembered."""
    return {name: _difference(db, name, kept) for name, kept in _ALL.items()}


def _difference(db: Database, name: str, kept: Kept) -> Difference:
    was, now = f"SELECT * FROM was_{name}", f"SELECT * FROM ({kept.query})"
    lost = _by_key(db.conn.execute(f"{was} EXCEPT {now}"), kept.key)
    gained = _by_key(db.conn.execute(f"{now} EXCEPT {was}"), kept.key)
    both = {k for k in lost.keys() & gained.keys() if len(lost[k]) == len(gained[k]) == 1}
    return Difference(
        gained=tuple(row for key in sorted(gained.keys() - both, key=repr) for row in gained[key]),
        lost=tuple(row for key in sorted(lost.keys() - both, key=repr) for row in lost[key]),
        changed=tuple((lost[key][0], gained[key][0]) for key in sorted(both, key=repr)),
    )


def _by_key(rows: Iterable[Any], width: int) -> dict[Row, list[Row]]:
    found: dict[Row, list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[:width]), []).append(tuple(row))
    return {key: sorted(same, key=repr) for key, same in found.items()}


def called(db: Database, item: int) -> tuple[str, str]:
    """Return title and source of an item."""
    row = db.conn.execute("SELECT title, source FROM items WHERE id = ?", (item,)).fetchone()
    return (row[0], row[1]) if row else ("", "")


def hirers(db: Database, posting: int) -> tuple[str, ...]:
    """Return the hiring organization of a posting, and the one that was remembered."""
    rows = db.conn.execute(
        "SELECT organization FROM postings WHERE item = ?1 AND organization IS NOT NULL "
        "UNION SELECT organization FROM was_employers WHERE item = ?1 AND organization IS NOT NULL",
        (posting,),
    )
    return tuple(row[0] for row in rows)

"""What statements rest on in the archive, and the writing of statements."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from picketwire.archive.rows import dump
from picketwire.linkage import Statement
from picketwire.times import parse_day

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlite_utils.db import Database

_COLUMNS = 'item, kind, strike, posting, speaker, organization, field, start, "end", text'
_TALKING = "('strike', 'ai_labour')"  # tags of news in which people demand and react


@dataclass(frozen=True, slots=True, kw_only=True)
class Fought:
    """A strike on record, as far as telling whether an item is about it needs."""

    slug: str
    parties: frozenset[str]
    unions: frozenset[str] = frozenset()  # those of the parties that strike
    since: date
    until: date | None
    items: frozenset[int] = frozenset()  # from which it was put on record


def strikes_hash(db: Database) -> str:
    """Hash what statements rest on besides items: the strikes on record."""
    digest = hashlib.blake2b(digest_size=16)
    for query in (
        "SELECT slug, status, began, ended FROM strikes ORDER BY slug",
        "SELECT strike, role, organization, named FROM strike_parties ORDER BY 1, 2, 3, 4",
        "SELECT strike, item FROM strike_items WHERE why = 'candidate' ORDER BY 1, 2",
    ):
        for row in db.conn.execute(query):
            digest.update(repr(tuple(row)).encode(errors="surrogatepass"))
    return digest.hexdigest()


def strikes(db: Database) -> tuple[Fought, ...]:
    """Read the confirmed strikes that have begun."""
    parties: dict[str, set[str]] = {}
    unions: dict[str, set[str]] = {}
    items: dict[str, set[int]] = {}
    for strike, role, organization in db.conn.execute(
        "SELECT strike, role, organization FROM strike_parties WHERE organization IS NOT NULL"
    ):
        parties.setdefault(strike, set()).add(organization)
        if role == "union":
            unions.setdefault(strike, set()).add(organization)
    for strike, item in db.conn.execute("SELECT strike, item FROM strike_items WHERE why = 'candidate'"):
        items.setdefault(strike, set()).add(item)
    rows = db.conn.execute(
        "SELECT slug, began, ended FROM strikes WHERE status = 'confirmed' AND began IS NOT NULL ORDER BY slug"
    )
    return tuple(
        Fought(
            slug=slug,
            parties=frozenset(parties.get(slug, ())),
            unions=frozenset(unions.get(slug, ())),
            since=parse_day(began),
            until=parse_day(ended) if ended else None,
            items=frozenset(items.get(slug, ())),
        )
        for slug, began, ended in rows
    )


def with_statements(db: Database) -> set[int]:
    """Return the news items that have or may have statements: on strikes, AI at work, and postings."""
    rows = db.conn.execute(
        f"SELECT item FROM taggings WHERE until IS NULL AND tag IN {_TALKING} "
        "UNION SELECT item FROM links WHERE kind = 'coverage' UNION SELECT item FROM statements "
        "UNION SELECT item FROM strike_items UNION SELECT item FROM strike_facts WHERE item IS NOT NULL"
    )
    return {row[0] for row in rows}


def talking(db: Database, items: Collection[int]) -> dict[int, int | None]:
    """Return those of these items in which people speak of strikes or postings, each with its only posting."""
    wanted = dump(sorted(items))
    tagged = db.conn.execute(
        f"SELECT item FROM taggings WHERE until IS NULL AND tag IN {_TALKING} "
        "AND item IN (SELECT value FROM json_each(?))",
        (wanted,),
    )
    found: dict[int, int | None] = {row[0]: None for row in tagged}
    for item, posting, count in db.conn.execute(
        "SELECT item, min(posting), count(*) FROM links WHERE kind = 'coverage' "
        "AND item IN (SELECT value FROM json_each(?)) GROUP BY item",
        (wanted,),
    ):
        found[item] = posting if count == 1 else None
    return found


def save_statements(db: Database, found: Mapping[int, Collection[Statement]]) -> tuple[int, int]:
    """Bring the statements of these items to what was found; return how many are new and how many went."""
    added = removed = 0
    for item in sorted(found):
        rows = db.conn.execute(f"SELECT id, {_COLUMNS} FROM statements WHERE item = ?", (item,)).fetchall()
        before = {_read(row[1:]): row[0] for row in rows}
        now = set(found[item])
        gone = [(number,) for statement, number in before.items() if statement not in now]
        fresh = sorted(now - before.keys(), key=lambda s: (s.field, s.start, s.kind))
        db.conn.executemany("DELETE FROM statements WHERE id = ?", gone)
        db.conn.executemany(
            f"INSERT INTO statements ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    s.item,
                    s.kind,
                    s.strike,
                    s.posting,
                    s.speaker,
                    s.organization,
                    s.field,
                    s.start,
                    s.end,
                    s.text,
                )
                for s in fresh
            ],
        )
        added, removed = added + len(fresh), removed + len(gone)
    return added, removed


def _read(row: Sequence[Any]) -> Statement:
    item, kind, strike, posting, speaker, organization, field, start, end, text = row
    return Statement(
        item=item,
        kind=kind,
        strike=strike,
        posting=posting,
        speaker=speaker,
        organization=organization,
        field=field,
        start=start,
        end=end,
        text=text,
    )

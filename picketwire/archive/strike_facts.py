"""Keep what is said of strikes and which news is about which strike; facts from coverage follow their items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from picketwire.archive.asof import ALWAYS
from picketwire.archive.rows import dump
from picketwire.facts import StrikeFact
from picketwire.times import instant, parse_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.linkage import Inferred

_COLUMNS = "kind, value, quote, speaker, organization, date, url, basis"
_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorSpan:
    """Where the words stand that earned an item the tag of a sector."""

    item: int
    sector: str
    field: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """A fact with who published it and when the archive learned of it."""

    fact: StrikeFact
    outlet: str  # name of the source, or the host of the page
    known: str


def own_pages(connection: Any, strike: str) -> frozenset[str]:
    """Return the organizations whose pages are primary for a strike.

    They are its parties, what belongs to these or these to, members of a struck association in the days of
    the strike, and agencies of government. A newspaper that an employer owns is press, unless it is
    a party itself.
    """
    rows = connection.execute(
        """WITH RECURSIVE
          party(slug) AS (
            SELECT organization FROM strike_parties WHERE strike = ?1 AND organization IS NOT NULL
            UNION
            SELECT m.member FROM strike_parties p JOIN memberships m ON m.association = p.organization
            JOIN strikes s ON s.slug = p.strike
            WHERE p.strike = ?1 AND p.role = 'struck' AND coalesce(m.since, '0000') < coalesce(s.ended, '9999')
              AND coalesce(m.until, '9999') > coalesce(s.began, '0000')
          ),
          down(slug) AS (SELECT slug FROM party UNION SELECT o.slug FROM organizations o JOIN down d ON o.parent = d.slug),
          up(slug) AS (SELECT slug FROM party UNION SELECT o.parent FROM organizations o JOIN up u ON o.slug = u.slug WHERE o.parent IS NOT NULL)
        SELECT o.slug FROM organizations o WHERE o.kind = 'agency' OR o.slug IN (
          SELECT organization FROM strike_parties WHERE strike = ?1)
          OR (o.kind <> 'publisher' AND (o.slug IN (SELECT slug FROM down) OR o.slug IN (SELECT slug FROM up)))""",
        (strike,),
    )
    return frozenset(row[0] for row in rows)


def save_curated(db: Database, strike: str, facts: Iterable[StrikeFact], now: datetime) -> None:
    """Bring the facts of strikes.yaml to what it says; one that is gone from it is withdrawn with a date.

    A fact is known from the day it was said or from its first load, whichever is later.
    """
    rows = db.conn.execute(
        f"SELECT id, {_COLUMNS} FROM strike_facts WHERE strike = ? AND item IS NULL AND until IS NULL",
        (strike,),
    ).fetchall()
    standing, wanted = {tuple(row[1:]): row[0] for row in rows}, {_row(fact): fact for fact in facts}
    for row, number in standing.items():
        if row not in wanted:
            db.conn.execute("UPDATE strike_facts SET until = ? WHERE id = ?", (instant(now), number))
    for row, fact in wanted.items():
        if row not in standing:
            known = max(instant(now), f"{fact.date}T00:00:00Z" if fact.date else "")
            db.conn.execute(
                f"INSERT INTO strike_facts (strike, {_COLUMNS}, known) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (strike, *row, known),
            )


def save_told(
    db: Database,
    told: Mapping[int, Collection[str]],
    facts: Mapping[int, Mapping[str, Collection[StrikeFact]]],
) -> None:
    """Bring what these items tell to what was read in them: the strikes they are about, and the facts of each."""
    for item, strikes in told.items():
        before = {
            row[0]
            for row in db.conn.execute(
                "SELECT strike FROM strike_items WHERE item = ? AND why = 'parties'", (item,)
            )
        }
        for gone in sorted(before - set(strikes)):
            db.conn.execute("DELETE FROM strike_items WHERE strike = ? AND item = ?", (gone, item))
        db.conn.executemany(
            "INSERT OR IGNORE INTO strike_items (strike, item, why) VALUES (?, ?, 'parties')",
            [(strike, item) for strike in sorted(set(strikes) - before)],
        )
    pages: dict[str, frozenset[str]] = {}
    for item in told:
        _save_facts(db, item, facts.get(item, {}), pages)


def _save_facts(
    db: Database, item: int, facts: Mapping[str, Collection[StrikeFact]], pages: dict[str, frozenset[str]]
) -> None:
    rows = db.conn.execute(
        f"SELECT id, strike, {_COLUMNS} FROM strike_facts WHERE item = ? AND kind <> 'counterpart'", (item,)
    ).fetchall()
    before = {tuple(row[1:]): row[0] for row in rows}
    if not before and not facts:
        return
    publisher, seen = db.conn.execute(
        "SELECT s.publisher, i.first_seen FROM items i JOIN sources s ON s.slug = i.source WHERE i.id = ?",
        (item,),
    ).fetchone()
    now: dict[tuple[Any, ...], None] = {}
    for strike, said in facts.items():
        if strike not in pages:
            pages[strike] = own_pages(db.conn, strike)
        basis = "primary" if publisher in pages[strike] else "reported"
        now |= {(strike, *_row(fact)[:-1], basis): None for fact in said}
    db.conn.executemany(
        "DELETE FROM strike_facts WHERE id = ?", [(n,) for row, n in before.items() if row not in now]
    )
    db.conn.executemany(
        f"INSERT INTO strike_facts (strike, {_COLUMNS}, item, known) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*row, item, seen) for row in now if row not in before],
    )


def _row(fact: StrikeFact) -> tuple[Any, ...]:
    return (
        fact.kind,
        fact.value,
        fact.quote,
        fact.speaker,
        fact.organization,
        fact.date.isoformat() if fact.date else None,
        fact.url,
        fact.basis,
    )


def add_candidate_items(db: Database, strike: str, items: Iterable[int]) -> None:
    """Note from which items a strike was put on record; the next run of linking looks at them again."""
    for item in items:
        db.conn.execute(
            "INSERT INTO strike_items (strike, item, why) VALUES (?, ?, 'candidate') "
            "ON CONFLICT (strike, item) DO UPDATE SET why = 'candidate'",
            (strike, item),
        )


def add_inferred(db: Database, strike: str, inferred: Iterable[Inferred]) -> None:
    """Note which struck parties no report names, with the sentences that hint at them; each party once."""
    for each in inferred:
        db.conn.execute(
            "INSERT INTO strike_facts (strike, kind, value, quote, organization, date, item, url, basis, known) "
            "SELECT ?1, 'counterpart', ?2, ?3, ?4, substr(coalesce(published, first_seen), 1, 10), id, url, 'reported', first_seen "
            "FROM items WHERE id = ?5 AND NOT EXISTS (SELECT 1 FROM strike_facts "
            "WHERE strike = ?1 AND kind = 'counterpart' AND value = ?2 AND until IS NULL)",
            (strike, each.party, each.quote, each.union, each.item),
        )


def inferred_parties(db: Database) -> dict[tuple[str, str], tuple[str, str]]:
    """Return strike and struck party -> union and hint, where the party is inferred from whom a union bargains with."""
    rows = db.conn.execute(
        "SELECT strike, value, organization, quote FROM strike_facts WHERE kind = 'counterpart' AND until IS NULL"
    )
    return {(strike, party): (union, quote) for strike, party, union, quote in rows}


def sector_spans(db: Database, items: Collection[int]) -> dict[int, list[SectorSpan]]:
    """Return where these items say in which trade a strike is: the first words for each sector."""
    found: dict[int, list[SectorSpan]] = {}
    for item, tag, field, start in db.conn.execute(
        "SELECT t.item, t.tag, s.field, s.start FROM taggings t JOIN spans s ON s.tagging = t.id "
        f"WHERE t.until IS NULL AND t.tag GLOB 'strike_sector/*' AND s.field IN ('title', 'summary', 'body') AND t.item {_IN} "
        "GROUP BY t.item, t.tag HAVING s.n = min(s.n) ORDER BY t.item, t.tag",
        (dump(sorted(items)),),
    ):
        span = SectorSpan(item=item, sector=tag.partition("/")[2], field=field, start=start)
        found.setdefault(item, []).append(span)
    return found


def facts_of(connection: Any, strike: str, as_of: str = ALWAYS) -> list[KnownFact]:
    """Return what is said of a strike as the archive knew it, in the order in which it learned of it.

    An archive that nobody has written to since this table came has nothing yet.
    """
    if not has_facts(connection):
        return []
    rows = connection.execute(
        "SELECT f.kind, f.value, f.quote, f.speaker, f.organization, f.date, f.url, f.basis, f.item, f.known, s.name "
        "FROM strike_facts f LEFT JOIN items i ON i.id = f.item LEFT JOIN sources s ON s.slug = i.source "
        "WHERE f.strike = ?1 AND f.known <= ?2 AND (f.until IS NULL OR f.until > ?2) ORDER BY f.known, f.id",
        (strike, as_of),
    ).fetchall()
    return [
        KnownFact(
            fact=StrikeFact(
                kind=r[0],
                value=r[1],
                quote=r[2],
                speaker=r[3],
                organization=r[4],
                date=parse_day(r[5]) if r[5] else None,
                url=r[6],
                basis=r[7],
                item=r[8],
            ),
            outlet=r[10] or _host(r[6]),
            known=r[9],
        )
        for r in rows
    ]


def has_facts(connection: Any) -> bool:
    """Whether an archive that is only read has the tables of facts already."""
    there = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'strike_items'"
    return connection.execute(there).fetchone() is not None


def _host(url: str | None) -> str:
    return (url or "").partition("://")[2].partition("/")[0].removeprefix("www.") or "strikes.yaml"

"""Read reports of strikes and the strikes on record; put a candidate on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from picketwire.archive.rows import dump
from picketwire.archive.stages import derive_days, events, withdrawn_days
from picketwire.archive.strike_facts import add_candidate_items, add_inferred, own_pages
from picketwire.linkage import StageSpan
from picketwire.times import parse_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlite_utils.db import Database

    from picketwire.linkage import Candidate, ReportedEvent

_AGAIN = 3  # days within which an event of one stage is the same event


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A strike on record, as far as telling whether coverage is about it needs."""

    slug: str
    status: str
    unions: frozenset[str]  # slugs and names
    struck: frozenset[str]
    first: str | None  # first and last day of its events
    last: str | None
    began: str | None
    ended: str | None
    known: str | None  # instant at which the archive first knew of it
    items: frozenset[int] = frozenset()  # news that its events come from


def strike_news(db: Database) -> list[int]:
    """Return the ids of the news items that are tagged as about a strike."""
    rows = db.conn.execute(
        "SELECT DISTINCT item FROM taggings WHERE tag = 'strike' AND until IS NULL ORDER BY item"
    )
    return [row[0] for row in rows]


def stage_spans(db: Database, items: Collection[int]) -> dict[int, list[StageSpan]]:
    """Return the words that earned stage tags, by item."""
    found: dict[int, list[StageSpan]] = {}
    for item, tag, rule, score, field, start, end in db.conn.execute(
        'SELECT t.item, t.tag, t.rule, t.score, s.field, s.start, s."end" FROM taggings t JOIN spans s ON s.tagging = t.id '
        "WHERE t.until IS NULL AND t.tag GLOB 'strike/*' AND t.item IN (SELECT value FROM json_each(?)) "
        "ORDER BY t.item, t.tag, s.field, s.start",
        (dump(sorted(items)),),
    ):
        stage = tag.partition("/")[2]
        span = StageSpan(item=item, stage=stage, field=field, start=start, end=end, rule=rule, score=score)
        found.setdefault(item, []).append(span)
    return found


def stories_and_sources(db: Database, items: Collection[int]) -> dict[int, tuple[int | None, str | None]]:
    """Return of each item the story it belongs to and the organization that publishes its source."""
    return {
        item: (story, publisher)
        for item, story, publisher in db.conn.execute(
            "SELECT i.id, i.story, s.publisher FROM items i JOIN sources s ON s.slug = i.source "
            "WHERE i.id IN (SELECT value FROM json_each(?))",
            (dump(sorted(items)),),
        )
    }


def recorded(db: Database) -> tuple[Recorded, ...]:
    """Read the strikes on record, whatever their status.

    One that was curated and has gone from the configuration is on record no more: coverage may tell of it anew.
    """
    parties: dict[str, dict[str, set[str]]] = {}
    for strike, role, organization, named in db.conn.execute(
        "SELECT strike, role, organization, named FROM strike_parties"
    ):
        parties.setdefault(strike, {}).setdefault(role, set()).add(organization or named)
    told: dict[str, set[int]] = {}
    for strike, item in db.conn.execute("SELECT strike, item FROM strike_events WHERE item IS NOT NULL"):
        told.setdefault(strike, set()).add(item)
    rows = db.conn.execute(
        "SELECT s.slug, s.status, min(e.date), max(e.date), s.began, s.ended, min(e.known) FROM strikes s "
        "LEFT JOIN strike_events e ON e.strike = s.slug AND e.until IS NULL GROUP BY s.slug ORDER BY s.slug"
    )
    return tuple(
        Recorded(
            slug=slug,
            status=status,
            unions=frozenset(parties.get(slug, {}).get("union", ())),
            struck=frozenset(parties.get(slug, {}).get("struck", ())),
            first=first,
            last=last,
            began=start,
            ended=end,
            known=known,
            items=frozenset(told.get(slug, ())),
        )
        for slug, status, first, last, start, end, known in rows
        if first is not None or slug in told
    )


def days_covered(db: Database) -> tuple[date, date]:
    """Return the first and the last day of which the archive has news; the same far day where it has none."""
    first, last = db.conn.execute(
        "SELECT min(day), max(day) FROM "
        "(SELECT substr(coalesce(published, first_seen), 1, 10) AS day FROM items WHERE kind = 'news')"
    ).fetchone()
    return (parse_day(first), parse_day(last)) if first else (date.max, date.max)


def put_on_record(db: Database, candidate: Candidate, known_slugs: Collection[str]) -> str:
    """Make a candidate a strike on record, or add its events to the one that it is; return the slug.

    An event is known from the first sight of the item that says so. `known_slugs` are those of
    organizations; any other party is kept as named. A strike that had no struck party or no union
    gets those that reports have named since.
    """
    slug = candidate.strike or candidate.slug
    if candidate.strike is None:
        db.conn.execute(
            "INSERT INTO strikes (slug, name, scope, status) VALUES (?, ?, '', 'confirmed') "
            "ON CONFLICT (slug) DO UPDATE SET status = excluded.status",  # one that had gone from the configuration
            (slug, candidate.name),
        )
    for role, names in (("union", candidate.unions or candidate.workers[:1]), ("struck", candidate.struck)):
        if not party_names(db, slug, role):
            add_parties(db, slug, role, names, known_slugs)
    _add_events(db, slug, candidate.events)
    add_candidate_items(db, slug, candidate.items)
    add_inferred(db, slug, candidate.inferred)
    return slug


def set_status(db: Database, slug: str, *, rejected: bool) -> None:
    """Take a strike that coverage put on record off it, or put it back, as a person says."""
    now, other = ("rejected", "confirmed") if rejected else ("confirmed", "rejected")
    db.conn.execute(
        "UPDATE strikes SET status = ? WHERE slug = ? AND status = ? AND EXISTS "
        "(SELECT 1 FROM strike_events WHERE strike = slug AND item IS NOT NULL)",
        (now, slug, other),
    )


def party_names(db: Database, strike: str, role: str) -> set[str]:
    """Return the parties of a strike in one role, by slug or as named."""
    rows = db.conn.execute(
        "SELECT coalesce(organization, named) FROM strike_parties WHERE strike = ? AND role = ?",
        (strike, role),
    )
    return {row[0] for row in rows}


def add_parties(
    db: Database, strike: str, role: str, names: Iterable[str], known_slugs: Collection[str]
) -> None:
    """Add parties in one role: organizations by slug, any other as named."""
    rows = [(strike, role, *((n, None) if n in known_slugs else (None, n))) for n in names]
    db.conn.executemany(
        "INSERT INTO strike_parties (strike, role, organization, named) VALUES (?, ?, ?, ?)", rows
    )


def _add_events(db: Database, strike: str, reported: Iterable[ReportedEvent]) -> None:
    """Add events that are not on record yet, and derive the strike's first and last day anew.

    What a person withdrew comes back only where a person says so. An event is known from the first
    sight of its item; one that was corrected or withdrawn once, from then.
    """
    standing, withdrawn = events(db, strike), withdrawn_days(db, strike)
    pages = dump(sorted(own_pages(db.conn, strike)))
    for event in reported:
        if any(_same(event, e.stage, e.date) for e in standing):
            continue
        if not event.confirmed and any(_same(event, *gone) for gone in withdrawn):
            continue
        db.conn.execute(
            "INSERT INTO strike_events (strike, stage, date, quote, item, url, basis, known) "
            "SELECT ?1, ?2, ?3, ?4, i.id, i.url, CASE WHEN s.publisher IN (SELECT value FROM json_each(?7)) "
            "THEN 'primary' ELSE 'reported' END, max(i.first_seen, coalesce(?6, ''), coalesce("
            "(SELECT max(until) FROM strike_events WHERE strike = ?1 AND item = ?5), '')) "
            "FROM items i JOIN sources s ON s.slug = i.source WHERE i.id = ?5",
            (strike, event.stage, event.date.isoformat(), event.quote, event.item, event.since, pages),
        )
    derive_days(db, strike)


def _same(event: ReportedEvent, stage: str, day: date) -> bool:
    return event.stage == stage and abs((event.date - day).days) <= _AGAIN

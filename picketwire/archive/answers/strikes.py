"""The strikes on record as the archive knows them, or knew them at an instant: parties, stages and their reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from picketwire.archive.asof import ALWAYS
from picketwire.archive.strike_facts import has_facts
from picketwire.errors import ArchiveError
from picketwire.facts import StrikeEvent
from picketwire.stoppages import spans
from picketwire.times import parse_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from picketwire.facts import Provenance, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One stage of a strike."""

    stage: str
    date: str
    quote: str | None
    url: str | None
    item: int | None
    basis: str
    known: str

    def as_json(self) -> dict[str, Any]:
        """Return the kept form of a stage."""
        return {
            "stage": self.stage,
            "date": self.date,
            "item": self.item,
            "quote": self.quote,
            "url": self.url,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeRecord:
    """A strike on record, with its parties and stages; parties are slugs, or names as texts give them."""

    slug: str
    name: str
    scope: str | None
    status: str
    began: str | None
    ended: str | None
    unions: tuple[str, ...]
    struck: tuple[str, ...]
    events: tuple[Event, ...]
    items: tuple[int, ...] = ()  # news about it
    outlets: int = 0  # sources of that news
    decided: str | None = None  # who put it on record or took it off, when and why

    @property
    def stages(self) -> tuple[StrikeEvent, ...]:
        """The events as facts to derive from."""
        return dated(self.events)

    def as_json(self) -> dict[str, Any]:
        """Return the kept form that `strikes list --json` prints."""
        return {
            "slug": self.slug,
            "name": self.name,
            "scope": self.scope,
            "status": self.status,
            "began": self.began,
            "ended": self.ended,
            "unions": list(self.unions),
            "struck": list(self.struck),
            "stages": [event.as_json() for event in self.events],
            "items": list(self.items),
            "outlets": self.outlets,
            "decided": self.decided,
        }


def dated(events: Sequence[Event]) -> tuple[StrikeEvent, ...]:
    """Return events as the facts that lengths and activity are derived from."""
    return tuple(
        StrikeEvent(
            stage=cast("Stage", e.stage),
            date=parse_day(e.date),
            quote=e.quote or "",
            url=e.url,
            basis=cast("Provenance", e.basis),
        )
        for e in events
    )


def strikes(connection: Any, *, status: str | None = None, as_of: str = ALWAYS) -> list[StrikeRecord]:
    """Return the strikes on record that were known at `as_of`, oldest first.

    A strike all of whose stages were withdrawn is none; first and last day follow from the stages known then.
    """
    rows = connection.execute(
        "SELECT slug, name, scope, status FROM strikes WHERE ?1 IS NULL OR status = ?1 ORDER BY slug",
        (status,),
    ).fetchall()
    found = (_record(connection, row, as_of) for row in rows)
    return sorted((record for record in found if record.events), key=lambda r: (r.began or "9999", r.slug))


def strike(connection: Any, slug: str, as_of: str = ALWAYS) -> StrikeRecord:
    """Return one strike as it was known at `as_of`; ArchiveError names those there are."""
    found = {s.slug: s for s in strikes(connection, as_of=as_of)}
    if slug not in found:
        when = "" if as_of == ALWAYS else f" as of {as_of}"
        raise ArchiveError(
            f"no strike is called {slug!r}{when}; known{when}: {', '.join(found) or 'none yet'}"
        )
    return found[slug]


def _record(connection: Any, row: Any, as_of: str) -> StrikeRecord:
    slug, name, scope, status = row
    events = _events(connection, slug, as_of)
    on = spans(dated(events))
    told = "SELECT item FROM strike_items WHERE strike = ?1 UNION " if has_facts(connection) else ""
    reports = connection.execute(
        f"SELECT i.id, i.source FROM items i WHERE i.first_seen <= ?2 AND i.id IN ({told}"
        "SELECT item FROM strike_events WHERE strike = ?1 AND until IS NULL) ORDER BY i.id",
        (slug, as_of),
    ).fetchall()
    return StrikeRecord(
        slug=slug,
        name=name,
        scope=scope,
        status=status,
        began=str(on[0].since) if on else None,
        ended=str(on[-1].until) if on and on[-1].until else None,
        unions=_parties(connection, slug, "union"),
        struck=_parties(connection, slug, "struck"),
        events=events,
        items=tuple(r[0] for r in reports),
        outlets=len({r[1] for r in reports}),
        decided=_decided(connection, slug, as_of),
    )


def _decided(connection: Any, slug: str, as_of: str) -> str | None:
    """Say who decided of a strike; `rule` is the user's own rule for confirming."""
    row = connection.execute(
        "SELECT verdict, by, at, reason FROM verdicts WHERE subject = 'candidate ' || ? AND at <= ? "
        "AND verdict <> 'later'",
        (slug, as_of),
    ).fetchone()
    if row is None:
        return None
    return f"{row[0]} by {row[1]} on {row[2][:10]}" + (f": {row[3]}" if row[3] else "")


def _parties(connection: Any, slug: str, role: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT coalesce(organization, named) FROM strike_parties WHERE strike = ? AND role = ? ORDER BY rowid",
        (slug, role),
    )
    return tuple(r[0] for r in rows)


def _events(connection: Any, slug: str, as_of: str) -> tuple[Event, ...]:
    rows = connection.execute(
        "SELECT stage, date, quote, url, item, basis, known FROM strike_events "
        "WHERE strike = ?1 AND known <= ?2 AND (until IS NULL OR until > ?2) ORDER BY date, id",
        (slug, as_of),
    )
    return tuple(
        Event(stage=r[0], date=r[1], quote=r[2], url=r[3], item=r[4], basis=r[5], known=r[6]) for r in rows
    )


def news_naming(connection: Any, phrase: str, since: date, until: date) -> list[int]:
    """Return the news of these days, both included, whose text holds these words in a row."""
    quoted = '"{}"'.format(phrase.replace('"', " "))
    rows = connection.execute(
        "SELECT i.id FROM items_fts f JOIN items i ON i.id = f.rowid WHERE items_fts MATCH ? AND i.kind = 'news' "
        "AND substr(coalesce(i.published, i.first_seen), 1, 10) BETWEEN ? AND ? ORDER BY i.id",
        (quoted, since.isoformat(), until.isoformat()),
    )
    return [row[0] for row in rows]

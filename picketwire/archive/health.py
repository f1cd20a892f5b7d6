"""How sources do and what strikes are on record: the short lists that the command line prints."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from picketwire.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How one source does."""

    source: str
    name: str
    kind: str
    outcome: str | None  # of its last poll
    reason: str | None
    last_poll: str | None
    last_good: str | None
    next_due: str | None
    failures: int
    polls: int
    good_polls: int
    entries: int  # in its last document
    items: int  # in the archive


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeRecord:
    """A strike on record, with its parties and stages."""

    slug: str
    name: str
    scope: str | None
    status: str
    began: str | None
    ended: str | None
    unions: tuple[str, ...]
    struck: tuple[str, ...]
    events: tuple[Event, ...]

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
            "stages": [
                {
                    "stage": e.stage,
                    "date": e.date,
                    "item": e.item,
                    "quote": e.quote,
                    "url": e.url,
                    "basis": e.basis,
                }
                for e in self.events
            ],
            "items": sorted({e.item for e in self.events if e.item}),
        }


def source_health(connection: Any, slugs: Sequence[str] | None = None) -> list[Health]:
    """Return how each source does, by slug; only sources that were ever polled have rows."""
    names = tuple(Health.__dataclass_fields__)
    rows = connection.execute(f"SELECT {', '.join(names)} FROM source_health ORDER BY source").fetchall()
    found = [Health(**dict(zip(names, row, strict=True))) for row in rows]
    return [h for h in found if slugs is None or h.source in slugs]


def strikes(connection: Any, *, status: str | None = None) -> list[StrikeRecord]:
    """Return the strikes on record, oldest first."""
    rows = connection.execute(
        "SELECT slug, name, scope, status, began, ended FROM strikes WHERE ?1 IS NULL OR status = ?1 ORDER BY began, slug",
        (status,),
    ).fetchall()
    return [
        StrikeRecord(
            slug=r[0],
            name=r[1],
            scope=r[2],
            status=r[3],
            began=r[4],
            ended=r[5],
            unions=_parties(connection, r[0], "union"),
            struck=_parties(connection, r[0], "struck"),
            events=_events(connection, r[0]),
        )
        for r in rows
    ]


def strike(connection: Any, slug: str) -> StrikeRecord:
    """Return one strike; ArchiveError names those there are."""
    found = {s.slug: s for s in strikes(connection)}
    if slug not in found:
        raise ArchiveError(f"no strike is called {slug!r}; known: {', '.join(found) or 'none yet'}")
    return found[slug]


def _parties(connection: Any, slug: str, role: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT coalesce(organization, named) FROM strike_parties WHERE strike = ? AND role = ? ORDER BY rowid",
        (slug, role),
    )
    return tuple(r[0] for r in rows)


def _events(connection: Any, slug: str) -> tuple[Event, ...]:
    rows = connection.execute(
        "SELECT stage, date, quote, url, item, basis, known FROM strike_events WHERE strike = ? AND until IS NULL ORDER BY date, id",
        (slug,),
    )
    return tuple(
        Event(stage=r[0], date=r[1], quote=r[2], url=r[3], item=r[4], basis=r[5], known=r[6]) for r in rows
    )


def problems_of(connection: Any, source: str) -> list[str]:
    """Return what could not be read in the last poll of a source."""
    row = connection.execute(
        "SELECT problems FROM fetches WHERE source = ? ORDER BY id DESC LIMIT 1", (source,)
    ).fetchone()
    return list(json.loads(row[0])) if row else []

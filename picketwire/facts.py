"""What is known of organizations, strikes and benchmarks, and what follows from the dated events.

These records come from `config/` today and from confirmed coverage later. Days are dates, and every
span of days is half-open: it holds its first day and not its last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from picketwire.times import Interval

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from picketwire.records import Basis, Period

OrganizationKind = Literal["employer", "union", "local", "association", "publisher", "agency"]
Stage = Literal[
    "threatened",
    "authorized",
    "notice",
    "began",
    "expanded",
    "continues",
    "tentative_agreement",
    "suspended",
    "resumed",
    "ended",
    "ratified",
    "averted",
    "lockout",
]
PartyRole = Literal["union", "struck"]
Provenance = Literal["primary", "reported"]
FactKind = Literal[
    "workers",
    "place",
    "industry",
    "contract",
    "covered",
    "not_affected",
    "demand",
    "ai_demand",
    "counterpart",  # a struck party that is inferred: no report names it
]
StrikeStatus = Literal["candidate", "confirmed", "rejected"]
Statistic = Literal["average", "median", "share_below"]

STARTS: frozenset[Stage] = frozenset({"began", "lockout", "resumed"})
STOPS: frozenset[Stage] = frozenset({"suspended", "ended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name of an organization, and the days on which it was one."""

    text: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """The days on which an organization belonged to an association; None is an unknown or open end."""

    association: str  # slug of an organization
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bargaining:
    """With whom a union bargains, on which days, and what reports call that party for short."""

    counterpart: str  # slug of an employer or association
    called: tuple[str, ...]
    unless: tuple[str, ...] = ()  # words in a sentence in which these mean somebody else
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """An employer, union, local, association, publisher or agency that items may name."""

    slug: str
    name: str
    kind: OrganizationKind
    parent: str | None = None  # slug of the organization that owns or charters it
    country: str | None = None  # ISO 3166-1 alpha-2
    aliases: tuple[Alias, ...] = ()
    memberships: tuple[Membership, ...] = ()
    bargains: tuple[Bargaining, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeParty:
    """One side of a strike: an organization that is known here, or just the name that a text gave."""

    role: PartyRole
    organization: str | None = None  # slug
    named: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeEvent:
    """One dated step of a strike, the words that prove it and where they stand."""

    stage: Stage
    date: date
    quote: str = ""
    url: str | None = None
    basis: Provenance = "reported"  # primary: the union's, employer's or an agency's own page


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeFact:
    """What somebody says of a strike beyond its stages; what others say otherwise stands beside it."""

    kind: FactKind
    value: str  # digits for workers, a sector for industry, a topic for a demand, else the words
    quote: str = ""
    speaker: str | None = None  # as the text names them
    organization: str | None = None  # slug of whom they speak for
    date: date | None = None  # day on which it was said
    item: int | None = None
    url: str | None = None
    basis: Provenance = "reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """One union party against the parties struck, with its events in the order of their days."""

    slug: str
    name: str
    scope: str = ""  # who struck what, and what went on
    parties: tuple[StrikeParty, ...] = ()
    events: tuple[StrikeEvent, ...] = ()
    status: StrikeStatus = "confirmed"
    facts: tuple[StrikeFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A published figure that pay can be held against.

    `figure` is the average or median, `low` and `high` the range given with it, all in `currency`
    per `period`. With `share_below`, `share` per cent of the group earn less than `figure`. With an
    `organization` it is about that one's people: an employer's staff, a union's members.
    """

    slug: str
    name: str
    statistic: Statistic
    figure: Decimal
    currency: str  # ISO 4217
    period: Period
    basis: Basis
    low: Decimal | None = None
    high: Decimal | None = None
    share: Decimal | None = None  # per cent
    role: str | None = None  # whose pay it is
    place: str | None = None
    organization: str | None = None  # slug
    date: date  # of the figure, or of the first report of it
    source: str
    url: str
    note: str = ""


def intervals(strike: Strike) -> tuple[Interval, ...]:
    """Return the spans of days on which the strike was on, oldest first.

    A suspension ends a span as an end does, and a resumption starts the next. An agreement or its
    ratification ends nothing: pickets have stood through both.
    """
    spans: list[Interval] = []
    since: date | None = None
    for event in sorted(strike.events, key=lambda e: e.date):
        if event.stage in STARTS and since is None:
            since = event.date
        elif event.stage in STOPS and since is not None:
            # A walkout that was over by evening was still a strike on its day.
            spans.append(Interval(since, max(event.date, since + timedelta(days=1))))
            since = None
    if since is not None:
        spans.append(Interval(since, None))
    return tuple(spans)


def began(strike: Strike) -> date | None:
    """Return the first day of the strike, or None if it never began as far as is known."""
    spans = intervals(strike)
    return spans[0].since if spans else None


def ended(strike: Strike) -> date | None:
    """Return the first day after the strike, or None while no end is known."""
    spans = intervals(strike)
    return spans[-1].until if spans else None


def days(strike: Strike) -> int | None:
    """Count the days on which the strike was on, pauses left out; None while no end is known."""
    total = 0
    for span in intervals(strike):
        if span.since is None or span.until is None:
            return None
        total += (span.until - span.since).days
    return total or None


def active(strike: Strike, day: date) -> bool:
    """Whether the known events put `day` inside the strike; an open end counts as still on."""
    return any(span.holds(day) for span in intervals(strike))

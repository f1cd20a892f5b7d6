"""What follows from the record of a strike: length, whether it was on, days idle, who says what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from picketwire.facts import STARTS, STOPS, StrikeEvent, StrikeFact
from picketwire.times import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Activity = Literal["confirmed", "open-ended", "no"]
EVIDENCE_LASTS = timedelta(days=14)  # how long after a word of it a strike counts as on
_BLS_LEAST = 1000  # workers, in what BLS counts
_NOT_ENDS = {"tentative_agreement": "tentative agreement", "ratified": "ratification"}  # mistaken for an end
# 5 U.S.C. 6103: (month, weekday, which one; -1 the last), and fixed days with the first year of each.
_MOVING = ((1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4))
_FIXED = ((1, 1, 0), (6, 19, 2021), (7, 4, 0), (11, 11, 0), (12, 25, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days `[since, until)` of a strike and the stages that open and close it; None while no end is known."""

    since: date
    until: date | None
    opened_by: str
    closed_by: str | None

    @property
    def days(self) -> int | None:
        """Days of strike; None while no end is known."""
        return (self.until - self.since).days if self.until else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long a strike was, between which events, and which others are not its ends."""

    days: int | None  # pauses left out; None while no end is known or where it never began
    spans: tuple[Span, ...]
    not_ends: tuple[tuple[str, date], ...]  # stages that an end is often mistaken for

    @property
    def words(self) -> str:
        """Say it in a sentence without a full stop."""
        if not self.spans:
            return "never began, as far as is known"
        said = ", then ".join(
            f"{s.opened_by} {s.since} to {s.closed_by} {s.until}"
            if s.until
            else f"{s.opened_by} {s.since}, no end known"
            for s in self.spans
        )
        counted = f"{self.days} {'day' if self.days == 1 else 'days'}, {said}" if self.days else said
        others = "".join(f"; the {_NOT_ENDS[stage]} of {day} is not the end" for stage, day in self.not_ends)
        return f"{counted}{others}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDay:
    """Whether a strike was on on a day, and why that is the answer."""

    day: date
    state: Activity
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value of a fact and who gives it; the primary and the reported ones are counted apart."""

    kind: str
    value: str
    primary: int  # pages of parties and agencies that give it
    reported: int  # outlets of the press that give it
    facts: tuple[StrikeFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysIdle:
    """Working days lost times workers, as BLS derives it, and what is missing or chosen in it."""

    days: int | None  # None where the workers or the start are unknown
    working_days: int | None
    workers: int | None
    notes: tuple[str, ...]


def spans(events: Iterable[StrikeEvent]) -> tuple[Span, ...]:
    """Return the spans of days on which a strike was on, with the stages that open and close each."""
    found: list[Span] = []
    start: StrikeEvent | None = None
    for event in sorted(events, key=lambda e: e.date):
        if event.stage in STARTS and start is None:
            start = event
        elif event.stage in STOPS and start is not None:
            until = max(event.date, start.date + timedelta(days=1))
            found.append(Span(since=start.date, until=until, opened_by=start.stage, closed_by=event.stage))
            start = None
    if start is not None:
        found.append(Span(since=start.date, until=None, opened_by=start.stage, closed_by=None))
    return tuple(found)


def length(events: Sequence[StrikeEvent]) -> Length:
    """Derive how long a strike was on, pauses left out."""
    found = spans(events)
    closed = [s.days for s in found if s.days is not None]
    mistaken = [(e.stage, e.date) for e in sorted(events, key=lambda e: e.date) if e.stage in _NOT_ENDS]
    return Length(
        days=sum(closed) if found and len(closed) == len(found) else None,
        spans=found,
        not_ends=tuple(mistaken) if found else (),
    )


def on_day(events: Sequence[StrikeEvent], day: date) -> OnDay:
    """Say whether a strike was on: confirmed, open-ended (nothing says that it is over, or goes on) or no."""
    found = spans(events)
    if not found:
        return OnDay(day=day, state="no", why="nothing says that it ever began")
    if day < found[0].since:
        return OnDay(day=day, state="no", why=f"it {_verb(found[0].opened_by)} on {found[0].since}")
    span = next(s for s in reversed(found) if s.since <= day)
    if span.until and day >= span.until:
        return OnDay(day=day, state="no", why=f"it {_verb(span.closed_by)} on {span.until}")
    if span.until:
        why = f"between {span.opened_by} {span.since} and {span.closed_by} {span.until}"
        return OnDay(day=day, state="confirmed", why=why)
    last = max(events, key=lambda e: e.date)
    if day - last.date <= EVIDENCE_LASTS:
        return OnDay(day=day, state="confirmed", why=f"no end known, and {last.stage} is told of {last.date}")
    silent = (day - last.date).days
    why = f"no end known, and the last word of it ({last.stage}) is of {last.date}, {silent} days before"
    return OnDay(day=day, state="open-ended", why=why)


def _verb(stage: str | None) -> str:
    return {"lockout": "became a lockout", "suspended": "was suspended"}.get(stage or "", stage or "ended")


def readings(facts: Iterable[StrikeFact], outlet: Callable[[StrikeFact], str]) -> tuple[Reading, ...]:
    """Set values of facts side by side: those of a primary page first, then those that most outlets give.

    `outlet` names who published a fact: a paper that repeats itself counts once. Nothing is added up.
    """
    by_value: dict[tuple[str, str], list[StrikeFact]] = defaultdict(list)
    for fact in facts:
        by_value[fact.kind, fact.value].append(fact)
    found = [
        Reading(
            kind=kind,
            value=value,
            primary=len({outlet(f) for f in same if f.basis == "primary"}),
            reported=len({outlet(f) for f in same if f.basis == "reported"}),
            facts=tuple(sorted(same, key=lambda f: (f.basis != "primary", str(f.date or "9999")))),
        )
        for (kind, value), same in by_value.items()
    ]
    return tuple(sorted(found, key=_rank))


def _rank(reading: Reading) -> tuple[str, bool, bool, int, int, str]:
    vague = reading.value in {"ai", "other"}  # a demand of which no topic is told
    return (reading.kind, vague, reading.primary == 0, -reading.primary, -reading.reported, reading.value)


def days_idle(events: Sequence[StrikeEvent], workers: Sequence[Reading], until: date) -> DaysIdle:
    """Derive days idle as the US Bureau of Labor Statistics does; an open strike counts to `until`.

    Working days (Monday to Friday without federal holidays) on which the strike was on, times the
    workers involved: https://www.bls.gov/wsp/questions-and-answers.htm and
    https://www.bls.gov/opub/hom/wsp/calculation.htm. One number of workers stands for the whole strike,
    though BLS follows it day by day; and BLS counts only stoppages of 1,000 workers or more.
    """
    found, notes = spans(events), []
    if not found:
        return DaysIdle(days=None, working_days=None, workers=None, notes=("start unknown",))
    if found[-1].until is None:
        notes.append(f"no end known: counted to {until}")
    lost = sum(working_days(Interval(s.since, s.until or max(s.since, until))) for s in found)
    number = int(workers[0].value) if workers else None
    if number is None:
        notes.append("workers unknown")
    elif number < _BLS_LEAST:
        notes.append("BLS itself counts stoppages of 1,000 workers or more")
    if len(workers) > 1:
        others = ", ".join(f"{int(r.value):,}" for r in workers[1:])
        notes.append(f"by {number:,} workers; others give {others}")
    return DaysIdle(
        days=None if number is None else lost * number,
        working_days=lost,
        workers=number,
        notes=tuple(notes),
    )


def working_days(span: Interval) -> int:
    """Count the days of a closed span from Monday to Friday that are no federal holidays."""
    if span.since is None or span.until is None:
        raise ValueError("only a closed span of days can be counted")
    every = (span.since + timedelta(days=n) for n in range((span.until - span.since).days))
    return sum(day.weekday() < 5 and day not in federal_holidays(day.year) for day in every)


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """Return the holidays of a year as federal offices with a week of Monday to Friday keep them.

    5 U.S.C. 6103, in force since 1986 but for 19 June (2021): a Saturday's is kept on Friday, a Sunday's
    on Monday. The next year's first day may so fall into this one.
    """
    kept = {_nth(year, *each) for each in _MOVING}
    for in_year in (year, min(year + 1, MAXYEAR)):
        for month, number, since in _FIXED:
            if in_year >= since:
                day = date(in_year, month, number)
                kept.add(day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0)))
    return frozenset(day for day in kept if day.year == year)


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    if which < 0:
        last = date(year, month, 31)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=which - 1)

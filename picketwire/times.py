"""Instants, days and half-open intervals, and the one text form in which each is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
SLACK = timedelta(days=2)


def instant(moment: datetime) -> str:
    """Render an aware datetime as `YYYY-MM-DDTHH:MM:SSZ` (exactly 20 characters, UTC)."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return f"{moment.astimezone(UTC).isoformat()[:19]}Z"


def parse_instant(text: str) -> datetime:
    """Read what `instant` wrote; ValueError on anything else."""
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"{text!r} is not an instant like 2023-07-26T12:00:00Z")
    return datetime.fromisoformat(text)


def parse_day(text: str) -> date:
    """Read `YYYY-MM-DD`; ValueError on anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a day like 2023-07-26")
    return date.fromisoformat(text)


def usable_for_order(moment: datetime | None, seen: datetime) -> datetime | None:
    """Return a publisher's date if it can be believed for ordering: from 1990 to two days past `seen`."""
    if moment is None or moment < EARLIEST or moment > seen + SLACK:
        return None
    return moment


@dataclass(frozen=True, slots=True)
class Interval:
    """A span of days `[since, until)`; None is an open end."""

    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the interval."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    def overlap(self, other: Interval) -> Interval | None:
        """Return the days that both share, or None if there are none."""
        starts = [d for d in (self.since, other.since) if d is not None]
        ends = [d for d in (self.until, other.until) if d is not None]
        since, until = max(starts, default=None), min(ends, default=None)
        if since is not None and until is not None and since >= until:
            return None
        return Interval(since, until)

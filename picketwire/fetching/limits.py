"""Manners: how many requests an origin gets at a time, how far apart, and when it wants none."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from picketwire.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime

    from picketwire.fetching.settings import FetchSettings
    from picketwire.fetching.targets import Target

LONGEST_PAUSE = timedelta(days=1)


class Budget:
    """The seconds that one fetch may take; standing in line for its turn does not count."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until the deadline, never below zero."""
        return max(0.0, self._end - time.monotonic())

    def extend(self, seconds: float) -> None:
        """Move the deadline by the time that was spent in line."""
        self._end += seconds


@dataclass(slots=True)
class _Origin:
    slots: asyncio.Semaphore
    spacing: float
    next_start: float = 0.0  # monotonic seconds
    paused_until: float = field(default=0.0)


class Limits:
    """Hands out turns: so many requests at a time in all and per origin, and so far apart."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._origins: dict[tuple[str, str, int], _Origin] = {}
        self._all = asyncio.Semaphore(settings.origins)

    @asynccontextmanager
    async def turn(self, target: Target, budget: Budget) -> AsyncIterator[None]:
        """Wait for a turn at the target's origin and hold it; FetchError if the origin wants a long pause."""
        origin = self._origin(target)
        queued = time.monotonic()
        async with origin.slots:
            await self._space(origin, target)
            async with self._all:
                budget.extend(time.monotonic() - queued)
                yield

    def pause(self, target: Target, pause: timedelta) -> None:
        """Send nothing more to this origin for so long."""
        origin = self._origin(target)
        origin.paused_until = max(origin.paused_until, time.monotonic() + pause.total_seconds())

    def slow_down(self, target: Target, spacing: float) -> None:
        """Keep at least so many seconds between two requests to this origin."""
        origin = self._origin(target)
        origin.spacing = max(origin.spacing, min(spacing, self._settings.max_crawl_delay))

    def _origin(self, target: Target) -> _Origin:
        if target.origin not in self._origins:
            slots = asyncio.Semaphore(self._settings.per_origin)
            self._origins[target.origin] = _Origin(slots, self._settings.spacing)
        return self._origins[target.origin]

    async def _space(self, origin: _Origin, target: Target) -> None:
        now = time.monotonic()
        pause = origin.paused_until - now
        if pause > self._settings.patience:
            wait = timedelta(seconds=round(pause))
            reason = f"{target.host} asked for a pause; {wait.total_seconds():.0f} s of it are left"
            raise FetchError(reason, url=target.url, retry_after=wait)
        start = max(now, origin.next_start, origin.paused_until)
        origin.next_start = start + origin.spacing
        if start > now:
            await asyncio.sleep(start - now)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read a Retry-After header, seconds or a date; None for junk, at most one day.

    A date counts from the answer's own Date where it has one, so that a wrong clock on either side
    does no harm.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:12]), LONGEST_PAUSE.total_seconds()))
    until = _http_date(text)
    if until is None:
        return None
    wait = until - (_http_date(headers.get("date", "")) or now)
    return min(max(wait, timedelta(0)), LONGEST_PAUSE)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

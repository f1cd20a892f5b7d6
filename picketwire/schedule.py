"""When a source is due next, and which address to ask (pure: time is an argument)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picketwire.records import Outcome, Source, SourceState

_SEEN_TO_MOVE = 3  # polls, on two days at least: one bad redirect must not rewrite a good address
_DAYS_TO_MOVE = 2
_FAILURES_TO_RETURN = 2
_GROWTH = 1.5  # of the interval after a poll that brought nothing new
_SHRINK = 0.5  # after one that did
_NO_OVERLAP = 0.25  # after one that shared no entry with the last: some were probably missed in between
_MAX_DOUBLINGS = 10


def is_due(source: Source, state: SourceState, now: datetime) -> bool:
    """Whether a source should be polled at `now`: enabled, in its days, not gone, and its time has come."""
    if not is_pollable(source, now) or (state.gone and not is_new_address(source, state)):
        return False
    return state.next_due is None or state.next_due <= now


def is_pollable(source: Source, now: datetime) -> bool:
    """Whether a source is enabled and `now` lies in its `[since, until)`."""
    day = now.astimezone(UTC).date()
    started = source.since is None or source.since <= day
    return source.enabled and started and (source.until is None or day < source.until)


def is_new_address(source: Source, state: SourceState) -> bool:
    """Whether the configuration has given the source another address since it was last polled."""
    return state.url is not None and state.url != source.url


def address(source: Source, state: SourceState) -> str | None:
    """Return the address to ask: the configured one, or where it has permanently moved to.

    A move counts once it was seen on three polls on two different days; it is given up again while
    the new address fails.
    """
    moved = (
        len(state.moved_seen) >= _SEEN_TO_MOVE and len({m.date() for m in state.moved_seen}) >= _DAYS_TO_MOVE
    )
    usable = state.failures < _FAILURES_TO_RETURN and not is_new_address(source, state)
    return state.moved_to if moved and usable else source.url


def next_interval(
    source: Source, state: SourceState, *, new: int, seen: int, shortest: timedelta, longest: timedelta
) -> timedelta:
    """Return the time until the next poll of a healthy source: its own `every`, else adapted to the news.

    `new` of `seen` entries had not been seen before. Something new shortens the interval, nothing
    lengthens it, between the bounds.
    """
    if source.every is not None:
        return source.every
    interval = state.interval or shortest * 2
    no_overlap = new and state.count and new == seen
    factor = _NO_OVERLAP if no_overlap else _SHRINK if new else _GROWTH
    return min(max(interval * factor, shortest), longest)


def next_due(
    state: SourceState,
    outcome: Outcome,
    interval: timedelta,
    *,
    now: datetime,
    longest: timedelta,
    asked: timedelta | None = None,
    jitter: float = 0.0,
) -> datetime:
    """Return when to poll next: after `interval`, after what the server `asked` for, or later when it fails.

    Failures in a row (`state.failures`, this one included) double the wait up to `longest`, and the
    source is always tried again. `jitter` (0 to 1) spreads polls over a tenth of the interval, so
    that sources that failed together do not come back together.
    """
    wait = interval
    if not outcome.proves_absence and state.failures:
        wait = min(interval * 2 ** min(state.failures, _MAX_DOUBLINGS), max(longest, interval))
    wait = max(wait, asked or timedelta(0))
    return now + wait + wait * 0.1 * jitter


def after_redirect(
    state_url: str | None, seen: tuple[datetime, ...], target: str | None, now: datetime
) -> tuple[str | None, tuple[datetime, ...]]:
    """Return what to remember of permanent redirects: the target and when it was seen."""
    if target is None:
        return None, ()
    if target != state_url:
        return target, (now,)
    return target, (*seen, now) if len(seen) < _SEEN_TO_MOVE else (*seen[: _SEEN_TO_MOVE - 1], now)

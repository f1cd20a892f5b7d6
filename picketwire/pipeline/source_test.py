"""Test sources: poll them without storing anything, and say of each in a word how it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import comb
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from picketwire.pipeline.probing import fill, sample
from picketwire.pipeline.side_by_side import side_by_side
from picketwire.records import Outcome, SourceState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from picketwire.archive.fill import Past
    from picketwire.pipeline.collect import Collector
    from picketwire.records import Poll, Source

State = Literal["works", "moved", "partial", "empty", "blocked", "gone", "unreachable", "parse problem"]

_GOOD: frozenset[State] = frozenset({"works", "moved"})
_MOVES = {301, 308}
_ENOUGH = 10  # stored items that say something about a source
_DROP = 0.3  # of a share that may be chance or a slow week
_CHANCE = 0.01
_TRIALS = 200  # more items than these make nothing more certain


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCheck:
    """How one source does now, and what its stored items were like.

    `fill` and `past` are shares (0 to 1) by name (date, text, author or pay and location); `drift` names
    what used to be there and mostly is no longer.
    """

    source: Source
    state: State
    why: str = ""
    entries: int = 0
    fill: Mapping[str, float] = field(default_factory=dict)
    past: Mapping[str, float] = field(default_factory=dict)
    drift: tuple[str, ...] = ()

    @property
    def bad(self) -> bool:
        """Whether somebody should look at it; a source that has moved works, and its move is followed."""
        return self.state not in _GOOD or bool(self.drift)


async def check_sources(
    collector: Collector, sources: Sequence[Source], past: Mapping[str, Past]
) -> AsyncIterator[SourceCheck]:
    """Poll sources side by side without storing; yield each when it is done."""
    async for check in side_by_side(check_source(collector, s, past.get(s.slug)) for s in sources):
        yield check


async def check_source(collector: Collector, source: Source, past: Past | None) -> SourceCheck:
    """Poll one source as if for the first time, and hold what it gives against the past."""
    poll = await collector.poll(source, SourceState(slug=source.slug))
    items = [tagged.item for tagged in poll.items]
    measured = await sample(collector, source, items)
    now = fill(measured)
    state, why = _judge(poll)
    before = past.fill if past and past.items >= _ENOUGH else {}
    return SourceCheck(
        source=source,
        state=state,
        why=why,
        entries=poll.seen,
        fill=now,
        past=before,
        drift=tuple(n for n in now if n in before and has_dropped(now[n], before[n], len(measured))),
    )


def has_dropped(now: float, before: float, items: int) -> bool:
    """Whether a share is so much lower, over so many items, that chance does not explain it."""
    if before - now < _DROP:
        return False
    trials = min(items, _TRIALS)
    having = round(now * trials)
    odds = sum(comb(trials, k) * before**k * (1 - before) ** (trials - k) for k in range(having + 1))
    return odds < _CHANCE


def _judge(poll: Poll) -> tuple[State, str]:
    """Put the outcome of a poll into the words of a test."""
    state: State = _STATES[poll.outcome]
    status = poll.exchanges[-1].status if poll.exchanges else None
    if poll.outcome is Outcome.FAILED and status is not None:
        state = "gone" if status == 404 else "parse problem" if status // 100 == 2 else "unreachable"
    if poll.outcome is Outcome.SUSPICIOUS_ZERO and poll.source.kind == "page":
        state = "parse problem"  # its selectors match nothing
    if state != "works":
        return state, poll.reason
    target = _moved_to(poll)
    return ("moved", f"permanently to {target}") if target else ("works", "")


_STATES: Mapping[Outcome, State] = {
    Outcome.COMPLETE: "works",
    Outcome.UNCHANGED: "works",
    Outcome.CAPPED: "works",  # a test looks at the first pages only
    Outcome.PARTIAL: "partial",
    Outcome.SUSPICIOUS_ZERO: "empty",
    Outcome.BLOCKED: "blocked",
    Outcome.FAILED: "unreachable",
    Outcome.GONE: "gone",
}


def _moved_to(poll: Poll) -> str | None:
    """Return where a permanent redirect led; of a board only if it is another host."""
    if poll.source.kind != "board":
        return poll.state.moved_to
    for here, there in zip(poll.exchanges, poll.exchanges[1:], strict=False):
        if here.status in _MOVES and urlsplit(here.url).netloc != urlsplit(there.url).netloc:
            return there.url
    return None

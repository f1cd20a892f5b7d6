"""Batches: what arrives is stored, whatever becomes of the rest, and a retry asks only for what is owed."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any, cast

import pytest

from picketwire.records import SourceState
from tests.builders import feed, poll_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from picketwire.records import Poll, Source


class Interrupted:
    """Stands for a collector that breaks after its first result, once."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    async def collect(self, batch: Sequence[tuple[Source, SourceState]]) -> AsyncIterator[Poll]:
        """Yield a poll of each source; break after the first, the first time."""
        self.asked.append([source.slug for source, _ in batch])
        for source, _ in batch:
            yield poll_of(source)
            if len(self.asked) == 1:
                raise MemoryError("for the test")


def test_a_batch_that_is_tried_again_asks_only_for_the_sources_that_it_owes() -> None:
    from flows.collecting import collect

    sources = [feed(slug) for slug in ("one", "two", "three")]
    waiting = {s.slug: (s, SourceState(slug=s.slug)) for s in sources}
    broken = Interrupted()

    async def twice() -> list[str]:
        polls: asyncio.Queue[Poll | None] = asyncio.Queue()
        with pytest.raises(MemoryError):
            await collect.fn(cast("Any", broken), waiting, polls)
        await collect.fn(cast("Any", broken), waiting, polls)
        return [poll.source.slug for poll in (polls.get_nowait() for _ in range(polls.qsize())) if poll]

    assert asyncio.run(twice()) == ["one", "two", "three"]
    assert broken.asked == [["one", "two", "three"], ["two", "three"]]


def test_results_of_good_batches_arrive_though_another_batch_fails() -> None:
    from flows.collecting import _arriving

    async def arriving() -> tuple[list[int], list[Exception]]:
        queue: asyncio.Queue[int | None] = asyncio.Queue()
        failed: list[Exception] = []

        async def good(number: int) -> None:
            await asyncio.sleep(0)
            queue.put_nowait(number)

        async def bad() -> None:
            raise OSError("for the test")

        return [n async for n in _arriving(queue, [good(1), bad(), good(2)], failed)], failed

    numbers, failed = asyncio.run(arriving())
    assert sorted(numbers) == [1, 2]
    assert [type(error) for error in failed] == [OSError]


def test_where_storing_fails_no_batch_goes_on_behind_its_back() -> None:
    from contextlib import aclosing

    from flows.collecting import _arriving

    ended: list[str] = []

    async def endless(queue: asyncio.Queue[int | None]) -> None:
        queue.put_nowait(1)
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append("cancelled")

    async def consume() -> None:
        queue: asyncio.Queue[int | None] = asyncio.Queue()
        async with aclosing(_arriving(queue, [endless(queue)], [])) as arriving:
            async for _ in arriving:
                raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        asyncio.run(consume())
    assert ended == ["cancelled"]


def test_parser_processes_do_not_import_the_main_module_of_a_run() -> None:
    from multiprocessing.spawn import get_preparation_data

    from flows.collecting import bare_main

    before = sys.modules["__main__"]
    with bare_main():
        told = get_preparation_data("worker")
    assert not {key for key in told if key.startswith("init_main")}
    assert sys.modules["__main__"] is before

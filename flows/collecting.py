"""The tasks that collect, a batch of sources each, and the loop that stores what they bring as it arrives."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing, contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine, Iterator, Sequence

    from picketwire.pipeline.collect import Collector
    from picketwire.pipeline.storing import Storer
    from picketwire.records import Detail, DetailPoll, Poll, Source, SourceState

T = TypeVar("T")
BATCH = 20  # sources in one task: a task costs some 30 ms, so never one item


@contextmanager
def bare_main() -> Iterator[None]:
    """Keep Prefect out of the parser processes, which import the main module when they start.

    Here that is Prefect's engine: a CPU second and 30 MB for each of them.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


async def collect_all(
    collecting: Collector, storer: Storer, due: Sequence[tuple[Source, SourceState]]
) -> list[Exception]:
    """Poll what is due and the pages that stored items still need; return what made batches fail.

    Each result is stored when it arrives, whatever becomes of the rest of its batch.
    """
    failed: list[Exception] = []
    polls: asyncio.Queue[Poll | None] = asyncio.Queue()
    waiting = [{source.slug: (source, state) for source, state in batch} for batch in _batches(due)]
    work = [collect(_as_is(collecting), _as_is(batch), _as_is(polls)) for batch in waiting]
    async with aclosing(_arriving(polls, work, failed)) as arriving:
        async for poll in arriving:
            storer.store(poll)
    pages: asyncio.Queue[DetailPoll | None] = asyncio.Queue()
    details = storer.waiting([source for source, _ in due], collecting.clock())
    lines = [{detail.item: detail for detail in batch} for batch in _batches(details)]
    work = [collect_pages(_as_is(collecting), _as_is(batch), _as_is(pages)) for batch in lines]
    async with aclosing(_arriving(pages, work, failed)) as read:
        async for page in read:
            storer.store_page(page)
    return failed


@task(name="collect", cache_policy=NO_CACHE, persist_result=False, retries=1, retry_delay_seconds=5)
async def collect(
    collecting: Collector,
    waiting: dict[str, tuple[Source, SourceState]],
    polls: asyncio.Queue[Poll | None],
) -> None:
    """Poll a batch of sources; what is done leaves `waiting`, so that a retry asks only for the rest.

    Whatever goes wrong with one source is that poll's outcome: only a defect of ours makes this fail.
    """
    async for poll in collecting.collect(list(waiting.values())):
        del waiting[poll.source.slug]
        polls.put_nowait(poll)


@task(name="collect-pages", cache_policy=NO_CACHE, persist_result=False, retries=1, retry_delay_seconds=5)
async def collect_pages(
    collecting: Collector, waiting: dict[int, Detail], pages: asyncio.Queue[DetailPoll | None]
) -> None:
    """Fetch the pages that a batch of stored items still needs."""
    async for page in collecting.collect_details(list(waiting.values())):
        del waiting[page.detail.item]
        pages.put_nowait(page)


async def _arriving(
    arrived: asyncio.Queue[T | None], work: Sequence[Coroutine[Any, Any, None]], failed: list[Exception]
) -> AsyncGenerator[T, None]:
    """Run batches side by side; yield what they put into the queue until all have ended, note what failed."""
    running = asyncio.gather(*work, return_exceptions=True)
    running.add_done_callback(lambda _: arrived.put_nowait(None))
    try:
        while (result := await arrived.get()) is not None:
            yield result
    finally:
        running.cancel()  # where storing failed, or the run was cancelled
        await asyncio.wait([running])
    failed += [error for error in running.result() if isinstance(error, Exception)]


def _batches(everything: Sequence[T]) -> list[Sequence[T]]:
    return [everything[n : n + BATCH] for n in range(0, len(everything), BATCH)]


def _as_is(value: T) -> T:
    """Hand a value to a task untouched: Prefect would else walk through all of it to look for futures."""
    return cast("T", quote(value))

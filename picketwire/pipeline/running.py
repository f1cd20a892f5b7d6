"""Collect and store side by side: the network, the parser processes and the archive at work together."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from picketwire.archive.fetches import kept_answers
from picketwire.fetching.client import Fetcher
from picketwire.fetching.settings import FetchSettings
from picketwire.fetching.warc import WarcSink
from picketwire.pipeline.collect import Collector
from picketwire.pipeline.workers import Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from datetime import datetime

    from picketwire.pipeline.storing import Storer
    from picketwire.records import Source, SourceState
    from picketwire.settings.settings import Settings

_SHARED = (
    "contact",
    "deadline",
    "wire_limit",
    "decoded_limit",
    "per_origin",
    "spacing",
    "origins",
    "redirects",
    "allow_private",
    "allow_hosts",
)


def fetch_settings(settings: Settings) -> FetchSettings:
    """Return the part of the settings that the door to the network goes by."""
    return FetchSettings(**{name: getattr(settings, name) for name in _SHARED})


@asynccontextmanager
async def collector(
    settings: Settings,
    rules: str,
    clock: Callable[[], datetime],
    kept: Mapping[str, tuple[str, int]] | None = None,
) -> AsyncIterator[Collector]:
    """Open what collecting needs: WARC file, network and parser processes; close it all at the end.

    `kept` says where bodies seen before are (hash -> WARC file, offset): they are not kept again.
    """
    workers = Workers(
        rules,
        processes=settings.parse_workers,
        seconds=settings.parse_seconds,
        memory=settings.parse_memory,
    )
    with WarcSink(settings.archive.parent, clock=clock, earlier=(kept or {}).get) as sink:
        fetcher = Fetcher(fetch_settings(settings), sink=sink, clock=clock)
        async with fetcher as door, workers:
            yield Collector(fetcher=door, workers=workers, settings=settings, clock=clock)


async def run(
    storer: Storer, due: Sequence[tuple[Source, SourceState]], clock: Callable[[], datetime]
) -> None:
    """Poll what is due and store each result as it comes; then the pages that stored items still need."""
    kept = kept_answers(storer.db, [source.slug for source, _ in due])
    async with collector(storer.settings, storer.rules, clock, kept) as collecting:
        async for poll in collecting.collect(due):
            storer.store(poll)
        pages = storer.waiting([source for source, _ in due], clock())
        async for page in collecting.collect_details(pages):
            storer.store_page(page)

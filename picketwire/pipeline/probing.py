"""Ask sources as a poll does and keep nothing: what adding and testing a source rest on."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from parsers.board_parts.item import with_detail
from picketwire.fetching.client import Fetcher
from picketwire.pipeline.collect import Collector
from picketwire.pipeline.running import fetch_settings
from picketwire.pipeline.workers import Workers
from picketwire.records import Detail
from picketwire.tagging.definitions import RuleSet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from datetime import datetime

    from picketwire.records import Item, Source
    from picketwire.settings.settings import Settings

PAGES = 3  # of a board's list that are looked at
SAMPLE = 5  # postings whose own answers are looked at, where the list has no text


@asynccontextmanager
async def prober(settings: Settings, clock: Callable[[], datetime]) -> AsyncIterator[Collector]:
    """Open what polling needs, with the same manners and limits; answers are read and not kept."""
    workers = Workers(
        RuleSet().to_json(),
        processes=settings.parse_workers,
        seconds=settings.parse_seconds,
        memory=settings.parse_memory,
    )
    shorter = replace(settings, pages_per_run=min(PAGES, settings.pages_per_run))
    async with Fetcher(fetch_settings(settings), sink=None, clock=clock) as door, workers:
        yield Collector(fetcher=door, workers=workers, settings=shorter, clock=clock)


async def sample(collector: Collector, source: Source, items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items to measure: the first few with their own answers, where the list has no texts."""
    if not any(item.detail for item in items[:SAMPLE]):
        return tuple(items)
    return tuple([await _with_own_answer(collector, source, item) for item in items[:SAMPLE]])


async def _with_own_answer(collector: Collector, source: Source, item: Item) -> Item:
    if item.detail is None:
        return item
    detail = Detail(item=0, source=source, kind="posting", request=item.detail)
    found = (await collector.poll_detail(detail)).item
    return with_detail(item, found.item) if found else item


def fill(items: Sequence[Item]) -> Mapping[str, float]:
    """Return the share (0 to 1) of items that have a date, a text, and what else their kind should have."""
    if not items:
        return {}
    rows = [_has(item) for item in items]
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}


def _has(item: Item) -> dict[str, bool]:
    posting = item.posting
    dated = bool(item.published or item.updated or (posting and posting.opened))
    text = bool(item.body or item.summary)
    if posting is None:
        return {"date": dated, "text": text, "author": bool(item.author)}
    return {"date": dated, "text": text, "pay": bool(posting.pay), "location": bool(posting.locations)}

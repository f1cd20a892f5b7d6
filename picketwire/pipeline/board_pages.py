"""Read a board's list page by page, by what arrived, and say honestly whether that was all of it.

A list ends on an empty page, on a page without a new posting, or where the board's own count is
reached; never on a short page. A list that its system cuts off is read in the parts that the board
file names. Whether all of that proves a posting absent is for `judge_board` to say.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from parsers.board import load
from picketwire.errors import FetchError
from picketwire.pipeline.board_list import List, Listing, is_whole
from picketwire.pipeline.job import Job, Reading
from picketwire.pipeline.judge import Verdict, judge_board
from picketwire.records import Outcome, Parsed

if TYPE_CHECKING:
    from datetime import datetime

    from parsers.board import Board
    from picketwire.fetching.results import Fetched
    from picketwire.pipeline.collect import Collector
    from picketwire.records import Document, Poll, Request, Source, SourceState


async def read_board(collector: Collector, source: Source, state: SourceState, started: datetime) -> Poll:
    """Poll one job board: every page of its list, until it ends or the limit of pages per run."""
    board = load(source.system or "")
    listing = Listing()
    lists = deque([board.first(source.tenant or "", source.url)])
    while lists and listing.trouble is None and listing.pages < collector.settings.pages_per_run:
        lists += await _read_list(collector, source, state, lists.popleft(), listing)
    if listing.error and not listing.pages:
        return collector.failed(source, state, started, listing.error)
    if listing.unchanged:
        verdict = Verdict(Outcome.UNCHANGED)
        return collector.finish(
            source, state, started, verdict, listing.exchanges, None, window=board.NEWEST_ONLY
        )
    return _finish(collector, source, state, started, listing, board, parts_left=len(lists))


async def _read_list(
    collector: Collector, source: Source, state: SourceState, request: Request, listing: Listing
) -> tuple[Request, ...]:
    """Read one list into `listing`, page by page; return the lists to read in its place, if it is cut off."""
    current = List()
    following: Request | None = request
    limit = collector.settings.pages_per_run
    while following is not None and listing.pages < limit and current.is_new(following):
        reading = await _read_page(collector, source, state, following, listing)
        if reading is None:
            break
        listing.add(reading)
        current.add(reading)
        if reading.parsed.splits:
            listing.sample |= current.ids
            listing.stated = max(listing.stated or 0, current.stated or 0)
            return reading.parsed.splits
        following = None if current.ended else reading.parsed.next
    listing.lists.append(current)
    return ()


async def _read_page(
    collector: Collector, source: Source, state: SourceState, request: Request, listing: Listing
) -> Reading | None:
    """Fetch and read one page; None where there is nothing (more) to read, `listing` says why."""
    first = listing.pages == 0
    try:
        fetched = await collector.fetcher.fetch(
            request,
            source=source.slug,
            etag=state.etag if first else None,
            modified=state.modified if first else None,
        )
    except FetchError as error:
        listing.error, listing.trouble, listing.asked = error, str(error), error.retry_after
        listing.exchanges += error.exchanges
        return None
    listing.exchanges += fetched.exchanges
    document = fetched.document
    if document is None or (first and document.sha256 == state.body_hash):
        listing.unchanged = True  # only a board of one page has its answer remembered
        return None
    listing.pages += 1
    listing.first = listing.first or document
    reading = await collector.workers.read(_job(source, document, state, request))
    listing.trouble = _trouble(fetched, document, reading)
    return reading if listing.trouble is None else None


def _trouble(fetched: Fetched, document: Document, reading: Reading) -> str | None:
    problems = reading.parsed.problems
    if not reading.parsed.readable:
        return problems[0].what if problems else "a page could not be read"
    if not fetched.complete and not is_whole(document.body):
        return "a page was cut short"
    return None


def _job(source: Source, document: Document, state: SourceState, request: Request) -> Job:
    return Job(
        source=source,
        body=document.body,
        url=document.final_url,
        content_type=document.content_type,
        hint=source.system,
        known=state.known,
        request=request,
    )


def _finish(
    collector: Collector,
    source: Source,
    state: SourceState,
    started: datetime,
    listing: Listing,
    board: Board,
    *,
    parts_left: int,
) -> Poll:
    verdict = judge_board(listing.walk(before=state.count, ceiling=board.CEILING, parts_left=parts_left))
    fresh, known = listing.fresh(), frozenset(listing.known)
    if verdict.outcome is Outcome.COMPLETE:
        if state.document_at and not fresh and known == state.known:
            verdict = Verdict(Outcome.UNCHANGED)  # every entry of the last complete list, and no other
        state = _remember(state, listing)
    reading = Reading(
        parsed=Parsed(known=tuple(listing.known), problems=tuple(listing.problems)), items=fresh
    )
    return collector.finish(
        source,
        state,
        started,
        verdict,
        listing.exchanges,
        None if verdict.outcome is Outcome.UNCHANGED else reading,
        asked=listing.asked,
        window=board.NEWEST_ONLY,
    )


def _remember(state: SourceState, listing: Listing) -> SourceState:
    """Keep what lets the next poll recognise a board of one page, and how many postings there were."""
    only = listing.first if listing.pages == 1 else None
    return replace(
        state,
        etag=only.headers.get("etag") if only else None,
        modified=only.headers.get("last-modified") if only else None,
        body_hash=only.sha256 if only else None,
        count=listing.found,
    )

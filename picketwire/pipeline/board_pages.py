"""Read a board's list page by page, by what arrived, and say honestly whether that was all of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from parsers.board import load
from picketwire.errors import FetchError
from picketwire.pipeline.job import Job, Reading
from picketwire.pipeline.judge import Verdict, judge_board
from picketwire.records import Outcome, Parsed

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from picketwire.pipeline.collect import Collector
    from picketwire.records import Document, Exchange, Poll, Problem, Request, Source, SourceState, TaggedItem


@dataclass(slots=True)
class _List:
    """What the pages so far held."""

    pages: list[Document] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    items: dict[str, TaggedItem] = field(default_factory=dict)  # by native id, the first sighting
    known: dict[bytes, None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stated: int | None = None
    lost: int = 0
    ended: bool = False
    trouble: str | None = None
    error: FetchError | None = None
    asked: timedelta | None = None

    @property
    def found(self) -> int:
        return len(self.items) + len(self.known)

    def add(self, reading: Reading) -> int:
        """Take a page's postings; return how many were not on an earlier page."""
        before, parsed = self.found, reading.parsed
        for tagged in reading.items:
            self.items.setdefault(tagged.item.native_id or f"#{self.found}", tagged)
        self.known.update(dict.fromkeys(parsed.known))
        self.problems += parsed.problems
        self.lost += parsed.lost
        if parsed.stated_total:  # later pages of some systems say 0
            self.stated = min(self.stated or parsed.stated_total, parsed.stated_total)
        return self.found - before


async def read_board(collector: Collector, source: Source, state: SourceState, started: datetime) -> Poll:
    """Poll one job board: every page of its list, until it ends or the limit of pages per run."""
    board = load(source.system or "")
    request = board.first(source.tenant or "", source.url)
    conditions = (state.etag, state.modified)
    listing = _List()
    while len(listing.pages) < collector.settings.pages_per_run:
        following = await _read_page(collector, source, state, request, listing, conditions)
        if following is None:
            break
        request, conditions = following, (None, None)
    if listing.error and not listing.pages:
        return collector.failed(source, state, started, listing.error)
    if not listing.pages and not listing.trouble:
        return _unchanged(collector, source, state, started, listing)
    return _finish(collector, source, state, started, listing, board.CEILING)


async def _read_page(
    collector: Collector,
    source: Source,
    state: SourceState,
    request: Request,
    listing: _List,
    conditions: tuple[str | None, str | None],
) -> Request | None:
    """Fetch and read one page into `listing`; return the request for the next one, None at the end."""
    try:
        fetched = await collector.fetcher.fetch(
            request, source=source.slug, etag=conditions[0], modified=conditions[1]
        )
    except FetchError as error:
        listing.error, listing.trouble, listing.asked = error, str(error), error.retry_after
        listing.exchanges += error.exchanges
        return None
    listing.exchanges += fetched.exchanges
    document = fetched.document
    if document is None:
        listing.ended = True
        return None
    if not listing.pages and document.sha256 == state.body_hash:
        listing.ended = True  # a board of one page that stands as it was
        return None
    listing.pages.append(document)
    reading = await collector.workers.read(_job(source, document, state, request))
    if not reading.parsed.readable:
        problems = reading.parsed.problems
        listing.trouble = problems[0].what if problems else "a page could not be read"
        return None
    fresh = listing.add(reading)
    if not fetched.complete and reading.parsed.problems:
        listing.trouble = "a page was cut short"
        return None
    listing.ended = reading.parsed.next is None or not fresh or listing.found == listing.stated
    return None if listing.ended else reading.parsed.next


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


def _unchanged(
    collector: Collector, source: Source, state: SourceState, started: datetime, listing: _List
) -> Poll:
    return collector.finish(source, state, started, Verdict(Outcome.UNCHANGED), listing.exchanges, None)


def _finish(
    collector: Collector,
    source: Source,
    state: SourceState,
    started: datetime,
    listing: _List,
    ceiling: int | None,
) -> Poll:
    verdict = judge_board(
        found=listing.found,
        stated=listing.stated,
        before=state.count,
        ceiling=ceiling,
        ended=listing.ended,
        trouble=listing.trouble,
    )
    if verdict.outcome is Outcome.COMPLETE and listing.lost:
        why = listing.problems[0].what if listing.problems else "unreadable"
        verdict = replace(
            verdict, outcome=Outcome.PARTIAL, reason=f"{listing.lost} postings could not be read ({why})"
        )
    if verdict.outcome is Outcome.COMPLETE:
        only = listing.pages[0] if len(listing.pages) == 1 else None
        state = replace(
            state,
            etag=only.headers.get("etag") if only else None,
            modified=only.headers.get("last-modified") if only else None,
            body_hash=only.sha256 if only else None,
            count=listing.found,
        )
    reading = Reading(
        parsed=Parsed(known=tuple(listing.known), problems=tuple(listing.problems)),
        items=tuple(listing.items.values()),
    )
    return collector.finish(source, state, started, verdict, listing.exchanges, reading, asked=listing.asked)

"""Poll sources: ask, read, tag and judge, and hand over each result; touches no archive and keeps no body."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from picketwire.errors import FetchError
from picketwire.pipeline.job import Job
from picketwire.pipeline.judge import Verdict, judge_document
from picketwire.pipeline.side_by_side import side_by_side
from picketwire.records import DetailPoll, Outcome, Poll, Request, SourceState
from picketwire.schedule import address, after_redirect, is_new_address, next_due, next_interval

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from datetime import datetime, timedelta

    from picketwire.fetching.results import Fetched
    from picketwire.pipeline.job import Reading
    from picketwire.pipeline.ports import Door, Reader
    from picketwire.records import Detail, Document, Exchange, Source
    from picketwire.settings.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """What polling needs: the door to the network, the parser processes, the settings and a clock."""

    fetcher: Door
    workers: Reader
    settings: Settings
    clock: Callable[[], datetime]
    jitter: Callable[[], float] = field(default=random.random)

    async def collect(self, sources: Sequence[tuple[Source, SourceState]]) -> AsyncIterator[Poll]:
        """Poll sources side by side; yield each poll when it is done, in no order."""
        async for result in side_by_side(self.poll(source, state) for source, state in sources):
            yield result

    async def collect_details(self, details: Sequence[Detail]) -> AsyncIterator[DetailPoll]:
        """Fetch and read the pages of stored items side by side; yield each when it is done."""
        async for result in side_by_side(self.poll_detail(detail) for detail in details):
            yield result

    async def poll(self, source: Source, state: SourceState) -> Poll:
        """Poll one source; whatever goes wrong is the poll's outcome and reason."""
        if is_new_address(source, state):
            state = replace(
                state, etag=None, modified=None, body_hash=None, moved_to=None, moved_seen=(), gone=False
            )
        started = self.clock()
        if state.url != source.url:
            state = replace(state, url=source.url)
        if source.kind == "board":
            from picketwire.pipeline.board_pages import read_board  # noqa: PLC0415 -- needs this module

            return await read_board(self, source, state, started)
        return await self._poll_document(source, state, started)

    async def _poll_document(self, source: Source, state: SourceState, started: datetime) -> Poll:
        url = address(source, state) or ""
        try:
            fetched = await self.fetcher.fetch(
                Request(url=url),
                source=source.slug,
                etag=state.etag,
                modified=state.modified,
                robots=source.kind == "page",
            )
        except FetchError as error:
            return self.failed(source, state, started, error)
        document = fetched.document
        if document is None or document.sha256 == state.body_hash:
            return self._unchanged(source, state, started, fetched)
        reading = await self.workers.read(_job(source, document, state.known))
        if reading.parsed.next is not None and not reading.items and not reading.parsed.known:
            return await self._follow(source, state, started, fetched, document, reading.parsed.next)
        return self._finish_document(source, state, started, fetched, document, reading)

    async def _follow(
        self,
        source: Source,
        state: SourceState,
        started: datetime,
        fetched: Fetched,
        index: Document,
        request: Request,
    ) -> Poll:
        """Read the document that an index names (a sitemap); the index stays what is watched."""
        try:
            part = await self.fetcher.fetch(request, source=source.slug)
        except FetchError as error:
            failure = FetchError(
                f"{request.url}: {error}",
                url=error.url,
                outcome=error.outcome,
                exchanges=(*fetched.exchanges, *error.exchanges),
                retry_after=error.retry_after,
            )
            return self.failed(source, state, started, failure)
        if part.document is None:
            raise RuntimeError("a request without conditions cannot be answered with 304")
        reading = await self.workers.read(_job(source, part.document, state.known))
        both = replace(
            part, exchanges=(*fetched.exchanges, *part.exchanges), permanent_to=fetched.permanent_to
        )
        return self._finish_document(source, state, started, both, index, reading)

    def _finish_document(
        self,
        source: Source,
        state: SourceState,
        started: datetime,
        fetched: Fetched,
        document: Document,
        reading: Reading,
    ) -> Poll:
        parsed = reading.parsed
        entries = len(reading.items) + len(parsed.known)
        # A server that gives no length proves nothing by closing; a document that reads to its end does.
        whole = fetched.complete or not any(problem.where == "document" for problem in parsed.problems)
        verdict = judge_document(parsed, entries=entries, before=state.count, whole=whole)
        if verdict.outcome is Outcome.COMPLETE:
            state = _note_move(remember(state, document, entries), source, fetched, started)
        asked = max(filter(None, (fetched.retry_after, parsed.ttl)), default=None)
        return self.finish(source, state, started, verdict, fetched.exchanges, reading, asked=asked)

    def _unchanged(self, source: Source, state: SourceState, started: datetime, fetched: Fetched) -> Poll:
        if fetched.document is not None:
            state = remember(state, fetched.document, state.count)
        state = _note_move(state, source, fetched, started)
        return self.finish(source, state, started, Verdict(Outcome.UNCHANGED), fetched.exchanges, None)

    def failed(self, source: Source, state: SourceState, started: datetime, error: FetchError) -> Poll:
        """Make the poll of a source that gave no usable answer."""
        verdict = Verdict(error.outcome, str(error))
        return self.finish(source, state, started, verdict, error.exchanges, None, asked=error.retry_after)

    def finish(
        self,
        source: Source,
        state: SourceState,
        started: datetime,
        verdict: Verdict,
        exchanges: Sequence[Exchange],
        reading: Reading | None,
        *,
        asked: timedelta | None = None,
        window: bool = False,
    ) -> Poll:
        """Make a poll out of what was found, and settle when the source is due next."""
        items = reading.items if reading else ()
        known = reading.parsed.known if reading else ()
        seen = len(items) + len(known)
        scheduled = self._scheduled(source, state, verdict.outcome, started, (len(items), seen), asked)
        return Poll(
            source=source,
            started=started,
            finished=self.clock(),
            outcome=verdict.outcome,
            reason=verdict.reason,
            exchanges=tuple(exchanges),
            items=items,
            known=known,
            problems=reading.parsed.problems if reading else (),
            state=scheduled,
            seen=seen if reading else state.count if verdict.outcome is Outcome.UNCHANGED else 0,
            window=window,
        )

    def _scheduled(
        self,
        source: Source,
        state: SourceState,
        outcome: Outcome,
        started: datetime,
        counts: tuple[int, int],
        asked: timedelta | None,
    ) -> SourceState:
        """Return what is remembered of a source with its failures and its next poll; counts: new and seen."""
        healthy = outcome.proves_absence or outcome in {Outcome.PARTIAL, Outcome.CAPPED}
        shortest, longest = self.settings.min_interval, self.settings.max_interval
        new, seen = counts
        interval = next_interval(source, state, new=new, seen=seen, shortest=shortest, longest=longest)
        state = replace(
            state,
            failures=0 if healthy else state.failures + 1,
            gone=outcome is Outcome.GONE,
            interval=interval if healthy else state.interval,
        )
        due = next_due(
            state,
            outcome,
            interval if healthy else (source.every or state.interval or shortest),
            now=started,
            longest=longest,
            asked=asked,
            jitter=self.jitter(),
        )
        return replace(state, next_due=due)

    async def poll_detail(self, detail: Detail) -> DetailPoll:
        """Fetch and read the page of one stored item."""
        started = self.clock()
        robots = detail.kind == "article"
        try:
            fetched = await self.fetcher.fetch(detail.request, source=detail.source.slug, robots=robots)
        except FetchError as error:
            return DetailPoll(
                detail=detail,
                started=started,
                finished=self.clock(),
                outcome=error.outcome,
                reason=str(error),
                exchanges=error.exchanges,
            )
        if fetched.document is None:
            raise RuntimeError("a request without conditions cannot be answered with 304")
        hint = detail.source.system if detail.kind == "posting" else "article"
        job = replace(_job(detail.source, fetched.document, frozenset()), hint=hint, request=detail.request)
        reading = await self.workers.read(job)
        item = reading.items[0] if reading.parsed.readable and reading.items else None
        problems = reading.parsed.problems
        reason = "" if item else problems[0].what if problems else "the page holds no text that could be read"
        return DetailPoll(
            detail=detail,
            started=started,
            finished=self.clock(),
            outcome=Outcome.COMPLETE if item else Outcome.FAILED,
            reason=reason,
            exchanges=fetched.exchanges,
            item=item,
        )


def remember(state: SourceState, document: Document, entries: int) -> SourceState:
    """Keep what lets the next poll recognise this document."""
    return replace(
        state,
        etag=document.headers.get("etag"),
        modified=document.headers.get("last-modified"),
        body_hash=document.sha256,
        count=entries,
    )


def _note_move(state: SourceState, source: Source, fetched: Fetched, now: datetime) -> SourceState:
    """Count a permanent redirect of the configured address, or forget one that was not repeated."""
    if address(source, state) != source.url:
        return state  # the new address was asked, which says nothing about the old one
    moved_to, moved_seen = after_redirect(state.moved_to, state.moved_seen, fetched.permanent_to, now)
    return replace(state, moved_to=moved_to, moved_seen=moved_seen)


def _job(source: Source, document: Document, known: frozenset[bytes]) -> Job:
    return Job(
        source=source,
        body=document.body,
        url=document.final_url,
        content_type=document.content_type,
        hint=source.kind if source.kind != "board" else source.system,
        known=known,
    )

"""The one door for HTTP: `Fetcher.fetch` turns a request into a document or a reason.

Everything that reaches the network goes through here: the address guard, the limits per origin,
robots.txt, redirects, the deadline, the caps on size, and the WARC file that keeps each answer
before anybody reads it.
"""

from __future__ import annotations

import logging
import random
import time
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Self

import aiohttp

from picketwire.errors import FetchError
from picketwire.fetching.addresses import guarded_socket
from picketwire.fetching.decoding import CodingError, decode
from picketwire.fetching.exchange import send
from picketwire.fetching.failures import PassingError, UnreadableError, status_error
from picketwire.fetching.limits import Budget, Limits, retry_after
from picketwire.fetching.names import Resolver
from picketwire.fetching.results import Answer, Fetched
from picketwire.fetching.robots import Robots
from picketwire.fetching.trip import Trip
from picketwire.records import Document, Exchange, Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import TracebackType

    from aiohttp.abc import AbstractResolver

    from picketwire.fetching.settings import FetchSettings
    from picketwire.fetching.targets import Target
    from picketwire.fetching.warc import WarcSink

_NOT_MODIFIED = 304
_PARTIAL = 206  # never asked for, so never the whole document
_WANTS_PAUSE = frozenset({429, 503})
_LONGEST_BACKOFF = 5.0  # seconds
_IDLE = 2.0  # seconds; longer, and a run over a thousand origins would hold as many sockets open

# stamina reports each retry as a warning; without this a program that sets up no logging prints them.
logging.getLogger("stamina").addHandler(logging.NullHandler())


class Fetcher:
    """Fetches documents; use it as `async with Fetcher(...) as fetcher`.

    `sink` keeps every answer (None: nothing is kept), `clock` dates them, `resolver` stands in for the
    system's name look-up. One instance serves one run: what it learns about an origin (its robots.txt,
    the pause it asked for) holds until it is closed.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        sink: WarcSink | None,
        clock: Callable[[], datetime],
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._settings = settings
        self._sink = sink
        self._clock = clock
        self._given_resolver = resolver
        self._limits = Limits(settings)
        self._robots = Robots(lambda url: self.fetch(Request(url=url), source="robots.txt"))

    async def __aenter__(self) -> Self:
        self._resolver = self._given_resolver or Resolver()
        self._guarded = self._session(guarded=True)
        self._trusting = self._session(guarded=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._guarded.close()
        await self._trusting.close()
        await self._resolver.close()

    async def fetch(
        self,
        request: Request,
        *,
        source: str,
        etag: str | None = None,
        modified: str | None = None,
        robots: bool = False,
    ) -> Fetched:
        """Send a request, follow its redirects and return what came.

        `etag` and `modified` are the validators of the last document as its server wrote them; `robots`
        asks robots.txt first, at every hop. Any answer other than success, or than "not modified" to a
        conditional request, raises FetchError with its outcome and a reason; ArchiveError means that
        answers cannot be kept, so that going on would lose them.
        """
        trip = Trip(
            request=request,
            source=source,
            agent=self._settings.agent,
            validators=_validators(etag, modified),
            budget=Budget(self._settings.deadline),
        )
        try:
            return await self._travel(trip, robots=robots and self._settings.robots)
        except FetchError as error:
            error.exchanges = tuple(trip.exchanges)
            raise

    async def _travel(self, trip: Trip, *, robots: bool) -> Fetched:
        while True:
            if robots:
                await self._ask_leave(trip)
            answer = await self._ask(trip)
            if not trip.redirected(answer, self._settings.redirects):
                return self._arrived(trip, answer)

    async def _ask_leave(self, trip: Trip) -> None:
        began = time.monotonic()
        rules = await self._robots.require(trip.target, trip.exchanges)
        trip.budget.extend(time.monotonic() - began)
        if rules.delay:
            self._limits.slow_down(trip.target, rules.delay)

    async def _ask(self, trip: Trip) -> Answer:
        """Make the next hop, again after a failure that may pass."""
        try:
            return await self._ask_once(trip)
        except PassingError as error:
            return await self._ask_again(trip, error)

    async def _ask_again(self, trip: Trip, failed: PassingError) -> Answer:
        if isinstance(failed, UnreadableError):
            trip.validators = {}  # a server that cannot say "not modified" is asked for the document
        # stamina costs as much CPU as a request, and to import as fifty: only for one that has failed.
        import stamina  # noqa: PLC0415 -- see above

        tries = stamina.retry_context(
            on=lambda error: _worth_waiting(error, trip.budget),
            attempts=1 + self._settings.retries,
            timeout=None,
            wait_initial=self._settings.backoff,
            wait_jitter=self._settings.backoff,
            wait_max=_LONGEST_BACKOFF,
        )
        async for attempt in tries:
            with attempt:
                if attempt.num == 1:
                    raise failed
                return await self._ask_once(trip)
        raise failed

    async def _ask_once(self, trip: Trip) -> Answer:
        async with self._limits.turn(trip.target, trip.budget):
            answer = await self._send(trip)
        trip.exchanges.append(self._kept(answer))
        self._check(trip, answer)
        return answer

    async def _send(self, trip: Trip) -> Answer:
        try:
            return await send(
                self._session_for(trip.target),
                trip.request,
                trip.target,
                trip.headers,
                limit=self._settings.wire_limit,
                budget=trip.budget,
                clock=self._clock,
            )
        except FetchError as error:
            trip.exchanges.append(Exchange(url=trip.target.url, status=None, bytes=0, error=str(error)))
            raise

    def _kept(self, answer: Answer) -> Exchange:
        place = self._sink.keep(answer) if self._sink else None
        return Exchange(
            url=answer.request.url,
            status=answer.status,
            bytes=len(answer.wire),
            sha256=answer.sha256,
            warc_file=place.file if place else None,
            warc_offset=place.offset if place else None,
            error=answer.error,
        )

    def _check(self, trip: Trip, answer: Answer) -> None:
        """FetchError for an answer that is neither a whole document nor a way to one."""
        pause = retry_after(answer.headers, answer.received)
        if pause and answer.status in _WANTS_PAUSE:
            self._limits.pause(trip.target, pause)
        good = answer.status // 100 == 2 and answer.status != _PARTIAL
        if good and answer.error:
            raise FetchError(answer.error, url=trip.target.url)
        unchanged = answer.status == _NOT_MODIFIED and trip.conditional
        if not (good or unchanged or trip.is_redirect(answer)):
            raise status_error(answer, pause, self._settings.patience)

    def _arrived(self, trip: Trip, answer: Answer) -> Fetched:
        unchanged = answer.status == _NOT_MODIFIED
        document, proven = (None, True) if unchanged else self._document(trip, answer)
        return Fetched(
            document=document,
            not_modified=unchanged,
            exchanges=tuple(trip.exchanges),
            retry_after=retry_after(answer.headers, answer.received),
            permanent_to=trip.permanent_to,
            complete=proven or answer.framed,
            headers=answer.headers,
        )

    def _document(self, trip: Trip, answer: Answer) -> tuple[Document, bool]:
        """Undo the content coding; also return whether the coding proves that the body is whole."""
        coding = answer.headers.get("content-encoding")
        try:
            body, proven = decode(answer.wire, coding, limit=self._settings.decoded_limit)
        except CodingError as error:
            trip.exchanges[-1] = replace(trip.exchanges[-1], error=str(error))
            raise FetchError(str(error), url=trip.target.url) from error
        document = Document(
            source=trip.source,
            url=trip.asked_for,
            final_url=trip.target.url,
            status=answer.status,
            headers=answer.headers,
            content_type=answer.headers.get("content-type"),
            body=body,
            fetched_at=answer.received,
            sha256=answer.sha256 if body is answer.wire else sha256(body).hexdigest(),
        )
        return document, proven

    def _session_for(self, here: Target) -> aiohttp.ClientSession:
        """Choose by the address of this very hop, so that an allowed host can send us nowhere forbidden."""
        return self._trusting if self._settings.allows(here.host, here.port) else self._guarded

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0,  # turns are ours to give
            keepalive_timeout=_IDLE,
            socket_factory=guarded_socket if guarded else None,
            use_dns_cache=False,
            resolver=self._resolver,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(),  # none of its own: the deadline spans the whole exchange
            trust_env=False,  # through a proxy the guard would see the proxy only
            max_line_size=16 * 1024,
            max_field_size=64 * 1024,  # security headers of 10 kB are common
            max_headers=256,
        )


def _validators(etag: str | None, modified: str | None) -> dict[str, str]:
    """Return the headers of a conditional request; what could not be sent as it came is left out."""
    given = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


def _worth_waiting(error: Exception, budget: Budget) -> bool | float:
    """Whether to try again, or how many seconds to wait before that."""
    if not isinstance(error, PassingError):
        return False
    if error.retry_after is None:
        return budget.left > 0
    wait = error.retry_after.total_seconds() + random.random()  # noqa: S311 -- spreads requests, no secret
    return wait if wait < budget.left else False

"""A small internet on loopback, the door that leads there, and a reader in this very process."""

from __future__ import annotations

import socket
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from parsers import parse
from picketwire.errors import FetchError
from picketwire.fetching.client import Fetcher
from picketwire.fetching.settings import FetchSettings
from picketwire.pipeline.collect import Collector
from picketwire.pipeline.job import Reading, enrich
from picketwire.settings.settings import Settings
from picketwire.tagging.definitions import RuleSet
from picketwire.tagging.tagger import Tagger
from tests.builders import START
from tests.servers import Reply, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from datetime import datetime

    from picketwire.fetching.results import Fetched
    from picketwire.pipeline.job import Job
    from picketwire.records import Parsed, Request
    from tests.servers import Asked, Site

HTML = {"Content-Type": "text/html; charset=utf-8"}


class InProcess:
    """Reads documents here, so that a test may put another parser in place; stands in for `Workers`."""

    def __init__(self, rules: str = "", *, parse: Callable[..., Parsed] = parse, **_: object) -> None:
        self._tagger = tagger(rules or RuleSet().to_json())
        self._parse = parse

    async def __aenter__(self) -> InProcess:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to end."""

    async def read(self, job: Job) -> Reading:
        """Read one document."""
        parsed = self._parse(
            job.body,
            url=job.url,
            content_type=job.content_type,
            hint=job.hint,
            known=job.known,
            select=job.source.select,
            request=job.request,
        )
        items = tuple(enrich(item, job.source, self._tagger) for item in parsed.items)
        return Reading(parsed=replace(parsed, items=()), items=items)


@cache
def tagger(rules: str) -> Tagger:
    """Compile a rule set once for all tests: it takes half a second."""
    return Tagger(RuleSet.from_json(rules))


@dataclass(slots=True)
class Internet:
    """Web sites of any host, all of them on one loopback server; a place is host and path."""

    site: Site
    places: dict[str, Reply] = field(default_factory=dict)

    def put(self, url: str, body: bytes | str = b"", **more: object) -> None:
        """Answer at an address; a `Location` among the headers stays within this internet."""
        parts = urlsplit(url)
        content = body.encode() if isinstance(body, str) else body
        place = f"{parts.hostname}{parts.path}" + (f"?{parts.query}" if more.pop("with_query", False) else "")
        self.places[place] = Reply(body=content, **more)  # type: ignore[arg-type]
        self.site.routes[parts.path or "/"] = self._answer

    def asked(self, host: str) -> list[str]:
        """Return the paths that a host was asked for, queries included."""
        return [a.path for a in self.site.asked if a.headers["host"].partition(":")[0] == host]

    def there(self, url: str) -> str:
        """Return where an address of the real internet is here."""
        parts = urlsplit(url)
        return parts._replace(scheme="http", netloc=f"{parts.hostname}:{self.site.port}").geturl()

    def back(self, url: str) -> str:
        """Return the address that an answer from here stands for."""
        parts = urlsplit(url)
        return parts._replace(scheme="https", netloc=parts.hostname or "").geturl()

    def _answer(self, asked: Asked) -> Reply:
        place = asked.headers["host"].partition(":")[0] + asked.path
        reply = self.places.get(place) or self.places.get(place.partition("?")[0], Reply(status=404))
        if to := reply.headers.get("Location"):
            reply = replace(reply, headers={**reply.headers, "Location": self.there(to)})
        return reply


@contextmanager
def internet() -> Iterator[Internet]:
    """Run an internet without any site until the block ends."""
    with serve() as site:
        yield Internet(site)


class Mirror:
    """A door that leads into an internet on loopback, and names its places as the real one does."""

    def __init__(self, door: Fetcher, internet: Internet) -> None:
        self._door = door
        self._net = internet

    async def fetch(self, request: Request, **how: object) -> Fetched:
        """Ask there, answer as if it were here."""
        try:
            fetched = await self._door.fetch(
                replace(request, url=self._net.there(request.url)),
                **how,  # type: ignore[arg-type]
            )
        except FetchError as error:
            error.url = self._net.back(error.url)
            error.exchanges = tuple(replace(e, url=self._net.back(e.url)) for e in error.exchanges)
            raise
        document = fetched.document and replace(
            fetched.document,
            url=self._net.back(fetched.document.url),
            final_url=self._net.back(fetched.document.final_url),
        )
        moved = fetched.permanent_to and self._net.back(fetched.permanent_to)
        exchanges = tuple(replace(e, url=self._net.back(e.url)) for e in fetched.exchanges)
        return replace(fetched, document=document, exchanges=exchanges, permanent_to=moved)


class Everywhere(AbstractResolver):
    """Finds every host on this machine."""

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,
    ) -> list[ResolveResult]:
        """Return loopback."""
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to end."""


@asynccontextmanager
async def collecting(net: Internet, *, now: datetime = START) -> AsyncIterator[Collector]:
    """Open a collector whose door leads into the internet and whose reader is in process."""
    settings = FetchSettings(allow_private=True, spacing=0.0, backoff=0.001, retries=0)
    async with Fetcher(settings, sink=None, clock=lambda: now, resolver=Everywhere()) as door:
        yield Collector(
            fetcher=Mirror(door, net),
            workers=InProcess(),
            settings=Settings(pages_per_run=3),
            clock=lambda: now,
        )

"""Start a fetcher with limits that suit tests: no spacing, short waits, one host allowed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from picketwire.fetching.client import Fetcher
from picketwire.fetching.settings import FetchSettings
from picketwire.records import Request

if TYPE_CHECKING:
    from picketwire.fetching.results import Fetched
    from picketwire.fetching.warc import WarcSink

NOW = datetime(2023, 5, 2, 12, 30, tzinfo=UTC)
QUICK = {"spacing": 0.0, "per_origin": 100, "origins": 100, "backoff": 0.001, "deadline": 10.0}


def clock() -> datetime:
    """A day of the strikes, always the same moment of it, with a fraction that nobody must store."""
    return NOW + timedelta(microseconds=987654)


def settings(port: int, **changes: Any) -> FetchSettings:
    """Settings under which 127.0.0.1:`port` may be asked, quickly."""
    return FetchSettings(allow_hosts=frozenset({("127.0.0.1", port)}), **{**QUICK, **changes})


def fetcher(port: int, sink: WarcSink | None = None, **changes: Any) -> Fetcher:
    """A fetcher for a test server."""
    return Fetcher(settings(port, **changes), sink=sink, clock=clock)


def fetch(
    port: int, request: Request | str, *, sink: WarcSink | None = None, obey: bool = True, **how: Any
) -> Fetched:
    """Fetch one thing from a test server; a string is a path on it.

    `how` may hold fields of FetchSettings and arguments of `Fetcher.fetch`; `obey` is the setting `robots`.
    """
    fields = set(FetchSettings.__slots__) - {"robots"}
    changes = {name: how.pop(name) for name in list(how) if name in fields}
    asked = Request(url=f"http://127.0.0.1:{port}{request}") if isinstance(request, str) else request

    async def run() -> Fetched:
        async with fetcher(port, sink, robots=obey, **changes) as client:
            return await client.fetch(asked, source="a-source", **how)

    return asyncio.run(run())

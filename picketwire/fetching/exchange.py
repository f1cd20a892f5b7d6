"""Send one request and take in one answer, under a deadline and a cap, whatever the server does."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import aiohttp
from aiohttp.http_exceptions import TransferEncodingError
from yarl import URL

from picketwire.errors import FetchError
from picketwire.fetching.failures import unanswered
from picketwire.fetching.results import Answer, Truncation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from picketwire.fetching.limits import Budget
    from picketwire.fetching.targets import Target
    from picketwire.records import Request

_BODILESS = frozenset({204, 205, 304})
_STALL = 0.5  # of the deadline without a byte: then the answer "stopped", else it was "still coming"


class _Body:
    """Collects a body as it arrives and knows how its end was reached."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._grew = time.monotonic()
        self.wire = bytearray()
        self.truncated: Truncation | None = None
        self.error: str | None = None

    def cut(self, how: Truncation, why: str) -> None:
        """Note that the body ends here though it should not."""
        self.truncated, self.error = how, why

    async def read(self, response: aiohttp.ClientResponse) -> None:
        """Take in all that comes, up to the cap."""
        if (announced := response.content_length or 0) > self._limit:
            self.cut("length", f"the body is announced with {announced:,} bytes: too large")
            return
        try:
            async for part in response.content.iter_any():
                self.wire += part
                self._grew = time.monotonic()
                if len(self.wire) > self._limit:
                    del self.wire[self._limit :]
                    self.cut("length", f"the body is larger than {self._limit:,} bytes")
                    return
        except (aiohttp.ClientError, OSError) as error:
            self.cut("disconnect", f"the answer broke off after {len(self.wire):,} bytes{_framing(error)}")

    def out_of_time(self, deadline: float, response: aiohttp.ClientResponse | None) -> None:
        """Note that the deadline has passed, and what stood in the way."""
        silent, size = time.monotonic() - self._grew, len(self.wire)
        if _unreadable(response):
            self.cut("disconnect", f"the answer broke off after {size:,} bytes: its chunks make no sense")
        elif silent > deadline * _STALL:
            self.cut("time", f"the answer stopped growing for {silent:.0f} s, after {size:,} bytes")
        else:
            self.cut("time", f"the answer was still coming after {deadline:g} s, {size:,} bytes so far")


def _unreadable(response: aiohttp.ClientResponse | None) -> bool:
    """Whether framing that cannot be read ended the body; aiohttp closes the connection and tells nobody."""
    protocol = response.connection.protocol if response and response.connection else None
    return protocol is not None and protocol.exception() is not None


def _framing(error: Exception) -> str:
    """Tell a chunk that makes no sense from a connection that went away."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, TransferEncodingError):
            return ": its chunks make no sense" if "Not enough data" not in str(cause) else ""
        cause = cause.__cause__
    return ""


async def send(
    session: aiohttp.ClientSession,
    request: Request,
    target: Target,
    headers: Mapping[str, str],
    *,
    limit: int,
    budget: Budget,
    clock: Callable[[], datetime],
) -> Answer:
    """Make one exchange, redirects not followed; FetchError where no answer came.

    An answer whose body is cut short is returned all the same, with the reason in `error`, so that
    what did arrive can be kept.
    """
    body = _Body(limit)
    response: aiohttp.ClientResponse | None = None
    try:
        async with asyncio.timeout(budget.left):
            url = URL(target.url, encoded=True)
            response = await session.request(
                request.method, url, headers=headers, data=request.body, allow_redirects=False
            )
            await body.read(response)
    except TimeoutError:
        body.out_of_time(budget.seconds, response)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise unanswered(error, target) from error
    finally:
        if response is not None:
            _let_go(response, whole=body.error is None)
    if response is None:
        raise FetchError(f"no answer within {budget.seconds:g} s", url=target.url)
    return _answer(request, response, body, clock())


def _let_go(response: aiohttp.ClientResponse, *, whole: bool) -> None:
    """Give the connection back for the next request, or close it where something is still in it."""
    if whole:
        response.release()
    else:
        response.close()


def _answer(request: Request, response: aiohttp.ClientResponse, body: _Body, now: datetime) -> Answer:
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.raw_headers:
        name, value = _text(raw_name).lower(), _text(raw_value)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    framed = "content-length" in headers or "chunked" in headers.get("transfer-encoding", "").lower()
    return Answer(
        request=request,
        sent=tuple(response.request_info.headers.items()),
        status=response.status,
        phrase=response.reason or "",
        raw_headers=response.raw_headers,
        headers=headers,
        wire=bytes(body.wire),
        received=now.replace(microsecond=0),
        framed=framed or response.status in _BODILESS,
        truncated=body.truncated,
        error=body.error,
    )


def _text(raw: bytes) -> str:
    """Read a header as what it most likely is; every byte sequence is something in Latin-1."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")

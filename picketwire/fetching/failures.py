"""Say in one readable sentence why a request got no usable answer, and whether to try again."""

from __future__ import annotations

import errno
import os
import re
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import aiohttp

from picketwire.errors import FetchError
from picketwire.records import Outcome

if TYPE_CHECKING:
    from picketwire.fetching.results import Answer
    from picketwire.fetching.targets import Target

_REFUSALS = frozenset({401, 402, 403, 407, 451})
_BUSY = frozenset({429, 502, 503, 504})

_NOISE = re.compile(r"Multiple exceptions: |\[(?:Errno \d+|SSL: \w+)\] | \(_ssl\.c:\d+\)")


class PassingError(FetchError):
    """A failure that may be over in a moment, so that the same request is worth another try."""


class UnreadableError(PassingError):
    """What came was not HTTP: it may be the rest of an answer before it, as after a 304 with a body."""


# What aiohttp raises, from the special to the general; the sentence; what to raise instead.
_SENTENCES: Final[tuple[tuple[type[Exception], str, type[FetchError]], ...]] = (
    (aiohttp.ClientConnectorDNSError, "the name {host} was not found: {words}", FetchError),
    (aiohttp.ClientConnectorCertificateError, "the certificate of {host} is not valid: {words}", FetchError),
    (aiohttp.ClientSSLError, "no secure connection with {host}: {words}", FetchError),
    (aiohttp.ClientConnectorError, "no connection to {host}:{port}: {words}", PassingError),
    (aiohttp.ServerDisconnectedError, "{host} closed the connection without an answer", PassingError),
    (aiohttp.ClientOSError, "the connection to {host} broke: {words}", PassingError),
    (aiohttp.ClientResponseError, "{host} did not answer in HTTP: {words}", UnreadableError),
    (aiohttp.InvalidURL, "not a web address: {words}", FetchError),
    (Exception, "the request could not be made: {words}", FetchError),
)


def unanswered(error: Exception, target: Target) -> FetchError:
    """Name the reason why no answer came at all; `error` is what aiohttp or the system raised."""
    if isinstance(error, OSError) and error.errno == errno.EACCES:  # the address guard, or a firewall of ours
        return FetchError(_words(error.strerror or str(error)), url=target.url, outcome=Outcome.BLOCKED)
    sentence, kind = next(row[1:] for row in _SENTENCES if isinstance(error, row[0]))
    words = _words(_message(error)) or type(error).__name__
    return kind(sentence.format(host=target.host, port=target.port, words=words), url=target.url)


def _message(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientResponseError):
        return error.message.partition(":")[0]  # what follows quotes the answer
    number = error.errno or 0 if isinstance(error, OSError) else 0
    if number > 0 and not isinstance(error, aiohttp.ClientSSLError):
        return os.strerror(number)  # asyncio's own text repeats the address
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _words(message: str) -> str:
    """Return a library's message on one line, short and printable."""
    line = " ".join(_NOISE.sub("", message).split())
    return "".join(char if char.isprintable() else "?" for char in line)[:120]


def status_error(answer: Answer, pause: timedelta | None, patience: float) -> FetchError:
    """Return the error that a status other than success stands for; `pause` is what Retry-After asked."""
    reason = status_line(answer.status)
    if pause is not None:
        reason += f", asked to wait {pause.total_seconds():.0f} s"
    if answer.status == HTTPStatus.NOT_MODIFIED:
        reason += ", though nobody asked whether it was"
    outcome = Outcome.BLOCKED if answer.status in _REFUSALS else Outcome.FAILED
    if answer.status == HTTPStatus.GONE:
        outcome = Outcome.GONE
    passing = answer.status in _BUSY and (
        pause <= timedelta(seconds=patience) if pause is not None else answer.status != 429
    )
    kind = PassingError if passing else FetchError
    return kind(reason, url=answer.request.url, outcome=outcome, retry_after=pause)


def status_line(status: int) -> str:
    """Return "404 Not Found" in the standard's words; the server's own phrase could say anything."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} (no status of the standard)"

"""What the door hands out, and what one answer looks like inside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from picketwire.records import Document, Exchange, Request

Truncation = Literal["length", "time", "disconnect"]  # the words of WARC-Truncated


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one request came to, redirects included.

    `document` is None only when `not_modified`. `exchanges` lists every HTTP exchange in order, those
    for a robots.txt that had to be read first and those that were tried again included. `permanent_to`
    is the last address reached by permanent redirects (301, 308) alone. `complete` is False where
    nothing proves that the body is whole: the server gave no length and closed the connection.
    """

    document: Document | None
    not_modified: bool = False
    exchanges: tuple[Exchange, ...] = ()
    retry_after: timedelta | None = None
    permanent_to: str | None = None
    complete: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)  # of the last answer, names in lower case


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response as it came over the wire: chunked framing undone, content coding kept.

    `error` says why the body is not whole, `truncated` how it was cut; both None where it is.
    """

    request: Request  # of this hop
    sent: tuple[tuple[str, str], ...]  # its headers as sent
    status: int
    phrase: str
    raw_headers: tuple[tuple[bytes, bytes], ...]
    headers: Mapping[str, str]  # names in lower case, repeated ones joined
    wire: bytes
    received: datetime
    framed: bool  # the end of the body was announced, by a length or by chunks
    truncated: Truncation | None = None
    error: str | None = None
    sha256: str = field(init=False)  # of `wire`, hex

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", sha256(self.wire).hexdigest())

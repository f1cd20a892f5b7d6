"""Put WARC 1.1 records together, each a gzip member of its own.

Not left to warcio, which takes five times the CPU and compresses at level 9; the tests read all of
it back with warcio. Field names: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from uuid import uuid4

from picketwire.times import instant

if TYPE_CHECKING:
    from datetime import datetime

    from picketwire.fetching.results import Answer
    from picketwire.records import Request

SAME_PAYLOAD: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
# Chunked framing is undone, so the header that announces it must not reach a reader; pywb's name for it.
_RENAMED: Final = {b"transfer-encoding": b"X-Archive-Orig-Transfer-Encoding"}
_LEVEL: Final = 2  # on feeds, level 6 takes twice the CPU to save a tenth of the size
_LEVEL_CODED: Final = 1  # what is compressed already gets no smaller
# zlib clears 256 KiB before it compresses the first byte: seven times the work of compressing a short record.
_SHORT: Final = 4096  # bytes; for these a window of that size sees all there is
_SHORT_WINDOW: Final = 12  # its logarithm
_SHORT_MEMORY: Final = 5  # as zlib counts it: 8 KiB


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The response record in which a body was kept first."""

    record: str  # its WARC-Record-ID
    url: str
    date: str
    file: str
    offset: int


def record_id() -> str:
    """Return a name for a new record."""
    return f"<urn:uuid:{uuid4()}>"


def warcinfo(file: str, agent: str, now: datetime) -> bytes:
    """Return the record that opens a file and says who wrote it."""
    fields = f"software: {agent}\r\nformat: WARC File Format 1.1\r\n".encode()
    head = _head("warcinfo", record_id(), instant(now), "application/warc-fields")
    return _member([*head, ("WARC-Filename", file)], fields, _LEVEL)


def response(answer: Answer, name: str) -> bytes:
    """Return the record of an answer, cut short or whole."""
    head = _response_head("response", answer, name)
    if answer.truncated:
        head.append(("WARC-Truncated", answer.truncated))
    level = _LEVEL_CODED if "content-encoding" in answer.headers else _LEVEL
    return _member(head, _http_head(answer) + answer.wire, level)


def revisit(answer: Answer, name: str, original: Original) -> bytes:
    """Return the record of an answer whose body was kept before: its headers, and where the body is."""
    head = _response_head("revisit", answer, name)
    head += (
        ("WARC-Profile", SAME_PAYLOAD),
        ("WARC-Refers-To", original.record),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
        ("WARC-Refers-To-Filename", original.file),  # these two are Heritrix's, not in the standard
        ("WARC-Refers-To-File-Offset", str(original.offset)),
    )
    return _member(head, _http_head(answer), _LEVEL)


def request(answer: Answer, concurrent_to: str) -> bytes:
    """Return the record of the request that got an answer."""
    asked: Request = answer.request
    parts = urlsplit(asked.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{asked.method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in answer.sent), "", ""]
    head = _head("request", record_id(), instant(answer.received), "application/http; msgtype=request")
    head += (("WARC-Target-URI", asked.url), ("WARC-Concurrent-To", concurrent_to))
    return _member(head, "\r\n".join(lines).encode() + (asked.body or b""), _LEVEL)


Fields = list[tuple[str, str]]


def _head(kind: str, name: str, date: str, content_type: str) -> Fields:
    fields = {"WARC-Type": kind, "WARC-Record-ID": name, "WARC-Date": date, "Content-Type": content_type}
    return list(fields.items())


def _response_head(kind: str, answer: Answer, name: str) -> Fields:
    head = _head(kind, name, instant(answer.received), "application/http; msgtype=response")
    digest = ("WARC-Payload-Digest", f"sha256:{answer.sha256}")
    return [*head, ("WARC-Target-URI", answer.request.url), digest]


def _http_head(answer: Answer) -> bytes:
    status = f"HTTP/1.1 {answer.status} {answer.phrase}".encode("utf-8", errors="replace")
    named = ((_RENAMED.get(name.lower(), name), value) for name, value in answer.raw_headers)
    return b"\r\n".join([status, *(name + b": " + value for name, value in named), b"", b""])


def _member(head: Fields, block: bytes, level: int) -> bytes:
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in head), f"Content-Length: {len(block)}"]
    start = ("\r\n".join(lines) + "\r\n\r\n").encode()
    squeezer = _squeezer(level, is_short=len(start) + len(block) <= _SHORT)
    squeezed = squeezer.compress(start)
    return squeezed + squeezer.compress(block) + squeezer.compress(b"\r\n\r\n") + squeezer.flush()


def _squeezer(level: int, *, is_short: bool) -> zlib._Compress:
    if is_short:
        return zlib.compressobj(level, zlib.DEFLATED, _SHORT_WINDOW | 16, _SHORT_MEMORY)
    return zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS | 16)

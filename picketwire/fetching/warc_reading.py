"""Turn the records of WARC files into documents and requests again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from picketwire.errors import ArchiveError
from picketwire.fetching.decoding import CodingError, decode
from picketwire.fetching.warc_records import Original
from picketwire.records import Document, Request
from picketwire.times import parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LIMIT = 2**26  # of a decoded body, far above what fetching lets in


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One exchange as it was kept; `document.final_url` is the address of this hop alone."""

    document: Document
    request: Request
    truncated: str | None  # how the answer was cut, in the words of WARC-Truncated


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """The parts of one record that matter here."""

    fields: dict[str, str]  # the record's own header, names in lower case
    http: tuple[tuple[str, str], ...]
    first_line: str  # of the HTTP message, its protocol or method left out
    method: str
    payload: bytes


def read_record(folder: Path, file: str, offset: int, *, source: str = "", limit: int = _LIMIT) -> Kept:
    """Read the exchange at a place that `WarcSink.keep` returned; ArchiveError if it is not whole there."""
    answer, asked = _pair(folder, file, offset)
    if answer.fields.get("warc-type") == "revisit":
        answer = replace(answer, payload=_body_of_original(folder, answer))
    _verify(answer, file, offset)
    return Kept(
        document=_document(answer, source, limit),
        request=_request(asked),
        truncated=answer.fields.get("warc-truncated"),
    )


def find_original(folder: Path, file: str, offset: int, digest: str) -> Original:
    """Return the response record that holds a body, given a record that has or names it.

    ArchiveError if it is no longer there.
    """
    answer, _ = _pair(folder, file, offset)
    if answer.fields.get("warc-type") == "revisit":
        file, offset = _refers_to(answer)
        answer, _ = _pair(folder, file, offset)
    if answer.fields.get("warc-payload-digest") != f"sha256:{digest}":
        raise ArchiveError(f"{file} at {offset}: another body than expected")
    _verify(answer, file, offset)
    fields = answer.fields
    return Original(
        record=fields["warc-record-id"],
        url=fields["warc-target-uri"],
        date=fields["warc-date"],
        file=file,
        offset=offset,
    )


def _body_of_original(folder: Path, revisit: _Record) -> bytes:
    file, offset = _refers_to(revisit)
    original, _ = _pair(folder, file, offset)
    return original.payload


def _refers_to(revisit: _Record) -> tuple[str, int]:
    try:
        fields = revisit.fields
        return fields["warc-refers-to-filename"], int(fields["warc-refers-to-file-offset"])
    except (KeyError, ValueError) as error:
        raise ArchiveError("a revisit record that does not say where its body is") from error


def _pair(folder: Path, file: str, offset: int) -> tuple[_Record, _Record]:
    """Read a response or revisit record and the request record behind it."""
    try:
        with (folder / file).open("rb") as stream, _library_errors(f"{file} at {offset}"):
            stream.seek(offset)
            records = ArchiveIterator(stream)
            return _record(next(records)), _record(next(records))
    except OSError as error:
        raise ArchiveError(f"{file} cannot be read: {error.strerror or error}") from error


@contextmanager
def _library_errors(where: str) -> Iterator[None]:
    """Turn what warcio raises on damaged files into ArchiveError; it lets most of it through as it comes."""
    try:
        yield
    except (ArchiveLoadFailed, StopIteration, EOFError, ValueError, AttributeError) as error:
        raise ArchiveError(f"{where}: no whole record there") from error


def _record(record: Any) -> _Record:
    http = record.http_headers
    return _Record(
        fields={name.lower(): value for name, value in record.rec_headers.headers},
        http=tuple(http.headers),
        first_line=http.statusline,
        method=http.protocol,
        payload=record.raw_stream.read(),
    )


def _verify(answer: _Record, file: str, offset: int) -> None:
    if answer.fields.get("warc-payload-digest") != f"sha256:{sha256(answer.payload).hexdigest()}":
        raise ArchiveError(f"{file} at {offset}: the body is not the one that was kept")


def _document(answer: _Record, source: str, limit: int) -> Document:
    headers: dict[str, str] = {}
    for name, value in answer.http:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    try:
        body = decode(answer.payload, headers.get("content-encoding"), limit=limit)[0]
    except CodingError:
        body = answer.payload  # kept because it came, though nothing could be made of it
    url = answer.fields["warc-target-uri"]
    return Document(
        source=source,
        url=url,
        final_url=url,
        status=int(answer.first_line.split(" ")[0]),
        headers=headers,
        content_type=headers.get("content-type"),
        body=body,
        fetched_at=parse_instant(answer.fields["warc-date"]),
        sha256=sha256(body).hexdigest(),
    )


def _request(asked: _Record) -> Request:
    return Request(
        url=asked.fields["warc-target-uri"],
        method="POST" if asked.method == "POST" else "GET",
        headers=asked.http,
        body=asked.payload or None,
    )

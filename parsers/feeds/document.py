"""Get feedparser's reading of a document: strictly, else mended, else tag by tag, else entry by entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from parsers.feeds.limits import limit, spans
from parsers.feeds.prescan import repair
from parsers.feeds.reader import RAISED, LimitError, Loose, Strict
from picketwire.errors import ParseError
from picketwire.records import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    Reader = Strict | Loose

_LARGE = 2**20  # bytes; only larger documents can hold more than is read without cutting
_LARGE_HEAD = 20_000  # bytes before the first entry that are read again for every part
_ROOT = re.compile(rb"<(?:rss|rdf:RDF|feed|channel)\b[^<>]{0,2000}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """What feedparser made of a document, whichever way it was read."""

    feed: dict[str, Any]
    entries: Sequence[dict[str, Any]]
    version: str
    problems: tuple[Problem, ...] = ()
    lost: int = 0  # entries that feedparser raises on


def read_document(data: bytes, base: str, *, cut: bool = False) -> RawFeed:
    """Read prepared UTF-8; ParseError if there is nothing that can be read at all.

    `cut` says that the end of the document is missing.
    """
    problems: tuple[Problem, ...] = ()
    limited = cut or len(data) > _LARGE
    if limited:
        data, problems = limit(data, cut=cut)
    reader, error = _attempt(Strict, data, base)
    if isinstance(error, LimitError) and not limited:
        limited = True
        data, problems = limit(data)
        reader, error = _attempt(Strict, data, base)
    if error is None or isinstance(error, LimitError):
        return _raw(reader, problems, error)
    if not limited:
        data, problems = limit(data)
    mended, second = _attempt(Strict, repair(data), base)
    if second is None:
        return _raw(mended, problems, error, "not well-formed, read after mending")
    loose, third = _attempt(Loose, data, base)
    if third is None or isinstance(third, LimitError):
        best = max(loose, reader, key=lambda one: len(one.entries))
        return _raw(best, problems, error, "not well-formed, read tag by tag")
    return _salvaged(data, base, problems, third)


def _attempt(kind: type[Reader], data: bytes, base: str) -> tuple[Reader, Exception | None]:
    reader = kind(base)
    try:
        reader.read(data)
    except (ExpatError, LimitError, *RAISED) as error:
        return reader, error
    return reader, None


def _raw(reader: Reader, problems: tuple[Problem, ...], error: Exception | None, how: str = "") -> RawFeed:
    found = [f"{how}: {error}" if how else f"reading stopped: {error}"] if error else []
    if reader.crowded:
        found.append("categories beyond the first of an entry's hundreds were left out")
    if reader.stumbled:
        found.append(f"{reader.stumbled} elements could not be read and were passed over")
    return RawFeed(
        feed=reader.feeddata,
        entries=reader.entries,
        version=reader.version,
        problems=(*problems, *(Problem(where="document", what=what) for what in found)),
    )


def _salvaged(data: bytes, base: str, problems: tuple[Problem, ...], error: Exception) -> RawFeed:
    """Read the entries in halves and halves of halves, until those that cannot be read stand alone."""
    places = spans(data)
    if not places:
        raise ParseError(f"feedparser cannot read this document: {error!r}")
    head = data[: places[0][0]]
    if len(head) > _LARGE_HEAD or _attempt(Loose, head, base)[1] is not None:
        head = b"".join(_ROOT.findall(head[:_LARGE_HEAD]))
    entries: list[dict[str, Any]] = []
    lost: list[Problem] = []
    waiting = [(0, len(places))]
    while waiting:
        first, last = waiting.pop()
        part = head + b"".join(data[start:end] for start, end in places[first:last])
        reader, failure = _attempt(Loose, part, base)
        if failure is None:
            entries += reader.entries
        elif last - first == 1:
            lost.append(Problem(where=f"entry {first + 1}", what=f"could not be read: {failure!r}"))
        else:
            middle = (first + last) // 2
            waiting += [(middle, last), (first, middle)]
    outline, _ = _attempt(Loose, head, base)
    return RawFeed(
        feed=outline.feeddata,
        entries=entries,
        version=outline.version,
        problems=(*lost, *problems),
        lost=len(lost),
    )

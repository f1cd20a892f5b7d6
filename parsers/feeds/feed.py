"""Read RSS 0.9x to 2.0, RDF and Atom into items, so that one bad entry never costs the others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from parsers.feeds.document import read_document
from parsers.feeds.entry import EntryReader
from parsers.feeds.prescan import prepare
from parsers.feeds.reader import RAISED
from parsers.text import plain
from parsers.values import language_tag
from picketwire.errors import ParseError
from picketwire.records import Item, Parsed, Problem
from picketwire.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from parsers.encoding import Decoded

_LONGEST_TTL = timedelta(days=30)
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720}  # hours


def read(document: Decoded, url: str, known: Collection[bytes] = frozenset()) -> Parsed:
    """Read a feed that came from `url`; ParseError says so if it is none.

    Relative links are resolved against `xml:base`, else against the feed's own link, else `url`.
    """
    data, oddities = prepare(document.text.encode())
    raw = read_document(data, url, cut=document.cut)
    if not (raw.version or raw.entries or _words(raw.feed, "title")):
        raise ParseError("no feed: it has no element of RSS, RDF or Atom")
    is_atom = raw.version.startswith("atom")
    language = language_tag(_words(raw.feed, "language"))
    reader = EntryReader(
        base=resolve(url, _words(raw.feed, "link")) or url,
        is_atom=is_atom,
        language=language,
        known=known,
    )
    items = tuple(_items(reader, raw.entries))
    if not raw.entries:
        oddities.append("the feed holds no entries")
    noted = tuple(Problem(where="document", what=oddity) for oddity in (*document.oddities, *oddities))
    return Parsed(
        items=items,
        problems=(*noted, *raw.problems, *reader.problems),
        known=tuple(reader.recognised),
        format=raw.version or "rss",
        title=plain(_words(raw.feed, "title")).replace("\n", " ") or None,
        language=language,
        ttl=_ttl(raw.feed),
        lost=raw.lost + reader.lost,
    )


def _items(reader: EntryReader, entries: Sequence[dict[str, Any]]) -> Iterator[Item]:
    for number, entry in enumerate(entries, 1):
        try:
            item = reader.read(entry, number)
        except RAISED as error:
            reader.problems.append(Problem(where=f"entry {number}", what=f"could not be read: {error!r}"))
            reader.lost += 1
            continue
        if item is not None:
            yield item


def _ttl(feed: dict[str, Any]) -> timedelta | None:
    """Return how long the feed says it stays as it is: minutes in RSS, a frequency in RDF's module."""
    try:
        if words := _words(feed, "ttl"):
            ttl = timedelta(minutes=float(words))
        else:
            hours = _PERIODS.get(_words(feed, "sy_updateperiod").strip().lower())
            if hours is None:
                return None
            ttl = timedelta(hours=hours) / max(1, int(_words(feed, "sy_updatefrequency") or 1))
    except (ValueError, OverflowError):
        return None
    return ttl if timedelta(0) < ttl <= _LONGEST_TTL else None


def _words(feed: dict[str, Any], key: str) -> str:
    value = dict.get(feed, key)
    return value if isinstance(value, str) else ""

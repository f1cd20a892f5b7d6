"""Read sitemaps (https://www.sitemaps.org/protocol.html): plain, with news, as text, and indexes."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from parsers.dates.reading import read_instant
from parsers.feeds.prescan import prepare, repair
from parsers.text import clean, clean_lines, label
from parsers.values import LONGEST_TEXT, LONGEST_TITLE, MOST_ENTRIES, digest, language_tag, links, newest
from picketwire.errors import ParseError
from picketwire.records import Item, Parsed, Problem, Request
from picketwire.urls import is_web_address, resolve

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from parsers.encoding import Decoded

    # What one <url> or <sitemap> says, by "parent/name" without prefixes: "news/title", "url/loc".
    Place = dict[str, list[str]]

_MOST_VALUES = 100  # of one kind in one <url>: a gallery's pictures
_NEWS_FILE = re.compile(r"news|latest|today|recent", re.IGNORECASE)


def read(document: Decoded, url: str, known: Collection[bytes] = frozenset()) -> Parsed:
    """Read a sitemap that came from `url`; ParseError says so if it is none.

    An index has no items: its `next` is the sitemap in it that changed last. A plain sitemap states no
    titles; its items have a link and, where given, the time of the last change.
    """
    places, is_index, oddities = _places(document.text)
    problems = [Problem(where="document", what=what) for what in (*document.oddities, *oddities)]
    if is_index:
        return _index(places, url, problems)
    if not places:
        problems.append(Problem(where="document", what="the sitemap holds no addresses"))
    kept = newest([_instant(place) for place in places], MOST_ENTRIES)
    if len(kept) < len(places):
        what = f"{len(places)} addresses; only the newest {MOST_ENTRIES} were read"
        problems.append(Problem(where="document", what=what))
    items, recognised = [], []
    for number in kept:
        mark = digest(
            (url, *(part for name in sorted(places[number]) for part in (name, *places[number][name])))
        )
        if mark in known:
            recognised.append(mark)
        elif (item := _item(places[number], url, mark)) is None:
            problems.append(Problem(where=f"entry {number + 1}", what="has no address"))
        else:
            items.append(item)
    return Parsed(items=tuple(items), problems=tuple(problems), known=tuple(recognised), format="sitemap")


def _places(text: str) -> tuple[list[Place], bool, list[str]]:
    """Return what each address is said to be, whether they are of sitemaps, and what was wrong."""
    if not text.lstrip().startswith("<"):
        lines = text.split()
        if not lines or not all(map(is_web_address, lines)):
            raise ParseError("no sitemap: neither XML nor a list of addresses")
        return [{"url/loc": [line]} for line in lines], False, []
    data, oddities = prepare(text.encode())
    reader = _Reader()
    error = reader.read(data)
    if error is not None:
        second = _Reader()
        second_error = second.read(repair(data))
        oddities.append(
            f"not well-formed, {'read up to the fault' if second_error else 'read after mending'}: {error}"
        )
        reader = second
    if reader.root not in ("urlset", "sitemapindex"):
        raise ParseError(f"no sitemap: the root element is <{reader.root}>")
    return reader.places, reader.root == "sitemapindex", oddities


class _Reader:
    """Collects what a sitemap says of each address, whatever namespaces and prefixes it uses."""

    def __init__(self) -> None:
        self.root = ""
        self.places: list[Place] = []
        self._open: list[str] = []
        self._text: list[str] = []

    def read(self, data: bytes) -> ExpatError | ValueError | None:
        """Read prepared UTF-8 as far as it is well-formed; return the fault."""
        expat = ParserCreate("utf-8")
        expat.buffer_text = True
        expat.StartElementHandler = self._start
        expat.EndElementHandler = self._end
        expat.CharacterDataHandler = self._text.append
        expat.EntityDeclHandler = _refuse_entity
        try:
            expat.Parse(data, True)
        except (ExpatError, ValueError) as error:
            return error
        return None

    def _start(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        self.root = self.root or local
        if local in ("url", "sitemap") and len(self._open) == 1:
            self.places.append(defaultdict(list))
        self._open.append(local)
        self._text.clear()

    def _end(self, _: str) -> None:
        local = self._open.pop()
        if self._text and self.places and self._open:
            found = self.places[-1][f"{self._open[-1]}/{local}"]
            if len(found) < _MOST_VALUES:
                found.append("".join(self._text).strip())
        self._text.clear()


def _refuse_entity(*_: object) -> None:
    raise ValueError("the document defines entities")


def _item(place: Place, base: str, mark: bytes) -> Item | None:
    url = resolve(base, _first(place, "url/loc", "urlset/url"))
    if url is None:
        return None
    published = _first(place, "news/publication_date", "video/publication_date")
    return Item(
        kind="news",
        url=url,
        title=label(_first(place, "news/title", "video/title")[:LONGEST_TEXT])[:LONGEST_TITLE],
        summary=clean_lines(_first(place, "video/description")[:LONGEST_TEXT]),
        published=read_instant(published),
        published_raw=published or None,
        updated=read_instant(_first(place, "url/lastmod")),
        language=language_tag(_first(place, "publication/language", "news/language")),
        categories=tuple(dict.fromkeys(filter(None, map(clean, _first(place, "news/keywords").split(","))))),
        media=links(base, (*place.get("image/loc", ()), *place.get("video/thumbnail_loc", ()))),
        digest=mark,
    )


def _first(place: Place, *names: str) -> str:
    """Return the first text that is there under one of the names; "" if none is."""
    return next((text for name in names for text in place.get(name, ()) if text), "")


def _instant(place: Place) -> datetime | None:
    return read_instant(_first(place, "url/lastmod", "sitemap/lastmod", "news/publication_date"))


def _index(places: list[Place], url: str, problems: list[Problem]) -> Parsed:
    """Point to the sitemap that changed last; without dates to one called news, else to the last."""
    inside = [
        (address, _instant(place))
        for place in places
        if (address := resolve(url, _first(place, "sitemap/loc", "sitemapindex/sitemap")))
    ]
    others = [(address, changed) for address, changed in inside if address != url]
    dated = [(changed, address) for address, changed in others if changed is not None]
    if dated:
        chosen = max(dated)[1]
    else:
        addresses = [address for address, _ in others]
        chosen = next(filter(_NEWS_FILE.search, addresses), addresses[-1] if addresses else "")
    what = f"an index of {len(inside)} sitemaps" + (f"; the one to read is {chosen}" if chosen else "")
    return Parsed(
        problems=(*problems, Problem(where="document", what=what)),
        format="sitemapindex",
        next=Request(url=chosen) if chosen else None,
    )

"""Find when an article was published: as stated for machines, else as shown beside its heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsers.dates.reading import read_day, read_instant
from parsers.pages.html_page import text_of
from parsers.pages.json_ld import string
from parsers.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bs4 import Tag

    from parsers.pages.html_page import Page
    from parsers.pages.json_ld import Node

_PUBLISHED = (
    "article:published_time",
    "datePublished",
    "og:pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "dcterms.created",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "publish_date",
    "publish-date",
    "publication_date",
    "publication-date",
    "OriginalPublicationDate",
    "pubdate",
    "date",
)
_UPDATED = ("article:modified_time", "og:updated_time", "dateModified", "dcterms.modified", "last-modified")
_HEADINGS = 20  # of one page that are looked at
_NEAR = 40  # elements after the heading that may carry its date
_PARAGRAPH = 150  # characters
_LONGEST = 60  # characters of an element that says no more than a date
_DATED = re.compile(r"date|time|publish|posted", re.IGNORECASE)
_UPDATE = re.compile(r"updat|modif|aktualis|geändert|mis à jour|actualiz|aggiorna|bijgewerkt", re.IGNORECASE)
_DAY_IN_TEXT = re.compile(
    r"\d{1,2}(?:\.|st|nd|rd|th)?\s(?:de\s)?[^\W\d_]{3,}\.?,?\s(?:de\s)?\d{4}|"
    r"[^\W\d_]{3,}\.?\s\d{1,2}(?:st|nd|rd|th)?,\s\d{4}|\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}"
)


def published(page: Page, stated: Node) -> tuple[datetime | None, str | None]:
    """Return the first date that is certain, and its words; else the first words."""
    return _first((string(stated.get("datePublished")), page.meta(*_PUBLISHED), *_shown(page)))


def updated(page: Page, stated: Node) -> datetime | None:
    """Return when the page says that the article was changed last."""
    return _first((string(stated.get("dateModified")), page.meta(*_UPDATED)))[0]


def _first(found: Iterable[str]) -> tuple[datetime | None, str | None]:
    first = None
    for words in filter(None, map(clean, found)):
        if instant := read_instant(words):
            return instant, words
        first = first or words[:200]
    return None, first


def _shown(page: Page) -> Iterator[str]:
    """Yield dates in elements that are marked as one, those in or after the main heading only."""
    for element in page.tree.find_all(itemprop="datePublished", limit=2):
        yield str(element.get("content") or element.get("datetime") or "") or text_of(element)
    heading = _heading(page)
    for element in heading.find_all_next(limit=_NEAR) if heading else ():
        if element.name == "p" and len(element.get_text()) > _PARAGRAPH:
            return  # the text itself, where a date is about something else
        yield from _dates_in(element)


def _heading(page: Page) -> Tag | None:
    """Return the heading that the page's title repeats: the article's own, not that of the site or a box."""
    title = page.title.casefold()
    for element in page.tree.find_all(["h1", "h2"], limit=_HEADINGS):
        words = clean(element.get_text()).casefold()
        if len(words) > 10 and words in title:
            return element
    return page.tree.find("h1") if not title else None


def _dates_in(element: Tag) -> Iterator[str]:
    """Yield what an element beside the heading says of a date, if that is all it says or what it is for."""
    words = element.get_text(" ", strip=True)[: _LONGEST + 1]
    if not words or len(words) > _LONGEST or _UPDATE.search(words):
        return
    if read_day(words) and read_instant(words):
        yield words
        return
    names = (element.name, *(element.get("class") or ()), str(element.get("id") or ""))
    if any(map(_DATED.search, names)):
        yield str(element.get("datetime") or "")
        if (day := _DAY_IN_TEXT.search(words)) and read_day(day[0]):
            yield day[0]

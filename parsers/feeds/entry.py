"""Turn one entry as feedparser gives it into an item: which words are title, summary, body, link and date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from parsers.dates.reading import read_instant
from parsers.job_links import job_links
from parsers.text import clean_lines, plain
from parsers.values import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_MEDIA,
    digest,
    is_feed_proxy,
    language_tag,
    links,
)
from picketwire.records import Item, Problem
from picketwire.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    Entry = dict[str, Any]

MOST_AUTHORS = 50
_ORIGINAL_LINKS = ("feedburner_origlink", "pheedo_origlink")
_NAME_AND_ADDRESS = re.compile(r"\s*(?:\S+@\S+\s*\((.+)\)|(.+?)\s*(?:<\S+@\S+>|\(\S+@\S+\)))\s*")
_WEB = re.compile(r"\s*https?://", re.IGNORECASE)
# RSS does not say whether a title is HTML, and feedparser wants a closing tag before it believes so.
_STRAY_TAG = re.compile(r"</?(?:a|b|br|em|font|i|img|p|span|strong|su[bp]|u|wbr)\b[^<>]*>", re.IGNORECASE)
_TEXT = "text/plain"


class _Text(NamedTuple):
    """A text of the source and its declared type."""

    value: str = ""
    kind: str = _TEXT


class _Words(NamedTuple):
    """What an entry says, before any of it is resolved, dated or made plain; the digest is made of it."""

    native_id: str
    link: str
    originals: tuple[str, ...]
    title: _Text
    summary: _Text
    body: _Text
    published: str
    updated: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    media: tuple[str, ...]
    language: str | None

    def flat(self) -> Iterator[str | None]:
        """Yield every text in order, a mark between lists of any length."""
        yield from (self.native_id, self.link, *self.title, *self.summary, *self.body)
        yield from (self.published, self.updated, self.language)
        for names in (self.originals, self.authors, self.categories, self.media):
            yield "\x1e"
            yield from names


@dataclass(slots=True, kw_only=True)
class EntryReader:
    """Reads the entries of one feed, and notes what could not be read and what was known already.

    `base` is what relative links are relative to, `is_atom` whether dates and types follow RFC 4287.
    """

    base: str
    is_atom: bool
    language: str | None
    known: Collection[bytes]
    recognised: list[bytes] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lost: int = 0

    def read(self, entry: Entry, number: int) -> Item | None:
        """Return the item, or None for an entry that is known, or that says nothing at all."""
        words = _words(entry, is_atom=self.is_atom)
        mark = digest((self.base, self.language, *words.flat()))
        if mark in self.known:
            self.recognised.append(mark)
            return None
        url = self._url(words)
        if not (words.native_id or url or words.title.value or words.summary.value or words.body.value):
            self._report(number, "", "has no id, link, title or text")
            return None
        return Item(
            kind="news",
            native_id=words.native_id or None,
            url=url,
            title=self._title(words.title, number),
            summary=self._plain(words.summary, number, "summary"),
            body=self._plain(words.body, number, "body"),
            author=", ".join(_labels(words.authors)) or None,
            published=self._instant(words.published, number, "published"),
            published_raw=words.published or None,
            updated=self._instant(words.updated, number, "updated"),
            language=words.language or self.language,
            categories=_labels(words.categories),
            media=links(self.base, words.media),
            links=job_links(self.base, *_markup(words.summary, words.body)),
            digest=mark,
        )

    def _url(self, words: _Words) -> str | None:
        """Return the publisher's own address, before that of a proxy which counts clicks."""
        for link in words.originals:
            if original := resolve(self.base, link):
                return original
        url = resolve(self.base, words.link)
        if (url is None or is_feed_proxy(url)) and _WEB.match(words.native_id):
            permalink = resolve(self.base, words.native_id)
            if permalink and not is_feed_proxy(permalink):
                return permalink
        return url

    def _title(self, title: _Text, number: int) -> str:
        value, kind = title
        if kind == _TEXT and not self.is_atom and "<" in value and _STRAY_TAG.search(value):
            kind = "text/html"
        text = self._plain(_Text(value, kind), number, "title").replace("\n", " ")
        if len(text) > LONGEST_TITLE:
            self._report(number, "title", f"cut after {LONGEST_TITLE} characters")
        return text[:LONGEST_TITLE]

    def _plain(self, text: _Text, number: int, name: str) -> str:
        value = text.value
        if not value:
            return ""
        if len(value) > LONGEST_TEXT:
            self._report(number, name, f"cut after {LONGEST_TEXT} characters")
            value = value[:LONGEST_TEXT]
        return clean_lines(value) if text.kind == _TEXT else plain(value)

    def _instant(self, words: str, number: int, name: str) -> datetime | None:
        instant = read_instant(words)
        if words and instant is None:
            self._report(number, name, f"no certain date: {words[:80]!r}")
        return instant

    def _report(self, number: int, name: str, what: str) -> None:
        self.problems.append(
            Problem(where=f"entry {number}: {name}" if name else f"entry {number}", what=what)
        )


def _markup(*texts: _Text) -> Iterator[str]:
    return (text.value[:LONGEST_TEXT] for text in texts if text.kind != _TEXT)


def _words(entry: Entry, *, is_atom: bool) -> _Words:
    published, updated = _string(entry, "published") or _string(entry, "created"), _string(entry, "updated")
    if not published and not is_atom:  # the one date of an RSS entry is that of publication
        published, updated = updated, ""
    return _Words(
        native_id=_string(entry, "id").strip(),
        link=_string(entry, "link") or _alternate(entry),
        originals=tuple(filter(None, (_string(entry, key) for key in _ORIGINAL_LINKS))),
        title=_text(entry, "title"),
        summary=_summary(entry),
        body=_body(entry),
        published=published.strip(),
        updated=updated.strip(),
        authors=tuple(_authors(entry)),
        categories=tuple(_categories(entry)),
        media=tuple(_media(entry)),
        language=_language(entry),
    )


def _string(entry: Entry, key: str) -> str:
    """Return a field's words; feedparser puts attributes of elements that it does not know there instead."""
    value = dict.get(entry, key)  # not `entry.get`, which guesses at other keys
    return value if isinstance(value, str) else ""


def _text(entry: Entry, key: str) -> _Text:
    detail = dict.get(entry, f"{key}_detail")
    return _Text(_string(entry, key), detail.get("type") or _TEXT) if isinstance(detail, dict) else _Text()


def _summary(entry: Entry) -> _Text:
    """Return what abstracts the entry; feedparser also copies content there, but then without a detail."""
    for key in ("summary", "itunes_summary", "media_description"):
        text = _text(entry, key)
        if text.value:
            return text
    return _Text()


def _body(entry: Entry) -> _Text:
    """Return the longest content that is text."""
    contents = dict.get(entry, "content")
    if not isinstance(contents, list):
        return _Text()
    found = [_Text(content.get("value") or "", content.get("type") or _TEXT) for content in contents]
    texts = [text for text in found if text.kind.startswith("text/") or text.kind.endswith("xml")]
    return max(texts, key=lambda text: len(text.value), default=_Text())


def _alternate(entry: Entry) -> str:
    """Return the link to another form of the entry where there is none to a page."""
    for link in dict.get(entry, "links") or ():
        if dict.get(link, "rel") == "alternate" and isinstance(dict.get(link, "href"), str):
            return str(link["href"])
    return ""


def _authors(entry: Entry) -> Iterator[str]:
    """Yield names, or the address of who has none."""
    authors = (dict.get(entry, "authors") or ())[:MOST_AUTHORS]
    words = _string(entry, "author")
    if "@" in words[:200] and len(authors) < 2 and (name := _NAME_AND_ADDRESS.fullmatch(words[:200])):
        yield name[1] or name[2]  # feedparser cuts an address of a long top-level domain in two
        return
    names = [str(dict.get(author, "name") or dict.get(author, "email") or "") for author in authors]
    yield from names if any(names) else [words]


def _categories(entry: Entry) -> Iterator[str]:
    for tag in dict.get(entry, "tags") or ():
        yield dict.get(tag, "label") or dict.get(tag, "term") or ""


def _media(entry: Entry) -> Iterator[str]:
    joined = dict.get(entry, "links") or ()
    found = [dict.get(link, "href") for link in joined if dict.get(link, "rel") == "enclosure"]
    for key in ("media_content", "media_thumbnail"):
        found += [medium.get("url") for medium in dict.get(entry, key) or ()]
    image = dict.get(entry, "image")
    found += [image.get("href")] if isinstance(image, dict) else []
    return (str(address) for address in found[: 2 * MOST_MEDIA] if address)


def _language(entry: Entry) -> str | None:
    """Return the language that the entry states, or that the text around it is in."""
    stated = language_tag(dict.get(entry, "language"))
    detail = dict.get(entry, "title_detail") or dict.get(entry, "summary_detail")
    return stated or (language_tag(detail.get("language")) if isinstance(detail, dict) else None)


def _labels(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names as a reader would see them, each once."""
    return tuple(dict.fromkeys(filter(None, (plain(name).replace("\n", " ") for name in names))))

"""Read JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), and what is left of a broken one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from parsers.dates.reading import read_instant
from parsers.job_links import job_links
from parsers.text import clean, clean_lines, label, plain
from parsers.values import LONGEST_TEXT, LONGEST_TITLE, MOST_ENTRIES, digest, language_tag, links, newest
from picketwire.errors import ParseError
from picketwire.records import Item, Parsed, Problem
from picketwire.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from parsers.encoding import Decoded

MOST_CATEGORIES = 200
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*+")


def read(document: Decoded, url: str, known: Collection[bytes] = frozenset()) -> Parsed:
    """Read a JSON Feed that came from `url`; ParseError says so if it is none.

    Relative links are resolved against the feed's home page, else `url`.
    """
    feed, entries, oddities = _loaded(document.text)
    base, language = resolve(url, _words(feed, "home_page_url")) or url, language_tag(feed.get("language"))
    oddities += [] if entries else ["the feed holds no entries"]
    problems = [Problem(where="document", what=what) for what in (*document.oddities, *oddities)]
    items, recognised = [], []
    for place in _newest(entries, problems):
        mark = digest((base, json.dumps(entries[place], sort_keys=True)))
        if mark in known:
            recognised.append(mark)
        elif (item := _item(entries[place], base, language, mark)) is None:
            problems.append(Problem(where=f"entry {place + 1}", what="has no id, link, title or text"))
        else:
            items.append(item)
            problems += _unread(entries[place], item, f"entry {place + 1}")
    return Parsed(
        items=tuple(items),
        problems=tuple(problems),
        known=tuple(recognised),
        format="jsonfeed",
        title=label(_words(feed, "title")) or None,
        language=language,
    )


def _loaded(text: str) -> tuple[dict[str, Any], list[dict[str, Any]], list[str]]:
    """Return the feed, its entries and what was wrong; a broken document gives what is before the fault."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        entries = list(_entries_before_the_fault(text))
        if not entries:
            raise ParseError(f"no JSON: {error}") from error
        return {}, entries, [f"broken JSON, read up to the fault: {error}"]
    if not isinstance(feed, dict) or not ("items" in feed or "jsonfeed.org" in str(feed.get("version"))):
        raise ParseError("JSON, but no JSON Feed: it has no items")
    found = feed.get("items")
    entries = [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
    lost = len(found) - len(entries) if isinstance(found, list) else 0
    return feed, entries, [f"{lost} of the entries are no objects"] if lost else []


def _entries_before_the_fault(text: str) -> Iterator[dict[str, Any]]:
    start = _ITEMS.search(text)
    decoder, place = json.JSONDecoder(), start.end() if start else len(text)
    while place < len(text):
        between = _BETWEEN.match(text, place)
        try:
            entry, place = decoder.raw_decode(text, between.end() if between else place)
        except (ValueError, RecursionError):
            return
        if isinstance(entry, dict):
            yield entry


def _newest(entries: list[dict[str, Any]], problems: list[Problem]) -> list[int]:
    if len(entries) <= MOST_ENTRIES:
        return list(range(len(entries)))
    what = f"{len(entries)} entries; only the newest {MOST_ENTRIES} were read"
    problems.append(Problem(where="document", what=what))
    return newest([_instant(entry, "date_published") for entry in entries], MOST_ENTRIES)


def _item(entry: dict[str, Any], base: str, language: str | None, mark: bytes) -> Item | None:
    markup, text = _words(entry, "content_html"), _words(entry, "content_text")
    native_id, title = (
        clean(_words(entry, "id")),
        label(_words(entry, "title")[:LONGEST_TEXT])[:LONGEST_TITLE],
    )
    url = resolve(base, _words(entry, "url")) or resolve(base, _words(entry, "external_url"))
    item = Item(
        kind="news",
        native_id=native_id or None,
        url=url or (resolve(base, native_id) if "://" in native_id else None),
        title=title,
        summary=clean_lines(_words(entry, "summary")[:LONGEST_TEXT]),
        body=plain(markup[:LONGEST_TEXT]) if markup else clean_lines(text[:LONGEST_TEXT]),
        author=", ".join(dict.fromkeys(_authors(entry))) or None,
        published=_instant(entry, "date_published"),
        published_raw=clean(_words(entry, "date_published")) or None,
        updated=_instant(entry, "date_modified"),
        language=language_tag(entry.get("language")) or language,
        categories=tuple(dict.fromkeys(filter(None, map(label, _strings(entry.get("tags"))))))[
            :MOST_CATEGORIES
        ],
        links=job_links(base, markup[:LONGEST_TEXT]),
        media=links(base, (_words(entry, "image"), _words(entry, "banner_image"), *_attachments(entry))),
        digest=mark,
    )
    return item if item.native_id or item.url or item.title or item.summary or item.body else None


def _unread(entry: dict[str, Any], item: Item, where: str) -> Iterator[Problem]:
    """Yield a problem for each date that says nothing certain."""
    for key, read in (("date_published", item.published), ("date_modified", item.updated)):
        if read is None and (words := _words(entry, key).strip()):
            yield Problem(where=f"{where}: {key}", what=f"no certain date: {words[:80]!r}")


def _words(node: object, key: str) -> str:
    """Return a member that is text or a number, as text; "" for anything else."""
    value = node.get(key) if isinstance(node, dict) else None
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _strings(value: object) -> list[str]:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _instant(entry: dict[str, Any], key: str) -> datetime | None:
    return read_instant(_words(entry, key))


def _authors(entry: dict[str, Any]) -> Iterator[str]:
    """Yield the names of version 1.1's `authors`, else of version 1.0's `author`."""
    stated = entry.get("authors") or [entry.get("author")]
    for author in stated if isinstance(stated, list) else []:
        name = clean(author if isinstance(author, str) else _words(author, "name"))
        if name:
            yield name


def _attachments(entry: dict[str, Any]) -> Iterator[str]:
    stated = entry.get("attachments")
    for attachment in stated if isinstance(stated, list) else []:
        yield _words(attachment, "url")

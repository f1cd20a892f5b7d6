"""Read a list page (news of a union, press releases) by the CSS selectors that its source configures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from soupsieve import SelectorSyntaxError

from parsers.dates.reading import read_instant
from parsers.pages.html_page import Page, text_of
from parsers.values import LONGEST_TITLE, MOST_ENTRIES, digest
from picketwire.errors import ParseError
from picketwire.records import Item, Parsed, Problem
from picketwire.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Collection

    from bs4 import Tag

    from parsers.encoding import Decoded
    from picketwire.records import Selectors


def read(document: Decoded, url: str, select: Selectors, known: Collection[bytes] = frozenset()) -> Parsed:
    """Read the items of a page that came from `url`; ParseError names a selector that is none.

    A page on which nothing matches is readable, with the problem that says so: its layout may have
    changed, or something else stands in its place.
    """
    page = Page(document.text, url)
    try:
        nodes = page.tree.select(select.item, limit=MOST_ENTRIES + 1)
        found = [_fields(node, select) for node in nodes[:MOST_ENTRIES]]
    except SelectorSyntaxError as error:
        raise ParseError(f"bad selector: {str(error).splitlines()[0]}") from error
    problems = [Problem(where="document", what=oddity) for oddity in document.oddities]
    if not nodes:
        about = f" (the page is titled {page.title!r})" if page.title else ""
        problems.append(Problem(where="document", what=f"nothing matches {select.item!r}{about}"))
    if len(nodes) > MOST_ENTRIES:
        problems.append(Problem(where="document", what=f"only the first {MOST_ENTRIES} items were read"))
    base, language = page.base, page.language
    items, recognised = [], []
    for number, (title, link, date, summary) in enumerate(found, 1):
        item = _item(title, resolve(base, link), date, summary, language)
        if not (item.title or item.url):
            problems.append(Problem(where=f"entry {number}", what="has neither title nor link"))
        elif item.digest in known:
            recognised.append(item.digest)
        else:
            items.append(item)
            if date and item.published is None:
                problems.append(
                    Problem(where=f"entry {number}: date", what=f"no certain date: {date[:80]!r}")
                )
    return Parsed(
        items=tuple(items),
        problems=tuple(problems),
        known=tuple(recognised),
        format="page",
        title=page.title or None,
        language=language,
    )


def _fields(node: Tag, select: Selectors) -> tuple[str, str, str, str]:
    """Return the words of title, link, date and summary of one item."""
    return (
        text_of(node.select_one(select.title)).replace("\n", " ")[:LONGEST_TITLE],
        _link(node, select.link),
        _date(node.select_one(select.date) if select.date else None),
        text_of(node.select_one(select.summary) if select.summary else None),
    )


def _link(node: Tag, selector: str) -> str:
    """Return the address of the selected link, of a link in or around it, or of the item that is one."""
    chosen = node.select_one(selector)
    around = [chosen, chosen.find("a", href=True), chosen.find_parent("a", href=True)] if chosen else []
    for element in (*around, node):
        if element is not None and (address := str(element.get("href") or "").strip()):
            return address
    return ""


def _date(element: Tag | None) -> str:
    """Return the date that a machine should read if there is one, else what a reader sees."""
    if element is None:
        return ""
    for attribute in ("datetime", "content", "title"):
        if (words := str(element.get(attribute) or "").strip()) and read_instant(words):
            return words
    return text_of(element).replace("\n", " ")


def _item(title: str, url: str | None, date: str, summary: str, language: str | None) -> Item:
    return Item(
        kind="news",
        url=url,
        title=title,
        summary=summary,
        published=read_instant(date),
        published_raw=date or None,
        language=language,
        digest=digest((title, url, date, summary)),
    )

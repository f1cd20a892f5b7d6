"""The one way into the parsers: bytes in, items and problems out, and never an exception.

What reads HTML is imported where HTML is read: most runs read feeds only, and start in half the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.board import load, recognise, recognised
from parsers.encoding import decode
from parsers.feeds import feed, jsonfeed, sitemaps
from parsers.sniff import kind_of, root_of
from picketwire.errors import ParseError
from picketwire.records import Parsed, Problem, Request

if TYPE_CHECKING:
    from collections.abc import Collection

    from parsers.encoding import Decoded
    from parsers.sniff import Kind
    from picketwire.records import Selectors

_HINTS = ("feed", "sitemap", "page", "article")


def parse(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    hint: str | None = None,
    known: Collection[bytes] = frozenset(),
    select: Selectors | None = None,
    request: Request | None = None,
) -> Parsed:
    """Read a document that came from `url` (the address after redirects).

    `hint` is `feed`, `sitemap`, `page`, `article` or the name of a board system; without it the document
    is taken for what it looks like. An entry whose digest is in `known` is counted, not read. `select`
    are the selectors of a page; `request` is what a board was asked. What cannot be read at all comes
    back with `readable` False and the reason as its first problem; it never raises.
    """
    try:
        return _parse(body, url, content_type, hint, known, select, request or Request(url=url))
    except ParseError as error:
        reason = str(error)
    except Exception as error:  # noqa: BLE001 -- the one catch-all: no document may end a poll
        reason = f"reading failed: {error!r}"[:500]
    return Parsed(readable=False, problems=(Problem(where="document", what=reason),))


def _parse(  # noqa: PLR0911 -- one return a kind of document
    body: bytes,
    url: str,
    content_type: str | None,
    hint: str | None,
    known: Collection[bytes],
    select: Selectors | None,
    request: Request,
) -> Parsed:
    if hint is not None and hint not in _HINTS:
        return recognised(load(hint).read(body, request), known)
    document = decode(body, content_type)
    kind = kind_of(document.text)
    if kind == "empty":
        raise ParseError("; ".join(("the document is empty", *document.oddities)))
    if kind == "feed":
        return feed.read(document, url, known)
    if kind == "jsonfeed":
        return jsonfeed.read(document, url, known)
    if kind == "sitemap" or (kind == "addresses" and hint in (None, "sitemap")):
        return sitemaps.read(document, url, known)
    if hint in ("feed", "sitemap"):
        return _unexpected(document, kind, url, known)
    if hint == "page" or (hint is None and select is not None):
        return _page(document, url, select, known)
    if hint is None and (board := recognise(url)) is not None:
        return recognised(load(board[0]).read(body, request), known)
    if hint == "article" or kind == "html":
        from parsers.pages import article  # noqa: PLC0415

        return article.read(document, url, known)
    return _unexpected(document, kind, url, known)


def _page(document: Decoded, url: str, select: Selectors | None, known: Collection[bytes]) -> Parsed:
    if select is None:
        raise ParseError("a list page cannot be read without its selectors")
    from parsers.pages import lists  # noqa: PLC0415

    return lists.read(document, url, select, known)


def _unexpected(document: Decoded, kind: Kind, url: str, known: Collection[bytes]) -> Parsed:
    """Try for a feed what is neither HTML nor JSON; else say what the document is instead."""
    text = document.text
    if kind == "html":
        from parsers.pages.html_page import Page  # noqa: PLC0415

        page = Page(text, url)
        links = "; it links to the feed " + ", ".join(page.feeds) if page.feeds else ""
        raise ParseError(f"an HTML page titled {page.title[:100]!r}, no feed or sitemap{links}")
    if kind == "json":
        raise ParseError("JSON, but no JSON Feed: it has no items")
    try:
        return feed.read(document, url, known)
    except ParseError as error:
        what = f"XML whose root is <{root_of(text)}>" if kind == "xml" else f"text that begins {text[:60]!r}"
        raise ParseError(f"no feed or sitemap, but {what}") from error

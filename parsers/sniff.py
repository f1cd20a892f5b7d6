"""Tell what kind of document a text is by how it begins, whatever the server calls it."""

from __future__ import annotations

import re
from typing import Literal

from picketwire.urls import is_web_address

Kind = Literal["feed", "jsonfeed", "json", "sitemap", "html", "addresses", "xml", "empty", "unknown"]

_HEAD = 16_384  # characters that are looked at
_PROLOG = re.compile(
    r"(?:\s|<\?(?:.*?\?>|.*)|<!--(?:.*?-->|.*)|<!DOCTYPE[^\[>]*+(?:\[(?:.*?\]\s*>|.*)|>|\Z))*+",
    re.DOTALL | re.IGNORECASE,
)
_ELEMENT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w-]*)")
_FEED = re.compile(r"<(?:rss|feed|(?:[\w.-]+:)?rdf)\b[^<>]*>", re.IGNORECASE)
_HTML_DOCTYPE = re.compile(r"<!DOCTYPE\s+html", re.IGNORECASE)
_JSON_FEED = re.compile(r"jsonfeed\.org|\"items\"\s*:\s*\[")
_FEED_ROOTS = {"rss", "feed", "rdf", "channel"}
_SITEMAP_ROOTS = {"urlset", "sitemapindex"}
_HTML_ROOTS = {"html", "head", "body", "title", "meta", "link", "script", "style"}
_HTML_ROOTS |= {"div", "p", "h1", "center", "table", "br", "b", "font", "main", "article", "section"}


def kind_of(text: str) -> Kind:  # noqa: PLR0911 -- one return a kind
    """Return what `text` is; "json" and "xml" are such that are neither feed nor sitemap."""
    head = text[:_HEAD].lstrip()
    if not head:
        return "empty"
    if head[0] in "{[":
        return "jsonfeed" if _JSON_FEED.search(text) else "json"
    root = root_of(text)
    if root in _SITEMAP_ROOTS:
        return "sitemap"
    if root in _FEED_ROOTS or (_FEED.search(head) and root not in _HTML_ROOTS):
        return "feed"
    if root in _HTML_ROOTS or _HTML_DOCTYPE.search(head):
        return "html"
    if root:
        return "xml"
    return "addresses" if is_web_address(head.split(None, 1)[0]) else "unknown"


def root_of(text: str) -> str:
    """Return the name of the first element in lower case, without prefix; "" if the text begins otherwise."""
    head = text[:_HEAD]
    prolog = _PROLOG.match(head)
    root = _ELEMENT.match(head, prolog.end() if prolog else 0)
    return root[1].lower() if root else ""

"""Find what a page says of its article in JSON-LD (https://schema.org/Article), however it is written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup

    Node = dict[str, Any]

_MOST_NODES = 2_000  # of one page
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")  # where else a description hides
_ARTICLE = re.compile(r"(?:.*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|NewsItem)")
_COUNTS = ("headline", "datePublished", "author", "articleBody")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|;)\s*$", re.DOTALL)


def described_article(page: BeautifulSoup) -> Node:
    """Return what the page says of its article: the first description that has most of what counts."""
    found = [node for node in _nodes(page) if any(map(_ARTICLE.fullmatch, strings(node.get("@type"))))]
    return max(found, key=lambda node: sum(bool(node.get(key)) for key in _COUNTS), default={})


def string(value: object) -> str:
    """Return the first text that a value holds, itself, in a list, or as its `@value`, `name` or `@id`."""
    return next(iter(strings(value)), "")


def strings(value: object) -> list[str]:
    """Return every text that a value holds, itself, in a list, or as its `@value`, `name`, `url` or `@id`."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list):
        return [text for part in value[:_MOST_NODES] for text in strings(part)]
    if isinstance(value, dict):
        named = (value.get(key) for key in ("@value", "name", "url", "@id"))
        return next(
            (texts for part in named if isinstance(part, str | list) and (texts := strings(part))), []
        )
    return []


def _nodes(page: BeautifulSoup) -> Iterator[Node]:
    """Yield every object, however deep in graphs and lists, that stands in the page's scripts."""
    waiting: list[object] = [
        data
        for script in page.find_all("script")
        if "ld+json" in str(script.get("type") or "").lower()
        for data in _loaded(script.string or script.get_text())
    ]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = [*node[:_MOST_NODES], *waiting]
        elif isinstance(node, dict):
            yield node
            waiting = [node[key] for key in _INSIDE if isinstance(node.get(key), dict | list)] + waiting


def _loaded(text: str) -> Iterator[object]:
    """Yield the JSON values that stand in a script, with or without the wrapping of old browsers."""
    text = _COMMENT.sub("", text).strip()
    decoder = json.JSONDecoder(strict=False)  # raw line ends in texts are common
    while text:
        try:
            value, end = decoder.raw_decode(text)
        except (ValueError, RecursionError):
            return
        yield value
        text = text[end:].lstrip(" \t\r\n;,")

"""Build a tree of an HTML page within limits of depth, attributes and size, and ask it small questions."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

from parsers.text import plain
from parsers.values import language_tag, links
from picketwire.urls import resolve

if TYPE_CHECKING:
    from bs4 import Tag

LARGEST_PAGE = 5 * 2**20  # characters
DEEPEST = 500  # elements inside each other
MOST_TAGS = 100_000
MOST_ATTRIBUTES = 256  # on one tag; lxml's time for them is quadratic

_TOKEN = re.compile(
    r"<(?:!--(?:.*?-->|.*)|(?:script|style)\b[^>]*+>(?:.*?</(?:script|style)\b|.*)"
    r"|(/?)([a-zA-Z][^\s<>/]*+)((?:[^<>\"']|\"[^\"]*+\"|'[^']*+'|[\"'])*+)>)",
    re.DOTALL | re.IGNORECASE,
)
# What has no end tag, or may go without: it nests no deeper than what is around it.
_NOT_NESTED = re.compile(
    r"area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|"
    r"p|li|d[td]|t[dhr]|t(?:body|head|foot)|opt(?:ion|group)",
    re.IGNORECASE,
)
_FEED_TYPE = re.compile(r"application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s[^\s=<>"'/]++\s*+(?:=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++))?""")


class Page:
    """A page as BeautifulSoup on lxml, what goes beyond the limits left out, and what it says of itself."""

    def __init__(self, text: str, url: str) -> None:
        self.url = url
        with warnings.catch_warnings():
            for doubt in (XMLParsedAsHTMLWarning, MarkupResemblesLocatorWarning):
                warnings.simplefilter("ignore", doubt)
            self.tree = BeautifulSoup(_bounded(text[:LARGEST_PAGE]), "lxml")
        self._said: dict[str, list[str]] = {}
        for element in self.tree.find_all("meta", content=True):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            if content := str(element["content"]).strip():
                self._said.setdefault(str(name).lower(), []).append(content)

    @property
    def title(self) -> str:
        """The words of `<title>`; "" without one."""
        element = self.tree.title
        return plain(str(element.string or "")).replace("\n", " ") if element else ""

    @property
    def base(self) -> str:
        """What the page's relative links are relative to."""
        element = self.tree.find("base", href=True)
        return resolve(self.url, str(element["href"])) or self.url if element else self.url

    @property
    def language(self) -> str | None:
        """The language that the page says it is in."""
        root = self.tree.find("html")
        stated = (root.get("lang") or root.get("xml:lang")) if root else None
        return language_tag(stated) or language_tag(self.meta("og:locale"))

    @property
    def feeds(self) -> tuple[str, ...]:
        """The addresses of the feeds that the page announces."""
        announced = self.tree.find_all("link", rel="alternate", type=_FEED_TYPE, href=True, limit=5)
        return links(self.base, (str(element["href"]) for element in announced))

    def meta(self, *names: str) -> str:
        """Return the content of the first `<meta>` of one of the names (or properties) that has any."""
        return next(iter(self.metas(*names)), "")

    def metas(self, *names: str) -> list[str]:
        """Return the content of every `<meta>` of the first of the names that has any."""
        return next((self._said[name.lower()] for name in names if name.lower() in self._said), [])


def text_of(element: Tag | None) -> str:
    """Return an element's text as a reader would see it; "" for None."""
    return plain(element.decode_contents()) if element is not None else ""


def _bounded(text: str) -> str:
    """Leave out tags that nest too deep, attributes of tags with too many, and all after too many tags."""
    cuts: list[tuple[int, int]] = []
    depth = 0
    for count, token in enumerate(_TOKEN.finditer(text)):
        if count >= MOST_TAGS:
            cuts.append((token.start(), len(text)))
            break
        if token[2] is None:
            continue
        if len(token[3]) > MOST_ATTRIBUTES * 3 and len(_ATTRIBUTE.findall(token[3])) > MOST_ATTRIBUTES:
            cuts.append(token.span(3))
        if _NOT_NESTED.fullmatch(token[2]) or token[3].endswith("/"):
            continue
        if (depth if token[1] else depth + 1) > DEEPEST:
            cuts.append(token.span())
        depth = max(0, depth - 1) if token[1] else depth + 1
    return _without(text, cuts) if cuts else text


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in sorted(cuts):
        if start >= at:
            pieces.append(text[at:start])
        at = max(at, end)
    return "".join([*pieces, text[at:]])

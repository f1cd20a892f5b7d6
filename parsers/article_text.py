"""Find the running text of an article in its page: the element that holds most of it, less what is around.

No list of sites: paragraphs are weighed by length and by how much of them is links, and the text is taken
from the smallest element that holds most of the weight.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import NavigableString

from parsers.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup

_NEVER_TEXT = re.compile(
    r"script|style|noscript|template|iframe|svg|nav|footer|form|button|select|textarea|dialog|aside|figure|"
    r"figcaption|header|h1|audio|video|picture|object|embed"
)
_HEADINGS = ["h2", "h3", "h4", "h5", "h6"]
_PARAGRAPHS = ["p", "li", "blockquote", "pre", "dd", *_HEADINGS]
_BLOCKS = [
    *_PARAGRAPHS,
    "td",
    "div",
    "section",
    "article",
    "main",
    "body",
    "ul",
    "ol",
    "dl",
    "table",
    "tr",
    "tbody",
]
_BODY_SELECTORS = ('[itemprop~="articleBody"]', "article", '[role="main"]', "main")
# Words in classes and ids of what stands around articles.
_AROUND = re.compile(
    r"comment|disqus|shar(?:e|ing)|social|related|recommend|newsletter|subscri|sign-?up|promo|advert|banner|"
    r"sponsor|cookie|consent|breadcrumb|sidebar|widget|footer|navi|navbar|menu|toolbar|teaser|read-?more|"
    r"most-?read|popular|trending|author-?(?:bio|box|info|card)|byline|copyright|disclaimer|paywall|poll|rating|"
    r"paginat|outbrain|taboola|modal|popup|overlay|caption|credit|\btags?\b|(?:^|[-_\s])meta(?:$|[-_\s])|"
    r"sr-only|visually-hidden|screen-reader",
    re.IGNORECASE,
)
_LEAST_PARAGRAPH = 40  # characters of a text that counts when the article is looked for
_MOST_PARAGRAPHS = 5_000  # of one page that are weighed
_NOT_AROUND = 0.3  # of all running text: what holds this much is the article, whatever it is called
_MOST = 0.8  # of the running text is in the element that is chosen
_STANDS_OUT = 3  # times the running text of the next one of its kind: no teaser among teasers
_LINE = "\u2028"


def main_text(page: BeautifulSoup) -> str:
    """Return the article's text, a paragraph a line; "" where there is none. Takes `page` apart."""
    for element in page.find_all(_is_never_text):
        element.decompose()
    for line_break in page.find_all("br"):
        line_break.replace_with(_LINE)
    root = page.body or page
    weights = _weights(root)
    limit = _NOT_AROUND * weights[id(root)]
    for element in root.find_all(_is_around):
        if not element.decomposed and weights[id(element)] <= limit:
            element.decompose()
    return "\n".join(_lines(_container(root)))


def _is_never_text(element: Tag) -> bool:
    return _NEVER_TEXT.fullmatch(element.name) is not None


def _is_around(element: Tag) -> bool:
    names = [*(element.get("class") or ()), str(element.get("id") or "")]
    return element.has_attr("hidden") or any(map(_AROUND.search, names))


def _weights(root: Tag) -> defaultdict[int, float]:
    """Return how much running text each element holds, by its identity: characters that are not links."""
    weights: defaultdict[int, float] = defaultdict(float)
    for element in [root, *root.find_all(_BLOCKS, limit=_MOST_PARAGRAPHS)]:
        text, linked = _own_text(element)
        if len(text) < _LEAST_PARAGRAPH or element.name in _HEADINGS:
            continue
        weight = (len(text) - linked) ** 2 / len(text)
        weights[id(element)] += weight
        for parent in element.parents:
            weights[id(parent)] += weight
    return weights


def _container(root: Tag) -> Tag:
    """Return the smallest element with most of the running text, inside a declared body if any."""
    weights = _weights(root)
    chosen = root
    for selector in _BODY_SELECTORS:
        declared = sorted(root.select(selector), key=lambda element: -weights[id(element)])[:2]
        held = [weights[id(element)] for element in declared]
        if declared and (
            held[0] > weights[id(root)] / 3 or held[0] > _STANDS_OUT * sum(held[1:], _LEAST_PARAGRAPH)
        ):
            chosen = declared[0]
            break
    least = _MOST * weights[id(chosen)]
    while True:
        children = [
            child for child in chosen.children if isinstance(child, Tag) and child.name not in _PARAGRAPHS
        ]
        heaviest = max(children, key=lambda child: weights[id(child)], default=chosen)
        if heaviest is chosen or not 0 < least <= weights[id(heaviest)]:
            return chosen
        chosen = heaviest


def _lines(container: Tag) -> Iterator[str]:
    """Yield the paragraphs of an element in order; headings only where text follows, lists of links never."""
    heading = ""
    for element in [container, *container.find_all(_BLOCKS)]:
        text, linked = _own_text(element)
        if not text or linked > len(text) / 2:
            continue
        if element.name in _HEADINGS:
            heading = text
        elif element.name in _PARAGRAPHS or len(text) >= _LEAST_PARAGRAPH:
            if heading:
                yield heading
                heading = ""
            yield text


def _own_text(element: Tag) -> tuple[str, int]:
    """Return the text of an element outside the blocks in it, and how many of its characters are links."""
    pieces: list[str] = []
    linked = 0
    for child in element.children:
        if type(child) is NavigableString:
            pieces.append(child)
        elif isinstance(child, Tag) and child.name not in _BLOCKS and child.find(_BLOCKS) is None:
            text = child.get_text()
            pieces.append(text)
            linked += (
                len(text) if child.name == "a" else sum(len(link.get_text()) for link in child.find_all("a"))
            )
    if linked < sum(map(len, pieces)) and element.find_parent("a") is not None:
        linked = sum(map(len, pieces))
    lines = (clean(line) for line in "".join(pieces).split(_LINE))
    return "\n".join(filter(None, lines)), linked

"""Find the running text of an article in its page: the element that holds most of it, less what is around it.

No list of sites: blocks are weighed by length and by how much of them is links, and the text is taken from
the smallest block that holds most of the weight. One walk over the tree, then sums over a flat list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bs4 import Tag
from bs4.element import NavigableString

from parsers.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bs4 import BeautifulSoup

_NEVER_TEXT = re.compile(
    "script|style|noscript|template|iframe|svg|nav|footer|form|button|select|textarea|dialog|aside|figure|"
    "figcaption|header|h1|audio|video|object|head"
)
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_PARAGRAPHS = frozenset(("p", "li", "blockquote", "pre", "dd", "dt")) | _HEADINGS
_BOXES = frozenset(
    ("div", "section", "article", "main", "td", "ul", "ol", "dl", "table", "tr", "tbody", "body")
)
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
_NOT_AROUND = 0.3  # of all running text: what holds this much is the article, whatever it is called
_MOST = 0.8  # of the running text is in the block that is chosen
_DECLARED = 1 / 3  # of the running text is enough for a block that the page calls the article
_STANDS_OUT = 3  # times the running text of the next one of its kind: no teaser among teasers
_LINE = "\u2028"


@dataclass(slots=True, eq=False)
class _Block:
    """A block of the page, with the text that stands in it but in no block inside it."""

    name: str
    parent: int  # place of the block around it; the first block is its own
    around: bool  # it is called something that stands around articles
    declared: int  # how surely the page calls it the article: 0 surest, 9 not at all
    pieces: list[str] = field(default_factory=list)
    linked: int = 0  # characters that are links
    links: list[str] = field(default_factory=list)  # where they lead, as written
    text: str = ""
    held: float = 0.0  # running text in it and in the blocks inside

    def weight(self) -> float:
        """Return how much running text stands in the block itself."""
        if len(self.text) < _LEAST_PARAGRAPH or self.name in _HEADINGS:
            return 0
        return max(0, len(self.text) - self.linked) ** 2 / len(self.text)


class MainText(NamedTuple):
    """An article's text, a paragraph a line ("" where there is none), and its links as written."""

    text: str
    links: tuple[str, ...]


def main_text(page: BeautifulSoup) -> MainText:
    """Find the article's text."""
    blocks = _blocks(page.body or page)
    dropped = _around(blocks)
    _sum_up(blocks, dropped)
    shown = list(_shown(blocks, _chosen(blocks), dropped))
    links = tuple(link for block in shown for link in block.links)
    return MainText("\n".join(_lines(shown)), links)


def _blocks(root: Tag) -> list[_Block]:
    """Return the page's blocks in order, each after the one around it."""
    blocks = [_Block(name="body", parent=0, around=False, declared=9)]
    open_: list[tuple[Iterator[object], int, bool]] = [(iter(root.contents), 0, False)]
    while open_:
        children, place, in_link = open_[-1]
        child = next(children, None)
        if child is None:
            open_.pop()
        elif type(child) is NavigableString:
            blocks[place].pieces.append(child)
            blocks[place].linked += len(child) * in_link
        elif isinstance(child, Tag) and child.name == "br":
            blocks[place].pieces.append(_LINE)
        elif isinstance(child, Tag) and _is_shown(child):
            if child.name in _PARAGRAPHS or child.name in _BOXES:
                blocks.append(_block(child, place))
                place = len(blocks) - 1
            if child.name == "a" and child.has_attr("href"):
                blocks[place].links.append(str(child["href"]))
            open_.append((iter(child.contents), place, in_link or child.name == "a"))
    for block in blocks:
        lines = (clean(line) for line in "".join(block.pieces).split(_LINE))
        block.text = "\n".join(filter(None, lines))
    return blocks


def _is_shown(element: Tag) -> bool:
    return not (_NEVER_TEXT.fullmatch(element.name) or element.has_attr("hidden"))


def _block(element: Tag, parent: int) -> _Block:
    names = [*(element.get("class") or ()), str(element.get("id") or "")]
    declared = 9
    if "articleBody" in str(element.get("itemprop") or ""):
        declared = 0
    elif element.name in ("article", "main") or element.get("role") == "main":
        declared = 1 if element.name == "article" else 2
    return _Block(name=element.name, parent=parent, around=any(map(_AROUND.search, names)), declared=declared)


def _sum_up(blocks: Sequence[_Block], dropped: Sequence[bool]) -> None:
    """Set what each block holds, less what is dropped."""
    for block, gone in zip(blocks, dropped, strict=True):
        block.held = 0 if gone else block.weight()
    for block in reversed(blocks[1:]):
        blocks[block.parent].held += block.held


def _around(blocks: Sequence[_Block]) -> list[bool]:
    """Return which blocks are around the article by their names, and by holding little of the page's text."""
    dropped = [False] * len(blocks)
    _sum_up(blocks, dropped)
    limit = _NOT_AROUND * blocks[0].held
    for place, block in enumerate(blocks[1:], 1):
        dropped[place] = dropped[block.parent] or (block.around and block.held <= limit)
    return dropped


def _chosen(blocks: Sequence[_Block]) -> int:
    """Return the place of the smallest block with most of the running text, in a declared article if any."""
    chosen = _declared(blocks)
    least = _MOST * blocks[chosen].held
    for place, block in enumerate(blocks):
        if block.parent == chosen != place and block.held >= least > 0 and block.name not in _PARAGRAPHS:
            chosen = place
    return chosen


def _declared(blocks: Sequence[_Block]) -> int:
    for degree in (0, 1, 2):
        found = [place for place, block in enumerate(blocks) if block.declared == degree]
        found.sort(key=lambda place: -blocks[place].held)
        if found:
            held = blocks[found[0]].held
            others = sum(blocks[place].held for place in found[1:2])
            if held > _DECLARED * blocks[0].held or held > _STANDS_OUT * (others + _LEAST_PARAGRAPH):
                return found[0]
    return 0


def _shown(blocks: Sequence[_Block], chosen: int, dropped: Sequence[bool]) -> Iterator[_Block]:
    """Yield the blocks with text inside the chosen one, in order, but for lists of links."""
    inside = [False] * len(blocks)
    for place, block in enumerate(blocks):
        inside[place] = place == chosen or (place > 0 and inside[block.parent])
        if inside[place] and not dropped[place] and block.text and block.linked <= len(block.text) / 2:
            yield block


def _lines(shown: Iterable[_Block]) -> Iterator[str]:
    """Yield the paragraphs; headings only where text follows."""
    heading = ""
    for block in shown:
        if block.name in _HEADINGS:
            heading = block.text
        elif block.name in _PARAGRAPHS or len(block.text) >= _LEAST_PARAGRAPH:
            if heading:
                yield heading
                heading = ""
            yield block.text

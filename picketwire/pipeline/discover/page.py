"""Read off a page where its news or openings can be had: feeds, frames, scripts, links (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from parsers.board_parts.job_posting import postings
from parsers.encoding import decode
from parsers.pages.html_page import Page
from picketwire.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bs4 import BeautifulSoup

    from picketwire.records import Document

_MOST = 3_000  # addresses of one page
_SCRIPTS = 2**20  # characters of a page's own scripts that are looked at
# Where an element names what the page is put together from; `data-domain` is BambooHR's.
_PARTS = {
    "src": ["iframe", "frame", "script", "embed"],
    "data-src": ["iframe", "script"],
    "href": ["link"],
    "action": ["form"],
    "data": ["object"],
}
_ADDRESS = re.compile(
    r"(?:https?:)?(?:\\?/){2}[\w.-]+\.[a-z]{2,}(?::\d+)?+(?:\\?/[^\s\"'<>\\)`]*+)*+", re.IGNORECASE
)
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE)
_FEED = re.compile(
    r"(?:^|[/._?=&-])(?:rss2?|feeds?|atom|xml)(?:[/._?&=-]|$)|jsonfeed|feed\.json", re.IGNORECASE
)
# Where employers are also listed, which tells nothing of their board; and what is framed for other reasons.
_ELSEWHERE = re.compile(
    r"(?:^|\.)(?:linkedin|indeed|glassdoor|xing|facebook|instagram|twitter|x|youtube|vimeo|tiktok|google|"
    r"googletagmanager|doubleclick|stepstone|monster|ziprecruiter)\.[a-z.]+$"
)
# How pages call their openings, in the languages that Picketwire reads and a few more.
_OPENINGS = re.compile(
    r"\bcareers?\b|\bjobs?\b|\bvacanc|\bopenings?\b|\bopen[- _]?(?:roles|positions)|"
    r"\bjoin[- _]?(?:us|our[- _]team)|"
    r"\bwork[- _]?(?:with|for|at)[- _]?us|\bhiring\b|\brecruit(?:ing|ment)|"
    r"\bkarriere|\bstellen(?:angebot|anzeige|markt|$)|\boffene[- _]stellen|"
    r"\bemplois?\b|\bcarri[eè]res?\b|\brecrutement|\bnous[- _]rejoindre|\brejoignez|"
    r"\bempleos?\b|\btrabaj[ae]|\bcarreras?\b|\bvagas\b|\bcarreiras?\b|\btrabalhe|"
    r"\blavora\b|\blavoro\b|\bcarrier[ae]\b|\bposizioni|\bkariera|\bpraca\b|\boferty[- _]pracy|"
    r"\bvacatures?\b|\bwerken[- _]?bij|\bjobb\b|\bkarri[aä]r|\blediga|採用|求人|招聘|채용",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a page says of itself; every address is absolute, each once, in the page's order."""

    title: str = ""
    site: str = ""  # what the page calls the whole site
    language: str | None = None
    feeds: tuple[str, ...] = ()  # announced in the head
    feed_links: tuple[str, ...] = ()  # that a reader can click, and that look like a feed
    parts: tuple[str, ...] = ()  # frames, scripts, styles and forms; addresses in its own scripts
    frames: tuple[str, ...] = ()  # frames and the page that it turns to by itself
    links: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()  # links that promise openings by their words or address
    scripts: str = ""  # its own
    postings: bool = False  # it carries schema.org JobPosting


def look(document: Document) -> Look:
    """Look at an HTML page."""
    page = Page(decode(document.body, document.content_type).text, document.final_url)
    tree, base = page.tree, page.base
    anchors = [
        (str(a["href"]), a.get_text(" ", strip=True)) for a in tree.find_all("a", href=True, limit=_MOST)
    ]
    named = [(address, words) for link, words in anchors if (address := resolve(base, link))]
    scripts = _own_scripts(tree)
    return Look(
        title=page.title,
        site=page.meta("og:site_name", "application-name"),
        language=page.language,
        feeds=page.feeds,
        feed_links=_once(address for address, _ in named if looks_like_feed(address)),
        parts=_once(_resolved(base, [*_parts(tree), *_written(scripts)])),
        frames=_once(_resolved(base, _frames(tree))),
        links=_once(inner for address, _ in named for inner in (address, *_wrapped(address))),
        openings=_once(address for address, words in named if promises_openings(f"{address} {words[:100]}")),
        scripts=scripts,
        postings=bool(postings(document.body)),
    )


def promises_openings(words: str) -> bool:
    """Whether an address or a title speaks of jobs."""
    return _OPENINGS.search(unquote(words)) is not None


def looks_like_feed(url: str) -> bool:
    """Whether an address, its host aside, speaks of a feed or sitemap."""
    parts = urlsplit(url)
    return _FEED.search(f"{parts.path}?{parts.query}") is not None


def worth_following(seen: Look, url: str) -> tuple[str, ...]:
    """Return pages that may show a board: frames, then links that promise openings, near ones first."""
    here = urlsplit(url).hostname
    near = sorted(seen.openings, key=lambda address: urlsplit(address).hostname != here)
    return _once(
        a for a in (*seen.frames, *near) if a != url and not _ELSEWHERE.search(urlsplit(a).hostname or "")
    )


def _own_scripts(page: BeautifulSoup) -> str:
    return "\n".join(script.string or "" for script in page.find_all("script", src=False))[:_SCRIPTS]


def _parts(page: BeautifulSoup) -> Iterator[str]:
    for attribute, names in _PARTS.items():
        for element in page.find_all(names, attrs={attribute: True}, limit=_MOST):
            yield str(element[attribute])
    for element in page.select("[data-domain]", limit=10):
        yield f"//{element['data-domain']}"


def _frames(page: BeautifulSoup) -> Iterator[str]:
    for element in page.find_all(["iframe", "frame"], limit=20):
        yield str(element.get("src") or element.get("data-src") or "")
    refresh = page.find("meta", attrs={"http-equiv": re.compile("^refresh$", re.IGNORECASE)})
    if refresh and (found := _REFRESH.search(str(refresh.get("content") or ""))):
        yield found[1]


def _written(script: str) -> Iterator[str]:
    """Yield the addresses that stand in a script, slashes escaped or not."""
    for found in _ADDRESS.finditer(script):
        yield found[0].replace("\\/", "/")


def _wrapped(address: str) -> Iterator[str]:
    """Yield the address inside one that counts a click first."""
    inner = unquote(address).find("http", 8)
    if inner > 0 and "://" in unquote(address)[inner:]:
        yield unquote(address)[inner:]


def _resolved(base: str, found: Iterable[str]) -> Iterator[str]:
    return (address for link in found if (address := resolve(base, link)))


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:_MOST]

"""Where feeds and sitemaps use to be: what robots.txt names, and the paths of common publishing systems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from picketwire.errors import FetchError
from picketwire.fetching.robots import Rules, parse
from picketwire.fetching.settings import AGENT
from picketwire.records import Outcome, Request

if TYPE_CHECKING:
    from picketwire.pipeline.ports import Door

_NEWS = re.compile(r"news|latest|today|article|post", re.IGNORECASE)
_BESIDE = ("feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json")
_SITEMAPS = (
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
    "/sitemap/news.xml",
    "/sitemap.xml",
)
_MOST = 4  # sitemaps that robots.txt may add


def usual_feeds(url: str) -> tuple[str, ...]:
    """Return where a feed for the page at `url` may be: beside the page, then at the root of its site."""
    parts = urlsplit(url)
    folder = parts._replace(path=parts.path.rstrip("/") + "/", query="", fragment="").geturl()
    beside = [urljoin(folder, name) for name in _BESIDE[:2]] if parts.path.strip("/") else []
    return (*beside, *(urljoin(url, f"/{name}") for name in _BESIDE))


def usual_sitemaps(url: str, named: tuple[str, ...]) -> tuple[str, ...]:
    """Return where a sitemap of news may be: as robots.txt `named` it, the likeliest first, else as usual."""
    likely = sorted(named, key=lambda address: not _NEWS.search(address))[:_MOST]
    return tuple(likely) or tuple(urljoin(url, path) for path in _SITEMAPS)


class RobotsSays:
    """What the robots.txt of each origin says, in words; asked for once each."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._read: dict[str, tuple[Rules, tuple[str, ...], str]] = {}

    async def of(self, url: str) -> str:
        """Say whether robots.txt lets this address be fetched."""
        rules, _, why = await self._rules(url)
        if rules.parsed is None:
            return why
        pause = f", {rules.delay:g} s apart" if rules.delay else ""
        return f"allows it{pause}" if rules.allows(url) else "forbids it"

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that robots.txt names."""
        return (await self._rules(url))[1]

    async def _rules(self, url: str) -> tuple[Rules, tuple[str, ...], str]:
        address = urljoin(url, "/robots.txt")
        if address not in self._read:
            self._read[address] = await self._load(address)
        return self._read[address]

    async def _load(self, address: str) -> tuple[Rules, tuple[str, ...], str]:
        try:
            fetched = await self._door.fetch(Request(url=address), source=AGENT)
        except FetchError as error:
            absent = error.outcome is Outcome.GONE or any(e.status == 404 for e in error.exchanges[-1:])
            return Rules(), (), "there is none" if absent else f"could not be read: {error}"
        if fetched.document is None:
            return Rules(), (), "there is none"
        found = parse(fetched.document.body)
        named = (urljoin(address, line.strip()) for line in found.sitemaps)
        return Rules(parsed=found), tuple(dict.fromkeys(named)), ""

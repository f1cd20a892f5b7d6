"""Find what can be polled behind any news or careers address, and prove it before anybody relies on it.

The address itself may be a board's, a feed or a sitemap. Else its page is looked at: for the board
that it shows or links to, for feeds that it announces, and where it announces none for those that
publishing systems usually have. Every request goes through the one door, with its guard and manners;
pages and guesses ask robots.txt first.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from parsers.board import load
from parsers.encoding import decode
from parsers.sniff import kind_of
from picketwire.errors import FetchError
from picketwire.pipeline.discover.boards import Place, alternatives, by_address, in_page, is_embedded
from picketwire.pipeline.discover.feeds import RobotsSays, usual_feeds, usual_sitemaps
from picketwire.pipeline.discover.page import look, looks_like_feed, promises_openings, worth_following
from picketwire.pipeline.discover.proof import Finding, judge, prove_board, prove_document
from picketwire.records import Request, Source
from picketwire.urls import canonical, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from picketwire.fetching.results import Fetched
    from picketwire.pipeline.collect import Collector
    from picketwire.pipeline.discover.page import Look
    from picketwire.records import Document, Exchange, SourceKind

_FOLLOWED = 4  # further pages that are looked at for a board
_FEEDS = 5  # feeds of a page that are read
_SITEMAPS = 2  # sitemaps that are kept
_KINDS: dict[str, SourceKind] = {"feed": "feed", "jsonfeed": "feed", "sitemap": "sitemap"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What stands behind an address: every place that was proved or refused, the best first.

    `about_openings`: the address or its page speaks of jobs, so that a feed of something else is no
    answer to it. `notes` say what went wrong on the way.
    """

    url: str
    findings: tuple[Finding, ...] = ()
    about_openings: bool = False
    notes: tuple[str, ...] = ()

    @property
    def best(self) -> Finding | None:
        """The first that was proved and is what was asked for, whether or not we have it already."""
        proved = (found for found in self.findings if found.refused is None)
        return next((found for found in proved if not self.about_openings or _lists_openings(found)), None)


async def discover(collector: Collector, url: str, *, existing: Sequence[Source] = ()) -> Discovery:
    """Look for sources behind `url`; `existing` are those that the configuration has already.

    Never raises for what the network or a page does: what stood in the way is in the notes.
    """
    address = resolve(None, url if "://" in url else f"https://{url}")
    if address is None:
        return Discovery(url=url, notes=(f"{url!r} is no web address",))
    search = _Search(collector=collector, existing=existing, robots=RobotsSays(collector.fetcher))
    await search.run(address)
    return Discovery(
        url=address,
        findings=await search.ranked(),
        about_openings=search.about_openings,
        notes=tuple(search.notes),
    )


@dataclass(slots=True)
class _Search:
    """One search: what was tried, what was found."""

    collector: Collector
    existing: Sequence[Source]
    robots: RobotsSays
    about_openings: bool = False
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _boards_tried: set[str] = field(default_factory=set)
    _documents_tried: set[str] = field(default_factory=set)
    _pages: set[str] = field(default_factory=set)

    def succeeded(self) -> bool:
        """Whether something was found that stands, be it new or not."""
        return any(found.refused is None for found in self.findings)

    async def run(self, url: str) -> None:
        """Follow the address as far as needed."""
        await self._try_boards(by_address(url), "the address itself")
        if self.succeeded():
            return
        fetched, hops = await self._visit(url)
        await self._try_boards([p for hop in hops for p in by_address(hop)], "where the address leads")
        self.about_openings = bool(self.findings) or promises_openings(url)
        if self.succeeded():
            return
        document = fetched.document if fetched else None
        kind = _kind(document)
        if fetched and document and kind in _KINDS:
            await self._read_given(document, _KINDS[kind], fetched.permanent_to or url)
        elif document and kind == "html":
            await self._page(document)
        elif document:
            self.notes.append(f"what stands there is no page, feed or sitemap ({document.content_type})")
        else:
            await self._without_page(url)

    async def _without_page(self, url: str) -> None:
        """Go on where the address may not be looked at as a page: a feed is published for programs."""
        if looks_like_feed(url):
            kind: SourceKind = "sitemap" if "sitemap" in url.lower() else "feed"
            await self._try_document(url, kind, "the address itself", keep=True)
        if not (self.about_openings or self.succeeded()):
            await self._guess(url)

    async def ranked(self) -> tuple[Finding, ...]:
        """Return the findings, the proved ones first, the new ones of these with what robots.txt says."""
        proved = [f for f in self.findings if f.refused is None]
        refused = [f for f in self.findings if f.refused is not None]
        for n, found in enumerate(proved):
            if found.accepted:
                proved[n] = replace(found, robots=await self.robots.of(_asks(found.source)))
        return (*proved, *refused)

    async def _page(self, document: Document) -> None:
        seen, url = look(document), document.final_url
        self.about_openings = self.about_openings or promises_openings(f"{url} {seen.title}")
        shown = self.about_openings or is_embedded(seen) or seen.postings
        if shown:
            await self._openings(seen, url)
        await self._announced(seen)
        if not shown:
            await self._sitemaps(seen, url)
            if not self.succeeded():
                await self._guess(url)
            if not self.succeeded():
                await self._openings(seen, url)

    async def _openings(self, seen: Look, url: str) -> None:
        """Try the boards that a page shows or links to, its own markup, then the pages it leads to."""
        await self._look_for_boards(seen, url)
        for address in worth_following(seen, url):
            if self.succeeded() or len(self._pages) > _FOLLOWED:
                return
            await self._follow(address)

    async def _look_for_boards(self, seen: Look, url: str) -> None:
        await self._try_boards(in_page(seen, url), f"{url} shows or links to it")
        if seen.postings and not self.succeeded():
            await self._try_boards([Place("jsonld", url)], f"{url} describes its openings itself")

    async def _follow(self, url: str) -> None:
        if url in self._pages:
            return
        fetched, hops = await self._visit(url, quietly=True)
        await self._try_boards([p for hop in hops for p in by_address(hop)], f"where {url} leads")
        document = fetched.document if fetched else None
        if document and not self.succeeded() and _kind(document) == "html":
            await self._look_for_boards(look(document), document.final_url)

    async def _try_boards(self, places: Iterable[Place], how: str) -> None:
        for place in places:
            mark = f"{place.system}:{place.tenant}".casefold()
            if mark not in self._boards_tried:
                self._boards_tried.add(mark)
                self.findings.append(await self._try_board(place, how))

    async def _try_board(self, place: Place, how: str) -> Finding:
        """Prove a board, in each way that its system may want to be asked; the first refusal tells most."""
        refused: list[Finding] = []
        for system, tenant, origin in alternatives(place):
            source = Source(slug="new", kind="board", name="", system=system, tenant=tenant, url=origin)
            if twin := self._twin(source):
                return Finding(source=source, how=how, twin=twin)
            found = await prove_board(self.collector, source, how)
            if found.accepted:
                return found
            refused.append(found)
        return refused[0]

    async def _announced(self, seen: Look) -> None:
        """Read the feeds that a page announces, those of comments last; else those that it only links to."""
        for address in sorted(seen.feeds, key=_is_comments)[:_FEEDS]:
            await self._try_document(address, "feed", "the page announces it", keep=True)
        if not self.succeeded():
            for address in seen.feed_links[:_FEEDS]:
                await self._try_document(address, "feed", "the page links to it")

    async def _guess(self, url: str) -> None:
        for address in usual_feeds(url):
            await self._try_document(address, "feed", "a usual place for a feed", robots=True)
            if self.succeeded():
                return

    async def _sitemaps(self, seen: Look, url: str) -> None:
        """Read the sitemaps that robots.txt names; guess only where there is no feed either."""
        named = await self.robots.sitemaps(url)
        if self.succeeded() and not named:
            return
        how = "robots.txt names it" if named else "a usual place for a sitemap"
        before = len(self.findings)
        for address in usual_sitemaps(url, named):
            await self._try_document(address, "sitemap", how, robots=True)
            if len(self.findings) - before >= _SITEMAPS:
                break
        name = seen.site or seen.title  # a sitemap has none of its own
        self.findings[before:] = [replace(found, title=name) for found in self.findings[before:]]

    async def _try_document(
        self, address: str, kind: SourceKind, how: str, *, robots: bool = False, keep: bool = False
    ) -> None:
        """Try one feed or sitemap; a refusal is noted only where somebody said that there is one (`keep`)."""
        if canonical(address) in self._documents_tried:
            return
        self._documents_tried.add(canonical(address))
        source = Source(slug="new", kind=kind, name="", url=address)
        found = Finding(source=source, how=how, twin=self._twin(source))
        if not found.twin:
            found = await prove_document(self.collector, source, how, robots=robots)
            found = replace(found, twin=self._twin(found.source))
        if keep or (found.refused is None and (kind == "feed" or found.twin or _has_titles(found))):
            self.findings.append(found)

    async def _read_given(self, document: Document, kind: SourceKind, url: str) -> None:
        source = Source(slug="new", kind=kind, name="", url=url)
        found = Finding(source=source, how="the address itself", twin=self._twin(source))
        if not found.twin:
            found = await judge(self.collector, found, document)
        self.findings.append(found)

    async def _visit(self, url: str, *, quietly: bool = False) -> tuple[Fetched | None, list[str]]:
        """Fetch a page; return it and every address on the way, that of a refused last hop included."""
        self._pages.add(url)
        try:
            fetched = await self.collector.fetcher.fetch(Request(url=url), source="new", robots=True)
        except FetchError as error:
            if not quietly:
                self.notes.append(f"{error.url}: {error}")
            return None, _hops(error.exchanges, error.url)
        return fetched, _hops(fetched.exchanges, fetched.document.final_url if fetched.document else url)

    def _twin(self, source: Source) -> str | None:
        """Return the slug of the configured source that polls this already."""
        return next((other.slug for other in self.existing if _mark(other) == _mark(source)), None)


def _mark(source: Source) -> str:
    if source.kind == "board":
        return f"{source.system}:{source.tenant}".casefold()
    return canonical(source.url or "")


def _kind(document: Document | None) -> str:
    return kind_of(decode(document.body, document.content_type).text) if document else ""


def _hops(exchanges: Iterable[Exchange], last: str) -> list[str]:
    """Return the addresses of a way, those of robots.txt left out."""
    return [url for url in (*(e.url for e in exchanges), last) if not url.endswith("/robots.txt")]


def _is_comments(url: str) -> bool:
    return "comment" in url.lower()


def _has_titles(found: Finding) -> bool:
    """Whether a sitemap is one of news: a plain one lists every page of a site."""
    return any(item.title for item in found.items)


def _lists_openings(found: Finding) -> bool:
    return found.source.kind == "board" or promises_openings(f"{found.source.url} {found.title or ''}")


def _asks(source: Source) -> str:
    """Return the address that polling this source asks first."""
    if source.kind != "board":
        return source.url or ""
    return load(source.system or "").first(source.tenant or "", source.url).url

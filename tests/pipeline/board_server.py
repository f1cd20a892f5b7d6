"""A loopback server that plays job-board systems with the paging quirks that each is known for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.servers import Asked, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("Machine Learning Engineer", "Payroll Specialist", "Staff Editor", "Data Labeller", "Gaffer")


@dataclass(slots=True)
class Played:
    """The board behind the server: its entries in order (an id may stand twice) and its habits.

    A page holds `size` entries whatever is asked for, the one that starts at `short_at` only three.
    `stated` is the count that the first page gives, `later` what the following ones say instead. At
    `wrap` entries the list begins again; with `stuck` every page is the first. `facets` are (value, ids).
    """

    ids: list[int]
    size: int = 10
    short_at: int | None = None
    stated: int | None = None
    later: int | None = None
    wrap: int | None = None
    stuck: bool = False
    facets: tuple[tuple[str, list[int]], ...] = ()
    facets_within: tuple[tuple[str, list[int]], ...] = ()  # a second facet

    def page(self, start: int, ids: list[int] | None = None) -> list[int]:
        """Return the entries of the page that begins at entry `start`."""
        shown = self.ids if ids is None else ids
        if self.stuck:
            start = 0
        if self.wrap is not None:
            shown, start = shown[: self.wrap], start % self.wrap
        return shown[start : start + (3 if start == self.short_at else self.size)]

    def numbered(self, page: int) -> list[int]:
        """Return the entries of page `page`, counted from 0, for systems that number their pages."""
        start = 0
        for _ in range(page):
            step = len(self.page(start))
            if not step or self.stuck:
                break
            start += step
        return self.page(start)

    def pages(self) -> int:
        """Return how many pages there are."""
        number = 0
        while number < len(self.ids) and self.numbered(number):
            number += 1
        return number

    def total(self, start: int) -> int:
        """Return the count that the page beginning at `start` states."""
        stated = len(set(self.ids)) if self.stated is None else self.stated
        return stated if start == 0 or self.later is None else self.later


def title(number: int) -> str:
    """Name a posting."""
    return f"{NAMES[number % len(NAMES)]} {number}"


def _ask(asked: Asked, name: str, default: int = 0) -> int:
    return int(parse_qs(urlsplit(asked.path).query).get(name, [str(default)])[0])


def _json(value: Any) -> Reply:
    return Reply(body=json.dumps(value).encode(), headers={"Content-Type": "application/json"})


def _html(body: str) -> Reply:
    page = f"<!DOCTYPE html><html><head><title>Careers</title></head><body>{body}</body></html>"
    return Reply(body=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def eightfold(board: Played, asked: Asked) -> Reply:
    """Ten a page whatever `num` asks for."""
    start = _ask(asked, "start")
    rows = [{"id": n, "name": title(n), "t_create": 1690000000} for n in board.page(start)]
    return _json({"count": board.total(start), "positions": rows})


def workday(board: Played, asked: Asked) -> Reply:
    """POST; counts 2,000 at most, and begins again there."""
    body = json.loads(asked.body)
    if body["limit"] > 20:
        return Reply(status=400, body=b'{"errorCode":"HTTP_400"}')
    chosen = {value for values in body["appliedFacets"].values() for value in values}
    parts = [set(ids) for name, ids in (*board.facets, *board.facets_within) if name in chosen]
    ids = [n for n in board.ids if all(n in part for part in parts)]
    start = body["offset"]
    total = len(ids) if chosen else board.total(start)
    rows = [
        {"title": title(n), "externalPath": f"/job/Burbank/Role_JR{n}", "bulletFields": [f"JR{n}"]}
        for n in board.page(start, ids)
    ]
    named = (("jobFamilyGroup", board.facets), ("locations", board.facets_within))
    facets = [
        {"facetParameter": name, "values": [{"id": value, "count": len(held)} for value, held in values]}
        for name, values in named
        if values
    ]
    shown = {"facets": facets} if start == 0 else {}
    return _json({"total": min(total, board.wrap or total), "jobPostings": rows, **shown})


def amazon(board: Played, asked: Asked) -> Reply:
    """One query gives 10,000 at most; `facets` name the categories."""
    start, query = _ask(asked, "offset"), parse_qs(urlsplit(asked.path).query)
    chosen = query.get("business_category[]", [""])[0]
    ids = next((ids for name, ids in board.facets if name == chosen), board.ids)
    shown = board.page(start, ids) if start < 10_000 else []
    rows = [{"id_icims": str(n), "title": title(n), "job_path": f"/en/jobs/{n}/x"} for n in shown]
    found = {"business_category_facet": [{name: len(ids)} for name, ids in board.facets]}
    return _json({"hits": min(len(set(ids)), 10_000), "jobs": rows, "facets": found})


def smartrecruiters(board: Played, asked: Asked) -> Reply:
    """Limit and offset; the total may be missing from later pages."""
    start = _ask(asked, "offset")
    rows = [{"id": str(n), "name": title(n), "refNumber": f"REF{n}"} for n in board.page(start)]
    return _json({"totalFound": board.total(start), "offset": start, "limit": 100, "content": rows})


def oracle(board: Played, asked: Asked) -> Reply:
    """Paging stands inside the `finder` parameter."""
    start = int((re.search(r"offset=(\d+)", unquote(asked.path)) or ["", "0"])[1])
    rows = [{"Id": str(n), "Title": title(n)} for n in board.page(start)]
    return _json({"items": [{"TotalJobsCount": board.total(start), "requisitionList": rows}]})


def ultipro(board: Played, asked: Asked) -> Reply:
    """POST; the page is asked for deep inside the body."""
    start = json.loads(asked.body)["opportunitySearch"]["Skip"]
    rows = [{"Id": f"o-{n}", "Title": title(n), "Locations": []} for n in board.page(start)]
    return _json({"opportunities": rows, "totalCount": board.total(start)})


def jibe(board: Played, asked: Asked) -> Reply:
    """Pages counted from 1; every posting is wrapped."""
    page = _ask(asked, "page", 1)
    rows = [
        {"data": {"slug": str(n), "title": title(n), "req_id": f"R{n}"}} for n in board.numbered(page - 1)
    ]
    return _json({"jobs": rows, "totalCount": board.total(page - 1)})


def phenom(board: Played, asked: Asked) -> Reply:
    """A page that carries its postings as JSON inside a script."""
    start = _ask(asked, "from")
    rows = [{"jobSeqNo": f"Q{n}", "jobId": f"R{n}", "title": title(n)} for n in board.page(start)]
    found = {"eagerLoadRefineSearch": {"totalHits": board.total(start), "data": {"jobs": rows}}}
    return _html(f"<script>phApp.ddo = {json.dumps(found)}; phApp.x = 1;</script>")


def radancy(board: Played, asked: Asked) -> Reply:
    """JSON around a piece of HTML; pages counted from 1."""
    page = _ask(asked, "CurrentPage", 1)
    rows = "".join(
        f'<li><a href="/job/burbank/role/391/{n}"><h2>{escape(title(n))}</h2></a></li>'
        for n in board.numbered(page - 1)
    )
    counts = f'data-total-results="{board.total(page - 1)}" data-total-pages="{board.pages()}"'
    piece = f'<section id="search-results" {counts}><ul>{rows}</ul></section>'
    return _json({"filters": "", "results": piece, "hasJobs": bool(rows)})


def icims(board: Played, asked: Asked) -> Reply:
    """Cards in a frame; no count of postings, only of pages."""
    page = _ask(asked, "pr")
    cards = "".join(
        f'<li class="iCIMS_JobCardItem"><a class="iCIMS_Anchor" href="/jobs/{n}/role/job?in_iframe=1">'
        f"<h3>{escape(title(n))}</h3></a></li>"
        for n in board.numbered(page)
    )
    head = f"<h2>Search Results Page {page + 1} of {board.pages()}</h2>"
    return _html(f'{head}<ul class="iCIMS_JobsTable">{cards}</ul>')


def jobvite(board: Played, asked: Asked) -> Reply:
    """A table; neither postings nor pages are counted."""
    rows = "".join(
        f'<tr><td class="jv-job-list-name"><a href="/mothlamp/job/o{n}x">{escape(title(n))}</a></td></tr>'
        for n in board.numbered(_ask(asked, "p"))
    )
    return _html(f'<div class="jv-page"><table class="jv-job-list">{rows}</table></div>')


def avature(board: Played, asked: Asked) -> Reply:
    """Records counted from an offset; the count stands in words."""
    start = _ask(asked, "jobOffset")
    rows = "".join(
        f'<article><h3><a href="/careers/JobDetail/Role/{n}">{escape(title(n))}</a></h3></article>'
        for n in board.page(start)
    )
    return _html(f"<form action='/careers/SearchJobs'>avature</form>1 of {board.total(start)} results{rows}")


def teamtailor(board: Played, asked: Asked) -> Reply:
    """A JSON Feed that names the address of its next page."""
    start = _ask(asked, "start")
    shown = board.page(start)
    rows = [{"id": f"t-{n}", "title": title(n), "url": f"https://m.example/jobs/{n}"} for n in shown]
    more = {"next_url": f"/jobs.json?start={start + len(shown)}"} if board.page(start + len(shown)) else {}
    return _json({"version": "https://jsonfeed.org/version/1.1", "title": "Moth", "items": rows, **more})


def hackernews(board: Played, asked: Asked) -> Reply:
    """First the list of threads, which holds no posting; then the thread."""
    if "/items/" not in asked.path:
        hits = [{"objectID": "77", "title": "Ask HN: Who is hiring? (July 2023)"}]
        return _json({"hits": hits})
    rows = [
        {"id": n, "type": "comment", "text": f"Moth | {title(n)}", "created_at_i": 1690000000,
         "parent_id": 77, "story_id": 77}
        for n in board.ids
    ]  # fmt: skip
    return _json({"id": 77, "type": "story", "children": rows})


def weworkremotely(board: Played, asked: Asked) -> Reply:
    """A file of the newest only."""
    rows = "".join(
        f"<item><guid>https://w.example/{n}</guid><title>Moth: {title(n)}</title></item>" for n in board.ids
    )
    channel = f"<channel><title>We Work Remotely</title>{rows}</channel>"
    text = f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'
    return Reply(body=text.encode(), headers={"Content-Type": "application/rss+xml"})


# System: tenant and player. Every path of the server leads to the one player.
PLAYERS: dict[str, tuple[str, Callable[[Played, Asked], Reply]]] = {
    "amazon": ("all", amazon),
    "avature": ("jobs.quillon.tv/careers", avature),
    "eightfold": ("quillon.com", eightfold),
    "hackernews": ("latest", hackernews),
    "icims": ("careers-lanternfish", icims),
    "jibe": ("careers.quillon.tv", jibe),
    "jobvite": ("mothlamp", jobvite),
    "oracle": ("eqz.fa.oraclecloud.com/CX_1", oracle),
    "phenom": ("careers.quillon.tv/us/en", phenom),
    "radancy": ("jobs.quillon.tv", radancy),
    "smartrecruiters": ("Quillon3", smartrecruiters),
    "teamtailor": ("mothlamp", teamtailor),
    "ultipro": ("QUI1000/f11a0b52-5153-4c12-ad2c-b7f3b0a74112", ultipro),
    "weworkremotely": ("all", weworkremotely),
    "workday": ("quillon.wd5/studios", workday),
}
PAGED = tuple(name for name in PLAYERS if name not in {"hackernews", "weworkremotely"})
COUNTED = tuple(name for name in PAGED if name not in {"icims", "jobvite", "teamtailor"})


class Everywhere(dict[str, Any]):
    """Routes of a site on which every address is answered by one player."""

    def __init__(self, play: Callable[[Asked], Reply]) -> None:
        super().__init__()
        self._play = play

    def get(self, path: str, default: Any = None) -> Any:  # noqa: ARG002 -- that is what it is for
        """Return the player, whatever the path."""
        return self._play

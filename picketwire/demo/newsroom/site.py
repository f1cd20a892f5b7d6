"""Say what the newsroom's site answers to any address at any step; a pure function of both."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from picketwire.demo.newsroom import articles
from picketwire.demo.newsroom.answer import HTML, Answer, not_found
from picketwire.demo.newsroom.faults import FAULTS
from picketwire.demo.newsroom.formats import (
    atom10,
    jsonfeed,
    newssitemap,
    page,
    rss091,
    rss10,
    rss20,
)
from picketwire.demo.newsroom.jobs import boards, listing
from picketwire.demo.newsroom.press import edition, outlets, published
from picketwire.demo.newsroom.systems import ashby, eightfold, greenhouse, lever, smartrecruiters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from picketwire.demo.newsroom.jobs import Listing
    from picketwire.demo.newsroom.press import Edition, Outlet, Step

FORMATS: dict[str, tuple[str, Callable[[Edition], bytes]]] = {
    "atom10": (atom10.CONTENT_TYPE, atom10.render),
    "jsonfeed": (jsonfeed.CONTENT_TYPE, jsonfeed.render),
    "newssitemap": (newssitemap.CONTENT_TYPE, newssitemap.render),
    "page": (page.CONTENT_TYPE, page.render),
    "rss091": (rss091.CONTENT_TYPE, rss091.render),
    "rss10": (rss10.CONTENT_TYPE, rss10.render),
    "rss20": (rss20.CONTENT_TYPE, rss20.render),
}
SYSTEMS: dict[str, Callable[[Listing, str, Mapping[str, str]], Answer | None]] = {
    "ashby": ashby.answer,
    "eightfold": eightfold.answer,
    "greenhouse": greenhouse.answer,
    "lever": lever.answer,
    "smartrecruiters": smartrecruiters.answer,
}
ROBOTS = b"User-agent: *\nDisallow: /api/private/\n"


def respond(target: str, step: Step, base: str) -> Answer:
    """Answer a GET for `target` (path and query) as the site at `base` does at `step`."""
    parts = urlsplit(target)
    if parts.path == "/robots.txt":
        return Answer(body=ROBOTS, content_type="text/plain")
    for outlet in outlets():
        if parts.path.startswith(f"/{outlet.slug}/"):
            return _outlet(outlet, parts.path, step, base)
    return _board(parts.path, dict(parse_qsl(parts.query)), step, base) or not_found()


def _outlet(outlet: Outlet, path: str, step: Step, base: str) -> Answer:
    if path == f"/{outlet.slug}/":
        return _home(outlet)
    if path == f"/{outlet.slug}/{outlet.feed}":
        return _feed(outlet, step, base)
    for entry in published(outlet, step, base):
        if entry.link == base + path:
            return Answer(body=articles.render(entry, outlet), content_type=HTML)
    return not_found()


def _feed(outlet: Outlet, step: Step, base: str) -> Answer:
    fault = outlet.options.faults.get(step.number)
    if fault is not None:
        status, body = FAULTS[fault]()
        return Answer(status=status, body=body, content_type=HTML, validators=False)
    content_type, render = FORMATS[outlet.format]
    body = render(edition(outlet, step, base))
    return Answer(body=body, content_type=content_type, validators=outlet.options.validators)


def _home(outlet: Outlet) -> Answer:
    name, kind = escape(outlet.name), FORMATS[outlet.format][0]
    link = f'<link rel="alternate" type="{kind}" title="{name}" href="{outlet.feed}">'
    head = f'<head><meta charset="utf-8"><title>{name}</title>{link}</head>'
    body = f"<!doctype html>\n<html>{head}<body><h1>{name}</h1></body></html>\n"
    return Answer(body=body.encode(), content_type=HTML)


def _board(path: str, query: Mapping[str, str], step: Step, base: str) -> Answer | None:
    answers = (_listed(listing(each, step, base), path, query) for each in boards())
    return next((answer for answer in answers if answer is not None), None)


def _listed(listed: Listing, path: str, query: Mapping[str, str]) -> Answer | None:
    answer = SYSTEMS[listed.board.system](listed, path, query)
    if answer is None or listed.fault != "wrong":
        return answer
    status, body = FAULTS["upkeep"]()
    return Answer(status=status, body=body, content_type=HTML, validators=False)

"""Jobvite career sites, read from their search pages.

Known from a trimmed saved page and public collectors. The search counts pages from 0 and gives no total.
Newer sites draw their list in the browser and show nothing here; a site that moved away shows an
advertisement for Jobvite.
"""

from __future__ import annotations

import re
from typing import Any

from parsers.board_parts.item import collected, finished
from parsers.board_parts.job_posting import detail
from parsers.board_parts.json_values import not_ours
from parsers.board_parts.look import is_markup
from parsers.board_parts.page import links_by_id, markup, tree, words
from parsers.board_parts.url import base, host_and_path, next_page, number, part, query
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

SITE = "https://jobs.jobvite.com"
LIMITS = (
    "Sites that draw their list in the browser cannot be read.",
    "The list has no date and no text: both come with a posting's own page.",
)
_JOB = re.compile(r"/[\w-]+/job/(\w+)")
# One of these stands in every page of the system; the last in a search beyond its end.
_OURS = (b"jv-job-list", b"jv-page", b"jv-careersite", b"ng-non-bindable")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the first page of a search for everything."""
    return Request(url=f"{base(origin, SITE)}/{part(tenant)}/search?l=&c=&q=&nl=1&p=0")


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of the search, or the page of one posting."""
    if _JOB.search(request.url):
        return _posting(body, request)
    page = tree(body)
    links = links_by_id(page, _JOB)
    if not is_markup(body) or b"why-jobvite" in body or not (links or any(mark in body for mark in _OURS)):
        raise not_ours(body, "Jobvite")
    items = [_item(key, link, request) for key, link in links.items()]
    paged = bool(query(request.url, "p"))
    more = next_page(request, "p", number(request.url, "p"), len(items), None) if paged else None
    return collected("jobvite", items, following=more)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the site's name out of its address."""
    found = re.match(r"jobs\.jobvite\.com/(?:careers/)?([\w-]+)", host_and_path(url))
    return (found[1], None) if found else None


def _posting(body: bytes, request: Request) -> Parsed:
    known = _JOB.search(request.url)
    item = detail(body, request.url, native_id=known[1] if known else "")
    if item is None:
        raise not_ours(body, "Jobvite")
    return Parsed(items=(item,), format="jobvite")


def _item(key: str, link: Any, request: Request) -> Item:
    row = next(iter(link.xpath("ancestor::tr | ancestor::li")), link)
    url = resolve(request.url, link.get("href"))
    item = Item(
        kind="posting",
        native_id=key,
        title=words(link.xpath(".//*[contains(@class, 'job-list-name')]")) or words(link),
        url=url,
        detail=Request(url=url) if url else None,
        posting=Posting(locations=(words(row.xpath(".//*[contains(@class, 'job-list-location')]")),)),
    )
    return finished(item, markup(row))

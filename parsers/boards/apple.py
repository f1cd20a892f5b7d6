"""Apple's own job site, read from the data that its servers write into every page.

Known from public collectors, with no recording at hand. Search and posting pages carry their content as
JSON inside a script (`__staticRouterHydrationData`); the site's interfaces want a token from a cookie. A page
of the search holds 20 postings and pages are counted from 1.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours
from parsers.board_parts.look import is_markup
from parsers.board_parts.page import embedded
from parsers.board_parts.url import base, host_and_path, next_page, number, part, site
from parsers.board_parts.values import address, country, moment, written_day
from picketwire.records import Item, Parsed, Posting, Request

SITE = "https://jobs.apple.com"
EXAMPLE = "en-us"
UNTESTED = True
LIMITS = (
    "The tenant is a locale (en-us).",
    "The list has a summary only: the text comes with the posting's own page.",
)
_TEXTS = (
    "jobSummary",
    "description",
    "minimumQualifications",
    "preferredQualifications",
    "keyQualifications",
    "additionalRequirements",
)


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the newest postings of a locale."""
    return Request(url=f"{base(origin, SITE)}/{part(tenant or 'en-us')}/search?sort=newest&page=1")


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of the search, or the page of one posting."""
    data = embedded(body, "__staticRouterHydrationData")["loaderData"] if is_markup(body) else Node(None)
    found, job = data["search"], data["jobDetails"]["jobsData"]
    if job["postingTitle"]:
        return answer("apple", [job], lambda job: _item(job, request, listed=False))
    if not found["searchResults"].is_list:
        raise not_ours(body, "jobs.apple.com")
    total, jobs = found["totalRecords"].count, found["searchResults"]
    more = next_page(request, "page", number(request.url, "page", 1), len(jobs), total)
    return answer("apple", jobs, lambda job: _item(job, request, listed=True), total=total, following=more)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Recognise the site and its locale."""
    found = re.match(r"jobs\.apple\.com(?:/([a-z]{2}-[a-z]{2}))?(?:/|$)", host_and_path(url))
    return (found[1] or "en-us", None) if found else None


def _item(job: Node, request: Request, *, listed: bool) -> Item:
    key, posted = (
        job["positionId"].text or job["jobNumber"].text,
        job.first("postDateInGMT", "postingDate").text,
    )
    url = _public(key, job["transformedPostingTitle"].text, request)
    homes = job["homeOffice"].value is True
    item = Item(
        kind="posting",
        native_id=key,
        title=job["postingTitle"].text,
        url=url,
        summary=text_of(job["jobSummary"].raw) if listed else "",
        body="" if listed else text_of(*(job[name].raw for name in _TEXTS)),
        published=moment(posted),
        published_raw=posted,
        detail=Request(url=url) if listed else None,
        posting=Posting(
            employer="Apple",
            team=job["team"].label("teamName") or ", ".join(name.text for name in job["teamNames"]),
            locations=tuple(map(_place, job["locations"])),
            remote="remote" if homes else None,
            employment_type=job["employmentType"].text or job["jobType"].text,
            requisition_id=job["reqId"].text or job["jobNumber"].text or None,
            opened=written_day(posted),
        ),
    )
    nation = next(iter(job["locations"]), Node(None))["countryName"].text
    return finished(item, job.value, country=country(nation))


def _place(place: Node) -> str:
    city = place.first("city", "name").text
    return address(city, place["stateProvince"].text, place["countryName"].text)


def _public(key: str, slug: str, request: Request) -> str:
    locale = re.search(r"/([a-z]{2}-[a-z]{2})/", request.url)
    ending = f"/{part(slug)}" if slug else ""
    return f"{site(request.url) or SITE}/{locale[1] if locale else 'en-us'}/details/{part(key)}{ending}"

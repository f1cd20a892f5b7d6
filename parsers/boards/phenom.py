"""Phenom career sites, read from the search page that their servers render.

Known from recorded answers and public collectors. The search page carries its first results as JSON
(`eagerLoadRefineSearch`); the site's own interface (`POST /widgets`) answers in the same shape but wants a
token from a cookie. `applyUrl` leads to another system. A public collector files answers of Jibe under this
name; they are read as what they are.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.job_posting import detail
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.look import is_markup
from parsers.board_parts.page import embedded
from parsers.board_parts.url import base, following, host_and_path, number, part, site
from parsers.board_parts.values import address, written_day
from parsers.boards import jibe
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

EXAMPLE = "careers.humana.com/us/en"
LIMITS = (
    "The tenant is host, country and language of the site: careers.humana.com/us/en.",
    "The list has a teaser only: the text comes with the posting's own page.",
)
_LOCALE = re.compile(r"https?://[^/]+((?:/[a-z]{2,6}){1,2})/(?:search-results|job|widgets)")
_JOB = re.compile(r"/job/([^/?]+)")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the first page of the search for everything."""
    host, _, locale = tenant.partition("/")
    return Request(url=f"{base(origin, f'https://{host}')}/{locale or 'us/en'}/search-results?from=0&s=1")


def read(body: bytes, request: Request) -> Parsed:
    """Read a search page, an answer of the site's interface, or the page of one posting."""
    if is_markup(body):
        found = embedded(body, '"eagerLoadRefineSearch"')
        return _page(found, request) if found["data"]["jobs"].is_list else _posting(body, request)
    data = read_json(body, "Phenom")
    if jibe.is_answer(data):
        return jibe.read(body, request)
    found = data["refineSearch"] if data["refineSearch"] else data["eagerLoadRefineSearch"]
    if not found["data"]["jobs"].is_list:
        raise not_ours(body, "Phenom")
    return _page(found, request)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Recognise a site by its search or posting address: host, country, language."""
    found = re.match(r"([^/]+/[a-z]{2,6}/[a-z]{2})/(?:search-results$|job/[^/]+)", host_and_path(url))
    return (found[1], None) if found else None


def _page(found: Node, request: Request) -> Parsed:
    jobs, total = found["data"]["jobs"], found["totalHits"].count
    more = (
        following(request, "from", number(request.url, "from"), len(jobs), total)
        if request.method == "GET"
        else None
    )
    return answer("phenom", jobs, lambda job: _item(job, request), total=total, following=more)


def _posting(body: bytes, request: Request) -> Parsed:
    known = _JOB.search(request.url)
    item = detail(body, request.url, native_id=known[1] if known else "")
    if item is None or "/search-results" in request.url:
        raise not_ours(body, "Phenom")
    return Parsed(items=(item,), format="phenom")


def _item(job: Node, request: Request) -> Item:
    posted = job.first("postedDate", "dateCreated").text
    key, url = job.first("jobSeqNo", "jobId").text, _public(job, request)
    spots = [place.label("cityStateCountry", "location") for place in job["multi_location"]]
    one = job.first("cityStateCountry", "location").text or address(
        job["city"].text, job["state"].text, job["country"].text
    )
    item = Item(
        kind="posting",
        native_id=key,
        title=job["title"].text,
        url=url,
        summary=text_of(job["descriptionTeaser"].raw),
        body=text_of(job["description"].raw),
        published_raw=posted,
        categories=(job["category"].text,),
        detail=Request(url=url) if url and _is_own(url, request) and not job["description"] else None,
        posting=Posting(
            employer=job["companyName"].text,
            department=job["department"].text or job["category"].text,
            locations=tuple(spots) or (one,),
            employment_type=job["type"].text,
            requisition_id=job["reqId"].text or job["jobId"].text or None,
            opened=written_day(posted),
        ),
    )
    return finished(item, job.value, without=("ml_highlight", "ml_job_parser"))


def _is_own(url: str, request: Request) -> bool:
    return site(url) == site(request.url) and "/job/" in url


def _public(job: Node, request: Request) -> str | None:
    """Return the site's own page of a posting; the apply link only where the site's locale is not known."""
    locale = _LOCALE.match(request.url)
    if job["jobUrl"]:
        return resolve(request.url, job["jobUrl"].raw)
    if locale:
        return f"{site(request.url)}{locale[1]}/job/{part(job.first('jobSeqNo', 'jobId').text)}"
    return resolve(request.url, job["applyUrl"].raw.removesuffix("/apply"))

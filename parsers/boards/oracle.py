"""Oracle Recruiting Cloud career sites, through the interface of their own pages.

Known from recorded answers and public collectors. Paging stands inside the `finder` parameter, and without
`expand` an answer counts postings and lists none. The list has no text. The public page is under
`/hcmUI/`, not under the interface's path.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path, part, site
from parsers.board_parts.values import country, remote_in, requisition, written_day
from picketwire.errors import ParseError
from picketwire.records import Item, Parsed, Posting, Request

EXAMPLE = "eeho.fa.us2.oraclecloud.com/CX_1"
LIMITS = (
    "The tenant is host/site number: eeho.fa.us2.oraclecloud.com/CX_1.",
    "The list has a teaser at most: the text comes with a posting's own answer.",
)
_API = "/hcmRestApi/resources/latest/recruitingCEJobRequisition"
_TEXTS = (
    "ExternalDescriptionStr",
    "ExternalResponsibilitiesStr",
    "ExternalQualificationsStr",
    "CorporateDescriptionStr",
)
_SITE = re.compile(r"siteNumber=([^,;&]+)")
_OFFSET = re.compile(r"offset=(\d+)")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the newest 100 requisitions of a site."""
    host, _, number = tenant.partition("/")
    finder = f"findReqs;siteNumber={part(number or 'CX_1')},limit=100,offset=0,sortBy=POSTING_DATES_DESC"
    expand = "requisitionList.secondaryLocations,flexFieldsFacet.values"
    return Request(
        url=f"{base(origin, f'https://{host}')}{_API}s?onlyData=true&expand={expand}&finder={finder}"
    )


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of requisitions, or one requisition."""
    data = read_json(body, "Oracle Recruiting")
    item = next(iter(data["items"]), data)
    if "TotalJobsCount" in item or item["requisitionList"].is_list:
        return _page(item, request)
    if item["Title"] and item["Id"]:
        return answer("oracle", [item], lambda job: _item(job, request))
    raise not_ours(body, "Oracle Recruiting")


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read host and site number out of a candidate page's or the interface's address."""
    place = host_and_path(url)
    found = re.match(r"([^/]+)/hcmUI/CandidateExperience/[^/]+/sites/([^/]+)", place)
    if found:
        return f"{found[1]}/{found[2]}", None
    named = _SITE.search(unquote(url))
    return (f"{place.partition('/')[0]}/{named[1]}", None) if named and _API in place else None


def _page(item: Node, request: Request) -> Parsed:
    jobs, total = item["requisitionList"], item["TotalJobsCount"].count
    if total and not jobs.is_list:
        raise ParseError(
            f"Oracle Recruiting counts {total} requisitions and lists none: was `expand` left out?"
        )
    start = _OFFSET.search(unquote(request.url))
    reached = (int(start[1]) if start else 0) + len(jobs)
    more = start and len(jobs) and not (total and total <= reached)
    following = replace(request, url=_OFFSET.sub(f"offset={reached}", unquote(request.url))) if more else None
    return answer("oracle", jobs, lambda job: _item(job, request), total=total, following=following)


def _item(job: Node, request: Request) -> Item:
    posted = job.first("PostedDate", "ExternalPostedStartDate").text
    places = (job["PrimaryLocation"].text, *(place["Name"].text for place in job["secondaryLocations"]))
    text = text_of(*(job[name].raw for name in _TEXTS))
    key, host = job["Id"].text, site(request.url)
    named = _SITE.search(unquote(request.url))
    number = named[1].strip('"') if named else "CX_1"
    detail = (
        f"{host}{_API}Details?expand=all&onlyData=true&finder=ById;Id=%22{part(key)}%22,siteNumber={number}"
    )
    item = Item(
        kind="posting",
        native_id=key,
        title=job["Title"].text,
        url=f"{host}/hcmUI/CandidateExperience/en/sites/{number}/job/{part(key)}" if host else None,
        summary=text_of(job["ShortDescriptionStr"].raw),
        body=text,
        published_raw=posted,
        categories=(job["JobFamily"].text, job["Category"].text),
        detail=Request(url=detail) if host and not text else None,
        posting=Posting(
            employer=job["LegalEmployer"].text,
            department=job.first("Department", "JobFunction").text,
            locations=places,
            remote=remote_in(job["WorkplaceType"].text, job["WorkplaceTypeCode"].text.replace("_", " ")),
            employment_type=job["JobSchedule"].text or job["JobType"].text,
            requisition_id=requisition(job["RequisitionNumber"].text or key),
            opened=written_day(posted),
            closes=written_day(job.first("PostingEndDate", "ExternalPostedEndDate").text),
        ),
    )
    return finished(
        item,
        job.value,
        country=country(job["PrimaryLocationCountry"].text),
        without=("Distance", "Relevancy"),
    )

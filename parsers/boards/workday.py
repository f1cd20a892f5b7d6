"""Workday career sites, through the interface that their own pages use.

Known from recorded answers and public collectors. A page holds at most 20 postings. The total is capped
at 2,000 and paging wraps to the first page there; later pages may give a total of 0. The list knows only
"Posted 3 Days Ago", which is no date; the detail's `startDate` is the day of posting. The first bullet is
often, not always, the requisition id. A posting's path on the interface is no public address: that is the
site's name followed by the path.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path, posting_json, site
from parsers.board_parts.values import country, remote_in, written_day, written_pay
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

CEILING = 2000
EXAMPLE = "disney.wd5/disneycareer"
LIMITS = (
    "Beyond 2,000 postings a site starts again with its first page; it is asked for one facet at a time.",
    "The list has no date and no text: both come with a posting's own answer.",
    "The tenant is written company.cluster/site, as in disney.wd5/disneycareer.",
)
_TENANT = re.compile(
    r"([\w-]+)(\.wd\d+)\.myworkdayjobs\.com/(?:wday/cxs/[\w-]+/)?(?:[a-z]{2}(?:-[A-Z]{2})?/)?([\w-]+)"
)
_SHARED = re.compile(
    r"(wd\d+)\.myworkdaysite\.com/(?:[a-z]{2}(?:-[A-Z]{2})?/)?(?:wday/cxs|recruiting)/([\w-]+)/([\w-]+)"
)
_CXS = re.compile(r"https?://[^/]+/wday/cxs/([^/]+)/([^/?]+)")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the first 20 postings of a site."""
    host, _, name = tenant.partition("/")
    where = f"{base(origin, f'https://{host}.myworkdayjobs.com')}/wday/cxs/{host.split('.')[0]}/{name}"
    return posting_json(f"{where}/jobs", {"appliedFacets": {}, "limit": 20, "offset": 0, "searchText": ""})


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of a site's list, or one posting."""
    data = read_json(body, "Workday")
    if data["jobPostings"].is_list:
        return _page(data, request)
    if data["jobPostingInfo"]["title"]:
        return answer("workday", [data], lambda job: _detail(job, request))
    raise not_ours(body, "Workday")


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read company, cluster and site out of a site's or a posting's address."""
    place = host_and_path(url)
    if own := _TENANT.match(place):
        return f"{own[1]}{own[2]}/{own[3]}", None
    if shared := _SHARED.match(place):
        return f"{shared[2]}.{shared[1]}/{shared[3]}", f"https://{shared[1]}.myworkdaysite.com"
    return None


def _page(data: Node, request: Request) -> Parsed:
    asked = _asked(request)
    start, got = asked["offset"].count or 0, len(data["jobPostings"])
    total = (data["total"].count or 0) or (0 if start == 0 else None)
    ends = not got or start + got >= CEILING or (total is not None and 0 < total <= start + got)
    more = None if ends else _again(request, offset=start + got)
    parsed = answer(
        "workday", data["jobPostings"], lambda job: _item(job, request), total=total, following=more
    )
    capped = start == 0 and (total or 0) >= CEILING
    return replace(parsed, splits=_by_facet(data, request)) if capped else parsed


def _asked(request: Request) -> Node:
    try:
        return Node(json.loads(request.body or b"{}"))
    except ValueError:
        return Node(None)


def _again(request: Request, **changes: object) -> Request:
    asked = _asked(request).value
    return replace(
        request, body=json.dumps({**(asked if isinstance(asked, dict) else {}), **changes}).encode()
    )


def _by_facet(data: Node, request: Request) -> tuple[Request, ...]:
    """Return one list per value of the facet that cuts a list into the most parts.

    A part that is cut off itself is cut again by another facet; where none is left there are no parts.
    """
    applied = _asked(request)["appliedFacets"].value
    applied = applied if isinstance(applied, dict) else {}
    facets = [(facet["facetParameter"].text, list(facet["values"])) for facet in data["facets"]]
    plain = [
        (name, values)
        for name, values in facets
        if name not in applied and len(values) > 1 and all(v["id"] and not v["values"] for v in values)
    ]
    name, values = max(plain, key=lambda facet: len(facet[1]), default=("", []))
    return tuple(
        _again(request, appliedFacets={**applied, name: [value["id"].text]}, offset=0) for value in values
    )


def _item(job: Node, request: Request) -> Item:
    path, bullets = job["externalPath"].text, [bullet.text for bullet in job["bulletFields"]]
    key = _key(path)
    item = Item(
        kind="posting",
        native_id=key,
        title=job["title"].text,
        url=_public(path, request),
        detail=_detail_request(path, request),
        posting=Posting(
            locations=(job["locationsText"].text,),
            remote=remote_in(job["remoteType"].text),
            employment_type=job["timeType"].text,
            requisition_id=next((b for b in bullets if b and (key == b or key.startswith(f"{b}-"))), None),
            pay=tuple(pay for bullet in bullets for pay in written_pay(bullet)),
        ),
    )
    return finished(item, job.value, without=("postedOn",))


def _detail(job: Node, request: Request) -> Item:
    info = job["jobPostingInfo"]
    posted = info["startDate"].text
    item = Item(
        kind="posting",
        native_id=_key(info["jobPostingId"].text or info["externalUrl"].text or request.url),
        title=info["title"].text,
        url=resolve(request.url, info["externalUrl"].raw) or _public(_CXS.sub("", request.url), request),
        body=text_of(info["jobDescription"].raw),
        published_raw=posted,
        categories=(info["jobFamilyGroup"].text,),
        posting=Posting(
            employer=job["hiringOrganization"]["name"].text,
            locations=(info["location"].text, *(place.text for place in info["additionalLocations"])),
            remote=remote_in(info["remoteType"].text),
            employment_type=info["timeType"].text,
            requisition_id=info["jobReqId"].text or None,
            opened=written_day(posted),
            closes=written_day(info["endDate"].text),
        ),
    )
    nation = (
        info["jobRequisitionLocation"]["country"]["alpha2Code"].text or info["country"]["descriptor"].text
    )
    return finished(item, job.value, country=country(nation))


def _key(path: str) -> str:
    """Return what stays of a posting's path when it is retitled: the part behind the last underscore."""
    return path.rstrip("/").rpartition("/")[2].rpartition("_")[2]


def _public(path: str, request: Request) -> str | None:
    where = _CXS.match(request.url)
    if where is None:
        return resolve(request.url, path)
    shared = "recruiting/" + where[1] + "/" if "myworkdaysite.com" in request.url else ""
    return resolve(request.url, f"/{shared}{where[2]}{path}")


def _detail_request(path: str, request: Request) -> Request | None:
    where = _CXS.match(request.url)
    return (
        Request(url=f"{site(request.url)}/wday/cxs/{where[1]}/{where[2]}{path}") if where and path else None
    )

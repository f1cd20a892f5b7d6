"""SAP SuccessFactors career sites (Paramount, Lionsgate), in both forms in which they list every posting.

Known from recorded answers and public collectors. A site on the employer's own host gives
`/sitemal.xml` (spelled so), an RSS file. The hosts of SuccessFactors give `<Job-Listing>`, which is not
quite XML: elements without a name, fields that the employer labels as it likes. That one has no address
per posting; the public one is built from host, company and requisition.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from parsers.board_parts.item import collected, finished, text_of
from parsers.board_parts.job_posting import detail
from parsers.board_parts.json_values import line, not_ours
from parsers.board_parts.look import is_markup
from parsers.board_parts.page import child, fields_of, xml
from parsers.board_parts.url import base, host_and_path, part, query, site
from parsers.board_parts.values import midnight, remote_in, slashed_days, written_day
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

if TYPE_CHECKING:
    from datetime import date

EXAMPLE = "careers.paramount.com"
LIMITS = (
    "The tenant is the career site's host; or a company id, with the host of SuccessFactors as url.",
    "A wrong company id is answered with a page, status 200.",
    "<Job-Listing> seldom states the day of posting.",
)
_HOSTED = re.compile(r"(career\d*\.(?:successfactors|sapsf)\.(?:com|eu|cn))/career")
_LINK_ID = re.compile(r"/(\d+)/?(?:\?.*)?$")
# Which field holds what is the employer's choice; these words of its label tell.
_WORKPLACE = (
    "work location",
    "work model",
    "workplace",
    "work arrangement",
    "location flexibility",
    "remote",
)
_PLACE = ("city", "state", "province", "country", "location", "region")
_DEPARTMENT = ("job function", "department", "job family", "job area", "job category", "function")
_TYPE = ("employment type", "job type", "contract type", "work schedule", "employment status")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole site."""
    if "." in tenant:
        return Request(url=f"{base(origin, f'https://{tenant}')}/sitemal.xml")
    host = base(origin, "https://career4.successfactors.com")
    return Request(url=f"{host}/career?company={part(tenant)}&career_ns=job_listing_summary&resultType=XML")


def read(body: bytes, request: Request) -> Parsed:
    """Read either list, or the public page of one posting."""
    if is_markup(body):
        return _page(body, request)
    root = xml(body)
    kind = root.tag.lower() if root is not None and isinstance(root.tag, str) else ""
    if kind == "job-listing":
        jobs = list(root.iter("Job"))
        days = slashed_days(map(_posted, jobs), month_first=True)
        return collected("successfactors", [_listed(job, request, days) for job in jobs])
    if kind == "rss" and root.find("channel") is not None:
        entries = list(root.iter("item"))
        if all(child(entry, "id") or _last_number(child(entry, "link")) for entry in entries):
            return collected("successfactors", [_from_rss(entry, request) for entry in entries])
    raise not_ours(body, "SuccessFactors")


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the company id, or recognise a career site of this system by its paths."""
    place = host_and_path(url)
    hosted = _HOSTED.match(place)
    if hosted:
        company = query(url, "company") or query(url, "career_company")
        return (company, f"https://{hosted[1]}") if company else None
    own = re.match(r"([^/]+\.[a-z]+)/(?:sitemal\.xml|(?:[\w-]+/)?job/[^/]+/\d{5,}/?)$", place)
    return (own[1], None) if own else None


def _page(body: bytes, request: Request) -> Parsed:
    known = _LINK_ID.search(request.url.partition("?")[0])
    item = detail(body, request.url, native_id=known[1] if known else "")
    if item is None or "job_listing_summary" in request.url or request.url.endswith("/sitemal.xml"):
        raise not_ours(body, "SuccessFactors")
    return Parsed(items=(item,), format="successfactors")


def _from_rss(entry: Any, request: Request) -> Item:
    link, posted = child(entry, "link"), child(entry, "pubDate")
    key = child(entry, "id") or _last_number(link) or child(entry, "guid")
    place = line(child(entry, "location"))
    named = line(child(entry, "title"))
    item = Item(
        kind="posting",
        native_id=line(key),
        title=_without_place(named, place),
        url=resolve(request.url, link.partition("?")[0]),
        body=text_of(child(entry, "description")),
        published_raw=posted,
        posting=Posting(
            employer=line(child(entry, "employer")),
            department=line(child(entry, "job_function")),
            locations=(place,),
            employment_type=line(child(entry, "employment_type", "job_type")),
            opened=written_day(posted),
            closes=written_day(child(entry, "expiration_date")),
        ),
    )
    return finished(item, fields_of(entry))


def _last_number(link: str) -> str:
    found = _LINK_ID.search(link)
    return found[1] if found else ""


def _without_place(title: str, place: str) -> str:
    """Take the place off "Archivist (Burbank, CA, US, 91505)"; any other bracket is part of the title."""
    found = re.fullmatch(r"(.+?)\s*\(([^()]*)\)", title)
    if found is None or not place:
        return title
    start = found[2].split(",")[0].strip().lower()
    return found[1] if start and place.lower().startswith(start) else title


def _posted(job: Any) -> str:
    return line(child(job, "Posted-Date", "PostedDate"))


def _listed(job: Any, request: Request, days: dict[str, date]) -> Item:
    labels = {
        line(child(field, "label")).lower(): line(child(field, "value"))
        for field in job.iterchildren()
        if isinstance(field.tag, str) and re.match(r"(?:filter|mfield)\d", field.tag)
    }
    number, posted = line(child(job, "ReqId")), _posted(job)
    opened = days.get(posted) or written_day(posted)
    item = Item(
        kind="posting",
        native_id=number,
        title=line(child(job, "JobTitle")),
        url=_public(number, request),
        body=text_of(child(job, "Job-Description")),
        published=midnight(opened),
        published_raw=posted,
        posting=Posting(
            employer=labels.get("company") or labels.get("legal entity"),
            department=line(child(job, "Department")) or _said(labels, _DEPARTMENT),
            locations=(_place(labels),),
            remote=remote_in(_said(labels, _WORKPLACE)),
            employment_type=_said(labels, _TYPE),
            requisition_id=number or None,
            opened=opened,
        ),
    )
    return finished(item, fields_of(job))


def _said(labels: dict[str, str], words: tuple[str, ...]) -> str:
    return next((labels[name] for word in words for name in labels if word in name and labels[name]), "")


def _place(labels: dict[str, str]) -> str:
    """Join what is labelled city, state and country, each once; workplace labels are no places."""
    left = {name: text for name, text in labels.items() if not any(word in name for word in _WORKPLACE)}
    parts = [next((text for name, text in left.items() if word in name and text), "") for word in _PLACE]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _public(number: str, request: Request) -> str | None:
    host, company = site(request.url), query(request.url, "company")
    asked = {"career_ns": "job_listing", "company": company, "career_job_req_id": number}
    return f"{host}/career?{urlencode(asked)}" if host else None

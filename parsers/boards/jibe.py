"""Jibe career sites (the front of many iCIMS boards), through the interface of their own pages.

Known from recorded answers and public collectors. Every posting is wrapped in `data`. Which of the `tagsN`
holds pay is the employer's choice ("USD $47,740.00/Yr.", "$13.66-$19.16 /HOURLY"), and a salary of 0
means none. Some boards are fed from an archive: their postings can be long gone.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path, next_page, number, part, site
from parsers.board_parts.values import address, band, country, moment, period_in, written_day, written_pay
from picketwire.records import Item, Parsed, Pay, Posting, Request
from picketwire.urls import resolve

EXAMPLE = "careers.petsmart.com"
LIMITS = (
    "The tenant is the site's host.",
    "Some boards list postings that were withdrawn elsewhere long ago; nothing in the answer tells.",
)
_TEXTS = ("description", "responsibilities", "qualifications")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the newest postings."""
    where = base(origin, f"https://{tenant}")
    return Request(url=f"{where}/api/jobs?page=1&limit=100&sortBy=posted_date&descending=true&internal=false")


def is_answer(data: Node) -> bool:
    """Whether this is a page of postings of this system."""
    wrapped = all(job["data"]["title"] for job in data["jobs"])
    return data["jobs"].is_list and wrapped and ("totalCount" in data or len(data["jobs"]) > 0)


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of postings."""
    data = read_json(body, "Jibe")
    if not is_answer(data):
        raise not_ours(body, "Jibe")
    total, page = data["totalCount"].count, number(request.url, "page", 1)
    more = next_page(request, "page", page, len(data["jobs"]), total)
    entries = [job["data"] for job in data["jobs"]]
    return answer("jibe", entries, lambda job: _item(job, request), total=total, following=more)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Recognise a site's interface; its pages look like many others'."""
    found = re.match(r"([^/]+\.[a-z]+)/api/jobs$", host_and_path(url))
    return (found[1], None) if found else None


def _item(job: Node, request: Request) -> Item:
    posted = job["posted_date"].text
    spots = [job, *job["additional_locations"]]
    item = Item(
        kind="posting",
        native_id=job.first("slug", "req_id").text,
        title=job["title"].text,
        url=_public(job, request),
        body=text_of(*(job[name].raw for name in _TEXTS)),
        published_raw=posted,
        updated=moment(job["update_date"].text),
        language=job["language"].text,
        categories=tuple(c["name"].text for c in job["categories"]),
        posting=Posting(
            employer=job["hiring_organization"].text,
            department=job["department"].text or next((c["name"].text for c in job["categories"]), ""),
            locations=tuple(map(_place, spots)),
            employment_type=job["employment_type"].text,
            requisition_id=job["req_id"].text or None,
            pay=_pay(job),
            opened=written_day(posted),
            closes=written_day(job["posting_expiry_date"].text),
        ),
    )
    return finished(
        item, job.value, country=country(job["country_code"].text), without=("meta_data", "update_date")
    )


def _place(place: Node) -> str:
    parts = (place["city"].text, place["state"].text, place["country"].text)
    return address(*parts) or place.first("full_location", "short_location", "location_name").text


def _public(job: Node, request: Request) -> str | None:
    own = resolve(request.url, job["meta_data"]["canonical_url"].raw)
    key, language = job.first("slug", "req_id").text, job["language"].text
    host = site(request.url) if "/api/jobs" in request.url else ""
    if own or not host:
        return own or resolve(request.url, job["apply_url"].raw)
    return f"{host}/jobs/{part(key)}" + (f"?lang={language}" if language else "")


def _pay(job: Node) -> tuple[Pay, ...]:
    nation, one = country(job["country_code"].text), job["salary_value"].amount
    low, high = job["salary_min_value"].amount or one, job["salary_max_value"].amount or one
    tags = [tag.text for name, tags in job.items() if re.fullmatch(r"tags\d+", name) for tag in tags]
    written = tuple(
        pay
        for tag in tags
        if re.search(r"[$€£]|\b[A-Z]{3} ?\d", tag)
        for pay in written_pay(tag, country=nation)
    )
    period = job["salary_frequency"].text
    stated = band(low, high, job["salary_currency"].text, period_in(period), words=period)
    return stated if stated and (stated[0].currency or not written) else written

"""SmartRecruiters, through its public posting API (NBCUniversal).

Known from recorded answers and public collectors. The list has no text. The API answers any company
name with an empty list, so an empty board and an unknown one look alike. `ref` is an address of the API;
the public page of a posting is on another host.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, following, host_and_path, number, part, site
from parsers.board_parts.values import address, band, country, period_in, requisition, written_day
from picketwire.records import Item, Parsed, Pay, Posting, Request
from picketwire.urls import resolve

API = "https://api.smartrecruiters.com"
PUBLIC = "https://jobs.smartrecruiters.com"
EXAMPLE = "NBCUniversal3"
LIMITS = (
    "An unknown company is answered with an empty list, like a company without openings.",
    "The list has no text: it comes with a posting's own answer.",
)
_COMPANY = re.compile(r"/companies/([^/]+)/postings")
_TENANT = re.compile(
    r"(?:(?:jobs|careers)\.smartrecruiters\.com|api\.smartrecruiters\.com/v1/companies)/([^/]+)"
)
_SECTIONS = ("jobDescription", "qualifications", "additionalInformation", "companyDescription")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the first 100 postings of a company."""
    return Request(url=f"{base(origin, API)}/v1/companies/{part(tenant)}/postings?limit=100&offset=0")


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of postings, or one posting."""
    data = read_json(body, "SmartRecruiters")
    if data["content"].is_list and (
        "totalFound" in data or any("refNumber" in job for job in data["content"])
    ):
        total, start = data["totalFound"].count, number(request.url, "offset")
        more = following(request, "offset", start, len(data["content"]), total)
        return answer(
            "smartrecruiters", data["content"], lambda j: _item(j, request), total=total, following=more
        )
    if data["id"] and data["name"] and data["jobAd"]:
        return answer("smartrecruiters", [data], lambda job: _item(job, request))
    raise not_ours(body, "SmartRecruiters")


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the company's identifier out of a board's, a posting's or the API's address."""
    found = _TENANT.match(host_and_path(url))
    return (found[1], None) if found else None


def _item(job: Node, request: Request) -> Item:
    where, released = job["location"], job["releasedDate"].text
    labels = [job[field].label("label") for field in ("function", "industry", "experienceLevel")]
    item = Item(
        kind="posting",
        native_id=job["id"].text,
        title=job["name"].text,
        url=resolve(request.url, job["postingUrl"].raw) or _public(job, request),
        body=text_of(*_sections(job["jobAd"]["sections"])),
        published_raw=released,
        language=job["language"]["code"].text,
        categories=tuple(labels),
        detail=None if job["jobAd"] else _detail(job, request),
        posting=Posting(
            employer=job["company"]["name"].text,
            department=job["department"]["label"].text,
            locations=(_place(where),),
            remote="remote" if where["remote"] else "hybrid" if where["hybrid"] else None,
            employment_type=job["typeOfEmployment"]["label"].text,
            requisition_id=requisition(job["refNumber"].text),
            pay=_pay(job["compensation"]),
            opened=written_day(released),
        ),
    )
    return finished(item, job.value, country=country(where["country"].text))


def _sections(sections: Node) -> list[str]:
    known = [sections[name] for name in _SECTIONS]
    others = [section for name, section in sections.items() if name not in _SECTIONS]
    return [f"<h3>{s['title'].raw}</h3>{s['text'].raw}" for s in (*known, *others) if s["text"]]


def _place(where: Node) -> str:
    return where["fullLocation"].text or address(
        where["city"].text, where["region"].text, where["country"].text.upper()
    )


def _company(job: Node, request: Request) -> str:
    named = _COMPANY.search(job["ref"].raw) or _COMPANY.search(request.url)
    return job["company"]["identifier"].text or (named[1] if named else "")


def _public(job: Node, request: Request) -> str | None:
    company = _company(job, request)
    return f"{PUBLIC}/{part(company)}/{part(job['id'].text)}" if company else None


def _detail(job: Node, request: Request) -> Request | None:
    company = _company(job, request)
    host = site(request.url) if "/v1/companies/" in request.url else API
    return (
        Request(url=f"{host}/v1/companies/{part(company)}/postings/{part(job['id'].text)}")
        if company
        else None
    )


def _pay(field: Node) -> tuple[Pay, ...]:
    period = field["period"].text
    return band(
        field["min"].amount, field["max"].amount, field["currency"].text, period_in(period), words=period
    )

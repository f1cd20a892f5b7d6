"""Eightfold career sites (Netflix since 2024), both the older v2 interface and the newer PCSX.

Known from recorded answers and from public collectors. A page holds ten positions whatever is
asked for, so the next one starts where this one ended; collectors that step by what they asked for
miss most of a board. Lists carry no description: `Item.detail` asks for it. `t_create` is the day a
posting opened, `t_update` moves daily. A detail may leave out the way of working that the list
states. Times are seconds since 1970 in UTC. Short records of positions, as public collectors keep them,
are read too, so that a board's past can be filled in.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.job_posting import detail
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.look import is_markup
from parsers.board_parts.url import base, following, host_and_path, number, part, query, site
from parsers.board_parts.values import epoch, midnight, remote_in, requisition, slashed_days
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

if TYPE_CHECKING:
    from datetime import datetime

EXAMPLE = "netflix.com"
LIMITS = (
    "Ten postings a page whatever is asked for.",
    "The tenant is the employer's domain; add /pcsx (nvidia.com/pcsx) for sites on the newer interface.",
    "Pay stands in the text only.",
)
_V2, _PCSX, _PCSX_DETAIL = "/api/apply/v2/jobs", "/api/pcsx/search", "/api/pcsx/position_details"
_PUBLIC = re.compile(r"//([^/]+)/careers/job/(\d+)")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the newest ten positions."""
    domain, _, interface = tenant.partition("/")
    host = base(origin, f"https://{domain.split('.')[0]}.eightfold.ai")
    if interface == "pcsx":
        return Request(url=f"{host}{_PCSX}?domain={part(domain)}&query=&location=&start=0&sort_by=timestamp")
    return Request(url=f"{host}{_V2}?domain={part(domain)}&start=0&num=10&sort_by=new")


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of positions or one position, of either interface, or the public page of a position."""
    if is_markup(body) and "/api/" not in request.url:
        return _public_page(body, request)
    data = read_json(body, "Eightfold")
    if data.is_list and len(data) and all(_is_kept(entry) for entry in data):
        return answer("eightfold", data, lambda job: _item(job, request, listed=True))
    data = data["data"] if data["data"] else data
    if data["positions"].is_list:
        return _page(data, request)
    if data["id"] and data["name"]:
        return answer("eightfold", [data], lambda job: _item(job, request, listed=False))
    raise not_ours(body, "Eightfold")


def _public_page(body: bytes, request: Request) -> Parsed:
    item = detail(body, request.url)
    named = _PUBLIC.search(request.url) or _PUBLIC.search((item and item.url) or "")
    if item is None or named is None:
        raise not_ours(body, "Eightfold")
    return Parsed(
        items=(replace(item, native_id=named[2], url=f"https://{named[1]}/careers/job/{named[2]}"),),
        format="eightfold",
    )


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the employer's domain out of a careers address that names it, or out of an eightfold.ai host."""
    place = host_and_path(url)
    domain = query(url, "domain")
    hosted = re.match(r"([\w-]+)\.eightfold\.ai(?:/|$)", place)
    if hosted:
        name = hosted[1]
        own = domain or f"{name}.com"
        return own, None if own.split(".")[0] == name else site(url)
    if domain and re.search(r"/careers|/api/(?:apply/v2|pcsx)", place):
        return domain, site(url)
    if place.startswith("explore.jobs.netflix.net"):
        return "netflix.com", "https://explore.jobs.netflix.net"
    return None


def _is_kept(entry: Node) -> bool:
    """Whether this is a collector's short record of a position: id, title, link and little else."""
    return bool(entry["id"] and entry["title"]) and "/careers/job/" in entry["link"].raw


def _page(data: Node, request: Request) -> Parsed:
    total, got = data["count"].count, len(data["positions"])
    return answer(
        "eightfold", data["positions"], lambda job: _item(job, request, listed=True),
        total=total, following=following(request, "start", number(request.url, "start"), got, total),
    )  # fmt: skip


def _item(job: Node, request: Request, *, listed: bool) -> Item:
    custom = job["custom_JD"]["data_fields"]
    opened = epoch(job.first("t_create", "postedTs", "creationTs")) or _posting_date(
        _only(custom["posting_date"])
    )
    description = job.first("job_description", "jobDescription").raw
    item = Item(
        kind="posting",
        native_id=job["id"].text,
        title=job.first("name", "posting_name", "title").text,
        url=_public(job, request),
        body=text_of(description),
        published=opened,
        published_raw=job.first("t_create", "postedTs", "creationTs").text,
        updated=epoch(job["t_update"]),
        language=job["locale"].text,
        categories=(job["business_unit"].text,),
        detail=_detail(job, request) if listed and not description and "/api/" in request.url else None,
        posting=Posting(
            employer=job["company"].text,
            department=job.first("department", "role").text,
            team=_only(custom["team"]),
            locations=tuple(_places(job)),
            remote=remote_in(
                job.first("work_location_option", "workLocationOption").text, _only(custom["work_type"])
            ),
            requisition_id=requisition(
                job.first("display_job_id", "displayJobId", "ats_job_id", "atsJobId").text
            ),
            opened=opened.date() if opened else None,
        ),
    )
    return finished(item, job.value, without=("stars", "hot", "medallionProgram"))


def _public(job: Node, request: Request) -> str | None:
    link = job.first("canonicalPositionUrl", "publicUrl", "positionUrl", "link").raw
    return resolve(request.url, link or f"/careers/job/{part(job['id'].text)}")


def _places(job: Node) -> list[str]:
    """Space out "Los Gatos,California"; the list of places where there is one."""
    names = [place.text for place in job["locations"]] or [job["location"].text]
    return [re.sub(r",(?=\S)", ", ", name) for name in names]


def _only(node: Node) -> str:
    """Return a custom field's text; the system wraps each in a list."""
    return next((entry.text for entry in node), node.text)


def _posting_date(text: str) -> datetime | None:
    """Read 03-27-2025, which has the month first."""
    return midnight(slashed_days([text.replace("-", "/")], month_first=True).get(text.replace("-", "/")))


def _detail(job: Node, request: Request) -> Request:
    host, domain, key = site(request.url), part(query(request.url, "domain")), part(job["id"].text)
    if _PCSX in request.url or job["positionUrl"]:
        return Request(url=f"{host}{_PCSX_DETAIL}?position_id={key}&domain={domain}&hl=en")
    return Request(url=f"{host}{_V2}/{key}?domain={domain}")

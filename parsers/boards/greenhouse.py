"""Greenhouse, through its public Job Board API: one answer holds a whole board with its texts.

Known from the vendor's documentation of the Job Board API and from recorded answers. `content` is HTML whose
entities are escaped once more inside the JSON. `first_published` is the day a posting opened;
`updated_at` moves for reasons no reader sees. `metadata` holds whatever the employer keeps there,
internal links too, and is never read. Boards of the European region live on hosts of their own.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path, part, query, site
from parsers.board_parts.values import band, moment, period_in, requisition, written_day
from picketwire.records import Item, Parsed, Pay, Posting, Request
from picketwire.urls import resolve

API = "https://boards-api.greenhouse.io"
EU_API = "https://boards-api.eu.greenhouse.io"
EXAMPLE = "a24"
LIMITS = (
    "The API states no employment type.",
    "Pay fields come only with a posting's own answer; in the list pay is found in the text.",
)
_TENANT = re.compile(
    r"(?:(?:job-)?boards|boards-api)(?:\.eu)?\.greenhouse\.io/(?:v1/boards/)?(?!embed\b|v1\b)([\w-]+)"
)
_BOARD = re.compile(r"/v1/boards/([^/?]+)")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole board with its texts."""
    return Request(url=f"{base(origin, API)}/v1/boards/{part(tenant)}/jobs?content=true")


def read(body: bytes, request: Request) -> Parsed:
    """Read a board or one posting."""
    data = read_json(body, "Greenhouse")
    counted = "meta" in data or "job_count" in data
    if data["jobs"].is_list and (data["jobs"] or counted) and all("absolute_url" in j for j in data["jobs"]):
        return answer(
            "greenhouse", data["jobs"], lambda job: _item(job, request), total=data["meta"]["total"].count
        )
    if data["id"] and data["title"] and "absolute_url" in data:
        return answer("greenhouse", [data], lambda job: _item(job, request))
    raise not_ours(body, "Greenhouse")


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the board token out of a board's, a posting's, an embedded board's or the API's address."""
    place = host_and_path(url)
    found = _TENANT.match(place)
    token = found[1] if found else query(url, "for") if "greenhouse.io/embed/" in place else ""
    return (token, EU_API if ".eu.greenhouse.io/" in place else None) if token else None


def _item(job: Node, request: Request) -> Item:
    places = [job["location"]["name"].text] if job["location"]["name"].text else _offices(job)
    departments = [d["name"].text for d in job["departments"] if d["name"].text != "No Department"]
    item = Item(
        kind="posting",
        native_id=job["id"].text,
        title=job["title"].text,
        url=resolve(request.url, job["absolute_url"].raw),
        body=text_of(job["content"].raw),
        published_raw=job["first_published"].text,
        updated=moment(job["updated_at"].text),
        language=job["language"].text,
        categories=tuple(departments),
        detail=None if job["content"] else _detail(job, request),
        posting=Posting(
            employer=job["company_name"].text,
            department=", ".join(departments),
            locations=tuple(places),
            requisition_id=requisition(job["requisition_id"].text),
            pay=tuple(pay for node in job["pay_input_ranges"] for pay in _pay(node)),
            opened=written_day(job["first_published"].text),
            closes=written_day(job["application_deadline"].text),
        ),
    )
    return finished(item, job.value, without=("updated_at",) if job["content"] else ())


def _offices(job: Node) -> list[str]:
    return [office.label("location", "name") for office in job["offices"]]


def _pay(node: Node) -> tuple[Pay, ...]:
    low, high = (
        cents / 100 if cents else None for cents in (node["min_cents"].amount, node["max_cents"].amount)
    )
    title, blurb = node["title"].text, text_of(node["blurb"].raw)
    return band(low, high, node["currency_type"].text, period_in(f"{title} {blurb}"), words=title)


def _detail(job: Node, request: Request) -> Request | None:
    board = _BOARD.search(request.url)
    if board is None:
        return None
    return Request(
        url=f"{site(request.url)}/v1/boards/{board[1]}/jobs/{part(job['id'].text)}?pay_transparency=true"
    )

"""Ashby, through its public posting API: one answer holds a whole board with texts and pay.

Known from recorded answers and public collectors. Board names are case-sensitive and may hold spaces.
Pay tiers list a salary beside bonus, commission and equity; only the salary is a band of pay.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path, part
from parsers.board_parts.values import address, band, country, period_in, remote_in, written_day
from picketwire.records import Item, Parsed, Pay, Posting, Request
from picketwire.urls import resolve

API = "https://api.ashbyhq.com"
LIMITS = ("The API names no employer and no requisition id.", "Unlisted postings are left out.")
_SIGNS = ("jobUrl", "applyUrl", "isListed", "publishedAt")
_TENANT = re.compile(r"(?:jobs\.ashbyhq\.com|api\.ashbyhq\.com/posting-api/job-board)/([^/]+)")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole board with pay."""
    return Request(url=f"{base(origin, API)}/posting-api/job-board/{part(tenant)}?includeCompensation=true")


def read(body: bytes, request: Request) -> Parsed:
    """Read a board."""
    data = read_json(body, "Ashby")
    ours = all(any(sign in job for sign in _SIGNS) for job in data["jobs"])
    if not data["jobs"].is_list or not ours or not (data["jobs"] or "apiVersion" in data):
        raise not_ours(body, "Ashby")
    return answer("ashby", data["jobs"], lambda job: _item(job, request))


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the board name out of a board's, a posting's or the API's address."""
    found = _TENANT.match(host_and_path(url))
    return (unquote(found[1]), None) if found else None


def _item(job: Node, request: Request) -> Item | None:
    if job["isListed"].value is False:
        return None
    posted = job["publishedAt"].text
    item = Item(
        kind="posting",
        native_id=job["id"].text,
        title=job["title"].text,
        url=_public(job, request),
        body=text_of(job["descriptionHtml"].raw or job["descriptionPlain"].raw),
        published_raw=posted,
        categories=(job["department"].text, job["team"].text),
        posting=Posting(
            department=job["department"].text,
            team=job["team"].text,
            locations=_places(job),
            remote=remote_in(job["workplaceType"].text) or ("remote" if job["isRemote"] else None),
            employment_type=job["employmentType"].text,
            pay=_pay(job["compensation"]),
            opened=written_day(posted),
        ),
    )
    return finished(item, job.value, country=country(_postal(job)["addressCountry"].text))


def _public(job: Node, request: Request) -> str | None:
    given = resolve(request.url, job["jobUrl"].raw or job["applyUrl"].raw.removesuffix("/application"))
    board = _TENANT.match(host_and_path(request.url))
    return given or (f"https://jobs.ashbyhq.com/{board[1]}/{part(job['id'].text)}" if board else None)


def _postal(place: Node) -> Node:
    return place["address"]["postalAddress"]


def _places(job: Node) -> tuple[str, ...]:
    return tuple(_place(place) for place in (job, *job["secondaryLocations"]))


def _place(place: Node) -> str:
    postal = _postal(place)
    parts = (postal[part].text for part in ("addressLocality", "addressRegion", "addressCountry"))
    return place["location"].text or address(*parts)


def _pay(compensation: Node) -> tuple[Pay, ...]:
    tiers = [
        (tier["title"].text, part)
        for tier in compensation["compensationTiers"]
        for part in tier["components"]
    ]
    parts = tiers or [("", part) for part in compensation["summaryComponents"]]
    return tuple(
        pay
        for label, part in parts
        if part["compensationType"].text == "Salary"
        for pay in _band(label, part)
    )


def _band(label: str, part: Node) -> tuple[Pay, ...]:
    interval = part["interval"].text
    return band(
        part["minValue"].amount,
        part["maxValue"].amount,
        part["currencyCode"].text,
        period_in(interval),
        words=part["summary"].text or interval,
        label=label,
        basis="base",
    )

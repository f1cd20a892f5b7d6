"""Workable, through the widget interface of its career pages: one answer holds a board with its texts.

Known from recorded answers and public collectors. The same `shortcode` is repeated for every country of a
posting. The newer interface (`/api/v3/`) is read too: it pages by a token and has no text. Requests are
limited strictly.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from parsers.board_parts.item import answer, finished, one_per_id, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path, part
from parsers.board_parts.values import address, country, remote_in, written_day
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

SITE = "https://apply.workable.com"
LIMITS = ("Requests are limited strictly: poll rarely.",)
_TENANT = re.compile(r"apply\.workable\.com/(?:api/v\d/(?:widget/)?accounts/)?(?!j/|api/)([\w-]+)")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole board with its texts."""
    return Request(url=f"{base(origin, SITE)}/api/v1/widget/accounts/{part(tenant)}?details=true")


def read(body: bytes, request: Request) -> Parsed:
    """Read a board of either interface."""
    data = read_json(body, "Workable")
    entries = data["jobs"] if data["jobs"].is_list else data["results"]
    named = "name" in data or data["results"].is_list
    if not (entries.is_list and (entries or named)) or any(not entry["shortcode"] for entry in entries):
        raise not_ours(body, "Workable")
    employer = data["name"].text
    parsed = answer(
        "workable", entries, lambda job: _item(job, request, employer), total=data["total"].count,
        following=_following(data["nextPage"].raw, request),
    )  # fmt: skip
    return one_per_id(parsed)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the account out of a board's, a posting's or the interface's address."""
    place = host_and_path(url)
    found = _TENANT.match(place)
    own = re.match(r"([\w-]+)\.workable\.com(?:/|$)", place)
    if own and own[1] not in {"apply", "www", "jobs", "help"}:
        return own[1], None
    return (found[1], None) if found else None


def _following(token: str, request: Request) -> Request | None:
    if not token:
        return None
    asked = json.loads(request.body or b"{}")
    return replace(request, body=json.dumps({**asked, "token": token}).encode())


def _item(job: Node, request: Request, employer: str) -> Item:
    posted = job.first("published_on", "published", "created_at").text
    spots = [spot for spot in job["locations"] if not spot["hidden"].value]
    item = Item(
        kind="posting",
        native_id=job["shortcode"].text,
        title=job["title"].text,
        url=resolve(request.url, job.first("url", "shortlink").raw)
        or f"{SITE}/j/{part(job['shortcode'].text)}",
        body=text_of(*(job[field].raw for field in ("description", "requirements", "benefits"))),
        published_raw=posted,
        language=job["language"].text,
        categories=tuple(job[field].text for field in ("function", "industry", "experience")),
        posting=Posting(
            employer=employer,
            department=job["department"].text or ", ".join(name.text for name in job["department"]),
            locations=tuple(map(_place, spots)) or (_place(job["location"]) or _place(job),),
            remote="remote" if job["telecommuting"] or job["remote"] else remote_in(job["workplace"].text),
            employment_type=job["employment_type"].text or job["type"].text,
            requisition_id=job["code"].text or None,
            opened=written_day(posted),
        ),
    )
    nation = (spots[0] if spots else job)["countryCode"].text or job["country"].text
    return finished(item, job.value, country=country(nation))


def _place(place: Node) -> str:
    return address(place["city"].text, place.first("region", "state").text, place["country"].text)

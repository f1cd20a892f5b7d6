"""Comeet (Spark Hire Recruit) boards, through the careers API or the hosted page of a board.

Known from a recorded answer and public collectors. The API wants a token; the hosted page carries the same
list as `COMPANY_POSITIONS_DATA`. A posting in two cities has one `url_active_page` for both, so the hosted
page of each is its address. `time_updated` is not the day of posting; that is not stated.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.look import is_markup
from parsers.board_parts.page import embedded
from parsers.board_parts.url import base, host_and_path, query
from parsers.board_parts.values import address, country, moment, remote_in
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

SITE = "https://www.comeet.com"
EXAMPLE = "wiliot/F6.003"
LIMITS = (
    "The tenant is name and number of the hosted page: wiliot/F6.003.",
    "The board does not say when a posting opened.",
)
_ID = re.compile(r"[0-9A-F]{1,4}\.[0-9A-F]{3}")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the hosted page of the board, or for the API where the tenant is NUMBER?TOKEN."""
    number, _, token = tenant.partition("?")
    if token:
        where = f"{base(origin, 'https://www.comeet.co')}/careers-api/2.0/company/{number}"
        return Request(url=f"{where}/positions?token={token}&details=true")
    return Request(url=f"{base(origin, SITE)}/jobs/{tenant}")


def read(body: bytes, request: Request) -> Parsed:
    """Read a board, as the API or the hosted page has it, or one position of the API."""
    page = is_markup(body)
    data = embedded(body, "COMPANY_POSITIONS_DATA") if page else read_json(body, "Comeet")
    entries = [data] if data.is_object and data["uid"] else list(data)
    if not (data.is_list or entries) or any(not (e["uid"] and e["name"]) for e in entries):
        raise not_ours(body, "Comeet")
    return answer("comeet", entries, lambda job: _item(job, request))


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read name and number out of a hosted address, or number and token out of the API's."""
    place, token = host_and_path(url), query(url, "token")
    found = re.match(r"(?:www\.)?comeet\.com?/jobs/([\w-]+)/([^/]+)", place)
    if found and _ID.fullmatch(found[2]):
        return f"{found[1]}/{found[2]}", None
    named = re.match(r"(?:www\.)?comeet\.com?/careers-api/2\.0/company/([^/]+)", place)
    return (f"{named[1]}?{token}", None) if named and token else None


def _item(job: Node, request: Request) -> Item:
    where = job["location"]
    sections = (f"<h3>{part['name'].raw}</h3>{part['value'].raw}" for part in _parts(job) if part["value"])
    item = Item(
        kind="posting",
        native_id=job["uid"].text,
        title=job["name"].text,
        url=resolve(request.url, job.first("url_comeet_hosted_page", "url_active_page").raw),
        body=text_of(*sections),
        updated=moment(job["time_updated"].text),
        categories=(job["experience_level"].text,),
        posting=Posting(
            employer=job["company_name"].text,
            department=job["department"].label("name"),
            locations=(_place(where),),
            remote=remote_in(job["workplace_type"].text)
            or ("remote" if where["is_remote"].value is True else None),
            employment_type=job["employment_type"].text,
            requisition_id=job["internal_use_custom_id"].text or None,
        ),
    )
    return finished(item, job.value, country=country(where["country"].text), without=("time_updated",))


def _parts(job: Node) -> list[Node]:
    return list(job["details"]) or list(job["custom_fields"]["details"])


def _place(where: Node) -> str:
    return address(where.first("city", "name").text, where["state"].text, where["country"].text)

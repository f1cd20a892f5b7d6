"""Breezy HR career sites, through their JSON list.

Known from a recorded answer and public collectors. The list has no text and states pay in words
("$38,000 – $45,000 / year"). An unknown site is sent on to breezy.hr.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.job_posting import detail
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.look import is_markup
from parsers.board_parts.url import base, host_and_path
from parsers.board_parts.values import address, country, remote_in, written_day, written_pay
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

LIMITS = ("The list has no text: it comes with a posting's own page.",)
_PAGE = re.compile(r"/p/([0-9a-f]+)")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole list."""
    return Request(url=f"{base(origin, f'https://{tenant}.breezy.hr')}/json")


def read(body: bytes, request: Request) -> Parsed:
    """Read the list, or the page of one posting."""
    if is_markup(body):
        return _posting(body, request)
    data = read_json(body, "Breezy HR")
    if not data.is_list or any(not (job["id"] and "published_date" in job) for job in data):
        raise not_ours(body, "Breezy HR")
    return answer("breezy", data, lambda job: _item(job, request))


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the site's name out of its host."""
    found = re.match(r"([\w-]+)\.breezy\.hr(?:/|$)", host_and_path(url))
    return (found[1], None) if found and found[1] not in {"www", "app"} else None


def _posting(body: bytes, request: Request) -> Parsed:
    known = _PAGE.search(request.url)
    item = detail(body, request.url, native_id=known[1], url=request.url) if known else None
    if item is None:
        raise not_ours(body, "Breezy HR")
    return Parsed(items=(item,), format="breezy")


def _item(job: Node, request: Request) -> Item:
    posted, url = job["published_date"].text, resolve(request.url, job["url"].raw)
    spots = list(job["locations"]) or [job["location"]]
    nation = country(job["location"]["country"]["id"].text)
    far = job["location"]["is_remote"].value is True
    item = Item(
        kind="posting",
        native_id=job["id"].text,
        title=job["name"].text,
        url=url,
        body=text_of(job["description"].raw),
        published_raw=posted,
        categories=(job["category"].label("name"),),
        detail=Request(url=url) if url and not job["description"] else None,
        posting=Posting(
            employer=job["company"]["name"].text,
            department=job["department"].text,
            locations=tuple(map(_place, spots)),
            remote=remote_in(job["location"]["remote_details"]["label"].text) or ("remote" if far else None),
            employment_type=job["type"].label("name"),
            pay=written_pay(job["salary"].text, country=nation),
            opened=written_day(posted),
        ),
    )
    return finished(item, job.value, country=nation)


def _place(place: Node) -> str:
    parts = (place["city"].text, place["state"].label("name"), place["country"].label("name"))
    return place["name"].text or address(*parts)

"""Lever, through its public postings API.

Known from the vendor's README of the postings API and from recorded answers; `createdAt` (milliseconds
since 1970) is in the answers and not in the README. `description` holds the opening; `lists` hold half
of the text and stand apart. European tenants live on a host of their own.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, following, host_and_path, number, part, query
from parsers.board_parts.values import band, country, epoch, period_in, remote_in
from picketwire.records import Item, Parsed, Pay, Posting, Request
from picketwire.urls import resolve

API = "https://api.lever.co"
EU_API = "https://api.eu.lever.co"
LIMITS = ("The API names no employer and no requisition id.",)
_TENANT = re.compile(r"(?:jobs|api)(\.eu)?\.lever\.co/(?:v0/postings/)?([^/]+)")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for every posting of a site; without `limit` the API sends them all."""
    return Request(url=f"{base(origin, API)}/v0/postings/{part(tenant)}?mode=json")


def read(body: bytes, request: Request) -> Parsed:
    """Read the postings of a site, or one posting."""
    data = read_json(body, "Lever")
    entries = list(data) if data.is_list else [data]
    if entries and not (entries[0]["id"] and entries[0]["text"]):
        raise not_ours(body, "Lever")
    more = None
    if data.is_list and query(request.url, "limit"):
        more = following(request, "skip", number(request.url, "skip"), len(entries), None)
    return answer("lever", entries, lambda job: _item(job, request), following=more)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the site name out of a board's, a posting's or the API's address."""
    found = _TENANT.match(host_and_path(url))
    return (found[2], EU_API if found[1] else None) if found else None


def _item(job: Node, request: Request) -> Item:
    about = job["categories"]
    created = epoch(job["createdAt"])
    item = Item(
        kind="posting",
        native_id=job["id"].text,
        title=job["text"].text,
        url=resolve(request.url, job["hostedUrl"].raw),
        body=_text(job),
        published=created,
        published_raw=job["createdAt"].text,
        categories=(about["team"].text, about["department"].text),
        posting=Posting(
            department=about["department"].text,
            team=about["team"].text,
            locations=tuple(p.text for p in about["allLocations"]) or (about["location"].text,),
            remote=remote_in(job["workplaceType"].text),
            employment_type=about["commitment"].text,
            pay=_pay(job["salaryRange"]),
            opened=created.date() if created else None,
        ),
    )
    return finished(item, job.value, country=country(job["country"].text))


def _text(job: Node) -> str:
    lists = (f"<p>{entry['text'].raw}</p><ul>{entry['content'].raw}</ul>" for entry in job["lists"])
    opening = job["description"].raw or job["opening"].raw + job["descriptionBody"].raw
    return text_of(
        opening or job["descriptionPlain"].raw, *lists, job["additional"].raw, job["salaryDescription"].raw
    )


def _pay(field: Node) -> tuple[Pay, ...]:
    interval = field["interval"].text
    return band(
        field["min"].amount, field["max"].amount, field["currency"].text, period_in(interval), words=interval
    )

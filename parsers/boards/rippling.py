"""Rippling boards, through their public interface.

Known from public collectors, with no recording at hand. The list repeats a posting once for each of its
places; it has no text and no date, the posting's own answer has both. The newer interface (`/api/v2/`)
pages and says what kind of place each is.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, one_per_id, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import asking, base, host_and_path, number, part, site
from parsers.board_parts.values import band, period_in, remote_in, written_day
from picketwire.records import Item, Parsed, Pay, Posting, Request
from picketwire.urls import resolve

API = "https://api.rippling.com"
UNTESTED = True
LIMITS = ("The list has no date and no text: both come with a posting's own answer.",)
_BOARD = re.compile(r"/board/([^/]+)/jobs")
_TENANT = re.compile(
    r"(?:ats\.rippling\.com/(?:[a-z]{2}-[A-Z]{2}/)?(?!api/)|(?:api|ats)\.rippling\.com/.*?/board/)([\w-]+)"
)


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole board."""
    return Request(url=f"{base(origin, API)}/platform/api/ats/v1/board/{part(tenant)}/jobs")


def read(body: bytes, request: Request) -> Parsed:
    """Read a board of either interface, or one posting."""
    data = read_json(body, "Rippling")
    if data.is_object and data["uuid"] and data["name"]:
        return answer("rippling", [data], lambda job: _item(job, request))
    entries = data["items"] if data["items"].is_list else data
    if not entries.is_list or any(
        not (e.first("uuid", "id") and e["name"]) or "friendly_id" in e for e in entries
    ):
        raise not_ours(body, "Rippling")
    page, pages = number(request.url, "page"), data["totalPages"].count or 0
    more = asking(request, page=page + 1) if len(entries) and page + 1 < pages else None
    return one_per_id(answer("rippling", entries, lambda job: _item(job, request), following=more))


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the board's name out of its, a posting's or the interface's address."""
    found = _TENANT.match(host_and_path(url))
    return (found[1], None) if found else None


def _item(job: Node, request: Request) -> Item:
    key, created, about = job.first("uuid", "id").text, job["createdOn"].text, job["description"]
    places = [job["workLocation"].label("label", "name")]
    places += [
        place.label("label", "name") for field in ("workLocations", "locations") for place in job[field]
    ]
    kinds = [place["workplaceType"].text.replace("_", " ") for place in job["locations"]]
    text = text_of(about["role"].raw, about["company"].raw) if about.is_object else text_of(about.raw)
    item = Item(
        kind="posting",
        native_id=key,
        title=job["name"].text,
        url=resolve(request.url, job["url"].raw) or _public(key, request),
        body=text,
        published_raw=created,
        language=job["language"].text,
        detail=None if job["description"] else _detail(key, request),
        posting=Posting(
            employer=job["companyName"].text,
            department=job["department"].label("label", "name"),
            locations=tuple(places),
            remote=remote_in(*kinds),
            employment_type=job["employmentType"].label("id", "label"),
            pay=tuple(pay for field in job["payRangeDetails"] for pay in _pay(field)),
            opened=written_day(created),
        ),
    )
    return finished(item, job.value)


def _public(key: str, request: Request) -> str | None:
    board = _BOARD.search(request.url)
    return f"https://ats.rippling.com/{board[1]}/jobs/{part(key)}" if board else None


def _detail(key: str, request: Request) -> Request | None:
    board = _BOARD.search(request.url)
    if board is None:
        return None
    return Request(url=f"{site(request.url)}/platform/api/ats/v1/board/{board[1]}/jobs/{part(key)}")


def _pay(field: Node) -> tuple[Pay, ...]:
    unit = field["frequency"].text
    low, high = field.first("rangeStart", "minValue").amount, field.first("rangeEnd", "maxValue").amount
    return band(low, high, field["currency"].text, period_in(unit), words=unit, label=field["location"].text)

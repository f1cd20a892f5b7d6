"""Recruitee (Tellent), through the interface of its career pages: one answer holds a board with its texts.

Known from a recorded answer and public collectors. A board lives on SLUG.recruitee.com or on the
employer's own domain, with the same paths. Pay is an object whose figures are text.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path, part
from parsers.board_parts.values import Remote, address, band, country, period_in, written_day
from picketwire.records import Item, Parsed, Pay, Posting, Request
from picketwire.urls import resolve

LIMITS = ("A board on the employer's own domain is reached by giving that domain as url.",)


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole board."""
    return Request(url=f"{base(origin, f'https://{tenant}.recruitee.com')}/api/offers/")


def read(body: bytes, request: Request) -> Parsed:
    """Read a board, or one offer."""
    data = read_json(body, "Recruitee")
    if data["offer"]["title"]:
        return answer("recruitee", [data["offer"]], lambda job: _item(job, request))
    if not data["offers"].is_list:
        raise not_ours(body, "Recruitee")
    return answer("recruitee", data["offers"], lambda job: _item(job, request))


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the slug out of a recruitee.com host; a board on another host is known by its paths."""
    place = host_and_path(url)
    hosted = re.match(r"([\w-]+)\.recruitee\.com(?:/|$)", place)
    if hosted and hosted[1] not in {"www", "api", "app", "support"}:
        return hosted[1], None
    own = re.match(r"((?:jobs?|careers?|karriere|werkenbij)\.[^/]+)/(?:o/[^/]+|api/offers)/?$", place)
    return (own[1].split(".")[-2], f"https://{own[1]}") if own and "." in own[1] else None


def _item(job: Node, request: Request) -> Item:
    posted = (job["published_at"].text or job["created_at"].text).removesuffix(" UTC")
    spots = tuple(_place(spot) for spot in job["locations"]) or (job["location"].text or _place(job),)
    item = Item(
        kind="posting",
        native_id=job["id"].text,
        title=job["title"].text,
        url=resolve(request.url, job["careers_url"].raw or f"/o/{part(job['slug'].text)}"),
        body=text_of(job["description"].raw, job["requirements"].raw),
        published_raw=f"{posted}Z" if ":" in posted else posted,
        categories=(*(tag.text for tag in job["tags"]), job["category_code"].text),
        posting=Posting(
            employer=job["company_name"].text,
            department=job["department"].text,
            locations=spots,
            remote=_remote(job),
            employment_type=job["employment_type_code"].text,
            pay=_pay(job["salary"]),
            opened=written_day(posted),
            closes=written_day(job["close_at"].text),
        ),
    )
    return finished(item, job.value, country=country(job["country_code"].text), without=("updated_at",))


def _place(place: Node) -> str:
    return address(
        place["city"].text or place["name"].text,
        place.first("state", "state_name").text,
        place["country"].text,
    )


def _remote(job: Node) -> Remote | None:
    """Read the three flags; several at once leave it open."""
    flags: dict[str, Remote] = {"remote": "remote", "hybrid": "hybrid", "on_site": "onsite"}
    said = [word for flag, word in flags.items() if job[flag].value is True]
    return said[0] if len(said) == 1 else None


def _pay(field: Node) -> tuple[Pay, ...]:
    period = field["period"].text
    return band(
        field["min"].amount, field["max"].amount, field["currency"].text, period_in(period), words=period
    )

"""Personio career sites, through their XML list: one answer holds a board with its texts.

Known from a recorded answer and public collectors. Boards live on SLUG.jobs.personio.com or .de. An unknown
slug is sent on to a marketing page.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from parsers.board_parts.item import collected, finished, text_of
from parsers.board_parts.json_values import line, not_ours
from parsers.board_parts.page import child, fields_of, xml
from parsers.board_parts.url import base, host_and_path, part, site
from parsers.board_parts.values import band, period_in, remote_in, written_day
from picketwire.records import Item, Parsed, Pay, Posting, Request

LIMITS = ("A board under .de is reached by giving https://SLUG.jobs.personio.de as url.",)


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole board."""
    return Request(url=f"{base(origin, f'https://{tenant}.jobs.personio.com')}/xml")


def read(body: bytes, request: Request) -> Parsed:
    """Read a board."""
    root = xml(body)
    if root is None or root.tag != "workzag-jobs":
        raise not_ours(body, "Personio")
    return collected("personio", [_item(position, request) for position in root.iter("position")])


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the slug out of a board's or a posting's host."""
    found = re.match(r"(([\w-]+)\.jobs\.personio\.(com|de|es))(?:/|$)", host_and_path(url))
    return (found[2], None if found[3] == "com" else f"https://{found[1]}") if found else None


def _item(position: Any, request: Request) -> Item:
    key, created, host = line(child(position, "id")), line(child(position, "createdAt")), site(request.url)
    offices = [line(office.text or "") for office in position.iter("office")]
    parts = [(child(d, "name"), child(d, "value")) for d in position.iter("jobDescription")]
    kinds = (line(child(position, name)) for name in ("employmentType", "schedule"))
    item = Item(
        kind="posting",
        native_id=key,
        title=line(child(position, "name")),
        url=f"{host}/job/{part(key)}" if host else None,
        body=text_of(*(f"<h3>{name}</h3>{value}" for name, value in parts)),
        published_raw=created,
        categories=tuple(
            line(child(position, name)) for name in ("recruitingCategory", "occupationCategory")
        ),
        posting=Posting(
            employer=line(child(position, "subcompany")),
            department=line(child(position, "department")),
            locations=tuple(offices),
            remote=remote_in(*offices),
            employment_type=", ".join(filter(None, kinds)),
            pay=_pay(position),
            opened=written_day(created),
        ),
    )
    return finished(item, fields_of(position))


def _pay(position: Any) -> tuple[Pay, ...]:
    field = next(position.iter("salaryInformation"), None)
    if field is None:
        return ()
    unit, low, high = line(child(field, "type")), _amount(child(field, "min")), _amount(child(field, "max"))
    return band(low, high, line(child(field, "currencyCode")), period_in(unit), words=unit)


def _amount(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

"""Between records and rows: how an item is written to its tables and read back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from picketwire.records import Item, Pay, Posting, Request, Requirement
from picketwire.times import instant, parse_day, parse_instant, usable_for_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from picketwire.changes import Origin

TEXT_COLUMNS = ("title", "summary", "body")  # apart: writing them touches the search index
ITEM_COLUMNS = (
    "native_id",
    "url",
    "canonical",
    "body_from",
    "author",
    "categories",
    "media",
    "language",
    "published",
    "published_raw",
    "updated",
    "last_seen",
    "content_hash",
)
POSTING_COLUMNS = (
    "employer",
    "department",
    "team",
    "locations",
    "remote",
    "employment_type",
    "requisition_id",
    "opened",
    "closes",
    "requirements",
)
_ASKED = (
    "kind",
    "level",
    "or_equivalent",
    "years_low",
    "years_high",
    "area",
    "preferred",
    "text",
    "field",
    "start",
    "end",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An item as the archive holds it."""

    id: int
    item: Item
    body_from: Origin | None
    closed: str | None
    from_page: frozenset[str] | None = None  # see postings.from_page; None before its own page was read


_encode = json.JSONEncoder(ensure_ascii=False).encode


def dump(value: Sequence[object] | Mapping[str, object]) -> str:
    """Write a list (seldom an object) for a JSON column."""
    return _encode(value) if value or value == {} else "[]"


def item_values(
    item: Item, body_from: Origin | None, seen: datetime, canonical: str | None, content_hash: str
) -> tuple[Any, ...]:
    """Return the values of ITEM_COLUMNS; a date that cannot be believed stays in `published_raw` only."""
    published = usable_for_order(item.published, seen)
    updated = usable_for_order(item.updated, seen)
    return (
        item.native_id,
        item.url,
        canonical,
        body_from,
        item.author,
        dump(item.categories),
        dump(item.media),
        item.language,
        instant(published) if published else None,
        item.published_raw,
        instant(updated) if updated else None,
        instant(seen),
        content_hash,
    )


def posting_values(posting: Posting) -> tuple[Any, ...]:
    """Return the values of POSTING_COLUMNS."""
    return (
        posting.employer,
        posting.department,
        posting.team,
        dump(posting.locations),
        posting.remote,
        posting.employment_type,
        posting.requisition_id,
        posting.opened.isoformat() if posting.opened else None,
        posting.closes.isoformat() if posting.closes else None,
        dump([{name: getattr(asked, name) for name in _ASKED} for asked in posting.requirements]),
    )


def pay_values(pay: Pay) -> tuple[Any, ...]:
    """Return the values of a row of `pay` behind item and n."""
    return (
        None if pay.low is None else str(pay.low),
        None if pay.high is None else str(pay.high),
        pay.currency,
        pay.period,
        pay.basis,
        pay.stated_by,
        pay.text,
        pay.label,
        pay.field,
        pay.start,
        pay.end,
        None if pay.low_year is None else float(pay.low_year),
        None if pay.high_year is None else float(pay.high_year),
    )


def read_pay(row: Mapping[str, Any]) -> Pay:
    """Read a row of `pay` back."""
    return Pay(
        low=None if row["low"] is None else Decimal(row["low"]),
        high=None if row["high"] is None else Decimal(row["high"]),
        currency=row["currency"],
        period=row["period"],
        basis=row["basis"],
        stated_by=row["stated_by"],
        text=row["text"],
        label=row["label"],
        field=row["field"],
        start=row["start"],
        end=row["end"],
    )


def read_item(row: Mapping[str, Any], pay: Sequence[Pay] = (), links: Sequence[str] = ()) -> Item:
    """Read a row of `items` (joined with `postings` where it is a posting) back, with its pay and links."""
    return Item(
        kind=row["kind"],
        native_id=row["native_id"],
        url=row["url"],
        title=row["title"],
        summary=row["summary"],
        body=row["body"],
        author=row["author"],
        published=parse_instant(row["published"]) if row["published"] else None,
        published_raw=row["published_raw"],
        updated=parse_instant(row["updated"]) if row["updated"] else None,
        language=row["language"],
        categories=tuple(json.loads(row["categories"])),
        media=tuple(json.loads(row["media"])),
        links=tuple(links),
        posting=_read_posting(row, pay) if row["kind"] == "posting" else None,
    )


def _read_posting(row: Mapping[str, Any], pay: Sequence[Pay]) -> Posting:
    return Posting(
        employer=row["employer"],
        department=row["department"],
        team=row["team"],
        locations=tuple(json.loads(row["locations"] or "[]")),
        remote=row["remote"],
        employment_type=row["employment_type"],
        requisition_id=row["requisition_id"],
        pay=tuple(pay),
        opened=parse_day(row["opened"]) if row["opened"] else None,
        closes=parse_day(row["closes"]) if row["closes"] else None,
        requirements=tuple(Requirement(**asked) for asked in json.loads(row["requirements"] or "[]")),
    )


def request_json(request: Request) -> str:
    """Write a request for the column `details.request`."""
    body = request.body.decode("utf-8") if request.body is not None else None
    return dump({"url": request.url, "method": request.method, "headers": request.headers, "body": body})


def read_request(text: str) -> Request:
    """Read what `request_json` wrote."""
    raw = json.loads(text)
    return Request(
        url=raw["url"],
        method=raw["method"],
        headers=tuple((name, value) for name, value in raw["headers"]),
        body=raw["body"].encode() if raw["body"] is not None else None,
    )


def pay_as_json(pay: Pay) -> dict[str, Any]:
    """Return a band as the command line's JSON shows it, figures as numbers."""
    names = ("currency", "period", "basis", "stated_by", "text", "label")
    figures = {name: _number(getattr(pay, name)) for name in ("low", "high")}
    yearly = {name: _number(getattr(pay, name)) for name in ("low_year", "high_year")}
    return figures | {name: getattr(pay, name) for name in names} | yearly


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)

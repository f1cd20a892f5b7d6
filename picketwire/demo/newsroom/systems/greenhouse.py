"""Answer as Greenhouse's job-board interface does: one list, its HTML escaped once more inside the JSON."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from html import escape
from typing import TYPE_CHECKING, Any
from zlib import crc32

from picketwire.demo.newsroom.answer import Answer, as_json
from picketwire.demo.newsroom.jobs import money
from picketwire.demo.newsroom.prose import markup
from picketwire.demo.newsroom.vacancies import page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from picketwire.demo.newsroom.jobs import Listing, Opening

_EASTERN = timezone(timedelta(hours=-4))
_RANGES = {"year": "Annual Salary Range", "hour": "Hourly Pay Range"}


def answer(listing: Listing, path: str, query: Mapping[str, str]) -> Answer | None:
    """Answer a request for the list, for one job or for its public page; None for any other path."""
    api, public = f"/v1/boards/{listing.board.tenant}/jobs", f"/{listing.board.tenant}/jobs/"
    if path == api:
        jobs = [_job(each, listing, content=query.get("content") == "true") for each in listing.openings]
        return as_json({"jobs": jobs, "meta": {"total": len(jobs)}})
    if path.startswith(api + "/"):
        opening = listing.find(path.removeprefix(api + "/"))
        return _detail(opening, listing, query)
    if path.startswith(public):
        opening = listing.find(path.removeprefix(public))
        return page(opening, listing.board, _content(opening) if opening else "")
    return None


def _detail(opening: Opening | None, listing: Listing, query: Mapping[str, str]) -> Answer:
    if opening is None:
        return as_json({"status": 404, "error": "Job not found"}, status=404, validators=False)
    job = _job(opening, listing, content=True)
    if query.get("pay_transparency") == "true":
        job["pay_input_ranges"] = _ranges(opening)
    return as_json(job)


def _job(opening: Opening, listing: Listing, *, content: bool) -> dict[str, Any]:
    job: dict[str, Any] = {
        "absolute_url": f"{listing.base}/{listing.board.tenant}/jobs/{opening.id}",
        "data_compliance": [{"type": "gdpr", "requires_consent": False, "retention_period": None}],
        "internal_job_id": int(opening.id) // 1000 - 1_000_000,
        "location": {"name": "; ".join(opening.locations)},
        "metadata": None,
        "id": int(opening.id),
        "updated_at": _stamp(listing.step.when.date()),
        "requisition_id": opening.requisition,
        "title": opening.title,
        "company_name": listing.board.company,
        "first_published": _stamp(opening.opened),
        "language": "en",
        "application_deadline": None,
    }
    if content:
        job["content"] = escape(_content(opening))
        job["departments"] = [_place(opening.department) | {"child_ids": [], "parent_id": None}]
        job["offices"] = [_place(each) | {"location": each} for each in opening.locations]
    return job


def _content(opening: Opening) -> str:
    if not opening.pay:
        return markup(opening.text)
    low, high = (f"${money(amount)}" for amount in opening.pay)
    return (
        f'{markup(opening.text)}\n<div class="content-pay-transparency"><div class="pay-input">'
        f'<div class="title">{_RANGES[opening.per]}</div><div class="pay-range"><span>{low}</span>'
        f'<span class="divider">&mdash;</span><span>{high} {opening.currency}</span></div></div></div>'
    )


def _ranges(opening: Opening) -> list[dict[str, Any]]:
    if not opening.pay:
        return []
    low, high = (int(amount * 100) for amount in opening.pay)
    title = _RANGES[opening.per]
    return [
        {
            "min_cents": low,
            "max_cents": high,
            "currency_type": opening.currency,
            "title": title,
            "blurb": "",
        }
    ]


def _place(name: str) -> dict[str, Any]:
    return {"id": crc32(name.encode()) % 10_000_000, "name": name}


def _stamp(day: date) -> str:
    return datetime.combine(day, time(9, 15), _EASTERN).isoformat()

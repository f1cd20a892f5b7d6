"""Answer as Eightfold's version 2 interface does: ten positions a page, texts in the details only."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from picketwire.demo.newsroom.answer import Answer, as_json
from picketwire.demo.newsroom.jobs import money
from picketwire.demo.newsroom.prose import markup
from picketwire.demo.newsroom.vacancies import page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from picketwire.demo.newsroom.jobs import Listing, Opening

PAGE = 10
_LIST = "/api/apply/v2/jobs"
_PUBLIC = "/careers/job/"


def answer(listing: Listing, path: str, query: Mapping[str, str]) -> Answer | None:
    """Answer a request for the list, for one position or for its public page; None for any other path."""
    if path.startswith(_PUBLIC):
        opening = listing.find(path.removeprefix(_PUBLIC))
        return page(opening, listing.board, _description(opening, listing) if opening else "")
    if query.get("domain") != listing.board.tenant:
        return None
    if path == _LIST:
        return as_json(_positions(listing, query), validators=False)
    if path.startswith(_LIST + "/"):
        return _detail(listing, path.removeprefix(_LIST + "/"))
    return None


def _positions(listing: Listing, query: Mapping[str, str]) -> dict[str, Any]:
    asked = query.get("start", "")
    start = int(asked) if asked.isdecimal() else 0
    shown = listing.openings[start : start + PAGE]
    return {
        "domain": listing.board.tenant,
        "positions": [_position(each, listing) for each in shown],
        "debug": {},
        "count": len(listing.openings),
        "countFilterByMatchScore": None,
        "location_user": "any",
        "location_used": "",
        "locationInsights": None,
        "fuzzyResultsReturned": False,
        "query": {"query": "", "location": "any", "domain": listing.board.tenant},
    }


def _detail(listing: Listing, opening_id: str) -> Answer:
    opening = listing.find(opening_id)
    if opening is None:
        return as_json({"error": "Position not found"}, status=404, validators=False)
    fields = {
        "job_req_id": [opening.requisition],
        "team": [opening.department],
        "work_type": [opening.work.capitalize()],
        "posting_date": [opening.opened.strftime("%m-%d-%Y")],
    }
    position = _position(opening, listing)
    # The real answer also drops an option here that its own list has.
    extra = {"job_description": _description(opening, listing), "work_location_option": None}
    return as_json(position | extra | {"custom_JD": {"data_fields": fields}}, validators=False)


def _position(opening: Opening, listing: Listing) -> dict[str, Any]:
    return {
        "id": int(opening.id),
        "name": opening.title,
        "posting_name": opening.title,
        "location": opening.locations[0],
        "locations": list(opening.locations),
        "hot": 0,
        "department": opening.department,
        "business_unit": "Streaming",
        "t_update": _epoch(_updated(opening, listing)),
        "t_create": _epoch(opening.opened),
        "ats_job_id": opening.requisition,
        "display_job_id": opening.requisition,
        "type": "ATS",
        "id_locale": f"{opening.requisition}-en-US",
        "job_description": "",
        "locale": "en-US",
        "stars": 0,
        "medallionProgram": None,
        "location_flexibility": None,
        "work_location_option": opening.work,
        "canonicalPositionUrl": f"{listing.base}{_PUBLIC}{opening.id}",
        "isPrivate": False,
    }


def _updated(opening: Opening, listing: Listing) -> date:
    """Return the day that the system gives for a change; every other posting is stamped anew without one."""
    changed = any(step <= listing.step.number for step in opening.changes)
    return listing.step.when.date() if changed or int(opening.id) % 2 == 0 else opening.opened


def _description(opening: Opening, listing: Listing) -> str:
    text = opening.text
    if opening.pay:
        low, high = (f"${money(amount)}" for amount in opening.pay)
        text += "\n\n" + listing.board.pay_text.replace("{pay}", f"{low} - {high}")
    return markup(text)


def _epoch(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())

"""Answer as SmartRecruiters' posting interface does: no text in the list, any company name accepted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from picketwire.demo.newsroom.answer import Answer, as_json
from picketwire.demo.newsroom.jobs import number
from picketwire.demo.newsroom.prose import markup
from picketwire.demo.newsroom.vacancies import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from picketwire.demo.newsroom.jobs import Listing, Opening

_COMPANY = re.compile(r"/v1/companies/([^/]+)/postings(?:/([^/]+))?")
_PERIODS = {"year": "YEARLY", "hour": "HOURLY"}


def answer(listing: Listing, path: str, query: Mapping[str, str]) -> Answer | None:
    """Answer a request for the list, for one posting or for its public page; None for any other path."""
    public = f"/{listing.board.tenant}/"
    if path.startswith(public):
        opening = listing.find(path.removeprefix(public))
        return page(opening, listing.board, markup(opening.text) if opening else "")
    asked = _COMPANY.fullmatch(path)
    if asked is None:
        return None
    if asked[2]:
        return _detail(listing.find(asked[2]), listing)
    return _page(listing, query, known=asked[1] == listing.board.tenant)


def _page(listing: Listing, query: Mapping[str, str], *, known: bool) -> Answer:
    offset, limit = (int(n) if (n := query.get(key, "")).isdecimal() else 0 for key in ("offset", "limit"))
    openings = listing.openings if known else ()
    # A short board counts what it does not hand out, on this page or on any other.
    handed_out = openings[::2] if listing.fault == "short" else openings
    shown = handed_out[offset : offset + (limit or 10)]
    content = [_posting(each, listing) for each in shown]
    return as_json(
        {"offset": offset, "limit": limit or 10, "totalFound": len(openings), "content": content},
        validators=False,
    )


def _detail(opening: Opening | None, listing: Listing) -> Answer:
    if opening is None:
        return as_json({"message": "Posting not found"}, status=404, validators=False)
    sections = {
        "companyDescription": {"title": "Company Description", "text": ""},
        "jobDescription": {"title": "Job Description", "text": markup(opening.text)},
    }
    extra: dict[str, Any] = {
        "applyUrl": f"{_address(opening, listing)}?oga=true",
        "jobAd": {"sections": sections},
        "active": True,
    }
    if opening.pay:
        low, high = (number(amount) for amount in opening.pay)
        period = _PERIODS[opening.per]
        extra["compensation"] = {"min": low, "max": high, "currency": opening.currency, "period": period}
    return as_json(_posting(opening, listing) | extra, validators=False)


def _posting(opening: Opening, listing: Listing) -> dict[str, Any]:
    company = {"identifier": listing.board.tenant, "name": listing.board.company}
    city, region = opening.locations[0].split(", ")[:2]
    released = datetime.combine(opening.opened, time(7, 30), UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "id": opening.id,
        "name": opening.title,
        "uuid": str(uuid5(NAMESPACE_URL, opening.id)),
        "defaultJobAd": True,
        "refNumber": opening.requisition,
        "company": company,
        "releasedDate": released,
        "location": {
            "city": city,
            "region": region,
            "country": "us",
            "remote": opening.work == "remote",
            "hybrid": opening.work == "hybrid",
            "fullLocation": opening.locations[0],
        },
        "industry": {"id": "entertainment", "label": "Entertainment"},
        "department": {"id": opening.department.lower(), "label": opening.department},
        "function": {},
        "typeOfEmployment": {"id": "permanent", "label": "Full-time"},
        "experienceLevel": {"id": "mid_senior_level", "label": "Mid-Senior Level"},
        "visibility": "PUBLIC",
        # The real list leaves this out, and readers then name the public host, which is not ours.
        "postingUrl": _address(opening, listing),
        "ref": f"{listing.base}/v1/companies/{listing.board.tenant}/postings/{opening.id}",
        "language": {"code": "en", "label": "English", "labelNative": "English (US)"},
    }


def _address(opening: Opening, listing: Listing) -> str:
    return f"{listing.base}/{listing.board.tenant}/{opening.id}"

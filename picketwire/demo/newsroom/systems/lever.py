"""Answer as Lever's postings interface does: a bare list, texts in several parts, times in milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from picketwire.demo.newsroom.answer import Answer, as_json
from picketwire.demo.newsroom.jobs import number
from picketwire.demo.newsroom.prose import markup, paragraphs
from picketwire.demo.newsroom.vacancies import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from picketwire.demo.newsroom.jobs import Listing, Opening

_INTERVALS = {"year": "per-year-salary", "hour": "per-hour-wage"}
_WORK = {"onsite": "on-site"}


def answer(listing: Listing, path: str, query: Mapping[str, str]) -> Answer | None:
    """Answer a request for the list, for one posting or for its public page; None for any other path."""
    api, public = f"/v0/postings/{listing.board.tenant}", f"/{listing.board.tenant}/"
    if path == api:
        skip, limit = (query.get(name, "") for name in ("skip", "limit"))
        shown = listing.openings[int(skip) if skip.isdecimal() else 0 :]
        shown = shown[: int(limit)] if limit.isdecimal() else shown
        return as_json([_posting(each, listing) for each in shown])
    if path.startswith(api + "/"):
        return _detail(listing.find(path.removeprefix(api + "/")), listing)
    if path.startswith(public):
        opening = listing.find(path.removeprefix(public))
        return page(opening, listing.board, markup(opening.text) if opening else "")
    return None


def _detail(opening: Opening | None, listing: Listing) -> Answer:
    if opening is None:
        missing = {"ok": False, "error": "Document not found"}
        return as_json(missing, status=404, validators=False)
    return as_json(_posting(opening, listing))


def _posting(opening: Opening, listing: Listing) -> dict[str, Any]:
    prose, points = _parts(opening.text)
    address = f"{listing.base}/{listing.board.tenant}/{opening.id}"
    posting: dict[str, Any] = {
        "id": opening.id,
        "text": opening.title,
        "categories": {
            "commitment": "Full-time",
            "department": opening.department,
            "location": opening.locations[0],
            "team": opening.department,
            "allLocations": list(opening.locations),
        },
        "country": "US",
        "createdAt": int(datetime.combine(opening.opened, time(16), UTC).timestamp() * 1000),
        "workplaceType": _WORK.get(opening.work, opening.work),
        "opening": "",
        "openingPlain": "",
        "description": markup(prose),
        "descriptionPlain": prose,
        "descriptionBody": markup(prose),
        "descriptionBodyPlain": prose,
        "lists": [{"text": "What you bring", "content": _points(points)}] if points else [],
        "additional": "",
        "additionalPlain": "",
        "hostedUrl": address,
        "applyUrl": f"{address}/apply",
    }
    if opening.pay:
        low, high = (number(amount) for amount in opening.pay)
        interval = _INTERVALS[opening.per]
        posting["salaryRange"] = {"currency": opening.currency, "interval": interval, "min": low, "max": high}
    return posting


def _parts(text: str) -> tuple[str, str]:
    """Split prose from lists, which this interface keeps apart."""
    blocks = paragraphs(text)
    prose = (block for block in blocks if not block.startswith("- "))
    return "\n\n".join(prose), "\n".join(block for block in blocks if block.startswith("- "))


def _points(block: str) -> str:
    return markup(block).removeprefix("<ul>").removesuffix("</ul>")

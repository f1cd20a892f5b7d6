"""Answer as Ashby's posting interface does: a whole board in one answer, pay in tiers of components."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from picketwire.demo.newsroom.answer import Answer, as_json
from picketwire.demo.newsroom.jobs import money, number
from picketwire.demo.newsroom.prose import markup
from picketwire.demo.newsroom.vacancies import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from picketwire.demo.newsroom.jobs import Listing, Opening

_INTERVALS = {"year": "1 YEAR", "hour": "1 HOUR"}
_WORK = {"onsite": "OnSite", "hybrid": "Hybrid", "remote": "Remote"}


def answer(listing: Listing, path: str, query: Mapping[str, str]) -> Answer | None:
    """Answer a request for the board or for a posting's public page; None for any other path."""
    public = f"/{listing.board.tenant}/"
    if path == f"/posting-api/job-board/{listing.board.tenant}":
        pay = query.get("includeCompensation") == "true"
        jobs = [_job(each, listing, pay=pay) for each in listing.openings]
        return as_json({"jobs": jobs, "apiVersion": "1"})
    if path.startswith(public):
        opening = listing.find(path.removeprefix(public))
        return page(opening, listing.board, markup(opening.text) if opening else "")
    return None


def _job(opening: Opening, listing: Listing, *, pay: bool) -> dict[str, Any]:
    address = f"{listing.base}/{listing.board.tenant}/{opening.id}"
    job: dict[str, Any] = {
        "id": opening.id,
        "title": opening.title,
        "department": opening.department,
        "team": opening.department,
        "employmentType": "FullTime",
        "location": opening.locations[0],
        "shouldDisplayCompensationOnJobPostings": opening.pay is not None,
        "secondaryLocations": [{"location": each} for each in opening.locations[1:]],
        "publishedAt": datetime.combine(opening.opened, time(15, 30), UTC).isoformat(timespec="milliseconds"),
        "isListed": True,
        "isRemote": opening.work == "remote",
        "workplaceType": _WORK[opening.work],
        "address": {"postalAddress": {"addressCountry": "United States"}},
        "jobUrl": address,
        "applyUrl": f"{address}/application",
        "descriptionHtml": markup(opening.text),
        "descriptionPlain": opening.text.strip(),
    }
    return job | {"compensation": _compensation(opening)} if pay else job


def _compensation(opening: Opening) -> dict[str, Any]:
    if not opening.pay:
        return {"compensationTierSummary": None, "compensationTiers": [], "summaryComponents": []}
    low, high = opening.pay
    summary = f"${money(low)} – ${money(high)}"
    component = {
        "compensationType": "Salary",
        "interval": _INTERVALS[opening.per],
        "currencyCode": opening.currency,
        "minValue": number(low),
        "maxValue": number(high),
    }
    salary, equity = (str(uuid5(NAMESPACE_URL, f"{opening.id}/{part}")) for part in ("salary", "equity"))
    tier = {
        "id": str(uuid5(NAMESPACE_URL, opening.id)),
        "title": None,
        "tierSummary": f"{summary} • Offers Equity",
        "additionalInformation": None,
        "components": [
            {"id": salary, "summary": summary} | component,
            {"id": equity, "summary": "Offers Equity", "compensationType": "EquityPercentage"},
        ],
    }
    return {
        "compensationTierSummary": tier["tierSummary"],
        "scrapeableCompensationSalarySummary": summary.replace("–", "-"),
        "compensationTiers": [tier],
        "summaryComponents": [component],
    }

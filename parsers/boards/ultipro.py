"""UKG Pro (UltiPro) job boards, through the search that their own pages use.

Known from public collectors, with no recording at hand. The search is a POST whose body holds the paging.
The list has a teaser; the text stands in a script of the posting's own page.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.look import is_markup
from parsers.board_parts.page import embedded
from parsers.board_parts.url import base, host_and_path, part, posting_json, query
from parsers.board_parts.values import address, country, remote_in, written_day
from picketwire.records import Item, Parsed, Posting, Request

EXAMPLE = "NIK1001NIKON/f11a0b52-5153-4c12-ad2c-b7f3b0a74112"
UNTESTED = True
LIMITS = (
    "The tenant is company and board of the address: NIK1001NIKON/f11a0b52-5153-4c12-ad2c-b7f3b0a74112.",
    "Boards live on several hosts: give another than recruiting2.ultipro.com as url.",
)
_BOARD = re.compile(r"(https?://[^/]+/[^/]+/JobBoard/[0-9a-fA-F-]+)")
_HOST = re.compile(
    r"((?:recruiting\d*\.ultipro\.(?:com|ca)|[\w-]+\.rec\.pro\.ukg\.net))/([^/]+)/JobBoard/([0-9a-fA-F-]{36})"
)
_LOCATION_TYPES = {"1": "onsite", "2": "remote", "3": "hybrid"}


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the newest 50 openings of a board."""
    company, _, board = tenant.partition("/")
    order = [{"Value": "postedDateDesc", "PropertyName": "PostedDate", "Ascending": False}]
    nobody: dict[str, object] = {
        name: [] for name in ("PreferredJobs", "Educations", "LicenseAndCertifications", "Skills")
    }
    wanted = {
        "opportunitySearch": {"Top": 50, "Skip": 0, "QueryString": "", "OrderBy": order, "Filters": []},
        "matchCriteria": {**nobody, "hasNoLicenses": False, "SkippedSkills": []},
    }
    where = f"{base(origin, 'https://recruiting2.ultipro.com')}/{part(company)}/JobBoard/{part(board)}"
    return posting_json(f"{where}/JobBoardView/LoadSearchResults", wanted)


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of the search, or the page of one opening."""
    if is_markup(body):
        job = embedded(body, r"CandidateOpportunityDetail\(")
        if not job["Title"]:
            raise not_ours(body, "UKG Pro")
        return answer("ultipro", [job], lambda job: _item(job, request))
    data = read_json(body, "UKG Pro")
    jobs, total = data["opportunities"], data["totalCount"].count
    if not jobs.is_list or "totalCount" not in data:
        raise not_ours(body, "UKG Pro")
    more = _following(request, len(jobs), total)
    return answer("ultipro", jobs, lambda job: _item(job, request), total=total, following=more)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read company and board out of a board's or an opening's address."""
    found = _HOST.match(host_and_path(url))
    return (f"{found[2]}/{found[3]}", f"https://{found[1]}") if found else None


def _following(request: Request, got: int, total: int | None) -> Request | None:
    asked = json.loads(request.body or b"{}")
    search = asked.get("opportunitySearch")
    if not isinstance(search, dict):
        return None
    reached = int(search.get("Skip") or 0) + got
    if not got or (total is not None and 0 < total <= reached):
        return None
    return replace(
        request, body=json.dumps({**asked, "opportunitySearch": {**search, "Skip": reached}}).encode()
    )


def _item(job: Node, request: Request) -> Item:
    key, posted, board = job["Id"].text, job["PostedDate"].text, _BOARD.match(request.url)
    key = key or query(request.url, "opportunityId")
    url = f"{board[1]}/OpportunityDetail?opportunityId={part(key)}" if board else None
    places = [_place(place) for place in job["Locations"]]
    kind = job["JobLocationType"].text
    item = Item(
        kind="posting",
        native_id=key,
        title=job["Title"].text,
        url=url,
        summary=text_of(job["BriefDescription"].raw),
        body=text_of(job["Description"].raw),
        published_raw=posted,
        detail=Request(url=url) if url and not job["Description"] else None,
        posting=Posting(
            department=job["JobCategoryName"].text,
            locations=tuple(places),
            remote=remote_in(_LOCATION_TYPES.get(kind, kind)),
            employment_type="full-time" if job["FullTime"].value is True else None,
            requisition_id=job["RequisitionNumber"].text or None,
            opened=written_day(posted),
        ),
    )
    nation = next(iter(job["Locations"]), Node(None))["Address"]["Country"]["Code"].text
    return finished(item, job.value, country=country(nation))


def _place(place: Node) -> str:
    where = place["Address"]
    city, nation = where["City"].text, where["Country"].label("Name", "Code")
    return address(city, where["State"].label("Name", "Code"), nation) or place["LocalizedName"].text

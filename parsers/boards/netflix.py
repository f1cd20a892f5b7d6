"""Netflix's own job site of 2021, for filling in the past: saved answers only, nothing answers there now.

Known from a recorded answer of its search and a collector's store of the same records. A page holds 20
postings. `lever_id` is the posting's number at Lever, which Netflix used before.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path, next_page
from parsers.board_parts.values import moment, written_day
from picketwire.records import Item, Parsed, Posting, Request

SITE = "https://jobs.netflix.com"
EXAMPLE = "all"
LIMITS = ("The site is gone: only saved answers can be read.",)
_NOISE = ("updated_at", "_score", "_index", "_type", "_version", "_explanation", "highlight", "sort")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the first page of a search; `tenant` is what to search for, or all."""
    wanted = "" if tenant in {"all", "netflix", "netflix.com"} else tenant
    return Request(url=f"{base(origin, SITE)}/api/search?q={quote(wanted)}&page=1")


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of the search, or a store of postings by id."""
    data = read_json(body, "Netflix's site of 2021")
    found, about = data["records"]["postings"], data["info"]["postings"]
    entries = list(found) if found.is_list else [posting for _, posting in data.items()]
    if not found.is_list and not (entries and all(e["external_id"] and e["text"] for e in entries)):
        raise not_ours(body, "Netflix's site of 2021")
    page, pages = about["current_page"].count or 1, about["num_pages"].count or 1
    more = next_page(request, "page", page, len(entries), None) if page < pages else None
    total = about["total_result_count"].count
    return answer("netflix", entries, _item, total=total, following=more)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Recognise the old site."""
    return ("all", None) if re.match(r"jobs\.netflix\.com(?:/|$)", host_and_path(url)) else None


def _item(job: Node) -> Item:
    created = job["created_at"].text
    teams = [name.text for field in ("team", "subteam") for name in job[field]]
    item = Item(
        kind="posting",
        native_id=job["external_id"].text,
        title=job["text"].text,
        url=f"{SITE}/jobs/{job['external_id'].text}",
        body=text_of(job["description"].raw),
        published_raw=created,
        updated=moment(job["updated_at"].text),
        categories=tuple(teams),
        posting=Posting(
            employer="Netflix",
            department=", ".join(name.text for name in job["organization"]),
            team=", ".join(name.text for name in job["team"]) or job["lever_team"].text,
            locations=(job["location"].text, *(place.text for place in job["alternate_locations"])),
            opened=written_day(created),
        ),
    )
    return finished(item, job.value, without=_NOISE)

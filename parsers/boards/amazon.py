"""Amazon's own job site (Amazon MGM Studios and Prime Video included).

Known from a recorded answer and public collectors. One query gives at most 10,000 postings, fewer than
there are, so the whole is asked for one business category at a time. `id_icims` is the public id. The
items of `locations` are JSON written into strings, and dates are in words ("May  6, 2026"). `updated_time`
("2 minutes") is not a time.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import quote

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import asking, base, following, host_and_path, number, query
from parsers.board_parts.values import country, remote_in, written_day
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

SITE = "https://www.amazon.jobs"
CEILING = 10_000
EXAMPLE = "amazon-mgm-studios"
LIMITS = (
    "A query stops at 10,000 postings; a larger board is asked for one business category at a time.",
    "The tenant is a business category (amazon-mgm-studios), or all.",
    "Pay stands in the text only.",
)
_CATEGORY = "business_category[]"


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the newest 100 postings of a business category, or of all."""
    chosen = "" if tenant == "all" else f"&business_category%5B%5D={quote(tenant)}"
    where = f"{base(origin, SITE)}/en/search.json"
    return Request(
        url=f"{where}?result_limit=100&offset=0&sort=recent&facets%5B%5D=business_category{chosen}"
    )


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of search results."""
    data = read_json(body, "amazon.jobs")
    if not data["jobs"].is_list or not ("hits" in data or any("job_path" in job for job in data["jobs"])):
        raise not_ours(body, "amazon.jobs")
    total, start = data["hits"].count, number(request.url, "offset")
    more = following(request, "offset", start, len(data["jobs"]), total)
    parsed = answer("amazon", data["jobs"], lambda job: _item(job, request), total=total, following=more)
    if (total or 0) < CEILING or start or query(request.url, _CATEGORY):
        return parsed
    names = [name for facet in data["facets"]["business_category_facet"] for name, _ in facet.items()]
    return replace(parsed, splits=tuple(asking(request, **{_CATEGORY: name}) for name in names))


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the business category out of a search address, else all."""
    place = host_and_path(url)
    if not re.match(r"(?:www\.)?amazon\.jobs(?:/|$)", place):
        return None
    named = re.search(r"/business_categories/([\w-]+)", place)
    return (query(url, _CATEGORY) or (named[1] if named else "") or "all"), None


def _item(job: Node, request: Request) -> Item:
    spots = [Node(_inner(place.raw)) for place in job["locations"]]
    named = tuple(
        name for spot in spots if (name := spot["normalizedLocation"].text or spot["location"].text)
    )
    posted = job["posted_date"].text
    item = Item(
        kind="posting",
        native_id=job["id_icims"].text or job["id"].text,
        title=job["title"].text,
        url=resolve(request.url if "amazon" in request.url else SITE, job["job_path"].raw),
        summary=text_of(job["description_short"].raw),
        body=text_of(
            *(job[f].raw for f in ("description", "basic_qualifications", "preferred_qualifications"))
        ),
        published_raw=posted,
        categories=(job["job_category"].text, job["job_family"].text, job["business_category"].text),
        posting=Posting(
            employer=job["company_name"].text,
            department=job["job_category"].text,
            team=job["team"].label("label", "title").removeprefix("team-"),
            locations=named or (job["normalized_location"].text or job["location"].text,),
            remote=remote_in(*(spot["type"].text for spot in spots)),
            employment_type=job["job_schedule_type"].text,
            opened=written_day(posted),
        ),
    )
    return finished(item, job.value, country=country(job["country_code"].text), without=("updated_time",))


def _inner(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None

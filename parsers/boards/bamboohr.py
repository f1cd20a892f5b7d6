"""BambooHR career sites, through the list that their own pages use.

Known from public collectors, with no recording at hand. The list has no text and no date; the posting's own
answer has both. Collectors disagree whether the list still answers everybody. An unknown site is sent on to
a marketing page.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path, part, site
from parsers.board_parts.values import Remote, address, country, remote_in, written_day, written_pay
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

UNTESTED = True
LIMITS = ("The list has no date and no text: both come with a posting's own answer.",)
# What the numbers of `locationType` mean, by the collectors.
_LOCATION_TYPES: dict[str, Remote] = {"0": "onsite", "1": "remote", "2": "hybrid"}


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole list."""
    return Request(url=f"{base(origin, f'https://{tenant}.bamboohr.com')}/careers/list")


def read(body: bytes, request: Request) -> Parsed:
    """Read the list, or one posting."""
    data = read_json(body, "BambooHR")
    one = data["result"]["jobOpening"]
    if one["jobOpeningName"]:
        return answer("bamboohr", [one], lambda job: _item(job, request, listed=False))
    if not data["result"].is_list or any(not job["jobOpeningName"] for job in data["result"]):
        raise not_ours(body, "BambooHR")
    total = data["meta"]["totalCount"].count
    return answer("bamboohr", data["result"], lambda job: _item(job, request, listed=True), total=total)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the site's name out of its host."""
    found = re.match(r"([\w-]+)\.bamboohr\.com(?:/|$)", host_and_path(url))
    return (found[1], None) if found and found[1] not in {"www", "app", "api", "help"} else None


def _item(job: Node, request: Request, *, listed: bool) -> Item:
    asked = re.search(r"/careers/(\w+)/detail", request.url)
    key = job["id"].text or (asked[1] if asked and not listed else "")
    host, posted = site(request.url), job["datePosted"].text
    public = resolve(request.url, job["jobOpeningShareUrl"].raw) or (
        f"{host}/careers/{part(key)}" if host else None
    )
    nation = country(job["atsLocation"]["country"].text or job["location"]["addressCountry"].text)
    item = Item(
        kind="posting",
        native_id=key,
        title=job["jobOpeningName"].text,
        url=public,
        body=text_of(job["description"].raw),
        published_raw=posted,
        detail=Request(url=f"{host}/careers/{part(key)}/detail") if listed and host else None,
        posting=Posting(
            department=job["departmentLabel"].text,
            locations=(_place(job["location"]) or _place(job["atsLocation"]),),
            remote=_LOCATION_TYPES.get(job["locationType"].text) or remote_in(job["locationType"].text),
            employment_type=job["employmentStatusLabel"].text,
            pay=written_pay(job["compensation"].text, country=nation),
            opened=written_day(posted),
        ),
    )
    return finished(item, job.value, country=nation)


def _place(place: Node) -> str:
    return address(
        place["city"].text,
        place.first("state", "province").text,
        place.first("country", "addressCountry").text,
    )

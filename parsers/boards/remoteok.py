"""Remote OK, a board of remote jobs at many employers, through its public JSON.

Known from recorded answers. The first element is no job: it holds the terms (link back to Remote OK and
name it as the source). Figures of 0 mean unknown; whether the others came from the employer is not said,
so they count as the board's estimate, in US dollars a year as the board shows them. Some texts end in a
sentence against robots ("Please mention the word ..."), which is no part of the job.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path
from parsers.board_parts.values import band, epoch, written_day
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

SITE = "https://remoteok.com"
NEWEST_ONLY = True
EXAMPLE = "all"
LIMITS = (
    "The tenant is all, or a tag (machine-learning).",
    "The newest hundred or so: a posting that leaves the list is not closed by that.",
    "The terms ask to link back and to name Remote OK as the source.",
)
_AGAINST_ROBOTS = re.compile(r"\s*Please mention the word \*\*.*", re.DOTALL)


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the newest jobs, of all kinds or of one tag."""
    chosen = "" if tenant in {"all", "remoteok"} else f"?tags={tenant}"
    return Request(url=f"{base(origin, SITE)}/api{chosen}")


def read(body: bytes, request: Request) -> Parsed:
    """Read the list."""
    data = read_json(body, "Remote OK")
    entries = [entry for entry in data if "legal" not in entry]
    if not data.is_list or (not entries and not len(data)) or any("position" not in e for e in entries):
        raise not_ours(body, "Remote OK")
    return answer("remoteok", entries, lambda job: _item(job, request))


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Recognise the site, and the tag of one of its pages."""
    found = re.match(
        r"(?:www\.)?remoteok\.(?:com|io)(?:/remote-([\w-]+)-jobs)?(?:/|$)", host_and_path(url).lower()
    )
    return (found[1] or "all", None) if found else None


def _item(job: Node, request: Request) -> Item:
    posted = job["date"].text
    opened = epoch(job["epoch"])
    item = Item(
        kind="posting",
        native_id=job["id"].text,
        title=job["position"].text,
        url=resolve(request.url, job["url"].raw),
        body=text_of(_AGAINST_ROBOTS.sub("", job["description"].raw)),
        published=opened,
        published_raw=posted,
        categories=tuple(tag.text for tag in job["tags"]),
        posting=Posting(
            employer=job["company"].text,
            locations=(job["location"].text,),
            remote="remote",
            pay=band(
                job["salary_min"].amount, job["salary_max"].amount, "USD", "year", stated_by="board-estimate"
            ),
            opened=written_day(posted) or (opened.date() if opened else None),
        ),
    )
    return finished(item, job.value)

"""We Work Remotely, a board of remote jobs at many employers, through its RSS files.

Known from recorded files. A title is "Company: Role". The file of all jobs stops at 100; there is one for
each category.
"""

from __future__ import annotations

import re
from typing import Any

from parsers.board_parts.item import collected, finished, text_of
from parsers.board_parts.json_values import line, not_ours
from parsers.board_parts.page import child, fields_of, xml
from parsers.board_parts.url import base, host_and_path
from parsers.board_parts.values import address, country, written_day
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

SITE = "https://weworkremotely.com"
CEILING = 100
NEWEST_ONLY = True
EXAMPLE = "remote-programming-jobs"
LIMITS = (
    "The tenant is all, or a category (remote-programming-jobs).",
    "The file of all jobs stops at 100: watch the categories.",
)


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the file of all jobs or of one category."""
    name = "remote-jobs" if tenant in {"all", "weworkremotely"} else f"categories/{tenant}"
    return Request(url=f"{base(origin, SITE)}/{name}.rss")


def read(body: bytes, request: Request) -> Parsed:
    """Read a file."""
    root = xml(body)
    channel = root.find("channel") if root is not None and root.tag == "rss" else None
    if channel is None or "We Work Remotely" not in child(channel, "title"):
        raise not_ours(body, "We Work Remotely")
    return collected("weworkremotely", [_item(entry, request) for entry in channel.iter("item")])


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Recognise the site, and the category of one of its pages."""
    found = re.match(
        r"(?:www\.)?weworkremotely\.com(?:/categories/([\w-]+?)(?:\.rss)?)?(?:/|$)", host_and_path(url)
    )
    return (found[1] or "all", None) if found else None


def _item(entry: Any, request: Request) -> Item:
    employer, colon, role = line(child(entry, "title")).partition(": ")
    posted = child(entry, "pubDate")
    nation = re.sub(r"[^\w ,.'-]", "", line(child(entry, "country"))).strip()
    item = Item(
        kind="posting",
        native_id=line(child(entry, "guid") or child(entry, "link")),
        title=role if colon else employer,
        url=resolve(request.url, child(entry, "link") or child(entry, "guid")),
        body=text_of(child(entry, "description")),
        published_raw=posted,
        categories=(line(child(entry, "category")), *re.split(r"\s*,\s*", line(child(entry, "skills")))),
        posting=Posting(
            employer=employer if colon else None,
            locations=(line(child(entry, "region")), address(line(child(entry, "state")), nation)),
            remote="remote",
            employment_type=line(child(entry, "type")),
            opened=written_day(posted),
            closes=written_day(child(entry, "expires_at")),
        ),
    )
    return finished(item, fields_of(entry), country=country(nation))

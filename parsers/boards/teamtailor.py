"""Teamtailor career sites, through the JSON Feed (and the RSS file) that they publish.

Known from recorded feeds and public collectors. Each item carries a schema.org JobPosting. The feed pages by
`next_url`; the RSS file does not page.
"""

from __future__ import annotations

import re
from typing import Any

from parsers.board_parts.item import answer, collected, finished, text_of
from parsers.board_parts.job_posting import item_of
from parsers.board_parts.json_values import Node, line, not_ours, read_json
from parsers.board_parts.page import child, fields_of, xml
from parsers.board_parts.url import base, host_and_path
from parsers.board_parts.values import moment, remote_in, written_day
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

LIMITS = ("A site on the employer's own domain is reached by giving that domain as url.",)


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the first page of the feed."""
    return Request(url=f"{base(origin, f'https://{tenant}.teamtailor.com')}/jobs.json")


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of the feed, or the RSS file."""
    if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        return _rss(body, request)
    data = read_json(body, "Teamtailor")
    marked = "jsonfeed.org" in data["version"].text or any("_jobposting" in entry for entry in data["items"])
    if not (data["items"].is_list and marked):
        raise not_ours(body, "Teamtailor")
    following = resolve(request.url, data["next_url"].raw) if len(data["items"]) else None
    return answer(
        "teamtailor", data["items"], lambda entry: _item(entry, request, data["title"].text),
        following=Request(url=following) if following else None,
    )  # fmt: skip


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the slug out of a teamtailor.com host."""
    found = re.match(r"(([\w-]+)\.(?:(na|au)\.)?teamtailor\.com)(?:/|$)", host_and_path(url))
    if found is None or found[2] in {"www", "app", "api", "support"}:
        return None
    return found[2], f"https://{found[1]}" if found[3] else None


def _item(entry: Node, request: Request, employer: str) -> Item:
    url = resolve(request.url, entry["url"].raw)
    posted = entry["date_published"].text
    marked = item_of(entry["_jobposting"], url, native_id=entry["id"].text, url=url)
    about = marked.posting or Posting()
    item = Item(
        kind="posting",
        native_id=entry["id"].text,
        title=entry["title"].text or marked.title,
        url=url,
        body=text_of(entry["content_html"].raw) or marked.body,
        published_raw=posted or marked.published_raw,
        updated=moment(entry["date_modified"].text),
        posting=Posting(
            employer=about.employer or employer,
            locations=about.locations,
            remote=about.remote,
            employment_type=about.employment_type,
            pay=tuple(pay for pay in about.pay if pay.stated_by == "employer-field"),
            opened=about.opened or written_day(posted),
            closes=about.closes,
        ),
    )
    return finished(item, entry.value)


def _rss(body: bytes, request: Request) -> Parsed:
    root = xml(body)
    channel = root.find("channel") if root is not None and root.tag == "rss" else None
    if channel is None or b"teamtailor" not in body:
        raise not_ours(body, "Teamtailor")
    employer = line(child(channel, "title"))
    return collected("teamtailor", [_from_rss(entry, request, employer) for entry in channel.iter("item")])


def _from_rss(entry: Any, request: Request, employer: str) -> Item:
    posted = child(entry, "pubDate")
    places = [
        line(", ".join(filter(None, (child(p, "city"), child(p, "country")))))
        for p in entry.iter("{*}location")
    ]
    item = Item(
        kind="posting",
        native_id=line(child(entry, "guid")),
        title=line(child(entry, "title")),
        url=resolve(request.url, child(entry, "link")),
        body=text_of(child(entry, "description")),
        published_raw=posted,
        posting=Posting(
            employer=line(child(entry, "company_name")) or employer,
            department=line(child(entry, "department")),
            locations=tuple(places),
            remote=remote_in(line(child(entry, "remoteStatus")).replace("fully", "fully remote")),
            opened=written_day(posted),
        ),
    )
    return finished(item, fields_of(entry))

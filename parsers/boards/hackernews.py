"""Hacker News "Ask HN: Who is hiring?", through Algolia's search of Hacker News.

Known from the documentation of both interfaces and from recorded answers; comments as the official
(Firebase) interface writes them are read too. Each comment on a monthly thread is one posting; answers
to comments are none. The first line is free text, by custom "Company | Role | Place | REMOTE | pay": the
whole of it is the title, and only what is plain to see is taken apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import asking, base, host_and_path, number, query, site
from parsers.board_parts.values import epoch, moment, remote_in
from picketwire.records import Item, Parsed, Posting, Request

if TYPE_CHECKING:
    from datetime import date

API = "https://hn.algolia.com"
PUBLIC = "https://news.ycombinator.com/item?id="
EXAMPLE = "latest"
NEWEST_ONLY = True
LIMITS = (
    "The tenant is latest, or the number of one month's thread.",
    "A thread is a month's: when the next begins, the last one's postings leave the list.",
    "Employer and place are read from a line of free text, where that line is divided by bars.",
)
_THREAD = "Ask HN: Who is hiring?"
_PLACE = re.compile(r"remote|on-?site|hybrid|[^\W\d_][\w .'-]+,\s*[^\W\d_]", re.IGNORECASE)
_NO_PLACE = re.compile(
    r"https?:|www\.|[$€£¥]|\d{2,}\s?k\b|full[- ]?time|part[- ]?time|engineer|developer|manager", re.IGNORECASE
)
_KIND = re.compile(r"full[- ]?time|part[- ]?time|contract(?:or)?|intern(?:ship)?s?|freelance", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*\((?:https?:|www\.)[^)]*\)?|\s*https?:\S+")
_TITLE_LENGTH = 240
_LONGEST_PLACE = 80


def first(tenant: str, origin: str | None) -> Request:
    """Ask for one thread, or for the list of threads to find the latest."""
    host = base(origin, API)
    if tenant.isdigit():
        return Request(url=f"{host}/api/v1/items/{tenant}")
    return Request(url=f"{host}/api/v1/search_by_date?tags=story,author_whoishiring&hitsPerPage=10")


def read(body: bytes, request: Request) -> Parsed:
    """Read a thread, a page of a search for its comments, or the list of threads."""
    data = read_json(body, "Hacker News")
    if data["hits"].is_list and "author_whoishiring" in request.url:
        return _latest(data, request)
    if data["hits"].is_list:
        return _search(data, request)
    entries = data["children"] if data["children"].is_list else data["jobs"] if data["jobs"].is_list else data
    single = data.is_object and data["type"].text == "comment" and not data["children"]
    found = [data] if single else list(entries)
    if (not found and "children" not in data) or not all(_is_comment(entry) for entry in found):
        raise not_ours(body, "Hacker News")
    return answer("hackernews", found, _item)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Recognise a thread, or the user who starts them."""
    place, key = host_and_path(url), query(url, "id")
    if not place.startswith("news.ycombinator.com"):
        return None
    return ("latest", None) if key == "whoishiring" else (key, None) if key.isdigit() else None


def _latest(data: Node, request: Request) -> Parsed:
    threads = [hit["objectID"].text for hit in data["hits"] if hit["title"].text.startswith(_THREAD)]
    following = Request(url=f"{site(request.url)}/api/v1/items/{threads[0]}") if threads else None
    return Parsed(format="hackernews", next=following)


def _search(data: Node, request: Request) -> Parsed:
    page, pages = number(request.url, "page"), data["nbPages"].count or 0
    more = asking(request, page=page + 1) if len(data["hits"]) and page + 1 < pages else None
    return answer("hackernews", data["hits"], _item, following=more)


def _is_comment(entry: Node) -> bool:
    written = any(name in entry for name in ("text", "comment_text", "deleted", "dead"))
    return written and any(name in entry for name in ("time", "created_at", "created_at_i"))


def _item(comment: Node) -> Item | None:
    markup = comment.first("text", "comment_text").raw
    answers_another = comment["parent_id"].raw != comment["story_id"].raw
    if not markup or comment["deleted"] or comment["dead"] or answers_another:
        return None
    body = text_of(re.sub(r"\n", "<p>", markup))
    header = body.partition("\n")[0]
    created = epoch(comment.first("created_at_i", "time")) or moment(comment["created_at"].text)
    key = comment.first("id", "objectID").text
    item = Item(
        kind="posting",
        native_id=key,
        title=_short(header),
        url=f"{PUBLIC}{key}",
        body=body,
        author=comment.first("author", "by").text or None,
        published=created,
        published_raw=comment.first("created_at", "created_at_i", "time").text,
        posting=_about(header, created.date() if created else None),
    )
    return finished(item, [key, markup])


def _about(header: str, opened: date | None) -> Posting:
    """Read the parts of a first line that is divided by bars."""
    parts = [part.strip() for part in re.split(r"\s+\|\s*|\s*\|\s+", header)]
    kind = _KIND.search(header)
    return Posting(
        employer=_ADDRESS.sub("", parts[0]) if len(parts) > 1 else None,
        locations=tuple(part for part in parts[1:] if _is_place(part)),
        remote=remote_in(header),
        employment_type=kind[0] if kind else None,
        opened=opened,
    )


def _is_place(part: str) -> bool:
    if len(part) >= _LONGEST_PLACE or re.fullmatch(r"on-?site|hybrid", part, re.IGNORECASE):
        return False
    return bool(_PLACE.search(part)) and not _NO_PLACE.search(part)


def _short(header: str) -> str:
    """Cut a first line that is a whole paragraph, at a word."""
    if len(header) <= _TITLE_LENGTH:
        return header
    return header[:_TITLE_LENGTH].rpartition(" ")[0] + " …"

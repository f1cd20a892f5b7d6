"""Gem job boards, through the GraphQL interface of their own pages.

Known from public collectors, with no recording at hand. The list has neither text nor date; a query for the
one posting has both. GraphQL answers only the fields that a query names.
"""

from __future__ import annotations

import json
import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path, part, posting_json, site
from parsers.board_parts.values import address, country, epoch, remote_in, written_pay
from parsers.text import plain
from picketwire.records import Item, Parsed, Posting, Request

SITE = "https://jobs.gem.com"
UNTESTED = True
LIMITS = ("The list has no date and no text: both come with a query for the one posting.",)
_PATH = "/api/public/graphql/batch"
_FIELDS = (
    "id extId title locations { name city isoCountry isRemote } "
    "job { locationType employmentType requisitionId department { name } }"
)
_LIST = (
    "query JobBoardList($boardId: String!) { oatsExternalJobPostings(boardId: $boardId) { jobPostings { "
    f"{_FIELDS} }} }} jobBoardExternal(vanityUrlPath: $boardId) {{ teamDisplayName }} }}"
)
_ONE = (
    "query ExternalJobPostingQuery($boardId: String!, $extId: String!) { "
    f"oatsExternalJobPosting(boardId: $boardId, extId: $extId) {{ {_FIELDS} "
    "descriptionHtml compensationHtml firstPublishedTsSec } }"
)


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole board."""
    wanted = {"operationName": "JobBoardList", "variables": {"boardId": tenant}, "query": _LIST}
    return posting_json(f"{base(origin, SITE)}{_PATH}", [wanted])


def read(body: bytes, request: Request) -> Parsed:
    """Read a board, or one posting."""
    data = read_json(body, "Gem")
    data = (next(iter(data), Node(None)) if data.is_list else data)["data"]
    board, one = data["oatsExternalJobPostings"]["jobPostings"], data["oatsExternalJobPosting"]
    employer = data["jobBoardExternal"]["teamDisplayName"].text
    if one["title"]:
        return answer("gem", [one], lambda job: _item(job, request, employer))
    if not board.is_list:
        raise not_ours(body, "Gem")
    return answer("gem", board, lambda job: _item(job, request, employer))


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the board's name out of its or a posting's address."""
    found = re.match(r"jobs\.gem\.com/(?!api/)([\w-]+)", host_and_path(url))
    return (found[1], None) if found else None


def _item(job: Node, request: Request, employer: str) -> Item:
    key, board, opened = job.first("extId", "id").text, _board(request), epoch(job["firstPublishedTsSec"])
    kinds = [job["job"]["locationType"].text.replace("_", " ")]
    kinds += ["remote" for place in job["locations"] if place["isRemote"].value is True]
    nation = country(next(iter(job["locations"]), Node(None))["isoCountry"].text)
    item = Item(
        kind="posting",
        native_id=key,
        title=job["title"].text,
        url=f"{SITE}/{part(board)}/{part(key)}" if board else None,
        body=text_of(job["descriptionHtml"].raw),
        published=opened,
        published_raw=job["firstPublishedTsSec"].text,
        detail=None if "descriptionHtml" in job else _detail(board, key, request),
        posting=Posting(
            employer=employer,
            department=job["job"]["department"]["name"].text,
            locations=tuple(map(_place, job["locations"])),
            remote=remote_in(*kinds),
            employment_type=job["job"]["employmentType"].text,
            requisition_id=job["job"]["requisitionId"].text or None,
            pay=written_pay(plain(job["compensationHtml"].raw), country=nation),
            opened=opened.date() if opened else None,
        ),
    )
    return finished(item, job.value, country=nation)


def _place(place: Node) -> str:
    return place["name"].text or address(place["city"].text, place["isoCountry"].text)


def _board(request: Request) -> str:
    try:
        asked = Node(json.loads(request.body or b"null"))
    except ValueError:
        return ""
    return (next(iter(asked), Node(None)) if asked.is_list else asked)["variables"]["boardId"].text


def _detail(board: str, key: str, request: Request) -> Request | None:
    variables = {"boardId": board, "extId": key}
    wanted = {"operationName": "ExternalJobPostingQuery", "variables": variables, "query": _ONE}
    return posting_json(f"{site(request.url) or SITE}{_PATH}", [wanted]) if board else None

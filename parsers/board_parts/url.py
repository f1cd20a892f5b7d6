"""Take the addresses of boards apart and put the next page's together."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from picketwire.records import Request


def part(text: str) -> str:
    """Quote one path segment."""
    return quote(text, safe="")


def base(origin: str | None, standard: str) -> str:
    """Return the scheme and host to ask, without a trailing slash."""
    return (origin or standard).rstrip("/")


def site(url: str) -> str:
    """Return scheme and host of an address, '' for what has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def host_and_path(url: str) -> str:
    """Return `host/path` with the host in lower case and without the scheme, for matching; '' for junk."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:
        return ""
    return f"{parts.hostname or ''}{parts.path}"


def query(url: str, name: str) -> str:
    """Return a parameter of the query, '' where it is missing."""
    try:
        return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)).get(name, "")
    except ValueError:
        return ""


def number(url: str, name: str, default: int = 0) -> int:
    """Return a numeric parameter of the query."""
    value = query(url, name)
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else default


def asking(request: Request, **changes: str | int) -> Request:
    """Return the request with parameters of its query set anew, the others and their order kept."""
    parts = urlsplit(request.url)
    left = dict(changes)
    pairs = [
        (k, str(left.pop(k)) if k in left else v) for k, v in parse_qsl(parts.query, keep_blank_values=True)
    ]
    pairs += [(k, str(v)) for k, v in left.items()]
    return replace(request, url=urlunsplit(parts._replace(query=urlencode(pairs))))


def following(request: Request, name: str, start: int, got: int, total: int | None) -> Request | None:
    """Return the request for the page after one that began at `start` and held `got` entries.

    A page shorter than asked for is no end; an empty one is, and so is the count of the board reached.
    """
    reached = start + got
    if not got or (total is not None and 0 < total <= reached):
        return None
    return asking(request, **{name: reached})


def next_page(request: Request, name: str, page: int, got: int, total: int | None) -> Request | None:
    """Return the request for page `page` + 1, for systems that count pages and not entries.

    An empty page ends in any case. How much the pages before this one held is not known here, and one of
    them may have been short: so the count ends the list only where the first page, 0 or 1, holds it all.
    """
    if not got or (total is not None and page <= 1 and 0 < total <= got):
        return None
    return asking(request, **{name: page + 1})


def posting_json(url: str, body: object) -> Request:
    """Return a POST request with a JSON body."""
    headers = (("Content-Type", "application/json"), ("Accept", "application/json"))
    return Request(url=url, method="POST", headers=headers, body=json.dumps(body).encode())

"""What the newsroom's site says to one request, before anything is known of sockets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, body and type of one response; `validators` says whether it carries ETag and Last-Modified."""

    body: bytes
    content_type: str
    status: int = 200
    validators: bool = True


def as_json(value: Any, *, status: int = 200, validators: bool = True) -> Answer:
    """Answer with `value` as JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(body=body, content_type=JSON, status=status, validators=validators)


def not_found(what: str = "Not found") -> Answer:
    """Answer 404 with a page."""
    page = f"<!doctype html><html><head><title>404</title></head><body><p>{what}</p></body></html>"
    return Answer(body=page.encode(), content_type=HTML, status=404, validators=False)

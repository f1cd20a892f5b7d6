"""Write what a board file reads out of a sample in the form in which it is expected, and compare the two.

Run as a script it fills the expectation of a new sample, which then has to be read with one's own eyes:

    python -m tests.parsers.boards.expected SYSTEM CASE
"""

from __future__ import annotations

import json
import sys
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from parsers.board import load
from picketwire.errors import ParseError
from picketwire.records import Parsed, Pay, Request
from picketwire.times import instant

FOLDER = Path(__file__).parents[2] / "samples" / "boards"
ENDING = ".expected.json"


def cases(system: str) -> list[str]:
    """Return the names of a system's samples."""
    return sorted(path.name.removesuffix(ENDING) for path in (FOLDER / system).glob(f"*{ENDING}"))


def sample(system: str, case: str) -> tuple[bytes, dict[str, Any]]:
    """Return a sample's body and what is expected of it."""
    folder = FOLDER / system
    body = next(p for p in folder.glob(f"{case}.*") if not p.name.endswith(ENDING))
    return body.read_bytes(), json.loads((folder / f"{case}{ENDING}").read_text())


def request_of(expected: dict[str, Any]) -> Request:
    """Return the request that a sample answers."""
    asked = expected["request"]
    body = asked.get("body")
    return Request(url=asked["url"], method=asked.get("method", "GET"), body=body.encode() if body else None)


def read(system: str, case: str) -> dict[str, Any]:
    """Read a sample and write the result down."""
    body, expected = sample(system, case)
    try:
        parsed = load(system).read(body, request_of(expected))
    except ParseError as error:
        return {"request": expected["request"], "error": str(error)}
    return {"request": expected["request"], **written(parsed)}


def written(parsed: Parsed) -> dict[str, Any]:
    """Return an answer as JSON, without what is empty and without digests."""
    return {
        "items": [_plain(item) for item in parsed.items],
        **({"problems": [_plain(problem) for problem in parsed.problems]} if parsed.problems else {}),
        "total": parsed.stated_total,
        "next": _plain(parsed.next) if parsed.next else None,
        **({"splits": [_plain(request) for request in parsed.splits]} if parsed.splits else {}),
    }


def _pay(pay: Pay) -> dict[str, Any]:
    """Leave out what the reader of pay in text decides; its own tests hold it."""
    ends = {
        "low": pay.low,
        "high": pay.high,
        "currency": pay.currency,
        "period": pay.period,
        "stated_by": pay.stated_by,
    }
    own = (
        {"basis": pay.basis, "text": pay.text, "label": pay.label} if pay.stated_by != "employer-text" else {}
    )
    return {name: _plain(part) for name, part in {**ends, **own}.items() if part is not None}


def _plain(value: object) -> Any:  # noqa: PLR0911 -- one line for each type
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, Pay):
        return _pay(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: _plain(part) for name, part in named if part and name not in {"digest", "kind"}}
    return value


if __name__ == "__main__":
    filled = json.dumps(read(*sys.argv[1:3]), indent=1, ensure_ascii=False)
    (FOLDER / sys.argv[1] / f"{sys.argv[2]}{ENDING}").write_text(filled + "\n")

"""Answers as JSON lines: from other tools to `picketwire review`, and from one archive to another."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, get_args

from picketwire.facts import Stage
from picketwire.linkage import Subject
from picketwire.pipeline.review.questions import Answer
from picketwire.times import instant, parse_day, parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from picketwire.linkage import Verdict, VerdictWord

WORDS: Mapping[str, VerdictWord | None] = {
    "accept": "accepted",
    "accepted": "accepted",
    "reject": "rejected",
    "rejected": "rejected",
    "merge": "merged",
    "merged": "merged",
    "correct": "corrected",
    "corrected": "corrected",
    "later": "later",
    "open": None,
}
STAGES = get_args(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as read: its number from 1, and an answer or what is wrong."""

    number: int
    answer: Answer | None = None
    wrong: str = ""


def read_lines(lines: Iterable[str], by: str, now: datetime) -> Iterator[Line]:
    """Read answers, one JSON object a line; a line without a verdict answers nothing and is passed over.

    `by` and `now` stand in where a line does not say who decided and when.
    """
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            answer = _answer(json.loads(text.removeprefix("\ufeff")), by, instant(now))
        except (ValueError, RecursionError) as error:
            broken = isinstance(error, json.JSONDecodeError | RecursionError)
            yield Line(number=number, wrong="this is no JSON object" if broken else str(error))
            continue
        if answer:
            yield Line(number=number, answer=answer)


def _answer(given: Any, by: str, now: str) -> Answer | None:
    if not isinstance(given, dict):
        raise ValueError("this is no JSON object")  # noqa: TRY004 -- a line is wrong, not our call
    if given.get("verdict") is None:
        return None
    word = _text(given, "verdict")
    if word not in WORDS:
        raise ValueError(f"{word!r} is no verdict: write accept, reject, merge, correct, later or open")
    subject = Subject.read(_text(given, "subject"))
    stage, day = _text(given, "stage"), _text(given, "date")
    if stage and stage not in STAGES:
        raise ValueError(f"{stage!r} is no stage: it is one of {', '.join(STAGES)}")
    at = _text(given, "at") or now
    parse_instant(at)
    return Answer(
        subject=subject,
        verdict=WORDS[word],
        by=_text(given, "by") or by,
        at=at,
        reason=_text(given, "reason"),
        target=_text(given, "into") or None,
        stage=next((s for s in STAGES if s == stage), None),
        date=parse_day(day) if day else None,
        question=_text(given, "question"),
        rule=_text(given, "rule") or None,
        score=_score(given),
        addresses=_addresses(given),
    )


def _score(given: Mapping[str, Any]) -> float | None:
    score = given.get("score")
    return float(score) if isinstance(score, int | float) and isfinite(score) else None


def _addresses(given: Mapping[str, Any]) -> tuple[str, ...]:
    found = given.get("addresses") or []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError("`addresses` is no list of texts")
    return tuple(found)


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"`{key}` is no text")
    return (value or "").strip()


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as a line that `read_lines` reads, with what it was about."""
    return {
        "subject": str(verdict.subject),
        "verdict": verdict.verdict,
        "reason": verdict.reason,
        "by": verdict.by,
        "at": verdict.at,
        "into": verdict.target,
        "stage": verdict.stage,
        "date": verdict.date and verdict.date.isoformat(),
        "question": verdict.question,
        "rule": verdict.rule,
        "score": verdict.score,
        "addresses": list(verdict.addresses),
    }

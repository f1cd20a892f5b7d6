"""What `picketwire review` asks, and what a person can answer: the frozen types that pass between the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from picketwire.archive.verdicts import Report
    from picketwire.facts import Stage
    from picketwire.linkage import Subject, SubjectKind, VerdictWord


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words that stand for or against something, and the news item that holds them."""

    says: str  # what they are evidence of
    quote: str
    report: Report

    def as_json(self) -> dict[str, Any]:
        """Return the form that `review --json` prints."""
        return {
            "says": self.says,
            "quote": self.quote,
            "item": self.report.item,
            "title": self.report.title,
            "url": self.report.url,
            "outlet": self.report.outlet,
            "date": self.report.day,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a subject may be merged into: a strike, a candidate or another posting."""

    name: str  # slug or key
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One doubtful thing with all that a person needs to decide it."""

    subject: Subject
    asks: str
    facts: tuple[tuple[str, str], ...]  # label and value
    doubts: tuple[str, ...]
    rule: str
    score: float | None
    evidence: tuple[Evidence, ...]
    against: tuple[Evidence, ...] = ()
    similar: tuple[Evidence, ...] = ()
    targets: tuple[Target, ...] = ()
    covers: tuple[Subject, ...] = ()  # subjects that one answer decides; empty: its own alone
    strike: str = ""  # slug of the strike or candidate that a stage is of
    stage: Stage | None = None
    date: date | None = None
    addresses: tuple[str, ...] = ()  # reports of a candidate
    put_off: str | None = None  # when somebody said `later`

    @property
    def kind(self) -> SubjectKind:
        """What kind of thing is doubtful."""
        return self.subject.kind

    def as_json(self) -> dict[str, Any]:
        """Return the kept form: with a `verdict` put in, the line can be given back."""
        return {
            "subject": str(self.subject),
            "kind": self.kind,
            "asks": self.asks,
            "says": dict(self.facts),
            "doubts": list(self.doubts),
            "rule": self.rule,
            "score": self.score,
            "evidence": [e.as_json() for e in self.evidence],
            "against": [e.as_json() for e in self.against],
            "similar": [e.as_json() for e in self.similar],
            "targets": [{"into": t.name, "what": t.label} for t in self.targets],
            "put_off": self.put_off,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person says to one subject; `verdict` is None where one takes an earlier verdict back."""

    subject: Subject
    verdict: VerdictWord | None
    by: str
    at: str  # instant
    reason: str = ""
    target: str | None = None
    stage: Stage | None = None
    date: date | None = None
    # What another archive knew of the question; where it is open here, this one's own holds.
    question: str = ""
    rule: str | None = None
    score: float | None = None
    addresses: tuple[str, ...] = ()

"""Score the machine by verdicts: how often each of its rules was right where a person looked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from picketwire.archive import verdicts
from picketwire.archive.verdicts import BY_RULE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils.db import Database

    from picketwire.linkage import SubjectKind, Verdict

FEW = 10  # judged: below, an interval says little and a share nothing
_Z = 1.96  # of a 95 % interval


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleScore:
    """How one rule fared: `low` and `high` bound its precision with 95 % confidence."""

    kind: SubjectKind
    rule: str
    judged: int
    right: int
    rejected: int
    corrected: int
    merged: int
    low: float
    high: float

    @property
    def wrong(self) -> int:
        """How often it was not right as it stood."""
        return self.judged - self.right

    @property
    def precision(self) -> float | None:
        """Share that was right; None where too few were judged to call it one."""
        return self.right / self.judged if self.judged >= FEW else None

    def as_json(self) -> dict[str, Any]:
        """Return the form that `review report --json` prints."""
        return {
            "kind": self.kind,
            "rule": self.rule,
            "judged": self.judged,
            "right": self.right,
            "wrong": self.wrong,
            "rejected": self.rejected,
            "corrected": self.corrected,
            "merged": self.merged,
            "precision": self.precision and round(self.precision, 3),
            "low": round(self.low, 3),
            "high": round(self.high, 3),
        }


def report(db: Database) -> tuple[RuleScore, ...]:
    """Return the score of each rule that a person judged, by kind and name; one answer counts once."""
    answers: dict[str, Verdict] = {}
    for verdict in verdicts.read(db).values():
        if verdict.rule and verdict.verdict != "later" and verdict.by != BY_RULE:
            own = str(verdict.subject) == verdict.question
            answers[verdict.question] = verdict if own else answers.get(verdict.question, verdict)
    groups: dict[tuple[SubjectKind, str], list[Verdict]] = defaultdict(list)
    for verdict in answers.values():
        groups[verdict.subject.kind, verdict.rule or ""].append(verdict)
    return tuple(_score(*key, groups[key]) for key in sorted(groups))


def _score(kind: SubjectKind, rule: str, judged: Iterable[Verdict]) -> RuleScore:
    words = [verdict.verdict for verdict in judged]
    right = words.count("accepted")
    low, high = wilson(right, len(words))
    return RuleScore(
        kind=kind,
        rule=rule,
        judged=len(words),
        right=right,
        rejected=words.count("rejected"),
        corrected=words.count("corrected"),
        merged=words.count("merged"),
        low=low,
        high=high,
    )


def wilson(right: int, judged: int) -> tuple[float, float]:
    """Return the 95 % interval of a share after Wilson (1927), which holds for small numbers too."""
    if not judged:
        return 0.0, 1.0
    share, z2 = right / judged, _Z * _Z
    middle = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    half = _Z / (1 + z2 / judged) * sqrt(share * (1 - share) / judged + z2 / (4 * judged * judged))
    return max(0.0, middle - half), min(1.0, middle + half)

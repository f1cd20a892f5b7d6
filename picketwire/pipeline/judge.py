"""Say how a poll ended: a zero must never look like a quiet week (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from picketwire.records import Parsed, Problem


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome and its reason (empty only for `complete` and `unchanged`)."""

    outcome: Outcome
    reason: str = ""


def judge_document(parsed: Parsed, *, entries: int, before: int, whole: bool) -> Verdict:
    """Judge one document that was read: `entries` it holds now, `before` in the last one.

    `whole` is False where the body was cut short on the way.
    """
    if not parsed.readable:
        return Verdict(Outcome.FAILED, parsed.problems[0].what if parsed.problems else "it could not be read")
    if not entries:
        return Verdict(Outcome.SUSPICIOUS_ZERO, _zero(before, parsed.problems))
    if not whole:
        return Verdict(Outcome.PARTIAL, "the answer was cut short; what arrived was read")
    if parsed.lost:
        why = parsed.problems[0].what if parsed.problems else "unreadable"
        return Verdict(
            Outcome.PARTIAL, f"{parsed.lost} of {entries + parsed.lost} entries could not be read ({why})"
        )
    return Verdict(Outcome.COMPLETE)


def judge_board(  # noqa: PLR0911 -- one return an outcome
    *, found: int, stated: int | None, before: int, ceiling: int | None, ended: bool, trouble: str | None
) -> Verdict:
    """Judge a board's list after its last page.

    `found` distinct postings of `stated` (by the board's own count, if it gives one); `ended` says
    that the list came to its end by itself, `trouble` what stopped it otherwise.
    """
    if trouble and not found:
        return Verdict(Outcome.FAILED, trouble)
    if trouble:
        return Verdict(Outcome.PARTIAL, f"{found} postings, then {trouble}")
    if not found:
        return Verdict(Outcome.SUSPICIOUS_ZERO, _zero(before, ()))
    if ceiling is not None and found >= ceiling:
        return Verdict(Outcome.CAPPED, f"the system shows no more than {ceiling:,} postings")
    if not ended:
        return Verdict(
            Outcome.CAPPED, f"stopped after {found} postings: the limit of pages per run was reached"
        )
    if stated is not None and found < stated:
        return Verdict(Outcome.PARTIAL, f"{found} of the {stated} postings that the board counts were shown")
    return Verdict(Outcome.COMPLETE)


def _zero(before: int, problems: Sequence[Problem]) -> str:
    what = problems[0].what if problems else "well-formed but empty"
    return f"{what}; it held {before} entries before" if before else what

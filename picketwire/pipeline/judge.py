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


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How one list of a board ended: the whole board, or one of the parts that it was split into.

    `found` distinct postings in `entries` entries, of `stated` by the board's own count. `ended`: the list
    came to its end by itself; `circular`: its end was the first page, shown once more.
    """

    found: int
    entries: int
    stated: int | None = None
    ended: bool = True
    circular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How all the lists of one board ended: `found` distinct postings, where the last walk found `before`.

    `stated` is the board's count of a list that was read in parts, `outside` how many postings of its
    first page stood in none of them; `parts_left` were not asked for. `lost` entries could not be read;
    `trouble` is what stopped the walk.
    """

    found: int
    before: int = 0
    parts: Sequence[Part] = ()
    ceiling: int | None = None
    stated: int | None = None
    outside: int = 0
    parts_left: int = 0
    lost: int = 0
    trouble: str | None = None
    problems: Sequence[Problem] = ()


def judge_board(walk: Walk) -> Verdict:
    """Judge a board after its last page."""
    found = walk.found
    if walk.trouble and not found:
        return Verdict(Outcome.FAILED, walk.trouble)
    if walk.trouble:
        return Verdict(Outcome.PARTIAL, f"{found} postings, then {walk.trouble}")
    if not found and not walk.lost:
        counted = max((part.stated or 0 for part in walk.parts), default=0)
        return Verdict(Outcome.SUSPICIOUS_ZERO, _zero(walk.before, walk.problems, counted))
    if reason := _cut_off(walk):
        return Verdict(Outcome.CAPPED, reason)
    if reason := _missing(walk):
        return Verdict(Outcome.PARTIAL, reason)
    return Verdict(Outcome.COMPLETE)


def _cut_off(walk: Walk) -> str | None:
    """Say what kept a list from being shown whole, if anything did."""
    if walk.ceiling is not None and any(part.entries >= walk.ceiling for part in walk.parts):
        return f"the system shows no more than {walk.ceiling:,} postings of a list"
    if walk.parts_left or not all(part.ended for part in walk.parts):
        return f"stopped after {walk.found} postings: the limit of pages per run was reached"
    if walk.outside:
        return f"{walk.outside} postings of the whole list stand in none of the parts that it was split into"
    return None


def _missing(walk: Walk) -> str | None:
    """Say what a list that came to its end did not show, if anything."""
    if walk.lost:
        why = walk.problems[0].what if walk.problems else "unreadable"
        return f"{walk.lost} postings could not be read ({why})"
    if walk.found < (walk.stated or 0):
        return f"{walk.found} of the {walk.stated} postings that the board counts were shown"
    if short := [part for part in walk.parts if part.found < (part.stated or 0)]:
        shown, counted = sum(part.found for part in short), sum(part.stated or 0 for part in short)
        return f"{shown} of the {counted} postings that the board counts were shown"
    if any(part.circular and part.stated is None for part in walk.parts):
        return f"after {walk.found} postings the first page came again: what follows is unknown"
    return None


def _zero(before: int, problems: Sequence[Problem], stated: int = 0) -> str:
    what = problems[0].what if problems else "well-formed but empty"
    if stated:
        what = f"it counts {stated} postings and shows none"
    return f"{what}; it held {before} entries before" if before else what

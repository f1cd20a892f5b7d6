"""Find the strikes that a candidate may be part of: same union or group, same employer, same story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from picketwire.archive.candidates import Recorded
    from picketwire.linkage import Candidate

_NEAR = timedelta(days=120)
_WORD = re.compile(r"\w{4,}")
_COMMON = frozenset({"workers", "worker", "union", "staff", "employees", "strike", "members"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What two strikes are compared by."""

    slug: str
    unions: frozenset[str]
    words: frozenset[str]  # of workers and parties as named
    struck: frozenset[str]  # with the associations of each
    items: frozenset[int]
    stories: frozenset[int]
    first: date | None
    last: date | None


def of_candidate(
    candidate: Candidate, members: Mapping[str, frozenset[str]], stories: Mapping[int, int | None]
) -> Side:
    """Make a candidate comparable."""
    days = [event.date for event in candidate.events]
    return Side(
        slug=candidate.slug,
        unions=frozenset(candidate.unions),
        words=_words((*candidate.workers, *candidate.struck)),
        struck=_with_associations(candidate.struck, members),
        items=frozenset(candidate.items),
        stories=frozenset(s for i in candidate.items if (s := stories.get(i)) is not None),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def of_record(
    record: Recorded, members: Mapping[str, frozenset[str]], stories: Mapping[int, int | None]
) -> Side:
    """Make a strike on record comparable."""
    return Side(
        slug=record.slug,
        unions=record.unions,
        words=_words((*record.unions, *record.struck)),
        struck=_with_associations(record.struck, members),
        items=record.items,
        stories=frozenset(s for i in record.items if (s := stories.get(i)) is not None),
        first=date.fromisoformat(record.first) if record.first else None,
        last=date.fromisoformat(record.last) if record.last else None,
    )


def most_alike(one: Side, others: Iterable[Side], most: int = 9) -> list[str]:
    """Return the slugs of strikes that share something with this one, the most alike first."""
    ranked = sorted((-_likeness(one, other), other.slug) for other in others if other.slug != one.slug)
    return [slug for likeness, slug in ranked if likeness < 0][:most]


def _likeness(one: Side, other: Side) -> int:
    if not _touch(one, other):
        return 0
    shared = 3 * bool(one.unions & other.unions) + 2 * bool(one.struck & other.struck)
    shared += 2 * bool(one.stories & other.stories) + 2 * bool(one.items & other.items)
    return shared + min(2, len(one.words & other.words))


def _touch(one: Side, other: Side) -> bool:
    if None in {one.first, one.last, other.first, other.last}:
        return True
    return one.first - _NEAR <= other.last and other.first - _NEAR <= one.last  # type: ignore[operator]


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(w for name in names for w in _WORD.findall(name.lower())) - _COMMON


def _with_associations(struck: Iterable[str], members: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(slug for each in struck for slug in (each, *members.get(each, ())))

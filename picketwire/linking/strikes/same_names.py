"""Join reports of strikes without a union that share a name which hardly any other report has."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from picketwire.linking.strikes.labour_words import country
from picketwire.linking.strikes.strikers import closer_names, home, occupation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from picketwire.linking.strikes.candidates import Part

_NEAR = timedelta(days=30)  # between reports of one strike that share no more than a name
_OWN_NAME = 0.8  # of the reports with a name: it is of that strike


def joined_by_name(parts: Sequence[Part]) -> list[Part]:
    """Join strikes without a union to the largest of the same days and country that shares a name with them.

    The name (of an employer, a town, a building) must be one that hardly any report of another strike
    of those days has in its title.
    """
    left = list(parts)
    for _, carriers in sorted(_carriers(parts).items()):
        there = sorted((p for p in left if _items(p) & carriers), key=_rank) if len(carriers) > 1 else []
        while there:
            near = [p for p in there[1:] if _touch(p, there[0])]
            same = [p for p in near if not p.who.startswith("u:") and _may_be_one(p, there[0])]
            whole = [there[0], *same]
            told = [sum(len(_items(p) & carriers) for p in some) for some in (whole, [there[0], *near])]
            if same and told[0] >= _OWN_NAME * told[1]:
                kept = [p for p in left if not any(p is each for each in whole)]
                left = [*kept, _together(whole)]
            there = [p for p in there[1:] if not any(p is each for each in same)]
    return left


def _touch(one: Part, two: Part) -> bool:
    return any(abs(a.day - b.day) <= _NEAR for a in one.sightings for b in two.sightings)


def _rank(part: Part) -> tuple[object, ...]:
    """Order strikes: one of a union first, then the larger."""
    return not part.who.startswith("u:"), -len(part.sightings), part.sightings[0].item, part.who


def _together(parts: Sequence[Part]) -> Part:
    told = {s.item: s for part in reversed(parts) for s in part.sightings}
    struck = frozenset[str]().union(*(part.struck for part in parts))
    return replace(
        parts[0], struck=struck, sightings=tuple(sorted(told.values(), key=lambda s: (s.day, s.item)))
    )


def _carriers(parts: Sequence[Part]) -> dict[str, set[int]]:
    """Return the items that have each name."""
    found: dict[str, set[int]] = defaultdict(set)
    for each in (s for part in parts for s in part.sightings):
        for name in each.parties.names:
            found[name].add(each.item)
    return found


def _items(part: Part) -> set[int]:
    return {each.item for each in part.sightings}


def _may_be_one(small: Part, large: Part) -> bool:
    """Whether countries, struck parties and words for the workers allow that two strikes are one."""
    if small.struck and large.struck and not small.struck & large.struck:
        return False
    here, there = country(home(small.sightings)), country(home(large.sightings))
    if here and there and here != there:
        return False
    one, two = _works(small), _works(large)
    closer = {name for work in one | two for name in closer_names(work)}
    return not one or not two or bool(one & two) or bool(closer & (one | two))


def _works(part: Part) -> set[str]:
    """Return what most reports of a strike call its workers, if it says more than that they work."""
    told = Counter(occupation(group) for each in part.sightings for group in each.parties.groups)
    return {work for work, n in told.items() if n * 5 >= told.total()} - {"worker"}

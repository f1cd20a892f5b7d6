"""Join what reports tell of one strike under several names: a group without a union with one that has it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from picketwire.linking.strikes.labour_words import is_country, is_trade, same_place
from picketwire.linking.strikes.strikers import closer_names, home, occupation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from picketwire.linking.strikes.candidates import Part, Sighting
    from picketwire.linking.strikes.stage_claims import Claim

_SOON = timedelta(days=10)  # between reports of one strike
_MANY = 10  # reports of a strike that those of any workers of its country can be of
_SHARE = 0.15  # of the groups that reports of a strike name: a word for its workers
_ONE_TRADE = 0.6  # of what reports call the members of a union
_TRADE = 3  # reports of one trade of a union alone, for it to have a strike of its own
_CLEARLY = 2  # times as many reports as the next that may be meant


def joined(parts: Sequence[Part]) -> list[Part]:
    """Join each strike of workers without a union to the one strike of the same days that it can be.

    Small ones are joined to larger ones; where two may be meant and neither has twice the reports, it
    stays by itself.
    """
    left = list(parts)
    for part in sorted(parts, key=lambda p: (len(p.sightings), p.sightings[0].item, p.who)):
        if not part.who.startswith("g:") or part.who.startswith("g:worker of "):
            continue
        own = next((p for p in left if p is part), None)
        if own is None:
            continue
        fitting = sorted((p for p in left if p is not part and _fits(part, p)), key=_size, reverse=True)
        if fitting and (len(fitting) == 1 or _size(fitting[0]) >= _CLEARLY * _size(fitting[1])):
            whole = _together(fitting[0], part)
            left = [whole if p is fitting[0] else p for p in left if p is not part]
        elif fitting and _is_joint(fitting):
            left = [_together(p, part) if any(p is f for f in fitting) else p for p in left if p is not part]
    return left


def _is_joint(parts: Sequence[Part]) -> bool:
    """Whether strikes are of several unions that reports tell of together."""
    shared = set[int].intersection(*({s.item for s in part.sightings} for part in parts))
    return bool(shared) and all(part.who.startswith("u:") for part in parts)


def by_work(
    home: Sequence[Sighting], silent: Sequence[Sighting], spell: Sequence[Sighting]
) -> tuple[list[Sighting], list[list[Sighting]]]:
    """Split reports of a union that name no struck party: those of the strike at `home`, others by work.

    A union of many trades has many strikes at once; one of a single trade is taken to have one.
    """
    works = Counter(work for each in spell for work in _works(each))
    there = {work for each in home for work in _works(each)}
    single = max(works.values(), default=0) >= _ONE_TRADE * works.total()
    at_one = any(each.parties.struck or each.parties.named for each in home)
    if single if there else len(works) < 2 or not at_one:
        return list(silent), []
    fitting: list[Sighting] = []
    others: dict[str, list[Sighting]] = {}
    for each in silent:
        own = _works(each)
        if own and not own & there:
            looser = (work for work in sorted(works) if closer_names(work) & own)
            others.setdefault(next(looser, min(own)), []).append(each)
        else:
            fitting.append(each)
    return fitting, [others[work] for work in sorted(others)]


def trades(sightings: Iterable[Sighting]) -> dict[str, str]:
    """Return the union of which each trade is told most: junior doctors and consultants are the BMA's."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for each in sightings:
        if len(each.parties.unions) == len(told := _trades(each)) == 1:
            votes[min(told)][min(each.parties.unions)] += 1
    return {trade: max(n, key=lambda union: (n[union], union)) for trade, n in votes.items()}


def by_trade(
    union: str, told: Sequence[Sighting], owners: Mapping[str, str]
) -> list[tuple[str, list[Sighting]]]:
    """Split reports of a union two of whose trades strike, each by itself; one of both is of both.

    What names neither is of the trade that others name most in the same days.
    """
    alone = Counter(min(own) for each in told if len(own := _trades(each)) == 1)
    found = sorted(t for t, n in alone.items() if n >= _TRADE and owners.get(t) == union)
    if len(found) < 2:
        return [("", list(told))]
    heaps: dict[str, list[Sighting]] = {trade: [] for trade in found}
    for each in told:
        own = _trades(each) & heaps.keys()
        near = Counter(
            min(names)
            for other in told
            if abs(other.day - each.day) <= _SOON and len(names := _trades(other) & heaps.keys()) == 1
        )
        votes = near or alone
        for trade in own or {max(found, key=lambda t: (votes[t], t))}:
            heaps[trade].append(replace(each, claims=titled(each)) if len(own) > 1 else each)
    return [(trade, heaps[trade]) for trade in found]


def titled(sighting: Sighting) -> tuple[Claim, ...]:
    """Return what a report claims in its title."""
    return tuple(claim for claim in sighting.claims if claim.field == "title")


def _trades(sighting: Sighting) -> set[str]:
    return {work for group in sighting.parties.groups if is_trade(work := occupation(group))}


def _works(sighting: Sighting) -> set[str]:
    return {occupation(group) for group in sighting.parties.groups} - {"worker"}


def _size(part: Part) -> int:
    return len(part.sightings)


def _fits(small: Part, large: Part) -> bool:
    """Whether workers, place, days and struck parties of two strikes allow that they are one."""
    if " of " in small.who and (" of " in large.who or large.who.startswith("u:")):
        return False
    anyone = small.who.startswith("g:worker in ")
    if anyone and (not large.who.startswith("u:") or large.struck or _size(large) < _MANY):
        return False
    if small.struck and large.struck and not small.struck & large.struck:
        return False
    if _size(large) < _size(small) and (anyone or not large.who.startswith("u:")):
        return False
    work, words = occupation(small.who.removeprefix("g:").partition(" #")[0]), _occupations(large)
    one, two = home(large.sightings), home(small.sightings)
    looser = two and not is_country(two) and any(work in closer_names(word) for word in words)
    named_alike = work in words or closer_names(work) & words or looser
    if not named_alike or not (same_place(one, two) or (one and same_place(two, one))):
        return False
    soon = _SOON / 2 if anyone else _SOON
    return any(abs(a.day - b.day) <= soon for a in small.sightings for b in large.sightings)


def _occupations(part: Part) -> set[str]:
    """Return the words for workers that a fair share of the reports of a strike use."""
    found = Counter(occupation(g) for each in part.sightings for g in each.parties.groups)
    return {name for name, n in found.items() if n >= _SHARE * found.total()}


def _together(large: Part, small: Part) -> Part:
    told = sorted((*large.sightings, *small.sightings), key=_order)
    return replace(large, struck=large.struck | small.struck, sightings=tuple(told))


def _order(sighting: Sighting) -> tuple[object, int]:
    return sighting.day, sighting.item

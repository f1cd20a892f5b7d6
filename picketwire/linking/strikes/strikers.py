"""Settle who strikes in each report: the union that others name, and one name for one group of workers."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from picketwire.linking.strikes.labour_words import same_place
from picketwire.linking.strikes.parties import LOOSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from picketwire.linking.strikes.candidates import Sighting

_NEAR = timedelta(days=60)  # within which reports of one group are of the same union
_SOON = timedelta(days=10)  # within which a looser name is one for the same workers
_UNION_SHARE, _LOOSE_SHARE = 0.6, 0.9
# Looser names for workers, each with closer ones that may be meant.
_CLOSER = {
    "doctor": frozenset({"junior doctor", "consultant", "gp"}),
    "driver": frozenset({"train driver", "bus driver"}),
    "health worker": frozenset({"nurse", "ambulance worker", "radiographer"}),
    "rail worker": frozenset({"train driver"}),
    "school worker": frozenset({"teacher"}),
}


@dataclass(slots=True)
class _Ties:
    """What reports that name a union tell of those that do not."""

    stories: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    groups: dict[str, list[tuple[date, str, str]]] = field(default_factory=lambda: defaultdict(list))
    struck: set[tuple[str, str]] = field(default_factory=set)  # unions with whom they strike

    def of(self, group: str) -> list[tuple[date, str, str]]:
        """Return the ties of a group; of one at an employer, else those of its trade there."""
        name = _anywhere(group)
        trade, _, employer = name.partition(" of ")
        told = self.groups.get(name, [])
        if not employer:
            return told
        return told + [tie for tie in self.groups.get(trade, ()) if (tie[1], employer) in self.struck]


def settled(ordered: Sequence[Sighting], parents: Mapping[str, str]) -> list[Sighting]:
    """Give each sighting the union and the group that the others show it to be about.

    `ordered` by day; `parents` gives the organization that each one belongs to.
    """
    seen = _seen(ordered)
    whole = [_with_head(each, seen, parents) for each in ordered]
    ties = _ties(whole)
    named = [each if each.parties.unions or each.parties.cause else _named(each, ties) for each in whole]
    closer = _closer_names(named)
    return [each if each.parties.unions else _closer(each, closer) for each in named]


def _seen(ordered: Iterable[Sighting]) -> Counter[str]:
    return Counter(union for each in ordered for union in each.parties.unions)


def _with_head(sighting: Sighting, seen: Mapping[str, int], parents: Mapping[str, str]) -> Sighting:
    """Count a branch of a union as the union, where that one is heard of more often."""
    unions = frozenset(
        head if (head := parents.get(union, "")) and seen.get(head, 0) > seen.get(union, 0) else union
        for union in sighting.parties.unions
    )
    return replace(sighting, parties=replace(sighting.parties, unions=unions))


def _ties(ordered: Sequence[Sighting]) -> _Ties:
    ties = _Ties()
    homes = _homes(ordered)
    for each in ordered:
        unions = each.parties.unions
        if each.story is not None and unions:
            ties.stories[each.story] |= unions
        ties.struck |= {(union, slug) for union in unions for slug in each.parties.struck}
        if len(unions) == len(each.parties.groups) == 1:
            (union,), (group,) = unions, each.parties.groups
            tie = (each.day, union, each.parties.place or homes.get(union, ""))
            ties.groups[_anywhere(group)].append(tie)
    return ties


def _homes(ordered: Iterable[Sighting]) -> dict[str, str]:
    """Return the place that most reports of each union name."""
    told: dict[str, list[Sighting]] = defaultdict(list)
    for each in ordered:
        for union in each.parties.unions:
            told[union].append(each)
    return {union: home(sightings) for union, sightings in told.items()}


def _named(sighting: Sighting, ties: _Ties) -> Sighting:
    """Give a sighting the one union that its story names, or those that most reports of its groups name."""
    told = ties.stories.get(sighting.story, set()) if sighting.story is not None else set()
    groups = sighting.parties.groups
    if len(told) == 1 and len(groups) < 2:
        return replace(sighting, parties=replace(sighting.parties, unions=frozenset(told)))
    unions = [_tied(ties.of(group), sighting, group) for group in groups]
    if unions and all(unions):
        found = frozenset(union for union in unions if union)
        return replace(sighting, parties=replace(sighting.parties, unions=found))
    return sighting


def _tied(ties: Iterable[tuple[date, str, str]], sighting: Sighting, group: str) -> str | None:
    """Return the union that most reports of a group name in the same weeks and the same or a like place."""
    loose = group in LOOSE or group.startswith("worker in ")
    here = "" if " of " in group else sighting.parties.place  # an employer says enough
    near = [
        (union, place)
        for when, union, place in ties
        if abs(when - sighting.day) <= (_SOON if loose else _NEAR)
        and (not place or not here or _may_be_one(place, here))
    ]
    votes = Counter(union for union, place in near if here and place == here)
    votes = votes or Counter(union for union, _ in near)
    if not votes:
        return None
    union, most = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return union if most >= (_LOOSE_SHARE if loose else _UNION_SHARE) * votes.total() else None


def _may_be_one(one: str, two: str) -> bool:
    return same_place(one, two) or same_place(two, one)


def _anywhere(group: str) -> str:
    """Return a group without the country it is in; an employer stays."""
    return group.partition(" in ")[0]


def _closer_names(named: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """Return the sightings of each group that has a closer name than others for the same workers."""
    found: dict[str, list[Sighting]] = defaultdict(list)
    for each in named:
        for group in each.parties.groups:
            found[occupation(group)].append(each)
    return found


def _closer(sighting: Sighting, closer: Mapping[str, list[Sighting]]) -> Sighting:
    """Read a looser name of workers as the one closer name that reports of the same days and place use."""
    if len(sighting.parties.groups) != 1:
        return sighting
    group = min(sighting.parties.groups)
    near = [
        other
        for name in (*_CLOSER.get(occupation(group), ()), *([group] if group in LOOSE else ()))
        if same_place(home(closer.get(name, ())), sighting.parties.place)
        for other in closer.get(name, ())
        if abs(other.day - sighting.day) <= _SOON and group not in other.parties.groups
    ]
    meant = {(other.parties.unions, other.parties.groups) for other in near if len(other.parties.groups) == 1}
    unions = {unions for unions, _ in meant}
    if len(unions) != 1 or (unions == {frozenset()} and len(meant) != 1):
        return sighting
    best = next(other for other in near if len(other.parties.groups) == 1)
    parties = replace(sighting.parties, unions=best.parties.unions, groups=best.parties.groups)
    return replace(sighting, parties=parties)


def closer_names(name: str) -> frozenset[str]:
    """Return the closer names that a name of workers may stand for."""
    return _CLOSER.get(name, frozenset())


def occupation(group: str) -> str:
    """Return the words for workers in the key of a group, without place or employer."""
    return group.partition(" in ")[0].partition(" of ")[0]


def home(sightings: Iterable[Sighting]) -> str:
    """Return the place that most reports of a group name; none is told."""
    places = Counter(place for each in sightings if (place := each.parties.place))
    return max(places, key=lambda place: (places[place], place), default="")

"""Know a strike on record again in a candidate that coverage makes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from picketwire.linking.strikes.candidates import PAUSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from picketwire.archive.candidates import Recorded
    from picketwire.linkage import Candidate


def on_record(
    candidate: Candidate, records: Iterable[Recorded], members: Mapping[str, frozenset[str]]
) -> Recorded | None:
    """Return the strike on record that coverage tells of; one against the very party comes first."""
    same = [record for record in records if same_strike(candidate, record, members)]
    return min(
        same, key=lambda r: (not r.struck & {*candidate.struck}, r.status == "rejected", r.slug), default=None
    )


def same_strike(candidate: Candidate, record: Recorded, members: Mapping[str, frozenset[str]]) -> bool:
    """Whether coverage tells of a strike on record: same union, parties struck that fit, days that touch."""
    ours = set(candidate.unions or candidate.workers[:1])
    if not ours & record.unions:
        return False
    struck = {slug for each in candidate.struck for slug in (each, *members.get(each, ()))}
    if struck and record.struck and not struck & record.struck:
        return False
    if record.status == "rejected" and bool(struck) != bool(record.struck):
        return False  # a no to workers against nobody in particular is none to a named employer's
    days = [event.date for event in candidate.events]
    if not days or record.first is None:
        return True
    until = record.ended or (None if record.status == "confirmed" else record.last)
    after = until is None or min(days) <= date.fromisoformat(until) + PAUSE
    return after and max(days) >= date.fromisoformat(record.first) - PAUSE


def of_other_trades(found: Iterable[Candidate], records: Iterable[Recorded]) -> dict[str, set[str]]:
    """Return, by slug of a candidate, the strikes on record that are of another trade of its union.

    A strike on record is of the trade whose candidate has most of its reports, else the most reports.
    """
    parted = [each for each in found if each.trade]
    other: dict[str, set[str]] = defaultdict(set)
    for record in records:
        same = [each for each in parted if record.unions & {*each.unions}]
        own = max(same, key=lambda c: (len(record.items & {*c.items}), len(c.items), c.slug), default=None)
        for each in same:
            if own and each.trade != own.trade:
                other[each.slug].add(record.slug)
    return other

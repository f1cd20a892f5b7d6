"""Gather news items into stories: one event, many items, the same whatever order they came in."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.linkage import Story
from picketwire.linking.stories.likeness import likeness, within_topic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from picketwire.linking.stories.likeness import Features

EDGE = 0.46  # likeness from which two items may be of one story
CUT = 0.37  # mean likeness from which two groups are one story
_LARGEST = 200  # items that are compared each with each; a larger heap is first cut at a stricter likeness
_STEP = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a story needs to know of one item; `credited` is True for the first report, else for a report."""

    id: int
    key: str  # stable name, for order that does not hang on arrival
    published: str | None  # instants as stored
    seen: str
    credited: Mapping[str, bool]


def story(reports: Sequence[Report]) -> Story:
    """Make the story of these items."""
    published = [r for r in reports if r.published is not None] or reports
    return Story(
        id=min(r.id for r in reports),
        items=tuple(sorted(r.id for r in reports)),
        first_published_item=min(published, key=lambda r: (r.published or r.seen, r.key)).id,
        first_seen_item=min(reports, key=lambda r: (r.seen, r.key)).id,
        credited=_most_credited(reports),
    )


def _most_credited(reports: Sequence[Report]) -> str | None:
    """Whom items credit with the first report; a plain credit counts where two items give it."""
    votes: Counter[str] = Counter()
    for report in reports:
        votes.update({slug: 2 if first else 1 for slug, first in report.credited.items()})
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return ranked[0][0] if ranked and ranked[0][1] > 1 else None


def edges(item: Features, others: Iterable[Features]) -> list[tuple[int, int, float]]:
    """Return (smaller id, larger id, likeness) for each item that may be of one story with this one."""
    found = []
    for other in others:
        if other.id != item.id and (alike := likeness(item, other, EDGE)) >= EDGE:
            found.append((min(item.id, other.id), max(item.id, other.id), round(alike, 4)))
    return found


def components(items: Collection[int], joined: Iterable[tuple[int, int, float]]) -> list[list[int]]:
    """Split items into heaps that no edge connects."""
    parent = {item: item for item in items}

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for one, two, _ in joined:
        parent[root(one)] = root(two)
    heaps: dict[int, list[int]] = {}
    for item in items:
        heaps.setdefault(root(item), []).append(item)
    return list(heaps.values())


def gather(
    heap: Sequence[int], joined: Sequence[tuple[int, int, float]], known: Mapping[int, Features]
) -> list[list[int]]:
    """Split one heap of connected items into stories (two items or more), by mean likeness.

    Mean likeness keeps a chain of neighbours (A like B, B like C) from becoming one story; and words that the
    whole heap shares count for less, so that two events of one topic are told apart.
    """
    limit = EDGE
    heaps = [list(heap)]
    while any(len(h) > _LARGEST for h in heaps) and limit < 1:
        limit += _STEP
        strong = [edge for edge in joined if edge[2] >= limit]
        heaps = [part for h in heaps for part in (_split(h, strong) if len(h) > _LARGEST else [h])]
    return [group for h in heaps if len(h) > 1 for group in _agglomerate(h, known) if len(group) > 1]


def _split(heap: Sequence[int], joined: Iterable[tuple[int, int, float]]) -> list[list[int]]:
    inside = set(heap)
    return components(heap, [edge for edge in joined if edge[0] in inside and edge[1] in inside])


def _agglomerate(heap: Sequence[int], known: Mapping[int, Features]) -> list[list[int]]:
    """Join the two groups that are most alike on average until no two are alike enough."""
    order = within_topic(sorted((known[item] for item in heap), key=lambda item: (item.day, item.key)))
    groups: dict[int, list[int]] = {n: [item.id] for n, item in enumerate(order)}
    total: dict[int, dict[int, float]] = {n: {} for n in groups}
    queue: list[tuple[float, int, int]] = []
    for n, item in enumerate(order):
        for m in range(n):
            alike = likeness(item, order[m])
            total[n][m] = total[m][n] = alike
            if alike >= CUT:
                queue.append((-alike, m, n))
    heapq.heapify(queue)
    following = len(order)
    while queue:
        _, one, two = heapq.heappop(queue)
        if one not in groups or two not in groups:
            continue
        groups[following] = groups.pop(one) + groups.pop(two)
        total[following] = {}
        for other, members in groups.items():
            if other == following:
                continue
            both = total[one].get(other, 0.0) + total[two].get(other, 0.0)
            total[following][other] = total[other][following] = both
            mean = both / (len(groups[following]) * len(members))
            if mean >= CUT:
                heapq.heappush(queue, (-mean, other, following))
        following += 1
    return list(groups.values())

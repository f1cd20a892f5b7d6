"""Gather the news of the archive into stories: what is new, and what it touches."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from picketwire.archive import links, stories
from picketwire.linking.stories.credits import credited
from picketwire.linking.stories.gathering import Report, components, edges, gather, story
from picketwire.linking.stories.likeness import COPY_NEAR, Features, features
from picketwire.linking.stories.neighbours import Neighbours, clues

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlite_utils.db import Database

    from picketwire.facts import Organization
    from picketwire.linkage import Clues, Story

_REMEMBERED = 40_000  # items whose features are kept at a time: some 150 MB
_COMPARED = 8_000  # items held against each other at a time
_READ = 500

T = TypeVar("T")


class Gathering:
    """One run over stories, inside the transaction of linking."""

    def __init__(self, db: Database, organizations: Iterable[Organization]) -> None:
        self.db = db
        self._publishers = {o.slug for o in organizations if o.kind == "publisher"}
        self._features: dict[int, Features] = {}
        self._reports: dict[int, Report] = {}

    def run(self, items: Collection[int], *, full: bool) -> tuple[int, int]:
        """Bring stories to what they are with these items; return how many are new and how many went."""
        before = set() if full else stories.edges_of(self.db, items)
        if full:
            stories.drop_all(self.db)
        stories.drop_clues(self.db, items)
        # By day, so that what is alike comes close together: each item is read once.
        ordered = stories.in_order(self.db, items)
        now = {edge for batch in _batches(ordered, _COMPARED) for edge in self._edges(batch)}
        stories.save_edges(self.db, before, now)
        if full:
            return stories.save_stories(self.db, stories.all_stories(self.db).values(), self._gather(now))
        touched = set(items) | {end for one, two, _ in before | now for end in (one, two)}
        old = stories.stories_of(self.db, touched)
        touched |= {item for each in old.values() for item in each.items}
        joined = self._reach(touched)
        old |= stories.stories_of(self.db, {end for one, two, _ in joined for end in (one, two)})
        return stories.save_stories(self.db, old.values(), self._gather(joined))

    def _edges(self, batch: Sequence[int]) -> Iterable[stories.Edge]:
        """Compare the items of a batch with what is stored already, and with each other."""
        mine = self._read(batch)
        found = {item: clues(f) for item, f in mine.items()}
        nearby, items = Neighbours(list(found.values())), list(mine.values())
        for some in _batches([*self._alike(nearby, found)]):
            known = self._read([item for item, _ in some])
            for item, places in some:
                if item in known:
                    yield from edges(known[item], (items[place] for place in places))
        for place, (item, own) in enumerate(found.items()):
            yield from edges(mine[item], (items[other] for other in nearby.of(own, before=place)))
        stories.save_clues(self.db, found)

    def _alike(self, nearby: Neighbours, found: Mapping[int, Clues]) -> Iterable[tuple[int, list[int]]]:
        """Yield the stored items that are worth comparing with some of a batch, and with which."""
        if found:
            reach, days = timedelta(COPY_NEAR), [own.day for own in found.values()]
            for item, theirs in stories.clues_between(self.db, min(days) - reach, max(days) + reach):
                if places := nearby.of(theirs):
                    yield item, places

    def _reach(self, items: set[int]) -> set[stories.Edge]:
        """Follow edges from these items to the end."""
        reached: set[int] = set()
        found: set[stories.Edge] = set()
        waiting = items
        while waiting:
            reached |= waiting
            fresh = stories.edges_of(self.db, waiting)
            found |= fresh
            waiting = {end for one, two, _ in fresh for end in (one, two)} - reached
        return found

    def _gather(self, joined: Collection[stories.Edge]) -> list[Story]:
        heaps = components({end for one, two, _ in joined for end in (one, two)}, joined)
        where = {item: n for n, heap in enumerate(heaps) for item in heap}
        own: list[list[stories.Edge]] = [[] for _ in heaps]
        for edge in joined:
            own[where[edge[0]]].append(edge)
        found = []
        for heap, inside in zip(heaps, own, strict=True):
            groups = gather(heap, inside, self._read(heap))
            found += [story([self._reports[item] for item in group]) for group in groups]
        return found

    def _read(self, items: Collection[int]) -> dict[int, Features]:
        """Read items that are not remembered; forget the oldest readings when there are too many."""
        missing = [item for item in items if item not in self._features]
        if len(self._features) + len(missing) > _REMEMBERED:
            self._forget(set(items))
        facts = stories.facts_of(self.db, missing)
        for batch in links.news(self.db, missing):
            for news in batch:
                key, published, seen, postings = facts[news.id]
                self._features[news.id] = features(news, key, postings)
                names = credited(news, self._publishers)
                self._reports[news.id] = Report(
                    id=news.id, key=key, published=published, seen=seen, credited=names
                )
        return {item: self._features[item] for item in items if item in self._features}

    def _forget(self, wanted: set[int]) -> None:
        """Drop the older half of what is remembered, but for what is wanted now."""
        for item in list(self._features)[: _REMEMBERED // 2]:
            if item not in wanted:
                del self._features[item], self._reports[item]


def _batches(items: Sequence[T], size: int = _READ) -> Iterable[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))

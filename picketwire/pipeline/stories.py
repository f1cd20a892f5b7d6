"""Gather the news of the archive into stories: what is new, and what it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.archive import links, stories
from picketwire.linking.credits import credited
from picketwire.linking.likeness import Features, asks, clues, features
from picketwire.linking.stories import Report, components, edges, gather, story

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlite_utils.db import Database

    from picketwire.facts import Organization
    from picketwire.linkage import Story

_REMEMBERED = 20_000  # items whose features are kept at a time: some 150 MB
_BATCH = 500


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
        now = {edge for batch in _batches(ordered) for edge in self._edges(batch)}
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
        mine = self._read(batch)
        stories.save_clues(self.db, {item: clues(f) for item, f in mine.items()})
        near = {item: stories.sharing(self.db, asks(f)) for item, f in mine.items()}
        known = self._read({other for others in near.values() for other in others})
        for item, f in mine.items():
            yield from edges(f, (known[other] for other in near[item] if other in known))

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


def _batches(items: Sequence[int]) -> Iterable[Sequence[int]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))

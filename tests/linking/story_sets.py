"""The two labelled sets of stories: what was labelled, the news around it, and how a gathering scores."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parsers.text import plain
from picketwire.linkage import News
from picketwire.linking.stories.gathering import components, edges, gather
from picketwire.linking.stories.likeness import features
from picketwire.linking.stories.neighbours import Neighbours, clues
from picketwire.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from picketwire.linking.stories.likeness import Features

SAMPLES = Path(__file__).parents[1] / "samples" / "linking"
POOL, MATCHES = "tagging/pool.jsonl.xz", "strikes/keyword-matches-2023.jsonl"
Place = tuple[str, str]  # file, and where in it


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """News by number, and of those that are labelled the event and the word by which they were picked."""

    news: dict[int, News]
    event: dict[int, str]
    word: dict[int, str]


@dataclass(frozen=True, slots=True)
class Score:
    """B-cubed precision and recall over the labelled items, and the share of near misses kept apart."""

    precision: float
    recall: float
    apart: float
    near: int

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def __str__(self) -> str:
        return (
            f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  "
            f"near misses apart {self.apart:.3f} of {self.near}"
        )


def three_days(data: Path) -> LabelledSet:
    """Return the set on three days of 2023, by which the method was made."""
    return _labelled("stories.tsv", _entries(data / "strikes/feeds-2023"))


def other_days(data: Path) -> LabelledSet:
    """Return a second set by which the method was made, on other days and feeds."""
    return _labelled("stories_more.tsv", (*_matches(data), *_pool(data, "2026-01-01", "2026-01-04")))


def held_out(data: Path) -> LabelledSet:
    """Return a set on yet other days, to which nothing was tuned."""
    return _labelled("stories_held_out.tsv", (*_matches(data), *_pool(data, "2026-01-05", "2026-01-09")))


def gathered(items: Mapping[int, News]) -> dict[int, int]:
    """Gather news as the pipeline does, in memory; return the number of each item's story."""
    read = {
        number: features(news, f"{news.source} {news.url} {news.title}", ()) for number, news in items.items()
    }
    ordered = sorted(read.values(), key=lambda item: item.day)
    found = [clues(item) for item in ordered]
    nearby = Neighbours(found)
    joined = set()
    for place, item in enumerate(ordered):
        joined |= set(edges(item, (ordered[n] for n in nearby.of(found[place], before=place))))
    return _stories(read, joined)


def _stories(read: dict[int, Features], joined: set[tuple[int, int, float]]) -> dict[int, int]:
    where = {number: -number for number in read}
    for heap in components(read, joined):
        inside = set(heap)
        own = [edge for edge in joined if edge[0] in inside] if len(heap) > 1 else []
        for group in gather(heap, own, read):
            where |= dict.fromkeys(group, group[0])
    return where


def score(labelled: LabelledSet, where: Mapping[int, int], near: list[tuple[int, int]]) -> Score:
    """Hold the stories of a gathering against the labels."""
    found, right = _groups({n: where[n] for n in labelled.event}), _groups(labelled.event)
    shared = {n: len(found[n] & right[n]) for n in labelled.event}
    return Score(
        precision=sum(shared[n] / len(found[n]) for n in shared) / len(shared),
        recall=sum(shared[n] / len(right[n]) for n in shared) / len(shared),
        apart=sum(where[one] != where[two] for one, two in near) / len(near),
        near=len(near),
    )


def rivals(labelled: LabelledSet) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share a word by which they were picked, but report different events."""
    for one, two in combinations(labelled.event, 2):
        if labelled.word[one] == labelled.word[two] and labelled.event[one] != labelled.event[two]:
            yield one, two


def _groups(where: Mapping[int, Any]) -> dict[int, set[int]]:
    members: dict[Any, set[int]] = defaultdict(set)
    for number, group in where.items():
        members[group].add(number)
    return {number: members[group] for number, group in where.items()}


def _labelled(name: str, news: Any) -> LabelledSet:
    """Number the news, and find those that a file of labels names."""
    numbered = dict(enumerate(news))
    numbers: dict[Place, int] = {}
    for number, (place, _) in numbered.items():
        numbers.setdefault(place, number)
    lines = (SAMPLES / name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return LabelledSet(
        news={number: replace(item, id=number) for number, (_, item) in numbered.items()},
        event={numbers[file, place]: event for event, _, file, place in rows},
        word={numbers[file, place]: word for _, word, file, place in rows},
    )


def _entries(folder: Path) -> Iterator[tuple[Place, News]]:
    """Yield every entry of the feeds of three days once."""
    seen = set()
    for path in sorted(folder.glob("*/*.json")):
        for place, entry in enumerate(json.loads(path.read_text("utf-8"))):
            news = _news(entry, path.parent.name)
            if news.title and (news.source, news.url, news.title) not in seen:
                seen.add((news.source, news.url, news.title))
                yield (f"{path.parent.name}/{path.name}", str(place)), news


def _matches(data: Path) -> Iterator[tuple[Place, News]]:
    for line in (data / MATCHES).read_text("utf-8").splitlines():
        entry = json.loads(line)
        yield (MATCHES, entry["link"]), _news(entry, entry["day"])


def _news(entry: dict[str, Any], day: str) -> News:
    link = entry.get("link") or ""
    return News(
        id=0,
        source=entry.get("source") or "",
        url=link,
        canonical=canonical(link) if link else None,
        title=plain(entry.get("title") or ""),
        summary=plain(entry.get("description") or ""),
        body="",
        day=date.fromisoformat((entry.get("date_published") or day)[:10]),
    )


def _pool(data: Path, first: str, last: str) -> Iterator[tuple[Place, News]]:
    """Yield the news of some days; the pool names no source, so that each item counts as its own."""
    with lzma.open(data / POOL, "rt", encoding="utf-8") as lines:
        for entry in map(json.loads, lines):
            if first <= entry["date"][:10] <= last:
                yield (
                    (POOL, entry["id"]),
                    News(
                        id=0,
                        source=entry["id"],
                        url=None,
                        canonical=None,
                        title=plain(entry["title"]),
                        summary=plain(entry["summary"]),
                        body="",
                        day=date.fromisoformat(entry["date"][:10]),
                    ),
                )

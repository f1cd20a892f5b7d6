"""Stories of three real days, scored against labels given by reading."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from parsers.text import plain
from picketwire.linkage import News
from picketwire.linking.likeness import features, likeness
from picketwire.linking.neighbours import Neighbours, clues
from picketwire.linking.stories import components, edges, gather
from picketwire.urls import canonical

if TYPE_CHECKING:
    from picketwire.linking.likeness import Features

LABELS = Path(__file__).parents[1] / "samples" / "linking" / "stories.tsv"
NEAR_MISS = 0.25  # likeness from which two items of different events count as near misses


def labels() -> dict[tuple[str, int], tuple[int, str]]:
    """Read event and word group by file and place of the entry."""
    rows = [line.split("\t") for line in LABELS.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {(file, int(place)): (int(event), word) for event, word, file, place in rows}


def read(data: Path) -> dict[tuple[str, int], Features]:
    """Read every entry of the three days once, with a number in the order of files."""
    found, seen = {}, set()
    for path in sorted((data / "strikes/feeds-2023").glob("*/*.json")):
        for place, entry in enumerate(json.loads(path.read_text("utf-8"))):
            title, link, source = (
                plain(entry.get("title") or ""),
                entry.get("link") or "",
                entry.get("source") or "",
            )
            if not title or (source, link, title) in seen:
                continue
            seen.add((source, link, title))
            news = News(
                id=len(found),
                source=source,
                url=link,
                canonical=canonical(link) if link else None,
                title=title,
                summary=plain(entry.get("description") or ""),
                body="",
                day=date.fromisoformat((entry.get("date_published") or path.parent.name)[:10]),
            )
            found[f"{path.parent.name}/{path.name}", place] = features(news, f"{source} {link} {title}", ())
    return found


def stories(items: dict[int, Features]) -> dict[int, int]:
    """Gather items as the pipeline does, in memory; return the number of each item's story."""
    ordered = sorted(items.values(), key=lambda item: item.day)
    found = [clues(item) for item in ordered]
    nearby = Neighbours(found)
    joined = set()
    for place, item in enumerate(ordered):
        joined |= set(edges(item, (ordered[n] for n in nearby.of(found[place], before=place))))
    where = {}
    for heap in components(items, joined):
        inside = [edge for edge in joined if edge[0] in set(heap)] if len(heap) > 1 else []
        for group in gather(heap, inside, items):
            where |= dict.fromkeys(group, group[0])
    return where


@pytest.mark.data
def test_stories_agree_with_the_labels(data: Path) -> None:
    """B-cubed F1 of at least .93; of near misses at least .85 kept apart."""
    wanted = labels()
    entries = read(data)
    assert len(wanted) >= 300
    where = stories({item.id: item for item in entries.values()})
    found = {place: where.get(entries[place].id, -entries[place].id) for place in wanted}
    precision = recall = 0.0
    for place in wanted:
        same = {p for p in wanted if found[p] == found[place]}
        right = {p for p in wanted if wanted[p][0] == wanted[place][0]}
        precision += len(same & right) / len(same)
        recall += len(same & right) / len(right)
    precision, recall = precision / len(wanted), recall / len(wanted)
    near = [
        (one, two)
        for one, two in combinations(wanted, 2)
        if wanted[one][1] == wanted[two][1]
        and wanted[one][0] != wanted[two][0]
        and likeness(entries[one], entries[two]) >= NEAR_MISS
    ]
    assert 2 * precision * recall / (precision + recall) >= 0.93, (precision, recall)
    assert sum(found[one] != found[two] for one, two in near) / len(near) >= 0.85

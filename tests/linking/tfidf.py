"""The plain way to gather news, to measure ours by: cosine of TF-IDF, each item joined to what is near it."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from picketwire.linking.stories.gathering import components
from picketwire.linking.stories.likeness import NEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from picketwire.linkage import News

_WORD = re.compile(r"\w\w+")
_COMMON = 0.05  # share of the texts from which a word is too common to look for what else holds it
_LEAST = 0.1
Pairs = dict[tuple[int, int], float]


def cosines(items: Mapping[int, News]) -> Pairs:
    """Return the cosine of title and summary of each two items near in time, from 0.1 up."""
    counted = {n: Counter(_WORD.findall(f"{i.title} {i.summary}".lower())) for n, i in items.items()}
    texts = Counter(word for words in counted.values() for word in words)
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    found: Pairs = {}
    for n, words in counted.items():
        weights = {w: times * math.log(len(items) / texts[w]) for w, times in words.items()}
        norm = math.hypot(*weights.values()) or 1.0
        alike: dict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            if texts[word] <= _COMMON * len(items):
                for other, theirs in holders[word]:
                    alike[other] += weight / norm * theirs
                holders[word].append((n, weight / norm))
        near = (m for m, cosine in alike.items() if cosine >= _LEAST)
        found |= {(m, n): alike[m] for m in near if abs((items[m].day - items[n].day).days) <= NEAR}
    return found


def joined(items: Iterable[int], pairs: Pairs, least: float) -> dict[int, int]:
    """Return the number of each item's group when all pairs of at least a cosine are joined."""
    strong = [(one, two, cosine) for (one, two), cosine in pairs.items() if cosine >= least]
    return {n: heap[0] for heap in components(list(items), strong) for n in heap}

"""Score stories and strikes: `python -m tests.linking.score` prints B-cubed P, R and F1 beside plain TF-IDF.

Needs PICKETWIRE_DATA, the folder of recorded documents. Three sets: two by which the method was made (three
days of 2023; other days and feeds), and one that was held out. TF-IDF joins at the threshold that suits
each set best, which favours it. Near misses are pairs picked by one word that report different events
though their TF-IDF is as alike as NEAR_MISS.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tests.linking import tfidf, year_of_strikes
from tests.linking.story_sets import gathered, held_out, other_days, rivals, score, three_days

if TYPE_CHECKING:
    from tests.linking.story_sets import LabelledSet, Score

NEAR_MISS = 0.15
_THRESHOLDS = [n / 50 for n in range(8, 41)]


def near_misses(labelled: LabelledSet, pairs: tfidf.Pairs) -> list[tuple[int, int]]:
    """Return the pairs of different events that plain words make look alike."""
    return [pair for pair in rivals(labelled) if pairs.get((min(pair), max(pair)), 0.0) >= NEAR_MISS]


def plain_score(
    labelled: LabelledSet, pairs: tfidf.Pairs, near: list[tuple[int, int]]
) -> tuple[Score, float]:
    """Score TF-IDF at the threshold that suits it best; return the threshold too."""
    tried = ((score(labelled, tfidf.joined(labelled.news, pairs, t), near), t) for t in _THRESHOLDS)
    return max(tried, key=lambda found: found[0].f1)


def main() -> None:
    """Print all sets, and the strikes of a year."""
    folder = os.environ.get("PICKETWIRE_DATA")
    if not folder:
        print("\nPICKETWIRE_DATA does not name a folder of recorded documents: no scores of stories")
        return
    sets = {"three days of 2023": three_days, "other days": other_days, "held out": held_out}
    for name, read in sets.items():
        labelled = read(Path(folder))
        pairs = tfidf.cosines(labelled.news)
        near = near_misses(labelled, pairs)
        plain, threshold = plain_score(labelled, pairs, near)
        print(f"\nstories, {name}: {len(labelled.event)} items, {len(set(labelled.event.values()))} events")
        print(f"  picketwire              {score(labelled, gathered(labelled.news), near)}")
        print(f"  plain TF-IDF at {threshold:.2f}    {plain}")
    year_of_strikes.main()


if __name__ == "__main__":
    main()

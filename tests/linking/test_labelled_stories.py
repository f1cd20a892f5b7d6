"""Stories of real days, scored against labels given by reading."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from tests.linking import tfidf
from tests.linking.score import near_misses, plain_score
from tests.linking.story_sets import gathered, held_out, other_days, score, three_days

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.linking.story_sets import LabelledSet


@pytest.mark.data
@pytest.mark.parametrize(
    ("read", "f1", "apart"),
    [(three_days, 0.95, 0.93), (other_days, 0.915, 0.70), (held_out, 0.93, 0.88)],
    ids=["three-days", "other-days", "held-out"],
)
def test_stories_agree_with_the_labels(
    data: Path, read: Callable[[Path], LabelledSet], f1: float, apart: float
) -> None:
    """B-cubed F1 and the share of near misses kept apart hold their floors, and F1 beats plain TF-IDF."""
    labelled = read(data)
    pairs = tfidf.cosines(labelled.news)
    near = near_misses(labelled, pairs)
    reached = score(labelled, gathered(labelled.news), near)
    assert reached.f1 >= f1, str(reached)
    assert reached.apart >= apart, str(reached)
    assert reached.f1 > plain_score(labelled, pairs, near)[0].f1


@pytest.mark.data
def test_the_sets_are_large_and_apart(data: Path) -> None:
    """Three hundred items and sixty events or more in each, and no item in two of them."""
    sets = [read(data) for read in (three_days, other_days, held_out)]
    told = [{(item.source, item.title) for item in map(s.news.__getitem__, s.event)} for s in sets]
    assert all(len(s.event) >= 300 for s in sets)
    assert all(len(set(s.event.values())) >= 60 for s in sets)
    assert not any(one & two for one, two in combinations(told, 2))

"""Linking stays quick: what it looks at grows with the news, not with the square of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.linkage import News
from picketwire.linking.stories.likeness import features
from picketwire.linking.stories.neighbours import Neighbours, clues
from tests.bench.inside import Newswire

if TYPE_CHECKING:
    from collections.abc import Iterator

ITEMS = 2_000
MOST = 20  # others that an item is held against: at a hundred, 100,000 items take most of an hour


def newswire() -> Iterator[News]:
    """Yield two days of the made-up news that the benchmark links."""
    for n, item in enumerate(Newswire().items(ITEMS)):
        assert item.published
        yield News(
            id=n,
            source="wire",
            url=item.url,
            canonical=item.url,
            title=item.title,
            summary=item.summary,
            body="",
            day=item.published.date(),
        )


def test_few_items_are_held_against_each_other() -> None:
    """In news of thirty thousand different words, of which one item in ten tells what another has told."""
    found = [clues(features(news, str(news.id), ())) for news in newswire()]
    nearby = Neighbours(found)
    pairs = sum(sum(1 for _ in nearby.of(own, before=place)) for place, own in enumerate(found))
    assert pairs / ITEMS < MOST

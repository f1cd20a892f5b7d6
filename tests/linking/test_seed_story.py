"""The story of July 2023 as real feeds carried it, held against two postings."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from parsers.pay import find_pay
from picketwire.records import TaggedItem
from picketwire.settings.load import load
from picketwire.tagging.tagger import Tagger
from tests.builders import board, feed, news
from tests.linking.conftest import Desk, product_manager, research_scientist

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.records import Item, Pay

FALSE_POSITIVE = "https://lucidbox.net/"


def real_pay(item: Item) -> tuple[Pay, ...]:
    """Read the pay in title and summary as the pipeline does."""
    found: dict[object, Pay] = {}
    for field in ("title", "summary"):
        for pay in find_pay(getattr(item, field), country="US", field=field, stated_by="press"):
            found.setdefault((pay.low, pay.high, pay.currency), pay)
    return tuple(found.values())


@pytest.mark.data
def test_the_seed_story_is_linked_to_its_posting(desk: Desk, data: Path) -> None:
    """Recall of at least .9 on 15 real items; the one that only sounds alike is not linked."""
    config = load()
    tagger = Tagger(config.rules)
    source = feed(country="US")
    rows = list(csv.DictReader((data / "strikes/seed_story_900k_netflix_ai.tsv").open(), delimiter="\t"))
    items = [
        news(
            str(n),
            row["title"],
            url=row["link"],
            summary=row["description"],
            published=datetime.fromisoformat(row["date_published"]),
        )
        for n, row in enumerate(rows)
    ]
    desk.posts(product_manager(), research_scientist(), source=board())
    tagged = [TaggedItem(item=i, tags=tagger.tag(i), pay=real_pay(i)) for i in items]
    desk.brings(source, tagged, at=24 * 90)
    desk.link()
    coverage = desk.coverage()
    false = {str(n) for n, row in enumerate(rows) if row["link"] == FALSE_POSITIVE}
    right = {str(n) for n in range(len(rows))} - false
    found = coverage.get("790298012345", set())
    assert not false & found
    assert not coverage.get("790298054321")
    assert len(found & right) / len(right) >= 0.9

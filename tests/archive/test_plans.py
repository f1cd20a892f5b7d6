"""A few items among many are found by their own index: a poll must not go through the whole archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from picketwire.archive import links, stories
from tests.builders import feed, news, poll_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils.db import Database

    from tests.archive.conftest import Keeper

ADDRESS = "https://wire.example/a"


@pytest.mark.parametrize(
    "look_up",
    [
        lambda db: links.news_at(db, {ADDRESS}),
        lambda db: links.postings_at(db, {ADDRESS}),
        lambda db: list(links.news(db, [1])),
        lambda db: stories.in_order(db, [1]),
    ],
    ids=["news at addresses", "postings at addresses", "news", "news by day"],
)
def test_no_look_up_of_a_few_items_goes_by_their_kind(
    keeper: Keeper, look_up: Callable[[Database], object]
) -> None:
    """Without statistics SQLite takes `kind` for telling; at 100,000 items that took 0.1 s each."""
    keeper.store(poll_of(feed(), [news("1", url=ADDRESS)]))
    asked: list[str] = []
    keeper.db.conn.set_trace_callback(asked.append)
    look_up(keeper.db)
    keeper.db.conn.set_trace_callback(None)
    steps = [step[-1] for query in asked for step in keeper.rows(f"EXPLAIN QUERY PLAN {query}")]
    assert steps
    assert not any("items_kind" in step or step.startswith("SCAN items") for step in steps), steps

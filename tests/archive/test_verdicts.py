"""What verdicts are about is found by its address, quickly also where it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.archive.verdicts import news_at
from tests.builders import feed, news, poll_of

if TYPE_CHECKING:
    from tests.archive.conftest import Keeper


def test_news_is_found_by_address_or_key_and_no_lookup_goes_through_all_of_it(keeper: Keeper) -> None:
    """Verdicts of another archive may wait for thousands of pages that this one never sees."""
    items = (news("1", url="https://wire.example/a?utm_source=x"), news("2", url=None))
    keeper.store(poll_of(feed(), items))
    ((key,),) = keeper.rows("SELECT key FROM items WHERE canonical IS NULL")
    asked: list[str] = []
    keeper.db.conn.set_trace_callback(asked.append)
    assert news_at(keeper.db, "https://wire.example/a") == [1]
    assert news_at(keeper.db, key.replace(" ", "%20")) == [2]
    assert news_at(keeper.db, "https://nowhere.example/") == []
    keeper.db.conn.set_trace_callback(None)
    for query in asked:
        steps = keeper.rows(f"EXPLAIN QUERY PLAN {query}")
        assert any("items_canonical" in step[-1] for step in steps), (query, steps)

"""Links of news are stored with the item, follow its text, and come into archives made before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from picketwire.archive.item_links import leading_to
from picketwire.archive.items import load
from picketwire.archive.opening import open_writer
from picketwire.archive.schema import migrations
from picketwire.records import DetailPoll, Outcome, TaggedItem
from tests.builders import feed, hours, news, poll_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.conftest import Keeper

ONE, TWO = "https://jobs.example/1", "https://jobs.example/2"
STORED = "SELECT address FROM item_links ORDER BY 1"


def test_an_edit_brings_the_links_to_date_and_back_into_the_line_for_linking(keeper: Keeper) -> None:
    """Also where no word changes: only the address behind one does. Links are no edit that a reader sees."""
    keeper.store(poll_of(feed(), [news(summary="See it", links=(ONE,))]))
    keeper.db.conn.execute("DELETE FROM unlinked")
    for links in ((TWO,), (ONE, TWO), ()):
        keeper.store(poll_of(feed(), [news(summary="See it", links=links)], at=1))
        assert keeper.rows(STORED) == [(link,) for link in links]
        assert load(keeper.db, [1])[1].item.links == links
        assert keeper.rows("SELECT item FROM unlinked") == [(1,)]
        keeper.db.conn.execute("DELETE FROM unlinked")
    assert keeper.rows("SELECT * FROM revisions") == []


def test_the_same_entry_again_writes_nothing(keeper: Keeper) -> None:
    item = news(summary="See it", links=(ONE,))
    keeper.store(poll_of(feed(), [item]))
    before = keeper.db.conn.total_changes
    keeper.db.conn.execute("DELETE FROM unlinked")
    keeper.store(poll_of(feed(), [item], at=1))
    assert keeper.rows("SELECT * FROM unlinked") == []
    assert keeper.db.conn.total_changes > before  # the poll itself


@pytest.mark.parametrize(("summary", "kept"), [("", (ONE,)), ("Other words", ())])
def test_an_entry_without_text_takes_back_no_link(
    keeper: Keeper, summary: str, kept: tuple[str, ...]
) -> None:
    keeper.store(poll_of(feed(), [news(summary="See it", links=(ONE,))]))
    keeper.store(poll_of(feed(), [news(title="Another title", summary=summary)], at=1))
    assert load(keeper.db, [1])[1].item.links == kept


def test_links_of_the_article_and_of_its_entry_stand_together(keeper: Keeper) -> None:
    """The article's page adds its own; a later entry, which has only a summary, takes none of them back."""
    source = feed(full_text=True)
    keeper.store(poll_of(source, [news(summary="See it", links=(ONE,))]))
    [detail] = keeper.waiting(source, 1)
    page = TaggedItem(item=news(None, body="The article", links=(TWO,)))
    keeper.store_page(
        DetailPoll(detail=detail, started=hours(1), finished=hours(1), outcome=Outcome.COMPLETE, item=page)
    )
    assert keeper.rows(STORED) == [(ONE,), (TWO,)]
    keeper.store(poll_of(source, [news(summary="See that")], at=2))
    assert keeper.rows(STORED) == [(ONE,), (TWO,)]


def test_news_is_found_by_address_with_parameters_and_by_number(keeper: Keeper) -> None:
    links = (f"{ONE}?domain=x", f"{ONE}0", "https://careers.example/JR-0012345/editor")
    items = [news(str(n), links=(link,)) for n, link in enumerate(links)]
    keeper.store(poll_of(feed(), items))
    assert leading_to(keeper.db, [ONE], []) == [1]
    assert leading_to(keeper.db, [], ["jr-0012345"]) == [3]


def test_an_archive_made_before_gets_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it holds stays; the next reading of an entry fills its links."""
    path, name = tmp_path / "archive.sqlite", "m004_item_links"
    with monkeypatch.context() as earlier:
        known = [m for m in migrations.migrations._migrations if m.name < name]
        earlier.setattr(migrations.migrations, "_migrations", known)
        with open_writer(path) as db:
            assert "item_links" not in db.table_names()
            db.conn.execute("INSERT INTO sources (slug, kind, name) VALUES ('ledger', 'feed', 'Ledger')")
    with open_writer(path) as db:
        assert "item_links" in db.table_names()
        assert db.execute("SELECT slug FROM sources").fetchall() == [("ledger",)]


def test_a_link_with_parameters_leads_to_its_address_and_a_longer_one_does_not(keeper: Keeper) -> None:
    for number, address in enumerate((ONE, f"{ONE}?src=feed", f"{ONE}2", f"{ONE}~a", TWO)):
        keeper.store(poll_of(feed(), [news(str(number), summary="See it", links=(address,))], at=number))
    assert sorted(leading_to(keeper.db, {ONE}, ())) == [1, 2]

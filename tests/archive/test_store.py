"""Storing polls: one row per real item, every edit kept, nothing overwritten."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from picketwire.records import Outcome, Pay, TaggedItem
from tests.builders import board, feed, news, poll_of, posting, tag

PAY = Pay(low=Decimal(300000), high=Decimal(900000), currency="USD", period="year", stated_by="employer-text")


def test_the_same_poll_twice_adds_and_changes_nothing(keeper):
    """A second poll with the same entries, read again in full, leaves every item table as it was."""
    items = [news("1"), news("2", "Studios respond"), news(None, "No id", url="https://ledger.example/x")]
    keeper.store(poll_of(feed(), items))
    before = keeper.rows("SELECT * FROM items")
    counts = keeper.store(poll_of(feed(), items, at=0))
    assert (counts.new, counts.changed) == (0, 0)
    assert keeper.rows("SELECT * FROM items") == before
    assert keeper.rows("SELECT count(*) FROM revisions") == [(0,)]


def test_an_id_that_stays_while_its_link_changes_is_one_item(keeper):
    keeper.store(poll_of(feed(), [news("1", url="https://ledger.example/old")]))
    keeper.store(poll_of(feed(), [news("1", url="https://ledger.example/new")], at=1))
    assert keeper.rows("SELECT url FROM items") == [("https://ledger.example/new",)]
    assert keeper.rows("SELECT change, before FROM revisions") == [("address", "https://ledger.example/old")]


def test_rotating_ids_on_one_link_are_one_item(keeper):
    for n in range(4):
        keeper.store(
            poll_of(feed(), [news(f"rotating-{n}", url="https://ledger.example/a?utm_source=x")], at=n)
        )
    assert keeper.rows("SELECT count(*) FROM items") == [(1,)]


def test_two_entries_with_one_id_and_two_links_are_two_items(keeper):
    twins = [
        news("1", "Netflix posts AI role", url="https://ledger.example/a"),
        news("1", "Weather", url="https://ledger.example/b"),
    ]
    keeper.store(poll_of(feed(), twins))
    keeper.store(poll_of(feed(), [replace(t, digest=b"again" + t.digest[5:]) for t in twins], at=1))
    assert keeper.rows("SELECT title FROM items ORDER BY id") == [("Netflix posts AI role",), ("Weather",)]
    assert keeper.rows("SELECT count(*) FROM revisions") == [(0,)]


def test_a_new_entry_with_the_id_of_a_recognised_one_does_not_overwrite_it(keeper):
    """The recognised entry was not read, yet its id counts as taken in this document."""
    first = news("1", "Netflix posts AI role", url="https://ledger.example/a")
    keeper.store(poll_of(feed(), [first]))
    keeper.store(poll_of(feed(), [news("1", "Weather", url="https://ledger.example/b")], at=1, known=[first]))
    assert keeper.rows("SELECT title FROM items ORDER BY id") == [("Netflix posts AI role",), ("Weather",)]


def test_several_entries_on_one_link_without_ids_go_by_their_words(keeper):
    live = [news(None, f"Update {n}", url="https://ledger.example/live") for n in range(3)]
    keeper.store(poll_of(feed(), live))
    keeper.store(
        poll_of(feed(), [news(None, "Update 3", url="https://ledger.example/live"), *live[:2]], at=1)
    )
    assert keeper.rows("SELECT count(*) FROM items") == [(4,)]


def test_the_same_link_in_two_feeds_is_an_item_in_each(keeper):
    keeper.store(poll_of(feed("ledger"), [news("1")]))
    keeper.store(poll_of(feed("wire"), [news("1")]))
    assert keeper.rows("SELECT count(*) FROM items") == [(2,)]


def test_an_edited_title_is_a_revision_and_white_space_is_none(keeper):
    keeper.store(poll_of(feed(), [news("1", "Writers strike")]))
    keeper.store(poll_of(feed(), [news("1", "Writers\xa0 strike ")], at=1))
    keeper.store(poll_of(feed(), [news("1", "Writers' strike begins")], at=2))
    assert keeper.rows("SELECT field, change, before, after FROM revisions") == [
        ("title", "title", "Writers strike", "Writers' strike begins")
    ]


def test_an_item_that_leaves_and_returns_is_compared_with_the_archive(keeper):
    keeper.store(poll_of(feed(), [news("1", "A"), news("2", "B")]))
    keeper.store(poll_of(feed(), [news("2", "B")], at=1))
    keeper.store(poll_of(feed(), [news("1", "A, corrected"), news("2", "B")], at=2))
    assert keeper.rows("SELECT count(*) FROM items") == [(2,)]
    assert keeper.rows("SELECT before, after FROM revisions") == [("A", "A, corrected")]


def test_a_text_that_goes_back_to_an_earlier_one_is_seen(keeper):
    """A to B to A: the digest of the first A must not make the third poll look known."""
    a, b = news("1", "A"), news("1", "B")
    keeper.store(poll_of(feed(), [a]))
    keeper.store(poll_of(feed(), [b], at=1))
    assert a.digest.hex() not in {row[0] for row in keeper.rows("SELECT digest FROM entry_digests")}
    keeper.store(poll_of(feed(), [a], at=2))
    assert keeper.rows("SELECT title FROM items") == [("A",)]


def test_search_index_follows_the_words(keeper):
    keeper.store(poll_of(feed(), [news("1", "Writers strike")]))
    keeper.store(poll_of(feed(), [news("1", "Actors strike")], at=1))
    find = "SELECT count(*) FROM items_fts WHERE items_fts MATCH ?"
    assert keeper.rows(find, "writers") == [(0,)]
    assert keeper.rows(find, "actors") == [(1,)]


def test_tags_with_evidence_in_a_changed_field_are_closed_and_others_stand(keeper):
    first = TaggedItem(
        item=news("1", "Writers strike", summary="over AI"),
        tags=(tag("strike"), tag("ai", "summary", 5, 7, "AI")),
    )
    keeper.store(poll_of(feed(), [first]))
    second = TaggedItem(
        item=news("1", "Actors strike", summary="over AI"),
        tags=(tag("strike", "title", 7, 13, "strike"), tag("ai", "summary", 5, 7, "AI")),
    )
    keeper.store(poll_of(feed(), [second], at=1))
    rows = keeper.rows("SELECT tag, since, until FROM taggings ORDER BY id")
    assert rows == [
        ("strike", "2023-07-24T12:00:00Z", "2023-07-24T13:00:00Z"),
        ("ai", "2023-07-24T12:00:00Z", None),
        ("strike", "2023-07-24T13:00:00Z", None),
    ]
    assert keeper.rows("SELECT tag, text FROM evidence ORDER BY tag") == [("ai", "AI"), ("strike", "strike")]


def test_pay_that_is_raised_is_a_typed_revision(keeper):
    keeper.store(poll_of(board(), [posting(pay=(PAY,))]))
    keeper.store(poll_of(board(), [posting(pay=(replace(PAY, high=Decimal(950000)),))], at=1))
    assert keeper.rows("SELECT change FROM revisions") == [("pay_raised",)]
    assert keeper.rows("SELECT high, high_year FROM pay") == [("950000", 950000.0)]


def test_a_bumped_date_alone_makes_no_revision(keeper):
    from tests.builders import hours

    keeper.store(poll_of(board(), [posting(updated=hours(0))]))
    keeper.store(poll_of(board(), [posting(updated=hours(5))], at=6))
    assert keeper.rows("SELECT count(*) FROM revisions") == [(0,)]
    assert keeper.rows("SELECT updated FROM items") == [("2023-07-24T17:00:00Z",)]


def test_a_failure_in_the_middle_of_storing_leaves_nothing(keeper):
    """Items, tags, digests and the source's ETag are one transaction."""

    def broken(item, source):
        raise RuntimeError("out of luck")

    keeper.store(poll_of(feed(), [news("1", "A")], etag='"1"'))
    changed = TaggedItem(item=news("1", "B", summary=""))
    keeper.db.conn.execute("UPDATE items SET body = 'from its page', body_from = 'page'")
    before = keeper.rows("SELECT title, body FROM items") + keeper.rows("SELECT etag FROM sources")
    with pytest.raises(RuntimeError):
        keeper.store(poll_of(feed(), [news("2", "C"), changed], at=1, etag='"2"'), enrich=broken)
    assert keeper.rows("SELECT title, body FROM items") + keeper.rows("SELECT etag FROM sources") == before
    assert keeper.rows("SELECT count(*) FROM fetches") == [(1,)]


def test_a_partial_poll_adds_what_it_held_and_proves_no_absence(keeper):
    keeper.store(poll_of(board(), [posting("1"), posting("2")]))
    for n in range(4):
        keeper.store(poll_of(board(), [posting("2")], at=n + 1, outcome=Outcome.PARTIAL))
    assert keeper.rows("SELECT missing, closed FROM postings") == [("[]", None), ("[]", None)]


def test_a_date_nobody_can_believe_is_kept_in_words_only(keeper):
    from datetime import UTC, datetime

    odd = news("1", published=datetime(2099, 1, 1, tzinfo=UTC), published_raw="1 Jan 2099")
    keeper.store(poll_of(feed(), [odd]))
    assert keeper.rows("SELECT published, published_raw FROM items") == [(None, "1 Jan 2099")]

"""Closing a posting is a statement with proof."""

from __future__ import annotations

import pytest

from picketwire.records import Outcome
from tests.builders import board, poll_of, posting

ONE, TWO = posting("1"), posting("2")


def closed(keeper):
    return keeper.rows(
        "SELECT i.native_id, p.closed FROM postings p JOIN items i ON i.id = p.item "
        "WHERE p.closed IS NOT NULL"
    )


def test_two_complete_polls_without_it_close_a_posting_from_the_first_of_them_on(keeper):
    keeper.store(poll_of(board(), [ONE, TWO]))
    keeper.store(poll_of(board(), [TWO], at=1))
    assert closed(keeper) == []
    keeper.store(poll_of(board(), [TWO], at=2))
    assert closed(keeper) == [("1", "2023-07-24T13:00:00Z")]
    assert keeper.rows("SELECT missing FROM postings WHERE closed IS NOT NULL") == [("[2, 3]",)]
    assert keeper.rows("SELECT change, seen FROM revisions") == [("closed", "2023-07-24T14:00:00Z")]


def test_an_unchanged_answer_counts_as_a_complete_poll(keeper):
    keeper.store(poll_of(board(), [ONE, TWO]))
    keeper.store(poll_of(board(), [TWO], at=1))
    keeper.store(poll_of(board(), at=2, outcome=Outcome.UNCHANGED))
    assert [row[0] for row in closed(keeper)] == ["1"]


@pytest.mark.parametrize(
    "outcome", [o for o in Outcome if o not in {Outcome.COMPLETE, Outcome.UNCHANGED}], ids=lambda o: o.value
)
def test_no_other_outcome_closes_anything(keeper, outcome):
    keeper.store(poll_of(board(), [ONE, TWO]))
    keeper.store(poll_of(board(), [TWO], at=1))
    for n in range(5):
        items = [TWO] if outcome in {Outcome.PARTIAL, Outcome.CAPPED} else []
        keeper.store(poll_of(board(), items, at=2 + n, outcome=outcome))
    assert closed(keeper) == []


def test_a_sighting_in_between_starts_the_count_again(keeper):
    keeper.store(poll_of(board(), [ONE, TWO]))
    keeper.store(poll_of(board(), [TWO], at=1))
    keeper.store(poll_of(board(), [ONE, TWO], at=2))
    keeper.store(poll_of(board(), [TWO], at=3))
    assert closed(keeper) == []


def test_a_posting_that_comes_back_under_its_id_is_reopened_not_new(keeper):
    keeper.store(poll_of(board(), [ONE, TWO]))
    for n in (1, 2):
        keeper.store(poll_of(board(), [TWO], at=n))
    keeper.store(poll_of(board(), [ONE, TWO], at=3))
    assert closed(keeper) == []
    assert keeper.rows("SELECT change FROM revisions ORDER BY id") == [("closed",), ("reopened",)]
    assert keeper.rows("SELECT count(*) FROM items") == [(2,)]


def test_a_recognised_entry_is_a_sighting(keeper):
    keeper.store(poll_of(board(), [ONE, TWO]))
    for n in (1, 2, 3):
        keeper.store(poll_of(board(), [posting("3", f"New {n}")], at=n, known=[ONE, TWO]))
    assert closed(keeper) == []
    assert keeper.rows("SELECT count(*) FROM open_postings") == [(3,)]


def test_a_board_has_one_history_whichever_source_polls_it(keeper):
    """Two dated entries of one system and tenant share their postings."""
    keeper.store(poll_of(board("netflix-old"), [ONE]))
    keeper.store(poll_of(board("netflix-new"), [ONE], at=1))
    assert keeper.rows("SELECT key FROM items") == [("eightfold:netflix.com:1",)]

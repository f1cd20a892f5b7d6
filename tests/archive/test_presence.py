"""Closing a posting is a statement with proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from picketwire.records import DetailPoll, Exchange, Outcome, Request, TaggedItem
from tests.builders import board, hours, poll_of, posting, tag

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


def window(poll):
    """Make it the poll of a board that shows its newest postings only."""
    return replace(poll, window=True)


def test_what_leaves_a_list_of_the_newest_is_unknown_not_closed(keeper):
    keeper.store(window(poll_of(board(), [ONE, TWO])))
    for n in range(1, 6):
        keeper.store(window(poll_of(board(), [TWO], at=n)))
    assert closed(keeper) == []
    assert keeper.rows("SELECT title FROM open_postings") == [(TWO.title,)]


DAY = 24.0
ENDS = posting("1", closes=date(2023, 7, 25))  # two days after the story's start


@pytest.mark.parametrize("as_window", [False, True], ids=["board", "list of the newest"])
def test_a_last_day_that_has_passed_closes_what_is_no_longer_listed(keeper, as_window):
    """One complete poll without it is enough then; it closed when that day was over."""
    kind = window if as_window else replace
    keeper.store(kind(poll_of(board(), [ENDS, TWO])))
    keeper.store(kind(poll_of(board(), [TWO], at=3 * DAY)))
    assert closed(keeper) == [("1", "2023-07-26T00:00:00Z" if as_window else "2023-07-27T12:00:00Z")]
    [(because,)] = keeper.rows("SELECT closed_because FROM postings WHERE closed IS NOT NULL")
    assert "its last day to apply, 2023-07-25, has passed" in because


def test_a_last_day_closes_nothing_that_is_still_listed_or_that_no_complete_poll_missed(keeper):
    keeper.store(poll_of(board(), [ENDS, TWO]))
    keeper.store(poll_of(board(), [ENDS, TWO], at=5 * DAY))
    for n, outcome in enumerate((Outcome.FAILED, Outcome.PARTIAL, Outcome.CAPPED, Outcome.SUSPICIOUS_ZERO)):
        keeper.store(poll_of(board(), [TWO], at=(6 + n) * DAY, outcome=outcome))
    assert closed(keeper) == []
    keeper.store(poll_of(board(), [posting("1", closes=date(9999, 12, 31)), TWO], at=11 * DAY))
    keeper.store(poll_of(board(), [TWO], at=12 * DAY))
    assert closed(keeper) == []


def many(count, start=100, **more):
    return [posting(str(n), f"Role {n}", **more) for n in range(start, start + count)]


def test_a_board_that_loses_most_of_itself_at_once_takes_twice_the_proof(keeper):
    """A source that changes what it lists looks like that; one posting that goes meanwhile does not wait."""
    keeper.store(poll_of(board(), [ONE, *many(60)]))
    for n in range(1, 4):
        keeper.store(poll_of(board(), [ONE, *many(20)], at=n))
    assert closed(keeper) == []
    keeper.store(poll_of(board(), many(20), at=4))
    assert len(closed(keeper)) == 40
    keeper.store(poll_of(board(), many(20), at=5))
    assert [key for key, _ in closed(keeper) if key == "1"] == ["1"]
    assert keeper.rows("SELECT DISTINCT missing FROM postings WHERE item > 40 AND closed IS NOT NULL") == [
        ("[2, 3, 4, 5]",)
    ]


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_closes_what_its_board_does_not_hold(keeper, status):
    keeper.store(poll_of(board(), [replace(ONE, detail=Request(url="https://jobs.example/1")), TWO]))
    keeper.store(poll_of(board(), [TWO], at=1))
    keeper.store_page(page_of(keeper, 1, status=status, at=2))
    assert closed(keeper) == [("1", "2023-07-24T14:00:00Z")]
    assert keeper.rows("SELECT closed_because FROM postings WHERE item = 1") == [
        (f"its own page answered {status} (fetch 2)",)
    ]


def test_a_page_that_is_gone_closes_nothing_that_the_board_still_lists(keeper):
    """A wrong address for every posting's page must not close the board."""
    keeper.store(poll_of(board(), [replace(ONE, detail=Request(url="https://jobs.example/1"))]))
    keeper.store_page(page_of(keeper, 1, status=404, at=1))
    assert closed(keeper) == []


def test_a_page_that_names_a_passed_last_day_closes_what_its_board_does_not_hold(keeper):
    keeper.store(poll_of(board(), [replace(ONE, detail=Request(url="https://jobs.example/1")), TWO]))
    keeper.store(poll_of(board(), [TWO], at=1))
    keeper.store_page(page_of(keeper, 1, read=posting("1", closes=date(2023, 7, 20)), at=2))
    assert [key for key, _ in closed(keeper)] == ["1"]


def page_of(keeper, number, *, read=None, status=200, at=0.0):
    """Make the poll of a stored posting's own page."""
    [detail] = [d for d in keeper.waiting(board(), at=1000) if d.item == number]
    return DetailPoll(
        detail=detail,
        started=hours(at),
        finished=hours(at),
        outcome=Outcome.COMPLETE if read else Outcome.GONE if status == 410 else Outcome.FAILED,
        reason="" if read else f"it answered {status}",
        exchanges=(Exchange(url="https://jobs.example/1", status=status, bytes=0),),
        item=TaggedItem(item=read) if read else None,
    )


def arrivals(keeper):
    return dict(keeper.rows("SELECT arrival, count(*) FROM postings GROUP BY arrival"))


def test_what_stands_on_a_board_first_read_is_stock_and_what_comes_later_opened(keeper):
    keeper.store(poll_of(board(), many(5), outcome=Outcome.PARTIAL))
    keeper.store(poll_of(board(), many(40), at=1))
    keeper.store(poll_of(board(), [*many(40), ONE], at=2))
    assert arrivals(keeper) == {"stock": 40, "opening": 1}
    assert keeper.rows("SELECT title FROM openings") == [(ONE.title,)]


def test_a_list_that_grows_by_half_at_once_is_a_jump_and_no_news(keeper):
    keeper.store(poll_of(board(), many(72)))
    keeper.store(poll_of(board(), [*many(72), *many(519, start=500)], at=1))
    assert arrivals(keeper) == {"stock": 72, "jump": 519}
    [(outcome, jump, reason)] = keeper.rows("SELECT outcome, jump, reason FROM fetches WHERE id = 2")
    assert (outcome, jump, "a jump: 519" in reason) == ("complete", 519, True)
    keeper.store(poll_of(board(), [*many(72), *many(526, start=500)], at=2))
    assert arrivals(keeper) == {"stock": 72, "jump": 519, "opening": 7}
    assert keeper.rows("SELECT jump, reason FROM fetches WHERE id = 3") == [(0, "")]


def test_postings_of_a_jump_that_are_dated_after_the_last_poll_opened_all_the_same(keeper):
    keeper.store(poll_of(board(), many(10)))
    old, fresh = many(40, 200, opened=date(2023, 5, 1)), many(3, 300, opened=date(2023, 7, 24))
    keeper.store(poll_of(board(), [*many(10), *old, *fresh], at=1))
    assert arrivals(keeper) == {"stock": 10, "jump": 40, "opening": 3}


@pytest.mark.parametrize(
    "start", [20, 100], ids=["a small board that hires", "a large one that grows a little"]
)
def test_a_few_openings_are_no_jump(keeper, start):
    keeper.store(poll_of(board(), many(start)))
    keeper.store(poll_of(board(), [*many(start), *many(29 if start == 20 else 40, 500)], at=1))
    assert "jump" not in arrivals(keeper)


def test_postings_under_one_requisition_are_linked_and_stay_two(keeper):
    rome, oslo = (
        posting(str(n), requisition_id="R-7", locations=(p,)) for n, p in ((5, "Rome"), (6, "Oslo"))
    )
    other = board("netflix-workday", system="workday", tenant="netflix.wd1/x")
    keeper.store(poll_of(board(), [rome, oslo, ONE]))
    keeper.store(poll_of(other, [posting("JR7", requisition_id="R-7")]))
    keeper.store(
        poll_of(board("acme", tenant="acme.com", employer="acme"), [posting("9", requisition_id="R-7")])
    )
    pairs = keeper.rows("SELECT posting, other, requisition_id, employer, relation FROM same_requisition")
    assert sorted(pairs) == [
        (1, 2, "R-7", "netflix", "one board"),
        (1, 4, "R-7", "netflix", "two boards"),
        (2, 4, "R-7", "netflix", "two boards"),
    ]


PAGE = Request(url="https://jobs.example/1")
LISTED = posting("1", "Gaffer", updated=hours(0), detail=PAGE)


def waits(keeper):
    return keeper.rows("SELECT next_try FROM details")


def read_page(keeper, at, **more):
    keeper.store_page(page_of(keeper, 1, read=posting("1", "Gaffer", body="Lights.", **more), at=at))


def test_a_page_is_read_again_at_once_when_its_list_entry_says_something_else(keeper):
    keeper.store(poll_of(board(), [LISTED]))
    read_page(keeper, 0)
    assert waits(keeper) == []
    keeper.store(poll_of(board(), [posting("1", "Chief Gaffer", detail=PAGE)], at=5))
    assert waits(keeper) == [("2023-07-24T17:00:00Z",)]


@pytest.mark.parametrize(
    ("tags", "due"), [((), "2023-07-31T12:00:00Z"), (("ai_role",), "2023-07-25T12:00:00Z")]
)
def test_a_bumped_date_alone_reads_a_page_again_after_a_week_and_one_about_ai_after_a_day(keeper, tags, due):
    """Some boards bump dates daily: asking for each page each time would be thousands of requests."""
    tagged = TaggedItem(item=LISTED, tags=tuple(tag(name, text="Gaffer") for name in tags))
    keeper.store(poll_of(board(), [tagged]))
    keeper.store_page(replace(page_of(keeper, 1, read=LISTED), item=replace(tagged, item=LISTED)))
    for n in range(1, 9):
        bumped = posting("1", "Gaffer", updated=hours(n), detail=PAGE)
        keeper.store(poll_of(board(), [replace(tagged, item=bumped)], at=n))
    assert waits(keeper) == [(due,)]
    assert keeper.rows("SELECT count(*) FROM revisions") == [(0,)]


def test_a_page_that_waits_for_its_first_reading_is_not_put_off_by_a_bump(keeper):
    keeper.store(poll_of(board(), [LISTED]))
    keeper.store(poll_of(board(), [posting("1", "Gaffer", updated=hours(3), detail=PAGE)], at=3))
    assert waits(keeper) == [("2023-07-24T12:00:00Z",)]

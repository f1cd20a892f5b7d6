"""When a source is due, and which address is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from picketwire.records import Outcome, SourceState
from picketwire.schedule import address, after_redirect, is_due, next_due, next_interval
from tests.builders import feed, hours

SHORT, LONG = timedelta(minutes=15), timedelta(days=1)
BOUNDS = {"shortest": SHORT, "longest": LONG}


def state(**more):
    return SourceState(slug="ledger", **({"url": "https://ledger.example/feed"} | more))


def test_a_source_never_polled_is_due():
    assert is_due(feed(), SourceState(slug="ledger"), hours(0))


@pytest.mark.parametrize(
    "source",
    [feed(enabled=False), feed(since=date(2023, 8, 1)), feed(until=date(2023, 7, 24))],
    ids=["off", "not yet", "no longer"],
)
def test_a_source_that_is_off_or_out_of_its_days_is_not_due(source):
    assert not is_due(source, SourceState(slug="ledger"), hours(0))


def test_something_new_shortens_the_interval_and_nothing_lengthens_it_within_the_bounds():
    calm = state(interval=timedelta(hours=2), count=10)
    assert next_interval(feed(), calm, new=1, seen=10, **BOUNDS) == timedelta(hours=1)
    assert next_interval(feed(), calm, new=0, seen=10, **BOUNDS) == timedelta(hours=3)
    assert next_interval(feed(), state(interval=LONG), new=0, seen=10, **BOUNDS) == LONG
    assert next_interval(feed(), state(interval=SHORT), new=3, seen=10, **BOUNDS) == SHORT


def test_a_poll_that_shares_nothing_with_the_last_comes_back_much_sooner():
    """Entries were probably lost in between."""
    assert next_interval(
        feed(), state(interval=timedelta(hours=4), count=10), new=10, seen=10, **BOUNDS
    ) == timedelta(hours=1)


def test_a_source_with_an_interval_of_its_own_keeps_it():
    own = feed(every=timedelta(minutes=30))
    assert next_interval(own, state(interval=LONG), new=0, seen=1, **BOUNDS) == timedelta(minutes=30)


def test_failures_double_the_wait_up_to_the_bound_and_no_further():
    waits = [
        next_due(state(failures=n), Outcome.FAILED, SHORT, now=hours(0), longest=LONG) - hours(0)
        for n in (1, 2, 3, 50)
    ]
    assert waits == [SHORT * 2, SHORT * 4, SHORT * 8, LONG]


def test_a_server_that_asks_for_more_time_gets_it():
    due = next_due(state(), Outcome.COMPLETE, SHORT, now=hours(0), longest=LONG, asked=timedelta(hours=5))
    assert due == hours(5)


def test_a_move_counts_after_three_polls_on_two_days():
    new, days = "https://new.example/feed", (hours(0), hours(1), hours(30))
    assert address(feed(), state(moved_to=new, moved_seen=days)) == new
    assert address(feed(), state(moved_to=new, moved_seen=days[:2])) == feed().url
    assert address(feed(), state(moved_to=new, moved_seen=(hours(0), hours(1), hours(2)))) == feed().url


def test_a_move_is_given_up_while_the_new_address_fails_and_when_the_config_names_another():
    moved = {"moved_to": "https://new.example/feed", "moved_seen": (hours(0), hours(1), hours(30))}
    assert address(feed(), state(**moved, failures=2)) == feed().url
    assert address(feed(url="https://other.example/feed"), state(**moved)) == "https://other.example/feed"


def test_another_target_starts_the_count_again_and_none_forgets_it():
    assert after_redirect("a", (hours(0), hours(1)), "b", hours(2)) == ("b", (hours(2),))
    assert after_redirect("a", (hours(0),), None, hours(2)) == (None, ())

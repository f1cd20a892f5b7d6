"""What follows from the dated events of a strike."""

from __future__ import annotations

from datetime import date

import pytest

from picketwire.facts import Stage, Strike, StrikeEvent, active, began, days, ended, intervals
from picketwire.times import Interval


def strike(*events: tuple[Stage, str]) -> Strike:
    steps = tuple(StrikeEvent(stage=stage, date=date.fromisoformat(day)) for stage, day in events)
    return Strike(slug="s", name="S", events=steps)


def test_length_is_counted_as_the_press_counted_it() -> None:
    """Half-open spans give 148 days for the writers and 118 for the actors."""
    wga = strike(("began", "2023-05-02"), ("tentative_agreement", "2023-09-24"), ("ended", "2023-09-27"))
    sag = strike(("notice", "2023-07-13"), ("began", "2023-07-14"), ("suspended", "2023-11-09"))
    assert (days(wga), days(sag)) == (148, 118)
    assert (began(wga), ended(wga)) == (date(2023, 5, 2), date(2023, 9, 27))


@pytest.mark.parametrize(
    "stage", ["tentative_agreement", "ratified", "continues", "expanded", "notice", "averted"]
)
def test_only_an_end_or_a_suspension_ends_a_strike(stage: Stage) -> None:
    """An agreement is not an end, and neither is its ratification."""
    on = strike(("began", "2023-05-02"), (stage, "2023-09-24"))
    assert ended(on) is None
    assert days(on) is None
    assert active(on, date(2024, 1, 1))


def test_ratification_after_the_end_moves_nothing() -> None:
    over = strike(("began", "2023-05-02"), ("ended", "2023-09-27"), ("ratified", "2023-10-09"))
    assert ended(over) == date(2023, 9, 27)


def test_a_resumption_starts_a_second_span() -> None:
    """A pause is no strike: its days count for nothing."""
    paused = strike(("began", "2024-01-01"), ("suspended", "2024-01-11"), ("resumed", "2024-02-01"))
    assert intervals(paused) == (
        Interval(date(2024, 1, 1), date(2024, 1, 11)),
        Interval(date(2024, 2, 1), None),
    )
    assert not active(paused, date(2024, 1, 20))
    assert ended(paused) is None


def test_an_end_after_a_suspension_changes_nothing() -> None:
    """The union's vote to end what it had suspended does not stretch the strike."""
    over = strike(("began", "2024-01-01"), ("suspended", "2024-01-11"), ("ended", "2024-02-01"))
    assert ended(over) == date(2024, 1, 11)
    assert days(over) == 10


def test_spans_hold_their_first_day_and_not_their_last() -> None:
    over = strike(("began", "2023-05-02"), ("ended", "2023-09-27"))
    on = [date(2023, 5, 1), date(2023, 5, 2), date(2023, 9, 26), date(2023, 9, 27)]
    assert [active(over, day) for day in on] == [False, True, True, False]


def test_a_walkout_of_one_day_was_a_strike_on_that_day() -> None:
    walkout = strike(("began", "2024-01-22"), ("ended", "2024-01-22"))
    assert active(walkout, date(2024, 1, 22))
    assert days(walkout) == 1


def test_a_lockout_counts_as_a_start() -> None:
    assert began(strike(("lockout", "2024-03-01"))) == date(2024, 3, 1)


def test_a_strike_that_never_began_has_no_days() -> None:
    averted = strike(("authorized", "2024-01-01"), ("averted", "2024-01-09"))
    assert (began(averted), ended(averted), days(averted), intervals(averted)) == (None, None, None, ())


def test_order_of_events_in_the_file_is_of_no_matter() -> None:
    assert days(strike(("ended", "2023-09-27"), ("began", "2023-05-02"))) == 148

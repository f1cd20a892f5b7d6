"""What follows from a strike's record: length, activity on a day, days idle, and who gives which number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from picketwire.facts import StrikeEvent, StrikeFact
from picketwire.stoppages import days_idle, federal_holidays, length, on_day, readings, working_days
from picketwire.times import Interval

if TYPE_CHECKING:
    from picketwire.facts import FactKind, Provenance, Stage
    from picketwire.stoppages import Reading


def events(*steps: tuple[Stage, str]) -> tuple[StrikeEvent, ...]:
    return tuple(StrikeEvent(stage=stage, date=date.fromisoformat(day)) for stage, day in steps)


WGA = events(
    ("authorized", "2023-04-17"),
    ("began", "2023-05-02"),
    ("tentative_agreement", "2023-09-24"),
    ("ended", "2023-09-27"),
    ("ratified", "2023-10-09"),
)
SAG_AFTRA = events(("began", "2023-07-14"), ("suspended", "2023-11-09"))
OPEN = events(("began", "2023-06-24"), ("continues", "2023-06-26"))


def test_a_length_says_between_which_events_and_which_are_not_its_end() -> None:
    """The press counted 146 days to the agreement; the strike took 148."""
    assert length(WGA).days == 148
    assert length(WGA).words == (
        "148 days, began 2023-05-02 to ended 2023-09-27; "
        "the tentative agreement of 2023-09-24 is not the end; the ratification of 2023-10-09 is not the end"
    )


def test_a_pause_counts_for_nothing() -> None:
    paused = events(
        ("began", "2024-01-01"),
        ("suspended", "2024-01-11"),
        ("resumed", "2024-02-01"),
        ("ended", "2024-02-06"),
    )
    assert length(paused).days == 15
    assert "began 2024-01-01 to suspended 2024-01-11, then resumed 2024-02-01 to ended 2024-02-06" in (
        length(paused).words
    )


def test_without_an_end_or_a_start_there_is_no_length() -> None:
    assert (length(OPEN).days, length(OPEN).words) == (None, "began 2023-06-24, no end known")
    assert length(events(("authorized", "2023-06-01"))).words == "never began, as far as is known"


@pytest.mark.parametrize(
    ("strike", "day", "state", "why"),
    [
        (WGA, "2023-05-01", "no", "it began on 2023-05-02"),
        (WGA, "2023-05-02", "confirmed", "between began 2023-05-02 and ended 2023-09-27"),
        (WGA, "2023-09-26", "confirmed", "between began"),  # after the agreement, and still on
        (WGA, "2023-09-27", "no", "it ended on 2023-09-27"),
        (SAG_AFTRA, "2023-11-09", "no", "it was suspended on 2023-11-09"),
        (OPEN, "2023-07-10", "confirmed", "continues is told of 2023-06-26"),
        (
            OPEN,
            "2023-07-11",
            "open-ended",
            "the last word of it (continues) is of 2023-06-26, 15 days before",
        ),
        (events(("threatened", "2023-05-01")), "2023-06-01", "no", "nothing says that it ever began"),
    ],
)
def test_on_a_day_a_strike_is_on_or_not_or_nobody_knows(
    strike: tuple[StrikeEvent, ...], day: str, state: str, why: str
) -> None:
    """Confirmed before a known end or within 14 days of evidence; else open-ended, never counted as on."""
    answer = on_day(strike, date.fromisoformat(day))
    assert answer.state == state
    assert why in answer.why


def test_a_pause_is_no_strike() -> None:
    paused = events(("began", "2024-01-01"), ("suspended", "2024-01-11"), ("resumed", "2024-02-01"))
    assert on_day(paused, date(2024, 1, 20)).why == "it was suspended on 2024-01-11"
    assert on_day(paused, date(2024, 2, 2)).state == "confirmed"


def test_federal_holidays_are_kept_on_working_days() -> None:
    """In 2021, 4 July fell on a Sunday, Christmas and the next New Year on a Saturday; 19 June was new."""
    kept = federal_holidays(2021)
    assert {date(2021, 7, 5), date(2021, 12, 24), date(2021, 12, 31), date(2021, 6, 18)} <= kept
    assert date(2021, 7, 4) not in kept
    assert not {day for day in federal_holidays(2020) if day.month == 6}
    assert date(2023, 11, 23) in federal_holidays(2023)  # the fourth Thursday, not the last


def test_working_days_are_from_monday_to_friday_less_holidays() -> None:
    week = Interval(date(2023, 7, 1), date(2023, 7, 9))  # Saturday to Saturday, with 4 July
    assert working_days(week) == 4
    with pytest.raises(ValueError, match="closed span"):
        working_days(Interval(date(2023, 7, 1), None))


def workers(
    value: int, outlet: str = "a", basis: Provenance = "reported", kind: FactKind = "workers"
) -> StrikeFact:
    return StrikeFact(kind=kind, value=str(value), quote=outlet, basis=basis)


def read(*facts: StrikeFact) -> tuple[Reading, ...]:
    return readings(facts, lambda fact: fact.quote)


def test_days_idle_are_derived_as_the_bureau_of_labor_statistics_does() -> None:
    """160,000 workers for 82 working days: two federal holidays fell into the actors' strike."""
    idle = days_idle(SAG_AFTRA, read(workers(160_000)), date(2026, 1, 1))
    assert (idle.days, idle.working_days, idle.notes) == (13_120_000, 82, ())


def test_days_idle_say_what_is_missing() -> None:
    """No workers, no end, no start, other numbers, or less than what the bureau counts."""
    idle = days_idle(OPEN, (), date(2023, 7, 3))
    assert (idle.days, idle.working_days) == (None, 5)
    assert idle.notes == ("no end known: counted to 2023-07-03", "workers unknown")
    assert days_idle(events(("notice", "2023-06-24")), (), date(2023, 7, 3)).notes == ("start unknown",)
    two = days_idle(SAG_AFTRA, read(workers(160_000), workers(170_000, "b"), workers(160_000, "c")), date.max)
    assert two.notes == ("by 160,000 workers; others give 170,000",)
    assert "1,000 workers or more" in days_idle(SAG_AFTRA, read(workers(84)), date.max).notes[0]


def test_an_open_strike_that_has_not_begun_on_the_day_lost_nothing() -> None:
    assert days_idle(OPEN, read(workers(84)), date(2023, 6, 1)).days == 0


def test_readings_are_counted_and_never_added_up() -> None:
    """The primary one first, else what most outlets give; a paper that repeats itself counts once."""
    found = read(
        workers(11_000, "a"),
        workers(11_500, "b"),
        workers(11_500, "b"),
        workers(11_500, "c"),
        workers(12_000, "union", "primary"),
    )
    assert [(r.value, r.primary, r.reported) for r in found] == [
        ("12000", 1, 0),
        ("11500", 0, 2),
        ("11000", 0, 1),
    ]


def test_the_primary_and_the_reported_stand_side_by_side() -> None:
    (one,) = read(workers(11_500, "union", "primary"), workers(11_500, "b"))
    assert (one.primary, one.reported, [fact.basis for fact in one.facts]) == (1, 1, ["primary", "reported"])


def test_a_demand_without_a_topic_comes_last() -> None:
    demands = [
        StrikeFact(kind="ai_demand", value=v, quote=q)
        for v, q in (("ai", "a"), ("ai", "b"), ("consent", "a"))
    ]
    assert [r.value for r in read(*demands)] == ["consent", "ai"]


def test_a_day_of_strike_may_be_over_by_evening() -> None:
    day = date(2023, 5, 2)
    walkout = (StrikeEvent(stage="began", date=day), StrikeEvent(stage="ended", date=day))
    assert length(walkout).days == 1
    assert length(walkout).words.startswith("1 day, ")
    assert on_day(walkout, day + timedelta(days=1)).state == "no"


def test_days_idle_can_be_asked_for_to_the_last_day_there_is() -> None:
    """`--on` takes any day, and no year stands behind the last one."""
    open_ended = days_idle([StrikeEvent(stage="began", date=date(9999, 12, 29))], (), date.max)
    assert open_ended.working_days == 2
    assert on_day([StrikeEvent(stage="began", date=date(9999, 12, 29))], date.max).state == "confirmed"

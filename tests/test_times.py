"""Instants, days and half-open intervals."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picketwire.times import Interval, instant, parse_day, parse_instant, usable_for_order

MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds


@given(MOMENTS)
def test_an_instant_is_twenty_characters_and_reads_back(moment):
    text = instant(moment)
    assert len(text) == 20
    assert parse_instant(text) == moment.replace(microsecond=0)


@given(MOMENTS, MOMENTS)
def test_instants_sort_as_text(one, other):
    assert (instant(one) < instant(other)) == (one.replace(microsecond=0) < other.replace(microsecond=0))


def test_an_instant_is_written_in_utc_whatever_zone_it_was_in():
    assert instant(datetime(2023, 7, 26, 1, tzinfo=timezone(timedelta(hours=2)))) == "2023-07-25T23:00:00Z"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        instant(datetime(2023, 7, 26))  # noqa: DTZ001 -- the point


@pytest.mark.parametrize(
    "text",
    [
        "2023-07-26",
        "2023-07-26T12:00:00",
        "2023-07-26T12:00:00+00:00",
        "2023-7-26T1:0:0Z",
        "",
        "٢٠٢٣-07-26T12:00:00Z",
    ],
)
def test_only_the_stored_form_reads_as_an_instant(text):
    with pytest.raises(ValueError, match="instant"):
        parse_instant(text)


@pytest.mark.parametrize("text", ["2023-02-30", "20230726", "2023-7-26", "2023-07-26T00:00:00Z"])
def test_only_the_stored_form_reads_as_a_day(text):
    with pytest.raises(ValueError, match="day"):
        parse_day(text)


def test_a_date_before_1990_or_two_days_ahead_orders_nothing():
    seen = datetime(2023, 7, 26, tzinfo=UTC)
    assert usable_for_order(datetime(1989, 12, 31, tzinfo=UTC), seen) is None
    assert usable_for_order(seen + timedelta(days=3), seen) is None
    assert usable_for_order(seen + timedelta(days=1), seen) == seen + timedelta(days=1)


def test_intervals_are_half_open():
    wga = Interval(date(2023, 5, 2), date(2023, 9, 27))
    assert wga.holds(date(2023, 5, 2))
    assert not wga.holds(date(2023, 9, 27))


def test_intervals_that_only_touch_do_not_overlap():
    first, second = Interval(None, date(2023, 5, 2)), Interval(date(2023, 5, 2), None)
    assert first.overlap(second) is None
    assert Interval(date(2023, 5, 1), None).overlap(first) == Interval(date(2023, 5, 1), date(2023, 5, 2))

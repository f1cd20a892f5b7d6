"""Structured pay: the systems' own numbers and interval words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.pay.finding import band, per_year, period_of


@pytest.mark.parametrize(
    ("word", "period"),
    [
        ("per-year-salary", "year"),
        ("per-hour-wage", "hour"),
        ("per-month-salary", "month"),
        ("1 YEAR", "year"),
        ("1 HOUR", "hour"),
        ("1 MONTH", "month"),
        ("ANNUALLY", "year"),
        ("Annual", "year"),
        ("HOURLY", "hour"),
        ("HOUR", "hour"),
        ("/Hr.", "hour"),
        ("Yr.", "year"),
        ("DAY", "day"),
        ("daily", "day"),
        ("WEEK", "week"),
        ("monthly", "month"),
        ("p.a.", "year"),
        ("NONE", None),
        ("2 WEEK", None),
        ("bi-weekly", None),
        ("semimonthly", None),
        ("ONE_TIME", None),
        ("quarterly", None),
        ("", None),
        (None, None),
        ("whatever", None),
    ],
)
def test_interval_words_of_the_systems(word, period):
    """An interval that is none of ours stays unknown rather than being guessed."""
    assert period_of(word) == period


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (50000, 60000, (50000, 60000)),
        ("50000", "60000.0", (50000, 60000)),
        ("50,000", "60.000", (50000, 60000)),
        ("$50,000", "€60,000.50", (50000, Decimal("60000.5"))),
        (None, 60000, (None, 60000)),
        (50000, None, (50000, None)),
        (0, 60000, (None, 60000)),
        (1, 250000, (None, 250000)),
        ("1.00", "250000.00", (None, 250000)),
        (60000, 50000, (50000, 60000)),
        (45.5, 45.5, (Decimal("45.5"), Decimal("45.5"))),
    ],
)
def test_numbers_and_strings_make_a_band(low, high, expected):
    """Zero means unknown, a floor of one is filler, ends in the wrong order are put right."""
    pay = band(low, high, "usd", "year", basis="base")
    assert pay is not None
    assert (pay.low, pay.high) == expected
    assert (pay.currency, pay.period, pay.basis, pay.stated_by) == ("USD", "year", "base", "employer-field")


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (None, None),
        (0, 0),
        ("", "n/a"),
        (-5, -1),
        ("-5", None),
        (float("nan"), None),
        (float("inf"), None),
        (True, None),
    ],
)
def test_fields_without_a_figure_make_no_band(low, high):
    """RemoteOK's zeros and other fillers are no pay."""
    assert band(low, high, "USD", "year") is None


def test_cents_are_hundredths():
    """Greenhouse counts in cents."""
    pay = band(15_290_000, 21_015_050, "USD", None, cents=True)
    assert pay is not None
    assert (pay.low, pay.high) == (Decimal(152900), Decimal("210150.50"))


@pytest.mark.parametrize("currency", [None, "", "$", "dollars", "US"])
def test_a_currency_that_is_no_code_is_left_open(currency):
    """A bare sign in a structured field says too little."""
    pay = band(1000, 2000, currency, "month")
    assert pay is not None
    assert pay.currency is None


@pytest.mark.parametrize(
    ("amount", "period", "year"),
    [
        ("50", "hour", "104000"),
        ("400", "day", "104000"),
        ("2000", "week", "104000"),
        ("9000", "month", "108000"),
        ("90000", "year", "90000"),
    ],
)
def test_figures_per_year(amount, period, year):
    """2,080 hours, 260 days, 52 weeks, 12 months."""
    assert per_year(Decimal(amount), period) == Decimal(year)


def test_no_figure_per_year_without_amount_or_period():
    """What is unknown stays unknown."""
    assert per_year(None, "year") is None
    assert per_year(Decimal(5), None) is None

"""The archive's own distribution: what employers state, each posting once, and nothing made of a handful."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from statistics import quantiles
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from picketwire.archive.answers.spread import FLOOR, spread
from picketwire.archive.opening import open_reader, open_writer
from picketwire.records import Pay, RoleKind, TaggedItem
from picketwire.times import parse_day
from tests.archive.conftest import Keeper
from tests.builders import board, poll_of, posting

BAND = Pay(low=Decimal(100), high=Decimal(200), currency="USD", period="year", basis="base")
JULY = parse_day("2023-07-10")


def paid(number: int, *pay: Pay, family: str = "ai-research", opened=JULY) -> TaggedItem:
    item = posting(str(number), f"Posting {number}", pay=pay, opened=opened)
    return TaggedItem(item=item, role=RoleKind(family=family, family_rule="test"))


def bands(lows: list[int]) -> list[TaggedItem]:
    return [paid(n, replace(BAND, low=Decimal(v), high=Decimal(v * 2))) for n, v in enumerate(lows)]


@pytest.fixture
def desk(tmp_path):
    """An archive that is read while it is written."""
    with open_writer(tmp_path / "a.sqlite") as db, open_reader(tmp_path / "a.sqlite") as reader:
        yield SimpleNamespace(keeper=Keeper(db), reader=reader)


def of_view(reader, currency="USD", basis="base"):
    rows = reader.execute(
        "SELECT * FROM pay_by_family WHERE family = 'ai-research' AND month = '2023-07' "
        "AND currency = ? AND basis = ?",
        (currency, basis),
    ).fetchall()
    return rows[0] if rows else None


def july(reader, like=BAND, **more):
    return spread(reader, "ai-research", "2023-07", like, **more)


def test_it_says_how_the_lower_and_upper_ends_lie(desk):
    desk.keeper.store(poll_of(board(), bands([100, 200, 300, 400, 500])))
    found = july(desk.reader)
    assert (found.n, found.postings) == (5, 5)
    assert (found.low.lower, found.low.median, found.low.upper) == (200, 300, 400)
    assert (found.high.lower, found.high.median, found.high.upper) == (400, 600, 800)


def test_of_too_few_postings_nothing_is_said(desk):
    desk.keeper.store(poll_of(board(), bands([100] * (FLOOR - 1))))
    found = july(desk.reader)
    assert (found.n, found.low, found.high) == (FLOOR - 1, None, None)
    row = of_view(desk.reader)
    assert (row["n"], row["low_median"], row["high_upper_quartile"]) == (FLOOR - 1, None, None)


def test_other_months_families_currencies_and_bases_are_other_distributions(desk):
    others = [
        paid(50, BAND, opened=parse_day("2023-08-01")),
        paid(51, BAND, family="engineering"),
        paid(52, replace(BAND, currency="GBP")),
        paid(53, replace(BAND, basis="total")),
        paid(54),
    ]
    desk.keeper.store(poll_of(board(), [*bands([100] * 5), *others]))
    found = july(desk.reader)
    assert (found.n, found.postings) == (5, 8)
    assert july(desk.reader, replace(BAND, currency="GBP")).n == 1


def test_open_ends_and_guesses_of_the_board_are_left_out_and_counted(desk):
    guess = replace(BAND, stated_by="board-estimate")
    odd = [
        paid(50, replace(BAND, low=None)),
        paid(51, replace(BAND, period=None)),
        paid(52, guess),
        paid(53, guess, replace(BAND, low=Decimal(300), high=Decimal(300))),
    ]
    desk.keeper.store(poll_of(board(), [*bands([100] * 4), *odd]))
    found = july(desk.reader)
    assert (found.n, found.incomplete, found.estimates) == (5, 2, 1)
    assert found.low.median == 100
    row = of_view(desk.reader)
    assert (row["n"], row["incomplete"], row["estimates"], row["postings"]) == (5, 2, 1, 8)


def test_a_posting_with_many_bands_counts_once_by_the_highest(desk):
    many = paid(50, *(replace(BAND, low=Decimal(v), high=Decimal(v)) for v in (1, 2, 900)))
    desk.keeper.store(poll_of(board(), [*bands([100] * 4), many]))
    assert (july(desk.reader).n, july(desk.reader).high.upper) == (5, 200)
    assert of_view(desk.reader)["n"] == 5


def test_hours_and_years_are_brought_to_years(desk):
    hourly = replace(BAND, low=Decimal(1), high=Decimal(2), period="hour")
    desk.keeper.store(poll_of(board(), [paid(n, hourly) for n in range(5)]))
    assert july(desk.reader).high.median == of_view(desk.reader)["high_median"] == 4160


def test_a_band_without_currency_belongs_to_no_distribution(desk):
    assert july(desk.reader, replace(BAND, currency=None)) is None


def test_as_of_an_earlier_time_it_is_that_of_the_postings_and_pay_of_then(desk):
    desk.keeper.store(poll_of(board(), bands([100] * 5)))
    raised = bands([900] * 5)
    desk.keeper.store(poll_of(board(), [*raised, paid(60, BAND)], at=24))
    assert july(desk.reader).low.median == 900
    then = july(desk.reader, as_of="2023-07-24T13:00:00Z")
    assert (then.n, then.postings, then.low.median) == (5, 5, 100)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_view_for_sql_says_what_the_command_says(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("spread") / "a.sqlite"
    with open_writer(path) as db:
        Keeper(db).store(poll_of(board(), bands(values)))
        with open_reader(path) as reader:
            found, row = july(reader), of_view(reader)
    assert (found.n, found.postings) == (row["n"], row["postings"]) == (len(values), len(values))
    if len(values) >= FLOOR:
        expected = quantiles(values, n=4, method="inclusive")
        for name, value in zip(("lower_quartile", "median", "upper_quartile"), expected, strict=True):
            assert row[f"low_{name}"] == pytest.approx(value)
            assert row[f"high_{name}"] == pytest.approx(value * 2)
        assert [found.low.lower, found.low.median, found.low.upper] == pytest.approx(expected)
    else:
        assert found.low is None
        assert row["low_median"] is None

"""The small values of job boards: days, places, ways of working, pay fields, what a body looks like."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from parsers.board_parts.job_posting import postings
from parsers.board_parts.json_values import Node, line, read_json
from parsers.board_parts.look import looks_like
from parsers.board_parts.values import (
    band,
    basis_in,
    country,
    currency_in,
    epoch,
    period_in,
    places,
    remote_in,
    requisition,
    slashed_days,
    written_day,
    written_pay,
)
from picketwire.errors import ParseError


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("per-year-salary", "year"),
        ("per-hour-wage", "hour"),
        ("1 YEAR", "year"),
        ("1 HOUR", "hour"),
        ("NONE", None),
        ("ANNUALLY", "year"),
        ("HOURLY", "hour"),
        ("6 MONTH", None),
        ("bi-weekly-salary", None),
        ("semi-month-salary", None),
        ("YEARLY", "year"),
        ("one-time", None),
        ("day", "day"),
        ("WEEK", "week"),
        ("monthly", "month"),
        ("", None),
        ("hourly or yearly", None),
        ("Annual base salary", "year"),
    ],
)
def test_only_a_known_interval_is_a_period(words: str, period: str | None) -> None:
    """An interval that is not exactly one of our periods leaves the period open, never wrong."""
    assert period_in(words) == period


def test_figures_of_zero_and_of_three_dollars_a_year_are_no_pay() -> None:
    """Fields that had to be filled hold nothing."""
    assert band(Decimal(0), Decimal(0), "USD", "year") == ()
    assert band(None, None, "USD", "year") == ()
    assert band(Decimal(3), Decimal(3), "USD", "year") == ()
    assert band(Decimal(3), Decimal(3), "USD", "hour")[0].low == 3


def test_a_pay_field_keeps_its_words_and_names_no_currency_for_a_bare_sign() -> None:
    """What the field says stands beside the figures; "$" alone is no ISO code."""
    (pay,) = band(Decimal("90000.0"), Decimal("120000"), "$", "year", words="Base, California")
    assert (pay.low, pay.high, pay.currency, pay.basis, pay.stated_by) == (
        90000,
        120000,
        None,
        "base",
        "employer-field",
    )
    assert pay.text == "Base, California: 90000 - 120000 $"
    assert (currency_in("eur"), currency_in("€"), currency_in("US$"), currency_in("$")) == (
        "EUR",
        "EUR",
        "USD",
        None,
    )
    assert (basis_in("OTE"), basis_in("total compensation"), basis_in("salary")) == (
        "ote",
        "total",
        "unknown",
    )


def test_pay_in_a_field_of_words_is_the_employers_field() -> None:
    """Offsets into a text that is not kept would lead nowhere, so there are none."""
    (pay,) = written_pay("$38,000 – $45,000 / year", country="CA")
    assert (pay.low, pay.high, pay.currency, pay.period) == (38000, 45000, "CAD", "year")
    assert (pay.stated_by, pay.text, pay.field, pay.start) == (
        "employer-field",
        "$38,000 – $45,000 / year",
        None,
        None,
    )
    assert written_pay("") == ()


def test_days_in_slashes_are_read_in_the_one_order_that_fits_the_page() -> None:
    """One day past the 12th settles a page; where none does, nothing is guessed."""
    assert slashed_days(["09/07/2026 11:53", "24/07/2026 10:28"])["09/07/2026 11:53"] == date(2026, 7, 9)
    assert slashed_days(["7/9/2026", "7/28/2026", "soon"]) == {
        "7/9/2026": date(2026, 7, 9),
        "7/28/2026": date(2026, 7, 28),
    }
    assert slashed_days(["07/09/2026", "03/04/2026"]) == {}
    assert slashed_days(["03/04/2026"], month_first=True) == {"03/04/2026": date(2026, 3, 4)}
    assert slashed_days(["31/02/2026"]) == {}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-30T22:15:00-04:00", date(2026, 6, 30)),
        ("2026-5-19", date(2026, 5, 19)),
        ("May 6, 2026", date(2026, 5, 6)),
        ("Mon, 20 Jul 2026 00:00:00 +0200", date(2026, 7, 20)),
        ("Posted 3 Days Ago", None),
        ("2026-13-01", None),
        ("", None),
    ],
)
def test_the_day_is_the_one_written_in_its_own_zone(text: str, day: date | None) -> None:
    """A posting of the last evening of June opened in June; relative words name no day."""
    assert written_day(text) == day


def test_epochs_are_seconds_or_milliseconds_and_zero_is_none() -> None:
    """Both units are told apart by size; nonsense gives nothing."""
    moment = datetime(2026, 4, 24, tzinfo=UTC)
    assert epoch(Node(1776988800)) == epoch(Node(1776988800123)) == epoch(Node("1776988800")) == moment
    assert [epoch(Node(value)) for value in (0, -5, None, "x", 10**40, True)] == [None] * 6


def test_places_are_taken_apart_and_counts_are_none() -> None:
    """Bars and semicolons divide places, commas do not; "2 Locations" is no place."""
    assert places(
        ["Austin | Chicago", "Los Gatos, California; Remote", "2 Locations", "", "Warsaw, , Poland", "Austin"]
    ) == (
        "Austin",
        "Chicago",
        "Los Gatos, California",
        "Remote",
        "Warsaw, Poland",
    )


@pytest.mark.parametrize(
    ("words", "remote"),
    [
        ("Remote - US", "remote"),
        ("remote_local", "remote"),
        ("On-site", "onsite"),
        ("onsite", "onsite"),
        ("In-Office", "onsite"),
        ("Hybrid", "hybrid"),
        ("Hybrid, remote", "hybrid"),
        ("Burbank, CA", None),
        ("Remoteville", None),
        ("", None),
    ],
)
def test_ways_of_working_are_only_what_is_said(words: str, remote: str | None) -> None:
    """A place without a word about it is not on site, only unknown."""
    assert remote_in(words) == remote


def test_a_requisition_id_has_a_digit() -> None:
    """A placeholder that many postings share would tie them together."""
    assert (requisition("REQ-686"), requisition("See Opening ID"), requisition("")) == ("REQ-686", None, None)


def test_countries_settle_a_bare_dollar_only_where_they_are_known() -> None:
    """Codes pass; names of countries with a dollar are known; all others say nothing."""
    assert [country(name) for name in ("us", "Canada", "USA", "Germany", "")] == ["US", "CA", "US", "", ""]


def test_labels_are_plain_text_once() -> None:
    """Entities are resolved once, white space folded, and a "<" in a title is no tag."""
    assert line("  Editor\u00a0 &amp; Writer <m/f/d> &amp;lt;") == "Editor & Writer <m/f/d> &lt;"
    assert Node({"a": "\ud800x\x00"})["a"].text == "x"


def test_json_is_read_as_money_is_meant() -> None:
    """Fractions stay exact; NaN is nothing; a BOM is no damage; numbers as text count."""
    data = read_json(b'\xef\xbb\xbf{"a": 18.10, "b": NaN, "c": "45,000", "d": true}', "Test")
    assert (data["a"].amount, data["b"].amount, data["c"].amount, data["d"].amount) == (
        Decimal("18.10"),
        None,
        45000,
        None,
    )
    assert not data["missing"]["deeper"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty body"),
        (b"  \n", "an empty body"),
        (b'{"message": "no"}', "JSON with keys message that says 'no'"),
        (b"[1, 2]", "a JSON list of 2 entries"),
        (b'"x"', 'the JSON value "x"'),
        (b"{", "broken JSON that begins '{'"),
        (b"Too many", "text that begins 'Too many'"),
        (b"<rss>", "XML that begins '<rss>'"),
        (b"<!-- x --><p>hello", "an HTML page"),
        (b"<!doctype html><title>Log in</title>", "a login page titled 'Log in'"),
        (b"<html><title>Just a moment...</title>", "a challenge page titled 'Just a moment...'"),
        (b"<html><title>Access denied</title>", "a refusal titled 'Access denied'"),
    ],
)
def test_a_refused_body_is_described(body: bytes, words: str) -> None:
    """The reason of a failed poll says what came instead of the board."""
    assert looks_like(body) == words
    with pytest.raises(ParseError):
        read_json(body if body[:1] not in {b"{", b"[", b'"'} else b"<", "Test")


def test_damaged_structured_data_is_mended_in_linear_time() -> None:
    """A page full of openings that never close neither hangs nor raises."""
    script = b'<script type="application/ld+json">%s</script>'
    assert postings(script % (b'{"@type":"JobPosting",' * 20_000)) == []
    assert postings(script % (b"//" * 200_000)) == []
    nested = b'{"a":' * 900 + b'{"@type":"JobPosting","title":"deep"}' + b"}" * 900
    assert [node["title"].text for node in postings(script % nested)] == ["deep"]

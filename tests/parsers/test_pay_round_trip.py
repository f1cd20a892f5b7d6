"""Pay written in any of the usual styles is read back as what was written."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from parsers.pay.finding import find_pay

DASHES = [" - ", "-", "–", " — ", " to ", "‑", " -- ", " ~ "]
PERIODS = {
    "year": [" a year", "/yr", " per annum", " annually", "/year"],
    "hour": ["/hr", " per hour", " an hour"],
}


def commas(figure: int) -> str:
    return f"{figure:,}"


def dots(figure: int) -> str:
    return commas(figure).replace(",", ".")


def spaces(figure: int) -> str:
    return commas(figure).replace(",", "\u00a0")


def cents(figure: int) -> str:
    return f"{figure:,}.00"


STYLES = {
    "USD": [("$", ""), ("US$", ""), ("USD ", ""), ("", " USD"), ("$", " USD")],
    "CAD": [("CA$", ""), ("C$", ""), ("", " CAD"), ("$", " CAD")],
    "EUR": [("€", ""), ("€ ", ""), ("", " €"), ("EUR ", ""), ("", " EUR")],
    "GBP": [("£", ""), ("GBP ", ""), ("", " GBP")],
}
figures = st.integers(min_value=20, max_value=900).map(lambda thousands: thousands * 1000)
styles = st.sampled_from([(code, *style) for code, choice in STYLES.items() for style in choice])
yearly = st.sampled_from(PERIODS["year"])


@given(
    low=figures,
    wide=st.integers(0, 200),
    style=styles,
    dash=st.sampled_from(DASHES),
    period=yearly,
    data=st.data(),
)
def test_yearly_ranges(low, wide, style, dash, period, data):
    """Every currency style, separator and dash, with the sign on both ends."""
    high = low + wide * 1000
    code, before, after = style
    write = data.draw(st.sampled_from([commas, dots, spaces, cents, str]))
    text = f"Salary: {before}{write(low)}{after}{dash}{before}{write(high)}{after}{period}"
    (pay,) = find_pay(text)
    assert (pay.low, pay.high, pay.currency, pay.period, pay.basis) == (low, high, code, "year", "base")


@given(low=st.integers(20, 400), wide=st.integers(1, 200), letter=st.sampled_from("kK"), both=st.booleans())
def test_thousands_written_once_count_for_both(low, wide, letter, both):
    """One k behind the second figure or one behind each: the same band."""
    text = f"${low}{letter if both else ''}-{low + wide}{letter} + equity"
    (pay,) = find_pay(text)
    assert (pay.low, pay.high, pay.period) == (low * 1000, (low + wide) * 1000, "year")


@given(
    low=st.decimals(min_value=8, max_value=90, places=2),
    wide=st.decimals(min_value=0, max_value=100, places=2),
    period=st.sampled_from(PERIODS["hour"]),
    dash=st.sampled_from(DASHES),
)
def test_hourly_rates(low, wide, period, dash):
    """Cents survive."""
    (pay,) = find_pay(f"Pay: ${low}{dash}${low + wide}{period}")
    assert (pay.low, pay.high, pay.currency, pay.period) == (low, low + wide, "USD", "hour")


@given(figure=figures, words=st.sampled_from([("up to ", "high"), ("from ", "low"), ("", "both")]))
def test_open_ends(figure, words):
    """A ceiling alone has no floor, a floor alone no ceiling; one figure is both."""
    lead, end = words
    (pay,) = find_pay(f"Salary: {lead}${figure:,} per year")
    assert pay.low == (None if end == "high" else figure)
    assert pay.high == (None if end == "low" else figure)


@given(st.text(alphabet="$€k0123456789.,-–+/ \nabcehlprsuy()|", max_size=300))
def test_any_text_gives_sane_bands(text):
    """Never an error; ends in order; offsets inside the text; never two equal bands."""
    found = find_pay(text)
    assert len({(pay.low, pay.high, pay.currency, pay.period) for pay in found}) == len(found)
    for pay in found:
        ends = [end for end in (pay.low, pay.high) if end is not None]
        assert ends
        assert ends == sorted(ends)
        assert all(isinstance(end, Decimal) and end > 0 for end in ends)
        assert pay.start is not None
        assert pay.end is not None
        assert 0 <= pay.start < pay.end <= len(text)
        assert text[pay.start : pay.end].strip() in pay.text or "\n" in text[pay.start : pay.end]

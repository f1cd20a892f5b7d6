"""Read the small values of job boards: days, places, ways of working, pay fields."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

from parsers.dates.reading import read_day, read_instant
from parsers.pay.finding import band as pay_band
from parsers.pay.finding import find_pay

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from parsers.board_parts.json_values import Node
    from picketwire.records import Basis, Pay, Period, StatedBy

_WRITTEN_DAY = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_SEVERAL_PLACES = re.compile(r"\d{1,3}\s+[^\W\d]+")
_MILLISECONDS = 10**11  # as seconds this is the year 5138
_PERIODS: tuple[tuple[Period, str], ...] = (
    ("hour", r"hour|hr\b|/h\b"),
    ("day", r"\bday|dai?ly|per[-_ ]diem"),
    ("week", r"week"),
    ("month", r"month|\bmo\b"),
    ("year", r"year|annu|\byr|p\.a\.|per[-_ ]annum"),
)
# "biweekly" is neither a week nor two of our periods: such pay keeps no period.
_NO_PERIOD = r"\b(?:bi|semi)[-_ ]?(?:week|month|annu|year)|fortnight|quarter"
_COUNTRIES = {
    "united states": "US", "united states of america": "US", "usa": "US", "puerto rico": "US", "canada": "CA",
    "can": "CA", "australia": "AU", "aus": "AU", "new zealand": "NZ", "nzl": "NZ", "singapore": "SG",
    "sgp": "SG", "hong kong": "HK", "mexico": "MX", "mex": "MX",
}  # fmt: skip
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "US$": "USD",
    "C$": "CAD",
    "CA$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "₹": "INR",
}
_LEAST_PER_YEAR = 500  # "3 USD a year" was typed by somebody who had to fill the field
Remote = Literal["remote", "hybrid", "onsite"]


def written_day(text: str) -> date | None:
    """Return the day that a date or timestamp names in its own zone; None when it names none exactly."""
    found = _WRITTEN_DAY.match(text)
    if found is None:
        return read_day(text) if text else None
    return _day(*map(int, found.groups()))


def slashed_days(texts: Iterable[str], *, month_first: bool | None = None) -> dict[str, date]:
    """Read the days of one page, written as 7/28/2026 or 28/7/2026, in the one order that fits all of them.

    Where every day fits both orders, `month_first` decides; None then reads none of them.
    """
    found = {text: tuple(map(int, match.groups())) for text in texts if (match := _SLASHED.match(text))}
    if any(first > 12 for first, _, _ in found.values()):
        month_first = False
    elif any(second > 12 for _, second, _ in found.values()):
        month_first = True
    if month_first is None:
        return {}
    ordered = {text: (y, a, b) if month_first else (y, b, a) for text, (a, b, y) in found.items()}
    return {text: day for text, parts in ordered.items() if (day := _day(*parts))}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def midnight(day: date | None) -> datetime | None:
    """Return the first instant of a day in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def moment(text: str) -> datetime | None:
    """Return the instant that a timestamp names, or midnight UTC of the day that a date names."""
    return read_instant(text) if text else None


def epoch(node: Node) -> datetime | None:
    """Read seconds or milliseconds since 1970, a number or digits; None for 0 and for nonsense."""
    number = node.amount
    if not number or number < 0:
        return None
    try:
        seconds = number / 1000 if number >= _MILLISECONDS else number
        return datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, ValueError, OSError):
        return None


def places(names: Iterable[str]) -> tuple[str, ...]:
    """Return place names without repeats and blanks, one field of several ("A | B; C") taken apart.

    A count ("2 Locations") is no place.
    """
    parts = (
        re.sub(r"\s*,(?:\s*,)+", ",", part).strip(" ,")
        for name in names
        for part in re.split(r"\s*[|;]\s*|\s+/\s+", name)
    )
    return tuple(dict.fromkeys(part for part in parts if part and not _SEVERAL_PLACES.fullmatch(part)))


def address(*parts: str) -> str:
    """Join city, region and country to one place name, leaving out blanks and repeats."""
    return ", ".join(dict.fromkeys(part for part in parts if part))


def remote_in(*texts: str) -> Remote | None:
    """Return the way of working that a field or place name states in so many words."""
    joined = " ".join(texts).lower()
    if re.search(r"\bhybrid", joined):
        return "hybrid"
    if re.search(
        r"\bremote(?:ly)?(?![a-z])|\btelecommut|work from home|\bvirtual\b|\bfully.?remote|\banywhere\b",
        joined,
    ):
        return "remote"
    return "onsite" if re.search(r"\bon[ _-]?site\b|\bin[ _-](?:office|person)\b", joined) else None


def period_in(text: str) -> Period | None:
    """Return the one pay period that a field's words name; None where they name none or several."""
    if re.search(_NO_PERIOD, text, re.IGNORECASE) or re.match(r"(?!1 )\d+ ", text):
        return None
    found = {period for period, words in _PERIODS if re.search(words, text, re.IGNORECASE)}
    return found.pop() if len(found) == 1 else None


def country(name: str) -> str:
    """Return the ISO 3166-1 code for a code, or for the name of a country that pays in a dollar; else ''."""
    code = name.strip()
    return code.upper() if re.fullmatch(r"[A-Za-z]{2}", code) else _COUNTRIES.get(code.lower(), "")


def basis_in(text: str) -> Basis:
    """Return what a field's words say the figures cover."""
    if re.search(r"\bOTE\b|on[- ]target", text, re.IGNORECASE):
        return "ote"
    if re.search(r"total (?:comp|cash|reward)", text, re.IGNORECASE):
        return "total"
    return "base" if re.search(r"\bbase\b", text, re.IGNORECASE) else "unknown"


def currency_in(text: str) -> str | None:
    """Return the ISO 4217 code that a field gives; None for a bare dollar sign."""
    code = text.strip().upper()
    return code if re.fullmatch(r"[A-Z]{3}", code) else _SIGNS.get(code)


def band(
    low: Decimal | None,
    high: Decimal | None,
    currency: str,
    period: Period | None,
    *,
    words: str = "",
    label: str = "",
    basis: Basis | None = None,
    stated_by: StatedBy = "employer-field",
) -> tuple[Pay, ...]:
    """Return the band of a structured field, or nothing when it holds no figure (0 means unknown).

    `words` are the field's own words beside the figures; they may name the basis.
    """
    pay = pay_band(
        low, high, currency_in(currency), period, stated_by=stated_by, label=label or None,
        basis=basis or basis_in(f"{words} {label}"),
    )  # fmt: skip
    if pay is None or (period == "year" and (pay.high or pay.low or 0) < _LEAST_PER_YEAR):
        return ()
    ends = " - ".join(dict.fromkeys(str(end) for end in (pay.low, pay.high) if end is not None))
    return (replace(pay, text=f"{words}: {ends} {currency}".strip(": ")),)


def written_pay(words: str, *, country: str = "", stated_by: StatedBy = "employer-field") -> tuple[Pay, ...]:
    """Return the bands that a field states in words ("$38,000 – $45,000 / year")."""
    found = find_pay(words, country=country or None, stated_by=stated_by) if words else ()
    return tuple(replace(pay, text=words, field=None, start=None, end=None) for pay in found)


def requisition(text: str) -> str | None:
    """Return a requisition id; None for a placeholder without any digit ("See Opening ID")."""
    return text if any(ch.isdigit() for ch in text) else None

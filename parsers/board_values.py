"""Read the small values of job boards: days, places, ways of working, pay fields."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

from parsers.dates import read_day, read_instant
from picketwire.records import Pay

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from parsers.board_json import Node
    from picketwire.records import Basis, Period, StatedBy

_WRITTEN_DAY = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_MILLISECONDS = 10**11  # as seconds this is the year 5138
_PERIODS: tuple[tuple[Period, str], ...] = (
    ("hour", r"hour|hr\b|/h\b"),
    ("day", r"\bday|dai?ly|per[-_ ]diem"),
    ("week", r"week"),
    ("month", r"month|\bmo\b"),
    ("year", r"year|annu|\byr|p\.a\.|per[-_ ]annum"),
)
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
Remote = Literal["remote", "hybrid", "onsite"]


def written_day(text: str) -> date | None:
    """Return the day that a date or timestamp names in its own zone; None when it names none exactly."""
    found = _WRITTEN_DAY.match(text)
    if found is None:
        return read_day(text) if text else None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


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
    """Return place names without repeats and blanks, one field of several ("A | B; C") taken apart."""
    parts = (part.strip(" ,") for name in names for part in re.split(r"\s*[|;]\s*|\s+/\s+", name))
    return tuple(dict.fromkeys(part for part in parts if part))


def address(*parts: str) -> str:
    """Join city, region and country to one place name, leaving out blanks and repeats."""
    return ", ".join(dict.fromkeys(part for part in parts if part))


def remote_in(*texts: str) -> Remote | None:
    """Return the way of working that a field or place name states in so many words."""
    joined = " ".join(texts).lower()
    if re.search(r"\bhybrid", joined):
        return "hybrid"
    if re.search(r"\bremote|\btelecommut|work from home|\bvirtual\b|\bfully.?remote|\banywhere\b", joined):
        return "remote"
    return "onsite" if re.search(r"\bon[ _-]?site\b|\bin[ _-](?:office|person)\b", joined) else None


def period_in(text: str) -> Period | None:
    """Return the one pay period that a field's words name; None where they name none or several."""
    found = {period for period, words in _PERIODS if re.search(words, text, re.IGNORECASE)}
    return found.pop() if len(found) == 1 else None


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
    stated_by: StatedBy = "employer-field",
) -> tuple[Pay, ...]:
    """Return the band of a structured field, or nothing when it holds no figure (0 means unknown).

    `words` are the field's own words beside the figures; they may name the basis.
    """
    low, high = low or None, high or None
    if (low is None and high is None) or (low or 0) < 0 or (high or 0) < 0:
        return ()
    figures = f"{low if low is not None else ''} - {high if high is not None else ''} {currency}".strip()
    text = f"{words}: {figures}" if words else figures
    pay = Pay(
        low=low, high=high, currency=currency_in(currency), period=period, basis=basis_in(f"{words} {label}"),
        stated_by=stated_by, text=text, label=label or None,
    )  # fmt: skip
    return (pay,)


def requisition(text: str) -> str | None:
    """Return a requisition id; None for a placeholder without any digit ("See Opening ID")."""
    return text if any(ch.isdigit() for ch in text) else None

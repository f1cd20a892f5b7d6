"""Read the pay fields of job systems: numbers or strings, cents, zeros and other fillers."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from parsers.pay.amounts import read_number
from picketwire.records import Pay

if TYPE_CHECKING:
    from picketwire.records import Basis, Period, StatedBy

Figure = str | int | float | Decimal | None
_LEAST_MEANT = 1  # a floor of 0 or 1 is what a form demands, not what anybody is paid
_FIGURE = re.compile(r"[0-9][0-9.,'’ \u00a0\u202f]*")


def band(  # noqa: PLR0913 -- a field for each field of the systems, all but four by keyword
    low: Figure,
    high: Figure,
    currency: str | None,
    period: Period | None,
    *,
    basis: Basis = "unknown",
    stated_by: StatedBy = "employer-field",
    text: str = "",
    label: str | None = None,
    cents: bool = False,
) -> Pay | None:
    """Return the band that a system's own pay fields state, or None when they state none.

    Figures may be numbers or strings ("50000.0", "50,000"); 0 means unknown, and so does a floor of 1
    under a higher ceiling. `cents` says that they count hundredths. `currency` is dropped unless it is
    a code of three letters. Ends in the wrong order are put right. Never raises on bad figures.
    """
    ends = [_figure(end, cents=cents) for end in (low, high)]
    if ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
        ends.reverse()
    if ends[0] is not None and ends[0] <= _LEAST_MEANT and ends[1] != ends[0]:
        ends[0] = None
    if ends == [None, None]:
        return None
    code = (currency or "").strip().upper()
    return Pay(
        low=ends[0], high=ends[1], currency=code if re.fullmatch("[A-Z]{3}", code) else None, period=period,
        basis=basis, stated_by=stated_by, text=text, label=label,
    )  # fmt: skip


def _figure(end: Figure, *, cents: bool) -> Decimal | None:
    if end is None or isinstance(end, bool):
        return None
    try:
        value = _read(end) if isinstance(end, str) else Decimal(str(end))
    except InvalidOperation:
        return None
    if value is None or not value.is_finite() or value <= 0:
        return None
    value = value / 100 if cents else value
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _read(words: str) -> Decimal | None:
    plain = words.strip()
    # Three digits behind a dot are thousands of a person's typing ("60.000"), not a machine's fraction.
    if re.fullmatch(r"-?[0-9]+(?:\.(?![0-9]{3}$)[0-9]+)?", plain):
        return Decimal(plain)
    found = _FIGURE.search(plain)
    return (
        read_number(found[0].strip(" \u00a0\u202f.,"))
        if found and "-" not in plain[: found.start()]
        else None
    )

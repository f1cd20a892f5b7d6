"""How a band of pay reads: `$300,000 to $900,000 a year (total)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from picketwire.records import Pay

_SIGNS = {"USD": "$", "GBP": "£", "EUR": "€"}


def band(pay: Pay) -> str:
    """Write a band in words: open ends as "up to" and "from", the basis where it is known."""
    low, high = (amount(figure, pay.currency) for figure in (pay.low, pay.high))
    if pay.low is None:
        figures = f"up to {high}"
    elif pay.high is None:
        figures = f"from {low}"
    else:
        figures = low if pay.low == pay.high else f"{low} to {high}"
    period = f" {'an' if pay.period == 'hour' else 'a'} {pay.period}" if pay.period else ""
    basis = f" ({pay.basis})" if pay.basis != "unknown" else ""
    return f"{figures}{period}{basis}"


def amount(figure: Decimal | None, currency: str | None) -> str:
    """Write an amount with its currency; nothing for None."""
    if figure is None:
        return ""
    number = f"{figure:,.0f}" if figure == figure.to_integral_value() else f"{figure:,.2f}"
    sign = _SIGNS.get(currency or "")
    return f"{sign}{number}" if sign else f"{currency or ''} {number}".strip()

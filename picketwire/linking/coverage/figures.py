"""Compare the pay that a news item states with the pay that an employer states."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from picketwire.records import PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from picketwire.linkage import Figures

End = Literal["both", "high", "low"]
_RANK: dict[End, int] = {"both": 3, "high": 2, "low": 1}
_SMALLEST = Decimal(1000)  # a year's pay below it is a misread number


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which ends of a posting's band a news item states, and the figures that agree."""

    end: End
    figures: tuple[Decimal, ...]
    currency: str | None

    @property
    def rank(self) -> int:
        """Order of strength: both ends, then the upper, then the lower."""
        return _RANK[self.end]


def stated(figures: Figures) -> frozenset[Decimal]:
    """Return the amounts that a band states, per year where its period is known."""
    factor = PER_YEAR.get(figures.period or "year", 1)  # type: ignore[call-overload]
    amounts = {amount * factor for amount in (figures.low, figures.high) if amount is not None}
    return frozenset(amount for amount in amounts if amount >= _SMALLEST)


def agree(press: Iterable[Figures], band: Figures) -> Agreement | None:
    """Return how far the figures of the press agree with one band of the employer; None if they do not."""
    amounts = {a for p in press if _same_money(p, band) for a in stated(p)}
    factor = PER_YEAR.get(band.period or "year", 1)  # type: ignore[call-overload]
    low = band.low * factor if band.low is not None else None
    high = band.high * factor if band.high is not None else None
    has_low, has_high = low in amounts, high in amounts
    if has_low and has_high and low != high and low is not None and high is not None:
        return Agreement("both", (low, high), band.currency)
    if has_high and high is not None:
        return Agreement("high", (high,), band.currency)
    if has_low and low is not None:
        return Agreement("low", (low,), band.currency)
    return None


def best(press: Iterable[Figures], bands: Iterable[Figures]) -> Agreement | None:
    """Return the strongest agreement with any band of a posting."""
    press = tuple(press)
    found = [agreement for band in bands if (agreement := agree(press, band))]
    return max(found, key=lambda a: (a.rank, a.figures), default=None)


def _same_money(one: Figures, two: Figures) -> bool:
    return one.currency is None or two.currency is None or one.currency == two.currency


def money(amount: Decimal, currency: str | None) -> str:
    """Render an amount for a sentence: `USD 900,000`."""
    return f"{currency} {amount:,.0f}".strip() if currency else f"{amount:,.0f}"

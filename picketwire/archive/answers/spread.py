"""The archive's own distribution of stated pay: the postings of one kind of work in one month."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from picketwire.archive.asof import ALWAYS
from picketwire.archive.pay import bands_of, stated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from picketwire.records import Pay

FLOOR = 5  # postings; of fewer a quartile would be somebody's own pay (the view pay_by_family has the same)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """A quarter of the postings lie below `lower`, half below `median`, three quarters below `upper`."""

    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What postings of a family, opened in a month, state in one currency and on one basis, per year.

    `n` postings count, each once, by the employer's highest band with both ends; `low` and `high` are None
    where fewer than FLOOR do. Left out are `incomplete` ones (an open end, or no period) and `estimates`
    (only the board guesses). `postings` is how many there were in all, whatever they state. `like` is the
    band that is held against it: one of those that count, unless it has an open end.
    """

    like: Pay

    family: str
    month: str  # YYYY-MM, by the day opened, else first seen
    currency: str
    basis: str
    postings: int
    n: int
    incomplete: int
    estimates: int
    low: Quartiles | None
    high: Quartiles | None


def spread(connection: Any, family: str, month: str, like: Pay, as_of: str = ALWAYS) -> Spread | None:
    """Return the distribution that a band belongs to; None for a band without currency."""
    if like.currency is None:
        return None
    rows = connection.execute(
        "SELECT p.item FROM postings p JOIN items i ON i.id = p.item WHERE p.family = ? "
        "AND substr(coalesce(p.opened, i.first_seen), 1, 7) = ? AND i.first_seen <= ?",
        (family, month, as_of),
    )
    items = [row[0] for row in rows]
    found = [
        alike
        for pay in bands_of(connection, items, as_of).values()
        if (alike := [p for p in pay if (p.currency, p.basis) == (like.currency, like.basis)])
    ]
    counted = [own[0] for pay in found if (own := whole(pay))]
    return Spread(
        like=like,
        family=family,
        month=month,
        currency=like.currency,
        basis=like.basis,
        postings=len(items),
        n=len(counted),
        incomplete=sum(not whole(pay) and bool(stated(pay)) for pay in found),
        estimates=sum(not stated(pay) for pay in found),
        low=_quartiles([float(p.low_year or 0) for p in counted]),
        high=_quartiles([float(p.high_year or 0) for p in counted]),
    )


def whole(pay: Sequence[Pay]) -> list[Pay]:
    """Return the bands with both ends and a period that the employer states, the highest first."""
    return [p for p in stated(pay) if p.low_year is not None and p.high_year is not None]


def _quartiles(values: list[float]) -> Quartiles | None:
    """Quartiles with interpolation between neighbours, the extremes included (R's type 7)."""
    if len(values) < FLOOR:
        return None
    lower, median, upper = quantiles(values, n=4, method="inclusive")
    return Quartiles(lower=lower, median=median, upper=upper)

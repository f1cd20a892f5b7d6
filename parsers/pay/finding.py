"""Find every band of pay that a text states, with its sentence, currency, period and what it covers.

How it reads: `pay_amounts` cuts out numbers with the currency, multiplier and period written on them,
`pay_bands` joins them to ranges and open ends, `pay_context` decides by the words around each band
whether it is pay for the job at all. Every step is linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from parsers.pay.bands import bands
from parsers.pay.context import Surroundings, basis_elsewhere, is_average, is_pay, named_basis, period_of_band
from parsers.pay.currency import settle
from parsers.pay.field import band
from parsers.pay.label import label_of
from parsers.pay.period import per_year, period_of
from parsers.pay.words import BOARD_ESTIMATE
from parsers.sentences import Sentences
from picketwire.records import AVERAGE, Pay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from parsers.pay.bands import Band
    from picketwire.records import Basis, Period, StatedBy

__all__ = ["band", "find_pay", "pay_record", "per_year", "period_of"]

# More figures than any one posting holds; hostile text stops being read here.
_MOST_BANDS = 1_000
_LONGEST_QUOTE = 600
_WIDE = 300
_LONGEST_HEADING = 80
_LONGEST_CONVERSION = 40
_FIELD = 30  # so few characters beside the figures make a field, not prose
# "compensation, including base, bonus and equity, is": an aside names what the figures are made of.
_ASIDE = re.compile(
    r",? (?:including|inclusive of|comprising|comprised of|made up of|which includes?)\s[^.;:$€£\d]{0,80}?,\s"
    r"(?=(?:is|are|ranges?|will|runs?|falls?|starts?)\b)"
)
_BRACKET = re.compile(r"\A\s?\([^()]*\)")
_CONVERSION = re.compile(
    r"\s{0,2}(?P<open>\(|\[|=|≈)?\s{0,2}"
    r"(?:(?P<said>or|approx(?:imately|\.)?|about|around|roughly|circa|ca\.|equivalent to|equal to|i\.e\.,?"
    r"|that is|which is)\s)?[\s~≈=]{0,3}",
    re.IGNORECASE,
)


def find_pay(
    text: str, *, country: str | None = None, field: str = "body", stated_by: StatedBy = "employer-text"
) -> tuple[Pay, ...]:
    """Return every band of pay stated in a plain text, in order, identical ones once.

    `country` (ISO 3166-1 alpha-2, of the source) settles a bare "$", "kr", "¥" or "Rs" where no word near
    it does; `Pay.currency_from` says what settled it. `Pay.start` and `Pay.end` are the offsets of the
    figures with all that is written on them, `Pay.text` is the sentence. In an article (`stated_by` "press")
    the average of such jobs that stands beside a job's own pay is given as well, labelled `AVERAGE`.
    """
    found: dict[tuple[object, ...], Pay] = {}
    for pay in _Reading(text, country, stated_by).pay(field):
        found.setdefault((pay.low, pay.high, pay.currency, pay.period, pay.label == AVERAGE), pay)
    return tuple(found.values())


def pay_record(record: Mapping[str, Any], *, stated_by: StatedBy = "employer-text") -> dict[str, Any]:
    """Turn one line of `picketwire pay` ({"id", "text"}) into its answer ({"id", "pay": [...]})."""
    return {
        "id": record.get("id"),
        "pay": [
            {
                "low": _number(pay.low),
                "high": _number(pay.high),
                "currency": pay.currency,
                "period": pay.period,
                "basis": pay.basis,
            }
            for pay in find_pay(str(record.get("text") or ""), stated_by=stated_by)
            if pay.label != AVERAGE
        ],
    }


def _number(figure: Decimal | None) -> int | float | None:
    if figure is None:
        return None
    return int(figure) if figure == figure.to_integral_value() else float(figure)


@dataclass(slots=True)
class _Decided:
    """The last band that was looked at, and whether it was pay."""

    band: Band
    is_pay: bool
    basis: Basis | None  # where a word names it
    is_average: bool = False


class _Reading:
    """One pass over one text."""

    def __init__(self, text: str, country: str | None, stated_by: StatedBy) -> None:
        self._text = text
        self._stated_by: StatedBy = stated_by
        self._country = country
        self._sentences = Sentences(text)

    def pay(self, field: str) -> Iterator[Pay]:
        """Yield each band that is pay, repeated ones too."""
        last: _Decided | None = None
        for this, following in pairwise([*islice(self._candidates(), _MOST_BANDS), None]):
            if this is None or (last and self._is_conversion(last.band, this)):
                continue
            around = self._surroundings(this, last, following)
            period = period_of_band(around)
            named = named_basis(around) or around.neighbour_basis
            decided = _Decided(this, is_pay(around, period), named)
            after_average = last is not None and last.is_average
            if decided.is_pay:
                yield self._record(around, period, named, field)
            elif is_average(around, period, behind_average=after_average):
                decided.is_average = True
                yield replace(self._record(around, period, named, field), label=AVERAGE)
            # A bare number that is no pay ("1099", "2,000 people") does not stand between figures.
            last = decided if this.is_money or decided.is_pay else last

    def _candidates(self) -> Iterator[Band]:
        return (
            found
            for found in bands(self._text)
            if found.is_money or found.period or min(found.figures) >= 1000
        )

    def _is_conversion(self, previous: Band, this: Band) -> bool:
        """Whether a band only says the one before it again, in another currency or per another period."""
        if not (previous.is_money and this.is_money) or this.start - previous.end > _LONGEST_CONVERSION:
            return False
        found = _CONVERSION.fullmatch(self._text, previous.end, this.start)
        if found is None or not (found["open"] or (found["said"] or "or").lower() != "or"):
            return False
        signs = {"USD" if sign == "$" else sign for sign in (previous.sign, this.sign)} - {None}
        return len(signs) == 2 or len({previous.period, this.period} - {None}) == 2

    def _surroundings(self, this: Band, last: _Decided | None, following: Band | None) -> Surroundings:
        text = self._text
        start, end = self._sentences.span(*this.outer)
        neighbour = last if last and last.band.end > start else None
        above = slice(*self._sentences.before(this.start)) if neighbour is None else slice(0, 0)
        if neighbour and neighbour.band.outer != this.outer:
            start = neighbour.band.end
        if following and following.outer != this.outer:
            end = min(end, following.start)
        before, after = text[start : this.outer[0]], text[this.outer[1] : max(end, this.outer[1])]
        before = _ASIDE.sub(" ", before) if len(before) < _WIDE else before
        wide = text[max(0, this.start - _WIDE) : this.end + _WIDE]
        currency, settled_by = settle(
            this.sign, (*_BRACKET.findall(after[:60])[:1], before[-_WIDE:], after[:60], wide), self._country
        )
        return Surroundings(
            band=this,
            words=text[slice(*this.outer)],
            currency=currency,
            currency_from=settled_by,
            before=before,
            after=after,
            heading=text[above].strip() if above.stop - above.start <= _LONGEST_HEADING else "",
            neighbour=neighbour.is_pay if neighbour else None,
            neighbour_basis=neighbour.basis if neighbour and neighbour.is_pay else None,
            whole=len(text) - (this.end - this.start) <= _FIELD,
            is_press=self._stated_by == "press",
        )

    def _record(self, around: Surroundings, period: Period | None, named: Basis | None, field: str) -> Pay:
        this = around.band
        start, end = self._sentences.span(*this.outer)
        return Pay(
            low=this.low,
            high=this.high,
            currency=around.currency,
            currency_from=around.currency_from,
            period=period,
            basis=named
            or basis_elsewhere(around, self._text[max(0, start - 600) : start], self._text[end : end + 160]),
            stated_by="board-estimate" if BOARD_ESTIMATE.match(around.after) else self._stated_by,
            text=self._quote(start, end, this),
            label=label_of(around),
            field=field,
            start=this.start,
            end=this.end,
        )

    def _quote(self, start: int, end: int, this: Band) -> str:
        """Return the band's sentence, cut to a readable length around the figures."""
        start = max(start, this.start - _LONGEST_QUOTE // 2)
        return self._text[start : max(this.end, min(end, start + _LONGEST_QUOTE))].strip()

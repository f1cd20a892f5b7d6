"""Join the amounts of a text to bands: ranges, open ends, single figures."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parsers.pay.amounts import amounts
from parsers.pay.currency import AMBIGUOUS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from parsers.pay.amounts import Amount
    from picketwire.records import Period

_FILLER = 1  # a floor of 0 or 1 is what a form demands, not what anybody is paid
_WIDEST_GAP = 200
_SHORT_GAP = 60
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_NOTE = r"(?:\(?(?:OTE|base|gross|annually|per year|annual|est\.?|USD|CAD|minimum|min\.?|midpoint|mid)\)?)?"
_CONNECTOR = re.compile(
    rf"[\s*_)\]]{{0,4}}{_NOTE}[\s*_]{{0,4}}(?:\((?![^()]*\b(?:OTE|bonus|equity))[^()$€£]{{0,40}}\)\s)?"
    rf"(?:up to|[-–—‐‑‒―−~～〜]{{1,3}}|to"
    rf"|through|thru|bis|à|até|til|till|tot"
    r"|(?P<weak>a|do|al)|(?P<and>and|&|und|et|y|e|i|en))[\s*_(\[:]{0,4}"
    r"(?:(?:up )?to |max(?:imum)?\.?:? ?(?:of )?)?[\s*_(]{0,4}",
    re.IGNORECASE,
)
_SCALE = re.compile(rf"\s?{_NOTE}\s?[-–—]\s?", re.IGNORECASE)
# The three labelled points of a scale: "Min: $98,700 | Mid: $123,400 | Max: $148,100".
_MIN_LABEL = re.compile(r"\bmin(?:imum)?\W{0,3}$", re.IGNORECASE)
_MID_LABEL = re.compile(r"[\s|,;/)]{0,4}(?:mid(?:dle|[- ]?point)?|median)\W{0,3}", re.IGNORECASE)
_MAX_LABEL = re.compile(r"[\s|,;/)]{0,4}(?:and )?max(?:imum)?\W{0,3}", re.IGNORECASE)
_NEW_LABEL = re.compile(r"^[.;]\s+(?=max(?:imum)?\b)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:between|from|rang(?:e|es|ing)|anywhere|somewhere|entre|zwischen|mellan|mellom|tussen|tra"
    r"|begin\w*)\b",
    re.IGNORECASE,
)
_TOP_LABEL = re.compile(
    r"\b(?:up to|max(?:imum)?|highest|ceiling|top|high|as (?:much|high) as"
    r"|(?:tops?|topping|max(?:es)?) out|reach(?:es|ing)?)\b"
    r"(?: (?:end|salary|pay|base|rate|compensation|wage|hourly|annual)){0,2}"
    r"(?: of| is| at| \([A-Z]{3}\))?[\s:=(-]{0,4}$",
    re.IGNORECASE,
)
_BOTTOM = re.compile(
    r"\b(?:from|lowest|low|min(?:imum)?|begin\w*|start\w*|between|floor|bottom|range\w*"
    r"|as (?:little|low) as)\b",
    re.IGNORECASE,
)
_ANOTHER_KIND = re.compile(
    r"[.!?;]\s|\n\s*\n|\b(?:bonus|commission|equity|OTE|on[- ]target|stipend|total|variable|stock)",
    re.IGNORECASE,
)
_ROUGHLY = r"[\s:]{0,3}(?:an? )?(?:[~*(≈]|around |about |approximately |approx\.? )?\s{0,2}$"
_AT_MOST = re.compile(
    r"(?:\b(?:up ?to|as (?:much|high) as|max(?:imum)?(?: of)?|até|bis zu|jusqu['’]à|hasta|fino a|tot|upp till"
    r"|opptil|do|not (?:to exceed|exceeding|more than)|no more than|capped at|under|below"
    r"|(?<!no )(?<!not )less than|(?:tops?|topping|max(?:es|ing)?) out at|(?:stretch|flex) (?:up )?to"
    r"|(?:can|could|may|might) (?:reach|hit))|[<≤])" + _ROUGHLY,
    re.IGNORECASE,
)
# "fury over $900,000 job" leaves nothing open
_MORE_THAN = (
    r"more than|(?<!fury )(?<!anger )(?<!outrage )(?<!row )(?<!uproar )(?<!backlash )(?<!outcry )(?<!fire )"
    r"(?<!ire )over(?! an? )|above|exceed(?:s|ing)?|upwards? of|north of|in excess of|tops|topping"
)
_AT_LEAST = re.compile(
    r"(?:\b(?:from|(?:start|begin)(?:s|ing)? (?:at|from|with)|at least|min(?:imum)?(?: of)?|no less than"
    rf"|not less than|{_MORE_THAN}|ab|a partir de|à partir de|desde|dès|vanaf|od)|[>≥])" + _ROUGHLY,
    re.IGNORECASE,
)
_AND_AT_MOST = re.compile(
    r"[\s,]{1,2}(?:and|but)\s(?:not? (?:more|higher) than|not exceeding|at most|up to|a maximum of)\s",
    re.IGNORECASE,
)
_AND_MORE = re.compile(
    r"[\s)]{0,2}(?:and (?:up|above|over|more)|or (?:more|above|higher)|minimum|upwards)\b", re.IGNORECASE
)
# "starts at $20 per hour regardless of experience" leaves nothing open.
_FOR_EVERYONE = re.compile(r"[\s,]{0,2}(?:regardless of|irrespective of|whatever your)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Amounts that belong together; None is an open end. `[start, end)` covers all that stands on them."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    sign: str | None  # ISO code or one of `pay_currency.AMBIGUOUS`
    period: Period | None
    is_range: bool
    is_money: bool  # a currency or a multiplier stands on it
    outer: tuple[int, int]  # the offsets of the whole range that a half-open band is a half of

    @property
    def figures(self) -> list[Decimal]:
        """The figures that the band has, low before high."""
        return [figure for figure in (self.low, self.high) if figure is not None]


def bands(text: str) -> Iterator[Band]:
    """Yield every band of a text in order: money, and numbers that only their context can tell to be money.

    An hour's floor with a year's ceiling gives two half-open bands.
    """
    waiting: Amount | None = None
    joined: tuple[Band, ...] = ()
    for amount in amounts(text):
        if joined and _extends(text, joined[-1], amount):
            joined = (
                replace(joined[-1], end=amount.end, high=amount.value, outer=(joined[-1].start, amount.end)),
            )
            continue
        yield from joined
        joined = _join(text, waiting, amount) if waiting else ()
        if waiting and not joined:
            yield _single(text, waiting)
        waiting = None if joined else amount
    yield from joined
    if waiting:
        yield _single(text, waiting)


def _extends(text: str, band: Band, amount: Amount) -> bool:
    """Whether an amount is the third point of a scale ("$166,000 - $237,200 - $308,400")."""
    gap = text[band.end : amount.start] if amount.start - band.end <= _SHORT_GAP else ""
    if band.low is None or band.high is None or not gap.strip() or not amount.is_money:
        return False
    is_next = _SCALE.fullmatch(gap) or (_MAX_LABEL.fullmatch(gap) and _is_from_min(text, band.start))
    return bool(is_next) and (band.high < amount.value <= 2 * band.high and band.sign == amount.sign)


def _is_from_min(text: str, start: int) -> bool:
    """Whether the amount that starts here is labelled as the lowest point of a scale."""
    return _MIN_LABEL.search(text, max(0, start - 16), start) is not None


def _join(text: str, first: Amount, second: Amount) -> tuple[Band, ...]:
    """Return the band of two neighbouring amounts, two where their periods differ, or nothing."""
    gap = text[first.end : second.start] if second.start - first.end <= _WIDEST_GAP else ""
    if not gap or not _connected(text, first, gap, second):
        return ()
    low, high = _same_scale(first, second)
    sign = _one_sign(low.sign, high.sign)
    if sign == "" or not _in_order(low, high):
        return ()
    if low.value > high.value:
        low, high = high, low
    whole = Band(
        start=first.start,
        end=second.end,
        low=low.value if low.value > _FILLER else None,
        high=high.value,
        sign=sign,
        period=high.period or low.period,
        is_range=True,
        is_money=first.is_money or second.is_money,
        outer=(first.start, second.end),
    )
    if low.period and high.period and low.period != high.period:
        floor = replace(whole, end=first.end, high=None, period=low.period)
        ceiling = replace(whole, start=second.start, low=None)
        return (floor, ceiling) if floor.low else (ceiling,)
    return (whole,)


def _connected(text: str, first: Amount, gap: str, second: Amount) -> bool:
    if not (first.is_money or second.is_money or min(first.value, second.value) >= 1000):
        return False
    if "<" in gap or "&" in gap:
        gap = html.unescape(_MARKUP.sub(" ", gap))
    before = text[max(0, first.start - _SHORT_GAP) : first.start]
    found = _CONNECTOR.fullmatch(gap) if len(gap) <= _SHORT_GAP else None
    if found:
        if found["and"] and not _BETWEEN.search(before):
            return False
        return not found["weak"] or min(first.value, second.value) >= 1000
    if gap.strip(" \u00a0") == "":
        return bool(first.sign and second.sign_leads and not first.period) and (
            first.value < second.value <= first.value * 5
        )
    return first.value < second.value and (
        _is_between_labels(before, gap) or bool(_MID_LABEL.fullmatch(gap) and _is_from_min(text, first.start))
    )


def _is_between_labels(before: str, gap: str) -> bool:
    """Whether words call the amount before a gap the lower and the one behind it the upper end."""
    if _AND_AT_MOST.fullmatch(gap) and _AT_LEAST.search(before):
        return True
    gap = _NEW_LABEL.sub(" ", gap)
    is_top = _TOP_LABEL.search(gap) and (_BOTTOM.search(gap) or _BOTTOM.search(before))
    return bool(is_top) and not _ANOTHER_KIND.search(gap)


def _same_scale(first: Amount, second: Amount) -> tuple[Amount, Amount]:
    """Give both ends the multiplier that only one of them carries ("$140-190k", "$4K–6", "$50-$60,000")."""
    if first.times == 1 < second.times and first.value < 1000 and first.value * second.times <= second.value:
        return first.scaled(second.times), second
    if second.times == 1 < first.times and second.value < 1000 and first.value <= second.value * first.times:
        return first, second.scaled(first.times)
    typed_short = (
        first.period is None
        and first.value == first.value.to_integral_value()
        and first.value.as_tuple().exponent == 0
        and 15 <= first.value < 1000
        and first.value * 1000 <= second.value <= first.value * 5000
    )
    return (first.scaled(1000), second) if typed_short else (first, second)


def _one_sign(first: str | None, second: str | None) -> str | None:
    """Return the currency of both ends; a code at one end covers both; "" where they contradict."""
    if first is None or second is None or first == second:
        return first or second
    if first in AMBIGUOUS:
        return second
    return first if second in AMBIGUOUS else ""


def _in_order(low: Amount, high: Amount) -> bool:
    """Whether two connected amounts are the two ends of one band, and not a figure beside another number."""
    both = low.is_money and high.is_money
    if low.value > high.value:
        # Forms with their two fields the wrong way round exist; a smaller number beside money is no end.
        return both and low.value <= 2 * high.value
    if both:
        return True
    if low.is_money:
        return high.times > 1 or high.period is not None or low.period is None
    if high.is_money and high.sign_leads:
        return low.value >= 10_000 and high.value <= 5 * low.value
    return True


def _single(text: str, amount: Amount) -> Band:
    before = text[max(0, amount.start - 40) : amount.start]
    open_bottom = _AT_MOST.search(before) is not None
    open_top = amount.open_top or bool(
        _AND_MORE.match(text, amount.end)
        or (_AT_LEAST.search(before) and not _FOR_EVERYONE.match(text, amount.end))
    )
    return Band(
        start=amount.start,
        end=amount.end,
        low=None if open_bottom else amount.value,
        high=None if open_top and not open_bottom else amount.value,
        sign=amount.sign,
        period=amount.period,
        is_range=False,
        is_money=amount.is_money,
        outer=(amount.start, amount.end),
    )

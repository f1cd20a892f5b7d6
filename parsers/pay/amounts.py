"""Cut the amounts out of a text: each number with the currency, multiplier and period written beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from parsers.pay.currency import AMBIGUOUS, sign_after, sign_before
from parsers.pay.period import period_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.records import Period

# No posting states as many; hostile text stops being read here instead of costing minutes.
MOST_NUMBERS = 5_000
_LONGEST_NUMBER = 20

_SPACE = r"[ \u00a0\u202f\u2009]"
_NUMBER = re.compile(
    rf"[0-9]+(?:[.,'’][0-9]+)*(?:{_SPACE}[0-9]{{3}}(?![0-9]))*(?:[.,][0-9]{{2}}(?![0-9]))?"
    r"(?: ,[0-9]{3}(?![0-9])|, [05]00(?![0-9])(?![.,][0-9]))?"
)
_TEN_THOUSANDS = {"万": 10_000, "만": 10_000}
_THOUSANDS = {"k": 1000, "thousand": 1000, "tys": 1000, "mila": 1000}
_INDIAN = {
    "l": 100_000,
    "lpa": 100_000,
    "lakh": 100_000,
    "lac": 100_000,
    "cr": 10_000_000,
    "crore": 10_000_000,
}
_MILLIONS = {"m": 10**6, "mm": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "mil": 10**6}
_BILLIONS = {
    "b": 10**9,
    "bn": 10**9,
    "billion": 10**9,
    "mrd": 10**9,
    "t": 10**12,
    "tn": 10**12,
    "trillion": 10**12,
}
_TIMES = _THOUSANDS | _TEN_THOUSANDS | _INDIAN | _MILLIONS | _BILLIONS
_MULTIPLIER = re.compile(
    rf"(?P<early>\+)?{_SPACE}?(?P<word>[万만]|(?:k|thousand|tys\.?|mila|lpa|lakhs?|lacs?|crores?|cr|L|MM|million|mn|mio|mil|m"
    r"|billion|bn|mrd|b|trillion|tn|t)(?![^\W\d_])(?!-(?-i:[a-z]{2})))",
    re.IGNORECASE,
)
_MIL_IS_THOUSAND = frozenset({"BRL", "EUR", "ARS", "CLP", "COP", "MXN", "PEN"})  # Spanish, Portuguese
_OF_MIL = re.compile(r" (?:euros|pesos|reais|soles)\b", re.IGNORECASE)
_UNSPACED = "\u3000"  # scripts from here on put no space between a word and a number
_DESIGNATION = re.compile(r"(?<![A-Za-z])(?!USD|EUR|GBP|CAD|AUD|CHF|INR)[A-Z]{1,4}-[0-9]{1,2}(?![0-9.,kK])")
_PER_ANNUM = re.compile(rf"\+?{_SPACE}?LPA\b", re.IGNORECASE)  # lakhs per annum
_NO_CENTS = re.compile(r"[,.][-–—]{1,2}(?=[\s€]|$)")  # "2.750,-"
_GLUED_TO_K = re.compile(rf"(?P<early>\+)?{_SPACE}?(?P<word>[kK])(?=(?:USD|EUR|GBP|CAD|AUD|pa|p/)(?![a-z]))")
_PLUS = re.compile(r"\)?[ ]?\+(?=$|[\s|,.;)*!-])(?![ ]?[A-Za-z0-9≥~£$€]|[ ]?[(])")
# A number in front of these counts something else.
_COUNTED = re.compile(
    rf"{_SPACE}?-?(?:%|‰|percent\b|x\b|hours?\b|hrs?\b(?!/)|h\b|days?\b|weeks?\b|wks?\b|months?\b|years?\b|yrs?\b|yoe\b"
    r"|minutes?\b|mins?\b|miles?\b|km\b|kg\b|lbs?\b|pounds\b|people\b|employees\b|engineers?\b|users?\b|customers?\b|stars?\b|sq\b|loc\b"
    r"|st\b|nd\b|rd\b|th\b|am\b|pm\b|\+ (?:years|yrs)|\(k\)|\(b\))",
    re.IGNORECASE,
)
# "$900,00" is neither nine hundred nor nine hundred thousand.
_TYPO = re.compile(r"^[0-9]{1,3},[0-9]{2}$")
_RETIREMENT = frozenset({"401", "403", "457"})


@dataclass(frozen=True, slots=True)
class Amount:
    """One number of a text with all that is written on it; `[start, end)` covers sign to period."""

    start: int
    end: int
    value: Decimal
    times: int = 1  # what its multiplier stood for
    sign: str | None = None  # ISO code or "$", "kr", "¥", "Rs"
    sign_leads: bool = False  # the currency stands before the number
    period: Period | None = None
    open_top: bool = False  # "100k+"

    @property
    def is_money(self) -> bool:
        """Whether anything on it says money."""
        return self.sign is not None or self.times in (1000, 10_000, 100_000, 10_000_000)

    def scaled(self, times: int) -> Amount:
        """Return the amount with the multiplier that its partner in a range carries for both."""
        return replace(self, value=self.value * times, times=times)


def amounts(text: str) -> Iterator[Amount]:
    """Yield every number of a text that could be money or one end of a range of money, in order."""
    position = 0
    for _ in range(MOST_NUMBERS):
        found = _NUMBER.search(text, position)
        if found is None:
            return
        position = found.end()
        begin = found.start()
        if _is_part_of_a_name(text, begin) or _in_address(text, begin):
            continue
        number, position = _cut(found)
        value = read_number(number)
        if value is not None and not (text[max(0, begin - 1)] == "$" and _TYPO.search(number)):
            amount = _amount(text, begin, position, value)
            if amount is not None:
                position = max(position, amount.end)
                yield amount


def _is_part_of_a_name(text: str, begin: int) -> bool:
    """Whether letters are glued to the front of a number that are no currency ("R2415471", "PGY-1")."""
    if begin and text[begin - 1].isalpha():
        return text[begin - 1] < _UNSPACED and not _may_lead(text, begin)
    return _DESIGNATION.search(text, max(0, begin - 6), begin + 3) is not None


def _in_address(text: str, begin: int) -> bool:
    """Whether a number stands inside a web address ("…/jobs/4955956007", "…-engineer-55-85k")."""
    word = text[max(0, begin - 200) : begin]
    return "://" in (word.split()[-1] if word and not word[-1].isspace() else "")


def _may_lead(text: str, begin: int) -> bool:
    """Whether letters glued to the front of a number can be its currency ("R265K", "EUR50", "kr600")."""
    sign, start = sign_before(text, begin, value=Decimal(1000))
    return sign is not None and (sign in AMBIGUOUS or not text[start:begin].islower())


def _cut(found: re.Match[str]) -> tuple[str, int]:
    """Return the number and its end, less what only stands behind it ("3 120,000" is two numbers)."""
    number = found[0]
    head = re.split(_SPACE, number, maxsplit=1)[0].rstrip(",")
    if head == number or re.fullmatch(r"[0-9]{1,3}(?: ,|, )[0-9]{3}", number):
        return number, found.end()
    if head.isdigit() and len(head) <= 3 and "," not in number[:-3]:
        return number, found.end()
    return head, found.start() + len(head)


def read_number(number: str) -> Decimal | None:
    """Read a number with thousands separators of any country ("1,234.56", "50.000", "15 000", "206 ,000").

    None for what is no number of that kind ("10.05.2024", "1.2.3", "12,34,5").
    """
    compact = re.sub(r"[\s'’]", "", number)
    if len(compact) > _LONGEST_NUMBER:
        return None
    whole, mark, fraction = compact, "", ""
    last = max(compact.rfind("."), compact.rfind(","))
    if last >= 0 and len(compact) - last - 1 != 3:
        whole, mark, fraction = compact[:last], compact[last], compact[last + 1 :]
    marks = set(re.findall(r"[.,]", whole))
    if len(marks) > 1 or mark in marks or len(fraction) > 2 or not _grouped(whole):
        return None
    return Decimal("".join(re.findall(r"[0-9]+", whole)) + (f".{fraction}" if fraction else ""))


def _grouped(whole: str) -> bool:
    first, *rest = re.split(r"[.,]", whole)
    if not rest:
        return True
    # Indian figures group by two after the first thousand: 8,00,000.
    sizes = [len(group) for group in rest]
    return len(first) <= 3 and sizes[-1] == 3 and all(size in (2, 3) for size in sizes)


def _amount(text: str, begin: int, end: int, value: Decimal) -> Amount | None:
    if _is_retirement_plan(text, begin, end):
        return None
    sign, start = sign_before(text, begin, value=value)
    dash = _NO_CENTS.match(text, end)
    times, open_top, after = _multiplier(text, dash.end() if dash else end, sign)
    yearly = _PER_ANNUM.match(text, end)
    if times in _INDIAN.values():
        sign = sign or "INR"
    # "$110,000k" says its thousands twice.
    value = value if times == 1000 and value >= 1000 else value * times
    trailing, after = sign_after(text, after, value=value, signed=sign is not None)
    if sign is None and times == 1 and trailing is None and _COUNTED.match(text, after):
        return None
    plus = _PLUS.match(text, after)
    number_end = plus.end() if plus else after
    period, stop = period_after(text, number_end)
    period = period or ("year" if yearly else None)
    if trailing is None:
        trailing, stop = sign_after(text, stop, value=value, signed=sign is not None)
    late = _PLUS.match(text, stop)
    return Amount(
        start=start,
        end=late.end() if late else stop,
        value=value,
        times=times,
        sign=trailing or sign,
        sign_leads=sign is not None,
        period=period,
        open_top=open_top or bool(plus or late),
    )


def _is_retirement_plan(text: str, begin: int, end: int) -> bool:
    """Whether a number is that of a US retirement plan ("401k", "403(b)"), and not money ("$300-403k")."""
    if text[begin:end] not in _RETIREMENT or not re.match(r" ?\(?[kKbB]", text[end : end + 3]):
        return False
    return re.search(r"(?:[$€£]|[0-9kK] ?[-–—] ?)$", text[max(0, begin - 5) : begin]) is None


def _multiplier(text: str, end: int, sign: str | None) -> tuple[int, bool, int]:
    """Read "k", "lakh", "million" … behind a number; returns the factor, an early "+" and where it ends."""
    found = _GLUED_TO_K.match(text, end) or _MULTIPLIER.match(text, end)
    if found is None:
        return 1, False, end
    word = found["word"].lower()
    word = word if word in _TIMES else word.rstrip(".")
    word = word if word in _TIMES else word.removesuffix("s")
    apart = found["early"] is None and found.start("word") > end
    if (
        len(word) == 1
        and word not in "k万만"
        and (apart or not _is_unit_of_money(found["word"], sign, text[max(0, end - 16) : end + 8]))
    ):
        return 1, False, end
    if word == "mil" and (sign in _MIL_IS_THOUSAND or _OF_MIL.match(text, found.end())):
        return 1000, bool(found["early"]), found.end()
    return _TIMES[word], bool(found["early"]), found.end()


def _is_unit_of_money(letter: str, sign: str | None, near: str) -> bool:
    """Whether one letter means lakh, million, billion or trillion here, and not litres, metres or bytes."""
    if letter == "L":
        return any(rupees in near for rupees in ("₹", "INR", "Rs"))
    return sign is not None

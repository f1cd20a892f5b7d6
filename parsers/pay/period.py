"""The periods that pay is counted in: their words in texts, their names in job systems, figures per year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsers.pay.currency import SIZED_ALIKE, in_dollars
from picketwire.records import PER_YEAR

if TYPE_CHECKING:
    from decimal import Decimal

    from picketwire.records import Period

# What follows "per", "a", "pro" …; the letters of `_SHORT` count only behind a slash.
_UNITS: dict[Period, str] = {
    "hour": r"hours?|hrs?|hourly|stunde|std|heure|hora|uur|godz(?:in[aęy])?|timm?e|tunti|óra|hodin[ua]?",
    "day": r"days?|diem|tag|jour|d[ií]a|giorno|dag|dzie[nń]",
    "week": r"weeks?|wks?|woche|semaine|semana|settimana|vecka",
    "month": r"months?|mos?|mth|monat|mois|m[eê]s|mese|maand|miesi[aą]c|mies|m[aå]nad|måned"
    r"|kk|kuu(?:kausi)?|hó(?:nap)?|měsíc",
    "year": r"years?|yrs?|yearly|annum|jahr|an|année|año|ano|anno|jaar|rok|år",
}
_SHORT: dict[Period, str] = {"hour": "h", "day": "d", "week": "w", "month": "m", "year": "y"}
# What needs no such link.
_WORDS: dict[Period, str] = {
    "hour": r"hourly|hrly|p/?h|p\.h\.|hr",
    "day": r"daily|p/?d|p\.d\.",
    "week": r"weekly|p/?w|p\.w\.|wöchentlich",
    "month": r"monthly|pcm|monatlich|mensuel(?:s|les)?|mensuais|mensais|mensual(?:es)?|mensili"
    r"|miesi[eę]cznie|měsíčně|havonta|kuukaudessa|aylık|월|月",
    "year": r"annual(?:ly|ized|ised)?|yearly|p\.?a\.?|annum|jährlich|annuel(?:s|les)?|anua(?:l|les|is)|annui"
            r"|rocznie|ročně|évente|年",
}  # fmt: skip
_FILLER = (
    r"(?:(?:gross|brutto|brutos?|bruts?|lordi|lorda|net|netto|base|cash|salary|before tax|TC"
    r"|(?:incl?\.?|inc|including|plus|\+) (?:super|VAT|GST)|\+ ?VAT) ?){0,3}"
)
_STOP = r"(?:(?<=hr|yr|mo|wk)\.|(?<=hrs|yrs|mos|std)\.)?"  # the full stop of an abbreviation
_LINK = r"per |pr\.? |an? |each |every |pro |par |por |al |all'|im |na |på "


def _groups(words: dict[Period, str], suffix: str) -> str:
    return "|".join(f"(?P<{period}{suffix}>{pattern})" for period, pattern in words.items())


_PHRASE = (
    rf"(?:/ ?(?:(?:per |an? )?(?:{_groups(_UNITS, '_1')}|{_groups(_SHORT, '_2')}))\b{_STOP}"
    rf"|(?:{_LINK}|an?-)(?:{_groups(_UNITS, '_3')})\b{_STOP}"
    rf"|(?:/ ?)?(?:{_groups(_WORDS, '_4')})(?![A-Za-z/]))"
)
_AFTER = re.compile(rf"[ \t\u00a0*]{{0,2}}(?:,|(\())?{_FILLER}[ \u00a0]?-?{_PHRASE}(?(1)\)?)", re.IGNORECASE)
_WITHIN = re.compile(rf"(?<![A-Za-z]){_PHRASE}", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:(?P<hour>hourly|時給|시급|stunden(?=lohn)|tim(?=e?l[öø]n)|uur(?=loon))"
    r"|(?P<day>daily|day(?= rates?\b)|per diem)|(?P<week>weekly)"
    r"|(?P<month>monthly|月給|월급|mensuel(?:le)?|mensal|mensual|mensile|havi|aylık|měsíční|miesięczn[aey]|maandelijks"
    r"|(?:monats|maand)(?=gehalt|brutto|lohn|salaris|loon)|m[aå]n[ae]ds?(?=l[öø]n))"
    r"|(?P<year>annual(?:i[sz]ed|ly)?|yearly|jahres(?=gehalt|brutto)|års(?=l[öø]n)|jaar(?=salaris)|per annum"
    r"|annuelle?|anual|年収|年俸|연봉|éves|yıllık|roční|roczn[aey])"
    r"|(?P<year_ral>RAL\b))",
    re.IGNORECASE,
)
_RATE_WORD = re.compile(
    r"\b(?:salar|pay\b|rate|wage|range|compensation|income|earning|remuneration|retainer|gehalt|brut|gross|lord[ao]|l[öø]nn?\b|loon|lohn|bér|fizetés|maaş|mzda|plat|wynagrodz|sueldo|stipendio|package|base|equivalent"
    r"|cash|comp\b|OTE|bands?\b|total)",
    re.IGNORECASE,
)
_NO_PERIOD_OF_OURS = re.compile(
    r"fortnight|bi-?weekly|semi-?month|bi-?month|quarter|none|one.?time|^(?!1\b)\d"
)
_SYSTEM_WORDS: tuple[tuple[str, Period], ...] = (
    (r"hour|^hr|^h$|^ph$", "hour"),
    (r"dai?ly|day|^pd$|diem", "day"),
    (r"week|^wk|^pw$", "week"),
    (r"month|^mo|^pcm$", "month"),
    (r"year|annu|^yr|^p\.?a\.?$", "year"),
)
# Between these an amount may be what one person is paid for one period, in US dollars or their like.
_SANE: dict[Period | None, tuple[int, int]] = {
    "hour": (2, 2_000),
    "day": (15, 20_000),
    "week": (60, 60_000),
    "month": (150, 300_000),
    "year": (1_000, 10_000_000),
    None: (2, 10_000_000),
}


def period_of(word: str | None) -> Period | None:
    """Return the period that a job system's own word means ("per-year-salary", "1 HOUR", "ANNUALLY", "Yr.").

    None for what is no period of ours: "NONE", "ONE_TIME", fortnights, quarters, several units ("2 WEEK").
    """
    text = (word or "").strip().lower().lstrip("/ ")
    if not text or _NO_PERIOD_OF_OURS.search(text):
        return None
    return next((period for pattern, period in _SYSTEM_WORDS if re.search(pattern, text)), None)


def per_year(amount: Decimal | None, period: Period | None) -> Decimal | None:
    """Return a figure for full-time work of a year: 2,080 hours, 260 days, 52 weeks or 12 months.

    A derived figure for comparing; never store it as if it had been stated. None where either is unknown.
    """
    if amount is None or period is None:
        return None
    return amount * PER_YEAR[period]


def period_after(text: str, end: int) -> tuple[Period | None, int]:
    """Read a period written right after a figure ("/hr", "per annum", "a year") and where that ends."""
    found = _AFTER.match(text, end)
    return (_named(found), found.end()) if found else (None, end)


def period_within(words: str) -> Period | None:
    """Return the first period named in the words that belong to a figure ("$500 inc super per day")."""
    found = _WITHIN.search(words)
    return _named(found) if found else None


def periods_before(words: str) -> list[Period]:
    """Return the periods that qualify a rate or a salary in the words before a figure, the nearest first."""
    found: list[Period] = []
    for match in _BEFORE.finditer(words):
        rest = words[match.end() : match.end() + 60]
        if match["year_ral"] or _RATE_WORD.search(rest) or not rest.strip(" :-–—("):
            found.append(_named(match))
    return found[::-1]


def _named(found: re.Match[str]) -> Period:
    names = (name for name, value in found.groupdict().items() if value is not None)
    period: Period = next(names).partition("_")[0]  # type: ignore[assignment]  # group names begin with periods
    return period


def implied(figures: list[Decimal], currency: str | None) -> Period | None:
    """Return the period that the size of the figures leaves no doubt about, where no word names one."""
    if currency not in SIZED_ALIKE:
        return "year" if all(in_dollars(figure, currency) >= 8000 for figure in figures) else None
    if all(figure >= 15000 for figure in figures):
        return "year"
    return "hour" if all(7 <= figure < 100 for figure in figures) else None


def plausible(figures: list[Decimal], currency: str | None, period: Period | None) -> bool:
    """Whether the highest of the figures could be what one person is paid for one period."""
    low, high = _SANE[period]
    return low <= in_dollars(max(figures), currency) <= high

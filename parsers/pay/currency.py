"""Which currency a sign, a code or a word beside a figure means, and who settles a bare "$"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from picketwire.records import CurrencyFrom

# What stands for one currency wherever it is read.
_PLAIN_SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₱": "PHP", "฿": "THB", "₫": "VND", "₪": "ILS",
    "₺": "TRY", "円": "JPY", "元": "CNY", "원": "KRW", "₴": "UAH", "₦": "NGN", "₽": "RUB",
}  # fmt: skip
SIGN_CHARACTERS = "$¥" + "".join(_PLAIN_SIGNS)
# Letters before "$" that settle which dollar it is.
_DOLLAR_LETTERS = {
    "US": "USD", "U.S": "USD", "U.S.": "USD", "USD": "USD", "CA": "CAD", "C": "CAD", "CAD": "CAD",
    "CDN": "CAD", "A": "AUD", "AU": "AUD", "AUD": "AUD", "NZ": "NZD", "NZD": "NZD", "S": "SGD", "SG": "SGD",
    "SGD": "SGD", "HK": "HKD", "HKD": "HKD", "NT": "TWD", "R": "BRL", "MX": "MXN", "MXN": "MXN",
}  # fmt: skip
# Units of each currency to the US dollar, to one figure: only ever used to tell whether a figure could
# be an hour's or a year's pay, never to convert one.
_UNITS_PER_DOLLAR = {
    "USD": 1, "EUR": 1, "GBP": 1, "CAD": 1, "AUD": 1, "CHF": 1, "NZD": 2, "SGD": 1, "HKD": 8, "TWD": 30,
    "INR": 80, "JPY": 150, "KRW": 1300, "CNY": 7, "PLN": 4, "SEK": 10, "NOK": 10, "DKK": 7, "ISK": 130,
    "CZK": 22, "HUF": 350, "RON": 5, "BGN": 2, "RUB": 80, "UAH": 40, "TRY": 30, "ILS": 4, "AED": 4, "SAR": 4,
    "QAR": 4, "EGP": 48, "ZAR": 18, "NGN": 1500, "KES": 130, "PKR": 280, "BDT": 115, "LKR": 300, "THB": 35,
    "VND": 25000, "IDR": 16000, "MYR": 4, "PHP": 56, "MXN": 18, "BRL": 5, "ARS": 1000, "CLP": 900,
    "COP": 4000, "PEN": 4,
}  # fmt: skip
# Words that are no ISO code but name a currency, or leave it open ("$", "kr", "¥", "Rs").
_NAMES = {
    "rmb": "CNY", "cdn": "CAD", "zł": "PLN", "zl": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON",
    "rm": "MYR", "rp": "IDR", "euro": "EUR", "euros": "EUR", "yen": "JPY", "rupees": "INR", "sfr": "CHF",
    "fr.": "CHF", "kr": "kr", "kr.": "kr", "rs": "Rs", "rs.": "Rs", "dollars": "$", "dollar": "$",
}  # fmt: skip
# Codes that mean money beside any figure. The others are also everyday words of postings (PHP, TRY, COP):
# in small letters, or beside a small figure, they are no money.
_SURE_CODES = frozenset(
    {"USD", "EUR", "GBP", "CAD", "AUD", "NZD", "SGD", "HKD", "CHF", "INR", "PLN", "SEK", "NOK", "DKK", "AED"}
)
_BY_COUNTRY = {
    "$": {
        "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD",
        "MX": "MXN", "CL": "CLP", "CO": "COP", "AR": "ARS",
    },
    "kr": {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"},
    "¥": {"JP": "JPY", "CN": "CNY"},
    "Rs": {"IN": "INR", "PK": "PKR", "LK": "LKR"},
}  # fmt: skip
AMBIGUOUS = frozenset(_BY_COUNTRY)
_DEFAULTS = {"$": "USD", "¥": "JPY", "Rs": "INR"}
# Places, and words that only one country's postings use, that say whose "$", "kr", "¥" or "Rs" it is.
_PLACES = {
    "AU": (
        r"Australian?|Sydney|Melbourne|Melb|Brisbane|Perth|Adelaide|Canberra|Parramatta|NSW|AEST"
        r"|[Ss]uper(?:annuation)?(?=$|[\s+,.;)!|/-])(?!\s?[a-z])|SUPER(?:ANNUATION)?"
    ),
    "CA": (
        r"Canada|Canadian|Toronto|Montr[eé]al|Ottawa|Calgary|Ontario|Alberta|Qu[eé]bec|British Columbia"
        r"|Vancouver(?!,? W)|Mississauga|RRSP"
    ),
    "NZ": r"New Zealand|Auckland|KiwiSaver",
    "SG": r"Singapore",
    "HK": r"Hong Kong",
    "US": (
        r"US|USA|U\.S\.(?:A\.)?|United States|California|New York|NYC|San Francisco|SF|Bay Area|Los Angeles"
        r"|Seattle|Boston|Chicago|Austin|Denver|Texas|Washington|Colorado|401\(?[kK]\)?|W-?2"
    ),
    "SE": r"Sweden|Sverige|Stockholm|Göteborg|Malmö|[Ll]ön|månad",
    "NO": r"Norway|Norge|Oslo|Bergen|Trondheim|[Ll]ønn|måned(?:en)?|NOK",
    "DK": r"Denmark|Danmark|København|Copenhagen|Aarhus|[Ll]øn",
    "JP": r"Japan|Tokyo|年収|万円",
    "CN": r"China|Beijing|Shanghai|Shenzhen|元",
    "PK": r"Pakistan|Lahore|Karachi",
}
_PLACE = re.compile(
    "|".join(rf"(?P<{country}>(?<!\w)(?:{words})(?!\w))" for country, words in _PLACES.items())
)
# Figures in these are sized alike, so that a bare one tells its period (guideline of the labelled set).
SIZED_ALIKE = frozenset({"USD", "EUR", "GBP", "CAD", "AUD", "CHF", None})

_LEFT_WORD = re.compile(r"(?<![A-Za-z0-9.])([A-Za-złčŁČ]{1,8}\.?|U\.S\.?)\s?$")
_IN_LABEL = re.compile(r"\((?:in )?([A-Z]{3})\) ?[:=]$")  # "Minimum (USD): 22.50"
_GLUED_LETTERS = re.compile(r"(?:(?<![A-Za-z.])|(?<=[A-Z]{3} )|(?<=[a-z]))([A-Z]{1,3}|U\.S\.?)\s?$")
# "R265K" and "R 25 000" are rand; "R2415471" is a requisition.
_RAND = re.compile(r"[0-9]{1,3}(?:[.][0-9]+)?[kK](?![A-Za-z0-9])|[0-9]{1,3}[ ,][0-9]{3}(?![0-9])")
_US_STATE = re.compile(r"[A-Z][A-Za-z.]+,\s?CA$")
_CANADIAN_CITY = re.compile(
    r"(?:Toronto|Montr[eé]al|Ottawa|Calgary|Vancouver|Canada|Ontario|Qu[eé]bec),\s?CA$"
)
_RIGHT = re.compile(
    r"[ \t\u00a0\u202f]{0,2}\(?(?:in )?"
    rf"(?P<word>US ?dollars?|[A-Za-złčŁČ]{{2,8}}\.?|[{re.escape(SIGN_CHARACTERS)}])"
)


def sign_before(text: str, start: int, *, value: Decimal) -> tuple[str | None, int]:
    """Read the currency written right before a number that starts at `start`.

    Returns the ISO code, or an ambiguous sign ("$", "kr", "¥", "Rs"), or None, and where it begins.
    """
    left = text[max(0, start - 24) : start].rstrip(" \t\u00a0\u202f")
    gap = min(24, start) - len(left)
    if gap > 2 or not left:
        return None, start
    begin = start - gap
    rand = bool(_RAND.match(text, start))
    found = (
        _before_sign(left, begin) if left[-1] in SIGN_CHARACTERS else _code_before(left, begin, value, rand)
    )
    return found if found[0] else (None, start)


def _before_sign(left: str, begin: int) -> tuple[str | None, int]:
    sign = left[-1]
    bare = left.rstrip(SIGN_CHARACTERS)
    begin -= len(left) - len(bare)
    if sign in _PLAIN_SIGNS:
        return _PLAIN_SIGNS[sign], begin
    letters = _GLUED_LETTERS.search(bare)
    if sign != "$" or letters is None:
        return sign, begin
    code = _DOLLAR_LETTERS.get(letters[1])
    glued = bare.endswith(letters[1])
    if code is None or (not glued and len(letters[1]) < 3) or (glued and _is_state(bare)):
        return sign, begin
    return code, begin - (len(bare) - letters.start(1))


def _is_state(left: str) -> bool:
    """Whether "CA" at the end is California behind a city ("Oakland, CA$100,000")."""
    return bool(_US_STATE.search(left)) and not _CANADIAN_CITY.search(left)


def _code_before(left: str, begin: int, value: Decimal, is_rand: bool) -> tuple[str | None, int]:
    named = _IN_LABEL.search(left)
    if named and named[1] in _SURE_CODES:
        return named[1], begin
    found = _LEFT_WORD.search(left)
    if found is None:
        return None, begin
    code = _word(found[1], value)
    if code is None and found[1] == "R" and is_rand:
        code = "ZAR"
    return (code, begin - (len(left) - found.start(1))) if code else (None, begin)


def sign_after(text: str, end: int, *, value: Decimal, signed: bool) -> tuple[str | None, int]:
    """Read the currency written right after a figure that ends at `end`; returns it and where it ends.

    A sign that a further number follows belongs to that number, unless this figure is still without one.
    """
    found = _RIGHT.match(text, end)
    if found is None:
        return None, end
    word, stop = found["word"], found.end()
    if word[0] in SIGN_CHARACTERS:
        if signed or text[stop : stop + 1].isdigit():
            return None, end
        return _PLAIN_SIGNS.get(word, word), stop
    code = "USD" if word.startswith(("US ", "USdoll")) else _word(word, value)
    if code is None or re.match(r"[ \u00a0]?[$€£]?[0-9]", text[stop : stop + 3]):
        return None, end
    if text[stop : stop + 1] == "$":
        stop += 1
    return code, stop


def _word(word: str, value: Decimal) -> str | None:
    code = word.rstrip(".").upper()
    if code in _SURE_CODES:
        return code
    if code in _UNITS_PER_DOLLAR:
        return code if value >= 1000 and not word.islower() else None
    return _NAMES.get(word.lower())


def settle(sign: str | None, texts: Iterable[str], country: str | None) -> tuple[str | None, CurrencyFrom]:
    """Return the ISO code for a sign and what settled it: its letters, words, the country, custom.

    `texts` are the words around the figure, those that belong to it most closely first; the nearer win.
    """
    if sign not in _BY_COUNTRY:
        return sign, "stated"
    known = _BY_COUNTRY[sign]
    for text in texts:
        named = {found.lastgroup for found in _PLACE.finditer(text)} & known.keys()
        if named:
            settled = "US" if "US" in named else min(named, key=str) if len(named) == 1 else None
            if settled:
                return known[settled], "words"
    if country and country.upper() in known:
        return known[country.upper()], "country"
    return _DEFAULTS.get(sign), "default"


def in_dollars(value: Decimal, currency: str | None) -> Decimal:
    """Return the rough size of a figure in US dollars, for telling an hour's pay from a year's."""
    return value / _UNITS_PER_DOLLAR.get(currency or "USD", 10)

"""Read countries and states out of the places that postings and benchmarks name."""

from __future__ import annotations

import re

# Names as job boards write them, in small letters; ISO 3166-1 alpha-2.
_COUNTRIES = {
    name: code
    for code, names in {
        "AE": "united arab emirates|uae|dubai|abu dhabi",
        "AR": "argentina",
        "AT": "austria|österreich",
        "AU": "australia",
        "BE": "belgium|belgique",
        "BG": "bulgaria",
        "BR": "brazil|brasil",
        "CA": "canada",
        "CH": "switzerland|schweiz|suisse",
        "CL": "chile",
        "CN": "china|mainland china",
        "CO": "colombia",
        "CR": "costa rica",
        "CY": "cyprus",
        "CZ": "czech republic|czechia",
        "DE": "germany|deutschland",
        "DK": "denmark|danmark",
        "EE": "estonia",
        "EG": "egypt",
        "ES": "spain|españa",
        "FI": "finland|suomi",
        "FR": "france",
        "GB": "united kingdom|uk|great britain|gb|gbr|england|scotland|wales|northern ireland",
        "GR": "greece",
        "HK": "hong kong",
        "HR": "croatia",
        "HU": "hungary",
        "ID": "indonesia",
        "IE": "ireland|republic of ireland",
        "IL": "israel",
        "IN": "india|ind",
        "IT": "italy|italia",
        "JP": "japan",
        "KE": "kenya",
        "KR": "south korea|korea|republic of korea",
        "LT": "lithuania",
        "LU": "luxembourg",
        "LV": "latvia",
        "MX": "mexico|méxico",
        "MY": "malaysia",
        "NG": "nigeria",
        "NL": "netherlands|the netherlands|nederland",
        "NO": "norway|norge",
        "NZ": "new zealand",
        "PE": "peru",
        "PH": "philippines|the philippines",
        "PK": "pakistan",
        "PL": "poland|polska",
        "PT": "portugal",
        "RO": "romania",
        "RS": "serbia",
        "SA": "saudi arabia",
        "SE": "sweden|sverige",
        "SG": "singapore",
        "SI": "slovenia",
        "SK": "slovakia",
        "TH": "thailand",
        "TR": "turkey|türkiye",
        "TW": "taiwan",
        "UA": "ukraine",
        "US": "united states|united states of america|usa|us|u.s.|u.s.a.",
        "UY": "uruguay",
        "VN": "vietnam",
        "ZA": "south africa",
    }.items()
    for name in names.split("|")
}
# "Georgia" is left out: it is a country as well.
_STATES = {
    "AL": "alabama", "AK": "alaska", "AZ": "arizona", "AR": "arkansas", "CA": "california",
    "CO": "colorado", "CT": "connecticut", "DE": "delaware", "DC": "district of columbia",
    "FL": "florida", "HI": "hawaii", "ID": "idaho", "IL": "illinois", "IN": "indiana", "IA": "iowa",
    "KS": "kansas", "KY": "kentucky", "LA": "louisiana", "ME": "maine", "MD": "maryland",
    "MA": "massachusetts", "MI": "michigan", "MN": "minnesota", "MS": "mississippi", "MO": "missouri",
    "MT": "montana", "NE": "nebraska", "NV": "nevada", "NH": "new hampshire", "NJ": "new jersey",
    "NM": "new mexico", "NY": "new york", "NC": "north carolina", "ND": "north dakota", "OH": "ohio",
    "OK": "oklahoma", "OR": "oregon", "PA": "pennsylvania", "RI": "rhode island", "SC": "south carolina",
    "SD": "south dakota", "TN": "tennessee", "TX": "texas", "UT": "utah", "VT": "vermont",
    "VA": "virginia", "WA": "washington", "WV": "west virginia", "WI": "wisconsin", "WY": "wyoming",
}  # fmt: skip
_PROVINCES = {
    "AB": "alberta", "BC": "british columbia", "MB": "manitoba", "NB": "new brunswick", "NS": "nova scotia",
    "ON": "ontario", "QC": "quebec", "SK": "saskatchewan",
}  # fmt: skip
_PARTS = re.compile(r"\s*[,;|/()]\s*|\s+[-–—]\s+|(?<=\b[A-Z]{2})-(?=[A-Z])|^[Rr]emote[ :-]+(?:in |[-–] )?")
_CODE = re.compile(r"[A-Z]{2}")
# Two letters that mean a state and a country: "Wilmington, DE" and "Berlin, DE".
_TWICE = (_STATES.keys() | _PROVINCES.keys()) & frozenset(_COUNTRIES.values())


def named(place: str, home: str | None = None) -> frozenset[str]:
    """Return what a place names: countries by their codes, all else in small letters, states in full.

    A state or province brings its country. Letters that stand for a state and for a country ("CA",
    "DE") are settled by a country named beside them, else by `home` (ISO 3166-1 alpha-2), the country
    in which such places mostly are; else they stay as they are, in small letters.
    """
    parts = [part.strip() for part in _PARTS.split(place) if part and part.strip()]
    sure = frozenset().union(*(_meant(part, None) for part in parts))
    if len(stated := countries(sure)) == 1:
        [home] = stated
    return frozenset().union(*(_meant(part, home) for part in parts))


def countries(names: frozenset[str]) -> frozenset[str]:
    """Return the country codes among what `named` returned."""
    return frozenset(name for name in names if _CODE.fullmatch(name))


def _meant(part: str, home: str | None) -> frozenset[str]:
    small = part.casefold()
    if small in _COUNTRIES:
        return frozenset({_COUNTRIES[small]})
    for country, states in (("US", _STATES), ("CA", _PROVINCES)):
        if part in states and (part not in _TWICE or home == country):
            return frozenset({states[part], country})
        if small in states.values():
            return frozenset({small, country})
    if part in _COUNTRIES.values() and part not in _TWICE - {home}:
        return frozenset({part})
    return frozenset({small})

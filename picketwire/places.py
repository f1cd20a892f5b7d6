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
        "AU": "australia|aus",
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
        "US": "united states|united states of america|usa|us|u.s|u.s.a",
        "UY": "uruguay",
        "VN": "vietnam",
        "ZA": "south africa",
    }.items()
    for name in names.split("|")
}
_STATES = {
    "AL": "alabama", "AK": "alaska", "AZ": "arizona", "AR": "arkansas", "CA": "california",
    "CO": "colorado", "CT": "connecticut", "DE": "delaware", "DC": "district of columbia",
    "FL": "florida", "GA": "georgia", "HI": "hawaii", "ID": "idaho", "IL": "illinois", "IN": "indiana",
    "IA": "iowa", "KS": "kansas", "KY": "kentucky", "LA": "louisiana", "ME": "maine", "MD": "maryland",
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
_STATE_NAMES = frozenset(_STATES.values()) - {"georgia"}  # which is a country as well
# Cities that stand alone in postings and mean one country there, unless another is named beside them.
_CITIES = {
    name: code
    for code, names in {
        "AU": "sydney|melbourne|brisbane|perth|canberra",
        "BR": "são paulo|sao paulo|rio de janeiro",
        "CA": "toronto|montreal|montréal|vancouver|ottawa|calgary|edmonton|winnipeg|kitchener|mississauga",
        "CH": "zurich|zürich|geneva|lausanne",
        "CN": "beijing|shanghai|shenzhen|guangzhou",
        "CZ": "prague|brno",
        "DE": "berlin|munich|münchen|hamburg|frankfurt|frankfurt am main|cologne|köln|stuttgart",
        "DK": "copenhagen",
        "ES": "madrid|barcelona",
        "FI": "helsinki",
        "FR": "paris|lyon|toulouse",
        "GB": "london|manchester|edinburgh|glasgow|bristol|leeds|belfast",
        "HU": "budapest",
        "IE": "dublin",
        "IL": "tel aviv|jerusalem|haifa",
        "IN": "bangalore|bengaluru|mumbai|new delhi|delhi|hyderabad|chennai|pune|gurgaon|gurugram|noida",
        "IT": "milan|rome|milano|roma",
        "JP": "tokyo|osaka",
        "KR": "seoul",
        "MX": "mexico city|guadalajara|monterrey",
        "NL": "amsterdam|rotterdam|utrecht",
        "NO": "oslo",
        "PH": "manila|makati",
        "PL": "warsaw|kraków|krakow|wrocław|gdańsk",
        "PT": "lisbon|porto",
        "RO": "bucharest",
        "SE": "stockholm|gothenburg|malmö",
        "TW": "taipei",
        "UA": "kyiv|lviv",
        "US": (
            "nyc|new york city|brooklyn|manhattan|sf|san francisco|bay|sf bay|san francisco bay"
            "|silicon valley|washington dc|washington d.c|los angeles|seattle|boston|chicago|austin|denver"
            "|houston|dallas"
            "|atlanta|miami|philadelphia|san diego|palo alto|mountain view|menlo park|sunnyvale|burbank"
            "|los gatos|culver city|santa monica|salt lake city|minneapolis|detroit|pittsburgh|las vegas"
            "|phoenix|nashville"
        ),
    }.items()
    for name in names.split("|")
}
_ASIDE = re.compile(  # how one works there, and words around a place
    r"(?i)\b(?:remote(?:ly)?|on-?site|hybrid|in-office|only|preferred|hq|headquarters|greater|metro(?:politan)?|area)\b"
)
_PARTS = re.compile(
    r"\s*[,;|/()+]\s*|\s+[-–—]\s+|(?<=\b[A-Z]{2})-(?=[A-Z])|(?i:\s+(?:or|and|in|within|&)\s+(?:the\s+)?)"
)
_EDGES = " -–—:.!"
_CODE = re.compile(r"[A-Z]{2}")
# Two letters that mean a state and a country: "Wilmington, DE" and "Berlin, DE".
_TWICE = (_STATES.keys() | _PROVINCES.keys()) & frozenset(_COUNTRIES.values())


def named(place: str, home: str | None = None) -> frozenset[str]:
    """Return what a place names: countries by their codes, all else in small letters, states in full.

    A state or province brings its country, a large city that stands without one too. Letters that stand
    for a state and for a country ("CA", "DE") are settled by a country or city beside them, else by
    `home` (ISO 3166-1 alpha-2), the country in which such places mostly are; else they stay as they are,
    in small letters, but for "CA", which without a Canadian city is California.
    """
    parts = [part for each in _PARTS.split(f" {_ASIDE.sub(' ', place)} ") if (part := each.strip(_EDGES))]
    stated = countries(frozenset().union(*(_meant(part, None) for part in parts)))
    cities = frozenset(_CITIES[small] for part in parts if (small := part.casefold()) in _CITIES)
    likely = stated or cities
    home = next(iter(likely)) if len(likely) == 1 else home or ("US" if "CA" in parts else None)
    found = frozenset().union(*(_meant(part, home) for part in parts))
    return found if countries(found) else found | cities


def countries(names: frozenset[str]) -> frozenset[str]:
    """Return the country codes among what `named` returned."""
    return frozenset(name for name in names if _CODE.fullmatch(name))


def _meant(part: str, home: str | None) -> frozenset[str]:
    small = part.casefold()
    if small in _COUNTRIES:
        return frozenset({_COUNTRIES[small]})
    for country, states, names in (
        ("US", _STATES, _STATE_NAMES),
        ("CA", _PROVINCES, frozenset(_PROVINCES.values())),
    ):
        if part in states and (part not in _TWICE or home == country):
            return frozenset({states[part], country})
        if small in names:
            return frozenset({small, country})
    if part in _COUNTRIES.values() and part not in _TWICE - {home}:
        return frozenset({part})
    return frozenset({small})

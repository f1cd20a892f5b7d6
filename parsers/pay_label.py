"""Name the place or level that a band is for, where the words before it say so."""

from __future__ import annotations

import re

_LONGEST = 80
_BREAK = re.compile(r"[|•·;\n]|\.\s|\s[-–—*]\s(?=\S)")
_WITH_COLON = re.compile(r"(?P<name>[^:]{2,80}):[\s*~]*(?:up to|from)?\s*$", re.IGNORECASE)
# What the words before a colon are when they name the pay itself and not whom it is for.
_GENERIC = re.compile(
    r"\b(?:salary|salaries|pay|compensation|comp|wages?|rate|range|band|base|OTE|earnings|target|package|remuneration"
    r"|gehalt|ral|total|cash|offer|deal|bonus|benefits|usd|annual|hourly|is|are|minimum|maximum|min|max)\b",
    re.IGNORECASE,
)
_FOR_PLACE = re.compile(
    r"\b(?:for|in)\s+(?:the\s+)?(?P<name>[A-Z][\w.’'-]*(?:(?:,?\s(?:and|&|of|or|the|/)\s|,\s|\s|/)[A-Z][\w.’'-]*){0,9})"
)
_PEOPLE_NOT_PLACES = re.compile(r"^(?:This|The|Our|A|An|Netflix|You|We|USD|CAD|EUR|GBP|AUD)\b")
_LEVEL = re.compile(
    r"\b(?:(?:L|IC|E|M|P|Level|Tier|Zone|Grade|Band|Geo|Region)\s?-?[0-9A-F]\b|Junior|Senior|Staff|Principal)",
    re.IGNORECASE,
)


def label_in(before: str) -> str | None:
    """Return the place or level that the words right before a band give it, or None."""
    words = _BREAK.split(before[-240:])[-1]
    named = _WITH_COLON.search(words)
    if named and not _GENERIC.search(named["name"]):
        return _tidy(named["name"])
    places = [found["name"] for found in _FOR_PLACE.finditer(words)]
    places = [place for place in places if not _PEOPLE_NOT_PLACES.match(place)]
    if places:
        return _tidy(places[-1])
    level = _LEVEL.search(words)
    return _tidy(level[0]) if level else None


def _tidy(name: str) -> str | None:
    return name.strip(" \t\n,.-–—*(")[:_LONGEST] or None

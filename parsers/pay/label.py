"""Name the place or level that a band is for, where the words beside it say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsers.pay.words import CUE

if TYPE_CHECKING:
    from parsers.pay.context import Surroundings

_LONGEST = 80
_BREAK = re.compile(r"[|•·;\n]|\.\s|\s[-–—*]\s(?=\S)")
_WITH_COLON = re.compile(r"(?P<name>[^:]{2,80}):[\s*~]*(?:up to|from)?\s*$", re.IGNORECASE)
# What stands before a colon and is neither a place nor a level.
_GENERIC = re.compile(
    r"\b(?:target|total|cash|deal|benefits|usd|annual|hourly|is|are|minimum|maximum|min|max|ist|this|estimated|we|we['’]re|hiring|details|rates)\b",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w.’'-]*(?:(?:,?\s(?:and|&|of|or|the|/)\s|,\s|\s|/)(?:[A-Z][\w.’'-]*|\d+)){0,9}"
_FOR_PLACE = re.compile(rf"\b(?i:for|in|across)\s+(?:the\s+)?(?P<name>{_NAME})")
_AFTERWARDS = re.compile(rf"[\s)]*(?:\(|for\s+|in\s+)(?:the\s+)?(?P<name>{_NAME})")
_NO_NAME = re.compile(
    r"^(?:This|The|Our|A|An|Netflix|You|We|USD|CAD|EUR|GBP|AUD|DOE|OTE|Apply|Base|Glassdoor|LinkedIn|Indeed)\b"
    r"|(?:[^,/&]+\s){5}"
)
_LEVEL = re.compile(
    r"\b(?:(?:L|IC|E|M|P|Level|Tier|Zone|Grade|Band|Geo|Region)\s?-?[0-9A-F]\b|Junior|Senior|Staff|Principal)",
    re.IGNORECASE,
)


def label_of(around: Surroundings) -> str | None:
    """Return the place or level that the words right before, right behind or above a band give it."""
    before = around.before[-240:]
    if around.neighbour is not None:
        # What follows the band before up to a comma or "and" is still about that band.
        before = re.split(r"[,;)]|\band\b|\s/\s", before, maxsplit=1)[-1]
    return _before(before) or _afterwards(around.after) or _above(around.heading)


def _before(words: str) -> str | None:
    segment = _BREAK.split(words)[-1]
    named = _WITH_COLON.search(segment)
    if named and not _GENERIC.search(named["name"]) and not CUE.search(named["name"]):
        return _tidy(named["name"])
    places = [found["name"] for found in _FOR_PLACE.finditer(segment) if not _NO_NAME.match(found["name"])]
    if places:
        return _tidy(places[-1])
    level = _LEVEL.search(segment)
    return _tidy(level[0]) if level else None


def _afterwards(words: str) -> str | None:
    found = _AFTERWARDS.match(words[:_LONGEST])
    return _tidy(found["name"]) if found and not _NO_NAME.match(found["name"]) else None


def _above(heading: str) -> str | None:
    if not heading.endswith(":") or CUE.search(heading) or _GENERIC.search(heading):
        return None
    return _tidy(heading[:-1])


def _tidy(name: str) -> str | None:
    return name.strip(" \t\n,.-–—*(")[:_LONGEST] or None

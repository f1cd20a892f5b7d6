"""Tell a must from a plus: by the words of the sentence, or by the heading that it stands under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_HEADING = 70
_FEW_WORDS = 6
_PLUS = (
    r"prefer(?:red|ence)|desir(?:ed|able)|nice[- ]to[- ]haves?|bonus(?: points)?|a plus|pluses|advantageous"
    r"|(?:is|are|be|as) an? (?:strong |big |huge |definite |real )?(?:plus|advantage|asset|bonus)|optional"
    r"|would be (?:great|nice|ideal|helpful)|von Vorteil|wünschenswert"
)
_PLUS_ANYWHERE = re.compile(rf"\b(?:{_PLUS})\b", re.IGNORECASE)
# "preferably in finance" behind the years is about where they were spent.
_PLUS_IN_FRONT = re.compile(r"\b(?:preferably|ideally)\b[^.;,]{0,40}$", re.IGNORECASE)
# "(experience in music a plus)" is about the music.
_ASIDE = re.compile(r"\((?!preferred\)|required\))[^()]*\)", re.IGNORECASE)
_BRACKETED = re.compile(r"\s{0,2}\((?P<plus>preferred|optional|desired)\)", re.IGNORECASE)
_MUST = re.compile(
    r"\b(?<!not )(?<!not a )(?:required|requires?|must(?:[- ]haves?)?|essential|mandatory)\b", re.IGNORECASE
)
_NEUTRAL = re.compile(
    r"\b(?:qualifications?|requirements?|experience|education|skills?|about you|who you are|you have|what you"
    r"|benefits?|what we|responsibilities|about|compensation|salary|perks|we offer|how to apply|profile)\b",
    re.IGNORECASE,
)
_PLUS_HEADING = re.compile(
    rf"(?:[\w'’]+\W+){{0,3}}?(?:{_PLUS}|bonus|pluses|plus|extra(?: credit)?|what would be|even better)\b",
    re.IGNORECASE,
)
_NO_HEADING = re.compile(r"^\s*(?:[-–—*•·▪●◦‣]|\d+[.)])\s|\d|[.;,]\s*$")


def headings(text: str) -> Iterator[tuple[int, bool]]:
    """Yield (offset, is a plus) of every line that can be a heading: short, no bullet, no figure."""
    offset = 0
    for line in text.splitlines(keepends=True):
        words = line.strip(" \t\r\n*#_")
        if 0 < len(words) <= _LONGEST_HEADING and not _NO_HEADING.search(line):
            plus = _PLUS_HEADING.match(words) is not None
            marked = words.endswith(":") or words.isupper() or len(words.split()) <= _FEW_WORDS
            if marked and (plus or _NEUTRAL.search(words) or words.endswith(":")):
                yield offset, plus and not _MUST.search(words)
        offset += len(line)


def is_plus(front: str, behind: str) -> bool | None:
    """Whether the words in front of and behind an ask make it a plus or a must; None: they do not say."""
    if _BRACKETED.match(behind):
        return True
    rest = _ASIDE.sub(" ", behind)
    if _MUST.search(front) or _MUST.search(rest):
        return False
    if _PLUS_ANYWHERE.search(front) or _PLUS_ANYWHERE.search(rest) or _PLUS_IN_FRONT.search(front):
        return True
    return None

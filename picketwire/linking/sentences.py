"""Where the sentences of a report begin and end, so that what is read in one can quote it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_SENTENCE = 2_000  # code points; what is longer is a list or a page without marks
# "12:01 a.m. Thursday" and "12:01 a.m. PT" are no ends of sentences.
_HOUR = r"(?<=[ap]\.m)\.(?!\s+(?:[A-Z][a-z]{2,5}day|[PECM][SD]?T|Pacific|Eastern|Central|Mountain|local)\b)"
# Nor is the dot of "U.K." or "Jan." one.
_SHORT = r"(?<!\bU\.[KSN])(?<!\b(?:Jan|Feb|Aug|Sep|Oct|Nov|Dec|Gov|Sen|Rep))(?<!\bSept)(?<!\b(?:Dr|St))"
_SENTENCE_END = re.compile(rf"(?:{_SHORT}(?<![ap]\.m)[.!?…]|{_HOUR})['”\"’)]?\s+(?=[A-Z“\"'‘À-Ý])|\n+")


def sentence(text: str, place: int) -> tuple[int, int]:
    """Return where the sentence around a place begins and ends."""
    start, end = 0, len(text)
    for boundary in _SENTENCE_END.finditer(text):
        if boundary.end() <= place:
            start = boundary.end()
        elif boundary.start() >= place:
            end = boundary.start() + 1
            break
    return start, end


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends, in one pass; a place is looked up with `sentence_at`."""
    found, start = [], 0
    for boundary in _SENTENCE_END.finditer(text):
        found.append((start, boundary.start() + 1))
        start = boundary.end()
    return [*found, (start, len(text))]


def sentence_at(bounds: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    """Return the sentence around a place, of those that `sentences` found."""
    return bounds[max(0, bisect_right(bounds, (place, 2**63)) - 1)]

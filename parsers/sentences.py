"""Where the sentences of a plain text begin and end, so that a finding can quote its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A line break always ends a sentence; a full stop does when white space and the look of a new
# sentence follow it.
_BREAK = re.compile(r"[.!?][\"'”’)\]]{0,2}[ \t\u00a0]+(?=[\"'“‘(\[]?[A-Z0-9$€£•*–—-])|[\n\r\u2028\u2029]+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|approx|est|incl|excl|etc|e\.g|i\.e|vs|min|max|no|inc|ltd|corp|co|mr|ms|mrs|dr|prof"
    r"|st|sr|jr|yr|yrs|hr|hrs|mo|wk|rs|ca|ref|p\.a|u\.s|u\.k|ph\.d|b\.s|m\.s|b\.a|m\.a|eng|snr|dept|temp))\.$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 8


class Sentences:
    """The sentences of one text; made once in linear time, asked many times."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *_starts(text)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of the sentence, or the run of sentences, that holds `[start, end)`."""
        first = bisect_right(self._starts, start) - 1
        after = bisect_right(self._starts, max(start, end - 1))
        stop = self._starts[after] if after < len(self._starts) else len(self._text)
        return self._starts[first], stop

    def before(self, start: int) -> tuple[int, int]:
        """Offsets of the last sentence before the one at `start` that is not blank."""
        index = bisect_right(self._starts, start) - 1
        while index > 0:
            index -= 1
            if self._text[self._starts[index] : self._starts[index + 1]].strip():
                return self._starts[index], self._starts[index + 1]
        return 0, 0

    def __iter__(self) -> Iterator[tuple[int, int]]:
        ends = [*self._starts[1:], len(self._text)]
        return zip(self._starts, ends, strict=True)


def _starts(text: str) -> Iterator[int]:
    for match in _BREAK.finditer(text):
        stop = match.start() + 1
        if text[match.start()] == "." and _ABBREVIATION.search(
            text[max(0, stop - _LONGEST_ABBREVIATION) : stop]
        ):
            continue
        if match.end() < len(text):
            yield match.end()

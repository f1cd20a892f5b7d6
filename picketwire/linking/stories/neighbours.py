"""Which items are worth comparing: those that share telling words, a copied text, an address or a posting."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from picketwire.linkage import Clues
from picketwire.linking.stories.likeness import COPY_NEAR, NEAR, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from picketwire.linking.stories.likeness import Features

_KEY_WORDS = 8  # most telling words of an item, of which two reports of one event share two


def clues(item: Features) -> Clues:
    """Return what an item is found by."""
    telling = sorted((-weight, word) for word, weight in item.words.items())[:_KEY_WORDS]
    places = [f"p {posting}" for posting in sorted(item.postings)]
    if item.address:
        places.append(f"a {item.address}")
    return Clues(
        day=item.day,
        words=tuple(number(word) for _, word in telling),
        copies=(*sorted(item.bands), *map(number, places)),
    )


class Neighbours:
    """A batch of items, ready to say which of them are worth comparing with another.

    Each clue has the set of places in the batch that have it, as the bits of one whole number: sets
    of thousands are joined and cut in well under a microsecond.
    """

    def __init__(self, batch: Sequence[Clues]) -> None:
        """Take items in the order of their days."""
        self._days = [item.day for item in batch]
        self._words: dict[int, int] = defaultdict(int)
        self._copies: dict[int, int] = defaultdict(int)
        for place, item in enumerate(batch):
            for clue in item.words:
                self._words[clue] |= 1 << place
            for clue in item.copies:
                self._copies[clue] |= 1 << place

    def of(self, item: Clues, before: int | None = None) -> list[int]:
        """Return the places worth comparing with an item; only those before a place if one is given."""
        one = two = copies = 0
        for clue in item.words:
            if places := self._words.get(clue, 0):
                two |= one & places
                one |= places
        for clue in item.copies:
            copies |= self._copies.get(clue, 0)
        found = two & self._within(item.day, NEAR) if two else 0
        found |= copies & self._within(item.day, COPY_NEAR) if copies else 0
        return list(_bits(found if before is None else found & (1 << before) - 1)) if found else []

    def _within(self, day: date, days: int) -> int:
        """Return the places of the items at most some days apart."""
        first = bisect_left(self._days, day - timedelta(days))
        last = bisect_right(self._days, day + timedelta(days))
        return (1 << last) - (1 << first)


def _bits(number: int) -> Iterator[int]:
    """Yield the places of the bits that are set."""
    text = bin(number)[:1:-1]
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)

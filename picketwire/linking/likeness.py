"""How alike two news items are: whether they report one event, decided from the two alone."""

from __future__ import annotations

import math
import re
import zlib
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from picketwire.linking.figures import stated
from picketwire.linking.word_weights import stems, weight, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from picketwire.linkage import News

NEAR = 3  # days between two reports of one event
COPY_NEAR = 30  # days between two copies of one text, and between two reports of one posting
_LEAD = 300  # code points of a summary or body that say what an item is about
_GLUE = 1.5  # weight below which a word says nothing
_LEAD_PART = 0.6  # what a word of the lead counts beside one of the title
_KEY_WORDS = 7  # most telling words of an item, of which two reports of one event share two
_SHINGLE, _FEWEST_SHINGLES, _LONGEST = 3, 25, 1000
_SKETCH = 64
_BINS, _BAND = 12, 2
_SAME_TEXT = 0.5
_ADDRESS = re.compile(r"https?://\S+")
_TITLE_PART = 0.5  # of likeness that is how much of either title the other item has
# What is left of the likeness of two items that are instalments of one series (same words, other numbers),
_INSTALMENT = 0.5
_SERIES = 0.6  # how alike titles without numbers and weekdays are in a series
_OTHER_PAY = 0.4  # that state different bands of pay,
_AT_HOME = 0.85  # that come from one source, which seldom reports an event twice.
_SAME_POSTING = 0.75  # how alike two reports of one posting are at least
_WEEKDAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))


@dataclass(frozen=True, slots=True)
class Features:
    """What two items are compared by."""

    id: int
    key: str  # stable name, for order that does not hang on arrival
    source: str
    day: date
    address: str | None
    words: dict[str, float]  # of title and lead, by weight
    norm: float
    title: dict[str, float]
    numbers: frozenset[str]  # and weekdays in the title
    pay: frozenset[Decimal]
    postings: frozenset[int]  # that the item is linked to
    sketch: frozenset[int]  # smallest hashes of the runs of words in its text
    bands: frozenset[str]  # of which two copies of a text share one


def features(news: News, key: str, postings: Iterable[int]) -> Features:
    """Read an item once, to hold it against many."""
    title = stems(news.title)
    shingles = _shingles(f"{news.summary} {news.body}")
    lead = news.summary or news.body
    told: dict[str, float] = {}
    for stem in stems(lead[:_LEAD]):
        told[stem] = max(0.0, weight(stem) - _GLUE) * _LEAD_PART
    for stem in title:
        told[stem] = max(0.0, weight(stem) - _GLUE)
    told = {stem: value for stem, value in told.items() if value}
    return Features(
        id=news.id,
        key=key,
        source=news.source,
        day=news.day,
        address=_telling_address(news.canonical),
        words=told,
        norm=math.sqrt(sum(value * value for value in told.values())) or 1.0,
        title={stem: told[stem] for stem in title if stem in told},
        numbers=frozenset(stem for stem in title if _is_number(stem)),
        pay=frozenset(amount for band in news.pay for amount in stated(band)),
        postings=frozenset(postings),
        sketch=frozenset(shingles[:_SKETCH]),
        bands=frozenset(_bands(shingles)),
    )


def _telling_address(canonical: str | None) -> str | None:
    """A home page or a search stands behind many items."""
    return canonical if canonical and len(urlsplit(canonical).path) > 1 else None


def _shingles(text: str) -> list[int]:
    """Hash every run of three words at the head of a text, the smallest first; none for a short one."""
    head = text[:_LONGEST]
    found = words(_ADDRESS.sub(" ", head) if "://" in head else head)
    if len(found) < _FEWEST_SHINGLES + _SHINGLE:
        return []
    runs = zip(*(found[n:] for n in range(_SHINGLE)), strict=False)
    return sorted({zlib.crc32(" ".join(run).encode(errors="replace")) for run in runs})


def likeness(one: Features, two: Features) -> float:
    """Return from 0 (nothing in common) to 1 how surely both report one event; the order does not matter."""
    apart = abs((one.day - two.day).days)
    if apart > COPY_NEAR:
        return 0.0
    if one.postings and two.postings:
        if not one.postings & two.postings:
            return 0.0
        return max(_SAME_POSTING, _by_words(one, two))
    if one.address is not None and one.address == two.address and one.source != two.source:
        return 1.0
    if _same_text(one, two) and not _instalments(one, two):
        return 1.0
    return _by_words(one, two) if apart <= NEAR else 0.0


def _by_words(one: Features, two: Features) -> float:
    alike = (1 - _TITLE_PART) * _cosine(one, two)
    alike += _TITLE_PART * (_covered(one.title, two.words) + _covered(two.title, one.words)) / 2
    if _instalments(one, two):
        alike *= _INSTALMENT
    if len(one.pay) > 1 and len(two.pay) > 1 and min(one.pay) != min(two.pay):
        alike *= _OTHER_PAY
    return alike * _AT_HOME if one.source == two.source else alike


def _covered(title: dict[str, float], words: dict[str, float]) -> float:
    """Return how much of a title, by weight, stands in the other item."""
    whole = sum(title.values())
    return sum(v for w, v in title.items() if w in words) / whole if whole else 0.0


def _cosine(one: Features, two: Features) -> float:
    # The same order whichever is asked about, so that the sum is the same to the last bit.
    few, many = sorted((one, two), key=lambda f: (len(f.words), f.key))
    others = many.words
    return sum(v * others[w] for w, v in few.words.items() if w in others) / (one.norm * two.norm)


def _instalments(one: Features, two: Features) -> bool:
    """Whether two items are parts of a series: titles of the same words, other numbers or other days."""
    first, second = one.title.keys() - one.numbers, two.title.keys() - two.numbers
    if len(first & second) < _SERIES * len(first | second):
        return False
    if one.numbers != two.numbers:
        return not one.numbers & two.numbers or one.source == two.source
    return one.source == two.source and one.day != two.day and one.words != two.words


def _is_number(stem: str) -> bool:
    return stem in _WEEKDAYS or any(c.isdigit() for c in stem)


def _same_text(one: Features, two: Features) -> bool:
    """Estimate the share of common runs of words from the smallest hashes of both."""
    if not one.bands & two.bands:
        return False
    smallest = sorted(one.sketch | two.sketch)[:_SKETCH]
    shared = sum(h in one.sketch and h in two.sketch for h in smallest)
    return shared >= _SAME_TEXT * len(smallest)


def clues(item: Features) -> frozenset[int]:
    """Return the keys of which two alike items share at least one."""
    return frozenset(map(_hash, _clue_texts(item)))


def asks(item: Features) -> frozenset[int]:
    """Return the keys to look for: the item's own, and those it would have a few days earlier or later."""
    return frozenset(map(_hash, (t for shift in (-1, 0, 1) for t in _clue_texts(item, shift))))


def _clue_texts(item: Features, shift: int = 0) -> Iterator[str]:
    """Yield keys that hold for some days: what is further apart is not alike in any case."""
    few = item.day.toordinal() // (NEAR + 1) + shift
    many = item.day.toordinal() // (COPY_NEAR + 1) + shift
    telling = sorted(item.words, key=lambda w: (-item.words[w], w))[:_KEY_WORDS]
    for first, second in combinations(sorted(telling), 2):
        yield f"w {few} {first} {second}"
    if item.address:
        yield f"a {many} {item.address}"
    for posting in item.postings:
        yield f"p {many} {posting}"
    for band in item.bands:
        yield f"{band} {many}"


def _bands(shingles: Sequence[int]) -> Iterator[str]:
    """One-permutation MinHash: the smallest hash of each of a dozen bins, two bins to a key."""
    smallest: dict[int, int] = {}
    for shingle in shingles:  # the smallest first
        smallest.setdefault(shingle % _BINS, shingle)
        if len(smallest) == _BINS:
            break
    for start in range(0, _BINS, _BAND):
        band = [smallest.get(place) for place in range(start, start + _BAND)]
        if None not in band:
            yield f"t {start} {band}"


def _hash(text: str) -> int:
    """Hash a key to 62 bits, which fit a SQLite integer."""
    data = text.encode(errors="replace")
    return (zlib.crc32(data) << 30) ^ zlib.adler32(data, 7) ^ (zlib.crc32(data, 0x5BD1) & 0x3FFFFFFF)

"""How alike two news items are: whether they report one event, decided from the two alone."""

from __future__ import annotations

import math
import re
import zlib
from array import array
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from picketwire.linking.coverage.figures import stated
from picketwire.linking.naming.names import fold_name
from picketwire.linking.stories.word_weights import stems, weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from picketwire.linkage import News

NEAR = 3  # days between two reports of one event
COPY_NEAR = 30  # days between two copies of one text, and between two reports of one posting
_LEAD = 300  # code points of a summary or body that say what an item is about
_GLUE = 1.5  # weight below which a word says nothing
_LEAD_PART = 0.6  # what a word of the lead counts beside one of the title
_SHINGLE, _FEWEST_SHINGLES, _LONGEST = 3, 25, 1000
_SKETCH = 64
_ONE_DIGIT = 2**30 - 1  # whole numbers up to here are sorted in a third of the time
_BINS, _BAND = 12, 2
HASHING = hash((1, 2, 3))  # of whole numbers: the same at every start of one Python, but not of every Python
_SAME_TEXT = 0.5
_ADDRESS = re.compile(r"https?://\S+")
# Likeness: cosine of all words, and how much of a title stands in the other item: of the title that fares
# better, and of the other, for one headline is often a detail of what the other item tells at length.
_COSINE, _BETTER, _OTHER = 0.25, 0.55, 0.2
_DAY = 0.95  # what each day between two items leaves of it
_TOPIC = 6  # reports that hang together from which their words are weighed among them
_WORN = 0.6  # of its weight that a word loses there if each of them has it
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
    title: frozenset[str]  # those of the words that stand in the title
    title_weight: float
    series: frozenset[str]  # words of the title but for numbers and weekdays
    numbers: frozenset[str]  # and weekdays in the title
    pay: frozenset[Decimal]
    postings: frozenset[int]  # that the item is linked to
    sketch: array[int]  # smallest hashes of the runs of words in its text
    bands: frozenset[int]  # of which two copies of a text share one


def features(news: News, key: str, postings: Iterable[int]) -> Features:
    """Read an item once, to hold it against many."""
    headline = stems(_headline(news.title, news.summary))
    shingles = _shingles(f"{news.summary} {news.body}")
    lead = news.summary or news.body
    told = {stem: _telling(stem) * _LEAD_PART for stem in stems(lead[:_LEAD])}
    told |= {stem: _telling(stem) for stem in headline}
    told = {stem: value for stem, value in told.items() if value}
    title = frozenset(told.keys() & headline)
    numbers = frozenset(filter(_is_number, headline))
    return Features(
        id=news.id,
        key=key,
        source=news.source,
        day=news.day,
        address=_telling_address(news.canonical),
        words=told,
        norm=math.hypot(*told.values()) or 1.0,
        title=title,
        title_weight=math.fsum(told[stem] for stem in title),
        series=title - numbers,
        numbers=numbers,
        pay=frozenset(amount for band in news.pay for amount in stated(band)),
        postings=frozenset(postings),
        sketch=array("I", shingles[:_SKETCH]),
        bands=_bands(shingles),
    )


def _headline(title: str, summary: str) -> str:
    """Cut the outlet that an aggregator names behind a title, and again behind it in the summary."""
    told, dash, outlet = title.rpartition(" - ")
    behind = summary[len(told) : len(told) + len(outlet) + 3]
    return told if dash and summary.startswith(told) and behind.strip(" -").startswith(outlet) else title


@lru_cache(maxsize=100_000)
def _telling(stem: str) -> float:
    return max(0.0, weight(stem) - _GLUE)


def _telling_address(canonical: str | None) -> str | None:
    """A home page or a search stands behind many items."""
    if canonical is None:
        return None
    behind = canonical.partition("://")[2].partition("/")[2]
    return canonical if behind and behind[0] not in "?#" else None


def _shingles(text: str) -> list[int]:
    """Hash every run of three words at the head of a text, the smallest first; none for a short one."""
    head = text[:_LONGEST]
    found = fold_name(_ADDRESS.sub(" ", head) if "://" in head else head).split()
    if len(found) < _FEWEST_SHINGLES + _SHINGLE:
        return []
    numbers = list(map(number, found))
    runs = zip(numbers, numbers[1:], numbers[2:], strict=False)
    return sorted({shingle & _ONE_DIGIT for shingle in map(hash, runs)})


@lru_cache(maxsize=100_000)
def number(word: str) -> int:
    """Give a word a number of 32 bits, the same on every machine and day."""
    return zlib.crc32(word.encode(errors="replace"))


def likeness(one: Features, two: Features, least: float = 0.0) -> float:
    """Return from 0 (nothing in common) to 1 how surely both report one event; the order does not matter.

    What is below `least` may come out higher than it is, but still below.
    """
    apart = abs((one.day - two.day).days)
    if apart > COPY_NEAR:
        return 0.0
    if one.postings and two.postings:
        if one.postings.isdisjoint(two.postings):
            return 0.0
        return max(_SAME_POSTING, _by_words(one, two, least))
    if one.address is not None and one.address == two.address and one.source != two.source:
        return 1.0
    if _same_text(one, two) and not _instalments(one, two):
        return 1.0
    return _by_words(one, two, least) if apart <= NEAR else 0.0


def _by_words(one: Features, two: Features, least: float) -> float:
    alike = _in_common(one, two)
    if one.source == two.source:
        alike *= _AT_HOME
    if alike < least:
        return alike
    if _instalments(one, two):
        alike *= _INSTALMENT
    if len(one.pay) > 1 and len(two.pay) > 1 and min(one.pay) != min(two.pay):
        alike *= _OTHER_PAY
    return alike


def _in_common(one: Features, two: Features) -> float:
    """Say how much of their words both share, by weight.

    `fsum` is exact: the order in which a set gives its words changes nothing.
    """
    first, second = one.words, two.words
    shared = first.keys() & second.keys()
    cosine = math.fsum([first[w] * second[w] for w in shared]) / (one.norm * two.norm)
    mine, theirs = _covered(one, shared), _covered(two, shared)
    alike = _COSINE * cosine + _BETTER * max(mine, theirs) + _OTHER * min(mine, theirs)
    return alike * _DAY ** abs((one.day - two.day).days)


def _covered(one: Features, shared: set[str]) -> float:
    """Return how much of a title, by weight, stands in the other item."""
    words = one.words
    return math.fsum([words[w] for w in one.title & shared]) / (one.title_weight or 1.0)


def within_topic(reports: Sequence[Features]) -> list[Features]:
    """Weigh the words of many reports anew among themselves: what most of them say tells little.

    It keeps the events of one busy topic apart: those of a long strike, a film, a trial.
    """
    size = len(reports)
    if size < _TOPIC:
        return list(reports)
    holders = Counter(word for report in reports for word in report.words)
    kept = {word: 1 - _WORN * (n - 2) / (size - 2) for word, n in holders.items() if n > 2}
    return [_reweighed(report, kept) for report in reports]


def _reweighed(report: Features, kept: Mapping[str, float]) -> Features:
    words = {word: value * kept.get(word, 1.0) for word, value in report.words.items()}
    return replace(
        report,
        words=words,
        norm=math.hypot(*words.values()) or 1.0,
        title_weight=math.fsum(words[word] for word in report.title),
    )


def _instalments(one: Features, two: Features) -> bool:
    """Whether two items are parts of a series: titles of the same words, other numbers or other days."""
    first, second = one.series, two.series
    if len(first & second) < _SERIES * len(first | second):
        return False
    if one.numbers != two.numbers:
        return one.numbers.isdisjoint(two.numbers) or one.source == two.source
    return one.source == two.source and one.day != two.day and one.words != two.words


@lru_cache(maxsize=100_000)
def _is_number(stem: str) -> bool:
    return stem in _WEEKDAYS or any(c.isdigit() for c in stem)


def _same_text(one: Features, two: Features) -> bool:
    """Estimate the share of common runs of words from the smallest hashes of both."""
    if one.bands.isdisjoint(two.bands):
        return False
    first, second = set(one.sketch), set(two.sketch)
    smallest = sorted(first | second)[:_SKETCH]
    return len(first.intersection(second, smallest)) >= _SAME_TEXT * len(smallest)


def _bands(shingles: Sequence[int]) -> frozenset[int]:
    """One-permutation MinHash: the smallest hash of each of a dozen bins, two bins to a key."""
    smallest = {shingle % _BINS: shingle for shingle in reversed(shingles[:_SKETCH])}
    pairs = ((n, smallest.get(n), smallest.get(n + 1)) for n in range(0, _BINS, _BAND))
    return frozenset(
        (first * 31 ^ second * 0x9E3779B1) + n & 0xFFFFFFFF
        for n, first, second in pairs
        if first is not None and second is not None
    )

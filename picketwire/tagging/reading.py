"""One item as the rules see it: its fields folded into one text, and the hits of every phrase in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from picketwire.records import Evidence
from picketwire.tagging.fields import FIELDS, LEAD, lead_end, texts
from picketwire.tagging.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from picketwire.records import Item
    from picketwire.tagging.lexicon import Finder, Lexicon, Step

_SENTENCE_END = re.compile(r"(?:(?<=[a-zà-ÿ]{3})|(?<=[\d)\"'’”%]))[.!?…][\"'’”)\]]*\s|[;|\n]")
_STOP = re.compile(r"[.!?;:|\n]")
_WORD_LENGTH = 24  # code points: no run of n words is longer than n + 1 times this
_SENTENCE_LENGTH = 600  # code points
_ALONE = {name: frozenset((name,)) for name in FIELDS}
_LEADING = {name: frozenset((name, LEAD)) for name in FIELDS}


class Span(NamedTuple):
    """A stretch of the folded text and the number of the segment it lies in."""

    start: int
    end: int
    segment: int


class Segment(NamedTuple):
    """A field, or the first or last part of a body, and the names under which rules may ask for it."""

    field: str
    offset: int  # of the segment in its field
    roles: frozenset[str]
    text: str


class Reading:
    """An item made ready for rules: `hits` maps the number of each literal that is `there` to its places."""

    def __init__(self, segments: list[Segment], lexicon: Lexicon, item: Item, first: Finder) -> None:
        self.segments = segments
        joined = "\n" + "\n\n".join([segment.text for segment in segments]) + "\n\n"
        self._folded = fold(joined)
        self.text = self._folded.text
        self.kept = self._folded.kept
        day = item.published.date() if item.published else None
        self.hits = lexicon.hits(self.text, self.kept, day, first)
        self.there = frozenset(self.hits)
        self._spans: dict[int, list[Span]] = {}
        self._starts: list[int] = []
        self._original_starts: list[int] = []

    def locate(self) -> None:
        """Find where each segment begins; only needed where some rule may match."""
        place = 1
        for segment in self.segments:
            self._original_starts.append(place)
            place += len(segment.text) + 2
        places = self._folded.places
        originals = self._original_starts
        self._starts = originals if places is None else [bisect_left(places, start) for start in originals]

    def segment_of(self, position: int) -> int:
        """Return the number of the segment that holds a position."""
        return bisect_right(self._starts, position) - 1

    def spans(
        self, ids: Iterable[int], where: Collection[int], swallowed: list[tuple[int, int]]
    ) -> list[Span]:
        """Return the hits of `ids` in the segments `where`, without those that are swallowed, in order."""
        found = [span for number in ids for span in self._spans_of(number) if span.segment in where]
        if swallowed:
            found = [span for span in found if not _is_swallowed(span.start, span.end, swallowed)]
        if len(found) > 1:
            found.sort()
        return found

    def _spans_of(self, number: int) -> list[Span]:
        spans = self._spans.get(number)
        if spans is None:
            spans = [Span(start, end, self.segment_of(start)) for start, end in self.hits[number]]
            self._spans[number] = spans
        return spans

    def follow(self, found: list[Span], after: list[Span], gap: tuple[int, int]) -> list[Span]:
        """Join each span of `after` with the nearest of `found` before it at the right distance."""
        joined = []
        ends = sorted(found, key=lambda span: span.end)
        places = [span.end for span in ends]
        for span in after:
            last = bisect_right(places, span.start)
            for before in reversed(ends[max(0, last - 6) : last]):
                if before.segment == span.segment and self.apart(before.end, span.start, *gap):
                    joined.append(Span(before.start, span.end, span.segment))
                    break
        return joined

    def apart(self, end: int, start: int, low: int, high: int | None) -> bool:
        """Whether `low` to `high` words of one sentence lie between two places; None is any number."""
        if start < end or start - end > (_SENTENCE_LENGTH if high is None else _WORD_LENGTH * (high + 1)):
            return False
        words = len(self.text[end:start].replace("'", " ").split())
        if words < low or (high is not None and words > high):
            return False
        return not (_STOP if high == 0 else _SENTENCE_END).search(self.kept, end, start)

    def tie(self, spans: list[Span], step: Step) -> list[Span]:
        """Keep the spans that stand where the step demands: after a number, at the start, at the end."""
        if step.number:
            spans = [tied for span in spans if (tied := self._after_number(span))]
        if step.at_start:
            spans = [s for s in spans if not self.text[self._starts[s.segment] : s.start].strip(" '")]
        if step.at_end:
            spans = [
                span for span in spans if not self.text[span.end : self._end_of(span.segment)].strip(" '")
            ]
        return spans

    def _end_of(self, segment: int) -> int:
        return self._starts[segment + 1] if segment + 1 < len(self._starts) else len(self.text)

    def _after_number(self, span: Span) -> Span | None:
        start = self.text.rfind(" ", 0, span.start - 1) + 1
        if not self.text[start : start + 1].isdigit():
            return None
        while self.kept[start - 1] in ",." and self.text[start - 2].isdigit():
            start = self.text.rfind(" ", 0, start - 1) + 1
        return Span(start, span.end, span.segment)

    def evidence(self, span: Span) -> Evidence:
        """Return a span as code points of the field it lies in, with the words that stand there."""
        segment = self.segments[span.segment]
        start, end = self._folded.span(span.start, span.end)
        first = self._original_starts[span.segment]
        return Evidence(
            field=segment.field,
            start=start - first + segment.offset,
            end=end - first + segment.offset,
            text=segment.text[start - first : end - first],
        )


def segments(item: Item, publisher: str | None, wanted: frozenset[str]) -> list[Segment]:
    """Cut the fields that rules ask for into segments; the lead is one of its own."""
    found = []
    lead = "body" if not item.summary or item.summary.isspace() else "summary"
    for name, text in texts(item, publisher).items():
        if not text:
            continue
        if name == lead and LEAD in wanted:
            cut = lead_end(text)
            found.append(Segment(name, 0, _LEADING[name], text[:cut]))
            if name in wanted and cut < len(text):
                found.append(Segment(name, cut, _ALONE[name], text[cut:]))
        elif name in wanted:
            found.append(Segment(name, 0, _ALONE[name], text))
    return found


def _is_swallowed(start: int, end: int, swallowed: list[tuple[int, int]]) -> bool:
    """Whether a swallowing span overlaps this one; a longer phrase around all of it still counts."""
    for first, last in swallowed:
        covers = start <= first and last <= end and end - start > last - first
        if start < last and first < end and not covers:
            return True
    return False

"""Find what a posting asks of applicants: education and years of experience, each with its sentence."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from parsers.requirements.context import headings
from parsers.requirements.education import ORDER, Education, find_education
from parsers.requirements.experience import Experience, find_experience
from parsers.sentences import Sentences
from picketwire.records import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST_SENTENCE = 20_000  # beyond that a "sentence" is a table or a wall of text; only its start is read
_LONGEST_QUOTE = 600
_MOST = 500  # more than any posting asks; hostile text stops being read here


def find_requirements(text: str, *, field: str = "body") -> tuple[Requirement, ...]:
    """Return every level of education and every span of years that a plain text asks for, in order.

    `preferred` marks what is only a plus, by its own sentence or by the heading above it. Identical
    ones (kind, level or years, area, preferred) are returned once.
    """
    found: dict[tuple[object, ...], Requirement] = {}
    for requirement in sorted(islice(_found(text, field), _MOST), key=lambda it: it.start or 0):
        key = (
            requirement.kind,
            requirement.level,
            requirement.years_low,
            requirement.years_high,
            requirement.area,
        )
        found.setdefault((*key, requirement.preferred), requirement)
    return tuple(found.values())


def minimum_education(requirements: Iterable[Requirement]) -> Requirement | None:
    """Return the least education that is a must, one that experience may stand for before others; or None."""
    musts = [it for it in requirements if it.level and not it.preferred]
    return min(
        musts, key=lambda it: (ORDER.index(it.level or "bachelor"), not it.or_equivalent), default=None
    )


def _found(text: str, field: str) -> Iterator[Requirement]:
    marks = list(headings(text))
    offsets = [offset for offset, _ in marks]
    for start, end in Sentences(text):
        sentence = text[start : min(end, start + _LONGEST_SENTENCE)]
        if not sentence.strip():
            continue
        above = bisect_right(offsets, start) - 1
        under_plus = above >= 0 and marks[above][1]
        asks: list[Education | Experience] = [*find_education(sentence), *find_experience(sentence)]
        for ask in asks:
            yield _requirement(ask, sentence, start, under_plus=under_plus, field=field)


def _requirement(
    ask: Education | Experience, sentence: str, start: int, *, under_plus: bool, field: str
) -> Requirement:
    bare = Requirement(
        kind="education",
        area=ask.area,
        preferred=under_plus if ask.plus is None else ask.plus,
        text=_quote(sentence, ask.start, ask.end),
        field=field,
        start=start + ask.start,
        end=start + ask.end,
    )
    if isinstance(ask, Education):
        return replace(bare, level=ask.level, or_equivalent=ask.or_equivalent)
    return replace(bare, kind="experience", years_low=ask.low, years_high=ask.high)


def _quote(sentence: str, start: int, end: int) -> str:
    """Return the sentence, cut to a readable length around the words that ask."""
    left = max(0, min(start - _LONGEST_QUOTE // 2, len(sentence) - _LONGEST_QUOTE))
    return sentence[left : max(end, left + _LONGEST_QUOTE)].strip()

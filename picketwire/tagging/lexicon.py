"""Every phrase of every rule, numbered, in one automaton that finds them all in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from picketwire.tagging import phrases
from picketwire.tagging.common_words import RATE
from picketwire.tagging.definitions import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from picketwire.tagging.phrases import Literal

Hits = dict[int, list[tuple[int, int]]]  # spans of a folded text by the number of the literal there
MAX_HITS = 50  # of one phrase in one item: more of the same say nothing new, and hostile texts stay cheap


class Dated(NamedTuple):
    """A literal that counts only on items published in `[since, until)`."""

    literal: Literal
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a compiled phrase: ids of its literals, and what ties it to the step before."""

    ids: frozenset[int]
    gap: tuple[int, int]
    number: bool
    at_start: bool
    at_end: bool

    @property
    def is_loose(self) -> bool:
        """Whether any hit of the ids is a match of the step by itself."""
        return not (self.number or self.at_start or self.at_end)


class Lexicon:
    """Numbers literals, expands word sets, and finds hits in folded texts."""

    def __init__(self, sets: Mapping[str, tuple[Word, ...]]) -> None:
        self._sets = sets
        self._set_ids: dict[str, frozenset[int]] = {}
        self._ids: dict[Dated, int] = {}
        self._common: list[float] = []
        self._measured: dict[frozenset[int], float] = {}
        self._compiled: dict[str, list[tuple[Step, ...]]] = {}

    def compile(self, phrase: str) -> list[tuple[Step, ...]]:
        """Return the ways in which `phrase` can be met, each as steps with numbered literals.

        A phrase that is nothing but a word set is met by any phrase of the set, gaps and all; within a
        longer phrase the words of a set must be plain. PhraseError if it cannot be read.
        """
        if phrase not in self._compiled:
            self._compiled[phrase] = list(self._ways(Word(phrase=phrase)))
        return self._compiled[phrase]

    def _ways(self, word: Word) -> Iterator[tuple[Step, ...]]:
        steps = phrases.parse(word.phrase)
        if len(steps) == 1 and steps[0].is_plain and steps[0].word_set:
            for inner in self._sets[steps[0].word_set]:
                yield from self._ways(_within(inner, word))
        else:
            yield tuple(self._step(step, word) for step in steps)

    def _step(self, step: phrases.Step, word: Word) -> Step:
        ids = self.set_ids(step.word_set) if step.word_set else self._number(_dated(step.literals, word))
        return Step(ids, step.gap, step.number, step.at_start, step.at_end)

    def set_ids(self, name: str) -> frozenset[int]:
        """Return the ids of all literals of a word set, sets within it included."""
        if name not in self._set_ids:
            self._set_ids[name] = self._number(self._members(Word(phrase=f"{{{name}}}"), name))
        return self._set_ids[name]

    def _members(self, outer: Word, name: str) -> Iterator[Dated]:
        for inner_word in self._sets[name]:
            word = _within(inner_word, outer)
            steps = phrases.parse(word.phrase)
            if len(steps) != 1 or not steps[0].is_plain:
                raise phrases.PhraseError(
                    f'"{word.phrase}" is too long a phrase for a set used within others'
                )
            if inner := steps[0].word_set:
                yield from self._members(word, inner)
            yield from _dated(steps[0].literals, word)

    def _number(self, literals: Iterable[Dated]) -> frozenset[int]:
        found = []
        for dated in literals:
            number = self._ids.setdefault(dated, len(self._ids))
            if number == len(self._common):
                self._common.append(_commonness(dated.literal))
            found.append(number)
        return frozenset(found)

    def commonness(self, ids: frozenset[int]) -> float:
        """Return a rough measure of how often any of these literals turns up in any text at all."""
        if ids not in self._measured:
            self._measured[ids] = sum(self._common[number] for number in ids)
        return self._measured[ids]

    def finder(self, numbers: frozenset[int]) -> Finder:
        """Return a finder of some literals; all phrases must have been compiled before."""
        return Finder((number, dated) for dated, number in self._ids.items() if number in numbers)

    @cached_property
    def _all(self) -> Finder:
        return self.finder(frozenset(self._ids.values()))

    def hits(self, text: str, kept: str, published: date | None, first: Finder) -> Hits:
        """Return the spans of each literal found in `text`, which begins and ends with a space.

        `kept` is the text before folding, of the same length; `published` decides on dated words.
        Most texts hold nothing that `first` finds, and it says so before all literals are looked for.
        """
        return self._all.hits(text, kept, published) if first.finds_any(text, kept, published) else {}


class _Sought(NamedTuple):
    """A literal as a finder holds it; `is_plain`: every hit counts, and its span needs no stretching."""

    number: int
    dated: Dated
    is_plain: bool


class Finder:
    """Finds a number of literals, sharing one pattern among those that differ in capitals or dates only.

    A pattern holds the word borders too, so that "walk" in "walkers" never comes up.
    """

    def __init__(self, literals: Iterable[tuple[int, Dated]]) -> None:
        patterns: dict[str, list[_Sought]] = {}
        for number, dated in literals:
            literal = dated.literal
            is_plain = not (
                literal.demands or dated.since or dated.until or literal.open_left or literal.open_right
            )
            sought = _Sought(number, dated, is_plain)
            for pattern in _patterns(literal):
                patterns.setdefault(pattern, []).append(sought)
        self._by_pattern = tuple(map(tuple, patterns.values()))
        # Built six times as fast as the dense automaton, in a fraction of the memory, and as fast to search.
        self._automaton = AhoCorasick(
            list(patterns), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def finds_any(self, text: str, kept: str, published: date | None) -> bool:
        """Whether any of the literals stands in `text` between word borders."""
        return any(
            is_plain or _counts(dated, kept, start, published)
            for pattern, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)
            for _, dated, is_plain in self._by_pattern[pattern]
        )

    def hits(self, text: str, kept: str, published: date | None) -> Hits:
        """Return the spans of each literal that stands in `text` between word borders."""
        found: Hits = {}
        by_pattern = self._by_pattern
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for number, dated, is_plain in by_pattern[pattern]:
                if is_plain:
                    span = start + 1, end - 1
                elif _counts(dated, kept, start, published):
                    span = _whole(dated.literal, text, start, end)
                else:
                    continue
                spans = found.setdefault(number, [])
                if len(spans) < MAX_HITS:
                    spans.append(span)
        return found


def _patterns(literal: Literal) -> tuple[str, ...]:
    """Return the texts to look for: a word ends at a space or an apostrophe, unless its end is open."""
    text = literal.text if literal.open_left else f" {literal.text}"
    return (text,) if literal.open_right else (f"{text} ", f"{text}'")


def _commonness(literal: Literal) -> float:
    """Return, or guess from its form, how often a literal turns up in news, in hits per thousand texts.

    Names and acronyms count as rare: some rule asks for most of them in any case ("AI").
    """
    if literal.demands:
        return 0.01
    words = literal.text.split()
    if len(words) > 1:
        return max(0.01, min(RATE.get(word, 0.05) for word in words) / 5)
    if literal.open_left or literal.open_right:
        return 0.5
    guess = {1: 200.0, 2: 100.0, 3: 40.0, 4: 0.5}.get(len(literal.text), 0.1)
    return RATE.get(literal.text, guess)


def _dated(literals: Iterable[Literal], word: Word) -> Iterator[Dated]:
    return (Dated(literal, word.since, word.until) for literal in literals)


def _within(inner: Word, outer: Word) -> Word:
    """Return a word of an inner set, dated by itself or else as the set that names it."""
    if outer.since is None and outer.until is None:
        return inner
    return Word(phrase=inner.phrase, since=inner.since or outer.since, until=inner.until or outer.until)


def _counts(dated: Dated, kept: str, start: int, published: date | None) -> bool:
    """Whether the original shows the capitals and marks that a phrase demands, in the time of the word."""
    literal, since, until = dated
    first = start if literal.open_left else start + 1
    for offset, demanded in literal.demands:
        shown = kept[first + offset]
        if shown != demanded and not (demanded.isupper() and shown.isupper()):
            return False
    if published is None:
        return True
    return (since is None or since <= published) and (until is None or published < until)


def _whole(literal: Literal, text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of a hit without its borders, stretched over the rest of a word that is open."""
    start = text.rfind(" ", 0, start) + 1 if literal.open_left else start + 1
    if not literal.open_right:
        return start, end - 1
    return start, end if text[end] in " '" else text.find(" ", end)

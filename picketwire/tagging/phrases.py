"""Read one phrase of a rule: the small notation that `docs/tags.md` explains.

    walk~ off the job      ~ any English form of the word (walks, walked, walking, walker's is not one)
    strajk*   *streik      * any ending, or any beginning
    (vote|ballot)~ on      one of several; an empty choice makes the word optional
    {unions} ... strike~   a word set; up to three words between (`...6`: up to six)
    _ workers              exactly one word; `<number> workers`: a number
    ^strike   strikes$     at the start, or at the end, of a field

A capital letter demands a capital in the text ("AI" is not "ai"); a small letter matches either.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from dataclasses import dataclass
from typing import NamedTuple

from picketwire.tagging.fold import fold_phrase
from picketwire.tagging.inflection import forms

MAX_CHOICES = 2000  # literal phrases that one written phrase may stand for
_TOKEN = re.compile(r"\s*(\{[^{}]*\}|<number>|\.\.\.\d*(?=\s|$)|(?:\([^()]*\)|[^\s(){}<>|])+)(?=\s|$)")
_PIECE = re.compile(r"\([^()]*\)|[^()]+")
_UNUSUAL = re.compile(r"[^a-z0-9 ]")
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_SOUND = re.compile(r"[^*~]*[A-Za-z0-9][^*~]*")  # has something to look for, and no sign in a wrong place
_GAP = 3
_FOLDED_AWAY = frozenset(" -'’‘–—‑")


class PhraseError(ValueError):
    """A phrase that cannot be read; the text says why, for the person who wrote it."""


class Literal(NamedTuple):
    """A fixed run of words as it is looked for; a tuple, because there are tens of thousands.

    `text` is folded; `demands` are (offset, character) pairs that the original must show: a capital
    where the phrase has one, or the very punctuation mark.
    """

    text: str
    open_left: bool = False
    open_right: bool = False
    demands: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a phrase: alternatives, how many words may stand before it, and what it is tied to.

    `choices` are the spellings of each of its words. They are combined only where the step is looked for:
    to check a phrase, or to know which sets it names, takes none of them.
    """

    choices: tuple[tuple[str, ...], ...] = ()
    word_set: str | None = None
    gap: tuple[int, int] = (0, 0)
    number: bool = False  # the word before it is a number
    at_start: bool = False
    at_end: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the step stands for its words alone, tied to nothing."""
        return not (self.number or self.at_start or self.at_end)

    @property
    def literals(self) -> tuple[Literal, ...]:
        """All runs of words that the step stands for."""
        return _literals(self.choices)


@functools.lru_cache(maxsize=50_000)
def parse(phrase: str) -> tuple[Step, ...]:
    """Read a phrase into its steps; PhraseError says what is wrong with it."""
    tokens = _tokens(phrase)
    at_start, at_end = tokens[0] == "^", tokens[-1] == "$"
    tokens = tokens[at_start : len(tokens) - at_end]
    steps = _steps(tokens)
    if not steps:
        raise PhraseError("no word to look for")
    steps[0] = _tied(steps[0], at_start=at_start)
    steps[-1] = _tied(steps[-1], at_end=at_end)
    return tuple(steps)


def _tied(step: Step, *, at_start: bool = False, at_end: bool = False) -> Step:
    return Step(
        choices=step.choices,
        word_set=step.word_set,
        gap=step.gap,
        number=step.number,
        at_start=step.at_start or at_start,
        at_end=step.at_end or at_end,
    )


def _tokens(phrase: str) -> list[str]:
    """Split a phrase into words, groups, sets and signs."""
    found: list[str] = []
    position, phrase = 0, phrase.strip()
    if not phrase:
        raise PhraseError("an empty phrase")
    if phrase[0] == "^":
        found, position = ["^"], 1
    stop = len(phrase) - 1 if phrase[-1] == "$" else len(phrase)
    while position < stop:
        part = _TOKEN.match(phrase, position, stop)
        if part is None:
            raise PhraseError(f'cannot read "{phrase[position:].strip()}": a bracket without its partner?')
        found.append(part[1])
        position = part.end()
    return [*found, "$"] if stop < len(phrase) else found


def _steps(tokens: list[str]) -> list[Step]:
    """Join the runs of plain words between sets, gaps and open words into one step each."""
    steps: list[Step] = []
    run: list[str] = []
    gap, number = (0, 0), False
    for part in [*tokens, ""]:
        is_word = bool(part) and not _is_sign(part)
        if run and not (is_word and _joins(run[-1], part)):
            steps.append(Step(choices=_checked(run), gap=gap, number=number))
            run, gap, number = [], (0, 0), False
        if is_word:
            run.append(part)
        elif part.startswith("{"):
            steps.append(Step(word_set=part[1:-1].strip(), gap=gap, number=number))
            gap, number = (0, 0), False
        elif part == "<number>":
            number = True
        elif part:
            gap = _widened(gap, part)
    if gap != (0, 0) or number:
        raise PhraseError("a phrase must end with a word")
    if steps and steps[0].gap != (0, 0):
        raise PhraseError("a phrase must begin with a word")
    return steps


def _joins(before: str, word: str) -> bool:
    """Whether two words stand in one literal: not where one of them has an open end towards the other."""
    return not before.endswith("*") and not word.startswith("*")


def _widened(gap: tuple[int, int], part: str) -> tuple[int, int]:
    """Return a gap with one more word, or with the words that three dots allow."""
    low, high = gap
    return (low + 1, high + 1) if part == "_" else (low, high + int(part[3:] or _GAP))


def _is_sign(part: str) -> bool:
    return part in {"_", "<number>"} or part.startswith(("{", "..."))


def _checked(run: list[str]) -> tuple[tuple[str, ...], ...]:
    """Return the spellings of each word of a run; PhraseError if they cannot be looked for."""
    choices = tuple(tuple(_choices(part)) for part in run)
    total = math.prod(map(len, choices))
    if total > MAX_CHOICES:
        raise PhraseError(f"stands for {total} phrases, more than {MAX_CHOICES}: use a word set instead")
    if not all(_SOUND.fullmatch(word) for words in choices for word in words if word):
        _literals(choices)  # raises what is wrong; of sound words nothing can be
    if not any(any(words) for words in choices):
        raise PhraseError("no word to look for")
    return choices


@functools.lru_cache(maxsize=50_000)
def _literals(choices: tuple[tuple[str, ...], ...]) -> tuple[Literal, ...]:
    """Spell out a run of words with choices and forms as all the literals that it stands for."""
    spelled = dict.fromkeys(" ".join(filter(None, words)) for words in itertools.product(*choices))
    return tuple(_literal(words) for words in spelled if words)


def _choices(word: str) -> list[str]:
    """Return the spellings of one word with its groups in brackets: salar(y|ies), (vote|ballot)~."""
    pieces = [piece[1:-1].split("|") if piece[0] == "(" else [piece] for piece in _PIECE.findall(word)]
    return [form for chosen in itertools.product(*pieces) for form in _spellings("".join(chosen))]


def _spellings(words: str) -> list[str]:
    """Return the forms of each word that has a ~, combined."""
    per_word = [forms(word[:-1]) if word.endswith("~") else (word,) for word in words.split()]
    return [" ".join(combination) for combination in itertools.product(*per_word)]


def _literal(words: str) -> Literal:
    if _PLAIN.fullmatch(words):  # tens of thousands are, of which nothing is to be folded or demanded
        return Literal(words)
    open_left, open_right = words.startswith("*"), words.endswith("*")
    bare = words.strip("*").strip()
    if "*" in bare or "~" in bare:
        raise PhraseError(
            f'"{words}": * stands only at the very beginning or end, ~ only at the end of a word'
        )
    folded = fold_phrase(bare)
    if not folded.strip():
        raise PhraseError(f'"{words}" has no letter or digit')
    unusual = ((found.start(), found.group()) for found in _UNUSUAL.finditer(bare))
    demands = tuple((n, c) for n, c in unusual if c.isupper() or not (c.isalnum() or c in _FOLDED_AWAY))
    return Literal(folded, open_left, open_right, demands)

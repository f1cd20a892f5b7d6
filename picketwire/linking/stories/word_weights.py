"""How telling a word is: a fixed table, so that two items are as alike today as they will be next year."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from picketwire.linking.naming.names import fold_name

RARE = 7.0  # weight of a word that the table does not know
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = 3.0  # weight of a year: the table is older than the years to come
_WORD = re.compile(r"[^\W_]+(?:['.,&-][^\W_]+)*")
_POSSESSIVE = re.compile(r"'s?$")


@cache
def _table() -> dict[str, float]:
    """Read the table: each line a weight and the words that have it."""
    text = files("picketwire.linking.stories").joinpath("common_words.txt").read_text("utf-8")
    table = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            weight, *words = line.split()
            table.update(dict.fromkeys(words, float(weight)))
    return table


def weight(stem: str) -> float:
    """Return how much a stem tells, from 0 (in every text) to RARE."""
    return _YEARS if _YEAR.fullmatch(stem) else _table().get(stem, RARE)


def words(text: str) -> list[str]:
    """Return the words of a text in order, folded."""
    found: list[str] = _WORD.findall(fold_name(text))
    return found


def stems(text: str) -> list[str]:
    """Return the words of a text in order, folded, without possessive and plural endings."""
    return list(map(_stem, words(text)))


_PLURALS = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"))


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """Cut possessives, plurals, and in long words the endings of English verbs."""
    word = _POSSESSIVE.sub("", word)
    if len(word) < 5 or not word.isascii():
        return word
    for ending, singular in _PLURALS:
        if word.endswith(ending):
            return word.removesuffix(ending) + singular
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _verb(word) if len(word) > 5 else word


def _verb(word: str) -> str:
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 3:
            doubled = stem[-1] == stem[-2] and stem[-1] not in "lsz"
            return stem[:-1] if doubled else stem
    return word.removesuffix("e")

"""Fold a text for matching without ever losing where a character stood.

Folding ignores case, accents, and the many shapes of quotes, dashes and spaces. Each character of
the folded text stands for exactly one of the original, so that evidence offsets are exact.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

# Dropped before folding: combining marks, soft hyphens, zero-width and direction marks, variation
# selectors, and all but the first of a run of spaces.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_DROPPED = re.compile(f"[{_INVISIBLE}]+|(?<=[ \t\u00a0])[ \t\u00a0]+")
_MARK = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*")
# All that most news holds: these, fewer than 256, are folded by the machinery of the single-byte encodings,
# several times as fast as `str.translate`. None of them is dropped, unless in a run of spaces.
_USUAL = (
    "".join(map(chr, range(128)))
    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    + "ĄąĆćĘęŁłŃńŒœŚśŸŹźŻż‘’‚“”„‹›«»–—…•·\u00a0¡¿§°€£©®™"
)
# An opening quote is no part of the word after it, nor are the short words that French elides.
_PARTED = ((" '", "  "), (" l'", " l "), (" d'", " d "))
_APOSTROPHES = frozenset("'’‘ʼ′`´＇")


def _fold_character(character: str) -> str:
    """Return the one character that `character` is matched as: a small letter, digit, "'" or space."""
    if character in _APOSTROPHES:
        return "'"
    base = unicodedata.normalize("NFKD", character)
    if len(base) > 1 and all(unicodedata.combining(mark) for mark in base[1:]):
        base = base[0]
    base = (base if len(base) == 1 else character).lower()
    if len(base) != 1:
        base = base[0]
    return base if base.isalnum() else " "


class _Folding(dict[int, str]):
    """Maps code points to their folded character and learns each at its first sight."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDING = _Folding()


_ENCODING = codecs.charmap_build(_USUAL.ljust(256, "\ufffe"))  # U+FFFE marks what no character has
_FOLDED_USUAL = "".join(map(_fold_character, _USUAL))


class Folded(NamedTuple):
    """A text ready for matching.

    `kept` is the original without dropped characters, `text` its folded twin of the same length,
    and `places` the offset of each kept character in the original (None: nothing was dropped).
    """

    original: str
    kept: str
    text: str
    places: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of `text` into one of the original; marks on its last letter belong to it."""
        if self.places is None:
            return start, end
        last = self.places[end - 1] + 1
        mark = _MARK.match(self.original, last)
        return self.places[start], mark.end() if mark else last


def fold(original: str) -> Folded:
    """Fold `original` in linear time."""
    kept, places, text = original, None, _fold_usual(original)
    if text is None or "  " in original or "\t" in original or "\u00a0" in original:
        kept, places = _drop(original)
        if text is None or places is not None:
            text = _fold_usual(kept) or kept.translate(_FOLDING)
    if "'" in text:
        for apostrophe, parted in _PARTED:
            text = text.replace(apostrophe, parted)
    return Folded(original, kept, text, places)


def _fold_usual(text: str) -> str | None:
    """Fold a text of usual characters; None if it holds another."""
    try:
        numbers, _ = codecs.charmap_encode(text, "strict", _ENCODING)
    except UnicodeEncodeError:
        return None
    return codecs.charmap_decode(numbers, "strict", _FOLDED_USUAL)[0]


def fold_phrase(phrase: str) -> str:
    """Fold the words of a phrase as `fold` folds a text, at the same length."""
    return phrase.translate(_FOLDING)


def _drop(original: str) -> tuple[str, list[int] | None]:
    """Cut out the characters that must not come between the letters of a word."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for found in _DROPPED.finditer(original):
        pieces.append(original[done : found.start()])
        places.extend(range(done, found.start()))
        done = found.end()
    if not done:
        return original, None
    pieces.append(original[done:])
    places.extend(range(done, len(original)))
    return "".join(pieces), places

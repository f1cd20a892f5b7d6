"""Read the kind of work and the level out of a posting's title, by a small table of rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from picketwire.records import RoleKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD = re.compile(r"\w+(?:[.'’&+]\w+)*")
_LONGEST_TITLE = 60  # words; what is longer is no title


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRule:
    """One rule: the kind of work or level that it gives, and what a title must and must not hold.

    Each entry of `title` lists alternatives; one of each must be found. An alternative is some words in
    order: in small letters they are found in any case, with capitals only as written; at the end of
    the last, `~` takes the plural too and `*` any ending.
    """

    name: str
    rule: str
    title: tuple[tuple[str, ...], ...]
    exclude: tuple[str, ...] = ()


class RoleTable:
    """The rules for families and for levels; in each, the first that fits decides."""

    def __init__(self, families: Sequence[RoleRule] = (), seniority: Sequence[RoleRule] = ()) -> None:
        self._families = [_compiled(rule) for rule in families]
        self._seniority = [_compiled(rule) for rule in seniority]
        self.longest = max((each.longest for each in (*self._families, *self._seniority)), default=1)

    def classify(self, title: str) -> RoleKind:
        """Return the kind of work and the level that a title names, with the rules that say so."""
        found = _Title.of(title, self.longest)
        family = next((each for each in self._families if each.fits(found)), None)
        level = next((each for each in self._seniority if each.fits(found)), None)
        return RoleKind(
            family=family and family.name,
            family_rule=family and family.rule,
            seniority=level and level.name,
            seniority_rule=level and level.rule,
        )


def words_of(phrase: str) -> list[str]:
    """Return the words of a title or phrase, hyphens and slashes between them taken for spaces."""
    return _WORD.findall(phrase)[:_LONGEST_TITLE]


class _Title(NamedTuple):
    """Every run of words of a title, as written and in small letters, and its words in small letters."""

    runs: frozenset[str]
    words: tuple[str, ...]

    @classmethod
    def of(cls, title: str, longest: int) -> _Title:
        words = words_of(title)
        small = [word.casefold() for word in words]
        runs = {
            " ".join(kind[start : start + size])
            for kind in (words, small)
            for start in range(len(words))
            for size in range(1, longest + 1)
        }
        return cls(frozenset(runs), tuple(small))


class _Any(NamedTuple):
    """Alternatives made ready: exact runs of words, and beginnings of words."""

    runs: frozenset[str]
    starts: tuple[str, ...]

    def found(self, title: _Title) -> bool:
        if not self.runs.isdisjoint(title.runs):
            return True
        return bool(self.starts) and any(word.startswith(self.starts) for word in title.words)


class _Compiled(NamedTuple):
    name: str
    rule: str
    needs: tuple[_Any, ...]
    exclude: _Any
    longest: int

    def fits(self, title: _Title) -> bool:
        return all(any_of.found(title) for any_of in self.needs) and not self.exclude.found(title)


def _compiled(rule: RoleRule) -> _Compiled:
    needs, exclude = tuple(_any_of(entry) for entry in rule.title), _any_of(rule.exclude)
    longest = max(run.count(" ") + 1 for part in (*needs, exclude) for run in (part.runs or {""}))
    return _Compiled(rule.name, rule.rule, needs, exclude, longest)


def _any_of(phrases: Iterable[str]) -> _Any:
    runs: set[str] = set()
    starts: list[str] = []
    for phrase in phrases:
        run = " ".join(words_of(phrase))
        if phrase.endswith("*"):
            starts.append(run.casefold())
        else:
            runs |= {run, f"{run}s", f"{run}es"} if phrase.endswith("~") else {run}
    return _Any(frozenset(runs), tuple(starts))

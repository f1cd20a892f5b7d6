"""Names that are also something else: what tells the organization from the fruit, the river and the word."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from picketwire.facts import OrganizationKind

_SHORT = 3  # letters up to which an acronym may be anything
_PERSON = r"\s+(?-i:[A-Z][a-zà-ÿ]{2,})"  # a surname behind a first name


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is to be checked where a name stands in a text.

    `after` matches what must not end before the name, `before` what must not begin behind it,
    `needs` a word that the surroundings must have; None: nothing to check.
    """

    after: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    needs: re.Pattern[str] | None = None
    plain: bool = False  # also a word of the language, so that its place in the sentence counts


def doubt(name: str, kind: OrganizationKind) -> Doubt | None:
    """Return what is to be checked for a name as configured; None for one that means nothing else."""
    known = _table()["names"].get(name.casefold())
    if known is not None:
        return _doubt(known)
    plain = name.casefold() in _table()["plain"]
    if plain or _is_short_acronym(name, kind):
        return Doubt(needs=context(_table()["kinds"][kind]), plain=plain)
    return None


def _is_short_acronym(name: str, kind: OrganizationKind) -> bool:
    return kind in {"union", "local", "agency"} and len(name) <= _SHORT and name.isalpha() and name.isupper()


def _doubt(entry: dict[str, Any]) -> Doubt:
    after, before = entry.get("after", ()), entry.get("before", ())
    behind = [rf"['’]?[ -]?(?:{_words(before)})(?!\w)"] if before else []
    behind += [_PERSON] if entry.get("person") else []
    return Doubt(
        after=re.compile(rf"(?<!\w)(?:{_words(after)})['’.]?[ -]$", re.IGNORECASE) if after else None,
        before=re.compile("|".join(behind), re.IGNORECASE) if behind else None,
        needs=context(tuple(entry["needs"])) if entry.get("needs") else None,
        plain=entry.get("plain", False),
    )


@cache
def context(names: tuple[str, ...]) -> re.Pattern[str]:
    """Compile the words of some contexts; one of them shows that a text is about such things."""
    words = {word for name in names for word in _table()["contexts"][name].split()}
    return re.compile(rf"(?<![\w-])(?:{_words(sorted(words))})(?!\w)", re.IGNORECASE)


_OTHER_GUILD = re.compile(r"\b(?!The\b)[A-Z][\w’'-]+ Guild\b")


def guild_of(text: str) -> str | None:
    """Return the slug of the guild that a text about a dispute means by “the Guild”; None if unclear."""
    if _OTHER_GUILD.search(text) or not context(("labour",)).search(text):
        return None
    crafts = [slug for slug, craft in _crafts() if craft.search(text)]
    return crafts[0] if len(crafts) == 1 else None


@cache
def _crafts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    guilds: dict[str, str] = _table()["guilds"]
    return tuple(
        (slug, re.compile(rf"(?<![\w-])(?:{_words(words.split())})(?!\w)", re.IGNORECASE))
        for slug, words in guilds.items()
    )


def _words(words: Iterable[str]) -> str:
    return "|".join(
        re.escape(w.removesuffix("*")).replace(r"\ ", r"\s") + r"\w*" * w.endswith("*") for w in words
    )


@cache
def _table() -> dict[str, Any]:
    text = files("picketwire.linking.naming").joinpath("ambiguous.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    return {
        "contexts": raw["contexts"],
        "guilds": raw["guilds"],
        "kinds": {kind: tuple(names) for kind, names in raw["kinds"].items()},
        "plain": frozenset(raw["plain"]["words"].split()),
        "names": {name.casefold(): entry for entry in raw["names"] for name in entry["names"]},
    }

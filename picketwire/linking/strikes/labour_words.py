"""Know the words by which reports of strikes are read: workers, branches, places, and no names."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from picketwire.linking.naming.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping

STRIKE = (
    r"(?:strik\w*|walk-?\s?outs?|walk\w* (?:out|off)|picket\w*|stoppages?|industrial action|lockout|"
    r"strajk\w*)"
)
WORD = re.compile(r"[^\W\d_][\w'’.&-]*(?:/[^\W\d_][\w'’.&-]*)?")


@dataclass(frozen=True, slots=True)
class Table:
    """Words, each with what they mean."""

    specific: Mapping[str, str]
    general: Mapping[str, str]
    places: Mapping[str, str]
    branches: Mapping[str, str]
    within: Mapping[str, str]
    airports: Mapping[str, str]
    no_names: frozenset[str]
    ordinary: frozenset[str]
    adjectives: frozenset[str]
    workers: frozenset[str]
    trades: frozenset[str]
    sectors: Mapping[str, str]
    causes: Mapping[str, str]


@cache
def table() -> Table:
    """Read the words of `labour_words.toml`."""
    raw = tomllib.loads(files("picketwire.linking.strikes").joinpath("labour_words.toml").read_text("utf-8"))

    def turned(name: str) -> dict[str, str]:
        return {fold_name(word): key for key, words in raw[name].items() for word in words.split()}

    airports = turned("airports")
    within = turned("within") | airports
    places = {word: word for word in within} | turned("places")
    return Table(
        specific=turned("specific"),
        general=turned("general"),
        places=places,
        branches=turned("branches"),
        within=within,
        airports=airports,
        no_names=frozenset(raw["no_names"]["words"].split()),
        ordinary=frozenset(" ".join(raw["no_names"].values()).split()),
        adjectives=frozenset(raw["no_names"]["adjectives"].split()),
        workers=frozenset(turned("specific")) | frozenset(turned("general")),
        trades=frozenset(raw["specific"]),
        sectors=turned("sectors"),
        causes=turned("causes"),
    )


def is_country(place: str) -> bool:
    """Whether a place is a country, and not a city or region of one."""
    return place not in table().within


def is_trade(work: str) -> bool:
    """Whether a word for workers says enough alone."""
    return work in table().trades


def country(place: str) -> str:
    """Return the country that a place is in, or is."""
    while place in table().within:
        place = table().within[place]
    return place


def same_place(closer: str, looser: str) -> bool:
    """Whether a place may be the one beside a looser name: it is within it, or none is told there."""
    return not looser or looser in _around(closer)


def _around(place: str) -> list[str]:
    """Return a place and those that it is in."""
    found = [place]
    while (wider := table().within.get(found[-1])) and wider not in found:
        found.append(wider)
    return [*found, "britain"] if found[-1] in _NATIONS else found


_NATIONS = frozenset({"england", "scotland", "wales"})


def place_in(text: str) -> str:
    """Return the first place that a text names."""
    places = table().places
    words = [plain(w) for w in WORD.findall(text) if len(w) > 3 or w.lower() != w]  # "US", and not "us"
    pairs = [f"{a}-{b}" for a, b in pairwise(words)]
    return next((places[w] for w in [*pairs, *words] if w in places), "")


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """Return a word folded, without possessive ending."""
    return re.sub(r"'s$|'$", "", fold_name(word)).rstrip(".")

"""The words for topics of demands, for cities and in names, from `fact_words.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_CLOCK = re.compile(r"\bhours (?:before|after|later|earlier|ago|until|into|away|from)\b", re.IGNORECASE)


def topics(text: str, *, ai: bool) -> tuple[str, ...]:
    """Return the topics that a demand's words name, in the order of the table."""
    text = _CLOCK.sub(" ", text)  # a time at which something happens, not the hours that people work
    return tuple(topic for topic, words in _topics("ai_topics" if ai else "topics") if words.search(text))


@cache
def cities() -> frozenset[str]:
    """Return large cities, in small letters with dashes for spaces."""
    return frozenset(name for names in _raw()["cities"].values() for name in names.split())


@cache
def general_names() -> frozenset[str]:
    """Return words of names of employers and unions that say little: two names must share another one."""
    return frozenset(_raw()["names"]["general"].split())


@cache
def _topics(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((topic, _pattern(words)) for topic, words in _raw()[table].items())


def _pattern(words: str) -> re.Pattern[str]:
    forms = (re.escape(word).replace(r"\*", r"\w*").replace(r"\-", r"[-\s’']+") for word in words.split())
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


@cache
def _raw() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("picketwire.linking.strikes").joinpath("fact_words.toml").read_text("utf-8"))

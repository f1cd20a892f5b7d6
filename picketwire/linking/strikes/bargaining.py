"""Infer whom a strike is against where a report says only “the studios”: whom the union bargains with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from picketwire.linking.sentences import sentence
from picketwire.times import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from picketwire.facts import Bargaining, Organization
    from picketwire.linkage import News


@dataclass(frozen=True, slots=True)
class Implied:
    """A struck party that a report does not name, the union that bargains with it, and the hint at it."""

    counterpart: str
    union: str
    quote: str


def implied(news: News, reach: int, organizations: Mapping[str, Organization]) -> tuple[Implied, ...]:
    """Return whom title and lead (`reach` code points) mean by a short word, for each union that bargains.

    It holds for the union that the item turns out to be about: only a union's own counterpart of that
    day, and only by a word on record for it. It is an inference, not what the text says, and is to be
    shown as one.
    """
    found = []
    for union, pair in ((o.slug, pair) for o in organizations.values() for pair in o.bargains):
        if Interval(pair.since, pair.until).holds(news.day) and (quote := _hint(news, pair, reach)):
            found.append(Implied(pair.counterpart, union, quote))
    return tuple(found)


def _hint(news: News, pair: Bargaining, reach: int) -> str:
    for text in (news.title, (news.summary or news.body)[:reach]):
        for hint in _pattern(pair.called).finditer(text):
            start, end = sentence(text, hint.start())
            if not (pair.unless and _pattern(pair.unless).search(text, start, end)):
                return text[start:end].strip()
    return ""


@cache
def _pattern(called: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, called))})(?![\w-])", re.IGNORECASE)

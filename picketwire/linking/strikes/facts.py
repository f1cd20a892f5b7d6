"""Read the facts of a strike out of a report: workers, places, industry, contract, scope and demands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from picketwire.facts import FactKind, StrikeFact
from picketwire.linkage import TEXT_FIELDS
from picketwire.linking.sentences import sentence, sentence_at, sentences
from picketwire.linking.strikes.fact_words import topics
from picketwire.linking.strikes.plain_facts import plain_facts
from picketwire.linking.strikes.told import the_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from picketwire.archive.statements import Fought
    from picketwire.archive.strike_facts import SectorSpan
    from picketwire.linkage import News, Statement
    from picketwire.linking.strikes.told import Kin

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:\s(thousand|million|m)\b)?", re.IGNORECASE)
_TIMES = {"thousand": 1_000, "million": 1_000_000, "m": 1_000_000}
_ONE_IN = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine)\s(?:in|out of)\s$", re.IGNORECASE
)
_VOTE = re.compile(r"\b(?:vot(?:e|es|ed|ing)|ballot\w*|in favou?r|turnout)\b", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+$", re.IGNORECASE
)
_REACH = 60  # code points before a number that say what it counts
# "the guild, which speaks for 160,000 performers": all of them, though the sentence tells of a vote
_SPEAKS_FOR = re.compile(
    r"\b(?:represent\w*|speaks? for|on behalf of|cover\w*|made up of)\s(?:[\w-]+\s){0,3}$"
)


def strike_facts(
    news: News,
    said: Iterable[Statement],
    sectors: Iterable[SectorSpan],
    strikes: Sequence[Fought],
    kin: Kin,
) -> dict[str, tuple[StrikeFact, ...]]:
    """Return what an item says of the strikes that it is about, by their slugs; each value once.

    A sentence that names the union of one strike is about that one; any other only where the item is
    about no second. What no sentence says plainly stays unknown.
    """
    if not strikes:
        return {}
    found: dict[str, dict[tuple[str, str], StrikeFact]] = {}
    bounds = {str(field): sentences(news.text(field)) for field in TEXT_FIELDS}
    for field, start, fact in _read(news, said, sectors):
        begin, end = sentence_at(bounds[field], start)
        named = {m.organization for m in news.mentions if m.field == field and begin <= m.start < end}
        strike = the_one(strikes, named, kin)
        if strike is not None:
            whole = replace(fact, quote=" ".join(news.text(field)[begin:end].split()))
            found.setdefault(strike.slug, {}).setdefault((fact.kind, fact.value), whole)
    return {slug: tuple(facts.values()) for slug, facts in found.items()}


def _read(
    news: News, said: Iterable[Statement], sectors: Iterable[SectorSpan]
) -> Iterator[tuple[str, int, StrikeFact]]:
    """Yield field, place and fact, whose quote is still to come."""

    def fact(kind: FactKind, value: str) -> StrikeFact:
        return StrikeFact(kind=kind, value=value, date=news.day, item=news.id, url=news.url)

    for each in said:
        for kind, value in _stated(each, news.text(each.field)):
            told = replace(fact(kind, value), speaker=each.speaker, organization=each.organization)
            yield each.field, each.start, told
    for sector in sectors:
        yield sector.field, sector.start, fact("industry", sector.sector)
    for field in TEXT_FIELDS:
        for start, kind, value in plain_facts(news.text(field)):
            yield field, start, fact(kind, value)


def _stated(statement: Statement, text: str) -> Iterator[tuple[FactKind, str]]:
    if statement.kind == "workers":
        if number := workers_in(statement, text):
            yield "workers", str(number)
    elif statement.kind in {"ai_demand", "demand"}:
        about_ai, others = statement.kind == "ai_demand", topics(statement.text, ai=False)
        for topic in (topics(statement.text, ai=True) or ("ai",)) if about_ai else ():
            yield "ai_demand", topic
        for topic in others or (() if about_ai else ("other",)):
            yield "demand", topic


def workers_in(statement: Statement, text: str) -> int | None:
    """Return the number in a statement of workers; None where it is vague, a date, a share or a vote."""
    found = _NUMBER.search(statement.text)
    before = text[max(0, statement.start - _REACH) : statement.start]
    if _MONTH.search(before) or _ONE_IN.search(before):
        return None
    begin, end = sentence(text, statement.start)
    for_whom = _SPEAKS_FOR.search(before)
    if found is None or (_VOTE.search(text, begin, end) and not for_whom):
        return None
    return round(float(found[1].replace(",", "")) * _TIMES.get((found[2] or "").lower(), 1))

"""Read what a report of a strike says: what is demanded, who is quoted, how many are involved."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from picketwire.linkage import TEXT_FIELDS, Statement
from picketwire.linking.quotes import quotes
from picketwire.linking.stage_claims import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from picketwire.archive.statements import Fought
    from picketwire.facts import OrganizationKind
    from picketwire.linkage import Mention, News, TextField

_SIDE = (
    r"(?:union|guild|workers?|writers?|screenwriters?|actors?|performers?|members?|strikers?|staff|employees|"
    r"nurses?|doctors?|teachers?|drivers?|crews?|pilots?|animators?|journalists?|they|who|picketers|artists?|miners?|"
    r"baristas?|dockers?|dockworkers?|machinists?|musicians?|players?|couriers?|cleaners?|engineers?|"
    r"radiographers?|lecturers?|organi[sz]ers)"
)
_DEMAND = re.compile(
    r"\b(?:demand(?:s|ed|ing)?|(?:is|are|were|was|been)\s(?:seeking|asking for|fighting for|pushing for|"
    r"calling for|bargaining for|striking (?:over|for))|seeks?|sought|wants?|wanted(?! (?:at|by|in))|"
    r"calls? for|called for|"
    r"insists? on|press(?:es|ed|ing)? for|push(?:es|ed)? for|(?:go|goes|went|gone) on strike (?:over|for)|"
    r"(?:strike|striking|walkout|dispute|picketing|walked out) (?:over|for better|for higher)|"
    r"asks? for|asked for|proposed?|protections? (?:against|from|for)|"
    r"key (?:issue|demand|sticking point)s?)\b",
    re.IGNORECASE,
)
_OUR_SIDE = re.compile(rf"\b{_SIDE}\b", re.IGNORECASE)
_AI = re.compile(
    r"\b(?:AI|A\.I\.|artificial intelligence|machine learning|generative|likeness(?:es)?|"
    r"digital (?:replicas?|doubles?|likeness(?:es)?|copies)|replicas?|deepfakes?|body scans?|scann(?:ed|ing)|"
    r"chatbots?|ChatGPT|algorithms?|automat\w+|robots?|surveillance|training (?:of )?(?:data|models|on)|"
    r"synthetic (?:performers?|voices?))\b"
)
_NUMBER = re.compile(
    r"(?:\b(?:some|about|around|nearly|almost|more than|over|roughly|up to|an estimated)\s)?"
    r"(?<![$€£\d.,])(?P<n>\d{1,3}(?:,\d{3})+|\d{3,6}|\d+(?:\.\d+)?\s(?:thousand|million))\s"
    r"(?!(?:[\w-]+\s){0,3}(?:hours?|days?|weeks?|months?|years?|per)\b)"
    r"(?:[\w-]+\s){0,4}?(?:workers|writers|screenwriters|actors|performers|members|employees|nurses|doctors|"
    r"teachers|drivers|staff|crew|pilots|people|journalists|strikers|animators|machinists|baristas|players|"
    r"musicians)\b",
    re.IGNORECASE,
)
_INVOLVED = re.compile(
    rf"strik\w*|walk\w* (?:out|off)|picket\w*|union|guild|represent\w*|stoppage|vote|member|{_SIDE}",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:said|says?|according to|estimated?|told|reported|announced?)\b", re.IGNORECASE)
_FEWEST_WORDS = 5


def statements(news: News, kinds: Mapping[str, OrganizationKind]) -> tuple[Statement, ...]:
    """Read the statements of one item about a strike, in the order of the text; each place once."""
    found: list[Statement] = []
    for field in TEXT_FIELDS:
        mentions = [m for m in news.mentions if m.field == field]
        found += _quotes(news, field, mentions)
        found += _demands(news, field, mentions, kinds)
        found += _workers(news, field, mentions)
    return tuple(found)


def _quotes(news: News, field: TextField, mentions: Sequence[Mention]) -> Iterator[Statement]:
    for quote in quotes(news.text(field), mentions):
        yield Statement(
            item=news.id,
            kind="quote",
            speaker=quote.speaker,
            organization=quote.organization,
            field=field,
            start=quote.start,
            end=quote.end,
            text=quote.text,
        )


def _demands(
    news: News, field: TextField, mentions: Sequence[Mention], kinds: Mapping[str, OrganizationKind]
) -> Iterator[Statement]:
    """A sentence in which the workers' side asks for something; one about AI and its kin is told apart."""
    text, done = news.text(field), -1
    for match in _DEMAND.finditer(text):
        start, end = sentence(text, match.start())
        if start == done or len(text[start:end].split()) < _FEWEST_WORDS:
            continue
        unions = [
            m.organization
            for m in mentions
            if start <= m.start < end and kinds.get(m.organization) in {"union", "local"}
        ]
        before = text[start : match.start()]
        if not unions and not _OUR_SIDE.search(text[start:end]):
            continue
        if _employer_asks(before, mentions, start, match.start(), kinds):
            continue
        done = start
        quote = text[start:end].strip()
        begin = text.index(quote, start)
        yield Statement(
            item=news.id,
            kind="ai_demand" if _AI.search(quote) else "demand",
            organization=unions[0] if unions else None,
            field=field,
            start=begin,
            end=begin + len(quote),
            text=quote,
        )


def _employer_asks(
    before: str, mentions: Sequence[Mention], start: int, end: int, kinds: Mapping[str, OrganizationKind]
) -> bool:
    """Whether the one who asks is an employer: the last party named before the word for asking."""
    parties = [m for m in mentions if start <= m.start < end and kinds.get(m.organization) in _PARTIES]
    if not parties or kinds.get(parties[-1].organization) in {"union", "local"}:
        return False
    ahead, behind = before[: parties[-1].start - start], before[parties[-1].end - start :]
    return not (_OUR_SIDE.search(behind) or _WORKS_AT.search(ahead))


_WORKS_AT = re.compile(rf"\b{_SIDE}\s(?:at|of|from|for)\s(?:the\s)?$", re.IGNORECASE)
_PARTIES = frozenset({"union", "local", "employer", "association"})


def _workers(news: News, field: TextField, mentions: Sequence[Mention]) -> Iterator[Statement]:
    """A number of workers in a sentence about the dispute, with who says so where the sentence names one."""
    text = news.text(field)
    for match in _NUMBER.finditer(text):
        start, end = sentence(text, match.start())
        rest = text[start : match.start()] + text[match.end() : end]
        if not _INVOLVED.search(rest):
            continue
        says = _SAID.search(text[start:end])
        said_by = [m for m in mentions if start <= m.start < end] if says else []
        near = min(said_by, key=lambda m: abs(m.start - start - says.start()), default=None) if says else None
        yield Statement(
            item=news.id,
            kind="workers",
            speaker=near.text if near else None,
            organization=near.organization if near else None,
            field=field,
            start=match.start(),
            end=match.end(),
            text=match.group(),
        )


ECHO = timedelta(days=60)  # before a strike and after it in which people speak of it


def about(news: News, strikes: Sequence[Fought], members: Mapping[str, frozenset[str]]) -> str | None:
    """Return the strike most of whose parties an item names in its days; None if none or several.

    An association counts as named where one of its members is (`members` gives the associations of each).
    """
    named = {mention.organization for mention in news.mentions}
    named |= {association for slug in named for association in members.get(slug, ())}
    fitting = [
        (len(strike.parties & named), strike.slug)
        for strike in strikes
        if strike.parties & named
        and strike.since - ECHO <= news.day
        and (strike.until is None or news.day <= strike.until + ECHO)
    ]
    most = max((count for count, _ in fitting), default=0)
    best = [slug for count, slug in fitting if count == most]
    return best[0] if len(best) == 1 else None


def placed(found: Sequence[Statement], strike: str | None, posting: int | None) -> tuple[Statement, ...]:
    """Say what statements are about; only quotes react to a posting."""
    return tuple(
        replace(each, strike=strike, posting=posting if each.kind == "quote" else None) for each in found
    )

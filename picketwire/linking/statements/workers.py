"""Read how many workers a report says are involved in a dispute, and who says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from picketwire.linkage import Statement
from picketwire.linking.sentences import LONGEST_SENTENCE, sentence_at, sentences
from picketwire.linking.statements.demands import SIDE, any_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from picketwire.facts import OrganizationKind
    from picketwire.linkage import Mention, News, TextField

_NOUNS = rf"(?:{any_of('counted')})"
_TENS = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixteen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|a hundred|hundred|a thousand|thousand|million)"
)
# Words between a number and those it counts: adjectives and names, and nothing that joins another phrase.
_FILLING = (
    r"(?!(?:due|to|for|in|at|on|from|by|as|per|the|an?|and|was|were|is|are|who|after|season|"
    r"games?|million|billion|hours?|days?|weeks?|months?|years?|percent|jobs|"
    r"of(?! (?:its|their|our|the)))\b)[\w'’-]+"
)
_ABOUT = (
    r"(?:\b(?:some|about|around|nearly|almost|more than|over|roughly|up to|an estimated|at least|at most|"
    r"as many as|approximately|close to|fewer than|under|just over|well over)\s)?"
)
_DIGITS = (
    r"(?<![$€£\d.,/–-])(?!(?:19|20)\d\d\b)"
    r"(?P<n>\d{1,3}(?:,\d{3})+|\d{2,6}|\d+(?:\.\d+)?\s(?:thousand|million|m))"
)
_SPELT = (
    rf"\b(?:(?:half )?a million|a quarter of a million|"
    rf"(?:{_TENS}[- ](?:and )?){{0,4}}(?:hundred|thousand|million)|"
    r"(?:tens of |hundreds of )?thousands of|hundreds of)"
)
_NUMBER = re.compile(
    rf"{_ABOUT}(?:{_DIGITS}|{_SPELT})\s"
    r"(?!(?:[\w-]+\s)?(?:hours?|days?|weeks?|months?|years?|per|percent)\b)"
    rf"(?:of (?:its|their|our|them)\b(?!\s\d)(?:\s(?:[\w-]+\s){{0,2}}?{_NOUNS})?|"
    rf"(?:{_FILLING}[ ]){{0,4}}?{_NOUNS})\b"
    rf"(?:\s(?:members|workers|staff|assistants|crew))?(?:(?:,\s[\w-]+){{0,3}}\sand\s(?:[\w-]+\s)?{_NOUNS})?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\bnumber of (?:strikers|workers|members|participants)[^.]{0,20}? at (?P<n>\d{1,3}(?:,\d{3})+|\d{3,6})\b"
)
_DAY = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s$", re.IGNORECASE)
_INVOLVED = re.compile(rf"{any_of('involved')}|{SIDE}", re.IGNORECASE)
_HARMED = re.compile(rf"\b(?:{any_of('harmed')})\b", re.IGNORECASE)
_ELSEWHERE = re.compile(rf"\b(?:{any_of('harmed')}|{any_of('elsewhere')})\b", re.IGNORECASE)
_REACH = 45  # code points on either side of a number in which words say that it is of something else
_SAID = re.compile(
    r"\b(?:said|says?|according to|estimat\w+|told|report(?:s|ed)|announc\w+|put the number)\b", re.IGNORECASE
)
_THE_UNION = re.compile(r"\b(?:the|their|its) (?:union|guild|local)\b", re.IGNORECASE)
_UNIONS = frozenset({"union", "local"})


def workers(
    news: News, field: TextField, mentions: Sequence[Mention], kinds: Mapping[str, OrganizationKind]
) -> Iterator[Statement]:
    """Yield each number of workers in a sentence about the dispute, with who says so where the text tells."""
    text, bounds = news.text(field), None
    for match in sorted((*_NUMBER.finditer(text), *_COUNTED.finditer(text)), key=re.Match.start):
        bounds = bounds or sentences(text)
        start, end = sentence_at(bounds, match.start())
        if end - start > LONGEST_SENTENCE:
            continue
        by = _said_by(text, start, end, mentions, kinds)
        by_union = by is not None and kinds.get(by[1]) in {"union", "local"}
        if _DAY.search(text, max(start, match.start() - 11), match.start()):
            continue
        if not _is_of_the_dispute(text, start, end, match, by_union=by_union):
            continue
        counted = match.re is _COUNTED
        yield Statement(
            item=news.id,
            kind="workers",
            speaker=by[0] if by else None,
            organization=by[1] if by else None,
            field=field,
            start=match.start("n") if counted else match.start(),
            end=match.end(),
            text=match["n"] if counted else match.group(),
        )


def _is_of_the_dispute(text: str, start: int, end: int, match: re.Match[str], *, by_union: bool) -> bool:
    rest = text[start : match.start()] + text[match.end() : end]
    near = text[max(start, match.start() - _REACH) : min(end, match.end() + _REACH)]
    if match.group().endswith(("strikers", "picketers")):
        return not _HARMED.search(near)
    if match.re is _COUNTED:
        return True
    involved = by_union or match.group().endswith("members") or _INVOLVED.search(rest)
    return bool(involved) and not _ELSEWHERE.search(near)


def _said_by(
    text: str, start: int, end: int, mentions: Sequence[Mention], kinds: Mapping[str, OrganizationKind]
) -> tuple[str, str] | None:
    """Return who gives a number, as written and as a slug: named beside a word for saying, or “the union”."""
    says = _SAID.search(text, start, end)
    if not says:
        return None
    if the_union := _THE_UNION.search(text, start, end):
        earlier = [
            m for m in mentions if m.start < the_union.start() and kinds.get(m.organization) in _UNIONS
        ]
        if earlier:
            return the_union.group(), earlier[-1].organization
    inside = [m for m in mentions if start <= m.start < end and _is_subject(text, m, says)]
    near = min(inside, key=lambda m: abs(m.start - says.start()), default=None)
    return (near.text, near.organization) if near else None


def _is_subject(text: str, mention: Mention, says: re.Match[str]) -> bool:
    """Whether nobody else is named between an organization and the word for saying."""
    between = (
        text[mention.end : says.start()] if mention.end <= says.start() else text[says.end() : mention.start]
    )
    return not re.search(r"[A-Z][\w’'-]*", between)

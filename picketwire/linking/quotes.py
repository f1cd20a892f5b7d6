"""Find what people say in an item: quotes with their speakers, and for whom they speak."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from picketwire.linkage import Mention

_QUOTE = re.compile(
    r"“([^“”]{12,1200})[”\"]|\"([^\"“”]{12,1200})[\"”]|(?<![\w])‘([^‘]{12,600}?)’(?=[\s,.;:!?)]|$)"
)
_VERB = (
    r"(?:said|says|say|told|tells|added|adds|wrote|writes|tweeted|tweets|posted|posts|joked|jokes|asked|asks|"
    r"warned|warns|argued|argues|complained|declared|declares|explained|explains|continued|noted|notes|insisted|replied|commented|"
    r"stated|announced|quipped|remarked|fumed|shouted)"
)
_PARTICLE = r"(?:(?:van|von|de|da|del|der|di|la|le|al|bin|el)\s)?"
_PERSON = rf"[A-ZÀ-Þ][\w'’-]+(?:\s{_PARTICLE}(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w'’-]+)){{1,3}}"
_SURNAME = r"[A-ZÀ-Þ][\w'’-]{2,}"
_ROLE = (
    r"(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother)\s(?:[\w-]+\s){0,3})?"
    r"(?:spokes(?:person|man|woman)|union|guild|company|studio|statement|executive|representative)"
    r"(?:\s(?:for|of|from|at)\s(?:the\s)?[A-Z][\w'’&.-]*(?:\s[A-Z&][\w'’.-]*){0,4})?"
)
# “the actor Rob Keel”, “RMT general secretary Tom Aske”
_TITLE = r"(?:(?:[Tt]he|[Aa]n?)\s)?(?:[A-Z][\w'’&-]*\s){0,4}(?:[a-z-]+\s){1,4}"
_SPEAKER = (
    rf"(?:(?:Dr|Mr|Mrs|Ms|Prof)\.?\s)?(?P<person>{_PERSON})|{_TITLE}(?P<titled>{_PERSON})|"
    rf"(?P<role>{_ROLE})|(?P<surname>{_SURNAME})"
)
_BESIDE = r"(?:,\s[^“”\"]{2,90}?,)?"
# Behind a quote: “…,” said Ada Reed, head of the union / “…,” Ada Reed, head of the union, said.
_SAID_WHO = re.compile(rf"^\W{{0,3}}\s*{_VERB}\s(?:{_SPEAKER})(?P<more>{_BESIDE}[^.“\"]{{0,90}})")
_WHO_SAID = re.compile(rf"^\W{{0,3}}\s*(?:{_SPEAKER})(?P<more>{_BESIDE})\s(?:has\s|had\s)?{_VERB}\b")
# Before it: Ada Reed, head of the union, said: “…”
_BEFORE = re.compile(
    rf"(?:^|[.!?:;]\s|\s)(?:{_SPEAKER})(?P<more>{_BESIDE})\s(?:has\s|had\s)?{_VERB}"
    r"(?:\s(?:that|in a statement|on \w+|the \w+|reporters|[A-Z]\w+(?:\s[A-Z]\w+)?)){0,2}"
    r"\s?[,:]?\s?(?:that\s)?$"
)
_REACH = 240  # code points on either side of a quote that name its speaker
_NO_NAMES = frozenset(
    [
        "The",
        "This",
        "That",
        "But",
        "And",
        "He",
        "She",
        "They",
        "We",
        "It",
        "In",
        "On",
        "At",
        "As",
        "When",
        "While",
        "If",
        "Hollywood",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that somebody is quoted with; `organization` is the slug of whom the speaker speaks for."""

    start: int
    end: int
    text: str
    speaker: str
    organization: str | None = None


def quotes(text: str, mentions: Sequence[Mention]) -> Iterator[Quote]:
    """Yield the quotes of one field that name a speaker; `mentions` are those of the field."""
    people = _people(text, mentions)
    last: tuple[str, str | None, int] | None = None
    for found in _QUOTE.finditer(text):
        group = next(n for n in (1, 2, 3) if found[n] is not None)
        if len(found[group].split()) < 3:
            continue
        who = _speaker(text, found.start(), found.end(), mentions, people)
        if (
            who is None
            and last is not None
            and found.start() - last[2] < 220
            and _goes_on(text[last[2] : found.start()])
        ):
            who = last[:2]
        if who is not None:
            last = (*who, found.end())
            yield Quote(
                start=found.start(group),
                end=found.end(group),
                text=found[group],
                speaker=who[0],
                organization=who[1],
            )


def _goes_on(between: str) -> bool:
    """Whether the words between two quotes leave the speaker as it was: “…,” she said. “…”."""
    return bool(re.fullmatch(rf"[^“”\"]*?\b(?:{_VERB}|s?he|they)\b[^“”\"]{{0,160}}", between))


def _speaker(
    text: str, start: int, end: int, mentions: Sequence[Mention], people: dict[str, tuple[str, str | None]]
) -> tuple[str, str | None] | None:
    before_at = max(0, start - _REACH)
    for pattern, place, part in (
        (_SAID_WHO, end, text[end : end + _REACH]),
        (_WHO_SAID, end, text[end : end + _REACH]),
        (_BEFORE, before_at, text[before_at:start]),
    ):
        found = pattern.search(part)
        if found and (named := _name(found)):
            name, first = named
            beside = _beside(text, place + first, place + first + len(name), place + found.start(), mentions)
            return _known(name, beside, people)
    return None


def _name(found: re.Match[str]) -> tuple[str, int] | None:
    """Return the speaker's name and where it begins in the text that was searched."""
    group = next(g for g in ("person", "titled", "role", "surname") if found[g])
    name, first = found[group], found.start(group)
    while name.split()[0] in _NO_NAMES:
        rest = name.partition(" ")[2]
        if not rest:
            return None
        name, first = rest, first + len(name) - len(rest)
    return name.rstrip(".,’'"), first


def _beside(text: str, start: int, end: int, clause: int, mentions: Sequence[Mention]) -> str | None:
    """Return the organization that a speaker is tied to: in the name, right before it, or in apposition."""
    for mention in mentions:
        inside = start <= mention.start < end
        ahead = clause <= mention.start < start and mention.end <= start
        tied = end <= mention.start < end + 80 and _TIE_AFTER.match(text[end : mention.start])
        if inside or ahead or tied:
            return mention.organization
    return None


def _known(
    name: str, beside: str | None, people: dict[str, tuple[str, str | None]]
) -> tuple[str, str | None]:
    """Complete a surname, and an organization that is not named here, from an earlier full name."""
    full, earlier = people.get(name.rsplit(maxsplit=1)[-1], (name, None))
    return full if " " not in name else name, beside or earlier


def _people(text: str, mentions: Sequence[Mention]) -> dict[str, tuple[str, str | None]]:
    """Return full names by surname, each with an organization named right beside the name."""
    people: dict[str, tuple[str, str | None]] = {}
    for found in re.finditer(_PERSON, text):
        words = found.group().split()
        if words[0] in _NO_NAMES or any(m.start <= found.start() < m.end for m in mentions):
            continue
        tied = next((m.organization for m in mentions if _tied(text, found, m)), None)
        surname = words[-1].rstrip(".,’'")
        if surname not in people or (people[surname][1] is None and tied):
            people[surname] = (found.group().rstrip(".,’'"), tied)
    return people


_TIE_AFTER = re.compile(r"^,\s[^.“”\"]{0,60}$|^\s\((?:the\s)?$|^\s(?:of|from|at|for)\s(?:the\s)?$")
_TIE_BEFORE = re.compile(
    r"^(?:['’]s)?\s(?:[a-z-]+\s){0,3}(?:president|head|leader|chief|ceo|negotiator|chair\w*|boss|director|secretary|"
    r"executive|member|spokes\w+|lawyer|counsel|organi[sz]er|captain)\w*\s?$",
    re.IGNORECASE,
)


def _tied(text: str, person: re.Match[str], mention: Mention) -> bool:
    """Whether an organization stands in apposition to a name: “Reed, head of X” or “X president Ada Reed”."""
    if person.end() <= mention.start < person.end() + 80:
        return bool(_TIE_AFTER.match(text[person.end() : mention.start]))
    if mention.end <= person.start() < mention.end + 60:
        return bool(_TIE_BEFORE.match(text[mention.end : person.start()]))
    return False

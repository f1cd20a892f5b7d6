"""Tell who says a quote from the clause beside it, and for whom they speak."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from picketwire.linking.statements.clauses import (
    OPENING,
    PARTICLE,
    PERSON,
    SAYS,
    VERB,
    WORDS,
    any_of,
    sentences,
    trimmed,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from picketwire.facts import OrganizationKind
    from picketwire.linkage import Mention

_SURNAME = re.compile(rf"^(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s)?({PARTICLE}[A-ZÀ-Þ][\w'’-]{{2,}})$")
_ROLE = re.compile(rf"\b(?:{any_of('roles')}|{any_of('bodies')})\b", re.IGNORECASE)
_DETERMINED = re.compile(r"^(?:(?i:the|an?|one|another|its|their|some|many)\s|[A-Z])")
_MANY = re.compile(
    rf"(?:[a-z-]+\s){{0,3}}(?:{any_of('roles')}|{any_of('bodies')}|campaigner|expert|critic|boss)e?s"
)
_LIKELY = re.compile(
    r"(?:the|an?|one|another)\s(?!(?:\w+\s)?(?:sign|headline|caption|tweet)\b)[a-z-]+(?:\s[a-z-]+)?"
    r"(?:\s(?:in|at|from|outside|on)\s[\w’-]+(?:\s[\w’-]+){0,2})?",
    re.IGNORECASE,
)  # the tester
_NO_SUBJECT = re.compile(r"(?:by|of|with|from|for|in|at|on|to|against|about|over|under|than)\b")
_TITLE_BETWEEN = re.compile(r"\s(?!(?:and|with|of|by|for|at|in|to)\b)(?:[a-z-]+\s){1,4}")
_WITHIN = re.compile(r"\b(?:that|which|who$|when|if|because|why|how)\b")  # a phrase that holds another clause
_PRONOUN = re.compile(r"^(?:s?he|they)$", re.IGNORECASE)
_TITLES, _NO_NAMES, _NO_PEOPLE = (frozenset(WORDS[n].split()) for n in ("titles", "no_names", "no_people"))


_UNIONS = frozenset({"union", "local"})
_PARTIES = frozenset({"union", "local", "employer", "association", "publisher", "agency"})
_STRIKING = _PARTIES - {"publisher", "agency"}
_SPOKES = re.compile(r"^an?\s(?:\w+\s){0,2}spokes\w+", re.IGNORECASE)
_OWNERS = (
    (re.compile(r"\b(?:union|guild|local|unit)\b", re.IGNORECASE), _UNIONS),
    (
        re.compile(r"\bthe (?:company|studio|chain|employer|airline|network|publisher)\b", re.IGNORECASE),
        frozenset({"employer", "publisher"}),
    ),
    (re.compile(r"\bits\b", re.IGNORECASE), _PARTIES),
    (_SPOKES, _PARTIES),
)
_ELSE = re.compile(r"\b(?:for|of|at|from)\s(?:the\s)?[A-Z]")  # a spokesman for another
_OWN_OFFICE = re.compile(
    r"\b(?:[Ii]ts|[Tt]heir|[Tt]he (?:union|guild|unit|company|studio|local|airline)['’]s)\s"
    r"(?:[\w-]+\s){0,4}[a-z-]+,?\s$"
)
_OFFICE_BEHIND = re.compile(
    r",\s(?:(?:its|their)\s|who\s(?:leads?|heads?|chairs?|runs?)\s"
    r"(?:its|their|the (?:union|guild|company))\s?)[\w’' -]{0,60}"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as the text names them, and the slug of whom they speak for."""

    name: str
    organization: str | None = None


@dataclass(slots=True)
class Speakers:
    """The people and organizations of one field of an item, as far as it has been read."""

    text: str
    mentions: Sequence[Mention]
    kinds: Mapping[str, OrganizationKind]
    people: dict[str, Speaker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note every full name, with an organization that stands in apposition to it."""
        for start, name in self.names(0, len(self.text)):
            tied = next(
                (m.organization for m in self.mentions if _tied(self.text, start, start + len(name), m)), None
            )
            self._note(Speaker(name, tied or self._office(start, start + len(name))))

    def _office(self, start: int, end: int) -> str | None:
        """Return whose office a person holds: “its president, Ada Reed”, “Ada Reed, its president”."""
        found = _OWN_OFFICE.search(self.text[max(0, start - 80) : start]) or _OFFICE_BEHIND.match(
            self.text, end
        )
        return self._owner(found.group(), start) if found else None

    def _note(self, speaker: Speaker) -> None:
        surname = speaker.name.split()[-1]
        known = self.people.get(surname)
        if known is None or (known.organization is None and speaker.organization):
            self.people[surname] = speaker

    def names(self, start: int, end: int) -> list[tuple[int, str]]:
        """Return the names of people between two places, each with where it begins."""
        return [
            cleaned
            for found in PERSON.finditer(self.text, start, end)
            if (cleaned := _cleaned(found, self.mentions)) and cleaned[0] < end
        ]

    def of(self, start: int, end: int, quote: int) -> Speaker | None:
        """Read the subject of a clause as a speaker; `quote` is where the words begin that they say."""
        start, end = trimmed(self.text, start, end)
        subject = self.text[start:end]
        if not subject or _NO_SUBJECT.match(subject):
            return None
        if subject.lower() == "it":
            return self._body(quote)
        if _PRONOUN.match(subject):
            return self._meant(quote)
        names = self.names(start, end)
        while len(names) > 1 and _TITLE_BETWEEN.fullmatch(
            self.text[names[0][0] + len(names[0][1]) : names[1][0]]
        ):
            names = names[1:]  # White House press secretary Ada Reed
        if names and (names[0][0] == start or _leads_to(subject[: names[0][0] - start])):
            return self._person(*names[0], start, end)
        return self._surname(subject) or self._role(start, end, quote)

    def _person(self, at: int, name: str, start: int, end: int) -> Speaker:
        organization = self._beside(at, at + len(name), start, end) or self._owner(
            self.text[start:end], start
        )
        known = self.people.get(name.rsplit(maxsplit=1)[-1])
        if organization is None and known is not None:
            organization = known.organization
        speaker = Speaker(name, organization)
        self._note(speaker)
        return speaker

    def _surname(self, subject: str) -> Speaker | None:
        words = subject.rstrip(",").split()
        while len(words) > 1 and words[0].rstrip(".").title() in _TITLES:
            words = words[1:]
        found = _SURNAME.match(" ".join(words))
        if not found or found[1] in _NO_NAMES:
            return None
        surname = _unpossessive(found[1])
        if any(m.text == found[1] for m in self.mentions):
            return None
        return self.people.get(surname.split()[-1]) or Speaker(surname)

    def _role(self, start: int, end: int, quote: int) -> Speaker | None:
        """Read a body or somebody without a name as a speaker: “the union”, “a Netflix executive”."""
        phrase = re.split(r",(?=\s|$)", self.text[start:end], maxsplit=1)[0].strip()
        inside = [m for m in self.mentions if start <= m.start < start + len(phrase)]
        if inside and _is_only(phrase, inside):
            return Speaker(phrase, inside[-1].organization)
        likely = _ROLE.search(phrase) or (start >= quote and _LIKELY.fullmatch(phrase))
        if (
            not ((_DETERMINED.match(phrase) and likely) or _MANY.fullmatch(phrase))
            or len(phrase.split()) > 12
            or _WITHIN.search(phrase)
        ):
            return None
        tied = inside[0].organization if inside else self._owner(phrase, start)
        return Speaker(phrase, tied)

    def _beside(self, at: int, name_end: int, start: int, end: int) -> str | None:
        """Return the organization that a name in a clause is tied to: before it, or in apposition."""
        for mention in self.mentions:
            ahead = start <= mention.start and mention.end <= at
            between = self.text[name_end : mention.start]
            tied = name_end <= mention.start < end and _TIE_AFTER.match(between) and not SAYS.search(between)
            if ahead or tied:
                return mention.organization
        return None

    def _owner(self, phrase: str, before: int) -> str | None:
        """Return whom “its president” or “the union” speaks of: the last such party named before."""
        wanted = next((kinds for pattern, kinds in _OWNERS if pattern.search(phrase)), None)
        if wanted is None or _ELSE.search(phrase):
            return None
        earlier = [m for m in self.mentions if m.end <= before and self.kinds.get(m.organization) in wanted]
        counted = Counter(m.organization for m in earlier).most_common(2)
        several = len(counted) > 1 and counted[0][1] == counted[1][1]
        if several and (wanted == _UNIONS or _SPOKES.search(phrase)):
            return None
        return max(earlier, key=lambda m: m.start).organization if earlier else None

    def _body(self, quote: int) -> Speaker | None:
        """Return whom “it” means: the party named last before the words."""
        earlier = [m for m in self.mentions if m.end <= quote and self.kinds.get(m.organization) in _STRIKING]
        last = max(earlier, key=lambda m: m.start, default=None)
        return Speaker(last.text, last.organization) if last else None

    def _meant(self, quote: int) -> Speaker | None:
        """Return whom “she” means: the person who is the subject of the nearest sentence before."""
        for start, end in reversed(list(sentences(self.text[:quote]))[-4:]):
            opening = OPENING.match(self.text[start:end])
            begin = start + (len(opening.group()) if opening else 0)
            for at, name in self.names(begin, end):
                if _is_short(self.text[begin:at].strip()) and not _NO_PEOPLE & {*name.split()}:
                    return self.people.get(name.rsplit(maxsplit=1)[-1], Speaker(name))
            said = _SURNAME_SAYS.search(self.text, begin, end)
            if said and said["who"] in self.people:
                return self.people[said["who"]]
        return None


_SURNAME_SAYS = re.compile(rf"\b(?P<who>[A-ZÀ-Þ][\w'’-]+)\s(?:has\s|had\s)?{VERB}\b")


def _cleaned(found: re.Match[str], mentions: Sequence[Mention]) -> tuple[int, str] | None:
    """Cut titles, organizations and words that are no names off the front of a name."""
    words = [(found.start() + m.start(), m.group()) for m in re.finditer(r"\S+", found.group())]
    last = next((i for i, (_, w) in enumerate(words) if w.endswith(("'s", "’s", "'", "’"))), None)
    if last is not None and last + 1 < len(words):  # “Equity’s Paula Flood”: the owner is no part of the name
        words = words[last + 1 :]
    while words and (_unnamed(words[0][1]) or _within(words[0][0], mentions)):
        words = words[1:]
    cut = next((i for i, (_, w) in enumerate(words) if w in _NO_NAMES), len(words))
    words = words[:cut]
    if (
        len(words) < 2
        or words[-1][1].rstrip(".,") in _TITLES
        or any(_within(at, mentions) for at, _ in words)
        or _THE.search(found.string, max(0, words[0][0] - 4), words[0][0])
    ):
        return None
    end = words[-1][0] + len(words[-1][1])
    return words[0][0], _unpossessive(found.string[words[0][0] : end]).rstrip(".,")


_THE = re.compile(r"\bthe\s$|[‘“]$", re.IGNORECASE)  # before a name that is no person's


def _unnamed(word: str) -> bool:
    plain = word.rstrip(".")
    return plain in _TITLES or plain in _NO_NAMES or (len(plain) > 1 and plain.isupper())


def _within(at: int, mentions: Sequence[Mention]) -> bool:
    return any(m.start <= at < m.end for m in mentions)


def _unpossessive(name: str) -> str:
    return re.sub(r"['’]s?$", "", name.rstrip(",."))


def _leads_to(words: str) -> bool:
    """Whether the words before a name in a subject are a title: “the actor”, “Netflix’s chief”."""
    plain = words.strip()
    if re.search(r"\b(?:of|in|at|with|from|by)$", plain):
        return False
    return len(plain.split()) <= 12 and not re.search(
        r"\b(?:that|which|who|whose|when|after|as|but|to|why|how|what|where)\b", plain
    )


def _is_short(lead: str) -> bool:
    return not lead or (len(lead.split()) <= 6 and _leads_to(lead))


def _is_only(phrase: str, inside: Sequence[Mention]) -> bool:
    """Whether a phrase names an organization and nothing else."""
    rest = phrase
    for mention in inside:
        rest = rest.replace(mention.text, " ")
    return not re.sub(r"\b(?:the|and)\b", " ", rest, flags=re.IGNORECASE).strip(" ,’'")


_TIE_AFTER = re.compile(
    r"^,\s(?!(?:whose|outside|in|near|at|on|during|after|before|as|holding|wearing)\b)[^.“”\"]{0,60}$|"
    r"^\s\((?:the\s)?$|^\s(?:of|from|at|for|with)\s(?:the\s)?(?:[A-Z]\w+['’]s\s\w+\s)?$"
)
_TIE_BEFORE = re.compile(
    r"^(?:['’]s)?\s(?:(?!the\b)[a-z-]+\s){0,3}(?:president|head|leader|chief|ceo|negotiator|chair\w*|boss|"
    r"director|secretary|executive|member|spokes\w+|lawyer|counsel|organi[sz]er|captain)\w*,?\s?$",
    re.IGNORECASE,
)


def _tied(text: str, start: int, end: int, mention: Mention) -> bool:
    """Whether an organization stands in apposition to a name: “Reed, head of X” or “X president Ada Reed”."""
    if end <= mention.start < end + 80:
        between = text[end : mention.start]
        return bool(_TIE_AFTER.match(between)) and not SAYS.search(between)
    if mention.end <= start < mention.end + 60:
        return bool(_TIE_BEFORE.match(text[mention.end : start]))
    return False

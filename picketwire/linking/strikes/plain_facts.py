"""Read places, contracts and scope out of a sentence about a strike, where it names them plainly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from picketwire import places
from picketwire.linking.sentences import sentences
from picketwire.linking.strikes.fact_words import cities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.facts import FactKind

_STRIKE = re.compile(
    r"\b(?:strik(?:e|es|ing|ers?)|struck|walk(?:ed|s|ing)?[- ]?(?:outs?|off)|picket\w*|stoppages?|"
    r"lock-?outs?)\b",
    re.IGNORECASE,
)
_CAPITAL = r"[A-ZÀ-Ý0-9][\w’'/&.–-]*"
_NAME = rf"{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}"
_WHERE = re.compile(
    rf"\b(?:in|across)\s+(?:the\s+)?(?P<place>{_NAME}(?:,\s{_CAPITAL}(?:\s{_CAPITAL})?)?)"
    rf"(?:\sand\s(?:in\s)?(?P<second>{_NAME}))?"
)
_HISTORY = re.compile(
    r"[.’'s]*\s+(?:history|labor|labour|memory)\b"
)  # "the longest strike in Hollywood history"
_FAR = 45  # code points between a word for a strike and where it is
_OTHERWISE = re.compile(
    r"[,;:“”]|\b(?:after|while|as|that|who|which|when|until|before|but|for|over|since|because|amid|with|will)\b",
    re.IGNORECASE,
)
_CONTRACT = re.compile(
    rf"(?P<name>(?:{_CAPITAL}\s+(?:and\s+|of\s+)?){{1,6}}(?:Agreements?|Contracts?|MBA|Code))\b|"
    r"\b(?P<short>MBA)\b"
)
_NO_CONTRACT = re.compile(
    r"\b(?:Tentative|New|Fair|First|Next|Trade|Free|Peace|Climate|Paris|Penal|Criminal|Tax|Building|Zip|Reach\w*|"
    r"Sign\w*|Ratif\w*|Deal|Contract Agreement)\b",
    re.IGNORECASE,
)
_NOT_WHOM = re.compile(
    r"\b(?:do(?:es)?|did|will|would)(?:\s+not|n['’]t)\s+"
    r"(?:affect|apply to|cover|include|extend to|involve)\s+(?P<what>[^.;:]+)",
    re.IGNORECASE,
)
_WHO_NOT = re.compile(
    r"\s(?:(?:fall|work|are|is) under (?:another|a different|a separate) (?:contract|agreement),?\s+and\s+)?"
    r"(?:(?:is|are|was|were)\s+(?:not\s+(?:struck|affected|on strike|covered|part of the strike)|"
    r"unaffected|exempt(?:ed)?|excluded)\b|(?:go|goes|went|carry|carries|carried) on(?=\s*(?:[.,;]|$|as\b)))",
    re.IGNORECASE,
)
_COVERS = re.compile(
    r"\b(?:strike|walkout|stoppage)\b[^.;:]{0,120}?\b(?:covers|applies to|is limited to)\s+(?P<what>[^.;:]+)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"^.*\b(?:but|while|although|though|whereas)\s+|^(?:the|that)\s+", re.IGNORECASE)
_BEHIND = re.compile(
    r",?\s+(?:which|who|because|since|as|after|said|according)\b|,\s+(?:s?he|they|it)\b", re.IGNORECASE
)
_NO_WORK = re.compile(
    r"(?:^|\s)(?:strikes?|pickets?|picketing|talks|negotiations|it|they|this|that|he|she|we|walkout|which|who)$",
    re.IGNORECASE,
)
_LONGEST = 100  # code points of a value
_LONGEST_SENTENCE = 1000  # what is longer is no sentence


def plain_facts(text: str) -> Iterator[tuple[int, FactKind, str]]:
    """Yield the start of a sentence about a strike, the kind of a fact that it states, and its value."""
    for start, end in sentences(text):
        quote = text[start:end]
        if len(quote) <= _LONGEST_SENTENCE and _STRIKE.search(quote):
            yield from ((start, "place", place) for place in _places(quote))
            yield from ((start, "contract", name) for name in _contracts(quote))
            yield from ((start, kind, what) for kind, what in _scope(quote))


def _places(quote: str) -> Iterator[str]:
    """Yield places beside a word for a strike: a country, a state, a town in one of them, or a large city."""
    strikes = [word.end() for word in _STRIKE.finditer(quote)]
    for found in _WHERE.finditer(quote):
        between = [quote[end : found.start()] for end in strikes if end <= found.start()]
        if _HISTORY.match(quote, found.end()):
            continue
        if between and len(between[-1]) <= _FAR and not _OTHERWISE.search(between[-1]):
            yield from (place for name in found.groups() if name for place in _known(name))


def _known(written: str) -> Iterator[str]:
    whole = re.sub(r"['’]s$", "", written.rstrip("."))
    town, _, rest = whole.partition(", ")
    if rest and _is_country_or_state(town):  # "in Missouri, Ohio": two of them
        yield from (part for part in (town, rest) if _is_country_or_state(part))
    elif _is_country_or_state(whole):
        yield whole
    elif town.casefold().replace(" ", "-") in cities():
        yield town


def _is_country_or_state(name: str) -> bool:
    return len(name) > 2 and bool(places.countries(places.named(name)))


def _contracts(quote: str) -> Iterator[str]:
    words = quote.split()
    if sum(w[:1].isupper() for w in words) * 2 >= len(words):
        return  # where most words have capitals, none tells a name
    for found in _CONTRACT.finditer(quote):
        name = " ".join((found["name"] or found["short"]).split()).removeprefix("The ")
        if not _NO_CONTRACT.search(name):
            yield name


def _scope(quote: str) -> Iterator[tuple[FactKind, str]]:
    yield from (
        ("not_affected", what) for found in _NOT_WHOM.finditer(quote) if (what := _work(found["what"]))
    )
    for found in _WHO_NOT.finditer(quote):
        subject = re.split(r"[.;:—]", quote[: found.start()])[-1].strip()
        # "As the strike goes on": who goes on there is the strike.
        if not _NO_WORK.search(subject) and (what := _work(subject)):
            yield "not_affected", what
    yield from (("covered", what) for found in _COVERS.finditer(quote) if (what := _work(found["what"])))


def _work(what: str) -> str:
    """Return the words for work that is struck or not, cut to their clause; nothing where they name none."""
    clause = _BEHIND.split(_CLAUSE.sub("", " ".join(what.split())).strip(" ,"))[0]
    if _NO_WORK.search(clause) or not 0 < len(clause) <= _LONGEST:
        return ""
    return clause[0].lower() + clause[1:] if clause[1:2].islower() else clause

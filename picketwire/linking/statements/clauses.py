"""Find the clause that says who speaks: behind words in quotation marks, or before them."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS = tomllib.loads(files("picketwire.linking.statements").joinpath("speech_words.toml").read_text("utf-8"))


def any_of(name: str) -> str:
    """Return a pattern for any of the words of a list of the data file."""
    return "|".join(map(re.escape, WORDS[name].split()))


VERB = rf"(?:{any_of('saying')}|according to|went on)"
_CALLED = rf"(?:{any_of('calling')})"  # which take words in quotation marks as what they call something
_ANY_VERB = rf"(?:{VERB}|[a-z]{{2,}}ed)"  # behind a comma that ends a quote
PARTICLE = r"(?:(?:van|von|de|da|del|der|di|la|le|al|bin|el|dos|du)\s)?"
_NAME = r"[A-ZÀ-Þ](?:\.|[\w'’-]+)"
_NAME_WORD = r"[A-ZÀ-Þ][\w'’-]+"
PERSON = re.compile(rf"\b[A-ZÀ-Þ][\w'’-]+(?:\s{PARTICLE}{_NAME}){{1,4}}")
_JOINING = re.compile(r"(?:while|and|but|as|although|though|where|whereas)\s")
OPENING = re.compile(
    r"^(?:(?:In|At|On|By|For|With|After|Before|During|Under|Over|As|When|While|Asked|Speaking|Writing|Addressing|"
    r"Referring|Responding|Meanwhile|Earlier|Later|Yesterday|Still|However|And|But|Yet)\b[^,]{0,140},\s)+"
)
_TRAILING = re.compile(
    r"\s(?:(?:on|last|this)\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|to reporters|yesterday|today|"
    r"earlier|online|in an? (?:\w+\s)?(?:statement|interview|e-?mail|letter|post|tweet|message|video)|"
    r"outside|(?:at|to) a (?:\w+\s)?(?:rally|news conference|press conference|crowd))\b.*$"
)


_ABBREVIATED = "".join(
    rf"(?<!\b{a})" for a in ("Dr", "Mr", "Mrs", "Ms", "St", "Sen", "Rep", "Gov", "Gen", "Prof", "No", "vs")
)
_BOUNDARY = re.compile(rf"{_ABBREVIATED}(?<!\b[A-Z])[.!?…]['”\"’»)]*\s+(?=[A-Z0-9“\"'‘«„À-Ý])|\n+")


def sentences(text: str) -> Iterable[tuple[int, int]]:
    """Yield where each sentence begins and ends, its last mark included."""
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        yield start, boundary.end()
        start = boundary.end()
    if start < len(text):
        yield start, len(text)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut a sentence's end, and words of when and where, off a subject."""
    subject = text[start:end]
    if boundary := _BOUNDARY.search(subject):
        subject = subject[: boundary.start()]
    subject = _TRAILING.sub("", subject.rstrip()).rstrip(" .,!?…”’»")
    lead = len(subject) - len(subject.lstrip(" ,–—"))
    return start + lead, start + len(subject)


_SAID_WHO = re.compile(rf"[\s,–—-]{{0,3}}(?:\w+ly\s)?(?P<verb>{VERB})\s(?:back\s)?", re.IGNORECASE)
_DID_WHO = re.compile(r"\s[a-z]{2,}ed\s")  # “…,” retorted Ada Reed
_STOP = re.compile(r"[;“\"«:]")
_WHO_SAID, _WHO_DID = (
    re.compile(rf"[\s,–—-]*(?P<who>[^;“”\"«»:]{{2,160}}?),?\s(?:has\s|had\s|later\s|then\s|also\s)?{verb}\b")
    for verb in (VERB, _ANY_VERB)
)
_COLON_WHO = re.compile(rf":\s(?P<who>{PERSON.pattern})(?=[,;.]|\s(?:on|of|and|says)\b|$)")


def behind(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the subject may stand behind a quote: “said Ada Reed” or “Ada Reed, a nurse, said”."""
    comma = (
        text[max(0, start - 2) : start].rstrip("”\"’»'")[-1:] in {",", "?", "!"}
        or text[start : start + 1] == ","
    )
    spans = []
    first = _SAID_WHO.match(text, start, end) or (_DID_WHO.match(text, start, end) if comma else None)
    if first and first.group().split()[-1] not in {"told", "tells"}:
        stop = _STOP.search(text, first.end(), end)
        spans.append((first.end(), stop.start() if stop else end))
    for pattern in (_WHO_SAID, _WHO_DID) if comma else ():
        if found := pattern.match(text, start, end):
            spans.append(found.span("who"))
    if found := _COLON_WHO.match(text, start, end):
        spans.append(found.span("who"))
    return spans


SAYS = re.compile(
    r"(?<!\bwas)(?<!\bis)(?<!\bbe)(?<!\bare)(?<!\bwere)(?<!\bbeen)(?<!\bto)\s(?:has\s|had\s|also\s)?"
    rf"(?:{VERB}|{_CALLED})\b(?!\sof\b)"
)
_BARE = re.compile(
    rf"s?he|they|it|(?:the\s|an?\s)?[a-z]+\s?[a-z]*|{_NAME_WORD}(?:\s{_NAME_WORD}){{0,3}}|"
    r"(?:[a-z-]+\s){0,2}[a-z]+s"
)
_NAMED = re.compile(rf"(?P<who>{PERSON.pattern}(?:\s(?:of|from|on|at)\s[^:,]{{2,30}})?|{_NAME_WORD}):\s$")
_ACCORDING = re.compile(r"According to (?P<who>[^,“]{3,120}),")


def ahead(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the subject may stand in the words of a sentence before a quote."""
    opening = OPENING.match(text[start:end])
    begin = start + (len(opening.group()) if opening else 0)
    if according := _ACCORDING.match(text, start, end):
        return [according.span("who")]
    verbs = [verb.start() for verb in SAYS.finditer(text, begin, end)]
    own = [span for verb in reversed(verbs) if (span := _own_subject(text, begin, verb))]
    named = None if verbs else _NAMED.match(text, begin, end)
    return own + [(begin, verb) for verb in verbs] + ([named.span("who")] if named else [])


def _own_subject(text: str, begin: int, verb: int) -> tuple[int, int] | None:
    """Return where the last clause before a verb has a bare subject: “Ministers, she said, …”."""
    comma = text.rfind(", ", begin, verb)
    if comma < 0:
        return None
    joining = _JOINING.match(text, comma + 2)
    start = joining.end() if joining else comma + 2
    return (start, verb) if _BARE.fullmatch(text, start, verb) else None

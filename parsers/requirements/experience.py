"""Find the years of experience that a posting asks for, each with what they are to be spent in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsers.requirements.context import is_plus

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "zwei": 2, "drei": 3, "fünf": 5, "twee": 2,
    "drie": 3,
    "deux": 2, "trois": 3, "cinq": 5, "dos": 2, "tres": 3, "cinco": 5,
}  # fmt: skip
_MOST_YEARS = 30
_FAR = 120
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_WORDS)})"
_YEARS = re.compile(
    rf"(?<![\w$€£.,/-])(?P<low>{_NUMBER})(?:\s?\((?:\d{{1,2}})\))?(?:\s?\+| or more| plus)?"
    rf"(?:\s?(?:[-–—‑]|to|bis|à|a|do|tot|til)\s?(?P<high>{_NUMBER})\s?\+?)?(?:\s?\((?:\d{{1,2}})\))?"
    r"(?:\s?\+| or more| plus)?\s?-?(?:full |solid |good )?(?:years?\b|yrs?\b\.?|yoe\b"
    r"|jahr(?:en?)?\b|jaar\b|ans\b|años\b|anni\b|anos\b|lata?\b|år\b)['’]?",
    re.IGNORECASE,
)
# "12+ years in software, including 5+ as a manager"
_OF_WHICH = re.compile(
    rf"(?:(?<=including )|(?<=of which ))(?:at least )?(?P<low>{_NUMBER})\+?(?P<high>(?!))?"
    r"(?=\s(?:as|in|of|with|managing|leading)\b)",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    r"\b(?:up to|maximum(?: of)?|no more than|(?<!not )(?<!no )less than|under)\s$", re.IGNORECASE
)
_ABOUT = (
    r"(?:experience|exp\b|expertise|background|track record|practice|proficiency|tenure|erfahrung"
    r"|berufserfahrung|ervaring|werkervaring|expérience|experiencia|experiência|esperienza|doświadczeni\w+"
    r"|erfarenhet|erfaring)"
)
_WITH_EXPERIENCE = re.compile(rf"[^.;\n]{{0,110}}?\b{_ABOUT}", re.IGNORECASE)
# What follows the years where they are somebody's time at work.
_AT_WORK = re.compile(
    r"\s(?:as an?|in|of|at|with|[\w-]+ certified|working|building|leading|managing|solving"
    r"|developing|designing"
    r"|running|writing|doing|supporting|selling|using|operating|growing|practi[cs]ing)\b",
    re.IGNORECASE,
)
_ASKED_BEFORE = re.compile(
    r"(?:\b(?:at least|min(?:imum)?(?: of)?|not? (?:less|fewer) than|mindestens|au moins|al menos"
    r"|minimaal|minst|worked|spent|more than|over|requires?|required|need|looking for|seeking|with"
    rf"|have|bring|plus|or|and|including|{_ABOUT}|qualifications?)\b[\s:,(–-]{{0,3}}(?:an? |the )?"
    r"(?:at least |min(?:imum)? (?:of )?|approximately |around |about |~)?)$",
    re.IGNORECASE,
)
_EXPERIENCE_BEFORE = re.compile(rf"\b{_ABOUT}\W{{0,3}}(?:of |: ?)?$", re.IGNORECASE)
_HEADS = re.compile(
    r"(?:^|[:•|\n])[^\w…]*(?:at least,?|min(?:imum)?(?: of)?|approximately|around)?[\s~]*$", re.IGNORECASE
)
_HEADS_AND_ENDS = re.compile(r"\s*(?:$|[-–—,)]|\((?:preferred|required)\))", re.IGNORECASE)
# "a Master's degree + 3 yrs"
_BESIDE_DEGREE = re.compile(
    r"\bdegree\)?,?\s*(?:\+|plus|and|with)\s*"
    r"(?:at least |an? (?:additional |minimum of )?|minimum (?:of )?)?$",
    re.IGNORECASE,
)
# "3+ yrs Python, 2+ yrs AWS"
_SKILL = re.compile(r"\s(?-i:[A-Z])[\w+#./-]*\s?(?:[,;)]|and\b|$)", re.IGNORECASE)
_LISTED = re.compile(r"[,;]\s$")
# The company's own age and other spans that nobody has to bring.
_NOT_THEIRS = re.compile(
    r"\b(?:combined|collective|founded|anniversar|vest(?:s|ing|ed)?\b|warrant(?:y|ies)|in business|award"
    r"|per year|each year|ago\b|years? old|of age|old set|parental|sabbatical|internship program|scholarship"
    r"|vacation|in (?:under|less than|just) |paid (?:time|leave)|days away|market for over"
    r"|over the (?:last|past|next))",
    re.IGNORECASE,
)
_BOAST = re.compile(
    r"\b(?:we|our|(?-i:us)|company|firm|team|clients|customers|mentorship)\b[^.;:]{0,60}$", re.IGNORECASE
)
_TO_THEM = re.compile(
    r"\b(?:you|your|candidate|applicant|someone|looking for|seeking|must|require)", re.IGNORECASE
)
_STOP = (
    r"(?=,|\sor\s|\swith\s|\sand\s(?:\d|at least)|\splus\s|\sincluding\s|\spreferably\s|\sideally\s"
    r"|[.;()\n]|$)"
)
_AREAS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\s(?:of\s)?(?P<area>(?!{_ABOUT})[^.;()\n]{{3,60}}?)\s{_ABOUT}\b",
        (
            rf"^\s(?:of\s)?(?:[\w/&-]+\s){{0,5}}?{_ABOUT}\s(?:(?:in|with|as an?|as|of|using)\s)?"
            rf"(?P<area>[^.;()\n]{{3,80}}?){_STOP}"
        ),
        rf"^\s(?:(?:in|as an?|as|with|of)\s)?(?P<area>[^.;()\n]{{3,80}}?){_STOP}",
    )
)
_VAGUE = re.compile(
    r"^(?:(?:relevant|related|professional|prior|previous|proven|hands-on|practical|industry|work"
    rf"|working|similar|progressive|full[- ]time|direct|solid|the|an?|your|of|total|{_ABOUT})\s?)+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """Years asked for in a sentence; offsets count from the sentence's start."""

    low: int | None
    high: int | None
    plus: bool | None  # None: the sentence does not say
    area: str | None
    start: int
    end: int


def find_experience(sentence: str) -> Iterator[Experience]:
    """Yield each span of years that applicants are to bring."""
    spans = sorted(
        [*_YEARS.finditer(sentence), *_OF_WHICH.finditer(sentence)], key=lambda found: found.start()
    )
    asked = False
    for index, found in enumerate(spans):
        right = spans[index + 1].start() if index + 1 < len(spans) else len(sentence)
        front = sentence[spans[index - 1].end() if index else 0 : found.start()]
        before, behind = sentence[max(0, found.start() - _FAR) : found.start()], sentence[found.end() : right]
        low, high = _ends(found, before)
        is_part = asked and found.re is _OF_WHICH
        asked = is_part or _is_asked(before, behind, cut=found.start() > _FAR)
        if not asked or max(low or 0, high or 0) > _MOST_YEARS:
            continue
        yield Experience(
            low=low,
            high=high,
            plus=is_plus(front, behind),
            area=_area(behind),
            start=found.start(),
            end=found.end(),
        )


def _is_asked(before: str, behind: str, *, cut: bool) -> bool:
    """Whether the years are asked of applicants; `cut`: `before` is the end of a longer text."""
    if _NOT_THEIRS.search(behind[:60]) or _NOT_THEIRS.search(before[-40:]):
        return False
    if _BOAST.search(before[-80:]) and not _TO_THEM.search(before[-90:] + behind[:60]):
        return False
    names_a_skill = _SKILL.match(behind) is not None
    if _BESIDE_DEGREE.search(before) or (names_a_skill and _LISTED.search(before)):
        return True
    with_experience = _WITH_EXPERIENCE.match(behind) is not None
    at_work = with_experience or _AT_WORK.match(behind) is not None
    if _HEADS.search(f"…{before}" if cut else before):
        return at_work or names_a_skill or _HEADS_AND_ENDS.match(behind) is not None
    if _ASKED_BEFORE.search(before):
        return at_work or _EXPERIENCE_BEFORE.search(before) is not None
    return with_experience


def _ends(found: re.Match[str], before: str) -> tuple[int | None, int | None]:
    """Read the ends; years without more words are the least that is asked."""
    low, high = _number(found["low"]), _number(found["high"])
    if high is not None and low is not None:
        return (low, high) if low <= high else (high, low)
    return (None, low) if _UP_TO.search(before) else (low, None)


def _number(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdigit() else _WORDS[word.lower()]


def _area(behind: str) -> str | None:
    for pattern in _AREAS:
        found = pattern.match(behind)
        area = found["area"].strip(" ,:–-") if found else ""
        if area and not _VAGUE.match(f"{area} "):
            return area
    return None

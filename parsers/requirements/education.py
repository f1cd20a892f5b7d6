"""Find the levels of education that a posting asks for, and whether experience may stand for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsers.requirements.context import is_plus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.records import EducationLevel

ORDER: tuple[EducationLevel, ...] = ("secondary", "associate", "bachelor", "master", "doctorate")
# Abbreviations count in their capitals only, and only where what follows is a degree's ("BS in", "MS, PhD");
# "MS Office" and a list of US states are no degrees.
_GOES_ON = r"(?=\s?(?:in|or|degree)\b|\s?/|,\s?(?:M\.?S|M\.?A|MBA|Ph|or\b))"
_LEVELS: dict[EducationLevel, str] = {
    "doctorate": (
        r"(?i:\bph\.?\s?d\b\.?|\bdoctora(?:te|l)\b|\bdphil\b|\bjuris doctor\b|\bdoctor of \w+|\bpharm\.?d\b)"
        r"|\bM\.?D\.?(?=\s?/\s?D\.?O| or D\.?O\b| degree|\s?\()|\bDVM\b|\bDNP\b|\bJ\.?D\b\.?(?=[\s,(]|$)"
    ),
    "master": (
        r"(?i:\bmaster(?:['’]?s\b|(?=\s(?:degree|in|of|level|or)\b|\s?/))"
        r"|\b(?:post-?graduate|graduate|advanced) (?:degree|qualification)s?\b"
        r"|\bbac ?\+ ?5\b|\bmáster\b|\blaurea magistrale\b|\bmagister\b|\bmasterabschluss\b)"
        rf"|\bM\.?Sc\b|\bMBA\b|\bM\.?Eng\b|\bM\.?Tech\b|\bM\.?S\.?{_GOES_ON}|(?<=/)\s?M\.?S\b|\bM\.A\."
    ),
    "bachelor": (
        r"(?i:\bbachelor(?:['’]?s)?\b|\b(?:under-?graduate|university|college|four[- ]year(?: college)?"
        r"|4[- ]year|tertiary|technical|engineering) (?:degree|qualification|education)s?\b"
        r"|\benrolled (?:in|at) an? (?:\w+ ){0,3}(?:university|college)\b"
        r"|\b(?:abgeschlossenes )?(?:hochschul|informatik|bachelor)?studium(?= (?:der|des|in|im|oder)\b)"
        r"|\bhochschulabschluss\b|\bhbo\b|\b(?:titulación|título|grado) universitari[oa]\b|\blicenciatura\b"
        r"|\blaurea(?! magistrale)\b|\b(?:wykształcenie|studia) wyższe\b|\bbac ?\+ ?[34]\b|\bhögskoleexamen\b"
        r"|\bdegree[- ](?:educated|qualified)\b"
        r"|\bdegree(?= in\b| or\b| required|,? preferably|$|[.;,)])|\b\w+ degree(?= and))"
        rf"|\bB\.?Sc\b|\bB\.?Eng\b|\bB\.?Tech\b|\b2[:.]1 or (?:above|higher|better|equivalent)\b"
        rf"|\bB\.?S\.?{_GOES_ON}|\bB\.?A\.?{_GOES_ON}"
    ),
    "associate": r"(?i:\bassociate['’]?s?(?: of \w+)? degree\b|\b(?:two|2)[- ]year degree\b)",
    "secondary": (
        r"(?i:\bhigh[- ]school(?: diploma| degree| graduate| education| or\b)|\bhs diploma\b"
        r"|\bsecondary (?:school|education)\b)|\bGED\b"
    ),
}
_LEVEL = re.compile(
    rf"(?:{'|'.join(f'(?P<{level}>{words})' for level, words in _LEVELS.items())})"
    r"(?:\s(?:level )?degrees?\b)?"
)
# "a high degree of empathy" is no degree; a tuition benefit and a supervisor's title ask for nothing.
_NO_REQUIREMENT = re.compile(
    r"\b(?:high|any|some|certain|great|varying) degrees? (?:of|to)\b|\bdegrees? of\b|\btuition\b"
    r"|\breimburs\w+\b|\btowards? (?:an?|your|their)\b"
    r"|\bto (?:earn|complete|finish|obtain) (?:a|their|your)\b|\bco-?founded\b|\bph\.?ds from\b"
    r"|\bph\.?d (?:scientists|researchers|students|colleagues|statisticians)\b|\bteam of\b"
    r"|\b(?:supervis(?:ion|ed)|mentorship|mentored|support|taught)\b[^.;]{0,25}\b(?:from|by)\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(r"\b(?:no|not|without|n['’]t|regardless of)\b[^.;]{0,45}$", re.IGNORECASE)
_NOT_ASKED_AFTER = re.compile(r"^[^.;,]{0,30}\b(?:not (?:required|necessary|needed)|or not)\b", re.IGNORECASE)
_EXPERIENCE = (
    r"\bor (?:(?:relevant|related|similar|comparable|commensurate|practical|professional|work|industry|proven"
    r"|\d+\+? years?(?: of)?) ){1,3}experience\b|\bor (?:\d+|two|three|four|five)\+? years? of\b"
    r"|\bor (?:qualified )?(?:by )?experience\b|\bexperience (?:may|can) (?:be )?substitute"
    r"|\bequivalent\b[^.;,()]{0,40}\bexperience\b|\bexperience\b[^.;,()]{0,20}\bequivalent\b"
)
_SAYS_EXPERIENCE = re.compile(_EXPERIENCE, re.IGNORECASE)
# An equivalent of the degree itself, not of experience, is taken out before this is asked.
_SAYS_EQUIVALENT = re.compile(
    rf"\bequivalent\b(?! (?:degree|diploma|qualification)s?\b)|{_EXPERIENCE}"
    r"|\b(?:oder|of|ou|o|lub) (?:eine |een |une? )?(?:vergleichbar|gleichwertig"
    r"|gelijkwaardig|équivalent|equivalente|równoważn)",
    re.IGNORECASE,
)
_OF_THE_DEGREE = re.compile(r"\b(?:international|foreign|european|local) equivalent\b", re.IGNORECASE)
_IN_LIEU = re.compile(r"\bin (?:lieu|place) of (?:an? |the )?$", re.IGNORECASE)
_LIEU_AFTER = re.compile(r"\bin (?:lieu|place) of\b", re.IGNORECASE)
_JOINED = re.compile(
    r"[\s,/()’'s.]*(?:(?:or|and|and/or|/|,)\s*(?:an? |preferably |above |higher )*)?[\s,/(]*(?:an? )?",
    re.IGNORECASE,
)
_AREA = re.compile(
    r"^(?: \((?:required|preferred)\))?,?\s?(?:in|of)\s(?:an? |the )?(?P<area>[A-Za-z][^.;()\n]{2,160}?)"
    r"(?=,? or (?:an? |other )?(?:equivalent|related|similar|relevant|closely|another|comparable)"
    r"|,? (?:and (?:\d|at least|minimum)|with\b|required|preferred|plus\b)|[.;()\n]|$)"
)
_VAGUE = re.compile(
    r"(?:an? )?(?:related|relevant|similar|technical|quantitative)[\w ]{0,20}field", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Education:
    """One level asked for in a sentence; offsets count from the sentence's start."""

    level: EducationLevel
    or_equivalent: bool
    plus: bool | None  # None: the sentence does not say
    area: str | None
    start: int
    end: int


def find_education(sentence: str) -> Iterator[Education]:
    """Yield the levels of a sentence, the least of those joined by "or"; nothing for boasts and benefits."""
    groups = _groups(sentence)
    if not groups or _NO_REQUIREMENT.search(sentence):
        return
    for index, group in enumerate(groups):
        start, end = group[0].start(), group[-1].end()
        right = groups[index + 1][0].start() if index + 1 < len(groups) else len(sentence)
        front = sentence[groups[index - 1][-1].end() if index else 0 : start]
        behind = sentence[end:right]
        if _NOT_ASKED.search(front[-60:]) or _NOT_ASKED_AFTER.search(behind):
            continue
        level = min((_level(found) for found in group), key=ORDER.index)
        yield Education(
            level=level,
            or_equivalent=_accepts_experience(level, front, behind),
            plus=is_plus(front if index == 0 else "", behind),
            area=_area(behind),
            start=start,
            end=end,
        )


def _groups(sentence: str) -> list[list[re.Match[str]]]:
    """Join matches that name alternatives ("Bachelor's/Master's", "BS, MS or PhD") to one group."""
    groups: list[list[re.Match[str]]] = []
    for found in _LEVEL.finditer(sentence):
        gap = sentence[groups[-1][-1].end() : found.start()] if groups else None
        if gap is not None and len(gap) <= 40 and _JOINED.fullmatch(gap):
            groups[-1].append(found)
        else:
            groups.append([found])
    return groups


def _level(found: re.Match[str]) -> EducationLevel:
    return next(level for level in ORDER if found[level] is not None)


def _accepts_experience(level: EducationLevel, front: str, behind: str) -> bool:
    if _IN_LIEU.search(front) or _LIEU_AFTER.search(behind):
        return True
    # The equivalent of a school diploma is another exam, unless the text says experience.
    says = _SAYS_EXPERIENCE if level == "secondary" else _SAYS_EQUIVALENT
    return says.search(_OF_THE_DEGREE.sub("", behind)) is not None


def _area(behind: str) -> str | None:
    found = _AREA.match(behind)
    if found is None or _VAGUE.fullmatch(found["area"].strip(" ,:")):
        return None
    return found["area"].strip(" ,:")

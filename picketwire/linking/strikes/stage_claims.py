"""Turn the words that earned a stage tag into a dated claim, or none where they only sound like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, get_args

from picketwire.facts import Stage
from picketwire.linking.sentences import LONGEST_SENTENCE, sentence_at, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from picketwire.linkage import News, StageSpan

_STAGES = frozenset(get_args(Stage))
_UNDONE = frozenset({"notice", "threatened", "began"})  # what a strike that was called off had come to
_NOT = re.compile(
    r"\b(?:not|n['’]t|never|no|without|yet to|far from|nor|isn['’]t|deny|denies|denied)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_NOT_INSIDE = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.IGNORECASE)
_NOT_AFTER = re.compile(r"^\s*(?:is|are|was|has|have)?\s*(?:not|n['’]t|never|no)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:to|will|would|could|may|might|plan\w*|if|whether|should|until|unless|before|"
    r"threat\w* to|vot\w* to|want\w*(?: to)?|hop\w*|bid to|talks? to|call\w* (?:for|on)(?: an?)?(?: the)?)\s+"
    r"(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_PAST_YEAR = re.compile(
    r"\b(?:in|of|since) (?:19\d\d|200\d|201\d)\b|\b(?:19\d\d|200\d|201\d)[-–]|years ago|anniversary"
)
# A stage that is told as older news has no day that the report could give it.
_OLDER = (
    r"(?:last (?:week|month|year|spring|summer|autumn|fall|winter)|"
    r"(?:days|weeks|months|years) (?:ago|earlier)|earlier this (?:month|year))"
)
_OLDER_INSIDE = re.compile(rf"\b{_OLDER}\b(?!['’]s)", re.IGNORECASE)
_OLDER_AFTER = re.compile(rf"^\W*(?:(?:early|late|again|back)\W+)?{_OLDER}\b(?!['’]s)", re.IGNORECASE)
_OLDER_BEFORE = re.compile(
    r"\b(?:days|weeks?|months?|years?) (?:after|since)\W+(?:\w+\W+){0,4}$", re.IGNORECASE
)
_IF = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
# What a claim becomes when its words speak of what is to come.
_WHEN_AHEAD: dict[str, Stage | None] = {
    "began": "notice",
    "ended": None,
    "suspended": None,
    "resumed": "notice",
    "ratified": None,
    "tentative_agreement": None,
    "averted": None,
    "expanded": "threatened",
    "lockout": "threatened",
    "authorized": None,
}
_LASTING = frozenset({"continues", "notice", "threatened"})  # what is so on the day of the report
_ASKED = frozenset({"ended", "suspended", "averted", "ratified"})  # "When will the strike end?" tells of none
_OVER_WHAT = re.compile(
    r"\bover\b\s+\w", re.IGNORECASE
)  # "strike over pay" is about something, not at an end
_IS_OVER = re.compile(r"\b(?:is|are|was|were|officially|now) over\b", re.IGNORECASE)
_BY_STRIKE = re.compile(
    r"\b(?:because of|due to|amid|by|after)\b", re.IGNORECASE
)  # a show that a strike halted
_NO_YES = re.compile(r"\breject|\bratification\b", re.IGNORECASE)  # a no, or a vote that may be to come
# Pickets may go home while the strike goes on, as in the last days of the writers' strike of 2023.
_PICKETING = re.compile(r"\bpicket(?!.*\bstrike)|\bstrike.*\bpicket", re.IGNORECASE)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"\b(?:{_MONTH.format('m1')}\s+(?P<d1>\d{{1,2}})|"
    rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('m2')}|"
    rf"(?P<wd>{'|'.join(_WEEKDAYS)})|(?P<rel>yesterday|last night|today|tonight|tomorrow)(?!['’]s))\b",
    re.IGNORECASE,
)

_DATED = re.compile(
    rf",?\s+(?:the\s+)?(?:{_MONTH.format('m')}\s+\d|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('n')})",
    re.IGNORECASE,
)
# What takes effect on a weekday does so on the next one: "as of 12:01 a.m. Thursday", said the night before.
_LAST_DAY = re.compile(r"\blast day\b[^.;]*$", re.IGNORECASE)  # of strike: an end is the first day without
_AS_OF = re.compile(
    r"\b(?:as of|effective|with effect from)\s+(?:[\d:]+\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{1,2}T\s+)?)?"
    r"(?:on\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Claim:
    """That a stage was reached on a day, as an item says; not `stated` means the day is the item's own."""

    date: date
    stage: Stage
    item: int
    quote: str
    stated: bool
    field: str = "title"
    rule: str = ""  # that found the words
    score: float = 1.0  # weight of their tag
    confirmed: bool = False  # a person said that it is so
    since: str | None = None  # instant of a person's correction


def claims(news: News, spans: Iterable[StageSpan]) -> tuple[Claim, ...]:
    """Read the stages that an item reports from the spans of its stage tags: each once, the title first."""
    found: dict[Stage, Claim] = {}
    order = {"title": 0, "summary": 1, "body": 2}
    bounds: dict[str, list[tuple[int, int]]] = {}
    for span in sorted(_telling(spans), key=lambda s: (order.get(s.field, 3), s.start)):
        if span.field not in order or span.stage not in _STAGES:
            continue
        text = news.text(span.field)
        if span.field not in bounds:
            bounds[span.field] = sentences(text)
        start, end = sentence_at(bounds[span.field], span.start)
        if end - start > LONGEST_SENTENCE:
            continue
        quote = text[start:end].strip()
        stage = _meant(span, text, start, end)
        if stage is not None and stage not in found:
            day, stated = _day(quote, news.day, ahead=stage == "notice")
            if stage == "continues":  # a day beside it is that of something else
                day, stated = news.day, False
            found[stage] = Claim(
                date=day,
                stage=stage,
                item=news.id,
                quote=quote,
                stated=stated,
                field=span.field,
                rule=_rule(span, stage),
                score=span.score,
            )
    if "averted" in found:
        found = {stage: claim for stage, claim in found.items() if stage not in _UNDONE}
    return tuple(sorted(found.values()))


def _telling(spans: Iterable[StageSpan]) -> Iterable[StageSpan]:
    """Pass over words of the title where their rule read the summary: they only say what it is about."""
    found = list(spans)
    by_summary = {(span.stage, span.rule) for span in found if span.rule and span.field != "title"}
    return (span for span in found if span.field != "title" or (span.stage, span.rule) not in by_summary)


def _rule(span: StageSpan, stage: Stage) -> str:
    """Name what said so: the rule of the tag, and whether its words were read as another stage."""
    return f"strike/{span.stage} {span.rule}" + ("" if stage == span.stage else f", read as {stage}")


def _meant(span: StageSpan, text: str, start: int, end: int) -> Stage | None:
    """Return the stage that the words claim: another for what is to come, none for what did not happen."""
    stage: Stage = span.stage  # type: ignore[assignment]
    before, words, after = text[start : span.start], text[span.start : span.end], text[span.end : end]
    if _is_no_news(stage, before, words, after) or _sounds_only(stage, words, after):
        return None
    if (
        _NOT.search(before)
        or _NOT_INSIDE.search(words)
        or (stage in {"ended", "averted"} and _NOT_AFTER.match(after))
    ):
        return "continues" if stage in {"ended", "suspended"} else None
    if stage in _WHEN_AHEAD and _AHEAD.search(before):
        return _WHEN_AHEAD[stage]
    return "threatened" if stage == "notice" and _IF.search(after) else stage


def _is_no_news(stage: Stage, before: str, words: str, after: str) -> bool:
    """Whether a sentence asks for the stage, or tells of it as something of another time."""
    said = before + words + after
    if _PAST_YEAR.search(said) or (stage in _ASKED and said.rstrip("”\"’' ").endswith("?")):
        return True
    older = _OLDER_INSIDE.search(words) or _OLDER_AFTER.search(after) or _OLDER_BEFORE.search(before)
    return stage not in _LASTING and older is not None


def _sounds_only(stage: Stage, words: str, after: str) -> bool:
    """Whether words sound like a stage but mean something else."""
    if stage == "ratified":
        return _NO_YES.search(words) is not None
    if stage == "suspended" and _PICKETING.search(words):
        return True
    if stage not in {"ended", "suspended", "averted"}:
        return False
    if _IS_OVER.search(words):
        return False
    over_something = words.lower().rstrip().endswith("over") and re.match(r"\s+\w", after)
    return bool(over_something or _OVER_WHAT.search(words) or _BY_STRIKE.search(words))


def _day(quote: str, said: date, *, ahead: bool) -> tuple[date, bool]:
    """Resolve the first day that a sentence names, against the day it was said; else that day itself."""
    for found in _DATE.finditer(quote):
        if found["wd"] and _DATED.match(quote, found.end()):
            continue  # "Wednesday, September 27": the date says which Wednesday
        day = _resolve(found, said, ahead=ahead or _AS_OF.search(quote[: found.start()]) is not None)
        if day is not None and _LAST_DAY.search(quote[: found.start()]):
            day += timedelta(days=1)
        if day is not None and abs((day - said).days) <= 60 and (ahead or day <= said + timedelta(days=1)):
            return day, True
    return said, False


def _resolve(found: re.Match[str], said: date, *, ahead: bool) -> date | None:
    if found["rel"]:
        return said + timedelta(
            days={"yesterday": -1, "last night": -1, "tomorrow": 1}.get(found["rel"].lower(), 0)
        )
    if found["wd"]:
        back = (said.weekday() - _WEEKDAYS.index(found["wd"].lower())) % 7
        return said + timedelta(days=(7 - back) % 7) if ahead else said - timedelta(days=back)
    month, number = (found["m1"], found["d1"]) if found["m1"] else (found["m2"], found["d2"])
    try:
        day = date(said.year, _MONTHS.index(month.lower()[:3]) + 1, int(number))
    except ValueError:
        return None
    return day

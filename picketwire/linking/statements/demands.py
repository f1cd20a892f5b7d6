"""Read what the workers' side of a dispute asks for, and tell demands about AI and its kin from the rest."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from picketwire.linkage import Statement
from picketwire.linking.sentences import LONGEST_SENTENCE, sentence, sentence_at, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from picketwire.facts import OrganizationKind
    from picketwire.linkage import Mention, News, TextField

_FILE = files("picketwire.linking.statements") / "dispute_words.toml"
_WORDS = tomllib.loads(_FILE.read_text("utf-8"))


def any_of(name: str) -> str:
    """Return a pattern for any of the words of a list of the data file; `_` stands for a space."""
    return "|".join(word.replace("_", r"\s") for word in _WORDS[name].split())


def _not_after(*words: str) -> str:
    return "".join(rf"(?<!\b{word}\s)" for word in words)


SIDE = rf"(?:{any_of('workers')}|{any_of('unions')})"
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_NO_TIME = (
    r"(?!\s(?:the\s)?(?:(?:\w+\s){0,3}bank holiday|weekend|next|past|coming|last|summer|holidays?|years?|"
    rf"weeks?|course|christmas|easter|new year|festive|{_MONTH})\b)"
)
_NO_SPELL = r"(?!\s(?:[\w-]+\s){0,3}(?:hours?|days?|weeks?|months?|years?)\b)"
_NO_STEP = rf"(?!\s(?:[\w-]+\s){{0,7}}(?:{any_of('steps')})\b)"  # a next step, and not what it is for
_NO_DAY = rf"(?!\s(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:{_MONTH})\b))"
_NO_PEOPLE = rf"(?!\s(?:[\w,-]+\s){{0,3}}(?:{any_of('workers')})\b)"  # a call on people to strike
_NOUN = (
    r"(?P<noun>cent(?:er|re)s? on|key (?:issue|demand)s?|sticking points?|"
    r"demands?(?=\s(?:for|include|are|is|that)\b|:))"
)
_ABOUT = (
    r"(?P<about>at (?:issue|stake) (?:is|are)|(?:dispute|row|fight) (?:is|was) (?:about|over)|"
    r"(?:strike|walk-?out) (?:is|was) about|(?:dispute|strike) concerns)"
)
_FORMS = (
    _not_after("pay", "wage", "their", "its", "the", "['’]s", "these", "on", "to") + r"demand(?:s|ed|ing)?",
    _NOUN,
    rf"(?:is|are|were|was|been|be)\s(?:also\s|now\s|still\s)?(?:{any_of('asking')})",
    rf"seeks?{_NO_STEP}|sought{_NO_STEP}|wants?(?!\s(?:you|them|us)\b)|would like",
    r"wanted(?!\s(?:at|by|in|to hear|to know))",
    _not_after("and", "sparking", "amid", "despite", "growing", "back", "backed", "fresh", "new", "to")
    + rf"call(?:s|ed)? for{_NO_STEP}|call(?:s|ed)? on{_NO_DAY}{_NO_STEP}{_NO_PEOPLE}|asks? for|asked for",
    r"insist(?:s|ed|ing)? (?:on|that)|press(?:es|ed|ing)? for|push(?:es|ed|ing)? for|fights? for|fought for",
    rf"(?:go|goes|went|gone|been|are|were|is) (?:out )?on strike (?:over|for){_NO_SPELL}{_NO_TIME}",
    rf"(?P<over>(?:{any_of('disputes')}) (?:over{_NO_TIME}|for better|for higher|about))",
    _not_after("a", "the", "its", "their", "revised", "of", "newly") + r"propos(?:es?|ed)(?!\s(?:it|them)\b)",
    r"proposals? (?:would|to|that|for)|protections? (?:against|from|for|on)|guardrails (?:on|against|for)",
    r"trying to (?:get|win|secure)|(?:say|says|said)\b[^.“”]{0,80}?\bmust",
    _ABOUT,
)
_DEMAND = re.compile(rf"(?<![-/])\b(?:{'|'.join(_FORMS)})\b", re.IGNORECASE)
_OUR_SIDE = re.compile(rf"\b(?:{SIDE}|their (?:\w+ )?demands?)\b", re.IGNORECASE)
_OTHERS = re.compile(rf"\b(?:{any_of('others')})\b(?:\s[\w-]+){{0,5}}\s$", re.IGNORECASE)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»")
_FIRST_PERSON = re.compile(r"\bwe(?:['’]re| are)?\s(?:\w+ly\s)?$", re.IGNORECASE)
_AI = re.compile(
    rf"\b(?:AI|A\.I\.|ChatGPT|(?i:{any_of('ai')}|"
    r"train(?:ing|ed)? (?:of |on )?(?:\w+ ){0,3}(?:data|models?|systems?)|"
    r"synthetic (?:\w+ )?(?:performers?|voices?|actors?)))\b"
)
_MORE = re.compile(
    r"^(?:It|They|The (?:plan|proposal|offer)) would (?:also )?(?:set|require|bar|ban|forbid|limit|"
    r"guarantee|give|raise|cap|end|oblige)\b|"
    r"^(?:S?[Hh]e|They) (?:also )?(?:call(?:s|ed)?|wants?|asks?|asked|demand\w*)\b"
)
_DEMANDER = re.compile(rf"\b(?:{any_of('unions')}|who|which|s?he|it|also|now|[A-Z]{{2,}}[\w-]*)[,)]?\s$")
_CLAUSE = re.compile(r",\s|[:;]\s|\b(?:as|while|but|after|before|when|because|whether|if)\s")
_NO_SUBJECT = re.compile(r"(?:(?:has|have|had|is|are|was|were)\b.*)?")  # behind an apposition
_PRONOUN = re.compile(r"(?:^|\s)(?:it|s?he|they|who|which|that)\b[^,]{0,25}$", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:in|on|high|higher|low|lower|no|falling|consumer|strong|weak|not to|n['’]t)\s$", re.IGNORECASE
)
_WORKS_AT = re.compile(rf"\b{SIDE}\s(?:at|of|from|for)\s(?:the\s)?$", re.IGNORECASE)
_PARTIES = frozenset({"union", "local", "employer", "association"})
_UNIONS = frozenset({"union", "local"})
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of a text, with the parties that it names."""

    text: str
    start: int
    end: int
    parties: tuple[Mention, ...]
    unions: tuple[Mention, ...]

    def before(self, place: int) -> str:
        """Return its words before a place."""
        return self.text[self.start : place]


def demands(
    news: News, field: TextField, mentions: Sequence[Mention], kinds: Mapping[str, OrganizationKind]
) -> Iterator[Statement]:
    """Yield each sentence in which the workers' side asks for something; `mentions`: those of the field."""
    text, bounds, done = news.text(field), None, -1
    for match in _DEMAND.finditer(text):
        bounds = bounds or sentences(text)
        start, end = sentence_at(bounds, match.start())
        if start == done or end - start > LONGEST_SENTENCE:
            continue
        inside = [m for m in mentions if start <= m.start < end]
        parties = tuple(m for m in inside if kinds.get(m.organization) in _PARTIES)
        unions = tuple(m for m in parties if kinds.get(m.organization) in _UNIONS)
        whole = _Sentence(text, start, end, parties, unions)
        if _asks(whole, match):
            done = start
            yield _demand(news, field, whole)


def _demand(news: News, field: TextField, whole: _Sentence) -> Statement:
    quote = whole.text[whole.start : whole.end].strip()
    begin = whole.text.index(quote, whole.start)
    return Statement(
        item=news.id,
        kind="ai_demand" if _AI.search(quote) else "demand",
        organization=whole.unions[0].organization if whole.unions else None,
        field=field,
        start=begin,
        end=begin + len(quote),
        text=quote,
    )


def _asks(whole: _Sentence, match: re.Match[str]) -> bool:
    """Whether a sentence asks for something on behalf of workers."""
    words = whole.text[whole.start : whole.end].rstrip()
    if len(words.split()) < _FEWEST_WORDS or words.endswith("?"):
        return False
    before = whole.before(match.start())
    if _is_noun(whole, match, before) or _PASSIVE.search(before) or _said_by_others(whole, match):
        return False
    ours = match["about"] or whole.unions or _OUR_SIDE.search(words) or _goes_on(whole)
    return bool(ours) and _our_side_asks(whole, match, before)


def _is_noun(whole: _Sentence, match: re.Match[str], before: str) -> bool:
    """Whether “demands” is no verb here, and says nothing of what is demanded."""
    if match.group().lower() != "demands" or match["noun"] or _DEMANDER.search(before):
        return False
    return all(m.end != whole.start + len(before.rstrip()) for m in whole.parties)


def _said_by_others(whole: _Sentence, match: re.Match[str]) -> bool:
    """Whether the words for asking stand in a quote that does not speak of the speaker's own side."""
    quoted = any(
        q.start() < match.start() < q.end() for q in _QUOTED.finditer(whole.text, whole.start, whole.end)
    )
    return quoted and not _FIRST_PERSON.search(whole.before(match.start()))


def _goes_on(whole: _Sentence) -> bool:
    """Whether a sentence goes on with what the workers' side asks for in the one before."""
    if not whole.start or not _MORE.match(whole.text[whole.start : whole.end].strip()):
        return False
    head = whole.text[max(0, whole.start - LONGEST_SENTENCE) : whole.start]
    start, end = sentence(head, max(0, len(head) - 2))
    return bool(_OUR_SIDE.search(head[start:end]))


def _our_side_asks(whole: _Sentence, match: re.Match[str], before: str) -> bool:
    """Whether it is the workers' side that asks: no other subject stands before the word for asking."""
    if match["about"] or match["over"] or match["noun"]:
        return True
    clause = _CLAUSE.split(before)[-1]
    if match.group().lower().endswith("ing") or _NO_SUBJECT.fullmatch(clause.strip()):
        clause = before
    at = match.start() - len(clause)
    last = next((m for m in reversed(whole.parties) if at <= m.start < match.start()), None)
    if last is not None and last not in whole.unions:
        ahead, behind = whole.text[whole.start : last.start], whole.text[last.end : match.start()]
        return bool(_OUR_SIDE.search(behind) or _WORKS_AT.search(ahead))
    if _OTHERS.search(clause):
        return False
    named = any(m.start < match.start() for m in whole.unions)
    if last is not None or _OUR_SIDE.search(clause):
        return True
    return bool(_PRONOUN.search(clause)) and (named or _goes_on(whole))

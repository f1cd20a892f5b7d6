"""Find what people say in an item: quotes with their speakers, and for whom they speak."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.linking.sentences import LONGEST_SENTENCE
from picketwire.linking.statements.clauses import ahead, behind, sentences
from picketwire.linking.statements.speakers import Speaker, Speakers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from picketwire.facts import OrganizationKind
    from picketwire.linkage import Mention

_QUOTE = re.compile(
    r"“([^“”]{8,1200})[”\"]|\"([^\"“”]{8,1200})[\"”]|"
    r"(?<!\w)‘((?:[^‘’]|’(?=\w)|(?<=s)’(?=\s[a-z])){8,600}[,.!?…])’(?!\w)|"
    r"(?<!\w)‘((?:[^‘’]|’(?=\w)){12,300})’(?!\w)|«\s?([^«»]{8,1200}?)\s?»|„([^„“”]{8,1200})[“”]|"
    r"(?<![\w])'(?=[A-Z])((?:[^'\n]|'(?=\w)){12,600}?[,.!?])'(?!\w)"
)
_GROUPS = range(1, 8)
_REACH = 240  # code points on either side of a quote that name its speaker
_SMALL = frozenset({"with", "from", "into", "over", "that", "this"})  # words without a capital in titles
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that somebody is quoted with; `organization` is the slug of whom the speaker speaks for."""

    start: int
    end: int
    text: str
    speaker: str
    organization: str | None = None


def quotes(
    text: str, mentions: Sequence[Mention], kinds: Mapping[str, OrganizationKind] | None = None
) -> Iterator[Quote]:
    """Yield the quotes of one field that name a speaker; `mentions` are those of the field."""
    found = [m for m in _QUOTE.finditer(text) if not _is_title(_inside(m)[1])]
    if not found:
        return
    people = Speakers(text, mentions, kinds or {})
    begins = [start for start, _ in sentences(text)]
    last: tuple[Speaker, int] | None = None
    for n, quote in enumerate(found):
        limit = found[n + 1].start() if n + 1 < len(found) else len(text)
        group, words = _inside(quote)
        who = _speaker(people, quote, begins, last, limit)
        if who is None:
            continue
        last = (who, quote.end())
        if len(words.split()) >= _FEWEST_WORDS:
            yield Quote(
                start=quote.start(group),
                end=quote.end(group),
                text=words,
                speaker=who.name,
                organization=who.organization,
            )


def _inside(quote: re.Match[str]) -> tuple[int, str]:
    group = next(n for n in _GROUPS if quote[n] is not None)
    return group, quote[group]


def _is_title(words: str) -> bool:
    """Whether words in quotation marks are the title of a work."""
    longer = [w for w in words.split() if len(w) > 3 and w not in _SMALL]
    return len(longer) > 1 and words[-1] not in ".!?" and all(w[0].isupper() for w in longer)


def _speaker(
    people: Speakers,
    quote: re.Match[str],
    begins: Sequence[int],
    last: tuple[Speaker, int] | None,
    limit: int,
) -> Speaker | None:
    """Look for who speaks: in the sentence before the quote, behind it, or beside the quote before."""
    text, at = people.text, quote.start()
    begin = max(begins[max(0, bisect_right(begins, at) - 1)], at - LONGEST_SENTENCE)
    between = text[last[1] : at] if last else ""
    if last and begin < last[1] and len(between) < _REACH / 2 and not re.search(r"[.!?]\s", between):
        return last[0]  # “…,” said Ada Reed, “…”
    spans = ahead(text, begin, at) if text[begin:at].strip() else []
    for start, end in spans:
        if at - end <= _REACH and (who := people.of(start, end, at)):
            return who
    if not _ends_sentence(text, quote):
        for start, end in behind(text, quote.end(), _stop(text, quote, limit)):
            if who := people.of(start, end, at):
                return who
    if last and not spans and not text[begin:at].strip() and _is_clause(between):
        return last[0]
    return None


def _stop(text: str, quote: re.Match[str], limit: int) -> int:
    """Return where the sentence that goes on behind a quote ends."""
    end = min(limit, quote.end() + _REACH)
    first = next(iter(sentences(text[quote.end() : end])), None)
    return quote.end() + first[1] if first else end


def _ends_sentence(text: str, quote: re.Match[str]) -> bool:
    """Whether what follows a quote is a sentence of its own: the quote ends with a stop, then a capital."""
    _, words = _inside(quote)
    follows = text[quote.end() : quote.end() + _REACH].lstrip()
    return words.rstrip()[-1:] in {".", "…"} and (not follows or not follows[0].islower())


def _is_clause(between: str) -> bool:
    """Whether the words between two quotes are the one sentence that says who speaks."""
    return 0 < len(between.strip()) < 200 and len(re.findall(r"[.!?]\s", between)) == 1

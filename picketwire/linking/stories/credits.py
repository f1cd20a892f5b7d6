"""Read credit lines: whom an item names as the first to report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from picketwire.linkage import Mention, News

_REACH = 64  # code points on either side of a name that a credit line may take
_TELL = r"(?:report|reveal|spot|note|notic|unearth|flag|discover|cover|disclos)"
_TOLD = rf"(?:{_TELL}\w*|surfaced|appeared|broken|published|seen)"
_FIRST = r"(?:first|originally|initially)"
_WHERE = r"(?:by|in|at|on)(?: the)?"
# In front of the name: "first reported by", "originally published in", "broken by".
_FIRST_BEFORE = re.compile(
    rf"\b(?:{_FIRST} (?:{_TOLD} )?{_WHERE}|(?:news|story) (?:was )?broken by(?: the)?)$",
    re.IGNORECASE,
)
# Behind it: "first reported", "was the first to spot", "which first revealed", "broke the news".
_FIRST_AFTER = re.compile(
    rf",? (?:which |who )?(?:(?:was|were) )?(?:the )?(?:first|originally) (?:to {_TELL}|{_TELL}\w*ed\b)"
    r"|,? (?:which |who )?broke (?:the|this|that) (?:news|story|scoop)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:\b(?:{_TELL}\w*|appeared|published|seen|obtained|reviewed|heard) (?:by|in)"
    r"|\baccording to(?: (?:a|an|the)(?: [\w-]+)? (?:report|story|article) (?:by|from|in|on|at))?"
    r"|\breport (?:by|from|in)|\binterview with|\bspeaking to|\bh/t|\bhat tip(?: to|:)|\btold"
    r"|(?:^|[\n(,;] ?|[.!?] )(?:via|per|source:|credit:))(?: the)? ?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"['’]?s? (?:has |had |have )?(?:report(?:s|ed|ing)|reveal(?:s|ed)|spotted|noticed|learn(?:ed|t))\b"
    r"|['’]s (?:report|story|scoop)\b",
    re.IGNORECASE,
)
# An outlet is also a company: it reports results, its people report for duty, its union says something.
_RESULTS = re.compile(
    r"['’]?s? (?:has |had )?report\w* (?:(?!that\b|how\b|on\b|last\b)[\w$€£.,%-]+ ){0,3}?"
    r"(?:(?:\w+-)?quarter\w*|results|earnings|revenues?|profits?|loss(?:es)?|income|sales|turnover"
    r"|for (?:\w+ )?duty)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(r"['’]s (?!report|story|article|scoop|account|website|site)\w", re.IGNORECASE)
# "The Long Docket's Ann Roe first reported".
_BYLINE = re.compile(rf"['’]s(?: [A-Z][\w.’'-]+){{1,3}} (?:(first) )?{_TELL}\w*")
_STAFF = re.compile(r"\b(?:at|of|for|inside)(?: the)? $", re.IGNORECASE)


def credited(news: News, publishers: Collection[str]) -> dict[str, bool]:
    """Return the publishers that an item credits with a report, and whether as the first one.

    `publishers` are the slugs of organizations that publish.
    """
    found: dict[str, bool] = {}
    for mention in news.mentions:
        if mention.organization in publishers:
            first = _credit(news.text(mention.field), mention)
            if first is not None:
                found[mention.organization] = found.get(mention.organization, False) or first
    return found


def _credit(text: str, mention: Mention) -> bool | None:
    """Return True for a credit with the first report, False for one with a report, None for no credit."""
    before = text[max(0, mention.start - _REACH) : mention.start]
    after = text[mention.end : mention.end + _REACH]
    if byline := _BYLINE.match(after):
        return bool(byline[1])
    if _OWNED.match(after) or _RESULTS.match(after):
        return None
    told = _AFTER.match(after) and not _STAFF.search(before)
    if _FIRST_BEFORE.search(before.rstrip()) or _FIRST_AFTER.match(after):
        return True
    return False if told or _BEFORE.search(before) else None

"""Read credit lines: whom an item names as the first to report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from picketwire.linkage import News

_REACH = 48  # code points on either side of a name that a credit line may take
_REPORT = r"(?:report\w*|reveal\w*|spott\w*|notic\w*|publish\w*|unearth\w*|flagg\w*|discover\w*|cover\w*)"
_FIRST_BEFORE = re.compile(rf"first (?:{_REPORT} |noted |seen )?(?:by|in|at|on) (?:the )?$", re.IGNORECASE)
_FIRST_AFTER = re.compile(rf"['’]?s?,? (?:was |were )?(?:the )?first (?:to )?{_REPORT}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:{_REPORT} (?:by|in)|according to|(?:^|[\s(])(?:via|h/t)|hat tip to|told|[,;(] per) (?:the )?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"['’]?s? (?:has |had )?(?:reports|reported|reporting|revealed|spotted|noticed)\b", re.IGNORECASE
)


def credited(news: News, publishers: Collection[str]) -> dict[str, bool]:
    """Return the publishers that an item credits with a report, and whether as the first one.

    `publishers` are the slugs of organizations that publish.
    """
    found: dict[str, bool] = {}
    for mention in news.mentions:
        if mention.organization in publishers:
            text = news.text(mention.field)
            before, after = (
                text[max(0, mention.start - _REACH) : mention.start],
                text[mention.end : mention.end + _REACH],
            )
            first = bool(_FIRST_BEFORE.search(before) or _FIRST_AFTER.match(after))
            if first or _BEFORE.search(before) or _AFTER.match(after):
                found[mention.organization] = found.get(mention.organization, False) or first
    return found

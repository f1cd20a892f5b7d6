"""Read a news item for what could point to one posting: addresses, numbers, and the words around the job."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from picketwire.linkage import TEXT_FIELDS
from picketwire.linking.coverage.role_words import phrase_of, words_of
from picketwire.linking.naming.names import fold_name
from picketwire.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Collection

    from picketwire.linkage import News

_ADDRESS = re.compile(r"https?://[^\s<>\"'\[\]{}|\\^`]+", re.IGNORECASE)
_TRAILING = ".,;:!?)*_"
_NUMBER = re.compile(r"(?<![\w.$€£])[a-z]{0,4}[-_]?\d[\w-]{4,}(?!\w)", re.IGNORECASE)
_NEAR = 240  # code points on either side of a name or figure in a body that may speak of the same job


def addresses(*texts: str | None) -> frozenset[str]:
    """Return every web address written out in the texts, in canonical form."""
    found = (
        m.group().rstrip(_TRAILING)
        for text in texts
        if text and "://" in text
        for m in _ADDRESS.finditer(text)
    )
    return frozenset(canonical(address) for address in found)


def is_candidate(news: News) -> bool:
    """Whether a news item may report a posting at all: about AI, or naming an employer with a figure."""
    return bool(news.tags & {"ai", "ai_role"}) or bool(news.pay and news.mentions)


@dataclass(frozen=True)
class Reading:
    """One news item, read once and held against many postings."""

    news: News

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Addresses in the text, and the item's own."""
        news = self.news
        own = {news.canonical} if news.canonical else set()
        return addresses(news.title, news.summary, news.body) | own

    @cached_property
    def leads(self) -> frozenset[str]:
        """Addresses behind the words of the text, as they are and less their parameters."""
        links = self.news.links
        return frozenset((*links, *(link.partition("?")[0] for link in links)))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Words with digits that could be a requisition id, folded."""
        texts = (*(self.news.text(field) for field in TEXT_FIELDS), *self.news.links)
        return frozenset(fold_name(m.group()) for text in texts for m in _NUMBER.finditer(text))

    @cached_property
    def organizations(self) -> frozenset[str]:
        """Organizations that the item names."""
        return frozenset(m.organization for m in self.news.mentions)

    def in_title(self, organizations: Collection[str]) -> bool:
        """Whether the title names one of these."""
        return any(m.field == "title" and m.organization in organizations for m in self.news.mentions)

    def about(self, organizations: frozenset[str]) -> About:
        """Return the words that may speak of a job at these organizations."""
        return About(self._passages(organizations))

    def _passages(self, organizations: frozenset[str]) -> list[str]:
        """Title, summary, and the surroundings of each name and figure in the body."""
        news = self.news
        places = [
            (m.start, m.end) for m in news.mentions if m.field == "body" and m.organization in organizations
        ]
        places += [(p.start, p.end or p.start) for p in news.pay if p.field == "body" and p.start is not None]
        passages, reach = [news.title, news.summary], 0
        for start, end in sorted(places):
            passages.append(news.body[max(reach, start - _NEAR) : end + _NEAR])
            reach = max(reach, end + _NEAR)
        return passages


class About:
    """Passages of an item, as words and as phrases that never cross from one passage to the next."""

    def __init__(self, passages: list[str]) -> None:
        self.words = words_of(" . ".join(passages))
        self.phrase = "|".join(map(phrase_of, passages))

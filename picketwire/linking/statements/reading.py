"""Read what a report of a strike says: what is demanded, who is quoted, how many are involved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from picketwire.linkage import TEXT_FIELDS, Statement
from picketwire.linking.statements.demands import demands
from picketwire.linking.statements.quotes import quotes
from picketwire.linking.statements.workers import workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from picketwire.facts import OrganizationKind
    from picketwire.linkage import Mention, News, TextField


# Code points of a field that are read: longer than any article, and what bounds the time for a hostile one.
_LONGEST = 60_000


def statements(news: News, kinds: Mapping[str, OrganizationKind]) -> tuple[Statement, ...]:
    """Read the statements of one item about a strike, in the order of the text; each place once."""
    news = _bounded(news)
    found: list[Statement] = []
    for field in TEXT_FIELDS:
        mentions = [m for m in news.mentions if m.field == field]
        found += _quotes(news, field, mentions, kinds)
        found += demands(news, field, mentions, kinds)
        found += workers(news, field, mentions, kinds)
    return tuple(found)


def _bounded(news: News) -> News:
    if all(len(news.text(field)) <= _LONGEST for field in TEXT_FIELDS):
        return news
    title, summary, body = (news.text(field)[:_LONGEST] for field in TEXT_FIELDS)
    mentions = tuple(m for m in news.mentions if m.end <= _LONGEST)
    return replace(news, title=title, summary=summary, body=body, mentions=mentions)


def _quotes(
    news: News, field: TextField, mentions: Sequence[Mention], kinds: Mapping[str, OrganizationKind]
) -> Iterator[Statement]:
    for quote in quotes(news.text(field), mentions, kinds):
        yield Statement(
            item=news.id,
            kind="quote",
            speaker=quote.speaker,
            organization=quote.organization,
            field=field,
            start=quote.start,
            end=quote.end,
            text=quote.text,
        )

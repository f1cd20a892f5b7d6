"""What `picketwire show` prints of a news item: postings it reports, its story, who speaks, whom it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.cli.money import band
from picketwire.cli.show_posting import Section, quoted, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from picketwire.archive.answers.news_view import NewsView
    from picketwire.archive.answers.reports import StoryOf
    from picketwire.records import Pay

_NAMED = 15


def sections(view: NewsView, pay: Sequence[Pay]) -> Iterator[Section]:
    """Yield the sections."""
    yield (
        "Reports on",
        [row for each in view.reports_on for row in _reported(each.posting, each.title, each.reasons)],
    )
    yield "Pay it states", [("", f"{band(each)}{quoted(each.text)}") for each in pay]
    yield "Story", list(_story(view.story))
    yield "Said", [spoken(each) for each in view.statements]
    named = [
        f"{n.name} ({n.organization}{f', {n.times} times' if n.times > 1 else ''})" for n in view.mentions
    ]
    more = [f"and {len(named) - _NAMED} more"] if len(named) > _NAMED else []
    yield "Names", [("", "; ".join((*named[:_NAMED], *more)))] if named else []


def _reported(posting: int, title: str, reasons: Sequence[str]) -> Iterator[tuple[str, object]]:
    yield f"posting {posting}", title
    yield from (("", reason) for reason in reasons)


def _story(story: StoryOf | None) -> Iterator[tuple[str, object]]:
    if story is None:
        return
    first = story.first
    if first.published:
        yield (
            "first published",
            f"{first.published.outlet}, {first.published.published}, item {first.published.id}",
        )
    yield "first seen here", f"{first.sighted.outlet}, {first.sighted.first_seen}, item {first.sighted.id}"
    if first.credited:
        yield "credited as first", first.credited
    for report in story.items:
        yield (report.published or "no date")[:10], f"{report.outlet}: {report.title} (item {report.id})"

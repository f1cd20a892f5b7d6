"""What hangs on one news item: its story, whom it names, the postings that it reports, who speaks in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from picketwire.archive.answers.reports import named_in, reported_by, story_of
from picketwire.archive.answers.said import statements_in

if TYPE_CHECKING:
    from picketwire.archive.answers.reports import Named, Reported, StoryOf
    from picketwire.archive.answers.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsView:
    """What hangs on a news item."""

    story: StoryOf | None
    mentions: tuple[Named, ...]
    reports_on: tuple[Reported, ...]
    statements: tuple[Said, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as `show --json` prints it."""
        return asdict(self)


def news_view(connection: Any, item: int, as_of: str) -> NewsView:
    """Read what linking made of a news item."""
    return NewsView(
        story=story_of(connection, item, as_of),
        mentions=named_in(connection, item),
        reports_on=reported_by(connection, item, as_of),
        statements=statements_in(connection, item),
    )

"""A small configuration on loopback and a way to poll it at any instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive.opening import open_reader, open_writer
from picketwire.pipeline.poll import poll
from picketwire.pipeline.selection import Selection
from picketwire.settings.load import Config
from picketwire.settings.settings import Settings
from picketwire.tagging.definitions import RuleSet
from tests.builders import hours

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.pipeline.report import RunReport
    from picketwire.records import Source


@dataclass
class Newsdesk:
    """An archive, the sources that feed it, and settings that let tests be quick."""

    folder: Path
    sources: list[Source] = field(default_factory=list)
    rules: RuleSet = field(default_factory=RuleSet)
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def archive(self) -> Path:
        """The archive's path."""
        return self.folder / "archive.sqlite"

    @property
    def config(self) -> Config:
        """The configuration as it would be loaded."""
        given = {"spacing": 0.0, "per_origin": 8, "deadline": 5.0, "allow_private": True} | self.more
        settings = Settings(archive=self.archive, **given)
        return Config(
            settings=settings,
            sources=tuple(self.sources),
            organizations=(),
            strikes=(),
            benchmarks=(),
            rules=self.rules,
            texts={},
        )

    def poll(self, at: float | datetime = 0.0, **selection: Any) -> RunReport:
        """Poll everything `at` hours after the start of the story (or at an instant)."""
        moment = at if isinstance(at, datetime) else hours(at)
        chosen = Selection(**({"everything": True} | selection))
        with open_writer(self.archive) as db:
            return poll(db, self.config, chosen, clock=lambda: moment)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the archive."""
        with open_reader(self.archive) as connection:
            return [tuple(row) for row in connection.execute(query, values)]


@pytest.fixture
def desk(tmp_path: Path) -> Newsdesk:
    """A newsdesk with an empty archive."""
    return Newsdesk(tmp_path)


@pytest.fixture
def noon() -> datetime:
    """An instant."""
    return datetime(2023, 7, 26, 12, tzinfo=UTC)

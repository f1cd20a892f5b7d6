"""An archive of its own for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from picketwire.archive.details import waiting
from picketwire.archive.fetches import load_states
from picketwire.archive.opening import open_writer
from picketwire.archive.store import store_detail, store_poll
from tests.builders import hours, untagged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from sqlite_utils.db import Database

    from picketwire.records import Detail, DetailPoll, Poll, Source, StoreCounts


class Keeper:
    """A writer on a real archive that carries each source's state from poll to poll."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def store(self, poll: Poll, **more: Any) -> StoreCounts:
        """Store a poll on top of what is remembered of its source."""
        from dataclasses import replace

        state = load_states(self.db, [poll.source.slug])[poll.source.slug]
        kept = replace(poll.state, document_at=state.document_at, confirmed=state.confirmed)
        return store_poll(self.db, replace(poll, state=kept), enrich=more.pop("enrich", untagged), **more)

    def store_page(self, page: DetailPoll) -> StoreCounts:
        """Store the poll of an item's own page."""
        return store_detail(self.db, page, enrich=untagged)

    def waiting(self, source: Source, at: float) -> list[Detail]:
        """Return the pages in line `at` hours after the story's start."""
        return waiting(self.db, {source.slug: source}, hours(at), 1000)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a query."""
        return [tuple(row) for row in self.db.conn.execute(query, values)]


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    """A writer on a fresh archive."""
    with open_writer(tmp_path / "archive.sqlite") as db:
        yield Keeper(db)

"""One job board polled many times over: real door, real archive, the parsers in this very process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from picketwire.archive.fetches import load_states
from picketwire.fetching.client import Fetcher
from picketwire.pipeline.collect import Collector
from picketwire.pipeline.job import read_document
from picketwire.pipeline.report import RunReport
from picketwire.pipeline.running import fetch_settings
from picketwire.pipeline.storing import Storer
from picketwire.settings.settings import Settings
from picketwire.tagging.definitions import RuleSet
from picketwire.tagging.roles import RoleTable
from picketwire.tagging.tagger import Tagger
from tests.builders import START, hours

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils.db import Database

    from picketwire.pipeline.job import Job, Reading
    from picketwire.records import Source


class _Here:
    """Reads documents where it stands: worker processes have tests of their own and cost seconds."""

    def __init__(self, rules: RuleSet) -> None:
        self._tagger = Tagger(rules)

    async def read(self, job: Job) -> Reading:
        return read_document(job, self._tagger)


@dataclass
class BoardDesk:
    """An open archive and the one board that feeds it; `details` pages of postings are read in each run."""

    db: Database
    folder: Path
    source: Source
    details: int = 0
    pages: int = 200
    rules: RuleSet = field(default_factory=RuleSet)
    roles: RoleTable = field(default_factory=RoleTable)

    def poll(self, at: float | datetime = 0.0) -> tuple[str, str, int]:
        """Poll the board at an instant (or hours after the story's start); return outcome, reason, count."""
        moment = at if isinstance(at, datetime) else hours(at)
        asyncio.run(self._poll(moment))
        return self.rows("SELECT outcome, reason, seen FROM fetches ORDER BY id DESC LIMIT 1")[0]

    async def _poll(self, moment: datetime) -> None:
        settings = Settings(
            archive=self.folder / "archive.sqlite",
            spacing=0.0,
            per_origin=8,
            allow_private=True,
            details_per_run=self.details,
            pages_per_run=self.pages,
        )
        state = load_states(self.db, [self.source.slug])[self.source.slug]
        report = RunReport(started=START)
        rules = self.rules.to_json()
        storer = Storer(db=self.db, settings=settings, rules=rules, report=report, roles=self.roles)
        async with Fetcher(fetch_settings(settings), sink=None, clock=lambda: moment) as door:
            here: Any = _Here(self.rules)
            collecting = Collector(fetcher=door, workers=here, settings=settings, clock=lambda: moment)
            storer.store(await collecting.poll(self.source, state))
            waiting = storer.waiting([self.source], moment)
            async for page in collecting.collect_details(waiting):
                storer.store_page(page)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the archive."""
        return [tuple(row) for row in self.db.conn.execute(query, values)]

    def one(self, query: str, *values: object) -> Any:
        """Return the first value of the first row."""
        return self.rows(query, *values)[0][0]

"""The storing half of a run: takes polls as they come, where the writer lock is held."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from picketwire.archive import details
from picketwire.archive.store import store_detail, store_poll, store_unchanged
from picketwire.pipeline.job import enrich, make_tagger
from picketwire.records import Outcome
from picketwire.tagging.roles import RoleTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.pipeline.report import PollRow, RunReport
    from picketwire.records import Detail, DetailPoll, Item, Poll, Source, StoreCounts, TaggedItem
    from picketwire.settings.settings import Settings
    from picketwire.tagging.tagger import Tagger


_GATHERED = 50  # unchanged polls in one transaction: a commit costs as much as the poll itself


@dataclass(slots=True)
class Storer:
    """Stores each poll in a transaction of its own and counts it in `report`."""

    db: Database
    settings: Settings
    rules: str  # the rule set in force, JSON
    report: RunReport
    on_poll: Callable[[PollRow], None] | None = None
    roles: RoleTable = field(default_factory=RoleTable)
    _unchanged: list[Poll] = field(default_factory=list, init=False)
    _tagger: Tagger | None = field(default=None, init=False)

    def store(self, poll: Poll) -> None:
        """Store one poll; those that found nothing changed are gathered and stored together."""
        if poll.outcome is Outcome.UNCHANGED:
            self._unchanged.append(poll)
            if len(self._unchanged) >= _GATHERED:
                self.flush()
            return
        poll = replace(poll, items=tuple(self._with_role(tagged) for tagged in poll.items))
        counts = store_poll(self.db, poll, enrich=self._enrich, close_after=self.settings.close_after)
        self._report(poll, counts)

    def flush(self) -> None:
        """Store what was gathered; call it after the last poll."""
        if self._unchanged:
            polls, self._unchanged = self._unchanged, []
            counts = store_unchanged(self.db, polls, close_after=self.settings.close_after)
            for poll, count in zip(polls, counts, strict=True):
                self._report(poll, count)

    def _report(self, poll: Poll, counts: StoreCounts) -> None:
        row = self.report.add(poll, counts)
        if self.on_poll:
            self.on_poll(row)

    def store_page(self, page: DetailPoll) -> None:
        """Store the page of one item."""
        page = replace(page, item=page.item and self._with_role(page.item))
        counts = store_detail(self.db, page, enrich=self._enrich)
        self.report.add_page(page, counts)

    def waiting(self, sources: Sequence[Source], now: datetime) -> list[Detail]:
        """Return the pages of stored items to fetch now, under the caps per source and run."""
        self.flush()
        found: list[Detail] = []
        in_line = details.sources_waiting(self.db, now)
        for source in (each for each in sources if each.slug in in_line):
            cap = self.settings.details_per_run if source.kind == "board" else self.settings.articles_per_run
            found += details.waiting(self.db, {source.slug: source}, now, cap)
        return found

    def _enrich(self, item: Item, source: Source) -> TaggedItem:
        """Tag an item here, where what is stored and what arrived had to be joined first."""
        if self._tagger is None:
            self._tagger = make_tagger(self.rules)
        return self._with_role(enrich(item, source, self._tagger))

    def _with_role(self, tagged: TaggedItem) -> TaggedItem:
        """Name the kind of work and the level of a posting: of its title, which takes microseconds."""
        if tagged.item.posting is None:
            return tagged
        return replace(tagged, role=self.roles.classify(tagged.item.title))

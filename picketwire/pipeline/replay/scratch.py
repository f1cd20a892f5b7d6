"""Fill a scratch archive with what today's parsers read in kept answers, poll by poll as they came."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from parsers.board import load
from parsers.board_parts.url import site
from picketwire.archive import replays
from picketwire.archive.fetches import load_states
from picketwire.pipeline.collect import Collector
from picketwire.pipeline.replay.door import KeptDoor, mark, read_trips
from picketwire.pipeline.report import RunReport
from picketwire.pipeline.storing import Storer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.archive.replays import KeptPoll
    from picketwire.pipeline.ports import Reader
    from picketwire.pipeline.replay.diff import SourceReplay
    from picketwire.pipeline.replay.door import Trip
    from picketwire.records import Source
    from picketwire.settings.settings import Settings


class Scratch:
    """A scratch archive and what fills it: the reader, the settings, the rules in force (JSON)."""

    def __init__(self, db: Database, settings: Settings, reader: Reader, rules: str, now: datetime) -> None:
        self.db = db
        self._settings = settings
        self._reader = reader
        self._storer = Storer(db=db, settings=settings, rules=rules, report=RunReport(started=now))

    async def fill(self, family: Sequence[Source], polls: Iterable[KeptPoll], result: SourceReplay) -> None:
        """Poll and store again what these polls brought; count the documents in `result`."""
        # Every article that was ever fetched counts, whether or not it would be fetched today.
        sources = {s.slug: replace(s, full_text=s.kind != "board") for s in family}
        for poll in polls:
            trips = read_trips(self._settings.archive.parent, poll)
            result.documents += trips.documents
            result.unreadable += trips.unreadable
            if trips.documents:
                await self._poll(poll, sources, trips.trips)

    async def _poll(self, poll: KeptPoll, sources: dict[str, Source], trips: Sequence[Trip]) -> None:
        door = KeptDoor(trips)
        collector = self._collector(door, poll.started)
        if trips[0].document is not None:
            source = _as_asked(sources[poll.source], trips[0])
            state = load_states(self.db, [source.slug])[source.slug]
            self._storer.store(await collector.poll(source, state))
            self._storer.flush()
        await self._read_pages(sources, door)

    async def _read_pages(self, sources: dict[str, Source], door: KeptDoor) -> None:
        """Read the pages of single items that the poll's run went on to fetch."""
        pages = {trip.mark: trip.document for trip in door.left if trip.document is not None}
        if not pages:
            return
        for detail in replays.waiting_at(self.db, sources, [url for _, url, _ in pages]):
            document = pages.get(mark(detail.request))
            if document is not None:
                collector = self._collector(door, document.fetched_at)
                self._storer.store_page(await collector.poll_detail(detail))

    def _collector(self, door: KeptDoor, at: datetime) -> Collector:
        return Collector(
            fetcher=door, workers=self._reader, settings=self._settings, clock=lambda: at, jitter=float
        )


def _as_asked(source: Source, trip: Trip) -> Source:
    """Return the source with the address that was asked then: links are resolved against it."""
    url = trip.request.url
    if source.kind != "board":
        return replace(source, url=url)
    today = load(source.system or "").first(source.tenant or "", source.url).url
    return source if site(today) == site(url) else replace(source, url=site(url))

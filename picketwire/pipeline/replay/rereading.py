"""Read every kept answer again with today's parsers, and say what differs from the archive, or correct it.

The answers go the way they went when they came: poll by poll, in order of time, through the same
collecting, reading, tagging and storing, into a scratch archive beside the real one. What the scratch
archive then holds is what the real one would hold, had today's parsers been there from the start; the
two are compared item by item. The real archive is only read until a correction is written, under the
writer lock and family by family; an item that a poll has changed in between is left alone.
"""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from picketwire.archive import replays, role_kinds, rules
from picketwire.archive.opening import open_reader, open_writer, transaction
from picketwire.pipeline.job import enrich
from picketwire.pipeline.link import link
from picketwire.pipeline.replay.diff import SourceReplay, differences, pair
from picketwire.pipeline.replay.scratch import Scratch
from picketwire.pipeline.workers import Workers
from picketwire.tagging.definitions import RuleSet
from picketwire.tagging.tagger import Tagger
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from picketwire.archive.replays import Held, Outline
    from picketwire.pipeline.ports import Reader
    from picketwire.records import Item, Source, TaggedItem
    from picketwire.settings.load import Config

_BATCH = 500  # items compared at a time
_SAME_TIME = timedelta(minutes=10)  # between a poll and the pages of its items


@dataclass(slots=True)
class ReplayReport:
    """What a replay came to, source by source; `applied` says that the archive was corrected."""

    sources: list[SourceReplay] = field(default_factory=list)
    applied: bool = False

    @property
    def differs(self) -> bool:
        """Whether today's parsers read anything otherwise."""
        return any(source.differs for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What would bring the archive to what today's parsers read of one family of sources."""

    changed: list[tuple[int, Held, Held, Source]] = field(default_factory=list)
    found: list[tuple[Outline, Source]] = field(default_factory=list)


def replay(
    config: Config,
    *,
    now: datetime,
    sources: Sequence[str] = (),
    since: datetime | None = None,
    dry_run: bool = False,
    reader: Reader | None = None,
    on_source: Callable[[SourceReplay], None] | None = None,
) -> ReplayReport:
    """Replay the archive of the configuration; correct it unless it is a `dry_run`.

    `sources` limits it to these (slugs), `since` to items that were seen at that time or later. `reader`
    reads in place of parser processes. Raises ArchiveError where there is no archive.
    """
    return asyncio.run(_replay(config, now, sources, since, dry_run, reader, on_source))


async def _replay(
    config: Config,
    now: datetime,
    sources: Sequence[str],
    since: datetime | None,
    dry_run: bool,
    reader: Reader | None,
    on_source: Callable[[SourceReplay], None] | None,
) -> ReplayReport:
    report, archive = ReplayReport(applied=not dry_run), config.settings.archive
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="picketwire-replay-"))
        connection = stack.enter_context(open_reader(archive))
        scratch = stack.enter_context(open_writer(Path(folder) / "scratch.sqlite"))
        scratch.conn.execute("PRAGMA synchronous = OFF")  # nobody needs it after a crash
        db = Database(connection, execute_plugins=False)
        in_force = rules.applied(db) or config.rules.to_json()
        if reader is None:
            reader = await stack.enter_async_context(_workers(config, in_force))
        run = _Replay(db, Scratch(scratch, config.settings, reader, in_force, now), in_force, since)
        for family in replays.families(db):
            if sources and not {source.slug for source in family} & set(sources):
                continue
            result, corrections = await run.replay(_as_configured(family, config.sources))
            if not dry_run:
                run.write(archive, result, corrections, now)
            report.sources.append(result)
            if on_source:
                on_source(result)
    if not dry_run and report.differs:
        with open_writer(archive) as writer:
            with transaction(writer):
                role_kinds.classify_all(
                    writer, config.texts.get("roles.yaml", ""), config.roles.classify, again=True
                )
            link(writer, now=now)
    return report


def _workers(config: Config, in_force: str) -> Workers:
    limits = config.settings
    return Workers(
        in_force,
        processes=limits.parse_workers,
        seconds=limits.parse_seconds,
        memory=limits.parse_memory,
    )


def _as_configured(family: Iterable[Source], configured: Sequence[Source]) -> list[Source]:
    """Return the sources as the configuration has them; those that left it as the archive remembers them."""
    known = {source.slug: source for source in configured}
    return [known.get(source.slug, source) for source in family]


class _Replay:
    """One replay: the archive, the scratch archive, and what to compare."""

    def __init__(self, db: Database, scratch: Scratch, in_force: str, since: datetime | None) -> None:
        self._db = db
        self._scratch = scratch
        self._since = since
        self._in_force = in_force
        self._tagger: Tagger | None = None

    async def replay(self, family: Sequence[Source]) -> tuple[SourceReplay, Corrections]:
        """Replay one source, or all that ever polled one board, and compare."""
        slugs = [source.slug for source in family]
        result, corrections = SourceReplay(source=" ".join(slugs)), Corrections()
        start: str | None = ""
        if self._since is not None:
            start = replays.first_needed(self._db, slugs, instant(self._since))
        if start is None:
            return result, corrections
        if any(source.kind == "page" and source.select is None for source in family):
            result.note = "not replayed: its selectors are no longer in the configuration"
            return result, corrections
        self._db.conn.execute("BEGIN")  # one view of the archive, whatever is polled meanwhile
        try:
            await self._scratch.fill(family, replays.kept_polls(self._db, slugs, start), result)
            self._compare(family, result, corrections)
        finally:
            self._db.conn.execute("COMMIT")
        return result, corrections

    def _compare(self, family: Sequence[Source], result: SourceReplay, corrections: Corrections) -> None:
        by_slug = {source.slug: source for source in family}
        paired = pair(
            replays.outlines(self._db, list(by_slug)), replays.outlines(self._scratch.db, list(by_slug))
        )
        complete = not result.unreadable
        wanted = [(b, a) for b, a in paired.same if self._is_wanted(b.last_seen)]
        same = [(b, a) for b, a in wanted if complete or a.last_seen >= b.last_seen - _SAME_TIME]
        absent = sum(self._is_wanted(each.last_seen) for each in paired.stored)
        result.not_replayed = len(wanted) - len(same) + (0 if complete else absent)
        result.missing = absent if complete else 0
        found = [each for each in paired.replayed if self._is_wanted(each.first_seen)]
        result.items, result.found = len(same), len(found)
        for start in range(0, len(same), _BATCH):
            self._compare_batch(same[start : start + _BATCH], by_slug, result, corrections)
        if result.missing:  # an id that is read otherwise would store everything a second time
            result.held_back += len(found)
        else:
            corrections.found.extend((each, by_slug[each.source]) for each in found)

    def _is_wanted(self, seen: datetime) -> bool:
        return self._since is None or seen >= self._since

    def _compare_batch(
        self,
        same: Sequence[tuple[Outline, Outline]],
        by_slug: dict[str, Source],
        result: SourceReplay,
        corrections: Corrections,
    ) -> None:
        old = replays.held(self._db, [before.id for before, _ in same])
        new = replays.held(self._scratch.db, [after.id for _, after in same])
        tags = replays.open_tags(self._db, list(old))
        for before, after in same:
            was, is_now = old[before.id], new[after.id]
            found = differences(was, is_now, complete=not result.unreadable)
            if not found:
                continue
            result.add(before.id, was.item.url, found)
            source = by_slug[before.source]
            if source.kind == "board" and before.candidate.native_id != after.candidate.native_id:
                result.held_back += 1
                continue
            gained = {tag.name for tag in self._enrich(is_now.item, source).tags}
            result.tags_gained.update(gained - tags.get(before.id, set()))
            result.tags_lost.update(tags.get(before.id, set()) - gained)
            corrections.changed.append((before.id, was, is_now, source))

    def write(self, archive: Path, result: SourceReplay, corrections: Corrections, now: datetime) -> None:
        """Correct the archive, in one transaction under the writer lock."""
        if not (corrections.changed or corrections.found):
            return
        with open_writer(archive) as db, transaction(db):
            for number, before, after, source in corrections.changed:
                tagged = self._enrich(after.item, source)
                written = replays.correct(db, number, before, after, tagged, now)
                result.corrected += written
                result.held_back += not written
            for outline, source in corrections.found:
                replays.add_found(db, self._scratch.db, outline, source, self._enrich, now)
                result.added += 1

    def _enrich(self, item: Item, source: Source) -> TaggedItem:
        if self._tagger is None:  # costs half a second, and where nothing differs nobody needs it
            self._tagger = Tagger(RuleSet.from_json(self._in_force))
        return enrich(item, source, self._tagger)

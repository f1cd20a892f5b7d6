"""Poll what is due: Prefect adds schedules, manual runs with a form, retries and a record to the core's poll.

Triggered by the schedules of `picketwire serve` or deploy/prefect.yaml, by hand in the UI, or by
`picketwire trigger`. Collecting runs in tasks that carry a batch of sources each; storing happens in the
flow itself, one source after the other as they arrive, because one process writes the archive at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect import flow, states
from prefect.logging import get_run_logger
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlite_utils import Database

from flows.artifacts import headline, publish, publish_preview
from flows.collecting import bare_main, collect_all
from flows.lifetime import end_with_server
from flows.writing import PATIENCE, writing
from picketwire.archive.fetches import kept_answers
from picketwire.archive.opening import open_reader
from picketwire.errors import ArchiveBusy
from picketwire.pipeline.poll import link_new, utc_now
from picketwire.pipeline.prepare import prepare
from picketwire.pipeline.report import RunReport
from picketwire.pipeline.running import collector
from picketwire.pipeline.selection import Selection, select_due
from picketwire.pipeline.storing import Storer
from picketwire.settings.load import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from picketwire.pipeline.report import PollRow
    from picketwire.records import Source
    from picketwire.settings.load import Config


class PollOptions(BaseModel):
    """What to poll. Leave everything empty to poll what is due."""

    model_config = ConfigDict(extra="forbid")  # a slip of the pen must not poll something else

    sources: list[str] = Field(default=[], description="Sources to poll now, by slug, due or not.")
    groups: list[str] = Field(default=[], description="Poll only sources of these groups.")
    everything: bool = Field(default=False, description="Poll every enabled source, not only what is due.")
    dry_run: bool = Field(default=False, description="Only say what would be polled.")
    wait: bool = Field(
        default=True, description="While another run is writing, wait for it; otherwise leave at once."
    )
    at: AwareDatetime | None = Field(
        default=None, description="Date what is seen with this time instead of now (to play recorded days)."
    )


@flow(name="poll")
async def poll(options: PollOptions = PollOptions()) -> states.State[RunReport]:  # noqa: B008 -- Prefect reads the form from it
    """Poll sources, store what is new, and link it.

    Args:
        options: Sources or groups to poll, everything or only what is due, dry run.

    """
    end_with_server()
    config = load(remembered=True)
    selection = Selection(
        sources=tuple(options.sources), groups=tuple(options.groups), everything=options.everything
    )
    selection.choose(config.sources)
    at = options.at
    clock = utc_now if at is None else lambda: at
    if options.dry_run:
        return await _preview(config, selection, clock())
    try:
        async with writing(config.settings.archive, patience=PATIENCE if options.wait else 0) as db:
            report, failed = await _poll(db, config, selection, clock)
    except ArchiveBusy as busy:
        if options.wait:
            raise
        return states.Completed(name="Skipped", message=str(busy))
    await publish(report)
    if failed:
        raise ExceptionGroup(f"{len(failed)} batches of sources were not polled", failed)
    return states.Completed(message=headline(report), data=report)


async def _poll(
    db: Database, config: Config, selection: Selection, clock: Callable[[], datetime]
) -> tuple[RunReport, list[Exception]]:
    """Poll as `pipeline.poll` does; return the report and what made whole batches fail."""
    started = clock()
    rules = prepare(db, config, started)
    due = select_due(db, config.sources, selection, started)
    get_run_logger().info("%d sources due", len(due))
    report = RunReport(started=started, due=len(due), rules_differ=rules.differ)
    failed: list[Exception] = []
    if due:
        storer = Storer(
            db=db,
            settings=config.settings,
            rules=rules.json,
            report=report,
            on_poll=_note,
            roles=config.roles,
        )
        kept = kept_answers(db, [source.slug for source, _ in due])
        with bare_main():
            async with collector(config.settings, rules.json, clock, kept) as collecting:
                failed = await collect_all(collecting, storer, due)
        link_new(db, report, clock(), config.settings.strikes)
    report.finished = clock()
    return report, failed


def _note(row: PollRow) -> None:
    """Log what needs a look; the table artifact has the rest, and every line shipped costs the server."""
    if row.reason:
        get_run_logger().warning("%s: %s: %s", row.source, row.outcome.value, row.reason)


async def _preview(config: Config, selection: Selection, now: datetime) -> states.State[RunReport]:
    due = _would_poll(config, selection, now)
    await publish_preview(due)
    report = RunReport(started=now, due=len(due), finished=now)
    return states.Completed(message=f"{len(due)} sources would be polled", data=report)


def _would_poll(config: Config, selection: Selection, now: datetime) -> list[Source]:
    """Return what a run would poll, without writing; without an archive everything is due."""
    path = config.settings.archive
    if not path.exists():
        return [source for source in selection.choose(config.sources) if source.enabled]
    with open_reader(path) as connection:
        db = Database(connection, execute_plugins=False)
        return [source for source, _ in select_due(db, config.sources, selection, now)]

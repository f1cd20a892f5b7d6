"""Poll what is due: Prefect adds schedules, manual runs with a form, retries and a record to `pipeline.poll`.

Triggered by the schedules of `picketwire serve` or deploy/prefect.yaml, by hand, or by `picketwire trigger`.
Collecting runs in tasks that carry a batch of sources each; storing happens in the flow itself, one
source after the other, because one process writes the archive at a time.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, TypeVar, cast

from prefect import flow, task
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger
from prefect.utilities.annotations import quote
from pydantic import AwareDatetime, BaseModel, Field

from picketwire.archive.opening import open_writer
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

    from sqlite_utils.db import Database

    from picketwire.pipeline.collect import Collector
    from picketwire.records import Detail, DetailPoll, Poll, Source, SourceState
    from picketwire.settings.load import Config

T = TypeVar("T")
BATCH = 20  # sources in one task: a task costs some 30 ms, so never one item


class PollOptions(BaseModel):
    """What to poll. Leave everything empty to poll what is due."""

    sources: list[str] = Field(default=[], description="Sources to poll now, by slug, due or not.")
    groups: list[str] = Field(default=[], description="Poll only the sources of these groups.")
    everything: bool = Field(default=False, description="Poll every enabled source, not only what is due.")
    dry_run: bool = Field(default=False, description="Only say what would be polled.")
    at: AwareDatetime | None = Field(
        default=None, description="Date what is seen with this time instead of now (to play recorded days)."
    )


@flow(name="poll", retries=1, retry_delay_seconds=30, log_prints=False)
async def poll(options: PollOptions = PollOptions()) -> RunReport:  # noqa: B008 -- Prefect reads the form from it
    """Poll sources, store what is new, and link it; returns the run's report.

    Args:
        options: Sources or groups to poll, everything or only what is due, dry run.

    """
    config = load()
    selection = Selection(
        sources=tuple(options.sources), groups=tuple(options.groups), everything=options.everything
    )
    selection.choose(config.sources)
    with open_writer(config.settings.archive) as db:
        report = await _poll(db, config, selection, options)
    await _publish(report)
    get_run_logger().info("%d sources due, %d failed", report.due, len(report.failures))
    return report


async def _poll(db: Database, config: Config, selection: Selection, options: PollOptions) -> RunReport:
    clock = _clock(options.at)
    started = clock()
    rules = prepare(db, config, started)
    due = select_due(db, config.sources, selection, started)
    report = RunReport(started=started, due=len(due), rules_differ=rules.differ)
    if options.dry_run:
        get_run_logger().info("would poll: %s", ", ".join(source.slug for source, _ in due) or "nothing")
    elif due:
        storer = Storer(db=db, settings=config.settings, rules=rules.json, report=report)
        async with AsyncExitStack() as stack:
            collecting = await stack.enter_async_context(collector(config.settings, rules.json, clock))
            await _collect_and_store(collecting, storer, due)
        link_new(db, report, clock())
    report.finished = clock()
    return report


def _clock(at: datetime | None) -> Callable[[], datetime]:
    return utc_now if at is None else lambda: at


async def _collect_and_store(
    collecting: Collector, storer: Storer, due: list[tuple[Source, SourceState]]
) -> None:
    batches = [due[n : n + BATCH] for n in range(0, len(due), BATCH)]
    tasks = [asyncio.ensure_future(collect(_as_is(collecting), _as_is(batch))) for batch in batches]
    for done in asyncio.as_completed(tasks):
        for result in await done:
            storer.store(result)
    waiting = storer.waiting([source for source, _ in due], collecting.clock())
    pages = [waiting[n : n + BATCH] for n in range(0, len(waiting), BATCH)]
    for read in asyncio.as_completed([collect_pages(_as_is(collecting), _as_is(batch)) for batch in pages]):
        for page in await read:
            storer.store_page(page)


def _as_is(value: T) -> T:
    """Hand a value to a task untouched: Prefect would else walk through all of it to look for futures."""
    return cast("T", quote(value))


@task(name="collect", cache_policy=NO_CACHE, persist_result=False, retries=1, retry_delay_seconds=5)
async def collect(collecting: Collector, batch: list[tuple[Source, SourceState]]) -> list[Poll]:
    """Poll a batch of sources; whatever goes wrong with one is that poll's outcome."""
    return [result async for result in collecting.collect(batch)]


@task(name="collect-pages", cache_policy=NO_CACHE, persist_result=False, retries=1, retry_delay_seconds=5)
async def collect_pages(collecting: Collector, batch: list[Detail]) -> list[DetailPoll]:
    """Fetch the pages that a batch of stored items still needs."""
    return [page async for page in collecting.collect_details(batch)]


async def _publish(report: RunReport) -> None:
    """Show the run in Prefect's UI: a table with a row per source, and the summary."""
    rows = [
        {
            "source": row.source,
            "outcome": row.outcome.value,
            "seen": row.seen,
            "new": row.new,
            "changed": row.changed,
            "reason": row.reason,
        }
        for row in sorted(report.rows, key=lambda row: row.source)
    ]
    await acreate_table_artifact(
        key="poll-sources", table=rows, description="Every source polled in this run."
    )
    await acreate_markdown_artifact(key="poll-summary", markdown=_markdown(report))


def _markdown(report: RunReport) -> str:
    data = report.as_json()
    outcomes = ", ".join(f"{n} {name}" for name, n in data["sources"].items() if n)
    tags = ", ".join(f"{n} {name}" for name, n in data["tags"].items() if "/" not in name) or "none"
    failures = "".join(f"\n- **{f['source']}** {f['outcome']}: {f['reason']}" for f in data["failures"])
    return (
        f"# Poll of {data['started']}\n\n{outcomes}\n\n{data['items']['new']} new items, "
        f"{data['items']['changed']} changed; newly tagged: {tags}\n{failures}\n"
    )

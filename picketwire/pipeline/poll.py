"""Poll what is due and store it: the one job that the command line and the flow share."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from picketwire.archive import links, statements, verdicts
from picketwire.pipeline.prepare import prepare
from picketwire.pipeline.report import RunReport
from picketwire.pipeline.selection import Selection, select_due

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils.db import Database

    from picketwire.pipeline.report import PollRow
    from picketwire.settings.load import Config
    from picketwire.settings.settings import ConfirmRule


def utc_now() -> datetime:
    """Return the present instant, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def poll(
    db: Database,
    config: Config,
    selection: Selection,
    *,
    clock: Callable[[], datetime] = utc_now,
    on_poll: Callable[[PollRow], None] | None = None,
    on_start: Callable[[int], None] | None = None,
) -> RunReport:
    """Poll the selected sources once, store what they bring, and link it; `db` must be open for writing.

    Returns the run's report. Raises ConfigError for an unknown source; whatever goes wrong with a
    source is its outcome.
    """
    started = clock()
    rules = prepare(db, config, started)
    due = select_due(db, config.sources, selection, started)
    report = RunReport(started=started, due=len(due), rules_differ=rules.differ)
    if on_start:
        on_start(len(due))
    if due:
        # Network, parsers and tagger cost half a second to import: a run with nothing due does without.
        from picketwire.pipeline.running import run  # noqa: PLC0415
        from picketwire.pipeline.storing import Storer  # noqa: PLC0415

        storer = Storer(
            db=db,
            settings=config.settings,
            rules=rules.json,
            report=report,
            on_poll=on_poll,
            roles=config.roles,
        )
        asyncio.run(run(storer, due, clock))
        link_new(db, report, clock(), config.settings.strikes)
    report.finished = clock()
    return report


def link_new(db: Database, report: RunReport, now: datetime, confirm: ConfirmRule | None) -> None:
    """Link what a run brought, in a transaction of its own; the rule `confirm` may put strikes on record.

    Where nothing came and nothing that links rest on has changed, linking is not even imported: its word
    lists cost as much as a hundred unchanged feeds. (So a new version of linking waits for the next item.)
    """
    if _is_linked(db):
        return
    from picketwire.pipeline.link import link  # noqa: PLC0415 -- see above

    report.links = link(db, now=now, confirm=confirm).new_links


def _is_linked(db: Database) -> bool:
    """Whether every item is linked, by the facts, strikes and verdicts that are there now."""
    rests_on = {"facts": links.facts_hash(db), "strikes": statements.strikes_hash(db)}
    if decided := verdicts.state_hash(db):
        rests_on["verdicts"] = decided
    return not links.unlinked(db) and rests_on.items() <= links.state(db).items()

"""`picketwire run`: poll what is due once, now."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click
from sqlite_utils import Database

from picketwire.archive.opening import open_reader, open_writer
from picketwire.cli.options import load_config
from picketwire.pipeline.poll import poll, utc_now
from picketwire.pipeline.selection import Selection, select_due

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.pipeline.report import PollRow, RunReport
    from picketwire.settings.load import Config


@click.command("run")
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@click.option("--group", "groups", multiple=True, help="Poll the sources of this group (repeatable).")
@click.option("--all", "everything", is_flag=True, help="Poll every enabled source, due or not.")
@click.option("--dry-run", is_flag=True, help="Say what would be polled; ask nobody, write nothing.")
@click.option(
    "--no-wait", is_flag=True, help="Leave with exit code 3 if another run is writing, instead of waiting."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with the counts.")
def run_command(
    sources: tuple[str, ...],
    groups: tuple[str, ...],
    everything: bool,
    dry_run: bool,
    no_wait: bool,
    as_json: bool,
) -> None:
    """Poll what is due (or the sources named) once, now, and store what is new.

    Exit code 1 says that some sources failed; `picketwire sources health` says why.
    """
    config = load_config(remembered=True)
    selection = Selection(sources=sources, groups=groups, everything=everything)
    selection.choose(config.sources)
    if dry_run:
        _dry_run(config, selection, as_json=as_json)
        return
    report = _run(config, selection, wait=not no_wait)
    click.echo(json.dumps(report.as_json()) if as_json else summary(report, config.settings.archive))
    sys.exit(1 if report.failures else 0)


def _run(config: Config, selection: Selection, *, wait: bool) -> RunReport:
    progress = Progress(live=sys.stderr.isatty())

    def on_wait(holder: str) -> None:
        click.echo(f"waiting for process {holder}, which is writing the archive …", err=True)

    with open_writer(config.settings.archive, wait=wait, on_wait=on_wait) as db:
        return poll(db, config, selection, on_poll=progress.show, on_start=progress.start)


class Progress:
    """One line per source on stderr while a run goes on, where a person is looking."""

    def __init__(self, *, live: bool) -> None:
        self._live = live
        self._due = self._done = 0

    def start(self, due: int) -> None:
        """Note how many sources will be polled."""
        self._due = due

    def show(self, row: PollRow) -> None:
        """Print how one source's poll ended."""
        self._done += 1
        if self._live:
            words = f"{row.outcome.value}{': ' + row.reason if row.reason else ''}"
            counts = f"  {row.new} new, {row.changed} changed" if row.new or row.changed else ""
            click.echo(f"[{self._done}/{self._due}] {row.source}  {words}{counts}", err=True)


def summary(report: RunReport, archive: Path) -> str:
    """Say in a few lines what a run did."""
    data = report.as_json()
    outcomes = ", ".join(f"{n} {name}" for name, n in data["sources"].items() if n and name != "due")
    items = data["items"]
    lines = [f"{report.due} sources due" + (f": {outcomes}" if outcomes else "")]
    if report.due:
        lines.append(f"{items['seen']} entries seen, {items['new']} new, {items['changed']} changed")
    facets = {name: n for name, n in data["tags"].items() if "/" not in name}
    if facets:
        lines.append("newly tagged: " + ", ".join(f"{n} {name}" for name, n in facets.items()))
    lines += [f"  {row.source}: {row.outcome.value}: {row.reason}" for row in report.failures]
    if report.rules_differ:
        lines.append("the tag rules in config/ differ from those in force; see `picketwire tags`")
    return "\n".join([*lines, f"archive: {archive}"])


def _dry_run(config: Config, selection: Selection, *, as_json: bool) -> None:
    path = config.settings.archive
    now = utc_now()
    if path.exists():
        with open_reader(path) as connection:
            db = Database(connection, execute_plugins=False)
            due = [source for source, _ in select_due(db, config.sources, selection, now)]
    else:
        due = [s for s in selection.choose(config.sources) if s.enabled]
    if as_json:
        click.echo(json.dumps({"due": [s.slug for s in due]}))
        return
    for source in due:
        click.echo(f"{source.slug}\t{source.kind}\t{source.url or f'{source.system}:{source.tenant}'}")
    click.echo(f"{len(due)} sources would be polled", err=True)

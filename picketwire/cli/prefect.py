"""`picketwire serve` and `picketwire trigger`: the only commands that import Prefect."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import click

from picketwire.cli.options import load_config
from picketwire.settings.settings import ENVIRONMENT

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from picketwire.pipeline.report import RunReport
    from picketwire.settings.load import Config


@click.command("serve")
@click.option("--port", default=4200, show_default=True, help="Port of Prefect's server and UI, on loopback.")
@click.option(
    "--every",
    default=5,
    show_default=True,
    type=click.IntRange(1),
    help="Minutes between polls of what is due.",
)
def serve_command(port: int, every: int) -> None:
    """Server, UI, schedules and runner for one machine, until Ctrl-C.

    Runs are started by schedule, by `picketwire trigger`, or by hand on the deployment's page.
    """
    folder = load_config().settings.archive.parent / "prefect"
    from flows.local import serve  # noqa: PLC0415 -- only `serve` and `trigger` may cost what Prefect costs

    click.echo("starting Prefect …", err=True)

    def on_ready(address: str) -> None:
        click.echo(f"{address}  (polls what is due every {every} min; Ctrl-C ends everything)", err=True)

    with suppress(KeyboardInterrupt):
        serve(folder, port=port, every=timedelta(minutes=every), on_ready=on_ready)
    click.echo("stopped", err=True)


@click.command("trigger")
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@click.option("--group", "groups", multiple=True, help="Poll the sources of this group (repeatable).")
@click.option("--all", "everything", is_flag=True, help="Poll every enabled source, due or not.")
@click.option("--dry-run", is_flag=True, help="Only say what would be polled.")
@click.option(
    "--port", default=4200, show_default=True, help="Port of the server (unless PREFECT_API_URL is set)."
)
@click.option(
    "--timeout", default=3600, show_default=True, help="Seconds to wait for the end; 0: do not wait."
)
def trigger_command(
    sources: tuple[str, ...],
    groups: tuple[str, ...],
    everything: bool,
    dry_run: bool,
    port: int,
    timeout: int,
) -> None:
    """The same as run, through the Prefect deployment poll/poll; waits for its result.

    Exit code 1 if the run did not complete.
    """
    from flows import environment  # noqa: PLC0415 -- as above

    given = os.environ.get("PREFECT_API_URL")
    environment.prepare(**(environment.server(port) | ({"PREFECT_API_URL": given} if given else {})))
    from flows.manual import start  # noqa: PLC0415 -- Prefect reads the environment when it is imported

    options = {"sources": list(sources), "groups": list(groups), "everything": everything, "dry_run": dry_run}
    finished = asyncio.run(start(options, timeout=timeout))
    words = finished.summary or finished.message
    click.echo(f"run {finished.name}: {finished.state}" + (f"\n{words}" if words else ""))
    sys.exit(0 if finished.completed or timeout == 0 else 1)


def poll_by_flow(folder: Path, config: Config, moment: datetime) -> RunReport:
    """Poll everything at `moment` by the flow, configuration in `folder`, on a server for this one run."""
    from flows import environment  # noqa: PLC0415 -- as above

    for name in ("PREFECT_API_URL", *ENVIRONMENT):  # what the user set for an archive of his own
        os.environ.pop(name, None)
    place = environment.home(config.settings.archive.parent / "prefect")
    environment.prepare(**place, PREFECT_LOGGING_LEVEL="ERROR", PICKETWIRE_CONFIG=str(folder))
    from flows.poll import PollOptions, poll  # noqa: PLC0415 -- as above

    return cast("RunReport", asyncio.run(poll(PollOptions(everything=True, at=moment))))

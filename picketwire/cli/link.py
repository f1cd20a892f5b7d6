"""`picketwire link`: link the archive again."""

from __future__ import annotations

from dataclasses import asdict

import click

from picketwire.archive.opening import open_writer
from picketwire.cli.options import load_config
from picketwire.pipeline.poll import utc_now
from picketwire.pipeline.prepare import prepare


@click.command("link")
@click.option("--all", "everything", is_flag=True, help="Look at every item again, not only at what changed.")
def link_command(everything: bool) -> None:
    """Link postings to coverage and strikes, after organizations or strikes in config/ have changed.

    `picketwire run` links what it brings by itself.
    """
    from picketwire.pipeline.link import link  # noqa: PLC0415 -- help is quicker without

    config, now = load_config(), utc_now()
    with open_writer(config.settings.archive) as db:
        prepare(db, config, now)
        report = link(db, now=now, everything=everything, confirm=config.settings.strikes)
    for name, value in asdict(report).items():
        click.echo(f"{name.replace('_', ' ')}: {value}")

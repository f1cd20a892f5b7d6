"""`picketwire link`: link the archive again, or see what that would change."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, NoReturn

import click

from picketwire.archive.opening import open_writer
from picketwire.cli import link_change
from picketwire.cli.options import load_config
from picketwire.pipeline.poll import utc_now
from picketwire.pipeline.prepare import prepare

if TYPE_CHECKING:
    from datetime import datetime

    from picketwire.settings.load import Config


@click.command("link")
@click.option("--all", "everything", is_flag=True, help="Look at every item again, not only at what changed.")
@click.option("--dry-run", is_flag=True, help="Only show what would change; nothing is written.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def link_command(everything: bool, dry_run: bool, as_json: bool) -> None:
    """Link postings to coverage and strikes, after organizations or strikes in config/ have changed.

    `picketwire run` links what it brings by itself. --dry-run links a copy of the archive (in TMPDIR) while
    polls go on, and tells which links, answers, employers, names, stories and statements would come, go or
    change, and because of which facts. Its exit code: 0 nothing would change, 4 something would.
    """
    from picketwire.pipeline.link import link  # noqa: PLC0415 -- help is quicker without

    config, now = load_config(), utc_now()
    if dry_run:
        _preview(config, now, everything=everything, as_json=as_json)
    with open_writer(config.settings.archive) as db:
        prepare(db, config, now)
        report = link(db, now=now, everything=everything, confirm=config.settings.strikes)
    if as_json:
        click.echo(json.dumps(asdict(report)))
        return
    for name, value in asdict(report).items():
        click.echo(f"{name.replace('_', ' ')}: {value}")


def _preview(config: Config, now: datetime, *, everything: bool, as_json: bool) -> NoReturn:
    from picketwire.pipeline.preview.previewing import preview  # noqa: PLC0415 -- as above

    found = preview(config, now=now, everything=everything)
    if as_json:
        click.echo(json.dumps(link_change.as_json(found), ensure_ascii=False))
    else:
        link_change.show(found)
    sys.exit(4 if found.changes else 0)

"""`picketwire strikes`: work stoppages on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from picketwire.archive.health import strike, strikes
from picketwire.archive.opening import open_reader
from picketwire.cli.options import archive_path, json_option, print_json_lines, print_table
from picketwire.cli.text import labelled, plain

if TYPE_CHECKING:
    from picketwire.archive.health import StrikeRecord


@click.group("strikes")
def strikes_command() -> None:
    """Strikes on record, with their stages and evidence."""


@strikes_command.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the strikes, oldest first."""
    with open_reader(archive_path()) as connection:
        found = strikes(connection)
    if as_json:
        print_json_lines(record.as_json() for record in found)
        return
    rows = [(s.slug, s.began, s.ended or "no end known", s.status, _parties(s), s.name) for s in found]
    print_table(("slug", "began", "ended", "status", "parties", "name"), rows)


@strikes_command.command("show")
@click.argument("slug")
@json_option
def show_strike_command(slug: str, as_json: bool) -> None:
    """One strike: parties, scope, and each stage with its date and the words that say so."""
    with open_reader(archive_path()) as connection:
        record = strike(connection, slug)
    if as_json:
        print_json_lines([record.as_json()])
        return
    click.echo(click.style(record.name, bold=True))
    facts = [
        ("parties", _parties(record)),
        ("scope", record.scope),
        ("began", record.began),
        ("ended", record.ended or "no end known"),
        ("status", record.status),
    ]
    click.echo(labelled(facts))
    for event in record.events:
        click.echo(
            f"\n{event.date}  {click.style(event.stage, fg='cyan')}  ({event.basis}, known {event.known})"
        )
        if event.quote:
            click.echo(f"  “{plain(event.quote)}”")
        if event.url:
            click.echo(f"  {event.url}")


def _parties(record: StrikeRecord) -> str:
    return f"{', '.join(record.unions) or 'workers'} against {', '.join(record.struck) or 'unknown'}"

"""`picketwire sources`: what is watched and how it does."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from picketwire.archive.health import source_health
from picketwire.archive.opening import open_reader
from picketwire.cli.options import json_option, load_config, print_json_lines, print_table

if TYPE_CHECKING:
    from picketwire.records import Source


@click.group("sources")
def sources_command() -> None:
    """List the sources and how they do."""


@sources_command.command("list")
@click.option("--group", help="Only the sources of this group.")
@json_option
def list_command(group: str | None, as_json: bool) -> None:
    """List the sources of the configuration."""
    found = [s for s in load_config().sources if group is None or group in s.groups]
    if as_json:
        print_json_lines({k: v for k, v in _facts(s).items() if v not in {None, ""}} for s in found)
        return
    rows = [
        (s.slug, s.kind, s.name, " ".join(s.groups), "" if s.enabled else "off", _place(s)) for s in found
    ]
    print_table(("slug", "kind", "name", "groups", "", "address"), rows)


def _facts(source: Source) -> dict[str, object]:
    names = (
        "slug",
        "kind",
        "name",
        "url",
        "system",
        "tenant",
        "publisher",
        "employer",
        "language",
        "country",
    )
    return {name: getattr(source, name) for name in names} | {
        "groups": " ".join(source.groups),
        "enabled": source.enabled,
    }


def _place(source: Source) -> str:
    return f"{source.system}:{source.tenant}" if source.system else source.url or ""


@sources_command.command("health")
@click.option("--bad", is_flag=True, help="Only sources whose last poll was not complete.")
@json_option
def health_command(bad: bool, as_json: bool) -> None:
    """How each source does: its last poll, its last good one, and why."""
    config = load_config()
    with open_reader(config.settings.archive) as connection:
        found = source_health(connection, [s.slug for s in config.sources])
    never = sorted({s.slug for s in config.sources if s.enabled} - {h.source for h in found})
    if bad:
        found = [h for h in found if h.outcome not in {"complete", "unchanged"}]
    if as_json:
        print_json_lines(asdict(h) for h in found)
        return
    rows = [
        (
            h.source,
            h.outcome,
            h.last_poll,
            h.last_good,
            f"{h.good_polls}/{h.polls}",
            h.entries,
            h.items,
            h.reason,
        )
        for h in found
    ]
    print_table(("source", "outcome", "last poll", "last good", "good", "entries", "items", "reason"), rows)
    if never:
        click.echo(f"never polled: {', '.join(never)}", err=True)

"""`picketwire sources`: what is watched and how it does; adding and testing sources."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from picketwire.archive.answers.health import source_health
from picketwire.archive.opening import open_reader
from picketwire.cli.options import json_option, load_config, print_json_lines, print_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from picketwire.archive.fill import Past
    from picketwire.pipeline.discover.finding import Discovery
    from picketwire.pipeline.discover.proof import Finding
    from picketwire.pipeline.source_test import SourceCheck
    from picketwire.records import Source
    from picketwire.settings.load import Config
    from picketwire.settings.settings import Settings


@click.group("sources")
def sources_command() -> None:
    """List, add and test the sources."""


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


@sources_command.command("add")
@click.argument("url")
@click.option("--slug", help="Stable key of the new source; else made from its name.")
@click.option("--name", help="What people call it; else as it calls itself.")
@click.option("--group", "groups", multiple=True, help="Put it into this group (repeatable).")
@click.option("--file", help="File in config/sources/ to append to.  [default: added.yaml]")
@click.option("--pick", type=int, metavar="N", help="Take candidate N instead of the best one.")
@click.option("--dry-run", is_flag=True, help="Write nothing: print the block alone (the report on stderr).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def add_command(
    url: str,
    slug: str | None,
    name: str | None,
    groups: tuple[str, ...],
    file: str | None,
    pick: int | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Find the feed, sitemap or job board behind any news or careers address, prove it, and add it.

    Exit code 1 says that nothing new was found that could be proved.
    """
    from picketwire.cli import sources_report as report  # noqa: PLC0415 -- the parsers cost a third of a second
    from picketwire.settings import writing  # noqa: PLC0415

    config = load_config(may_be_empty=True)
    writing.check_new(config.sources, slug=slug, groups=groups, file=file)
    found = asyncio.run(_discover(config, url))
    chosen = _choose(found, pick)
    block, path = None, None
    if chosen is not None and chosen.accepted:
        source, note = _settled(config, found, chosen, slug=slug, name=name, groups=groups)
        path = None if dry_run else writing.add_source(source, note=note, file=file)
        block = writing.block(source, note)
    if as_json:
        click.echo(json.dumps(report.as_json(found, chosen, block, path), ensure_ascii=False))
    else:
        for line in report.lines(found, chosen):
            click.echo(line, err=dry_run)
        if block:
            click.echo(block if dry_run else f"\nadded to {path}:\n\n{block}", nl=False)
    sys.exit(0 if block else 1)


def _settled(
    config: Config,
    found: Discovery,
    chosen: Finding,
    *,
    slug: str | None,
    name: str | None,
    groups: tuple[str, ...],
) -> tuple[Source, str]:
    """Return the source to add and the comment that says where it comes from."""
    from picketwire.pipeline.discover.naming import settle  # noqa: PLC0415 -- see add
    from picketwire.pipeline.poll import utc_now  # noqa: PLC0415

    source = settle(
        chosen,
        existing=config.sources,
        organizations=config.organizations,
        slug=slug,
        name=name,
        groups=groups,
    )
    return source, f"found {utc_now():%Y-%m-%d} from {found.url}: {chosen.how}"


def _choose(found: Discovery, pick: int | None) -> Finding | None:
    if pick is None:
        return found.best
    if not 1 <= pick <= len(found.findings):
        raise click.BadParameter(f"there are {len(found.findings)} candidates", param_hint="--pick")
    return found.findings[pick - 1]


async def _discover(config: Config, url: str) -> Discovery:
    from picketwire.pipeline.discover.finding import discover  # noqa: PLC0415 -- adding and testing only
    from picketwire.pipeline.poll import utc_now  # noqa: PLC0415
    from picketwire.pipeline.probing import prober  # noqa: PLC0415

    async with prober(config.settings, utc_now) as collector:
        return await discover(collector, url, existing=config.sources)


@sources_command.command("test")
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
@click.option("--group", "groups", multiple=True, help="Test the sources of this group (repeatable).")
@json_option
def test_command(slugs: tuple[str, ...], groups: tuple[str, ...], as_json: bool) -> None:
    """Poll sources without storing anything: one line for each says how it does.

    Without names every enabled source is tested. What items should have (date, text, author or pay and
    location) is held against what the archive has of the source. Exit code 1 says that one needs a look.
    """
    from picketwire.cli import sources_report as report  # noqa: PLC0415 -- see add
    from picketwire.pipeline.poll import utc_now  # noqa: PLC0415
    from picketwire.pipeline.selection import Selection  # noqa: PLC0415
    from picketwire.schedule import is_pollable  # noqa: PLC0415

    config = load_config()
    chosen = Selection(sources=slugs, groups=groups).choose(config.sources)
    chosen = [s for s in chosen if s.slug in slugs or is_pollable(s, utc_now())]
    checks = asyncio.run(_test(config.settings, chosen))
    if as_json:
        print_json_lines(report.check_json(check) for check in checks)
    else:
        for line in report.check_lines(checks):
            click.echo(line)
    sys.exit(1 if any(check.bad for check in checks) else 0)


async def _test(settings: Settings, sources: list[Source]) -> list[SourceCheck]:
    """Test sources and return the results in the order of the configuration."""
    from picketwire.pipeline.poll import utc_now  # noqa: PLC0415 -- see add
    from picketwire.pipeline.probing import prober  # noqa: PLC0415
    from picketwire.pipeline.source_test import check_sources  # noqa: PLC0415

    past = _past(settings, sources)
    found: dict[str, SourceCheck] = {}
    async with prober(settings, utc_now) as collector:
        async for check in check_sources(collector, sources, past):
            found[check.source.slug] = check
            if sys.stderr.isatty():
                click.echo(f"[{len(found)}/{len(sources)}] {check.source.slug}  {check.state}", err=True)
    return [found[source.slug] for source in sources]


def _past(settings: Settings, sources: list[Source]) -> Mapping[str, Past]:
    from picketwire.archive.fill import past_fill  # noqa: PLC0415 -- tests only

    if not settings.archive.exists():
        return {}
    with open_reader(settings.archive) as connection:
        return past_fill(connection, [s.slug for s in sources])

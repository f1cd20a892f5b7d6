"""`picketwire replay`: what today's parsers read otherwise in the answers that were kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import click

from picketwire.cli.options import Moment, load_config
from picketwire.cli.text import plain
from picketwire.errors import ConfigError
from picketwire.times import parse_day, parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.pipeline.replay.diff import SourceReplay
    from picketwire.pipeline.replay.rereading import ReplayReport


@click.command("replay")
@click.option("--dry-run", is_flag=True, help="Only show what differs; the archive stays as it is.")
@click.option("--source", "sources", multiple=True, help="Only this source (repeatable).")
@click.option("--since", type=Moment(), help="Only items seen since then: a day, an instant, or 7d.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def replay_command(dry_run: bool, sources: tuple[str, ...], since: str | None, as_json: bool) -> None:
    """Read the kept answers again with today's parsers, and correct what they read better.

    A correction is a revision of the type `reparsed`, not an edit by the publisher. Nothing is asked of
    the network, and nothing is ever deleted.
    """
    from picketwire.pipeline.poll import utc_now  # noqa: PLC0415 -- the parsers cost a third of a second
    from picketwire.pipeline.replay.rereading import replay  # noqa: PLC0415

    config = load_config(may_be_empty=True)
    report = replay(
        config,
        now=utc_now(),
        sources=sources,
        since=_moment(since) if since else None,
        dry_run=dry_run,
    )
    missing = set(sources) - {slug for each in report.sources for slug in each.source.split()}
    if missing:
        raise ConfigError(f"the archive holds nothing of source {', '.join(sorted(missing))}")
    if as_json:
        click.echo(json.dumps(report_json(report), ensure_ascii=False))
    else:
        for line in lines(report):
            click.echo(plain(line).replace("\n", " "))


def _moment(text: str) -> datetime:
    try:
        return parse_instant(text)
    except ValueError:
        return datetime.combine(parse_day(text), time(), UTC)


def report_json(report: ReplayReport) -> dict[str, Any]:
    """Return what a replay came to."""
    return {
        "applied": report.applied,
        "differs": report.differs,
        "documents": sum(each.documents for each in report.sources),
        "items": sum(each.items for each in report.sources),
        "sources": {each.source: _source_json(each) for each in report.sources},
    }


def _source_json(found: SourceReplay) -> dict[str, Any]:
    counts = ("documents", "unreadable", "items", "not_replayed", "found", "missing")
    written = ("corrected", "added", "held_back")
    return {
        **{name: getattr(found, name) for name in (*counts, *written)},
        "fields": {name: dict(how) for name, how in sorted(found.fields.items())},
        "tags": {
            "gained": dict(sorted(found.tags_gained.items())),
            "lost": dict(sorted(found.tags_lost.items())),
        },
        "samples": [
            {
                "item": s.item,
                "url": s.url,
                "field": s.field,
                "how": s.how,
                "before": s.before,
                "after": s.after,
            }
            for s in found.samples
        ],
        **({"note": found.note} if found.note else {}),
    }


def lines(report: ReplayReport) -> Iterator[str]:
    """Say for a person what differs, source by source."""
    for each in report.sources:
        if each.differs or each.unreadable or each.note:
            yield from _source_lines(each)
    documents, items = (sum(getattr(s, n) for s in report.sources) for n in ("documents", "items"))
    read = f"{documents} kept answers read again, {items} items compared"
    if not report.differs:
        yield f"{read}: today's parsers read the same"
    elif report.applied:
        done = (sum(getattr(s, n) for s in report.sources) for n in ("corrected", "added", "held_back"))
        yield "{}: {} items corrected, {} added, {} held back".format(read, *done)
    else:
        yield f"{read}: `picketwire replay` without --dry-run writes this"


def _source_lines(found: SourceReplay) -> Iterator[str]:
    yield f"{found.source}: {found.items} items from {found.documents} answers"
    for name, how in sorted(found.fields.items()):
        yield f"  {name}: " + ", ".join(f"{count} {word}" for word, count in how.items())
        for sample in found.samples:
            if sample.field == name:
                before, after = (value or "(nothing)" for value in (sample.before, sample.after))
                yield f"    item {sample.item}  {before}  ->  {after}"
    for word, tags in (("gained", found.tags_gained), ("lost", found.tags_lost)):
        if tags:
            yield f"  tags {word}: " + ", ".join(f"{count} {tag}" for tag, count in sorted(tags.items()))
    facts = {
        "items in kept answers that are not stored": found.found,
        "stored items that are in no kept answer as it is read today": found.missing,
        "answers no longer kept": found.unreadable,
        "items that could not be compared": found.not_replayed,
        "held back, as the identity of items is at stake": found.held_back,
    }
    yield from (f"  {count} {words}" for words, count in facts.items() if count)
    if found.note:
        yield f"  {found.note}"

"""`picketwire strikes`: work stoppages on record."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from picketwire.archive.answers.strike_view import strike_view, view_json
from picketwire.archive.answers.strikes import strikes
from picketwire.archive.asof import ALWAYS
from picketwire.archive.opening import open_reader, open_reading, open_writer
from picketwire.cli.options import (
    Day,
    archive_path,
    as_of_option,
    existing,
    json_option,
    print_json_lines,
    print_table,
)
from picketwire.cli.strike_page import print_strike
from picketwire.cli.strikes_compare import comparison_json, print_comparison
from picketwire.times import parse_day

if TYPE_CHECKING:
    from datetime import date

    from picketwire.archive.answers.strikes import StrikeRecord
    from picketwire.linkage import Candidate


@click.group("strikes")
def strikes_command() -> None:
    """Strikes on record, with their stages and evidence."""


@strikes_command.command("list")
@as_of_option
@json_option
def list_command(as_of: str, as_json: bool) -> None:
    """List the strikes, oldest first."""
    with open_reader(archive_path()) as connection:
        found = strikes(connection, as_of=as_of)
    if as_json:
        print_json_lines(record.as_json() for record in found)
        return
    rows = [(s.slug, s.began, s.ended or "no end known", s.status, _parties(s), s.name) for s in found]
    print_table(("slug", "began", "ended", "status", "parties", "name"), rows)


@strikes_command.command("show")
@click.argument("slug")
@click.option("--on", type=Day(), show_default="today", help="Whether it was on on this day, and why.")
@as_of_option
@json_option
def show_strike_command(slug: str, on: date | None, as_of: str, as_json: bool) -> None:
    """All that is known of one strike.

    Its parties, what it is about, who says so, each stage with the words that prove it, the AI roles at
    struck employers in its days, and the coverage.
    """
    from picketwire.pipeline.poll import utc_now  # noqa: PLC0415 -- as in the commands below

    day = on or (utc_now().date() if as_of == ALWAYS else parse_day(as_of[:10]))
    with open_reader(archive_path()) as connection:
        view = strike_view(connection, slug, day, as_of)
    if as_json:
        print_json_lines([view_json(view)])
    else:
        print_strike(view)


@strikes_command.command("candidates")
@json_option
def candidates_command(as_json: bool) -> None:
    """Strikes that coverage tells of and that are not on record yet; confirm those that are real."""
    from picketwire.pipeline.candidates import candidates  # noqa: PLC0415 -- the other commands start faster

    with open_reading(archive_path()) as db:
        found = [c for c in candidates(db) if c.strike is None]
    if as_json:
        print_json_lines(_candidate_json(c) for c in found)
        return
    rows = [
        (c.slug, ", ".join(c.unions) or "workers", _struck(c) or "not named", _stages(c), c.outlets)
        for c in found
    ]
    print_table(("slug", "union", "struck", "stages", "outlets"), rows)


@strikes_command.command("confirm")
@click.argument("slug")
def confirm_command(slug: str) -> None:
    """Put a candidate on record as a strike, its stages with their items, and link postings to it."""
    from picketwire.pipeline.candidates import confirm  # noqa: PLC0415 -- as above
    from picketwire.pipeline.link import link  # noqa: PLC0415
    from picketwire.pipeline.poll import utc_now  # noqa: PLC0415

    with open_writer(existing(archive_path())) as db:
        strike_slug = confirm(db, slug)
        link(db, now=utc_now())
    click.echo(f"on record: {strike_slug}; see `picketwire strikes show {strike_slug}`")


@strikes_command.command("compare")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def compare_command(file: Path, as_json: bool) -> None:
    """Hold the strikes on record against an export of Cornell's Labor Action Tracker (CSV or JSON).

    Says what both have and how far their dates are apart, what only they and only we have, and for which
    of theirs our own news names the employer. Their strikes count on days of which the archive has news.
    """
    from picketwire.pipeline.tracker import compare  # noqa: PLC0415 -- as above

    started = perf_counter()
    with open_reading(archive_path()) as db:
        found = compare(db, file.read_text("utf-8", errors="replace"))
    seconds = perf_counter() - started
    if as_json:
        print_json_lines(comparison_json(found, seconds))
    else:
        print_comparison(found, seconds)


def _candidate_json(candidate: Candidate) -> dict[str, Any]:
    return {
        "slug": candidate.slug,
        "name": candidate.name,
        "unions": list(candidate.unions),
        "struck": list(candidate.struck),
        "stages": [
            {"stage": e.stage, "date": e.date.isoformat(), "item": e.item, "quote": e.quote}
            for e in candidate.events
        ],
        "items": list(candidate.items),
        "outlets": candidate.outlets,
        "inferred": [asdict(each) for each in candidate.inferred],
    }


def _struck(candidate: Candidate) -> str:
    inferred = {each.party for each in candidate.inferred}
    return ", ".join(f"{name} (inferred)" if name in inferred else name for name in candidate.struck)


def _stages(candidate: Candidate) -> str:
    return ", ".join(f"{e.stage} {e.date}" for e in candidate.events)


def _parties(record: StrikeRecord) -> str:
    return f"{', '.join(record.unions) or 'workers'} against {', '.join(record.struck) or 'unknown'}"

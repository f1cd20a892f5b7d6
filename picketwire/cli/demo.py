"""`picketwire demo`: the whole pipeline against the bundled sample newsroom, on loopback."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from picketwire.archive.answers.roles import RoleFilter, roles
from picketwire.archive.answers.show import show
from picketwire.archive.opening import open_reader
from picketwire.cli.beside import paragraph
from picketwire.cli.roles import lines
from picketwire.cli.run import summary
from picketwire.cli.text import folded
from picketwire.demo.play import Played, play
from picketwire.demo.server import PORT

if TYPE_CHECKING:
    from picketwire.archive.answers.roles import Role
    from picketwire.demo.server import Step

# Days on which the answer to the headline question changes in the newsroom's story.
_DAYS = (date(2023, 5, 1), date(2023, 5, 2), date(2023, 7, 26), date(2023, 9, 28), date(2023, 11, 10))


@click.command("demo")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Where its configuration, archive and WARC files go.",
)
@click.option("--prefect/--no-prefect", default=True, help="Poll the last step through the Prefect flow.")
@click.option("--port", default=PORT, show_default=True, help="Port of the sample newsroom.")
def demo_command(folder: Path, prefect: bool, port: int) -> None:
    """Play May to November 2023 in a sample newsroom of invented outlets, and answer the headline question.

    Steps already played are skipped; the last is polled again.
    """
    by_flow = None
    if prefect:
        from picketwire.cli.prefect import poll_by_flow  # noqa: PLC0415 -- Prefect costs seconds to import

        by_flow = poll_by_flow
    config = play(folder, on_step=_show_step, on_played=_show_played, by_flow=by_flow, port=port)
    path = config.settings.archive
    click.echo(click.style("\nWhich AI roles were open at a struck employer?", bold=True))
    with open_reader(path) as connection:
        found = roles(connection, RoleFilter(during_strike=True))
        for role in found:
            click.echo("\n" + "\n".join(lines(role)))
        click.echo(click.style("\nAnd on single days:", bold=True))
        for day in _DAYS:
            click.echo(f"  {day}  {folded(_day(connection, day), 14)}")
        told = max(found, key=lambda role: len(role.coverage), default=None)
        if told is not None:
            click.echo(_beside(connection, told))
    click.echo(_next_steps(folder, told.id if told else 1))


def _show_step(step: Step, skipped: bool) -> None:
    note = click.style("  (played before)", dim=True) if skipped else ""
    click.echo(click.style(f"\n{step.when:%d %B %Y}", bold=True) + f"  {step.what}{note}")


def _show_played(played: Played) -> None:
    text = summary(played.report, Path("-")).rsplit("\n", 1)[0]
    click.echo("\n".join(f"    {line}" for line in text.splitlines()))


def _day(connection: object, day: date) -> str:
    open_then = roles(connection, RoleFilter(on=day))
    struck = sorted({s.union or "?" for role in open_then for s in role.strikes})
    names = "; ".join(f"{role.employer}: {role.title}" for role in open_then) or "none"
    return f"{len(open_then)} AI roles open ({names}); on strike: {', '.join(struck) or 'nobody'}"


def _beside(connection: object, role: Role) -> str:
    """Hold the pay of a role against the published figures."""
    view = show(connection, role.id).of_posting
    heading = f"The most reported of them, {role.title} ({role.employer}), beside other figures:"
    return f"\n{click.style(heading, bold=True)}\n  {folded(paragraph(view.benchmarks) if view else '', 2)}"


def _next_steps(folder: Path, item: int) -> str:
    return f"""
Everything is in {folder / "picketwire.sqlite"}. To ask it yourself:
  export PICKETWIRE_CONFIG={folder / "config"} PATH="$PWD/.venv/bin:$PATH"
  picketwire roles --during-strike --on 2023-07-26
  picketwire search '"product manager"' --tag ai_role
  picketwire show {item}
  picketwire explain {item}
  picketwire site"""

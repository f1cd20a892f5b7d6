"""What several commands share: configuration, the archive's path, times as options, output forms."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from picketwire.archive.asof import ALWAYS
from picketwire.errors import ArchiveError
from picketwire.times import instant, parse_day, parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from picketwire.settings.load import Config
    from picketwire.settings.settings import Settings


def load_config(*, may_be_empty: bool = False, remembered: bool = False) -> Config:
    """Load the whole configuration; ConfigError with every problem, a lack of sources too unless allowed.

    With `remembered` one that was found good before and has not changed is not checked again.
    """
    from picketwire.settings.load import load  # noqa: PLC0415 -- commands that need no configuration start faster

    return load(may_be_empty=may_be_empty, remembered=remembered)


def load_settings() -> Settings:
    """Load settings.yaml and the environment, without the rest of the configuration."""
    from picketwire.settings.load import load_settings_only  # noqa: PLC0415 -- as above

    return load_settings_only()


def archive_path() -> Path:
    """Return where the archive is, without loading more of the configuration than settings.yaml."""
    return load_settings().archive


def existing(archive: Path) -> Path:
    """Return the path of an archive that is there: only polling makes one. ArchiveError where none is."""
    if not archive.exists():
        raise ArchiveError(f"there is no archive at {archive}; `picketwire run` makes one")
    return archive


class Day(click.ParamType[date]):
    """An option that takes a day, `YYYY-MM-DD`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day."""
        day = value if isinstance(value, date) else _day(value)
        return day or self.fail(f"{value!r} is no day; write it as 2023-07-26", param, ctx)


class AsOf(click.ParamType[str]):
    """An option that takes an instant, or a day meaning its end; becomes instant text."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read an instant or a day: what was known on a day is what was known when it ended."""
        if value == ALWAYS or _is_instant(value):
            return str(value)
        if day := _day(value):
            return f"{day}T23:59:59Z"
        return self.fail(f"{value!r} is no time; write 2023-07-26 or 2023-07-26T12:00:00Z", param, ctx)


class Moment(click.ParamType[str]):
    """An option that takes an instant, a day meaning its start, or a span back from now (`7d`, `12h`)."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read a time as text that sorts with stored instants."""
        if value[:-1].isdigit() and (unit := _UNITS.get(value[-1:])):
            return instant(datetime.now(UTC) - int(value[:-1]) * unit)
        if _is_instant(value) or _day(value):
            return str(value)
        return self.fail(f"{value!r} is no time; write 2023-07-26, 2023-07-26T12:00:00Z or 7d", param, ctx)


_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1)}


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None


def _is_instant(text: str) -> bool:
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True


as_of_option = click.option(
    "--as-of",
    type=AsOf(),
    default=ALWAYS,
    show_default="now",
    help="As the archive knew it then (a day means its end).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values with a header line.")


def print_json_lines(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line."""
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))


# A spreadsheet runs what begins so; a quote in front makes it text (OWASP, CSV injection).
_PIPE_WIDTH = 120  # columns of a table that goes to a file or another program
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def print_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as CSV; cells that a spreadsheet would run as a formula are made text."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(
            [f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row]
        )


def print_table(header: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> None:
    """Print a table for a person; its words are taken literally, and keys in the first column stay whole."""
    from rich.box import SIMPLE  # noqa: PLC0415 -- tables only
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=title, title_justify="left", box=SIMPLE, pad_edge=False)
    for place, name in enumerate(header):
        table.add_column(name, overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console = Console(soft_wrap=False, highlight=False)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    console.print(table)

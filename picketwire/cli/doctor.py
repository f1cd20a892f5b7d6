"""`picketwire doctor`: look for trouble before it finds you."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import click

from picketwire.archive.opening import SQLITE_VERSION, open_reader, wal_reset_bug
from picketwire.cli.options import load_config
from picketwire.errors import ArchiveError, ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from picketwire.settings.load import Config

_FREE = 200 * 2**20  # bytes; less than this on the archive's disk is worth a word


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    level: Literal["ok", "warn", "bad"]
    what: str


@click.command("doctor")
def doctor_command() -> None:
    """Look for trouble: versions, configuration, archive, disk. Exit code 1 if something is bad."""
    findings = list(_findings())
    colours = {"ok": "green", "warn": "yellow", "bad": "red"}
    for finding in findings:
        click.echo(f"{click.style(finding.level.rjust(4), fg=colours[finding.level])}  {finding.what}")
    sys.exit(1 if any(f.level == "bad" for f in findings) else 0)


def _findings() -> Iterator[Finding]:
    yield Finding("ok", f"Python {sys.version.split()[0]}")
    if wal_reset_bug():
        yield Finding(
            "warn",
            f"SQLite {SQLITE_VERSION} can corrupt a WAL file when two connections write at once; "
            "Picketwire's lock keeps to one writer: let no other program write the archive",
        )
    else:
        yield Finding("ok", f"SQLite {SQLITE_VERSION}")
    try:
        config = load_config()
    except ConfigError as error:
        yield Finding("bad", f"configuration: {error}")
        return
    yield Finding("ok", f"configuration: {len(config.sources)} sources")
    if not config.settings.contact:
        yield Finding("warn", "no contact is set: sites cannot tell who polls them (PICKETWIRE_CONTACT)")
    yield from _archive(config)


def _archive(config: Config) -> Iterator[Finding]:
    path = config.settings.archive
    yield _disk(path)
    if not path.exists():
        yield Finding("ok", f"no archive yet; it will be {path}")
        return
    try:
        with open_reader(path) as connection:
            verdict = connection.execute("PRAGMA quick_check(5)").fetchall()
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
            items = connection.execute("SELECT count(*) FROM items").fetchone()[0]
            polls = connection.execute("SELECT count(*) FROM fetches").fetchone()[0]
    except ArchiveError as error:
        yield Finding("bad", f"archive: {error}")
        return
    if [row[0] for row in verdict] != ["ok"] or loose:
        yield Finding("bad", f"archive: {path} is damaged: {verdict[0][0]}; restore a backup")
    else:
        yield Finding("ok", f"archive: {path}, {items} items, {polls} polls, no damage found")


def _disk(path: Path) -> Finding:
    folder = next(p for p in (path.absolute(), *path.absolute().parents) if p.exists())
    free = shutil.disk_usage(folder).free
    words = f"{free // 2**20:,} MiB free for the archive"
    return Finding("ok" if free > _FREE else "warn", words)

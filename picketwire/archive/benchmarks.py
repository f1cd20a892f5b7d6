"""Published figures in the archive: written as the configuration has them, and read to compare pay with."""

from __future__ import annotations

from dataclasses import astuple
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from picketwire.archive.role_kinds import COLUMNS as KIND_COLUMNS
from picketwire.comparing import Yardstick
from picketwire.facts import Benchmark
from picketwire.records import PER_YEAR, RoleKind
from picketwire.times import parse_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlite_utils.db import Database

_TEXTS = ("slug", "name", "statistic", "currency", "period", "basis", "role", "place", "organization")
_AMOUNTS = ("figure", "low", "high", "share")
_SOURCE = ("source", "url", "note")
_COLUMNS = (*_TEXTS, *_AMOUNTS, *_SOURCE, "date", "figure_year", *KIND_COLUMNS)


def save_benchmarks(
    db: Database, benchmarks: Iterable[Benchmark], classify: Callable[[str], RoleKind]
) -> None:
    """Replace the figures by those of the configuration; `classify` names the work in a role's words."""
    db.conn.execute("DELETE FROM benchmarks")
    db.conn.executemany(
        f"INSERT INTO benchmarks ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})",
        [_values(b, classify(b.role) if b.role else RoleKind()) for b in benchmarks],
    )


def _values(benchmark: Benchmark, kind: RoleKind) -> tuple[Any, ...]:
    return (
        *(getattr(benchmark, name) for name in _TEXTS),
        *(None if (v := getattr(benchmark, name)) is None else str(v) for name in _AMOUNTS),
        *(getattr(benchmark, name) for name in _SOURCE),
        benchmark.date.isoformat(),
        float(benchmark.figure * PER_YEAR[benchmark.period]),
        *astuple(kind),
    )


def yardsticks(connection: Any) -> tuple[Yardstick, ...]:
    """Return every figure with the kind of work that it is about, by slug.

    An archive that nobody has written to since this table came has none yet.
    """
    there = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'benchmarks'"
    if connection.execute(there).fetchone() is None:
        return ()
    rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM benchmarks ORDER BY slug").fetchall()
    return tuple(_read(dict(zip(_COLUMNS, row, strict=True))) for row in rows)


def _read(row: dict[str, Any]) -> Yardstick:
    fields: dict[str, Any] = {name: row[name] for name in (*_TEXTS, *_SOURCE)}
    fields |= {name: None if row[name] is None else Decimal(row[name]) for name in _AMOUNTS}
    kind = RoleKind(**{name: row[name] for name in KIND_COLUMNS})
    return Yardstick(benchmark=Benchmark(**fields, date=parse_day(row["date"])), kind=kind)

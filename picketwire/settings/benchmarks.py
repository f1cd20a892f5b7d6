"""Read `benchmarks.yaml`: published figures that pay can be held against, each with its source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from picketwire.facts import Benchmark, Statistic
from picketwire.records import Basis, Period
from picketwire.settings import values
from picketwire.settings.keys import Key, Row, check_reference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from picketwire.settings.yaml import Cell

KEYS = (
    Key("slug", "slug", "stable key of the benchmark", required=True),
    Key("name", "text", "for people", required=True),
    Key("statistic", "average, median or share_below", "what the figure is", required=True),
    Key(
        "figure",
        "amount",
        "the average or median; with share_below, what the share earn less than",
        required=True,
    ),
    Key("low", "amount", "lower end of the range given with it"),
    Key("high", "amount", "upper end of that range"),
    Key("share", "per cent", "how many of the group earn less (share_below only)"),
    Key("currency", "currency code", "of all amounts", required=True),
    Key("period", "hour, day, week, month or year", "what the amounts are per", required=True),
    Key(
        "basis",
        "base, total, ote or unknown",
        "what they count; only like is compared with like",
        required=True,
    ),
    Key("role", "text", "whose pay it is"),
    Key("place", "text", "where: a country, or a place in one as postings write it"),
    Key("organization", "organization", "whose people it is about: an employer's staff, a union's members"),
    Key("date", "date", "of the figure, or of its first report", required=True),
    Key("source", "text", "who says so", required=True),
    Key("url", "web address", "where it stands", required=True),
    Key("note", "text", "what one must know to use it"),
)
FILE_KEYS = (Key("benchmarks", "list", "all benchmarks", required=True),)


def load_benchmarks(cell: Cell, organizations: Collection[str] | None = None) -> Iterator[Benchmark]:
    """Yield each benchmark that can be read at all; None for organizations leaves references unchecked."""
    first: dict[str, int] = {}
    for row in Row(cell, FILE_KEYS).rows("benchmarks", KEYS):
        benchmark = _benchmark(row)
        line = first.setdefault(benchmark.slug, row.place.line)
        if benchmark.slug and line != row.place.line:
            row.problem(f'slug "{benchmark.slug}" is taken in line {line}: choose another', "slug")
        _check_amounts(row, benchmark)
        if organizations is not None:
            check_reference(row, "organization", benchmark.organization, organizations)
        yield benchmark


def _benchmark(row: Row) -> Benchmark:
    return Benchmark(
        slug=row.read("slug", values.slug) or "",
        name=row.text("name") or "",
        statistic=row.choice("statistic", Statistic) or "average",
        figure=row.read("figure", values.amount) or Decimal(0),
        low=row.read("low", values.amount),
        high=row.read("high", values.amount),
        share=row.read("share", values.amount),
        currency=row.read("currency", values.currency) or "",
        period=row.choice("period", Period) or "year",
        basis=row.choice("basis", Basis) or "unknown",
        role=row.text("role"),
        place=row.text("place"),
        organization=row.read("organization", values.slug),
        date=row.read("date", values.day) or date.min,
        source=row.text("source") or "",
        url=row.read("url", values.web_address) or "",
        note=row.text("note") or "",
    )


def _check_amounts(row: Row, benchmark: Benchmark) -> None:
    low, figure, high = benchmark.low, benchmark.figure, benchmark.high
    if figure and ((low is not None and low > figure) or (high is not None and high < figure)):
        row.problem("the figure lies outside low and high: correct one of them", "figure")
    if benchmark.statistic == "share_below":
        if benchmark.share is None or not 0 < benchmark.share < 100:
            row.problem("share_below needs a share between 0 and 100 per cent", "share")
    elif benchmark.share is not None:
        row.problem(f"share means nothing with {benchmark.statistic}: delete it", "share")

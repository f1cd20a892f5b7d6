"""benchmarks.yaml: a figure without source, basis or date is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from picketwire.facts import Benchmark
from picketwire.settings.load import Config

Loaded = Callable[..., Config]
Complain = Callable[..., list[str]]

GOOD = """\
benchmarks:
  - slug: b
    name: B
    statistic: average
    figure: 300000
    low: 200000
    high: 400_000
    currency: USD
    period: year
    basis: base
    date: 2023-07-26
    source: Somebody
    url: https://press.example/pay
"""


def test_a_benchmark_is_read_whole(loaded: Loaded) -> None:
    assert loaded(benchmarks=GOOD).benchmarks == (
        Benchmark(
            slug="b",
            name="B",
            statistic="average",
            figure=Decimal(300000),
            low=Decimal(200000),
            high=Decimal(400000),
            currency="USD",
            period="year",
            basis="base",
            date=date(2023, 7, 26),
            source="Somebody",
            url="https://press.example/pay",
        ),
    )


@pytest.mark.parametrize(
    "key", ["source", "url", "basis", "date", "currency", "period", "figure", "statistic"]
)
def test_what_makes_a_figure_usable_is_needed(complaints: Complain, key: str) -> None:
    without = "".join(line for line in GOOD.splitlines(keepends=True) if f"    {key}:" not in line)
    assert any(
        f'config/benchmarks.yaml:2:5: key "{key}" is missing' in line
        for line in complaints(benchmarks=without)
    )


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "figure: 300000",
            "figure: 500000",
            "5:13: the figure lies outside low and high: correct one of them",
        ),
        ("figure: 300000", "figure: $300,000", '5:13: "$300,000" is no amount: write digits alone'),
        ("statistic: average", "statistic: mean", '4:16: "mean" is not one of average, median, share_below'),
        ("statistic: average", "statistic: share_below", "2:5: share_below needs a share between 0 and 100"),
        ("low: 200000", "share: 87", "6:12: share means nothing with average: delete it"),
        ("basis: base", "basis: gross", '10:12: "gross" is not one of base, total, ote, unknown'),
        ("period: year", "period: yearly", '9:13: "yearly" is not one of hour, day, week, month, year'),
        ("currency: USD", "currency: dollars", '8:15: "dollars" is no currency code'),
    ],
)
def test_a_mistake_in_a_benchmark_is_named(complaints: Complain, old: str, new: str, complaint: str) -> None:
    (line,) = complaints(benchmarks=GOOD.replace(old, new))
    assert line.startswith(f"config/benchmarks.yaml:{complaint}")


def test_a_benchmark_has_one_slug(complaints: Complain) -> None:
    (line,) = complaints(benchmarks=GOOD + GOOD.removeprefix("benchmarks:\n"))
    assert line == 'config/benchmarks.yaml:14:11: slug "b" is taken in line 2: choose another'


def test_a_benchmark_of_some_organizations_people_names_one_that_is_known(
    loaded: Loaded, complaints: Complain
) -> None:
    organizations = "organizations:\n  - {slug: guild, name: The Guild, kind: union}\n"
    [known] = loaded(benchmarks=f"{GOOD}    organization: guild\n", organizations=organizations).benchmarks
    assert known.organization == "guild"
    (line,) = complaints(benchmarks=f"{GOOD}    organization: gild\n", organizations=organizations)
    assert line == 'config/benchmarks.yaml:14:19: unknown organization "gild" (did you mean "guild"?)'

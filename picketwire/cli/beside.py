"""How pay reads beside published figures: as a paragraph, as rows, and with every ground."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from picketwire.archive.answers.spread import FLOOR
from picketwire.cli.money import amount, band
from picketwire.comparing import basis_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from picketwire.archive.answers.spread import Quartiles, Spread
    from picketwire.comparing import Comparison
    from picketwire.facts import Benchmark
    from picketwire.records import Pay

_LABELS = {"ratio": "ratio", "beside": "beside", "refused": "no ratio"}
_SIGNS = {"like": "=", "unsure": "?", "unlike": "≠"}


def paragraph(comparisons: Sequence[Comparison]) -> str:
    """Say in one sentence what pay is beside the figures about such work; empty where there are none."""
    near = [c for c in comparisons if c.concerned]
    pay = max((c.pay for c in near if c.pay), key=lambda p: p.high_year or p.low_year or 0, default=None)
    if pay is None:
        return ""
    top = band(pay)
    if pay.low is not None and pay.high is not None and pay.low != pay.high:
        top = f"up to {top.split(' to ', 1)[1]}"
    parts = [_beside(c, pay) for c in sorted(near, key=lambda c: c.benchmark.statistic == "share_below")]
    parts[-1] = f"and {parts[-1]}" if len(parts) > 1 else parts[-1]
    return f"{top[0].upper()}{top[1:]}, {', '.join(parts)}."


def _beside(comparison: Comparison, top: Pay) -> str:
    benchmark = comparison.benchmark
    figure = amount(benchmark.figure, benchmark.currency)
    if benchmark.statistic == "share_below":
        whose = benchmark.role or benchmark.name
        return f"beside {benchmark.share} % under {figure} a {benchmark.period} ({whose})"
    what = f"{benchmark.statistic} {basis_words(benchmark.basis)}"
    article = "an" if benchmark.statistic == "average" else "a"
    extent = f" ({found})" if (found := _range(benchmark)) else ""
    place = f" in {_article(benchmark.place)}{benchmark.place}" if benchmark.place else ""
    said = f"against {article} {what} of {figure}{extent}{place}"
    if comparison.verdict != "ratio":
        return f"{said} [no ratio: {'; '.join(comparison.reasons)}]"
    times = comparison.high if comparison.high is not None else comparison.low
    other = f", its {band(comparison.pay)}" if comparison.pay and comparison.pay != top else ""
    return f"{said} [{times} times{other}]"


def _article(place: str) -> str:
    return "the " if place.startswith(("US", "UK", "United ", "Netherlands", "Philippines")) else ""


def _range(benchmark: Benchmark) -> str:
    if benchmark.low is None or benchmark.high is None:
        return ""
    return f"{amount(benchmark.low, benchmark.currency)} to {amount(benchmark.high, benchmark.currency)}"


def rows(comparisons: Sequence[Comparison], *, why: bool = False) -> Iterator[tuple[str, object]]:
    """Yield each figure about such work with ratios or why it has none; with `why` all, and every ground."""
    for comparison in comparisons:
        if comparison.concerned or why:
            yield from _rows(comparison, why=why)
    others = sum(not c.concerned for c in comparisons)
    if others and not why:
        what = "1 figure is" if others == 1 else f"{others} figures are"
        yield "", f"{what} about other work, levels or people: `picketwire explain` says which"


def _rows(comparison: Comparison, *, why: bool) -> Iterator[tuple[str, object]]:
    benchmark = comparison.benchmark
    yield _LABELS[comparison.verdict], f"{benchmark.name}: {_figure(benchmark)}"
    if multiples := _multiples(comparison):
        yield "", multiples
    elif not why:
        yield "", "; ".join(comparison.reasons)
    yield "", f"{benchmark.source}, {benchmark.date}, {benchmark.url}"
    if benchmark.note:
        yield "", f"Note: {benchmark.note}"
    if why:
        yield from (("", f"{_SIGNS[g.fit]} {g.respect}: {g.text}") for g in comparison.grounds)


def _figure(benchmark: Benchmark) -> str:
    figure = f"{amount(benchmark.figure, benchmark.currency)} a {benchmark.period}".replace(
        " a hour", " an hour"
    )
    if benchmark.statistic == "share_below":
        return f"{benchmark.share} % earn less than {figure}"
    extent = f", range {found}" if (found := _range(benchmark)) else ""
    return f"{benchmark.statistic} {figure} ({benchmark.basis}){extent}"


def _multiples(comparison: Comparison) -> str:
    ends = (("floor", comparison.low), ("middle", comparison.midpoint), ("ceiling", comparison.high))
    known = [f"{name} {times}" for name, times in ends if times is not None]
    if not known:
        return ""
    if comparison.benchmark.statistic == "share_below":
        return f"the pay is a multiple of that threshold, of no average: {', '.join(known)} times"
    whose = f"{band(comparison.pay)}: " if comparison.pay else ""
    return f"{whose}{', '.join(known)} times the {comparison.benchmark.statistic}"


def own_rows(own: Spread | None, *, why: bool = False) -> Iterator[tuple[str, object]]:
    """Yield the archive's own distribution; where too few postings state pay, nothing, or with `why` that."""
    if own is None:
        return
    month = f"{date.fromisoformat(f'{own.month}-01'):%B %Y}"
    what = f"{own.family} opened in {month} that state pay in {own.currency} ({own.basis})"
    if own.low is None or own.high is None:
        if why:
            yield "own", f"postings of {what}: {own.n}, too few for a distribution, which takes {FLOOR}"
        return
    yield "own", f"{own.n} postings of {what}, per year:"
    mixed = own.basis == "unknown"
    yield "", f"ceiling: {_quartiles(own.high, own.currency, None if mixed else own.like.high_year)}"
    yield "", f"floor: {_quartiles(own.low, own.currency, None if mixed else own.like.low_year)}"
    if mixed:
        yield "", "no ratio: postings that do not say whether they state base or total pay may state either"
    left = [
        f"{own.incomplete} with an open end or no period",
        f"{own.estimates} that only the board estimates",
    ]
    told = [text for text in left if not text.startswith("0 ")]
    out = f"left out: {', '.join(told)}; " if told else ""
    yield "", f"{out}{own.postings} postings of that kind and month in all"


def _quartiles(found: Quartiles, currency: str, this: Decimal | None) -> str:
    lower, median, upper = (
        amount(Decimal(round(value)), currency) for value in (found.lower, found.median, found.upper)
    )
    times = f"; here {float(this) / found.median:.2f} times the median" if this and found.median else ""
    return f"median {median}, middle half {lower} to {upper}{times}"

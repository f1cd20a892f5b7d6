"""Hold a posting's pay against published figures: a ratio where like meets like, else why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from picketwire.places import countries, named
from picketwire.records import PER_YEAR, RoleKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from picketwire.facts import Benchmark
    from picketwire.records import Pay

Verdict = Literal["ratio", "beside", "refused"]
Fit = Literal["like", "unsure", "unlike"]
FAR_APART = 730  # days between a figure and a posting after which pay has moved too far for a ratio
_ORDER: tuple[Verdict, ...] = ("ratio", "beside", "refused")
_CENT = Decimal("0.01")
_WORD = re.compile(r"\w+(?:[&+.'’]\w+)*")
_GLUE = frozenset(["a", "an", "and", "at", "by", "for", "in", "of", "the", "to", "who"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A posting as far as comparing needs it.

    `parties` are slugs: the employer, whom it belongs to, the unions on strike there. `country` is that
    of its board, in which letters like "CA" are read.
    """

    title: str
    pay: tuple[Pay, ...]
    role: RoleKind
    places: tuple[str, ...] = ()
    country: str | None = None
    day: date
    parties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """A published figure, and the kind of work and level that the words of its role name."""

    benchmark: Benchmark
    kind: RoleKind = field(default_factory=RoleKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One respect in which posting and figure were held against each other, and what came of it."""

    respect: str  # pay, role, level, people, place, currency, period, basis, date or statistic
    fit: Fit
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One posting against one figure.

    `low`, `midpoint` and `high` say how many times the figure each of them is, per year: ratios under
    the verdict `ratio`, under `beside` multiples of a threshold that no average stands for, else None.
    An open end has none, and neither has a midpoint then.
    """

    benchmark: Benchmark
    verdict: Verdict
    pay: Pay | None = None  # the band that was held against it
    low: Decimal | None = None
    midpoint: Decimal | None = None
    high: Decimal | None = None
    grounds: tuple[Ground, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why there is no ratio; empty where there is one."""
        wanted: Fit = "unlike" if self.verdict == "refused" else "unsure"
        return tuple(g.text for g in self.grounds if g.fit == wanted)

    @property
    def concerned(self) -> bool:
        """Whether the figure is at all about such work and such people."""
        return not any(g.fit == "unlike" and g.respect in {"role", "level", "people"} for g in self.grounds)


def compare(offer: Offer, yardsticks: Iterable[Yardstick]) -> tuple[Comparison, ...]:
    """Hold a posting against each figure; ratios come first, then what stands beside, then refusals.

    Of several bands the one that fits best is taken, among equals the one with the highest upper end.
    """
    found = [_best(offer, each) for each in yardsticks]
    return tuple(sorted(found, key=lambda c: (_ORDER.index(c.verdict), not c.concerned, c.benchmark.slug)))


def _best(offer: Offer, yardstick: Yardstick) -> Comparison:
    about = tuple(_about(offer, yardstick))
    benchmark = yardstick.benchmark
    if not offer.pay:
        unpaid = Ground(respect="pay", fit="unlike", text="the posting states no pay")
        return Comparison(benchmark=benchmark, verdict="refused", grounds=(unpaid, *about))
    bands = sorted(offer.pay, key=lambda pay: -(pay.high_year or pay.low_year or 0))
    found = [_against(pay, benchmark, about) for pay in bands]
    return min(found, key=lambda c: _ORDER.index(c.verdict))


def _against(pay: Pay, benchmark: Benchmark, about: tuple[Ground, ...]) -> Comparison:
    grounds = (*about, *_money(pay, benchmark))
    fits = {ground.fit for ground in grounds}
    verdict: Verdict = "refused" if "unlike" in fits else "beside" if "unsure" in fits else "ratio"
    threshold = benchmark.statistic == "share_below"
    if verdict == "refused" or (verdict == "beside" and not threshold):
        return Comparison(benchmark=benchmark, verdict=verdict, pay=pay, grounds=grounds)
    low, high = pay.low_year, pay.high_year
    middle = (low + high) / 2 if low is not None and high is not None else None
    yearly = benchmark.figure * PER_YEAR[benchmark.period]
    return Comparison(
        benchmark=benchmark,
        verdict=verdict,
        pay=pay,
        low=_times(low, yearly),
        midpoint=None if threshold else _times(middle, yearly),
        high=_times(high, yearly),
        grounds=grounds,
    )


def _times(amount: Decimal | None, figure: Decimal) -> Decimal | None:
    return None if amount is None or not figure else (amount / figure).quantize(_CENT)


def _about(offer: Offer, yardstick: Yardstick) -> Iterator[Ground]:
    """Compare what posting and figure are about: the people, the work, the place, the time."""
    benchmark = yardstick.benchmark
    if benchmark.statistic == "share_below":
        yield Ground(
            respect="statistic", fit="unsure", text="a share of people below a threshold is no average"
        )
    else:
        yield _role(offer, yardstick)
        if yardstick.kind.seniority:
            yield _level(offer.role.seniority, yardstick.kind.seniority)
        if benchmark.place:
            yield _place(offer, benchmark.place)
    if benchmark.organization:
        yield _people(offer, benchmark.organization)
    apart = abs((offer.day - benchmark.date).days)
    fit: Fit = "like" if apart <= FAR_APART else "unsure"
    text = f"figure of {benchmark.date}, posting of {offer.day}"
    yield Ground(
        respect="date", fit=fit, text=text if fit == "like" else f"{text}: more than two years apart"
    )


def _role(offer: Offer, yardstick: Yardstick) -> Ground:
    role, kind, own = yardstick.benchmark.role, yardstick.kind, offer.role
    if role is None:
        return Ground(respect="role", fit="like", text="a figure for every kind of work")
    if kind.family and kind.family == own.family:
        rules = dict.fromkeys((own.family_rule, kind.family_rule))
        text = f"posting and “{role}” are both {kind.family} (rule {' and '.join(f'“{r}”' for r in rules)})"
        return Ground(respect="role", fit="like", text=text)
    if (words := _words(role)) and words <= _words(offer.title):
        return Ground(respect="role", fit="like", text=f"every word of “{role}” is in the title")
    here = f"the posting is {own.family}" if own.family else "the title names no kind of work that is known"
    there = f"“{role}” is {kind.family}" if kind.family else f"its title does not say “{role}”"
    return Ground(respect="role", fit="unlike", text=f"another role: {there}, {here}")


def _words(text: str) -> frozenset[str]:
    """Return the words of a role or title that say something, plurals as one."""
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(w.removesuffix("s") if len(w) > 3 else w for w in words if w not in _GLUE)


def _level(own: str | None, wanted: str) -> Ground:
    if own == wanted:
        return Ground(respect="level", fit="like", text=f"both are of level {wanted}")
    if own is None:
        return Ground(
            respect="level", fit="unsure", text=f"a figure for {wanted}; the posting names no level"
        )
    return Ground(respect="level", fit="unlike", text=f"another level: {wanted}, the posting is {own}")


def _people(offer: Offer, organization: str) -> Ground:
    if organization in offer.parties:
        return Ground(respect="people", fit="like", text=f"about the people of {organization}")
    text = f"about the people of {organization}, who neither hire nor are on strike here"
    return Ground(respect="people", fit="unlike", text=text)


def _place(offer: Offer, place: str) -> Ground:
    """A figure for a place wants a posting of which one place says all that it says.

    Where the board is says nothing of where the work is: it only settles letters that mean two things.
    """
    wanted = named(place, offer.country)
    own = [named(each, offer.country) for each in offer.places]
    if any(wanted <= each for each in own):
        return Ground(respect="place", fit="like", text=f"both in {place}")
    here = "; ".join(offer.places)
    stated = frozenset().union(*map(countries, own))
    if stated and countries(wanted) and not countries(wanted) & stated:
        return Ground(respect="place", fit="unlike", text=f"{here} against {place}")
    text = (
        f"{here} is not known to be in {place}"
        if own
        else f"the posting names no place, and {place} is wanted"
    )
    return Ground(respect="place", fit="unsure", text=text)


def _money(pay: Pay, benchmark: Benchmark) -> Iterator[Ground]:
    """Compare how the two are counted: by whom, in which currency, per what, and what they hold."""
    if pay.stated_by not in {"employer-field", "employer-text"}:
        who = {"board-estimate": "an estimate by the board"}.get(pay.stated_by, "a figure of the press")
        yield Ground(respect="pay", fit="unlike", text=f"the pay is {who}, not the employer's word")
    if pay.currency == benchmark.currency:
        yield Ground(respect="currency", fit="like", text=f"both in {pay.currency}")
    else:
        text = f"{pay.currency or 'no stated currency'} against {benchmark.currency}"
        yield Ground(respect="currency", fit="unlike", text=text)
    if pay.period is None:
        yield Ground(respect="period", fit="unlike", text="the pay does not say per what")
    elif pay.period != benchmark.period:
        yield Ground(respect="period", fit="like", text=_counted(pay, benchmark))
    if benchmark.statistic != "share_below":
        yield _basis(pay, benchmark)


def _counted(pay: Pay, benchmark: Benchmark) -> str:
    counted = [p for p in (pay.period, benchmark.period) if p and p != "year"]
    return f"a year taken as {' and '.join(f'{PER_YEAR[period]:,} {period}s' for period in counted)}"


def _basis(pay: Pay, benchmark: Benchmark) -> Ground:
    """Unknown is a basis that nothing is like: pay that does not say what it counts is not base pay."""
    if "unknown" not in {pay.basis, benchmark.basis}:
        if pay.basis == benchmark.basis:
            return Ground(respect="basis", fit="like", text=f"both {basis_words(pay.basis)}")
        text = f"{basis_words(pay.basis)} against {basis_words(benchmark.basis)}"
        return Ground(respect="basis", fit="unlike", text=text)
    if pay.basis == benchmark.basis:
        text = "neither says whether it is base or total pay"
    elif pay.basis == "unknown":
        text = f"the posting does not say whether its pay is {basis_words(benchmark.basis)}"
    else:
        text = f"the figure does not say whether it is {basis_words(pay.basis)}"
    return Ground(respect="basis", fit="unsure", text=text)


def basis_words(basis: str) -> str:
    """Name a basis as a sentence does."""
    return {"ote": "on-target earnings", "unknown": "pay of unknown basis"}.get(basis, f"{basis} pay")

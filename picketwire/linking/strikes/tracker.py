"""Hold strikes on record against Cornell ILR's Labor Action Tracker: matched, only theirs, only ours."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from statistics import median
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from picketwire.errors import ConfigError
from picketwire.linking.naming.names import fold_name
from picketwire.linking.strikes.fact_words import general_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from picketwire.linking.naming.names import Names

WINDOW = timedelta(days=21)  # between two dates of one start
_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset({"", "NA", "N/A", "null"})
_ALONE_UNION, _ALONE_EMPLOYER = timedelta(days=4), timedelta(days=1)  # where only one of the parties is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One row of the tracker."""

    id: str
    employers: tuple[str, ...]
    unions: tuple[str, ...]
    start: date
    end: date | None
    kind: str  # "strike" or "protest"; a lockout is filed as a strike
    participants: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A strike on record as it is compared; parties as slugs or names."""

    slug: str
    name: str = ""
    unions: tuple[str, ...]  # groups of workers are none
    struck: tuple[str, ...]
    began: date
    ended: date | None
    known: date  # when the archive first knew of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A strike that both have; `lag` is how many days after their start we knew of it."""

    strike: str
    action: str
    lag: int
    began_apart: int  # days by which our first day is after theirs
    ended_apart: int | None  # likewise the last day of strike; None where either knows no end


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """What the two sets share, within the days that the archive covers."""

    matched: tuple[Match, ...]
    only_theirs: tuple[Action, ...]
    only_ours: tuple[Ours, ...]

    @property
    def recall(self) -> float | None:
        """Part of their strikes that we have; None where they have none."""
        return _part(len(self.matched), len(self.only_theirs))

    @property
    def precision(self) -> float | None:
        """Part of our strikes that they have; theirs are of the United States alone."""
        return _part(len(self.matched), len(self.only_ours))

    @property
    def lag(self) -> float | None:
        """Median of the days from their start to our first knowledge of it; negative: we knew before."""
        return median(match.lag for match in self.matched) if self.matched else None

    @property
    def apart(self) -> tuple[Match, ...]:
        """Matches whose first or last days differ."""
        return tuple(m for m in self.matched if m.began_apart or m.ended_apart)


def _part(some: int, others: int) -> float | None:
    return some / (some + others) if some + others else None


def read_actions(text: str) -> tuple[Action, ...]:
    """Read the tracker's export, CSV in either form or JSON; a row without a readable start is left out.

    ConfigError where a text is no such export: no CSV or JSON, or no row names an employer and a start.
    """
    try:
        rows = [row for row in _rows(text.lstrip("\ufeff")) if isinstance(row, dict)]
    except (ValueError, RecursionError, csv.Error) as error:
        raise ConfigError(f"this is no export of the Labor Action Tracker: {error}") from None
    if not any({"employer", "startdate"} <= {_column(name) for name in row} for row in rows):
        raise ConfigError(
            "this is no export of the Labor Action Tracker: no row has an employer and a start date"
        )
    return tuple(action for row in rows if (action := _action(row)) is not None)


def _rows(text: str) -> Iterable[Any]:
    if not text.lstrip().startswith(("{", "[")):
        return csv.DictReader(io.StringIO(text))
    raw = json.loads(text)
    if isinstance(raw, dict):
        return [{"id": key, **row} for key, row in raw.items() if isinstance(row, dict)]
    return list(raw)


def _column(name: object) -> str:
    return re.sub(r"[^a-z]", "", str(name).lower())


def _action(raw: Mapping[str, Any]) -> Action | None:
    row = {_column(name): value for name, value in raw.items() if name}

    def cell(*names: str) -> str:
        found = next((row[name] for name in names if row.get(name) is not None), "")
        text = str(found).strip()
        return "" if text in _EMPTY else text

    start = _date(cell("startdate"))
    if start is None:
        return None
    number = cell("nparticipants", "approximatenumberofparticipants").replace(",", "")
    return Action(
        id=cell("id"),
        employers=_list(cell("employer")),
        unions=_list(cell("laborunion", "labororg", "labororganization")),
        start=start,
        end=_date(cell("enddate")),
        kind="protest" if "protest" in cell("actiontype", "strikeorprotest").lower() else "strike",
        participants=int(number) if number.isdecimal() else None,
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(";"))))


def phrases(action: Action) -> tuple[str, ...]:
    """Return the names of an action's employers as news may write them, less those of general words alone."""
    bare = (re.sub(r"\s*\([^)]*\)", "", name).strip().removeprefix("The ") for name in action.employers)
    heads = (re.split(r"\s[-–]\s|,", name)[0] for name in bare)
    return tuple(name for name in heads if frozenset(_WORD.findall(fold_name(name))) - general_names())


def _date(text: str) -> date | None:
    """Read `2023-05-02`, `2023-05-02T…` and the American `5/2/2023`."""
    if found := re.match(r"(\d{4})-(\d{2})-(\d{2})", text):
        year, month, day = map(int, found.groups())
    elif found := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        month, day, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def reconcile(
    ours: Sequence[Ours],
    actions: Sequence[Action],
    names: Names,
    called: Mapping[str, str],
    covered: tuple[date, date],
    lineage: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> Reconciliation:
    """Match each strike of ours with the action that fits best, each action once.

    `called` gives the names of organizations by slug, `lineage` each with its forebears; `covered` are
    the first and last day that the archive has news of: actions outside of it are nobody's miss.
    """
    known = Known(names=names, called=called, lineage=lineage)
    theirs = sorted((a for a in actions if a.kind == "strike"), key=lambda a: (a.start, a.id))
    starts = [a.start for a in theirs]
    fits = []
    for mine in ours:
        near = theirs[bisect_left(starts, mine.began - WINDOW) : bisect_right(starts, mine.began + WINDOW)]
        for action in near:
            if fit := _fit(mine, action, known):
                fits.append((-fit, abs((mine.began - action.start).days), mine.slug, action.id, mine, action))
    matched: list[Match] = []
    used_ours: set[str] = set()
    used_theirs: set[str] = set()
    for *_, mine, action in sorted(fits, key=lambda f: f[:4]):
        if mine.slug not in used_ours and action.id not in used_theirs:
            used_ours.add(mine.slug)
            used_theirs.add(action.id)
            matched.append(_match(mine, action))
    first, last = covered
    return Reconciliation(
        matched=tuple(sorted(matched, key=lambda m: m.strike)),
        only_theirs=tuple(a for a in theirs if a.id not in used_theirs and first <= a.start <= last),
        only_ours=tuple(sorted((o for o in ours if o.slug not in used_ours), key=lambda o: o.slug)),
    )


def _match(mine: Ours, action: Action) -> Match:
    # Theirs is the last day of strike, ours the first without one.
    both = mine.ended is not None and action.end is not None
    ended = (mine.ended - timedelta(days=1) - action.end).days if both else None  # type: ignore[operator]
    return Match(
        strike=mine.slug,
        action=action.id,
        lag=(mine.known - action.start).days,
        began_apart=(mine.began - action.start).days,
        ended_apart=ended,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of organizations: their names, what each is called, and whom it belongs to."""

    names: Names
    called: Mapping[str, str]
    lineage: Mapping[str, frozenset[str]]

    def same(self, one: str, two: str) -> bool:
        """Whether two slugs are one organization, or one belongs to the other."""
        return one == two or two in self.lineage.get(one, ()) or one in self.lineage.get(two, ())


def _fit(mine: Ours, action: Action, known: Known) -> float:
    """Return how well two strikes of the same days fit, 0 if not.

    Both parties are alike; or one is the very same, the other is not named by one side, and they began
    within days.
    """
    unions = [name for name in mine.unions if name in known.called or not is_group(name)]
    union = _alike(unions, action.unions, action.start, known)
    employer = _alike(mine.struck, action.employers, action.start, known)
    apart = abs(mine.began - action.start)
    if union is None:
        return employer if employer and employer >= 1 and apart <= _ALONE_EMPLOYER else 0.0
    if employer is None:
        return union if union >= 1 and apart <= _ALONE_UNION else 0.0
    return union + employer if union >= 0.5 and employer >= 0.5 else 0.0


def is_group(name: str) -> bool:
    """Whether a name is that of workers and not of a union: "teachers", "Tarnby Poultry workers"."""
    words = _WORD.findall(fold_name(name))
    return bool(words) and words[-1] in _group_words()


@cache
def _group_words() -> frozenset[str]:
    raw = tomllib.loads(files("picketwire.linking.strikes").joinpath("labour_words.toml").read_text("utf-8"))
    tables = (*raw["specific"].values(), *raw["general"].values())
    return frozenset(fold_name(word).split("-")[-1] for words in tables for word in words.split())


def _alike(mine: Sequence[str], theirs: Sequence[str], day: date, known: Known) -> float | None:
    """Return how alike the best pair of names is; None where one side names nobody."""
    if not mine or not theirs:
        return None
    pairs = [(one, other) for one in mine for other in theirs]
    return max(_alike_names(one, other, day, known) for one, other in pairs)


def _alike_names(one: str, other: str, day: date, known: Known) -> float:
    slugs = {slug for form in _forms(other) if (slug := known.names.exact(form, day))}
    if any(known.same(one, slug) for slug in slugs):
        return 1.0
    # Two organizations that are both known are not the same, whatever words their names share.
    return 0.0 if slugs and one in known.called else _shared(known.called.get(one, one), other)


def _forms(name: str) -> tuple[str, ...]:
    """Return a name as written, without its bracket, the bracket alone, and without a leading article."""
    bare = re.sub(r"\s*\([^)]*\)", "", name).strip()
    parts = [part.strip() for part in re.split(r"\s[-–]\s", bare)]  # "Oakland Education Association - NEA"
    return (name, bare, *re.findall(r"\(([^)]*)\)", name), bare.removeprefix("The "), *parts)


def _shared(one: str, two: str) -> float:
    first, second = (frozenset(_WORD.findall(fold_name(name))) - general_names() for name in (one, two))
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0

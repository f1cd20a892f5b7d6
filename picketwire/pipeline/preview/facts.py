"""Put into words how the facts that linking rests on differ: memberships, names, strikes and their events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from picketwire.archive.snapshot import Difference, Row


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that is not the same: whose it is (slug of an organization or strike), and how, in words."""

    subject: str
    text: str


def told(found: Mapping[str, Difference]) -> tuple[Fact, ...]:
    """Return every fact that differs."""
    return tuple(fact for kind in _NAMES for fact in _facts(found[kind], _NAMES[kind], _MOVES[kind]))


def _facts(
    difference: Difference, name: Callable[[Row], str], moved: Callable[[Row, Row], str]
) -> Iterator[Fact]:
    dated = moved is _span
    for row in difference.gained:
        yield Fact(row[0], f"{name(row)} is new{_days(row) if dated else ''}")
    yield from (Fact(row[0], f"{name(row)} is gone") for row in difference.lost)
    yield from (Fact(now[0], f"{name(now)} {moved(was, now)}") for was, now in difference.changed)


def _fields(*names: str) -> Callable[[Row, Row], str]:
    """Say which fields behind the key differ."""

    def moved(was: Row, now: Row) -> str:
        pairs = zip(names, was[1:], now[1:], strict=True)
        return ", ".join(
            f"has {n} {new or 'none'} (was {old or 'none'})" for n, old, new in pairs if old != new
        )

    return moved


def _span(was: Row, now: Row) -> str:
    """Say how a span of days differs: `ends 2023-05-01 (had no end)`."""
    parts = []
    if was[2] != now[2]:
        parts.append(f"{_begins(now[2], 'begins')} ({_begins(was[2], 'began')})")
    if was[3] != now[3]:
        parts.append(f"{_ends(now[3], 'ends', 'has')} ({_ends(was[3], 'ended', 'had')})")
    return ", ".join(parts)


def _begins(day: str | None, word: str) -> str:
    return f"{word} {day or 'at no known day'}"


def _ends(day: str | None, word: str, none: str) -> str:
    return f"{word} {day}" if day else f"{none} no end"


def _days(row: Row) -> str:
    """Return the days of a name or membership that has any."""
    since, until = row[2:4]
    return (f", since {since}" if since else "") + (f", until {until}" if until else "")


def _event(row: Row) -> str:
    return f"“{str(row[1]).replace('_', ' ')}” of {row[0]} on {row[2]}"


_NAMES: dict[str, Callable[[Row], str]] = {
    "organizations": lambda row: f"organization {row[0]}",
    "aliases": lambda row: f"name “{row[1]}” of {row[0]}",
    "memberships": lambda row: f"membership of {row[0]} in {row[1]}",
    "strikes": lambda row: f"strike {row[0]}",
    "strike_parties": lambda row: f"{row[2]} ({row[1]}) as a party of {row[0]}",
    "strike_events": _event,
    "curated_facts": lambda row: f"{row[1]} “{row[2]}” of {row[0]}",
    "bargaining": lambda row: f"bargaining of {row[0]} with {row[1]}",
}
_MOVES: dict[str, Callable[[Row, Row], str]] = {
    "organizations": _fields("name", "kind", "parent"),
    "aliases": _span,
    "memberships": _span,
    "strikes": _fields("name", "scope", "status"),
    "strike_parties": _fields(),  # all of a party is its key
    "strike_events": lambda was, _: f"(was on {was[2]})",
    "curated_facts": _fields(),  # likewise
    "bargaining": lambda was, now: _span(was, now) or "goes by other words",
}

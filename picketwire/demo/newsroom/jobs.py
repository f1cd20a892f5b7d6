"""The job boards of the sample newsroom and what each of them lists at a given step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from picketwire.demo.newsroom.press import HERE, read_yaml

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from picketwire.demo.newsroom.press import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One posting as its board shows it; `pay` is (low, high) in `currency` `per` period."""

    id: str
    requisition: str
    title: str
    department: str
    locations: tuple[str, ...]
    work: str = "onsite"  # or hybrid, remote
    opened: date
    gone: int | None = None  # first step at which the board lists it no more
    pay: tuple[Decimal, Decimal] | None = None
    per: str = "year"
    currency: str = "USD"
    text: str
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)  # step -> fields with new values


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One employer's job board."""

    slug: str
    name: str
    system: str
    tenant: str
    employer: str  # slug of the organization
    company: str  # as the board spells it
    pay_text: str = ""  # the sentence that states the pay, where the text does
    faults: dict[int, str] = field(default_factory=dict)  # step -> empty, short, wrong
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """All that a system needs to answer for a board at one step; openings come newest first."""

    board: Board
    step: Step
    base: str
    openings: tuple[Opening, ...]

    def find(self, opening_id: str) -> Opening | None:
        """Return the listed opening with this id, or None."""
        return next((each for each in self.openings if each.id == opening_id), None)

    @property
    def fault(self) -> str | None:
        """What is wrong with the board's answers at this step, if anything."""
        return self.board.faults.get(self.step.number)


@cache
def boards() -> tuple[Board, ...]:
    """Return every board in order of its slug."""
    return tuple(_board(path) for path in sorted((HERE / "boards").glob("*.yaml")))


def listing(board: Board, step: Step, base: str) -> Listing:
    """Return what `board` holds at `step`."""
    # An empty board is one that forgot its openings for a while, not one without any.
    empty = board.faults.get(step.number) == "empty"
    standing = (each for each in board.openings if _stands(each, step) and not empty)
    current = (_changed(each, step) for each in standing)
    newest_first = sorted(current, key=lambda each: (each.opened, each.id), reverse=True)
    return Listing(board=board, step=step, base=base, openings=tuple(newest_first))


def money(amount: Decimal) -> str:
    """Write an amount with thousands separators, and with cents only where there are any."""
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"


def number(amount: Decimal) -> int | float:
    """Return an amount as JSON writes it: whole where it can be."""
    return int(amount) if amount == int(amount) else float(amount)


def _stands(opening: Opening, step: Step) -> bool:
    return opening.opened <= step.when.date() and (opening.gone is None or step.number < opening.gone)


def _changed(opening: Opening, step: Step) -> Opening:
    for number, fields in sorted(opening.changes.items()):
        if number <= step.number:
            opening = replace(opening, **fields)
    return opening


def _board(path: Path) -> Board:
    row = read_yaml(path)
    openings = tuple(_opening(each) for each in row.pop("openings"))
    return Board(slug=path.stem, openings=openings, **row)


def _opening(row: dict[str, Any]) -> Opening:
    changes = {step: _typed(fields) for step, fields in row.pop("changes", {}).items()}
    return Opening(changes=changes, **_typed(row))


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    typed = dict(row)
    if "id" in typed:
        typed["id"] = str(typed["id"])
    if "locations" in typed:
        typed["locations"] = tuple(typed["locations"])
    if typed.get("pay"):
        low, high = typed["pay"]
        typed["pay"] = (Decimal(str(low)), Decimal(str(high)))
    return typed

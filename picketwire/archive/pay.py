"""Pay as items state it: now, at an earlier time, and as it was revised."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from picketwire.archive.asof import ALWAYS, fields_as_of
from picketwire.archive.rows import dump, read_pay
from picketwire.records import Pay

if TYPE_CHECKING:
    from collections.abc import Collection

_OWN = frozenset({"employer-field", "employer-text"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PayChange:
    """A change of stated pay: when it was seen, of what type, and the bands before and after (no sentences)."""

    seen: str
    change: str  # pay_raised, pay_lowered, pay_added, pay_removed, pay_changed or reparsed
    before: tuple[Pay, ...]
    after: tuple[Pay, ...]


def bands(connection: Any, item: int, as_of: str = ALWAYS) -> tuple[Pay, ...]:
    """Return the bands of pay that an item states, in its order; see `bands_of`."""
    return bands_of(connection, [item], as_of).get(item, ())


def bands_of(connection: Any, items: Collection[int], as_of: str = ALWAYS) -> dict[int, tuple[Pay, ...]]:
    """Return the bands that each of these items stated at a time; items without any have no entry.

    Bands of an earlier time come from revisions, which keep the figures and not the sentences.
    """
    found: dict[int, list[Pay]] = {}
    for row in connection.execute(
        "SELECT * FROM pay WHERE item IN (SELECT value FROM json_each(?)) ORDER BY item, n",
        (dump(list(items)),),
    ):
        found.setdefault(row["item"], []).append(read_pay(row))
    then = fields_as_of(connection, items, ["pay"], as_of)
    earlier = {item: _revised(before) for (item, _), before in then.items()}
    every = {item: tuple(pay) for item, pay in found.items()} | earlier
    return {item: pay for item, pay in every.items() if pay}


def stated(pay: Collection[Pay]) -> tuple[Pay, ...]:
    """Return the bands that the employer itself states, the one with the highest upper end first."""
    own = [band for band in pay if band.stated_by in _OWN]
    return tuple(sorted(own, key=lambda band: -(band.high_year or band.low_year or 0)))


def history(connection: Any, item: int, as_of: str = ALWAYS) -> tuple[PayChange, ...]:
    """Return the changes of an item's pay, oldest first."""
    rows = connection.execute(
        "SELECT seen, change, before, after FROM revisions WHERE item = ? AND field = 'pay' AND seen <= ? "
        "ORDER BY seen, id",
        (item, as_of),
    )
    return tuple(PayChange(seen=r[0], change=r[1], before=_revised(r[2]), after=_revised(r[3])) for r in rows)


def _revised(text: str | None) -> tuple[Pay, ...]:
    """Read bands as a revision keeps them."""
    return tuple(
        Pay(
            low=None if band["low"] is None else Decimal(band["low"]),
            high=None if band["high"] is None else Decimal(band["high"]),
            currency=band["currency"],
            period=band["period"],
            basis=band["basis"],
            stated_by=band["stated_by"],
        )
        for band in json.loads(text or "[]")
    )

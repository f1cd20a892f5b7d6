"""Links of news items that may lead to a posting: written with the item, read by linking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.archive.rows import dump

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlite_utils.db import Database


def write(db: Database, item: int, addresses: Sequence[str]) -> None:
    """Write the links of an item that has none yet."""
    if addresses:
        rows = [(item, address) for address in addresses]
        db.conn.executemany("INSERT INTO item_links (item, address) VALUES (?, ?)", rows)


def rewrite(db: Database, item: int, addresses: Sequence[str]) -> None:
    """Replace the links of an item."""
    db.conn.execute("DELETE FROM item_links WHERE item = ?", (item,))
    write(db, item, addresses)


def read(db: Database, wanted: str) -> dict[int, tuple[str, ...]]:
    """Return the links of those of the `wanted` items (JSON list of ids) that have any, in order."""
    found: dict[int, list[str]] = {}
    for item, address in db.conn.execute(
        "SELECT item, address FROM item_links WHERE item IN (SELECT value FROM json_each(?)) "
        "ORDER BY item, address",
        (wanted,),
    ):
        found.setdefault(item, []).append(address)
    return {item: tuple(addresses) for item, addresses in found.items()}


def leading_to(db: Database, addresses: Collection[str], numbers: Collection[str]) -> list[int]:
    """Return the news items with a link to one of these canonical addresses, or one that holds a number.

    A link may carry parameters that the address does not have. Numbers are in small letters.
    """
    rows = db.conn.execute(
        "SELECT l.item FROM json_each(?1) a JOIN item_links l ON l.address = a.value "
        "UNION SELECT l.item FROM json_each(?1) a JOIN item_links l "
        "ON l.address > a.value || '?' AND l.address < a.value || '@' "
        "UNION SELECT l.item FROM item_links l JOIN json_each(?2) n ON instr(lower(l.address), n.value)",
        (dump(sorted(addresses)), dump(sorted(numbers))),
    )
    return [row[0] for row in rows]

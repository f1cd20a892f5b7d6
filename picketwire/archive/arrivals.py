"""What a posting that is new to the archive is: an opening, old stock, or part of a jump at its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.archive.presence import MANY
from picketwire.archive.rows import dump
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils.db import Database

    from picketwire.records import Poll

_IN = "IN (SELECT value FROM json_each(?))"


def note(db: Database, poll: Poll, fresh: Sequence[int]) -> int:
    """Say of the new postings of a poll how they arrived; return how many came by a jump.

    What stands on a board when it is first read whole opened at some time before: it is stock. A jump is
    a list that grows by half or more, and by `MANY`, in one poll: its source has changed what it lists.
    A posting whose stated day lies after the last complete poll opened all the same. Call it before the
    poll's own sightings are noted.
    """
    if poll.source.kind != "board" or not fresh:
        return 0
    if poll.state.document_at is None:
        _mark(db, fresh, "stock")
        return 0
    if poll.window or len(fresh) < MANY:
        return 0  # a list of the newest is new whenever it was not asked for long
    since = (poll.state.confirmed or poll.state.document_at).date().isoformat()
    rows = db.conn.execute(
        f"SELECT item FROM postings WHERE item {_IN} AND coalesce(opened, '') < ?", (dump(list(fresh)), since)
    )
    jumped = [row[0] for row in rows]
    if len(jumped) < max(MANY, _stood(db, poll) / 2):
        return 0
    _mark(db, jumped, "jump")
    return len(jumped)


def _mark(db: Database, items: Sequence[int], arrival: str) -> None:
    db.conn.execute(f"UPDATE postings SET arrival = ? WHERE item {_IN}", (arrival, dump(list(items))))


def _stood(db: Database, poll: Poll) -> int:
    """Return how many postings stood on the board at its last complete poll."""
    found = db.conn.execute(
        "SELECT count(*) FROM items i JOIN sources s ON s.slug = i.source "
        "WHERE i.source = ? AND i.last_seen >= s.document_at AND i.first_seen < ?",
        (poll.source.slug, instant(poll.started)),
    ).fetchone()
    return int(found[0])

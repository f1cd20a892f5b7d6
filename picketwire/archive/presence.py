"""Where an item was last seen, and when a posting that is missing counts as closed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from picketwire.archive.rows import dump
from picketwire.records import Outcome
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.records import DetailPoll, Poll

_NOT_FOUND = {404, 410}


def mark_seen(db: Database, items: Sequence[int], source: str, seen: datetime) -> None:
    """Note that a document of `source` held these items; a closed posting among them has reopened.

    A posting moves to the source that saw it last: a tenant may be polled under another name later.
    """
    held = dump(list(items))
    db.conn.execute(
        "UPDATE items SET source = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND source <> ?1",
        (source, held),
    )
    db.conn.execute(
        "UPDATE items SET last_seen = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND last_seen < ?1",
        (instant(seen), held),
    )
    returned = db.conn.execute(
        "SELECT item, closed FROM postings WHERE item IN (SELECT value FROM json_each(?)) AND closed IS NOT NULL",
        (held,),
    ).fetchall()
    for item, closed in returned:
        _revise(db, item, seen, "reopened", closed, None)
        db.conn.execute("UPDATE postings SET closed = NULL, closed_because = NULL WHERE item = ?", (item,))
    db.conn.execute(
        "UPDATE postings SET missing = '[]' WHERE item IN (SELECT value FROM json_each(?)) AND missing <> '[]'",
        (held,),
    )


def close_missing(db: Database, poll: Poll, fetch: int, close_after: int) -> int:
    """Count a complete poll against the postings it did not hold; close those that `close_after` polls missed.

    A posting is closed from the first of those polls on; the archive knows it from the last. Returns
    how many closed.
    """
    if poll.source.kind != "board" or poll.window or not poll.outcome.proves_absence:
        return 0
    rows = db.conn.execute(
        "SELECT p.item, p.missing FROM items i JOIN postings p ON p.item = i.id JOIN sources s ON s.slug = i.source "
        "WHERE i.source = ? AND i.last_seen < s.document_at AND p.closed IS NULL",
        (poll.source.slug,),
    ).fetchall()
    closed = 0
    for item, missing in rows:
        proof = [*json.loads(missing), fetch]
        db.conn.execute("UPDATE postings SET missing = ? WHERE item = ?", (dump(proof), item))
        if len(proof) >= close_after:
            since = db.conn.execute("SELECT started FROM fetches WHERE id = ?", (proof[0],)).fetchone()[0]
            because = (
                f"missing from {len(proof)} complete polls in a row (fetches {', '.join(map(str, proof))})"
            )
            _close(db, item, since, because, poll.started)
            closed += 1
    return closed


def close_by_page(db: Database, poll: DetailPoll, fetch: int) -> int:
    """Close a posting whose own page is gone, unless its board's last answer still holds it; 1 if it closed."""
    statuses = {e.status for e in poll.exchanges[-1:]}
    if poll.detail.kind != "posting" or not (poll.outcome is Outcome.GONE or statuses & _NOT_FOUND):
        return 0
    row = db.conn.execute(
        "SELECT p.closed, pr.present FROM postings p JOIN presence pr ON pr.item = p.item WHERE p.item = ?",
        (poll.detail.item,),
    ).fetchone()
    if row is None or row[0] is not None or row[1]:
        return 0
    status = next(iter(statuses), 410)
    _close(
        db,
        poll.detail.item,
        instant(poll.started),
        f"its own page answered {status} (fetch {fetch})",
        poll.started,
    )
    return 1


def _close(db: Database, item: int, closed: str, because: str, seen: datetime) -> None:
    db.conn.execute(
        "UPDATE postings SET closed = ?, closed_because = ? WHERE item = ?", (closed, because, item)
    )
    _revise(db, item, seen, "closed", None, closed)


def _revise(db: Database, item: int, seen: datetime, change: str, before: Any, after: Any) -> None:
    db.conn.execute(
        "INSERT INTO revisions (item, seen, field, change, before, after) VALUES (?, ?, 'closed', ?, ?, ?)",
        (item, instant(seen), change, before, after),
    )

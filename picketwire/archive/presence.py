"""Where an item was last seen, and when a posting that is missing counts as closed."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from picketwire.archive.rows import dump
from picketwire.records import Outcome
from picketwire.times import instant, parse_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.records import DetailPoll, Poll

MANY = 30  # postings that go all at once, or come: more than a board of any size does by itself
_NOT_FOUND = {404, 410}
_IN = "IN (SELECT value FROM json_each(?))"
# A last day to apply has passed everywhere on earth a day after it has passed in UTC.
_GRACE = timedelta(days=1)


def mark_seen(db: Database, items: Sequence[int], source: str, seen: datetime) -> None:
    """Note that a document of `source` held these items; a closed posting among them has reopened.

    A posting moves to the source that saw it last: a tenant may be polled under another name later.
    """
    held, now = dump(list(items)), instant(seen)
    db.conn.execute(f"UPDATE items SET source = ? WHERE id {_IN} AND source <> ?", (source, held, source))
    db.conn.execute(f"UPDATE items SET last_seen = ? WHERE id {_IN} AND last_seen < ?", (now, held, now))
    returned = db.conn.execute(
        f"SELECT item, closed FROM postings WHERE item {_IN} AND closed IS NOT NULL", (held,)
    ).fetchall()
    for item, closed in returned:
        _revise(db, item, seen, "reopened", closed, None)
        db.conn.execute("UPDATE postings SET closed = NULL, closed_because = NULL WHERE item = ?", (item,))
    db.conn.execute(f"UPDATE postings SET missing = '[]' WHERE item {_IN} AND missing <> '[]'", (held,))


def close_missing(db: Database, poll: Poll, fetch: int, close_after: int) -> int:
    """Count a complete poll against the postings it did not hold; close those whose proof is whole.

    That takes `close_after` polls, one where the last day to apply has passed, and twice as many where
    a large part of a board went in one poll: then the source has more likely changed what it lists. A
    posting is closed from the first of those polls on; the archive knows it from the last. Returns how
    many closed.
    """
    if poll.source.kind != "board" or not poll.outcome.proves_absence:
        return 0
    if poll.window:
        return _close_expired(db, poll)
    rows = [(*row, [*json.loads(row[1]), fetch]) for row in _absent(db, poll.source.slug)]
    if not rows:
        return 0
    db.conn.executemany(
        "UPDATE postings SET missing = ? WHERE item = ?", [(dump(proof), item) for item, _, _, proof in rows]
    )
    together = Counter(proof[0] for *_, proof in rows)
    present = _present(db, poll.source.slug) if max(together.values()) >= MANY else 0
    closed = 0
    for item, _, closes, proof in rows:
        mass = MANY <= together[proof[0]] >= present
        if expired := _has_passed(closes, poll.started):
            since = max(_started(db, proof[0]), _day_after(closes))
            because = f"its last day to apply, {closes}, has passed and fetch {fetch} did not hold it"
        else:
            since = _started(db, proof[0])
            because = (
                f"missing from {len(proof)} complete polls in a row (fetches {', '.join(map(str, proof))})"
            )
        if expired or len(proof) >= close_after * (2 if mass else 1):
            _close(db, item, since, because, poll.started)
            closed += 1
    return closed


def _absent(db: Database, source: str) -> list[Any]:
    """Return (item, missing, closes) of the unclosed postings that the last complete document did not hold."""
    return db.conn.execute(
        "SELECT p.item, p.missing, p.closes FROM items i JOIN postings p ON p.item = i.id "
        "JOIN sources s ON s.slug = i.source WHERE i.source = ? AND i.last_seen < s.document_at AND p.closed IS NULL",
        (source,),
    ).fetchall()


def _present(db: Database, source: str) -> int:
    """Return how many postings the last complete document of a source held."""
    found = db.conn.execute(
        "SELECT count(*) FROM items i JOIN sources s ON s.slug = i.source WHERE i.source = ? AND i.last_seen >= s.document_at",
        (source,),
    ).fetchone()
    return int(found[0])


def _close_expired(db: Database, poll: Poll) -> int:
    """Close what left a list of the newest and whose last day to apply has passed: nothing else proves it."""
    rows = db.conn.execute(
        "SELECT p.item, p.closes FROM items i JOIN postings p ON p.item = i.id JOIN sources s ON s.slug = i.source "
        "WHERE i.source = ? AND i.last_seen < s.document_at AND p.closed IS NULL AND p.closes < ?",
        (poll.source.slug, _passed_before(poll.started)),
    ).fetchall()
    for item, closes in rows:
        because = f"its last day to apply, {closes}, has passed and the list holds it no more"
        _close(db, item, _day_after(closes), because, poll.started)
    return len(rows)


def close_by_page(db: Database, poll: DetailPoll, fetch: int) -> int:
    """Close a posting whose own page is gone or expired, unless its board's last answer holds it; 1 if it closed."""
    statuses = {e.status for e in poll.exchanges[-1:]}
    gone = poll.outcome is Outcome.GONE or bool(statuses & _NOT_FOUND)
    if poll.detail.kind != "posting" or not (gone or poll.item):
        return 0
    row = db.conn.execute(
        "SELECT p.closed, pr.present, p.closes FROM postings p JOIN presence pr ON pr.item = p.item WHERE p.item = ?",
        (poll.detail.item,),
    ).fetchone()
    if row is None or row[0] is not None or row[1]:
        return 0
    if gone:
        because = f"its own page answered {next(iter(statuses), 410)} (fetch {fetch})"
    elif _has_passed(row[2], poll.started):
        because = f"its own page names {row[2]} as the last day to apply (fetch {fetch})"
    else:
        return 0
    _close(db, poll.detail.item, instant(poll.started), because, poll.started)
    return 1


def _has_passed(closes: str | None, now: datetime) -> bool:
    return closes is not None and closes < _passed_before(now)


def _passed_before(now: datetime) -> str:
    return (now.date() - _GRACE).isoformat()


def _day_after(closes: str) -> str:
    return f"{parse_day(closes) + _GRACE}T00:00:00Z"


def _started(db: Database, fetch: int) -> str:
    return str(db.conn.execute("SELECT started FROM fetches WHERE id = ?", (fetch,)).fetchone()[0])


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

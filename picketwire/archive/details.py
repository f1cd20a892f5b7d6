"""The line of pages still to be fetched: postings behind list entries, articles behind feed entries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from picketwire.archive.rows import dump, read_request, request_json
from picketwire.records import Detail, Request
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.records import DetailPoll, Item, Source

MAX_TRIES = 5
_FIRST_PAUSE = timedelta(minutes=30)


def request_for(item: Item, source: Source) -> Request | None:
    """Return the request that fills a new item: its own page's, where its list or feed does not give the text."""
    if item.detail is not None:
        return item.detail
    if item.kind == "news" and source.full_text and item.url:
        return Request(url=item.url)
    return None


def kind_of(item: Item) -> Literal["posting", "article"]:
    """Return what kind of page fills an item."""
    return "posting" if item.kind == "posting" else "article"


def queue(
    db: Database, item: int, request: Request, kind: Literal["posting", "article"], now: datetime
) -> None:
    """Put an item's page in line; one already waiting starts over with the new request."""
    db.conn.execute(
        "INSERT INTO details (item, kind, request, queued, next_try) VALUES (?1, ?2, ?3, ?4, ?4) "
        "ON CONFLICT (item) DO UPDATE SET request = excluded.request, tries = 0, next_try = excluded.next_try",
        (item, kind, request_json(request), instant(now)),
    )


def waiting(db: Database, sources: Mapping[str, Source], now: datetime, limit: int) -> list[Detail]:
    """Return up to `limit` pages that may be fetched now: postings before articles, newest items first."""
    rows = db.conn.execute(
        "SELECT d.item, i.source, d.kind, d.request, d.tries FROM details d JOIN items i ON i.id = d.item "
        "WHERE d.next_try <= ? AND d.tries < ? AND i.source IN (SELECT value FROM json_each(?)) "
        "ORDER BY d.kind = 'posting' DESC, d.queued DESC, d.item LIMIT ?",
        (instant(now), MAX_TRIES, dump(list(sources)), limit),
    ).fetchall()
    return [
        Detail(item=item, source=sources[source], kind=kind, request=read_request(request), tries=tries)
        for item, source, kind, request, tries in rows
    ]


def settle(db: Database, poll: DetailPoll) -> None:
    """Take a page that was read out of line; let a failed one wait longer each time, `MAX_TRIES` in all."""
    if poll.item is not None:
        db.conn.execute("DELETE FROM details WHERE item = ?", (poll.detail.item,))
        return
    pause = _FIRST_PAUSE * 4**poll.detail.tries
    db.conn.execute(
        "UPDATE details SET tries = tries + 1, next_try = ?, error = ? WHERE item = ?",
        (instant(poll.started + pause), poll.reason, poll.detail.item),
    )

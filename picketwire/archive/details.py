"""The line of pages still to be fetched: postings behind list entries, articles behind feed entries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from picketwire.archive.rows import dump, read_request, request_json
from picketwire.changes import entry_hash
from picketwire.records import Detail, Request
from picketwire.times import instant, parse_instant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.records import DetailPoll, Item, Source

MAX_TRIES = 5
REREAD_AFTER = timedelta(days=7)  # a page whose list entry shows nothing but a bumped date
REREAD_AI_AFTER = timedelta(days=1)  # likewise, of a posting about AI
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


def after_list(db: Database, held: Sequence[tuple[int, Item]], now: datetime) -> None:
    """Put in line the pages of postings whose list entries a list held and were read, not recognised.

    An entry that says something else is a reason to read the page now. Some boards bump a date daily
    and change no word; others change a text and move nothing else: there the page is read again when it
    was last read `REREAD_AFTER` ago.
    """
    listed = {number: item for number, item in held if item.detail is not None}
    if not listed:
        return
    hashes = [(entry_hash(item), number) for number, item in listed.items()]
    rows = db.conn.execute(
        "SELECT item, entry_hash, page_read, EXISTS (SELECT 1 FROM taggings t WHERE t.item = p.item "
        "AND t.tag IN ('ai', 'ai_role') AND t.until IS NULL) FROM postings p "
        "WHERE item IN (SELECT value FROM json_each(?)) AND entry_hash IS NOT NULL",
        (dump(list(listed)),),
    ).fetchall()
    fresh = {number: value for value, number in hashes}
    for number, known, read, ai in rows:
        request = listed[number].detail
        if request is None:
            continue
        if known != fresh[number]:
            queue(db, number, request, "posting", now)
        else:
            pause = REREAD_AI_AFTER if ai else REREAD_AFTER
            _queue_later(db, number, request, now, max(now, parse_instant(read) + pause) if read else now)
    db.conn.executemany("UPDATE postings SET entry_hash = ? WHERE item = ?", hashes)


def _queue_later(db: Database, item: int, request: Request, now: datetime, due: datetime) -> None:
    """Put a page in line for `due`; one that waits already keeps its turn, one given up gets another chance."""
    db.conn.execute(
        "INSERT INTO details (item, kind, request, queued, next_try) VALUES (?1, 'posting', ?2, ?3, ?4) "
        "ON CONFLICT (item) DO UPDATE SET request = excluded.request, "
        "next_try = iif(tries < ?5, next_try, excluded.next_try), tries = iif(tries < ?5, tries, 0)",
        (item, request_json(request), instant(now), instant(due), MAX_TRIES),
    )


def note_page(db: Database, item: int, from_page: frozenset[str] | None, seen: datetime) -> None:
    """Note that a posting's own page was read, and in which fields it says other than the list."""
    db.conn.execute(
        "UPDATE postings SET page_read = ?, from_page = ? WHERE item = ?",
        (instant(seen), dump(sorted(from_page or ())), item),
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


def sources_waiting(db: Database, now: datetime) -> set[str]:
    """Return the sources of which pages may be fetched now: to ask a thousand one by one takes longer."""
    rows = db.conn.execute(
        "SELECT DISTINCT i.source FROM details d JOIN items i ON i.id = d.item "
        "WHERE d.next_try <= ? AND d.tries < ?",
        (instant(now), MAX_TRIES),
    )
    return {source for (source,) in rows}


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

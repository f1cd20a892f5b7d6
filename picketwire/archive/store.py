"""Write what one poll found: items, tags, revisions and the source's own state in one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from picketwire.archive import details, fetches, presence, taggings
from picketwire.archive.opening import transaction
from picketwire.archive.rows import (
    ITEM_COLUMNS,
    POSTING_COLUMNS,
    TEXT_COLUMNS,
    Stored,
    dump,
    item_values,
    pay_values,
    posting_values,
    read_item,
    read_pay,
)
from picketwire.changes import merge
from picketwire.identity import Candidate, canonical_of, key, match, unique
from picketwire.records import StoreCounts, TaggedItem
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.changes import Merged, Origin
    from picketwire.records import DetailPoll, Item, Poll, Source

    Enrich = Callable[[Item, Source], TaggedItem]

_INSERTED = ("id", "key", "kind", "source", "first_seen", *TEXT_COLUMNS, *ITEM_COLUMNS)
_ITEM_INSERT = f"INSERT INTO items ({', '.join(_INSERTED)}) VALUES ({', '.join('?' * len(_INSERTED))})"
_ITEM_UPDATE = f"UPDATE items SET {', '.join(f'{c} = ?' for c in ITEM_COLUMNS)} WHERE id = ?"
_TEXT_UPDATE = "UPDATE items SET title = ?, summary = ?, body = ? WHERE id = ?"
_POSTING_INSERT = f"INSERT INTO postings (item, organization, {', '.join(POSTING_COLUMNS)}) VALUES ({', '.join('?' * (2 + len(POSTING_COLUMNS)))})"
_POSTING_UPDATE = f"UPDATE postings SET {', '.join(f'{c} = ?' for c in POSTING_COLUMNS)} WHERE item = ?"
_PAY_INSERT = f'INSERT INTO pay (item, n, low, high, currency, period, basis, stated_by, text, label, field, start, "end", low_year, high_year) VALUES ({", ".join("?" * 15)})'


@dataclass(slots=True)
class _Tally:
    """What a transaction changed so far."""

    new: int = 0
    changed: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    touched: list[int] = field(default_factory=list)  # ids of the items that the document held


def store_poll(db: Database, poll: Poll, *, enrich: Enrich, close_after: int = 2) -> StoreCounts:
    """Store one poll of one source in one transaction; storing the same poll again changes no item.

    `enrich` tags an item whose stored text differs from what the poll brought (a body from its own
    page, say). A posting closes after `close_after` complete polls without it.
    """
    with transaction(db):
        fetches.save_source(db, poll.source)
        fetch = fetches.save_fetch(db, poll)
        tally = _Tally()
        if poll.items or poll.known:
            _store_items(db, poll, enrich, tally)
        fetches.save_state(db, poll, complete_document=poll.outcome.proves_absence)
        tally.changed += presence.close_missing(db, poll, fetch, close_after)
        fetches.finish_fetch(db, fetch, new=tally.new, changed=tally.changed)
    return StoreCounts(seen=poll.seen, new=tally.new, changed=tally.changed, tags=dict(tally.tags))


def store_detail(db: Database, poll: DetailPoll, *, enrich: Enrich) -> StoreCounts:
    """Store what an item's own page added, or why it could not be read, in one transaction."""
    tally = _Tally()
    with transaction(db):
        fetch = fetches.save_detail(db, poll)
        if poll.item is not None:
            stored = load(db, [poll.detail.item])[poll.detail.item]
            fresh = replace(
                poll.item.item,
                native_id=None,
                digest=b"",
                url=None if stored.item.url else poll.item.item.url,
            )
            _update(
                db,
                stored,
                replace(poll.item, item=fresh),
                "page",
                poll.detail.source,
                poll.started,
                enrich,
                tally,
            )
        details.settle(db, poll)
        tally.changed += presence.close_by_page(db, poll, fetch)
    return StoreCounts(changed=tally.changed, tags=dict(tally.tags))


def _store_items(db: Database, poll: Poll, enrich: Enrich, tally: _Tally) -> None:
    tagged = {id(t.item): t for t in poll.items}
    groups = unique(t.item for t in poll.items)
    incoming = [item for item, _ in groups]
    present = _recognised(db, poll.source.slug, poll.known)
    found = match(incoming, _candidates(db, poll.source, incoming), present)
    stored = load(db, [i for i in found if i is not None])
    fresh = [tagged[id(item)] for item, place in zip(incoming, found, strict=True) if place is None]
    ids = iter(_insert(db, fresh, poll, tally))
    digests: list[tuple[str, int]] = []
    for (item, hashes), place in zip(groups, found, strict=True):
        number = place if place is not None else next(ids)
        if place is not None:
            _update(db, stored[place], tagged[id(item)], "feed", poll.source, poll.started, enrich, tally)
            if item.detail:
                details.queue(db, place, item.detail, "posting", poll.started)
        digests += [(digest.hex(), number) for digest in hashes]
        tally.touched.append(number)
    held = [*tally.touched, *(c.id for c in present)]
    _save_digests(db, poll, digests, held)
    presence.mark_seen(db, held, poll.source.slug, poll.started)


def _recognised(db: Database, source: str, known: Iterable[bytes]) -> list[Candidate]:
    rows = db.conn.execute(
        "SELECT DISTINCT i.id, i.native_id, i.canonical, i.content_hash FROM entry_digests d JOIN items i ON i.id = d.item "
        "WHERE d.source = ? AND d.digest IN (SELECT value FROM json_each(?))",
        (source, dump([digest.hex() for digest in known])),
    )
    return [Candidate(id=r[0], native_id=r[1], canonical=r[2], content_hash=r[3]) for r in rows]


def _candidates(db: Database, source: Source, incoming: Sequence[Item]) -> list[Candidate]:
    columns = "id, native_id, canonical, content_hash"
    if source.kind == "board":  # one board has one history, whichever source entry polled it
        keys = dump([key(i, source) for i in incoming])
        query, values = f"SELECT {columns} FROM items WHERE key IN (SELECT value FROM json_each(?))", [keys]
    else:
        query = (
            f"SELECT {columns} FROM items WHERE source = ? AND native_id IN (SELECT value FROM json_each(?)) "
            f"UNION SELECT {columns} FROM items WHERE source = ? AND canonical IN (SELECT value FROM json_each(?))"
        )
        natives = dump([i.native_id for i in incoming if i.native_id])
        links = dump([link for i in incoming if (link := canonical_of(i))])
        values = [source.slug, natives, source.slug, links]
    rows = db.conn.execute(query, values).fetchall()
    return [Candidate(id=r[0], native_id=r[1], canonical=r[2], content_hash=r[3]) for r in rows]


def load(db: Database, ids: Sequence[int]) -> dict[int, Stored]:
    """Read whole items by id."""
    if not ids:
        return {}
    wanted = dump(ids)
    pay: dict[int, list[Any]] = {}
    for row in _dicts(
        db, "SELECT * FROM pay WHERE item IN (SELECT value FROM json_each(?)) ORDER BY item, n", wanted
    ):
        pay.setdefault(row["item"], []).append(read_pay(row))
    query = "SELECT i.*, p.*, i.id AS id FROM items i LEFT JOIN postings p ON p.item = i.id WHERE i.id IN (SELECT value FROM json_each(?))"
    return {
        row["id"]: Stored(
            id=row["id"],
            item=read_item(row, pay.get(row["id"], ())),
            body_from=row["body_from"],
            closed=row["closed"],
        )
        for row in _dicts(db, query, wanted)
    }


def _dicts(db: Database, query: str, *values: Any) -> list[dict[str, Any]]:
    cursor = db.conn.execute(query, values)
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _insert(db: Database, fresh: Sequence[TaggedItem], poll: Poll, tally: _Tally) -> list[int]:
    if not fresh:
        return []
    first = db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM items").fetchone()[0]
    ids = list(range(first, first + len(fresh)))
    seen, source = poll.started, poll.source
    keys = _free_keys(db, [key(t.item, source) for t in fresh])
    rows = [
        (
            n,
            name,
            t.item.kind,
            source.slug,
            instant(seen),
            *_words(t.item),
            *item_values(t.item, "feed" if t.item.body else None, seen),
        )
        for n, name, t in zip(ids, keys, fresh, strict=True)
    ]
    db.conn.executemany(_ITEM_INSERT, rows)
    for number, tagged in zip(ids, fresh, strict=True):
        posting = tagged.item.posting
        if posting is not None:
            db.conn.execute(_POSTING_INSERT, (number, source.employer, *posting_values(posting)))
        _save_pay(db, number, posting.pay if posting else tagged.pay)
        if request := details.request_for(tagged.item, source):
            details.queue(
                db, number, request, "posting" if tagged.item.kind == "posting" else "article", seen
            )
    tally.tags.update(taggings.insert(db, zip(ids, (t.tags for t in fresh), strict=True), seen))
    tally.new += len(fresh)
    return ids


def _free_keys(db: Database, wanted: Sequence[str]) -> list[str]:
    """Give each name that is taken a number: two items of one source may share an id."""
    taken = {
        row[0]
        for row in db.conn.execute(
            "SELECT key FROM items WHERE key IN (SELECT value FROM json_each(?))", (dump(wanted),)
        )
    }
    free = []
    for name in wanted:
        unused, n = name, 2
        while unused in taken or (n > 2 and _exists(db, unused)):
            unused, n = f"{name} #{n}", n + 1
        taken.add(unused)
        free.append(unused)
    return free


def _exists(db: Database, name: str) -> bool:
    return db.conn.execute("SELECT 1 FROM items WHERE key = ?", (name,)).fetchone() is not None


def _save_pay(db: Database, item: int, bands: Iterable[Any]) -> None:
    rows = [(item, n, *pay_values(pay)) for n, pay in enumerate(bands)]
    if rows:
        db.conn.executemany(_PAY_INSERT, rows)


def _update(
    db: Database,
    stored: Stored,
    arrived: TaggedItem,
    origin: Origin,
    source: Source,
    seen: datetime,
    enrich: Enrich,
    tally: _Tally,
) -> None:
    merged = merge(stored.item, stored.body_from, arrived.item, origin)
    if not merged.changed and merged.body_from == stored.body_from:
        return
    item = merged.item
    db.conn.execute(_ITEM_UPDATE, (*item_values(item, merged.body_from, seen), stored.id))
    if reworded := merged.changed & set(TEXT_COLUMNS):
        db.conn.execute(_TEXT_UPDATE, (*_words(item), stored.id))
    if item.posting is not None and "posting" in merged.changed:
        db.conn.execute(_POSTING_UPDATE, (*posting_values(item.posting), stored.id))
    _save_revisions(db, stored.id, merged, seen)
    tagged = arrived if _basis(item) == _basis(arrived.item) else enrich(item, source)
    if "posting" in merged.changed or (reworded and item.posting is None):
        db.conn.execute("DELETE FROM pay WHERE item = ?", (stored.id,))
        _save_pay(db, stored.id, item.posting.pay if item.posting else tagged.pay)
    tally.tags.update(taggings.renew(db, stored.id, tagged.tags, merged.changed, seen))
    tally.changed += bool(merged.revisions)


def _words(item: Item) -> tuple[str, str, str]:
    return item.title, item.summary, item.body


def _basis(item: Item) -> tuple[Any, ...]:
    """Everything of an item that tags depend on."""
    posting = item.posting
    return (*_words(item), item.categories, posting and (posting.employer, posting.department, posting.team))


def _save_revisions(db: Database, item: int, merged: Merged, seen: datetime) -> None:
    rows = [(item, instant(seen), r.field, r.change, r.before, r.after) for r in merged.revisions]
    db.conn.executemany(
        "INSERT INTO revisions (item, seen, field, change, before, after) VALUES (?, ?, ?, ?, ?, ?)", rows
    )


def _save_digests(db: Database, poll: Poll, digests: Sequence[tuple[str, int]], held: Sequence[int]) -> None:
    """Keep the digests of this document and no others; of a partial one, add to what is kept."""
    slug, known = poll.source.slug, dump([digest.hex() for digest in poll.known])
    replaced = "item IN (SELECT value FROM json_each(?2)) AND digest NOT IN (SELECT value FROM json_each(?3))"
    values: list[Any] = [slug, dump([item for _, item in digests]), known]
    if poll.outcome.proves_absence:
        replaced = f"(({replaced}) OR item NOT IN (SELECT value FROM json_each(?4)))"
        values.append(dump(held))
    db.conn.execute(f"DELETE FROM entry_digests WHERE source = ?1 AND {replaced}", values)
    rows = [(slug, digest, item) for digest, item in digests]
    db.conn.executemany("INSERT OR IGNORE INTO entry_digests (source, digest, item) VALUES (?, ?, ?)", rows)

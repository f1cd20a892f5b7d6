"""Write what one poll found: items, tags, revisions and the source's own state in one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from picketwire.archive import arrivals, details, fetches, presence
from picketwire.archive.items import ItemWriter, load
from picketwire.archive.opening import transaction
from picketwire.archive.rows import dump
from picketwire.identity import Candidate, entries, key, match
from picketwire.records import StoreCounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils.db import Database

    from picketwire.archive.items import Enrich
    from picketwire.identity import Entry
    from picketwire.records import DetailPoll, Poll, Source

_IN = "IN (SELECT value FROM json_each(?))"
_CANDIDATE = "id, native_id, canonical, content_hash"


def store_poll(db: Database, poll: Poll, *, enrich: Enrich, close_after: int = 2) -> StoreCounts:
    """Store one poll of one source in one transaction; storing the same poll again changes no item.

    `enrich` tags an item whose stored text differs from what the poll brought. A posting closes after
    `close_after` complete polls without it.
    """
    with transaction(db):
        fetches.ensure_source(db, poll.source)
        fetch = fetches.save_fetch(db, poll)
        writer = ItemWriter(db, poll.source, poll.started, enrich)
        jump = _store_items(writer, poll) if poll.items or poll.known else 0
        fetches.save_state(db, poll, complete_document=poll.outcome.proves_absence)
        closed = presence.close_missing(db, poll, fetch, close_after)
        fetches.finish_fetch(db, fetch, new=writer.new, changed=writer.changed + closed, jump=jump)
    return StoreCounts(
        seen=poll.seen, new=writer.new, changed=writer.changed + closed, tags=dict(writer.tags)
    )


def store_unchanged(db: Database, polls: Sequence[Poll], *, close_after: int = 2) -> list[StoreCounts]:
    """Store polls that found nothing changed, many in one transaction: there is nothing in them to lose."""
    counts = []
    with transaction(db):
        for poll in polls:
            fetch = fetches.save_fetch(db, poll)
            fetches.save_state(db, poll, complete_document=True)
            closed = presence.close_missing(db, poll, fetch, close_after)
            fetches.finish_fetch(db, fetch, new=0, changed=closed)
            counts.append(StoreCounts(seen=poll.seen, changed=closed))
    return counts


def store_detail(db: Database, poll: DetailPoll, *, enrich: Enrich) -> StoreCounts:
    """Store what an item's own page added, or why it could not be read, in one transaction."""
    writer = ItemWriter(db, poll.detail.source, poll.started, enrich)
    with transaction(db):
        fetch = fetches.save_detail(db, poll)
        if poll.item is not None:
            stored = load(db, [poll.detail.item])[poll.detail.item]
            address = None if stored.item.url else poll.item.item.url
            page = replace(poll.item.item, native_id=None, digest=b"", url=address)
            merged = writer.update(stored, replace(poll.item, item=page), "page")
            details.note_page(db, poll.detail.item, merged.from_page, poll.started)
        details.settle(db, poll)
        closed = presence.close_by_page(db, poll, fetch)
    return StoreCounts(changed=writer.changed + closed, tags=dict(writer.tags))


def _store_items(writer: ItemWriter, poll: Poll) -> int:
    """Write what a poll held; return how many of its postings came by a jump."""
    db, source = writer.db, poll.source
    tagged = {id(t.item): t for t in poll.items}
    incoming = entries(t.item for t in poll.items)
    present = _recognised(db, source.slug, poll.known)
    found = match(incoming, _candidates(db, source, incoming), present)
    places = list(zip(incoming, found, strict=True))
    stored = load(db, [place for place in found if place is not None])
    fresh = writer.insert([(e, tagged[id(e.item)]) for e, place in places if place is None])
    jump, ids = arrivals.note(db, poll, fresh), iter(fresh)
    held: list[tuple[int, Entry]] = []
    for entry, place in places:
        held.append((next(ids) if place is None else place, entry))
        if place is not None:
            writer.update(stored[place], tagged[id(entry.item)], "feed")
    details.after_list(db, [(number, entry.item) for number, entry in held], poll.started)
    everything = [*(number for number, _ in held), *(c.id for c in present)]
    _save_digests(db, poll, held, everything)
    presence.mark_seen(db, everything, source.slug, poll.started)
    return jump


def _recognised(db: Database, source: str, known: Iterable[bytes]) -> list[Candidate]:
    """Return the stored items behind entries that were recognised by their digests."""
    hashes = dump([digest.hex() for digest in known])
    rows = db.conn.execute(
        f"SELECT DISTINCT {_CANDIDATE} FROM entry_digests d JOIN items i ON i.id = d.item WHERE d.source = ? AND d.digest {_IN}",
        (source, hashes),
    )
    return [_candidate(row) for row in rows]


def _candidates(db: Database, source: Source, incoming: Sequence[Entry]) -> list[Candidate]:
    """Return the stored items that any of the incoming ones might be."""
    if not incoming:
        return []
    if source.kind == "board":  # one board has one history, whichever source entry polled it
        keys = dump([key(entry, source) for entry in incoming])
        rows = db.conn.execute(f"SELECT {_CANDIDATE} FROM items WHERE key {_IN}", (keys,))
        return [_candidate(row) for row in rows]
    natives = dump([e.item.native_id for e in incoming if e.item.native_id])
    links = dump([e.canonical for e in incoming if e.canonical])
    rows = db.conn.execute(
        f"SELECT {_CANDIDATE} FROM items WHERE source = ? AND native_id {_IN} "
        f"UNION SELECT {_CANDIDATE} FROM items WHERE source = ? AND canonical {_IN}",
        (source.slug, natives, source.slug, links),
    )
    return [_candidate(row) for row in rows]


def _candidate(row: Any) -> Candidate:
    return Candidate(id=row[0], native_id=row[1], canonical=row[2], content_hash=row[3])


def _save_digests(
    db: Database, poll: Poll, held: Sequence[tuple[int, Entry]], everything: Sequence[int]
) -> None:
    """Keep the digests of this document and no others; of a partial one, add to what is kept."""
    slug, known = poll.source.slug, dump([digest.hex() for digest in poll.known])
    replaced = f"item {_IN} AND digest NOT {_IN}"
    values: list[Any] = [slug, dump([number for number, _ in held]), known]
    if poll.outcome.proves_absence:
        replaced = f"(({replaced}) OR item NOT {_IN})"
        values.append(dump(everything))
    db.conn.execute(f"DELETE FROM entry_digests WHERE source = ? AND {replaced}", values)
    rows = [(slug, digest.hex(), number) for number, entry in held for digest in entry.digests]
    db.conn.executemany("INSERT OR IGNORE INTO entry_digests (source, digest, item) VALUES (?, ?, ?)", rows)

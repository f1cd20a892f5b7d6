"""What a replay asks of the archive, and how it corrects an item that is read better today.

A correction is no edit by the publisher: it is a revision of the type `reparsed`, seen when the replay
was made, so that "as of" before it gives the item as it was read then, with its evidence in place.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from picketwire.archive import details, item_links, taggings
from picketwire.archive.items import ItemWriter, load
from picketwire.archive.rows import (
    ITEM_COLUMNS,
    POSTING_COLUMNS,
    TEXT_COLUMNS,
    dump,
    item_values,
    pay_values,
    posting_values,
    read_pay,
    read_request,
)
from picketwire.changes import pay_json
from picketwire.identity import Candidate, canonical_of, content_hash, entries
from picketwire.records import Detail, Item, Posting, Source
from picketwire.times import instant, parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.archive.items import Enrich
    from picketwire.changes import Origin
    from picketwire.records import Pay, TaggedItem

CHANGE = "reparsed"
_IN = "IN (SELECT value FROM json_each(?))"
_ITEM_FIELDS = tuple(f.name for f in fields(Item) if f.name not in {"kind", "posting", "digest", "detail"})
_POSTING_FIELDS = tuple(f.name for f in fields(Posting) if f.name not in {"pay", "requirements"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """One HTTP exchange of a poll, and where its answer is kept."""

    url: str
    status: int | None
    file: str | None
    offset: int | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPoll:
    """One poll of one source with its exchanges, those for pages of single items last."""

    fetch: int
    source: str
    started: datetime
    answers: tuple[KeptAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What it takes to find an item again, without its texts."""

    id: int
    key: str
    source: str
    candidate: Candidate
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An item as an archive holds it, news with the pay that it states."""

    item: Item
    body_from: Origin | None
    pay: tuple[Pay, ...]

    def values(self) -> dict[str, Any]:
        """Return every field that a parser decides, by the name that its revisions have."""
        posting = self.item.posting
        found: dict[str, Any] = {name: getattr(self.item, name) for name in _ITEM_FIELDS}
        if posting is not None:
            found |= {name: getattr(posting, name) for name in _POSTING_FIELDS}
        return found | {"body_from": self.body_from, "pay": self.pay}


def families(db: Database) -> list[list[Source]]:
    """Return the sources ever polled, those of one board together: its items have one identity whoever polled it."""
    names = (
        "slug",
        "kind",
        "name",
        "url",
        "system",
        "tenant",
        "publisher",
        "employer",
        "language",
        "country",
    )
    found: dict[tuple[str, ...], list[Source]] = {}
    for row in db.conn.execute(f"SELECT {', '.join(names)} FROM sources ORDER BY slug"):
        source = Source(**dict(zip(names, row, strict=True)))
        name = (source.system or "", source.tenant or "") if source.kind == "board" else (source.slug,)
        found.setdefault(name, []).append(source)
    return list(found.values())


def first_needed(db: Database, slugs: Sequence[str], since: str) -> str | None:
    """Return when the oldest of the items that were seen after `since` was first seen; None without any."""
    query = f"SELECT min(first_seen) FROM items WHERE source {_IN} AND last_seen >= ?"
    found = db.conn.execute(query, (dump(list(slugs)), since)).fetchone()[0]
    return None if found is None else str(found)


def kept_polls(db: Database, slugs: Sequence[str], since: str = "") -> Iterator[KeptPoll]:
    """Yield the polls of these sources that got any answer, oldest first."""
    polls = db.conn.execute(
        f"SELECT id, source, started FROM fetches WHERE source {_IN} AND started >= ? ORDER BY id",
        (dump(list(slugs)), since),
    ).fetchall()
    for fetch, source, started in polls:
        rows = db.conn.execute(
            "SELECT url, status, warc_file, warc_offset, error FROM requests WHERE fetch = ? ORDER BY n",
            (fetch,),
        )
        answers = tuple(KeptAnswer(url=r[0], status=r[1], file=r[2], offset=r[3], error=r[4]) for r in rows)
        if answers:
            yield KeptPoll(fetch=fetch, source=source, started=parse_instant(started), answers=answers)


def waiting_at(db: Database, sources: dict[str, Source], urls: Sequence[str]) -> list[Detail]:
    """Return the pages in line whose request goes to one of these addresses."""
    rows = db.conn.execute(
        "SELECT d.item, i.source, d.kind, d.request FROM details d JOIN items i ON i.id = d.item "
        # A fragment is never sent, so that the kept address has none.
        f"WHERE rtrim(substr(d.request ->> 'url', 1, instr((d.request ->> 'url') || '#', '#')), '#') {_IN}",
        (dump(list(urls)),),
    )
    return [
        Detail(item=item, source=sources[source], kind=kind, request=read_request(request))
        for item, source, kind, request in rows
        if source in sources
    ]


def outlines(db: Database, slugs: Sequence[str]) -> list[Outline]:
    """Return every item of these sources, oldest first."""
    rows = db.conn.execute(
        "SELECT id, key, source, native_id, canonical, content_hash, first_seen, last_seen "
        f"FROM items WHERE source {_IN} ORDER BY id",
        (dump(list(slugs)),),
    )
    return [
        Outline(
            id=row[0],
            key=row[1],
            source=row[2],
            candidate=Candidate(id=row[0], native_id=row[3], canonical=row[4], content_hash=row[5]),
            first_seen=parse_instant(row[6]),
            last_seen=parse_instant(row[7]),
        )
        for row in rows
    ]


def held(db: Database, ids: Sequence[int]) -> dict[int, Held]:
    """Read whole items by id."""
    pay: dict[int, list[Pay]] = {}
    cursor = db.conn.execute(f"SELECT * FROM pay WHERE item {_IN} ORDER BY item, n", (dump(list(ids)),))
    names = [column[0] for column in cursor.description]
    for row in cursor:
        pay.setdefault(row[0], []).append(read_pay(dict(zip(names, row, strict=True))))
    return {
        number: Held(item=stored.item, body_from=stored.body_from, pay=tuple(pay.get(number, ())))
        for number, stored in load(db, ids).items()
    }


def open_tags(db: Database, ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the tags that hold of each item."""
    found: dict[int, set[str]] = {}
    for item, tag in db.conn.execute(
        f"SELECT item, tag FROM taggings WHERE until IS NULL AND item {_IN}", (dump(list(ids)),)
    ):
        found.setdefault(item, set()).add(tag)
    return found


def correct(db: Database, number: int, before: Held, after: Held, tagged: TaggedItem, now: datetime) -> bool:
    """Write an item as it is read today, if it still stands as it was compared; when it was seen stays."""
    if held(db, [number]).get(number) != before:
        return False
    old, new = before.values(), after.values()
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    _write(db, number, after, set(changed), now)
    _save_revisions(db, number, [(n, as_text(old.get(n)), as_text(new.get(n))) for n in changed], now)
    altered = {"posting" if name in _POSTING_FIELDS else name for name in changed}
    taggings.renew(db, number, tagged.tags, altered, now)
    return True


def _write(db: Database, number: int, after: Held, changed: set[str], now: datetime) -> None:
    item = after.item
    values = item_values(item, after.body_from, now, canonical_of(item), content_hash(item))
    columns = dict(zip(ITEM_COLUMNS, values, strict=True))
    del columns["last_seen"]
    _update(db, "items", "id", number, columns)
    if changed & set(TEXT_COLUMNS):
        _update(db, "items", "id", number, {name: getattr(item, name) for name in TEXT_COLUMNS})
    if item.posting is not None:
        posted = dict(zip(POSTING_COLUMNS, posting_values(item.posting), strict=True))
        _update(db, "postings", "item", number, posted)
    if "links" in changed:
        item_links.rewrite(db, number, item.links)
    if "pay" in changed:
        db.conn.execute("DELETE FROM pay WHERE item = ?", (number,))
        for n, pay in enumerate(after.pay):
            row = (number, n, *pay_values(pay))
            db.conn.execute(f"INSERT INTO pay VALUES ({', '.join('?' * len(row))})", row)


def add_found(
    db: Database, scratch: Database, found: Outline, source: Source, enrich: Enrich, now: datetime
) -> None:
    """Store an item that only today's parsers find in the kept answers, as first seen when those came."""
    each = held(scratch, [found.id])[found.id]
    writer = ItemWriter(db, source, found.first_seen, enrich)
    [number] = writer.insert([(entry, enrich(each.item, source)) for entry in entries([each.item])])
    db.conn.execute("DELETE FROM details WHERE item = ?", (number,))
    rows = scratch.conn.execute("SELECT kind, request FROM details WHERE item = ?", (found.id,))
    for kind, request in rows.fetchall():
        if kind == "posting" or source.full_text:
            details.queue(db, number, read_request(request), kind, now)
    _write(db, number, each, set(), now)
    _update(db, "items", "id", number, {"last_seen": instant(found.last_seen)})
    _save_revisions(db, number, [("item", None, "found in a kept answer")], now)


def _update(db: Database, table: str, key: str, number: int, columns: dict[str, Any]) -> None:
    names = ", ".join(f"{name} = ?" for name in columns)
    db.conn.execute(f"UPDATE {table} SET {names} WHERE {key} = ?", (*columns.values(), number))


def _save_revisions(
    db: Database, item: int, rows: Sequence[tuple[str, str | None, str | None]], now: datetime
) -> None:
    db.conn.executemany(
        "INSERT INTO revisions (item, seen, field, change, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        [(item, instant(now), field, CHANGE, before, after) for field, before, after in rows],
    )


def as_text(value: Any) -> str | None:
    """Write a field's value as a revision keeps it; None for nothing."""
    if value in (None, "", ()):
        return None
    if isinstance(value, tuple):
        return dump(value) if isinstance(value[0], str) else pay_json(value)
    if hasattr(value, "tzinfo"):
        return instant(value)
    return str(value)

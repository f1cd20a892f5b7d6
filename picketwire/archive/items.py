"""Rows of items: written new, brought up to date with their revisions, and read back."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import astuple, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from picketwire.archive import details, item_links, role_kinds, taggings
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
from picketwire.identity import canonical_of, content_hash, key
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.changes import Merged, Origin
    from picketwire.identity import Entry
    from picketwire.records import Item, Pay, Source, TaggedItem

    Enrich = Callable[[Item, Source], TaggedItem]

_INSERTED = ("id", "key", "kind", "source", "first_seen", *TEXT_COLUMNS, *ITEM_COLUMNS)
_ITEM_INSERT = f"INSERT INTO items ({', '.join(_INSERTED)}) VALUES ({', '.join('?' * len(_INSERTED))})"
_UPDATED = tuple(
    c for c in ITEM_COLUMNS if c != "last_seen"
)  # an item's own page is no sighting at its source
_ITEM_UPDATE = f"UPDATE items SET {', '.join(f'{c} = ?' for c in _UPDATED)} WHERE id = ?"
_TEXT_UPDATE = "UPDATE items SET title = ?, summary = ?, body = ? WHERE id = ?"
_POSTED = ("item", "organization", *POSTING_COLUMNS, *role_kinds.COLUMNS)
_POSTING_INSERT = f"INSERT INTO postings ({', '.join(_POSTED)}) VALUES ({', '.join('?' * len(_POSTED))})"
_POSTING_UPDATE = f"UPDATE postings SET {', '.join(f'{c} = ?' for c in POSTING_COLUMNS)} WHERE item = ?"
_PAY_INSERT = (
    "INSERT INTO pay (item, n, low, high, currency, period, basis, stated_by, text, label, field, start, "
    f'"end", low_year, high_year) VALUES ({", ".join("?" * 15)})'
)
_REVISION_INSERT = (
    "INSERT INTO revisions (item, seen, field, change, before, after) VALUES (?, ?, ?, ?, ?, ?)"
)
# One statement for many items: FTS5 writes a segment for each statement, and for each row in a trigger.
_INDEX = (
    "INSERT INTO items_fts (rowid, title, summary, body) "
    "SELECT id, title, summary, body FROM items WHERE id BETWEEN ? AND ?"
)
_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(slots=True)
class ItemWriter:
    """Writes the items that one answer of one source held, inside a transaction of the caller's.

    `enrich` tags an item whose stored words differ from those that arrived (a body from its own
    page, say). `new`, `changed` and `tags` count what was written.
    """

    db: Database
    source: Source
    seen: datetime
    enrich: Enrich
    new: int = 0
    changed: int = 0
    tags: Counter[str] = field(default_factory=Counter)

    def insert(self, fresh: Sequence[tuple[Entry, TaggedItem]]) -> list[int]:
        """Write new items; return their ids in order."""
        if not fresh:
            return []
        first = self.db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM items").fetchone()[0]
        ids = list(range(first, first + len(fresh)))
        keys = self._free_keys([key(entry, self.source) for entry, _ in fresh])
        rows = [self._row(*values) for values in zip(ids, keys, (e for e, _ in fresh), strict=True)]
        self.db.conn.executemany(_ITEM_INSERT, rows)
        self.db.conn.execute(_INDEX, (ids[0], ids[-1]))
        for number, (_, tagged) in zip(ids, fresh, strict=True):
            self._insert_rest(number, tagged)
        pairs = zip(ids, (tagged.tags for _, tagged in fresh), strict=True)
        self.tags.update(taggings.insert(self.db, pairs, self.seen))
        self.new += len(fresh)
        return ids

    def _row(self, number: int, name: str, entry: Entry) -> tuple[Any, ...]:
        item, seen = entry.item, instant(self.seen)
        origin: Origin | None = "feed" if item.body else None
        values = item_values(item, origin, self.seen, entry.canonical, entry.content_hash)
        return (number, name, item.kind, self.source.slug, seen, *_words(item), *values)

    def _insert_rest(self, number: int, tagged: TaggedItem) -> None:
        item = tagged.item
        if item.posting is not None:
            role = astuple(tagged.role)
            values = (number, self.source.employer, *posting_values(item.posting), *role)
            self.db.conn.execute(_POSTING_INSERT, values)
        write_pay(self.db, number, item.posting.pay if item.posting else tagged.pay)
        item_links.write(self.db, number, item.links)
        if request := details.request_for(item, self.source):
            kind = details.kind_of(item)
            details.queue(self.db, number, request, kind, self.seen)

    def _free_keys(self, wanted: Sequence[str]) -> list[str]:
        """Give each name that is taken a number: two items of one source may share an id."""
        rows = self.db.conn.execute(f"SELECT key FROM items WHERE key {_IN}", (dump(wanted),))
        taken = {row[0] for row in rows}
        free = []
        for name in wanted:
            unused, n = name, 2
            while unused in taken or (n > 2 and self._exists(unused)):
                unused, n = f"{name} #{n}", n + 1
            taken.add(unused)
            free.append(unused)
        return free

    def _exists(self, name: str) -> bool:
        return self.db.conn.execute("SELECT 1 FROM items WHERE key = ?", (name,)).fetchone() is not None

    def update(self, stored: Stored, arrived: TaggedItem, origin: Origin) -> Merged:
        """Bring a stored item up to date with what a list or feed, or its own page, says of it."""
        merged = merge(stored.item, stored.body_from, arrived.item, origin, from_page=stored.from_page)
        if not merged.changed and merged.body_from == stored.body_from:
            return merged
        item, reworded = merged.item, merged.changed & set(TEXT_COLUMNS)
        values = item_values(item, merged.body_from, self.seen, canonical_of(item), content_hash(item))
        columns = dict(zip(ITEM_COLUMNS, values, strict=True))
        self.db.conn.execute(_ITEM_UPDATE, (*(columns[name] for name in _UPDATED), stored.id))
        if reworded:
            self.db.conn.execute(_TEXT_UPDATE, (*_words(item), stored.id))
        tagged = arrived if _basis(item) == _basis(arrived.item) else self.enrich(item, self.source)
        if item.posting is not None and (reworded or "posting" in merged.changed):
            asked = tagged.item.posting.requirements if tagged.item.posting else ()
            posted = posting_values(replace(item.posting, requirements=asked))
            self.db.conn.execute(_POSTING_UPDATE, (*posted, stored.id))
            if "title" in reworded:
                self.db.conn.execute(role_kinds.UPDATE, (*astuple(tagged.role), stored.id))
        self._save_revisions(stored.id, merged)
        if "posting" in merged.changed or (reworded and item.posting is None):
            self.db.conn.execute("DELETE FROM pay WHERE item = ?", (stored.id,))
            write_pay(self.db, stored.id, item.posting.pay if item.posting else tagged.pay)
        if "links" in merged.changed:
            item_links.rewrite(self.db, stored.id, item.links)
        self.tags.update(taggings.renew(self.db, stored.id, tagged.tags, merged.changed, self.seen))
        self.changed += bool(merged.revisions)
        return merged

    def _save_revisions(self, item: int, merged: Merged) -> None:
        seen = instant(self.seen)
        rows = [(item, seen, r.field, r.change, r.before, r.after) for r in merged.revisions]
        if rows:
            self.db.conn.executemany(_REVISION_INSERT, rows)


def write_pay(db: Database, item: int, bands: Iterable[Pay]) -> None:
    """Write the bands of an item that has none."""
    rows = [(item, n, *pay_values(pay)) for n, pay in enumerate(bands)]
    if rows:
        db.conn.executemany(_PAY_INSERT, rows)


def _words(item: Item) -> tuple[str, str, str]:
    return item.title, item.summary, item.body


def _basis(item: Item) -> tuple[Any, ...]:
    """Everything of an item that tags depend on."""
    posting = item.posting
    return (*_words(item), item.categories, posting and (posting.employer, posting.department, posting.team))


def load(db: Database, ids: Sequence[int]) -> dict[int, Stored]:
    """Read whole items by id."""
    if not ids:
        return {}
    wanted = dump(ids)
    pay: dict[int, list[Pay]] = {}
    for row in _dicts(db, f"SELECT * FROM pay WHERE item {_IN} ORDER BY item, n", wanted):
        pay.setdefault(row["item"], []).append(read_pay(row))
    links = item_links.read(db, wanted)
    query = f"SELECT i.*, p.*, i.id AS id FROM items i LEFT JOIN postings p ON p.item = i.id WHERE i.id {_IN}"
    return {
        row["id"]: Stored(
            id=row["id"],
            item=read_item(row, pay.get(row["id"], ()), links.get(row["id"], ())),
            body_from=row["body_from"],
            closed=row["closed"],
            from_page=frozenset(json.loads(row["from_page"] or "[]")) if row["page_read"] else None,
        )
        for row in _dicts(db, query, wanted)
    }


def _dicts(db: Database, query: str, *values: Any) -> list[dict[str, Any]]:
    cursor = db.conn.execute(query, values)
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]

"""What stories rest on in the archive, and the writing of stories."""

from __future__ import annotations

import struct
from datetime import date
from typing import TYPE_CHECKING

from picketwire.archive.rows import dump
from picketwire.linkage import Clues, Story

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlite_utils.db import Database

_BATCH = 500
Edge = tuple[int, int, float]


def facts_of(db: Database, items: Collection[int]) -> dict[int, tuple[str, str | None, str, tuple[int, ...]]]:
    """Return of each news item its key, its publication, when it was first seen, and the postings it reports."""
    found = {}
    for part in _parts(items):
        postings: dict[int, list[int]] = {}
        for item, posting in db.conn.execute(
            "SELECT item, posting FROM links WHERE kind = 'coverage' AND item IN (SELECT value FROM json_each(?))",
            (part,),
        ):
            postings.setdefault(item, []).append(posting)
        for item, key, published, seen in db.conn.execute(
            "SELECT id, key, published, first_seen FROM items WHERE id IN (SELECT value FROM json_each(?))",
            (part,),
        ):
            found[item] = (key, published, seen, tuple(postings.get(item, ())))
    return found


def in_order(db: Database, items: Collection[int]) -> list[int]:
    """Return the tagged news items among these, by day.

    What no rule has tagged is not what the archive is about, and comparing it would cost most of a poll.
    """
    found: list[tuple[str, int]] = []
    for part in _parts(items):
        found += db.conn.execute(
            "SELECT substr(coalesce(published, first_seen), 1, 10), id FROM items "
            "WHERE +kind = 'news' AND id IN (SELECT value FROM json_each(?)) "
            "AND EXISTS (SELECT 1 FROM taggings t WHERE t.item = items.id AND t.until IS NULL)",
            (part,),
        ).fetchall()
    return [item for _, item in sorted(found)]


def drop_clues(db: Database, items: Collection[int]) -> None:
    """Forget the clues of items."""
    db.conn.executemany("DELETE FROM story_clues WHERE item = ?", [(item,) for item in items])


def save_clues(db: Database, found: Mapping[int, Clues]) -> None:
    """Write what items are found by."""
    db.conn.executemany(
        "INSERT INTO story_clues (item, day, words, copies) VALUES (?, ?, ?, ?)",
        [(item, c.day.isoformat(), _pack(c.words), _pack(c.copies)) for item, c in found.items()],
    )


def clues_between(db: Database, first: date, last: date) -> Iterator[tuple[int, Clues]]:
    """Yield what the items of some days, both included, are found by."""
    days: dict[str, date] = {}
    for item, text, words, copies in db.conn.execute(
        "SELECT item, day, words, copies FROM story_clues WHERE day BETWEEN ? AND ? ORDER BY day, item",
        (first.isoformat(), last.isoformat()),
    ):
        day = days.get(text) or days.setdefault(text, date.fromisoformat(text))
        yield item, Clues(day=day, words=_unpack(words), copies=_unpack(copies))


def _pack(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _unpack(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 4}I", packed)


def edges_of(db: Database, items: Collection[int]) -> set[Edge]:
    """Return the edges that end in one of these items."""
    found: set[Edge] = set()
    for part in _parts(items):
        found.update(
            db.conn.execute(
                "SELECT one, two, likeness FROM story_edges WHERE one IN (SELECT value FROM json_each(?1)) "
                "UNION SELECT one, two, likeness FROM story_edges WHERE two IN (SELECT value FROM json_each(?1))",
                (part,),
            )
        )
    return found


def save_edges(db: Database, before: set[Edge], now: set[Edge]) -> None:
    """Bring edges to what they are now."""
    db.conn.executemany(
        "DELETE FROM story_edges WHERE one = ? AND two = ?", [edge[:2] for edge in before - now]
    )
    db.conn.executemany("INSERT INTO story_edges (one, two, likeness) VALUES (?, ?, ?)", sorted(now - before))


def drop_all(db: Database) -> None:
    """Forget all edges and clues, to find them anew; the stories stay until they are compared."""
    db.conn.execute("DELETE FROM story_clues")
    db.conn.execute("DELETE FROM story_edges")


def stories_of(db: Database, items: Collection[int]) -> dict[int, Story]:
    """Return the stories that hold one of these items, whole, by id."""
    found: dict[int, Story] = {}
    for part in _parts(items):
        for row in db.conn.execute(
            "SELECT s.id, s.first_published_item, s.first_seen_item, s.credited FROM stories s WHERE s.id IN "
            "(SELECT story FROM items WHERE story IS NOT NULL AND id IN (SELECT value FROM json_each(?)))",
            (part,),
        ).fetchall():
            members = db.conn.execute(
                "SELECT id FROM items WHERE story = ? ORDER BY id", (row[0],)
            ).fetchall()
            found[row[0]] = Story(
                id=row[0],
                items=tuple(member[0] for member in members),
                first_published_item=row[1],
                first_seen_item=row[2],
                credited=row[3],
            )
    return found


def save_stories(db: Database, before: Iterable[Story], now: Iterable[Story]) -> tuple[int, int]:
    """Replace stories by others; return how many are new and how many went (a changed one is both)."""
    old, new = {s.id: s for s in before}, {s.id: s for s in now}
    gone = [s for s in old.values() if new.get(s.id) != s]
    fresh = [s for s in new.values() if old.get(s.id) != s]
    db.conn.executemany("UPDATE items SET story = NULL WHERE id = ?", [(i,) for s in gone for i in s.items])
    db.conn.executemany("DELETE FROM stories WHERE id = ?", [(s.id,) for s in gone])
    db.conn.executemany(
        "INSERT INTO stories (id, first_published_item, first_seen_item, credited) VALUES (?, ?, ?, ?)",
        [(s.id, s.first_published_item, s.first_seen_item, s.credited) for s in fresh],
    )
    db.conn.executemany(
        "UPDATE items SET story = ? WHERE id = ?", [(s.id, i) for s in fresh for i in s.items]
    )
    return len(fresh), len(gone)


def all_stories(db: Database) -> dict[int, Story]:
    """Return every story."""
    ids = [row[0] for row in db.conn.execute("SELECT id FROM stories")]
    return stories_of(db, ids)


def _parts(items: Collection[int]) -> Iterator[str]:
    """Cut a list of ids into JSON lists of a size that a statement takes well."""
    ordered = sorted(items)
    for start in range(0, len(ordered), _BATCH):
        yield dump(ordered[start : start + _BATCH])

"""Write the tags of items: opened with their evidence, closed with a date, never deleted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from picketwire.archive.rows import dump
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.records import Tag

# Fields of a posting that tags may rest on, and the field of Item in which a change of theirs shows.
_HOLDERS = {"department": "posting", "team": "posting", "employer": "posting"}


def insert(db: Database, tagged: Iterable[tuple[int, Iterable[Tag]]], since: datetime) -> Counter[str]:
    """Open taggings of items by id; return how many per tag (each item counted once)."""
    pairs = [(item, tag) for item, tags in tagged for tag in tags]
    if not pairs:
        return Counter()
    first = db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM taggings").fetchone()[0]
    rows, spans = [], []
    for number, (item, tag) in enumerate(pairs, first):
        rows.append((number, item, tag.name, tag.rule, tag.rules_version, tag.score, instant(since)))
        spans += [(number, n, e.field, e.start, e.end, e.text) for n, e in enumerate(tag.evidence)]
    db.conn.executemany(
        "INSERT INTO taggings (id, item, tag, rule, rules_version, score, since) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    db.conn.executemany(
        'INSERT INTO spans (tagging, n, field, start, "end", text) VALUES (?, ?, ?, ?, ?, ?)', spans
    )
    return Counter(name for _, name in {(item, tag.name) for item, tag in pairs})


def renew(
    db: Database, item: int, tags: Iterable[Tag], changed: Iterable[str], seen: datetime
) -> Counter[str]:
    """Bring one item's open taggings to `tags`; those with evidence in a changed field are closed and opened anew.

    Returns how many items (0 or 1) gained each tag that they did not have.
    """
    altered = set(changed)
    before, stands, close = set(), set(), []
    for number, tag, rule, spans in _open(db, item):
        before.add(tag)
        touched = any(_HOLDERS.get(field, field) in altered for field, *_ in spans)
        match = next((t for t in tags if (t.name, t.rule) == (tag, rule) and _spans(t) == spans), None)
        if match is None or touched:
            close.append(number)
        else:
            stands.add((tag, rule))
    db.conn.execute(
        "UPDATE taggings SET until = ? WHERE id IN (SELECT value FROM json_each(?))",
        (instant(seen), dump(close)),
    )
    gained = insert(db, [(item, [t for t in tags if (t.name, t.rule) not in stands])], seen)
    return Counter({name: n for name, n in gained.items() if name not in before})


def _open(db: Database, item: int) -> list[tuple[int, str, str, list[tuple[Any, ...]]]]:
    rows = db.conn.execute(
        "SELECT id, tag, rule FROM taggings WHERE item = ? AND until IS NULL", (item,)
    ).fetchall()
    found = []
    for number, tag, rule in rows:
        spans = db.conn.execute(
            'SELECT field, start, "end", text FROM spans WHERE tagging = ? ORDER BY n', (number,)
        )
        found.append((number, tag, rule, [tuple(s) for s in spans]))
    return found


def _spans(tag: Tag) -> list[tuple[Any, ...]]:
    return [(e.field, e.start, e.end, e.text) for e in tag.evidence]

"""Bring stored taggings to another rule set: read items in batches, open and close rows, take a change back.

A tagging that no longer holds is closed with a date; what was tagged on a day of the past stays known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from picketwire.archive import taggings
from picketwire.archive.items import write_pay
from picketwire.archive.rows import dump
from picketwire.records import Item, Posting, Source
from picketwire.times import instant, parse_instant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.records import Pay, Tag

_IN = "IN (SELECT value FROM json_each(?))"
_MARK = "retag"  # row of `marks` that says how far an unfinished change of rules has come
_ITEMS = (
    "SELECT i.id, i.kind, i.title, i.summary, i.body, i.categories, i.language, i.published, "
    "s.slug, s.kind, s.name, s.country, p.employer, p.department, p.team "
    "FROM items i JOIN sources s ON s.slug = i.source LEFT JOIN postings p ON p.item = i.id "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetRow:
    """A rule set that was put in force: its number, when, and its JSON."""

    id: int
    applied: str
    rules: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A change of rules that was not finished: items up to `done` have it, the others follow `bases`."""

    rule_set: int
    bases: tuple[int, ...]
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A tagging that holds now, with its evidence as (field, start, end, text)."""

    id: int
    tag: str
    rule: str
    version: str
    score: float
    spans: tuple[tuple[str, int, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """What the rules need of a stored item, and the taggings that it has now."""

    id: int
    item: Item
    source: Source
    standing: tuple[Standing, ...] = ()


@dataclass(slots=True, kw_only=True)
class Rewrite:
    """What is to be written: taggings to close, tags to open, and the press pay of items (none: taken away)."""

    close: list[int] = field(default_factory=list)
    open: list[tuple[int, list[Tag]]] = field(default_factory=list)
    pay: dict[int, tuple[Pay, ...]] = field(default_factory=dict)


def rule_sets(connection: Any, count: int = 2) -> list[RuleSetRow]:
    """Return the rule sets put in force last, the one in force first."""
    rows = connection.execute(
        "SELECT id, applied, rules FROM rule_sets ORDER BY id DESC LIMIT ?", (count,)
    ).fetchall()
    return [RuleSetRow(id=row[0], applied=row[1], rules=row[2]) for row in rows]


def unfinished(connection: Any) -> Unfinished | None:
    """Return the change of rules that was begun and not finished, if there is one."""
    row = connection.execute("SELECT value FROM marks WHERE name = ?", (_MARK,)).fetchone()
    if row is None:
        return None
    stored = json.loads(row[0])
    return Unfinished(rule_set=stored["rule_set"], bases=tuple(stored["bases"]), done=stored["done"])


def note_progress(db: Database, state: Unfinished) -> None:
    """Keep how far a change of rules has come, in the transaction of the batch itself."""
    value = json.dumps({"rule_set": state.rule_set, "bases": state.bases, "done": state.done})
    db.conn.execute("INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)", (_MARK, value))


def note_finished(db: Database) -> None:
    """Forget the unfinished change."""
    db.conn.execute("DELETE FROM marks WHERE name = ?", (_MARK,))


def rules_of(connection: Any, ids: Iterable[int]) -> list[str]:
    """Return the JSON of rule sets by number."""
    rows = connection.execute(f"SELECT rules FROM rule_sets WHERE id {_IN}", (dump(sorted(ids)),))
    return [row[0] for row in rows]


def count_items(connection: Any, since: str | None = None) -> int:
    """Return how many items there are, or how many were first seen since an instant."""
    found = connection.execute("SELECT count(*) FROM items WHERE first_seen >= ?", (since or "",)).fetchone()
    return int(found[0])


def read_batch(
    connection: Any, after: int, limit: int, tags: Collection[str], since: str | None = None
) -> list[StoredItem]:
    """Read the items that follow number `after`, with their standing taggings of some tags."""
    rows = connection.execute(
        f"{_ITEMS} WHERE i.id > ? AND i.first_seen >= ? ORDER BY i.id LIMIT ?", (after, since or "", limit)
    ).fetchall()
    if not rows:
        return []
    standing = _standing(connection, rows[0][0], rows[-1][0], tags)
    return [_stored(row, tuple(standing.get(row[0], ()))) for row in rows]


def read_items(connection: Any, ids: Sequence[int], tags: Collection[str]) -> list[StoredItem]:
    """Read items by number, with their standing taggings of some tags."""
    if not ids:
        return []
    rows = connection.execute(f"{_ITEMS} WHERE i.id {_IN} ORDER BY i.id", (dump(list(ids)),)).fetchall()
    standing = _standing(connection, min(ids), max(ids), tags)
    return [_stored(row, tuple(standing.get(row[0], ()))) for row in rows]


def _stored(row: Sequence[Any], standing: tuple[Standing, ...]) -> StoredItem:
    employer, department, team = row[12:15]
    is_posting = row[1] == "posting"
    item = Item(
        kind=row[1],
        title=row[2],
        summary=row[3],
        body=row[4],
        categories=() if row[5] == "[]" else tuple(json.loads(row[5])),
        language=row[6],
        published=parse_instant(row[7]) if row[7] else None,
        posting=Posting(employer=employer, department=department, team=team) if is_posting else None,
    )
    source = Source(slug=row[8], kind=row[9], name=row[10], country=row[11])
    return StoredItem(id=row[0], item=item, source=source, standing=standing)


def _standing(connection: Any, first: int, last: int, tags: Collection[str]) -> dict[int, list[Standing]]:
    """Read the open taggings of a run of items."""
    rows = connection.execute(
        'SELECT t.item, t.id, t.tag, t.rule, t.rules_version, t.score, s.field, s.start, s."end", s.text '
        "FROM taggings t LEFT JOIN spans s ON s.tagging = t.id "
        f"WHERE t.item BETWEEN ? AND ? AND t.until IS NULL AND t.tag {_IN} ORDER BY t.item, t.id, s.n",
        (first, last, dump(sorted(tags))),
    )
    heads: dict[int, tuple[Any, ...]] = {}
    spans: dict[int, list[tuple[str, int, int, str]]] = {}
    for row in rows:
        heads[row[1]] = tuple(row[:6])
        if row[6] is not None:
            spans.setdefault(row[1], []).append((row[6], row[7], row[8], row[9]))
    found: dict[int, list[Standing]] = {}
    for number, (item, _, tag, rule, version, score) in heads.items():
        words = tuple(spans.get(number, ()))
        found.setdefault(item, []).append(
            Standing(id=number, tag=tag, rule=rule, version=version, score=score, spans=words)
        )
    return found


def write(db: Database, rewrite: Rewrite, at: datetime) -> None:
    """Close and open taggings, and bring the press pay of news items along."""
    if rewrite.close:
        db.conn.execute(f"UPDATE taggings SET until = ? WHERE id {_IN}", (instant(at), dump(rewrite.close)))
    taggings.insert(db, rewrite.open, at)
    if rewrite.pay:
        db.conn.execute(f"DELETE FROM pay WHERE item {_IN}", (dump(list(rewrite.pay)),))
        for item, bands in rewrite.pay.items():
            write_pay(db, item, bands)


def moved_since(db: Database, moment: str) -> list[int]:
    """Return the items that are new since an instant or have been revised since."""
    rows = db.conn.execute(
        "SELECT id FROM items WHERE first_seen >= ?1 UNION SELECT item FROM revisions WHERE seen >= ?1 ORDER BY 1",
        (moment,),
    )
    return [row[0] for row in rows]


def restore(
    db: Database, moment: str, at: datetime, tags: Collection[str], moved: Sequence[int]
) -> list[int]:
    """Take back what a change of rules wrote at `moment`, but for items that have `moved` since.

    What it opened is closed, what it closed is opened again with the same evidence. Returns the items.
    """
    now, names, left = instant(at), dump(sorted(tags)), dump(list(moved))
    affected = f"tag {_IN} AND item NOT {_IN}"
    opened = db.conn.execute(
        f"SELECT id, item FROM taggings WHERE until IS NULL AND since = ? AND {affected}",
        (moment, names, left),
    ).fetchall()
    closed = db.conn.execute(
        f"SELECT id, item FROM taggings WHERE until = ? AND since < until AND {affected} ORDER BY id",
        (moment, names, left),
    ).fetchall()
    db.conn.execute(
        f"UPDATE taggings SET until = ? WHERE id {_IN}", (now, dump([number for number, _ in opened]))
    )
    first = db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM taggings").fetchone()[0]
    copies = [(new, now, old) for new, (old, _) in enumerate(closed, first)]
    db.conn.executemany(
        "INSERT INTO taggings (id, item, tag, rule, rules_version, score, since) "
        "SELECT ?, item, tag, rule, rules_version, score, ? FROM taggings WHERE id = ?",
        copies,
    )
    db.conn.executemany(
        'INSERT INTO spans (tagging, n, field, start, "end", text) '
        'SELECT ?, n, field, start, "end", text FROM spans WHERE tagging = ?',
        [(new, old) for new, _, old in copies],
    )
    return sorted({item for _, item in (*opened, *closed)})

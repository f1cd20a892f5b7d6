"""Keep what a person decided, and find what it is about: by address, slug and key, never by number."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from picketwire.archive.rows import dump
from picketwire.linkage import Subject, Verdict
from picketwire.times import parse_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlite_utils.db import Database

BY_RULE = "rule"  # who decided, where the user's own rule for confirming did
_ON_STRIKES = "(v.subject GLOB 'candidate *' OR v.subject GLOB 'stage *')"
_NAME = "replace({}, ' ', '%20')"  # a subject's names are parted by white space
_ADDRESS = _NAME.format("coalesce(i.canonical, i.url, i.key)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A news item as evidence: where it stands and who brought it."""

    item: int
    address: str  # as subjects name it
    url: str | None
    title: str
    outlet: str
    source: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLink:
    """A verdict on a link, with the numbers of its ends in this archive."""

    posting: int
    item: int
    verdict: Verdict


def read(db: Database) -> dict[Subject, Verdict]:
    """Return every verdict, by subject; what is no subject of today's form is passed over."""
    found = {}
    for row in db.conn.execute(
        "SELECT v.subject, v.verdict, v.reason, v.by, v.at, r.question, r.rule, r.score, r.target, r.stage, r.date, "
        "r.addresses FROM verdicts v LEFT JOIN reviews r ON r.subject = v.subject ORDER BY v.subject"
    ):
        try:
            verdict = _verdict(row)
        except ValueError:
            continue
        found[verdict.subject] = verdict
    return found


def _verdict(row: Any) -> Verdict:
    subject, word, reason, by, at, question, rule, score, target, stage, day, addresses = row
    return Verdict(
        subject=Subject.read(subject),
        verdict=word,
        reason=reason or "",
        by=by or "",
        at=at,
        question=question or subject,
        rule=rule,
        score=score,
        target=target,
        stage=stage,
        date=parse_day(day) if day else None,
        addresses=tuple(json.loads(addresses or "[]")),
    )


def save(db: Database, verdicts: Iterable[Verdict]) -> None:
    """Keep verdicts; another one on the same subject takes the place of the first."""
    for v in verdicts:
        subject = str(v.subject)
        db.conn.execute(
            "INSERT INTO verdicts (subject, verdict, reason, by, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (subject) DO UPDATE "
            "SET verdict = excluded.verdict, reason = excluded.reason, by = excluded.by, at = excluded.at",
            (subject, v.verdict, v.reason, v.by, v.at),
        )
        db.conn.execute(
            "INSERT OR REPLACE INTO reviews (subject, question, rule, score, target, stage, date, addresses) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                subject,
                v.question or subject,
                v.rule,
                v.score,
                v.target,
                v.stage,
                v.date and v.date.isoformat(),
                dump(v.addresses),
            ),
        )


def forget(db: Database, subject: Subject) -> None:
    """Take a verdict back, with those on other subjects that the same answer gave."""
    db.conn.execute(
        "DELETE FROM verdicts WHERE subject = ?1 OR subject IN (SELECT subject FROM reviews WHERE question = ?1)",
        (str(subject),),
    )


def addresses(db: Database, items: Collection[int]) -> dict[int, str]:
    """Return the address of each item as subjects name it: canonical, else as given, else its key."""
    rows = db.conn.execute(
        f"SELECT i.id, {_ADDRESS} FROM items i WHERE i.id IN (SELECT value FROM json_each(?))",
        (dump(sorted(items)),),
    )
    return dict(rows.fetchall())


def posting_keys(db: Database, postings: Collection[int]) -> dict[int, str]:
    """Return the key of each posting as subjects name it."""
    rows = db.conn.execute(
        f"SELECT i.id, {_NAME.format('i.key')} FROM items i WHERE i.id IN (SELECT value FROM json_each(?))",
        (dump(sorted(postings)),),
    )
    return dict(rows.fetchall())


def news_at(db: Database, address: str) -> list[int]:
    """Return the news items that a subject's address names."""
    plain = address.replace("%20", " ")
    # The signs keep SQLite from going through all news, which it takes for fewer than it is.
    by_address = "SELECT id FROM items WHERE +kind = 'news' AND canonical IN (?, ?) ORDER BY +id"
    found = db.conn.execute(by_address, (address, plain)).fetchall()
    if not found:
        without = (
            "SELECT id FROM items WHERE +kind = 'news' AND canonical IS NULL AND ? IN (url, key) ORDER BY +id"
        )
        found = db.conn.execute(without, (plain,)).fetchall()
    return [row[0] for row in found]


def posting_of(db: Database, key: str) -> int | None:
    """Return the posting that a subject's key names."""
    row = db.conn.execute(
        "SELECT id FROM items WHERE kind = 'posting' AND key IN (?, ?)", (key, key.replace("%20", " "))
    ).fetchone()
    return row[0] if row else None


def judged_links(db: Database) -> list[JudgedLink]:
    """Return the decided links whose ends this archive holds, in the order of their numbers."""
    rows = db.conn.execute(
        "SELECT subject FROM verdicts WHERE subject GLOB 'link *' AND verdict <> 'later'"
    ).fetchall()
    if not rows:
        return []
    verdicts, found = read(db), []
    for subject in (Subject.read(row[0]) for row in rows):
        posting = posting_of(db, subject.names[0])
        for item in news_at(db, subject.names[1]) if posting else ():
            found.append(JudgedLink(posting=posting or 0, item=item, verdict=verdicts[subject]))
    return sorted(found, key=lambda each: (each.posting, each.item))


def state_hash(db: Database) -> str:
    """Hash what was decided of strikes and stages; "" where nothing was."""
    rows = db.conn.execute(
        "SELECT v.subject, v.verdict, v.at, r.target, r.stage, r.date FROM verdicts v LEFT JOIN reviews r "
        f"ON r.subject = v.subject WHERE {_ON_STRIKES} ORDER BY v.subject"
    ).fetchall()
    return (
        hashlib.blake2b(repr([tuple(r) for r in rows]).encode(), digest_size=16).hexdigest() if rows else ""
    )


def on_strikes(db: Database) -> bool:
    """Whether anybody decided anything of a strike or a stage."""
    query = f"SELECT 1 FROM verdicts v WHERE {_ON_STRIKES} LIMIT 1"
    return db.conn.execute(query).fetchone() is not None


def has_strike_news(db: Database, items: Collection[int]) -> bool:
    """Whether one of these items is about a strike."""
    return bool(_strike_news(db, items))


def concerned(db: Database, items: Collection[int]) -> bool:
    """Whether a verdict on a strike or a stage names one of these items, or waits for a candidate to come."""
    news = _strike_news(db, items)
    if not news or not on_strikes(db):
        return False
    here, said = {*addresses(db, news).values()}, read(db)
    named = {s.names[1] for s in said if s.kind == "stage"} | {a for v in said.values() for a in v.addresses}
    waits = any(
        s.kind == "candidate" and v.verdict == "accepted" and not v.addresses for s, v in said.items()
    )
    return waits or bool(here & named)


def _strike_news(db: Database, items: Collection[int]) -> list[int]:
    rows = db.conn.execute(
        "SELECT DISTINCT item FROM taggings WHERE tag = 'strike' AND until IS NULL "
        "AND item IN (SELECT value FROM json_each(?))",
        (dump(list(items)),),
    )
    return [row[0] for row in rows]


def look_again(db: Database, items: Iterable[int]) -> None:
    """Let the next run of linking look at these items."""
    db.conn.executemany("INSERT OR IGNORE INTO unlinked (item) VALUES (?)", [(item,) for item in items])


def same_story(db: Database, item: int, most: int = 5) -> list[int]:
    """Return other news of an item's story."""
    rows = db.conn.execute(
        "SELECT o.id FROM items i JOIN items o ON o.story = i.story AND o.id <> i.id WHERE i.id = ? ORDER BY o.id LIMIT ?",
        (item, most),
    )
    return [row[0] for row in rows]


def reports(db: Database, items: Collection[int]) -> dict[int, Report]:
    """Read news items, by number, as evidence."""
    rows = db.conn.execute(
        f"SELECT i.id, {_ADDRESS}, i.url, i.title, s.name, i.source, substr(coalesce(i.published, i.first_seen), 1, 10) "
        "FROM items i JOIN sources s ON s.slug = i.source WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY i.id",
        (dump(sorted(items)),),
    )
    return {
        row[0]: Report(
            item=row[0], address=row[1], url=row[2], title=row[3], outlet=row[4], source=row[5], day=row[6]
        )
        for row in rows
    }

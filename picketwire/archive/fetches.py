"""Write how each poll ended, every exchange it made, and what to remember of its source."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from picketwire.archive.rows import dump
from picketwire.records import SourceState
from picketwire.times import instant, parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.records import DetailPoll, Exchange, Outcome, Poll, Source

_REMEMBERED = (
    "slug",
    "url",
    "etag",
    "modified",
    "body_hash",
    "interval",
    "next_due",
    "document_at",
    "confirmed",
    "count",
    "failures",
    "moved_to",
    "moved_seen",
    "gone",
)
_FACTS = ("kind", "name", "publisher", "employer", "language", "country", "system", "tenant")


def ensure_source(db: Database, source: Source) -> None:
    """Give a source its row the first time it is polled."""
    if db.conn.execute("SELECT 1 FROM sources WHERE slug = ?", (source.slug,)).fetchone() is None:
        save_sources(db, [source])


def save_sources(db: Database, sources: Iterable[Source]) -> None:
    """Note what the configuration says of sources."""
    db.conn.executemany(
        f"INSERT INTO sources (slug, {', '.join(_FACTS)}) VALUES (?, {', '.join('?' * len(_FACTS))}) "
        f"ON CONFLICT (slug) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in _FACTS)}",
        [(source.slug, *(getattr(source, name) for name in _FACTS)) for source in sources],
    )


def rename_sources(db: Database, sources: Iterable[Source]) -> None:
    """Bring the sources that were polled before to what the configuration says of them now."""
    known = {row[0] for row in db.conn.execute("SELECT slug FROM sources")}
    save_sources(db, [source for source in sources if source.slug in known])


def save_fetch(db: Database, poll: Poll) -> int:
    """Write the row of a poll and its exchanges; return the fetch's id."""
    problems = [f"{p.where}: {p.what}" for p in poll.problems]
    return _insert(
        db,
        poll.source.slug,
        poll.started,
        poll.finished,
        poll.outcome,
        poll.reason,
        poll.exchanges,
        poll.seen,
        problems,
    )


def save_detail(db: Database, poll: DetailPoll) -> int:
    """Add the exchanges of one item's page to its source's last poll; return that fetch's id."""
    source = poll.detail.source.slug
    fetch = db.conn.execute("SELECT max(id) FROM fetches WHERE source = ?", (source,)).fetchone()[0]
    after = db.conn.execute(
        "SELECT coalesce(max(n), -1) + 1 FROM requests WHERE fetch = ?", (fetch,)
    ).fetchone()
    _save_exchanges(db, fetch, poll.exchanges, after[0])
    received = sum(e.bytes for e in poll.exchanges)
    db.conn.execute("UPDATE fetches SET bytes = bytes + ? WHERE id = ?", (received, fetch))
    return int(fetch)


def _insert(  # noqa: PLR0913, PLR0917 -- one argument a column
    db: Database,
    source: str,
    started: datetime,
    finished: datetime,
    outcome: Outcome,
    reason: str,
    exchanges: Sequence[Exchange],
    seen: int,
    problems: list[str],
) -> int:
    first, last = (exchanges[0], exchanges[-1]) if exchanges else (None, None)
    warc = next((e.warc_file for e in exchanges if e.warc_file), None)
    cursor = db.conn.execute(
        "INSERT INTO fetches (source, started, finished, url, status, outcome, reason, bytes, seen, problems, warc) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            source,
            instant(started),
            instant(finished),
            first.url if first else None,
            last.status if last else None,
            outcome.value,
            reason,
            sum(e.bytes for e in exchanges),
            seen,
            dump(problems),
            warc,
        ),
    )
    fetch = int(cursor.lastrowid or 0)
    _save_exchanges(db, fetch, exchanges)
    return fetch


def _save_exchanges(db: Database, fetch: int, exchanges: Iterable[Exchange], first: int = 0) -> None:
    db.conn.executemany(
        "INSERT INTO requests (fetch, n, url, status, bytes, sha256, warc_file, warc_offset, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (fetch, n, e.url, e.status, e.bytes, e.sha256, e.warc_file, e.warc_offset, e.error)
            for n, e in enumerate(exchanges, first)
        ],
    )


def finish_fetch(db: Database, fetch: int, *, new: int, changed: int, jump: int = 0) -> None:
    """Note what a poll changed, once that is known; a jump gives a complete poll a reason too."""
    if new or changed:
        db.conn.execute("UPDATE fetches SET new = ?, changed = ? WHERE id = ?", (new, changed, fetch))
    if jump:
        why = f"a jump: {jump} postings came all at once, as when a source changes what it lists"
        db.conn.execute(
            "UPDATE fetches SET jump = ?, reason = iif(reason = '', ?, reason || '; ' || ?) WHERE id = ?",
            (jump, why, why, fetch),
        )


def save_state(db: Database, poll: Poll, *, complete_document: bool) -> None:
    """Remember what the next poll needs; a complete document also moves the time that absence is judged by."""
    state = poll.state
    document_at, confirmed = state.document_at, state.confirmed
    if complete_document:
        confirmed = poll.started
        document_at = document_at if poll.outcome == "unchanged" and document_at else poll.started
    db.conn.execute(
        "UPDATE sources SET url = ?, etag = ?, modified = ?, body_hash = ?, interval = ?, next_due = ?, document_at = ?, confirmed = ?, count = ?, "
        "failures = ?, moved_to = ?, moved_seen = ?, gone = ? WHERE slug = ?",
        (
            state.url,
            state.etag,
            state.modified,
            state.body_hash,
            int(state.interval.total_seconds()) if state.interval else None,
            _text(state.next_due),
            _text(document_at),
            _text(confirmed),
            state.count,
            state.failures,
            state.moved_to,
            dump([instant(moment) for moment in state.moved_seen]),
            int(state.gone),
            state.slug,
        ),
    )


def _text(moment: datetime | None) -> str | None:
    return instant(moment) if moment else None


def _moment(text: str | None) -> datetime | None:
    return parse_instant(text) if text else None


def load_states(db: Database, slugs: Sequence[str], *, digests: bool = True) -> dict[str, SourceState]:
    """Read what is remembered of sources; one never polled has an empty state.

    `digests` also reads which entries each last document held (leave it out to ask only what is due).
    """
    wanted = dump(list(slugs))
    known: dict[str, str] = {}
    if digests:  # joined by SQLite: a row for each of a source's entries takes three times as long
        rows = db.conn.execute(
            "SELECT source, group_concat(digest, ' ') FROM entry_digests "
            "WHERE source IN (SELECT value FROM json_each(?)) GROUP BY source",
            (wanted,),
        )
        known.update(rows)
    states = {slug: SourceState(slug=slug) for slug in slugs}
    query = f"SELECT {', '.join(_REMEMBERED)} FROM sources WHERE slug IN (SELECT value FROM json_each(?))"
    for values in db.conn.execute(query, (wanted,)):
        row = dict(zip(_REMEMBERED, values, strict=True))
        marks = known.get(row["slug"], "").split()
        states[row["slug"]] = _read_state(row, frozenset(map(bytes.fromhex, marks)))
    return states


def _read_state(row: dict[str, Any], known: frozenset[bytes]) -> SourceState:
    return SourceState(
        slug=row["slug"],
        url=row["url"],
        etag=row["etag"],
        modified=row["modified"],
        body_hash=row["body_hash"],
        known=known,
        interval=timedelta(seconds=row["interval"]) if row["interval"] else None,
        next_due=_moment(row["next_due"]),
        document_at=_moment(row["document_at"]),
        confirmed=_moment(row["confirmed"]),
        count=row["count"],
        failures=row["failures"],
        moved_to=row["moved_to"],
        moved_seen=tuple(parse_instant(text) for text in json.loads(row["moved_seen"])),
        gone=bool(row["gone"]),
    )


def kept_answers(db: Database, slugs: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return where each body of the last polls of these sources is kept: hash -> (WARC file, offset).

    The first place is given, which holds the body itself; later ones only refer to it. An answer
    without a body (304) equals all others of its kind and is left out.
    """
    rows = db.conn.execute(
        "SELECT r.sha256, o.warc_file, o.warc_offset FROM requests r JOIN requests o ON o.sha256 = r.sha256 "
        "AND o.warc_file IS NOT NULL WHERE r.bytes > 0 AND r.fetch IN (SELECT max(id) FROM fetches WHERE source IN "
        "(SELECT value FROM json_each(?)) AND warc IS NOT NULL GROUP BY source) ORDER BY o.fetch DESC",
        (dump(list(slugs)),),
    )
    return {sha256: (file, offset) for sha256, file, offset in rows}

"""Find items by words, tags, employer, source and time, also as the archive knew them at an earlier instant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlite_utils.utils import sqlite3

from picketwire.archive.asof import ALWAYS, fields_as_of
from picketwire.archive.rows import dump

_WORD = re.compile(r'"([^"]*)"?|(\S+)')
_TOKEN = re.compile(r"\w", re.UNICODE)
_FIELDS = ("title", "summary", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for; instants are text (`YYYY-MM-DDTHH:MM:SSZ`, or a day as a prefix of one)."""

    words: str = ""
    tags: tuple[str, ...] = ()
    kind: str | None = None
    employer: str | None = None  # slug, or words of the name as the board gives it
    source: str | None = None
    since: str | None = None  # first seen or published from then on
    until: str | None = None
    as_of: str = ALWAYS
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One item found; `snippet` marks the words found with ** on both sides."""

    id: int
    kind: str
    source: str
    url: str | None
    title: str
    published: str | None
    first_seen: str
    tags: tuple[str, ...]
    snippet: str


def match_expression(words: str) -> str:
    """Turn what a person typed into an FTS5 expression that cannot fail: words and "phrases", all required.

    Every word is quoted, so that operators and punctuation are looked for and never obeyed. Empty
    when nothing is left to look for. `word*` finds words that begin so.
    """
    terms = []
    for phrase, word in _WORD.findall(words.replace("\0", " ")):
        text = phrase or word
        if _TOKEN.search(text):
            prefix = "*" if not phrase and text.endswith("*") else ""
            terms.append('"' + text.rstrip("*").replace('"', '""') + '"' + prefix)
    return " ".join(terms)


def search(connection: Any, query: Query) -> list[Hit]:
    """Return the items that match, best first (newest first where no words are given)."""
    expression = match_expression(query.words)
    if query.words.strip() and not expression:
        return []
    conditions, values = _conditions(query)
    if expression:
        found = _word_hits(connection, expression, query.as_of)
        conditions.append("i.id IN (SELECT value FROM json_each(?))")
        values.append(dump(list(found)))
    else:
        found = {}
    rows = connection.execute(
        "SELECT i.id, i.kind, i.source, i.url, i.title, i.summary, i.published, i.first_seen FROM items i "
        f"LEFT JOIN postings p ON p.item = i.id WHERE {' AND '.join(conditions) or '1'} "
        "ORDER BY coalesce(i.published, i.first_seen) DESC, i.id DESC",
        values,
    ).fetchall()
    rows.sort(key=lambda row: found[row["id"]][0] if found else 0)
    return [_hit(connection, row, found, query.as_of) for row in rows[: query.limit]]


def _conditions(query: Query) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []

    def where(condition: str, *given: Any) -> None:
        conditions.append(condition)
        values.extend(given)

    for tag in query.tags:
        where(
            "EXISTS (SELECT 1 FROM taggings t WHERE t.item = i.id AND t.tag = ? AND t.since <= ? "
            "AND (t.until IS NULL OR t.until > ?))",
            tag,
            query.as_of,
            query.as_of,
        )
    if query.kind:
        where("i.kind = ?", query.kind)
    if query.source:
        where("i.source = ?", query.source)
    if query.employer:
        where(
            "(p.organization = ? OR p.employer LIKE ? ESCAPE '\\')",
            query.employer,
            f"%{_like(query.employer)}%",
        )
    if query.since:
        where("coalesce(i.published, i.first_seen) >= ?", query.since)
    if query.until:
        where("coalesce(i.published, i.first_seen) < ?", query.until)
    if query.as_of != ALWAYS:
        where("i.first_seen <= ?", query.as_of)
    return conditions, values


def _like(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)


def _word_hits(connection: Any, expression: str, as_of: str) -> dict[int, tuple[int, str]]:
    """Return item -> (rank, snippet). Items reworded since `as_of` are searched in the words they had then."""
    then = _texts_then(connection, as_of)
    ranked = [(row[0], row[1]) for row in _match(connection, "items_fts", expression) if row[0] not in then]
    if then:
        ranked += _match_texts(then, expression)
    return {item: (place, snippet) for place, (item, snippet) in enumerate(ranked)}


def _match(connection: Any, table: str, expression: str) -> list[tuple[int, str]]:
    query = (
        f"SELECT rowid, snippet({table}, -1, '**', '**', '…', 24) FROM {table} WHERE {table} MATCH ? "
        f"ORDER BY bm25({table}, 8.0, 3.0, 1.0) LIMIT 10000"
    )
    return [(row[0], row[1]) for row in connection.execute(query, (expression,))]


def _texts_then(connection: Any, as_of: str) -> dict[int, dict[str, str]]:
    if as_of == ALWAYS:
        return {}
    rows = connection.execute(
        "SELECT r.item, r.field, r.before, i.title, i.summary, i.body FROM revisions r JOIN items i ON i.id = r.item "
        "WHERE r.seen > ? AND r.field IN ('title', 'summary', 'body') ORDER BY r.seen DESC, r.id DESC",
        (as_of,),
    )
    texts: dict[int, dict[str, str]] = {}
    for item, field, before, *now in rows:
        texts.setdefault(item, dict(zip(_FIELDS, now, strict=True)))[field] = before or ""
    return texts


def _match_texts(texts: dict[int, dict[str, str]], expression: str) -> list[tuple[int, str]]:
    memory = sqlite3.connect(":memory:")
    try:
        memory.execute(
            "CREATE VIRTUAL TABLE earlier USING fts5(title, summary, body, tokenize='unicode61 remove_diacritics 2')"
        )
        memory.executemany(
            "INSERT INTO earlier (rowid, title, summary, body) VALUES (?, ?, ?, ?)",
            [(item, *(text[f] for f in _FIELDS)) for item, text in texts.items()],
        )
        return _match(memory, "earlier", expression)
    finally:
        memory.close()


def _hit(connection: Any, row: Any, found: dict[int, tuple[int, str]], as_of: str) -> Hit:
    title = fields_as_of(connection, [row["id"]], ["title"], as_of).get((row["id"], "title"), row["title"])
    tags = connection.execute(
        "SELECT DISTINCT tag FROM taggings WHERE item = ? AND since <= ? AND (until IS NULL OR until > ?) ORDER BY tag",
        (row["id"], as_of, as_of),
    )
    snippet = found[row["id"]][1] if found else (row["summary"] or "")[:160]
    return Hit(
        id=row["id"],
        kind=row["kind"],
        source=row["source"],
        url=row["url"],
        title=title or "",
        published=row["published"],
        first_seen=row["first_seen"],
        tags=tuple(t[0] for t in tags),
        snippet=snippet,
    )

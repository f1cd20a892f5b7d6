"""All that is known of one item, and why it carries each tag."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from picketwire.archive.answers.news_view import news_view
from picketwire.archive.answers.posting_view import posting_view
from picketwire.archive.asof import ALWAYS, fields_as_of
from picketwire.archive.pay import bands
from picketwire.errors import ArchiveError

if TYPE_CHECKING:
    from picketwire.archive.answers.news_view import NewsView
    from picketwire.archive.answers.posting_view import PostingView
    from picketwire.records import Pay

_TEXTS = ("title", "summary", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One revision of the item."""

    seen: str
    field: str
    change: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words that earned a tag; `[start, end)` code points of the field."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """One tag on the item, the rule that put it there, and its evidence."""

    tag: str
    rule: str
    rules_version: str
    score: float
    since: str
    until: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the item came from, and the last answer that held it."""

    slug: str
    name: str
    last_fetch: str | None
    warc: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One item with everything that hangs on it."""

    id: int
    kind: str
    native_id: str | None
    url: str | None
    title: str
    summary: str
    body: str
    author: str | None
    categories: tuple[str, ...]
    language: str | None
    published: str | None
    published_raw: str | None
    updated: str | None
    first_seen: str
    last_known: str
    source: Source
    posting: dict[str, Any] | None
    pay: tuple[Pay, ...]
    tags: tuple[Tagging, ...]
    changes: tuple[Change, ...]
    of_posting: PostingView | None
    of_news: NewsView | None


def show(connection: Any, item: int, as_of: str = ALWAYS) -> View:
    """Return one item as the archive knew it at `as_of`; ArchiveError where there is none."""
    row = connection.execute(
        "SELECT i.*, pr.last_known FROM items i JOIN presence pr ON pr.item = i.id WHERE i.id = ? AND i.first_seen <= ?",
        (item, as_of),
    ).fetchone()
    if row is None:
        raise ArchiveError(f"the archive has no item {item}" + ("" if as_of == ALWAYS else f" as of {as_of}"))
    then = fields_as_of(connection, [item], _TEXTS, as_of)
    texts = {name: then.get((item, name), row[name]) or "" for name in _TEXTS}
    is_posting = row["kind"] == "posting"
    source = _source(connection, row["source"], min(row["last_seen"], as_of))
    seen_later = row["last_known"] > as_of
    return View(
        id=item,
        kind=row["kind"],
        native_id=row["native_id"],
        url=row["url"],
        **texts,
        author=row["author"],
        categories=tuple(json.loads(row["categories"])),
        language=row["language"],
        published=row["published"],
        published_raw=row["published_raw"],
        updated=row["updated"],
        first_seen=row["first_seen"],
        last_known=source.last_fetch or row["first_seen"] if seen_later else row["last_known"],
        source=source,
        posting=_posting(connection, item, as_of),
        pay=bands(connection, item, as_of),
        tags=taggings(connection, item, as_of),
        changes=_changes(connection, item, as_of),
        of_posting=posting_view(connection, item, texts["title"], as_of) if is_posting else None,
        of_news=None if is_posting else news_view(connection, item, as_of),
    )


def field_texts(view: View) -> dict[str, str]:
    """Return the text of every field that evidence may point into, as the tagger saw it."""
    posting = view.posting or {}
    return {
        "title": view.title,
        "summary": view.summary,
        "body": view.body,
        "categories": "\n".join(view.categories),
        "publisher": view.source.name,
        **{name: posting.get(name) or "" for name in ("department", "team", "employer")},
    }


def taggings(connection: Any, item: int, as_of: str = ALWAYS) -> tuple[Tagging, ...]:
    """Return the tags that held at `as_of`, with their evidence."""
    rows = connection.execute(
        "SELECT id, tag, rule, rules_version, score, since, until FROM taggings WHERE item = ?1 AND since <= ?2 "
        "AND (until IS NULL OR until > ?2) ORDER BY tag, score DESC, rule",
        (item, as_of),
    ).fetchall()
    return tuple(
        Tagging(
            tag=r[1],
            rule=r[2],
            rules_version=r[3],
            score=r[4],
            since=r[5],
            until=r[6],
            spans=_spans(connection, r[0]),
        )
        for r in rows
    )


def _spans(connection: Any, tagging: int) -> tuple[Span, ...]:
    rows = connection.execute(
        'SELECT field, start, "end", text FROM spans WHERE tagging = ? ORDER BY n', (tagging,)
    )
    return tuple(Span(field=r[0], start=r[1], end=r[2], text=r[3]) for r in rows)


def _source(connection: Any, slug: str, last_seen: str) -> Source:
    name = connection.execute("SELECT name FROM sources WHERE slug = ?", (slug,)).fetchone()[0]
    fetch = connection.execute(
        "SELECT started, warc FROM fetches WHERE source = ? AND started <= ? AND warc IS NOT NULL ORDER BY id DESC LIMIT 1",
        (slug, last_seen),
    ).fetchone()
    return Source(slug=slug, name=name, last_fetch=fetch and fetch[0], warc=fetch and fetch[1])


def _posting(connection: Any, item: int, as_of: str) -> dict[str, Any] | None:
    row = connection.execute("SELECT * FROM postings WHERE item = ?", (item,)).fetchone()
    if row is None:
        return None
    hidden = {"item", "entry_hash"}
    values = {name: row[name] for name in row.keys() if name not in hidden}  # noqa: SIM118 -- a row iterates over its values
    then = fields_as_of(connection, [item], ["closed"], as_of)
    if (item, "closed") in then:  # of another closing than the last no reason is kept
        values |= {"closed": then[item, "closed"], "closed_because": None}
    lists = ("locations", "requirements", "missing", "from_page")
    return values | {name: json.loads(values[name] or "[]") for name in lists}


def _changes(connection: Any, item: int, as_of: str) -> tuple[Change, ...]:
    rows = connection.execute(
        "SELECT seen, field, change, before, after FROM revisions WHERE item = ? AND seen <= ? ORDER BY seen, id",
        (item, as_of),
    )
    return tuple(Change(seen=r[0], field=r[1], change=r[2], before=r[3], after=r[4]) for r in rows)

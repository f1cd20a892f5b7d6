"""News as reports: which postings an item reports on, whom it names, its story, and who was first."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from picketwire.archive.asof import ALWAYS, fields_as_of, reasons_as_of
from picketwire.archive.rows import dump

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One news item among several about the same thing."""

    id: int
    title: str
    outlet: str
    url: str | None
    published: str | None
    first_seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstReport:
    """Who was first, in three senses that need not agree."""

    published: Report | None  # earliest publication; None where no item states one
    sighted: Report  # the first that this archive saw
    credited: str | None = None  # name of whom most items credit with the first report


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOf:
    """The story that a news item belongs to."""

    id: int
    items: tuple[Report, ...]  # by publication
    first: FirstReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An organization that an item names: how often, and where first."""

    organization: str
    name: str
    times: int
    field: str
    start: int  # code points
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A posting that a news item reports on, how sure that is (0 to 1), and why."""

    posting: int
    title: str
    score: float
    reasons: tuple[str, ...]


_REPORTS = """
SELECT i.id, i.title, s.name, i.url, i.published, i.first_seen FROM items i JOIN sources s ON s.slug = i.source
WHERE i.id IN (SELECT value FROM json_each(?)) AND i.first_seen <= ? ORDER BY coalesce(i.published, i.first_seen), i.id
"""
_CREDITED = """
SELECT coalesce(o.name, st.credited) FROM items i JOIN stories st ON st.id = i.story
LEFT JOIN organizations o ON o.slug = st.credited
WHERE i.id IN (SELECT value FROM json_each(?)) AND st.credited IS NOT NULL
GROUP BY st.credited ORDER BY count(*) DESC, st.credited LIMIT 1
"""


def first_report(connection: Any, items: Collection[int], as_of: str = ALWAYS) -> FirstReport | None:
    """Return who was first among these news items; None without items."""
    return _first(connection, _reports(connection, items, as_of))


def story_of(connection: Any, item: int, as_of: str = ALWAYS) -> StoryOf | None:
    """Return the story of a news item with all its items; None for one that stands alone."""
    rows = connection.execute(
        "SELECT b.id, b.story FROM items a JOIN items b ON b.story = a.story WHERE a.id = ?", (item,)
    ).fetchall()
    found = _reports(connection, [row[0] for row in rows], as_of)
    first = _first(connection, found)
    return StoryOf(id=rows[0][1], items=found, first=first) if first and len(found) > 1 else None


def reported_by(connection: Any, item: int, as_of: str = ALWAYS) -> tuple[Reported, ...]:
    """Return the postings that a news item reports on, the surest first."""
    rows = connection.execute(
        "SELECT l.posting, i.title, l.score, l.reasons FROM links l JOIN items i ON i.id = l.posting "
        "WHERE l.kind = 'coverage' AND l.item = ? AND i.first_seen <= ? ORDER BY l.score DESC, l.posting",
        (item, as_of),
    ).fetchall()
    then = fields_as_of(connection, [r[0] for r in rows], ["title"], as_of)
    return tuple(
        Reported(
            posting=r[0],
            title=then.get((r[0], "title")) or r[1],
            score=r[2],
            reasons=reasons_as_of(json.loads(r[3]), as_of),
        )
        for r in rows
    )


def named_in(connection: Any, item: int) -> tuple[Named, ...]:
    """Return the organizations that an item names, those named most often first."""
    rows = connection.execute(
        "SELECT m.organization, coalesce(o.name, m.organization), count(*) OVER (PARTITION BY m.organization) AS times, "
        'm.field, m.start, m."end", m.text FROM mentions m LEFT JOIN organizations o ON o.slug = m.organization '
        "WHERE m.item = ? ORDER BY times DESC, m.organization, "
        "CASE m.field WHEN 'title' THEN 0 WHEN 'summary' THEN 1 ELSE 2 END, m.start",
        (item,),
    )
    names = tuple(Named.__dataclass_fields__)
    found: dict[str, Named] = {}
    for row in rows:
        found.setdefault(row[0], Named(**dict(zip(names, row, strict=True))))
    return tuple(found.values())


def _reports(connection: Any, items: Collection[int], as_of: str) -> tuple[Report, ...]:
    names = tuple(Report.__dataclass_fields__)
    rows = connection.execute(_REPORTS, (dump(sorted(items)), as_of)).fetchall()
    then = fields_as_of(connection, [row[0] for row in rows], ["title"], as_of)
    found = (Report(**dict(zip(names, row, strict=True))) for row in rows)
    return tuple(replace(report, title=then.get((report.id, "title")) or report.title) for report in found)


def _first(connection: Any, found: Collection[Report]) -> FirstReport | None:
    if not found:
        return None
    dated = [report for report in found if report.published]
    credit = connection.execute(_CREDITED, (dump([report.id for report in found]),)).fetchone()
    return FirstReport(
        published=min(dated, key=lambda r: (r.published or "", r.id), default=None),
        sighted=min(found, key=lambda r: (r.first_seen, r.id)),
        credited=credit and credit[0],
    )

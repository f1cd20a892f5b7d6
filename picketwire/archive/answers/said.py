"""Who said what: quotes and demands about a posting and the strikes at its employer, or in one news item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from picketwire.archive.asof import ALWAYS
from picketwire.archive.rows import dump

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement, whom it comes from, and the words of which item it stands in."""

    kind: str  # quote, demand, ai_demand or workers
    text: str
    speaker: str | None  # as the text names them
    organization: str | None  # slug of whom they speak for
    organization_name: str | None
    posting: int | None
    strike: str | None
    item: int
    title: str
    outlet: str
    published: str | None
    url: str | None
    field: str
    start: int  # code points of the field
    end: int
    copies: int = 0  # other items that carry the same words


_QUERY = """
SELECT s.kind, s.text, s.speaker, s.organization, o.name, s.posting, s.strike, s.item, i.title, src.name, i.published,
  i.url, s.field, s.start, s."end"
FROM statements s JOIN items i ON i.id = s.item JOIN sources src ON src.slug = i.source
LEFT JOIN organizations o ON o.slug = s.organization
WHERE i.first_seen <= ? AND {} ORDER BY coalesce(i.published, i.first_seen), s.item, s.field <> 'title', s.start
"""


def reactions(
    connection: Any, posting: int, strikes: Collection[str], as_of: str = ALWAYS
) -> tuple[Said, ...]:
    """Return quotes and demands about a posting, then those about its strikes; each words once, oldest first."""
    about = "s.kind <> 'workers' AND (s.posting = ? OR s.strike IN (SELECT value FROM json_each(?)))"
    found = _said(connection.execute(_QUERY.format(about), (as_of, posting, dump(sorted(strikes)))))
    return _once(sorted(found, key=lambda said: said.posting != posting))


def statements_in(connection: Any, item: int) -> tuple[Said, ...]:
    """Return what is said in one news item, in the order of its text."""
    return _once(_said(connection.execute(_QUERY.format("s.item = ?"), (ALWAYS, item))))


def _said(rows: Iterable[Any]) -> list[Said]:
    names = tuple(Said.__dataclass_fields__)[:-1]
    return [Said(**dict(zip(names, row, strict=True))) for row in rows]


def _once(found: Iterable[Said]) -> tuple[Said, ...]:
    """Keep the first of statements with the same words, and count the items that repeat them."""
    kept: dict[str, list[Said]] = {}
    for said in found:
        kept.setdefault(" ".join(said.text.casefold().split()), []).append(said)
    return tuple(replace(same[0], copies=len({s.item for s in same}) - 1) for same in kept.values())

"""How completely the items of each source were filled so far: what a test of the source is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from picketwire.archive.rows import dump

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RECENT = 500  # items of a source, those seen last

_QUERY = """
WITH recent AS (
  SELECT i.*, row_number() OVER (PARTITION BY source ORDER BY last_seen DESC, id DESC) AS place
  FROM items i WHERE source IN (SELECT value FROM json_each(?))
)
SELECT i.source, i.kind, count(*),
  avg(coalesce(p.opened, i.published, i.updated) IS NOT NULL), avg(i.body <> '' OR i.summary <> ''),
  avg(coalesce(i.author, '') <> ''),
  avg(EXISTS (SELECT 1 FROM pay WHERE pay.item = i.id)), avg(coalesce(p.locations, '[]') <> '[]')
FROM recent i LEFT JOIN postings p ON p.item = i.id WHERE i.place <= ? GROUP BY i.source, i.kind
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The items of one source that were seen last: how many, and the share (0 to 1) that has each thing."""

    items: int
    fill: Mapping[str, float]


def past_fill(connection: Any, sources: Sequence[str]) -> dict[str, Past]:
    """Return how well the latest items of each source are filled; sources without items have no entry."""
    found: dict[str, Past] = {}
    for source, kind, count, date, text, author, pay, location in connection.execute(
        _QUERY, (dump(list(sources)), RECENT)
    ):
        own = {"author": author} if kind == "news" else {"pay": pay, "location": location}
        if source not in found or found[source].items < count:
            found[source] = Past(items=count, fill={"date": date, "text": text, **own})
    return found

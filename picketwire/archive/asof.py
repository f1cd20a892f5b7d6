"""What the archive knew at an instant: fields from revisions, tags and events from their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from picketwire.archive.rows import dump

if TYPE_CHECKING:
    from collections.abc import Iterable

ALWAYS = "9999"  # sorts behind every instant: all that is known now


def fields_as_of(
    connection: Any, items: Iterable[int], fields: Iterable[str], as_of: str
) -> dict[tuple[int, str], str | None]:
    """Return (item, field) -> value for each field that has changed since `as_of`.

    The value at a time is the `before` of the earliest revision seen after it; a field without one
    stands as it is stored.
    """
    if as_of == ALWAYS:
        return {}
    query = (
        "SELECT item, field, before FROM revisions WHERE seen > ?1 AND field IN (SELECT value FROM json_each(?2)) "
        "AND item IN (SELECT value FROM json_each(?3)) ORDER BY seen DESC, id DESC"
    )
    rows = connection.execute(query, (as_of, dump(list(fields)), dump(list(items))))
    return {
        (item, field): before for item, field, before in rows
    }  # the earliest revision comes last and wins

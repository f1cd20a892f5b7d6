"""What the archive knew at an instant: fields from revisions, tags and events from their intervals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from picketwire.archive.rows import dump

if TYPE_CHECKING:
    from collections.abc import Iterable

ALWAYS = "9999"  # sorts behind every instant: all that is known now


# How the reasons of a link to coverage tell of a closing.
_CLOSED = re.compile(r" and closed (\d{4}-\d{2}-\d{2})(?=\.$)")
_OPEN = " and was not known to be closed"


def reasons_as_of(reasons: Iterable[str], as_of: str) -> tuple[str, ...]:
    """Leave out of the reasons of a link what came later: that the posting has closed since."""
    return tuple(_CLOSED.sub(lambda told: told[0] if told[1] <= as_of else _OPEN, each) for each in reasons)


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

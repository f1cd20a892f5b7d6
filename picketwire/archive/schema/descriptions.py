"""What every table, view and column means: read from the comments that the archive's own schema carries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST = re.compile(r"CREATE (TABLE|VIEW) (\w+)(?: AS)?(?: \()? -- (.+)")
_COLUMN = re.compile(r'\s+"?(\w+)"? [A-Z]+.*?-- (.+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One table or view: what it holds, and what each column of a table means."""

    name: str
    kind: str  # table or view
    about: str
    columns: Mapping[str, str]


def describe(connection: Any) -> list[Described]:
    """Read the descriptions of an archive's tables, then of its views, each in the order of the schema."""
    rows = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'view') AND sql LIKE 'CREATE%--%' ORDER BY type, rowid"
    )
    return [found for row in rows if (found := _read(row[0]))]


def _read(sql: str) -> Described | None:
    first = _FIRST.match(sql)
    if first is None:
        return None
    found = map(_COLUMN.match, sql.splitlines()[1:])
    columns = {match[1]: match[2] for match in found if match}
    kind = first[1].lower()
    return Described(name=first[2], kind=kind, about=first[3], columns=columns if kind == "table" else {})

"""How sources do: the short lists that the command line prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How one source does."""

    source: str
    name: str
    kind: str
    outcome: str | None  # of its last poll
    reason: str | None
    last_poll: str | None
    last_good: str | None
    next_due: str | None
    failures: int
    polls: int
    good_polls: int
    entries: int  # in its last document
    items: int  # in the archive


def source_health(connection: Any, slugs: Sequence[str] | None = None) -> list[Health]:
    """Return how each source does, by slug; only sources that were ever polled have rows."""
    names = tuple(Health.__dataclass_fields__)
    rows = connection.execute(f"SELECT {', '.join(names)} FROM source_health ORDER BY source").fetchall()
    found = [Health(**dict(zip(names, row, strict=True))) for row in rows]
    return [h for h in found if slugs is None or h.source in slugs]

"""Recorded boards over time, and a recount of what happened on them straight from the recordings."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Fields of a recorded posting, and the type of the revision that a change of theirs is.
FIELDS = {"title": "title", "location": "location", "requisition_id": "requisition"}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One poll: when it was made, the bytes recorded, and the postings shown, each id once."""

    at: datetime
    body: bytes
    postings: dict[str, dict[str, Any]]
    whole: bool = True  # False: something was put in the way, and only these postings were shown


def snapshots(folder: Path) -> list[Snapshot]:
    """Read a series; recordings that its list names and that are not there are left out."""
    with (folder / "times.tsv").open() as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if (folder / row["file"]).exists()]
    return [_snapshot(row["commit_time"], (folder / row["file"]).read_bytes()) for row in rows]


def _snapshot(at: str, body: bytes) -> Snapshot:
    recorded = json.loads(body)
    postings: dict[str, dict[str, Any]] = {}
    for job in recorded if isinstance(recorded, list) else recorded["jobs"]:
        postings.setdefault(str(job["id"]), {name: _flat(job.get(name)) for name in FIELDS})
    return Snapshot(datetime.fromisoformat(at).astimezone(UTC), body, postings)


def _flat(value: Any) -> str | None:
    value = value["name"] if isinstance(value, dict) else value
    return value and " ".join(str(value).split())


@dataclass(slots=True)
class Recount:
    """What a careful reader of the snapshots would write down; each list is (id, instant, ...)."""

    opened: list[tuple[str, str]] = field(default_factory=list)
    closed: list[tuple[str, str]] = field(default_factory=list)  # with the instant of the last proving poll
    reopened: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # with the type

    def events(self) -> tuple[list[Any], ...]:
        """Return everything in an order of its own."""
        return tuple(sorted(part) for part in (self.opened, self.closed, self.reopened, self.changes))


def recount(polls: Iterable[Snapshot], close_after: int = 2) -> Recount:
    """Count ids that are present and fields that differ, less `updated_at`; nothing of ours is used."""
    found, known = Recount(), {}
    missed: dict[str, int] = {}
    for poll in polls:
        at = poll.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        for key, job in poll.postings.items():
            before = known.get(key)
            if before is None:
                found.opened.append((key, at))
            elif missed[key] >= close_after:
                found.reopened.append((key, at))
            for name, change in FIELDS.items() if before else ():
                if before[name] and before[name] != job[name]:
                    found.changes.append((key, at, change))
            known[key], missed[key] = job, 0
        for key in known.keys() - poll.postings.keys() if poll.whole else ():
            missed[key] += 1
            if missed[key] == close_after:
                found.closed.append((key, at))
    return found

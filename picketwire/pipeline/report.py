"""What one run did, as numbers: the counts that `run` prints and a flow's artifacts show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from picketwire.records import Outcome
from picketwire.times import instant

if TYPE_CHECKING:
    from datetime import datetime

    from picketwire.records import DetailPoll, Poll, StoreCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRow:
    """One poll of one source, in numbers."""

    source: str
    outcome: Outcome
    reason: str
    seen: int = 0
    new: int = 0
    changed: int = 0


@dataclass(slots=True)
class RunReport:
    """What a run did; grows while it goes on."""

    started: datetime
    due: int = 0
    rules_differ: bool = False  # the tag rules in config/ are not those in force
    finished: datetime | None = None
    rows: list[PollRow] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    pages: int = 0  # pages of stored items that were read (postings, articles)
    links: int = 0  # links between postings and coverage or strikes that are new

    def add(self, poll: Poll, counts: StoreCounts) -> PollRow:
        """Count one poll that was stored."""
        row = PollRow(
            source=poll.source.slug,
            outcome=poll.outcome,
            reason=poll.reason,
            seen=counts.seen,
            new=counts.new,
            changed=counts.changed,
        )
        self.rows.append(row)
        self.tags.update(counts.tags)
        return row

    def add_page(self, page: DetailPoll, counts: StoreCounts) -> None:
        """Count the page of one stored item."""
        self.pages += page.item is not None
        self.tags.update(counts.tags)

    @property
    def failures(self) -> list[PollRow]:
        """Polls that brought nothing usable."""
        bad = {Outcome.SUSPICIOUS_ZERO, Outcome.BLOCKED, Outcome.FAILED, Outcome.GONE}
        return [row for row in self.rows if row.outcome in bad]

    def as_json(self) -> dict[str, Any]:
        """Return the kept form that `run --json` prints."""
        outcomes = Counter(row.outcome for row in self.rows)
        return {
            "started": instant(self.started),
            "finished": instant(self.finished or self.started),
            "sources": {"due": self.due, **{o.value: outcomes[o] for o in Outcome}},
            "items": {
                name: sum(getattr(row, name) for row in self.rows) for name in ("seen", "new", "changed")
            },
            "tags": dict(sorted(self.tags.items())),
            "failures": [
                {"source": row.source, "outcome": row.outcome.value, "reason": row.reason}
                for row in self.failures
            ],
        }

"""How `picketwire tags diff`, `apply` and `revert` show what a change of rules comes to."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from picketwire.cli.text import plain

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from picketwire.pipeline.retag import Retagged, Sample, TagChange


def as_json(report: Retagged) -> dict[str, Any]:
    """Return what `--json` prints."""
    return {
        "changes": report.changes,
        "rules_changed": report.rules_changed,
        "items": report.looked_at,
        "tags": {name: _tag_json(change) for name, change in sorted(report.tags.items()) if _moves(change)},
    }


def _tag_json(change: TagChange) -> dict[str, Any]:
    return {
        "gained": change.gained.total(),
        "lost": change.lost.total(),
        "reworded": change.reworded,
        "gained_by_source": dict(change.gained.most_common()),
        "lost_by_source": dict(change.lost.most_common()),
        "gained_samples": [asdict(sample) for sample in change.gained_samples],
        "lost_samples": [asdict(sample) for sample in change.lost_samples],
    }


def lines(report: Retagged, *, samples: bool) -> Iterator[str]:
    """Say what changes, tag by tag; with `samples`, also for which items and words."""
    for name, change in sorted(report.tags.items()):
        if not _moves(change):
            continue
        counts = f"+{change.gained.total()} -{change.lost.total()}"
        reworded = f", {change.reworded} for other words" if change.reworded else ""
        yield f"{click.style(name, bold=True)}  {counts}{reworded}"
        if samples:
            yield from _samples("+", change.gained, change.gained_samples)
            yield from _samples("-", change.lost, change.lost_samples)


def _samples(sign: str, sources: Counter[str], samples: Sequence[Sample]) -> Iterator[str]:
    if sources:
        yield f"  {sign} by source: " + ", ".join(f"{slug} {count}" for slug, count in sources.most_common(8))
    for sample in samples:
        words = " · ".join(sample.words)
        title = " ".join(plain(sample.title).split())
        yield f"  {sign} {sample.item}  {title}  [{sample.rule}: {plain(words)}]"


def _moves(change: TagChange) -> bool:
    return bool(change.gained or change.lost or change.reworded)

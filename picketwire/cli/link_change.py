"""How `picketwire link --dry-run` shows what linking would change."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from picketwire.cli.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.pipeline.preview import Preview
    from picketwire.pipeline.preview_samples import Sample

_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}
_WOULD = {"gained": "would come", "lost": "would go", "changed": "would change"}


def as_json(found: Preview) -> dict[str, Any]:
    """Return what `--json` prints."""
    kinds = {
        kind: {
            "gained": len(difference.gained),
            "lost": len(difference.lost),
            "changed": len(difference.changed),
            "samples": [asdict(sample) for sample in found.samples.get(kind, ())],
        }
        for kind, difference in found.differences.items()
    }
    return {
        "changes": found.changes,
        "items": found.report.looked_at,
        "everything": found.report.full,
        "facts": list(found.facts),
        **kinds,
    }


def lines(found: Preview) -> Iterator[str]:
    """Say which facts are not the same, and of each kind how many rows would change, with a few of them."""
    if found.facts:
        yield click.style("facts", bold=True) + f"  {len(found.facts)} not the same"
        yield from (f"  {plain(fact)}" for fact in found.facts)
    for kind, difference in found.differences.items():
        if difference:
            counts = (len(difference.gained), len(difference.lost), len(difference.changed))
            yield click.style(kind, bold=True) + "  +{} -{} ~{}".format(*counts)
            yield from (f"  {_line(sample)}" for sample in found.samples[kind])


def _line(sample: Sample) -> str:
    text = f"{_SIGNS[sample.change]} {sample.what}: {_WOULD[sample.change]}"
    if sample.because:
        text += f", because {' and '.join(sample.because)}"
    if sample.change == "changed":
        text += f" [{sample.before} => {sample.after}]"
    return plain(text)

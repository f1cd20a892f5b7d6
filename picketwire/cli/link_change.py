"""How `picketwire link --dry-run` shows what linking would change."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from picketwire.cli.text import plain
from picketwire.pipeline.preview.text import lines

if TYPE_CHECKING:
    from picketwire.pipeline.preview.previewing import Preview


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


def show(found: Preview) -> None:
    """Print it for a person, the first word of a heading in bold."""
    for line in lines(found):
        heading, gap, counts = line.partition("  ")
        click.echo(click.style(heading, bold=True) + gap + counts if heading and gap else plain(line))

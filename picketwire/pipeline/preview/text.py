"""A preview of linking in lines for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.pipeline.preview.previewing import Preview
    from picketwire.pipeline.preview.samples import Sample

_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}
_WOULD = {"gained": "would come", "lost": "would go", "changed": "would change"}


def lines(found: Preview) -> Iterator[str]:
    """Say which facts are not the same, and of each kind how many rows would change, with a few of them.

    What belongs to a line stands below it, indented.
    """
    if found.facts:
        yield f"facts  {len(found.facts)} not the same"
        yield from (f"  {fact}" for fact in found.facts)
    for kind, difference in found.differences.items():
        if difference:
            counts = (len(difference.gained), len(difference.lost), len(difference.changed))
            yield "{}  +{} -{} ~{}".format(kind.replace("_", " "), *counts)
            yield from (f"  {_line(sample)}" for sample in found.samples[kind])
    if not found.changes:
        yield "nothing would change" + (", but the facts are not the same" if found.facts else "")


def _line(sample: Sample) -> str:
    text = f"{_SIGNS[sample.change]} {sample.what}: {_WOULD[sample.change]}"
    if sample.because:
        text += f", because {' and '.join(sample.because)}"
    return text if sample.change != "changed" else f"{text} [{sample.before} => {sample.after}]"

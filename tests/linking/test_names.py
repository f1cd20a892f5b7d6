"""Which organizations a text names, measured on sentences labelled by reading."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from picketwire.facts import Alias, Organization
from picketwire.linking.naming.names import Names
from picketwire.settings.load import load

SAMPLES = Path(__file__).parents[1] / "samples" / "linking"
# The rules grew on the first; the others were labelled before any rule had seen them.
SETS = {"names": 120, "names_unseen": 140, "names_later": 60}
DAY = date(2024, 1, 15)
ACME = Organization(
    slug="acme",
    name="Acme",
    kind="employer",
    aliases=(Alias(text="Acme Works", until=date(2020, 1, 1)), Alias(text="ACM", since=date(2020, 1, 1))),
)


def labelled(name: str) -> list[tuple[str, frozenset[str]]]:
    """Read the sentences: slugs before the tab, more of them behind a bar at the end."""
    rows = []
    for line in (SAMPLES / f"{name}.tsv").read_text("utf-8").splitlines():
        slugs, _, rest = line.partition("\t")
        sentence, _, more = rest.partition("|")
        rows.append((sentence, frozenset(s for part in (slugs, more) for s in part.split(",") if s)))
    return rows


@pytest.mark.parametrize("name", SETS)
def test_names_are_found_and_told_from_other_words(name: str) -> None:
    """At least .95 of what is found is right, and .90 of what is there is found."""
    names = Names(load().organizations)
    right = wrong = missed = 0
    notes = []
    rows = labelled(name)
    for sentence, expected in rows:
        found = {m.organization for m in names.find({"title": sentence}, DAY)}
        right, wrong, missed = (
            right + len(found & expected),
            wrong + len(found - expected),
            missed + len(expected - found),
        )
        if found != expected:
            notes.append(f"{sentence}: found {sorted(found)}, not {sorted(expected)}")
    assert len(rows) >= SETS[name]
    assert right / (right + wrong) >= 0.95, notes
    assert right / (right + missed) >= 0.90, notes

"""The rules never score below the pinned floors; lowering a floor needs a line in the changelog."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.tagging import score

if TYPE_CHECKING:
    from pathlib import Path


def _under(counts: dict[str, score.Count], floors: dict[str, float], measure: str) -> list[str]:
    return [
        f"{name}: {counts[name]}" for name, floor in floors.items() if getattr(counts[name], measure) < floor
    ]


def test_own_cases_are_many_and_cover_every_error_class() -> None:
    cases = [
        json.loads(line) for line in (score.HERE / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(cases) >= 300
    assert len({case["title"] for case in cases}) == len(cases)
    assert len({case["class"] for case in cases}) >= 25


def test_own_cases_keep_their_floors() -> None:
    by_tag, by_class = score.own()
    assert not _under(by_tag, score.floors()["own cases, F1"], "f1")
    assert not [name for name, count in by_class.items() if count.f1 < 0.9 and count.right]


def test_facets_keep_their_floors_on_a_hundred_cases_a_group() -> None:
    """Stages and trades of strikes and kinds of AI roles are gates like the tags themselves."""
    counts = score.facets()
    assert min(count.right + count.missed for count in counts.values()) >= 100
    assert not _under(counts, score.floors()["own cases, facets, F1"], "f1")


@pytest.mark.data
def test_labelled_sets_keep_their_floors(data: Path) -> None:
    assert not _under(score.labelled(data), score.floors()["labelled sets, F1"], "f1")


@pytest.mark.data
def test_stages_of_reports_keep_their_floors(data: Path) -> None:
    """Every labelled report is there, and each part keeps what was reached."""
    counts = score.stages(data)
    assert not _under(counts, score.floors()["stages of reports, F1"], "f1")
    assert sum(count.right + count.missed for count in counts.values()) >= 180


@pytest.mark.data
@pytest.mark.slow
def test_precision_on_real_items_keeps_its_floors_and_all_flagged_entries_were_read(data: Path) -> None:
    counts = score.live(data)
    assert not _under(counts, score.floors()["live precision"], "precision")
    assert counts["strike, feeds-2023"].unread + counts["ai_role, feeds-2023"].unread <= 5

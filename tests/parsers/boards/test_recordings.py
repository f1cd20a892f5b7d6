"""Recorded answers of real boards are read whole: every posting, and every field that they have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from parsers.board import load, systems
from picketwire.errors import ParseError
from picketwire.records import Item, Posting, Request
from tests.parsers.boards.recorded import FIELDS, held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.data
ADDRESSES = {
    "greenhouse": "https://boards-api.greenhouse.io/v1/boards/x/jobs",
    "eightfold": "https://x.eightfold.ai/api/apply/v2/jobs?domain=x.com",
    "workday": "https://x.wd5.myworkdayjobs.com/wday/cxs/x/jobs/jobs",
    "smartrecruiters": "https://api.smartrecruiters.com/v1/companies/x/postings",
    "successfactors": "https://career4.successfactors.com/career?company=x&career_ns=job_listing_summary",
    "phenom": "https://careers.x.example/us/en/search-results",
    "jibe": "https://careers.x.example/api/jobs?page=1",
    "oracle": "https://x.fa.oraclecloud.com/hcmRestApi/resources/latest/recruitingCEJobRequisitions?finder=findReqs",
}
PAGES = {
    "eightfold_amdocs_job_page.html": "https://amdocs.eightfold.ai/careers/job/563431013427445",
    "sig_job_detail_jsonld.html": "https://careers-sig.icims.com/jobs/11169/x/job?in_iframe=1",
}
# Recorded, and no answer of a board: an error, a table of other tags, a list of freshness.
NO_ANSWERS = {"netflix_not_found.json", "whoishiring_classified_2026-05-05.json", "fedex_freshness.tsv"}


def _recordings(data: Path) -> Iterator[tuple[str, Path]]:
    for system in sorted(set(systems()) & {path.name for path in (data / "jobs").iterdir()} | {"jsonld"}):
        folder = "jsonld_html" if system == "jsonld" else system
        for path in sorted((data / "jobs" / folder).rglob("*.*")):
            if path.name not in NO_ANSWERS:
                yield system, path
    for path in sorted((data / "jobs" / "series").glob("*/*.json")):
        yield "eightfold" if path.parent.name.startswith("netflix") else "greenhouse", path


def _read(system: str, path: Path) -> tuple[Item, ...]:
    url = PAGES.get(path.name) or ADDRESSES.get(system, "https://x.example/list")
    return load(system).read(path.read_bytes(), Request(url=url)).items


def _has(item: Item) -> dict[str, bool]:
    about = item.posting or Posting()
    employer = bool(about.employer)
    return {
        "employer": employer,
        "place": bool(about.locations),
        "day": about.opened is not None,
        "pay": any(pay.stated_by != "employer-text" for pay in about.pay),
        "text": bool(item.body),
    }


def test_every_recording_is_read_whole(data: Path) -> None:
    """Counts equal the recording's own; each posting has id, title, address and all that was recorded."""
    faults = []
    for system, path in _recordings(data):
        items, there = _read(system, path), [{}] if path.name in PAGES else held(system, path.read_bytes())
        if len(items) != len(there):
            faults.append(f"{path.name}: {len(items)} read, {len(there)} there")
        if not all(item.native_id and item.title and item.url for item in items):
            faults.append(f"{path.name}: a posting without id, title or address")
        for item, fields in zip(items, there, strict=False):
            lost = [name for name in FIELDS if fields.get(name) and not _has(item)[name]]
            faults += [f"{path.name}: {item.native_id} has {name}, not read" for name in lost]
    assert not faults, "\n".join(faults[:40])


def test_recordings_that_are_no_answers_are_refused(data: Path) -> None:
    """An error of Lever, somebody's table and a page for bots are not taken for empty boards."""
    refused = {
        "lever": "lever/netflix_not_found.json",
        "greenhouse": "glassdoor/blocked_security_page.html",
        "hackernews": "hackernews/whoishiring_classified_2026-05-05.json",
    }
    for system, name in refused.items():
        with pytest.raises(ParseError, match="not an answer of"):
            load(system).read((data / "jobs" / name).read_bytes(), Request(url="https://x.example/"))


def test_ids_stay_while_a_board_is_recorded_over_time(data: Path) -> None:
    """The ids read from each snapshot of a series are the ids that stand in it."""
    for path in sorted((data / "jobs" / "series").glob("*/*.json")):
        recorded = json.loads(path.read_bytes())
        entries = recorded["jobs"] if isinstance(recorded, dict) else recorded
        system = "greenhouse" if isinstance(recorded, dict) else "eightfold"
        assert [item.native_id for item in _read(system, path)] == [str(entry["id"]) for entry in entries], (
            path.name
        )

"""The poll flow end to end: a real Prefect server, a real archive, feeds on loopback."""

from __future__ import annotations

import asyncio
import gzip
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive.lock import writer_lock
from picketwire.archive.opening import open_reader, open_writer
from picketwire.errors import ArchiveBusy, ConfigError
from picketwire.pipeline.poll import poll as poll_by_core
from picketwire.pipeline.selection import Selection
from picketwire.settings.load import load
from tests.flows.conftest import rss
from tests.servers import Reply

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tests.flows.conftest import Desk

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]
FEEDS = [f"feed-{n:02}" for n in range(24)]  # more than one batch


def run(**options: Any) -> Any:
    """Run the flow in this process; return its final state."""
    from flows.poll import PollOptions, poll

    started: Any = poll(PollOptions(**options), return_state=True)
    return asyncio.run(started)


async def shown(run: UUID) -> tuple[dict[str, Any], list[str]]:
    """Return what a run put on its page: its artifacts by key, and the names of its tasks."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, FlowRunFilter

    async with get_client() as client:
        artifacts = await client.read_artifacts(
            artifact_filter=ArtifactFilter.model_validate({"flow_run_id": {"any_": [run]}})
        )
        tasks = await client.read_task_runs(
            flow_run_filter=FlowRunFilter.model_validate({"id": {"any_": [run]}})
        )
    return {a.key or "": a.data for a in artifacts}, sorted(t.name.rpartition("-")[0] for t in tasks)


def test_a_run_stores_what_sources_bring_and_shows_a_row_for_each(desk: Desk) -> None:
    """One feed of 24 fails: the others are stored, the run completes and says so."""
    desk.watch(*FEEDS)
    for slug in FEEDS[1:]:
        desk.site.routes[f"/{slug}"] = Reply(body=rss(f"{slug} writers strike", f"{slug} weather"))
    state = run(everything=True, at="2023-07-26T12:00:00Z")
    assert state.is_completed()
    assert state.message == "24 sources due: 23 complete, 1 failed; 46 new items, 0 changed"
    with open_reader(desk.archive) as connection:
        seen = connection.execute("SELECT count(*), min(first_seen), max(first_seen) FROM items").fetchone()
    assert tuple(seen) == (46, "2023-07-26T12:00:00Z", "2023-07-26T12:00:00Z")
    artifacts, tasks = asyncio.run(shown(state.state_details.flow_run_id))
    assert tasks == ["collect", "collect"], "a task carries a batch of sources"
    assert [row["source"] for row in json.loads(artifacts["poll-sources"])] == FEEDS, "failed ones first"
    assert "feed-00: failed" in artifacts["poll-summary"]


def test_a_run_by_the_flow_leaves_what_a_run_by_the_core_leaves(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice each: the second time nothing has changed, and no answer is kept twice."""
    desk.watch("ledger", "courier", "herald")
    for slug in ("ledger", "courier"):
        desk.site.routes[f"/{slug}"] = Reply(body=rss(f"{slug} writers strike", f"{slug} weather"))
    moments = [datetime(2023, 7, 26, hour, tzinfo=UTC) for hour in (12, 14)]
    for moment in moments:
        assert run(everything=True, at=moment).is_completed()
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(desk.folder / "core" / "archive.sqlite"))
    config = load()
    for moment in moments:
        with open_writer(config.settings.archive) as db:
            poll_by_core(db, config, Selection(everything=True), clock=lambda: moment)  # noqa: B023
    assert left_in(desk.archive) == left_in(config.settings.archive)


def left_in(archive: Path) -> list[Any]:
    """Return what two runs over the same answers must agree on: rows, and answers kept once."""
    questions = (
        "SELECT source, started, outcome, reason, seen, new, changed FROM fetches ORDER BY source, started",
        "SELECT source, native_id, title, first_seen, last_seen FROM items ORDER BY source, native_id",
        "SELECT url, status, sha256, count(*) FROM requests GROUP BY url, status, sha256 ORDER BY url",
    )
    with open_reader(archive) as connection:
        rows = [[tuple(row) for row in connection.execute(question)] for question in questions]
    kept = [gzip.decompress(path.read_bytes()) for path in archive.parent.glob("warc/**/*.warc.gz")]
    return [rows, sum(text.count(b"WARC-Type: revisit") for text in kept)]


def test_a_dry_run_asks_nobody_and_writes_nothing(desk: Desk) -> None:
    desk.watch("ledger", "courier")
    state = run(dry_run=True)
    assert state.message == "2 sources would be polled"
    assert not desk.site.asked
    assert not desk.archive.exists()


def test_an_unknown_source_fails_the_run_before_anything_is_asked(desk: Desk) -> None:
    desk.watch("ledger")
    state = run(sources=["legder"])
    assert state.is_failed()
    assert "no source 'legder'" in state.message
    with pytest.raises(ConfigError):
        asyncio.run(state.aresult())
    assert not desk.site.asked


def test_while_another_process_writes_a_scheduled_run_leaves_and_one_by_hand_gives_up_in_the_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.watch("ledger")
    monkeypatch.setattr("flows.poll.PATIENCE", 0.2)
    with writer_lock(desk.archive):
        left = run(wait=False)
        waited = run()
    assert (left.name, left.is_completed()) == ("Skipped", True)
    assert waited.is_failed()
    with pytest.raises(ArchiveBusy):
        asyncio.run(waited.aresult())
    assert not desk.site.asked


def test_the_run_says_what_it_linked_when_everything_is_linked_again(desk: Desk) -> None:
    from flows.link import link

    desk.watch("ledger")
    started: Any = link(return_state=True)
    state: Any = asyncio.run(started)
    assert state.message == "0 new links, 0 removed"


def test_a_preview_of_linking_says_what_would_change_and_writes_nothing(desk: Desk) -> None:
    from flows.link import link

    desk.watch("ledger")
    run()
    before = desk.archive.read_bytes()
    started: Any = link(dry_run=True, return_state=True)
    state: Any = asyncio.run(started)
    assert state.message == "nothing would change"
    assert desk.archive.read_bytes() == before

"""Hostile servers and broken documents cost their own source one poll, with an outcome and a reason."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter

import pytest

from tests.builders import feed
from tests.fetching.hostile import BEHAVIOURS, hostile_server
from tests.pipeline.test_poll import rss
from tests.servers import Reply, serve

HEALTHY = 5


@pytest.fixture
def hostile_port():
    """The hostile server in a thread of its own; its port."""
    ready, done = threading.Event(), []

    async def run() -> None:
        async with hostile_server() as port:
            done.extend([port, asyncio.get_running_loop(), asyncio.Event()])
            ready.set()
            await done[2].wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    yield done[0]
    done[1].call_soon_threadsafe(done[2].set)
    thread.join(10)


@pytest.mark.slow
def test_every_hostile_server_is_one_failed_poll_and_the_healthy_are_complete(desk, hostile_port):
    desk.more |= {"deadline": 3.0, "allow_private": False, "allow_hosts": frozenset()}
    with serve({"/feed": Reply(body=rss(("1", "Writers picket")))}) as site:
        desk.more["allow_hosts"] = frozenset({site.host_port, ("127.0.0.1", hostile_port)})
        for n, name in enumerate(BEHAVIOURS):
            desk.sources.append(feed(f"bad{n}", url=f"http://127.0.0.1:{hostile_port}/{name}"))
        desk.sources.extend(feed(f"good{n}", url=f"{site.url}/feed?{n}") for n in range(HEALTHY))
        desk.poll()
    rows = desk.rows("SELECT source, outcome, reason FROM fetches")
    good = [outcome for source, outcome, _ in rows if source.startswith("good")]
    assert good == ["complete"] * HEALTHY
    assert len(rows) == len(BEHAVIOURS) + HEALTHY
    silent = [row for row in rows if row[1] not in {"complete", "unchanged"} and not row[2]]
    assert silent == []
    print(Counter(outcome for _, outcome, _ in rows))


@pytest.mark.data
def test_every_broken_document_ends_in_an_outcome_with_a_reason(desk, data):
    folders = ("feeds/broken", "suites/feedparser-6.0.14", "suites/payloads-xxe")
    files = [p for name in folders for p in sorted((data / name).rglob("*")) if p.is_file()]
    assert len(files) > 1500
    desk.more["wire_limit"] = desk.more["decoded_limit"] = 64 * 2**20
    with serve() as site:
        for n, path in enumerate(files):
            site.routes[f"/{n}"] = Reply(body=path.read_bytes())
            desk.sources.append(feed(f"b{n}", url=f"{site.url}/{n}"))
        desk.poll()
    rows = desk.rows("SELECT source, outcome, reason FROM fetches")
    assert len(rows) == len(files)
    assert [row for row in rows if row[1] not in {"complete", "unchanged"} and not row[2]] == []
    deaths = [
        row
        for row in rows
        if "parser process" in row[2] or "longer than" in row[2] or "the parser failed" in row[2]
    ]
    print(Counter(row[1] for row in rows))
    assert deaths == []

"""Every answer is kept as it came, in files that other tools read, and comes back the same."""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import zlib
from contextlib import suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from picketwire.errors import ArchiveError, FetchError
from picketwire.fetching.warc import WarcSink
from picketwire.fetching.warc_reading import Kept, read_record
from picketwire.records import Document, Exchange, Request
from tests.fetching.hostile import hostile_server
from tests.fetching.running import NOW, clock, fetch, fetcher
from tests.servers import Reply, Site, serve

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.fetching.results import Fetched

FEED = b"<rss version='2.0'><channel><title>Strike begins</title></channel></rss>"
CODINGS = {
    "plain": (FEED, {}),
    "gzip": (gzip.compress(FEED), {"Content-Encoding": "gzip"}),
    "deflate": (zlib.compress(FEED), {"Content-Encoding": "deflate"}),
    "undeclared": (gzip.compress(FEED), {"Content-Type": "application/gzip"}),
}


@pytest.fixture
def sink(tmp_path: Path) -> WarcSink:
    return WarcSink(tmp_path, clock=clock)


def kept(folder: Path, exchange: Exchange) -> Kept:
    assert exchange.warc_file is not None
    assert exchange.warc_offset is not None
    return read_record(folder, exchange.warc_file, exchange.warc_offset, source="a-source")


def document(fetched: Fetched) -> Document:
    assert fetched.document is not None
    return fetched.document


def records(folder: Path) -> list[tuple[str, bytes]]:
    """Read all files of a folder with warcio: the type and payload of every record."""
    found = []
    for path in sorted(folder.rglob("*.warc.gz")):
        with path.open("rb") as stream:
            found += [(record.rec_type, record.raw_stream.read()) for record in ArchiveIterator(stream)]
    return found


@pytest.mark.parametrize("coding", CODINGS)
def test_a_document_is_read_back_as_it_was_fetched(sink: WarcSink, tmp_path: Path, coding: str) -> None:
    wire, headers = CODINGS[coding]
    with serve({"/feed": Reply(body=wire, headers=headers, etag='"1"')}) as site, sink:
        fetched = fetch(site.port, "/feed?a=1", sink=sink)
    again = kept(tmp_path, fetched.exchanges[0])
    assert again.document == fetched.document
    assert document(fetched).body == FEED
    assert (again.request.url, again.request.method, again.truncated) == (f"{site.url}/feed?a=1", "GET", None)
    assert ("response", wire) in records(tmp_path)  # as it came over the wire


def test_the_request_is_kept_with_its_body(sink: WarcSink, tmp_path: Path) -> None:
    with serve({"/jobs": Reply(body=b"{}")}) as site, sink:
        asked = Request(
            url=f"{site.url}/jobs", method="POST", headers=(("X-A", "1"),), body=b'{"offset": 20}'
        )
        exchange = fetch(site.port, asked, sink=sink).exchanges[0]
    again = kept(tmp_path, exchange).request
    assert (again.method, again.body) == ("POST", b'{"offset": 20}')
    assert ("X-A", "1") in again.headers


def test_the_file_is_named_by_day_time_and_process_and_opens_with_a_description(tmp_path: Path) -> None:
    sinks = [WarcSink(tmp_path, clock=clock) for _ in range(2)]
    with serve({"/feed": Reply(body=FEED)}) as site, sinks[0], sinks[1]:
        files = [fetch(site.port, "/feed", sink=sink).exchanges[0].warc_file for sink in sinks]
    assert files == [f"warc/2023/05/02/20230502T123000Z-{os.getpid()}-{number}.warc.gz" for number in (0, 1)]
    assert [kind for kind, _ in records(tmp_path)] == ["warcinfo", "response", "request"] * 2


def test_nothing_fetched_leaves_no_file(sink: WarcSink, tmp_path: Path) -> None:
    sink.close()
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_is_there_before_the_caller_goes_on(sink: WarcSink, tmp_path: Path) -> None:
    with serve({"/feed": Reply(body=FEED)}) as site:
        exchange = fetch(site.port, "/feed", sink=sink).exchanges[0]  # the sink is still open
    assert kept(tmp_path, exchange).document.body == FEED
    sink.close()


def test_a_body_that_was_kept_before_is_kept_once(sink: WarcSink, tmp_path: Path) -> None:
    with serve({"/feed": Reply(body=FEED, headers={"X-A": "1"}), "/copy": Reply(body=FEED)}) as site, sink:
        fetches = [fetch(site.port, path, sink=sink) for path in ("/feed", "/copy", "/feed")]
    kinds = [kind for kind, _ in records(tmp_path) if kind in {"response", "revisit"}]
    assert kinds == ["response", "revisit", "revisit"]
    for fetched in fetches:
        assert kept(tmp_path, fetched.exchanges[0]).document == fetched.document


def test_an_earlier_run_is_referred_to_and_a_chain_never_grows(tmp_path: Path) -> None:
    exchanges: list[Exchange] = []

    def earlier(sha256: str) -> tuple[str, int] | None:
        found = [(e.warc_file, e.warc_offset) for e in exchanges if e.sha256 == sha256]
        return found[-1] if found else None  # type: ignore[return-value]

    with serve({"/feed": Reply(body=FEED)}) as site:
        for _ in range(3):
            with WarcSink(tmp_path, clock=clock, earlier=earlier) as sink:
                exchanges += fetch(site.port, "/feed", sink=sink).exchanges
    revisits = []
    for path in sorted(tmp_path.rglob("*.warc.gz")):
        with path.open("rb") as stream:
            revisits += [r.rec_headers for r in ArchiveIterator(stream) if r.rec_type == "revisit"]
    assert [head.get_header("WARC-Refers-To-Filename") for head in revisits] == [exchanges[0].warc_file] * 2
    assert {kept(tmp_path, exchange).document.body for exchange in exchanges} == {FEED}


@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_an_earlier_record_that_is_not_there_is_not_referred_to(tmp_path: Path, damage: str) -> None:
    with serve({"/feed": Reply(body=FEED), "/other": Reply(body=b"other")}) as site:
        with WarcSink(tmp_path, clock=clock) as first:
            paths = ["/other", "/feed"] if damage == "other" else ["/feed"]
            exchange, *_ = [fetch(site.port, path, sink=first).exchanges[0] for path in paths]
        file = tmp_path / str(exchange.warc_file)
        if damage == "gone":
            file.unlink()
        elif damage == "cut":
            os.truncate(file, (exchange.warc_offset or 0) + 40)
        place = (str(exchange.warc_file), exchange.warc_offset or 0)
        with WarcSink(tmp_path, clock=clock, earlier=lambda _: place) as second:
            again = fetch(site.port, "/feed", sink=second).exchanges[0]
    assert kept(tmp_path, again).document.body == FEED


def test_every_hop_and_every_error_page_is_kept(sink: WarcSink, tmp_path: Path) -> None:
    moved = Reply(status=301, headers={"Location": "/gone"})
    routes = {"/a": moved, "/gone": Reply(status=410, body=b"so long")}
    with serve(routes) as site, sink, pytest.raises(FetchError) as failed:
        fetch(site.port, "/a", sink=sink)
    assert [kept(tmp_path, exchange).document.status for exchange in failed.value.exchanges] == [301, 410]
    assert kept(tmp_path, failed.value.exchanges[1]).document.body == b"so long"


def test_an_answer_that_says_nothing_has_changed_is_kept_too(sink: WarcSink, tmp_path: Path) -> None:
    with serve({"/feed": Reply(body=FEED, etag='"1"')}) as site, sink:
        exchange = fetch(site.port, "/feed", sink=sink, etag='"1"').exchanges[0]
    again = kept(tmp_path, exchange)
    assert (again.document.status, again.document.body) == (304, b"")
    assert ("If-None-Match", '"1"') in again.request.headers


@pytest.mark.parametrize(
    ("behaviour", "truncated", "least"),
    [
        ("endless-body", "length", 2000),
        ("stall-body", "time", 5),
        ("short-body", "disconnect", 5),
        ("chunk-missing", "disconnect", 5),
        ("gzip-truncated", None, 10),
        ("brotli", None, 5),
        ("fine-chunked", None, 10),
    ],
)
def test_what_arrived_of_a_broken_answer_is_kept_and_marked(
    sink: WarcSink, tmp_path: Path, behaviour: str, truncated: str | None, least: int
) -> None:
    async def run() -> tuple[Exchange, ...]:
        async with hostile_server() as port, fetcher(port, sink, deadline=1.0, wire_limit=2000) as client:
            try:
                request = Request(url=f"http://127.0.0.1:{port}/{behaviour}")
                return (await client.fetch(request, source="s")).exchanges
            except FetchError as error:
                return error.exchanges

    with sink:
        [exchange] = asyncio.run(run())
    again = kept(tmp_path, exchange)
    assert again.truncated == truncated
    assert len(again.document.body) >= least
    assert exchange.bytes >= least
    assert "transfer-encoding" not in again.document.headers


def many(site: Site, sink: WarcSink) -> None:
    for number in range(8):
        site.routes[f"/{number}"] = Reply(body=FEED * (number + 1), headers={"X-Name": "Zoë"})
        with suppress(FetchError):
            fetch(site.port, f"/{number}", sink=sink)


def test_other_tools_find_the_files_in_order(sink: WarcSink, tmp_path: Path) -> None:
    with serve() as site, sink:
        many(site, sink)
        fetch(site.port, "/1", sink=sink)

    files = [str(path) for path in tmp_path.rglob("*.warc.gz")]
    checker = Checker(SimpleNamespace(inputs=files, verbose=False))
    checker.process_all()
    assert checker.exit_value == 0
    assert [kind for kind, _ in records(tmp_path)].count("response") == 8


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    with serve() as site, WarcSink(tmp_path, clock=clock, full=1500) as sink:
        many(site, sink)
    assert len(list(tmp_path.rglob("*.warc.gz"))) > 1
    assert [kind for kind, _ in records(tmp_path)].count("response") == 8


def test_a_full_disk_is_an_error_and_leaves_a_file_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, space = os.write, [900]

    def write(descriptor: int, data: Any) -> int:
        if space[0] <= 0:
            raise OSError(28, "No space left on device")
        count = real(descriptor, bytes(data)[: space[0]])
        space[0] -= count
        return count

    bodies = {f"/{n}": Reply(body=random.Random(n).randbytes(500)) for n in range(3)}
    with serve(bodies) as site, WarcSink(tmp_path, clock=clock) as sink:
        fetch(site.port, "/0", sink=sink)
        monkeypatch.setattr(os, "write", write)
        with pytest.raises(ArchiveError, match=r"answers cannot be kept in .*warc: No space left on device"):
            fetch(site.port, "/1", sink=sink)
        space[0] = 10**6
        exchange = fetch(site.port, "/2", sink=sink).exchanges[0]
    assert [kind for kind, _ in records(tmp_path)] == ["warcinfo"] + ["response", "request"] * 2
    assert kept(tmp_path, exchange).document.body == bodies["/2"].body


def test_a_folder_that_cannot_be_written_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "warc").write_text("in the way")
    sink = WarcSink(tmp_path, clock=clock)
    with serve({"/feed": Reply(body=FEED)}) as site, pytest.raises(ArchiveError, match=str(tmp_path)):
        fetch(site.port, "/feed", sink=sink)


def test_damage_is_told_and_never_taken_for_a_document(tmp_path: Path) -> None:
    with serve() as site, WarcSink(tmp_path, clock=clock) as sink:
        site.routes["/feed"] = Reply(body=FEED * 50)
        exchange = fetch(site.port, "/feed", sink=sink).exchanges[0]
    file = tmp_path / str(exchange.warc_file)
    good, draw = file.read_bytes(), random.Random(7)
    before = kept(tmp_path, exchange).document
    for attempt in range(300):
        bad = bytearray(good)
        if attempt % 2:
            del bad[draw.randrange(exchange.warc_offset or 0, len(bad)) :]
        else:
            bad[draw.randrange(exchange.warc_offset or 0, len(bad))] ^= 1 << draw.randrange(8)
        file.write_bytes(bad)
        with suppress(ArchiveError):
            assert kept(tmp_path, exchange).document.body == before.body
    file.unlink()
    with pytest.raises(ArchiveError, match="No such file"):
        kept(tmp_path, exchange)


def test_days_and_instants_come_from_the_clock_it_was_given(sink: WarcSink, tmp_path: Path) -> None:
    with serve({"/feed": Reply(body=FEED)}) as site, sink:
        exchange = fetch(site.port, "/feed", sink=sink).exchanges[0]
    assert kept(tmp_path, exchange).document.fetched_at == NOW

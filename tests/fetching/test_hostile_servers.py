"""Whatever a server does, a fetch ends in time and in little memory, with an outcome and a reason."""

from __future__ import annotations

import asyncio
import tracemalloc

import pytest

from picketwire.errors import FetchError
from picketwire.fetching.results import Fetched
from picketwire.records import Outcome, Request
from tests.fetching.hostile import BEHAVIOURS, FEED, hostile_server
from tests.fetching.running import fetcher

FAILED, BLOCKED, GONE = Outcome.FAILED, Outcome.BLOCKED, Outcome.GONE
EXPECTED = {
    "bomb-gzip": (FAILED, "too large once decompressed"),
    "bomb-chunked": (FAILED, "broke off"),
    "bomb-unannounced": (FAILED, "too large once decompressed"),
    "gzip-twice": (FAILED, "coded more than once"),
    "gzip-twice-announced": (FAILED, "coded more than once"),
    "brotli": (FAILED, "'br', which was not offered"),
    "zstd": (FAILED, "'zstd', which was not offered"),
    "gzip-truncated": (FAILED, "truncated gzip"),
    "gzip-damaged": (FAILED, "damaged gzip"),
    "gzip-not": (FAILED, "announced as gzip and is not"),
    "drip-body": (FAILED, "still coming after 2 s"),
    "drip-headers": (FAILED, "no answer within 2 s"),
    "stall-body": (FAILED, "stopped growing"),
    "silence": (FAILED, "no answer within 2 s"),
    "endless-body": (FAILED, "larger than 5,242,880 bytes"),
    "endless-chunks": (FAILED, "larger than 5,242,880 bytes"),
    "endless-tiny-chunks": (FAILED, "still coming after 2 s"),
    "endless-chunk-extension": (FAILED, "stopped growing"),
    "endless-trailers": (FAILED, ""),
    "endless-early-hints": (FAILED, "no answer within 2 s"),
    "endless-status-line": (FAILED, "did not answer in HTTP"),
    "endless-header": (FAILED, "did not answer in HTTP"),
    "million-headers": (FAILED, "did not answer in HTTP"),
    "announced-large": (FAILED, "announced with 99,999,999 bytes"),
    "length-overflow": (FAILED, "did not answer in HTTP"),
    "short-body": (FAILED, "broke off after 5 bytes"),
    "chunk-bad": (FAILED, "broke off after 5 bytes: its chunks make no sense"),
    "chunk-missing": (FAILED, "broke off after 5 bytes"),
    "reset": (FAILED, "broke"),
    "reset-in-body": (FAILED, "broke off after 5 bytes"),
    "empty": (FAILED, "closed the connection without an answer"),
    "no-http": (FAILED, "did not answer in HTTP"),
    "redirect-loop": (FAILED, "redirects in a circle"),
    "redirect-far": (FAILED, "more than 5 redirects"),
    "redirect-nowhere": (FAILED, "301 Moved Permanently without a target"),
    "redirect-loopback": (BLOCKED, "127.0.0.1 is not a public address"),
    "redirect-mapped": (BLOCKED, "is not a public address"),
    "redirect-hex": (BLOCKED, ""),
    "redirect-file": (BLOCKED, "file: addresses are not fetched"),
    "redirect-ftp": (BLOCKED, "ftp: addresses are not fetched"),
    "redirect-user": (BLOCKED, "user name"),
    "redirect-unreadable": (BLOCKED, "unreadable address"),
    "too-many-requests": (FAILED, "429 Too Many Requests, asked to wait 86400 s"),
    "not-modified-with-body": (FAILED, "304 Not Modified, though nobody asked"),
    "not-modified-unasked": (FAILED, "304 Not Modified, though nobody asked"),
    "partial": (FAILED, "206 Partial Content"),
    "upgrade": (FAILED, "101 Switching Protocols"),
    "gone": (GONE, "410 Gone"),
    "forbidden": (BLOCKED, "403 Forbidden"),
    "strange-status": (FAILED, "999"),
}
FINE = [name for name in BEHAVIOURS if name.startswith("fine")]
Results = dict[str, Fetched | FetchError]


async def fetch_each(names: list[str], etag: str | None = None) -> Results:
    """Fetch several behaviours at the same time in one run; a minute is far more than it may take."""
    async with hostile_server() as port, fetcher(port, deadline=2.0) as client, asyncio.timeout(60):

        async def one(name: str) -> Fetched | FetchError:
            try:
                return await client.fetch(
                    Request(url=f"http://127.0.0.1:{port}/{name}"), source="s", etag=etag
                )
            except FetchError as error:
                return error

        return dict(zip(names, await asyncio.gather(*map(one, names)), strict=True))


@pytest.fixture(scope="module")
def results() -> Results:
    """All behaviours at the same time in one run; the one that shuts the origin for a day comes after."""
    last = ["too-many-requests"]
    return asyncio.run(fetch_each([name for name in BEHAVIOURS if name not in last])) | asyncio.run(
        fetch_each(last)
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_every_misbehaviour_ends_in_an_outcome_with_a_reason(results: Results, name: str) -> None:
    outcome, words = EXPECTED[name]
    error = results[name]
    assert isinstance(error, FetchError), error
    assert (error.outcome, words in str(error)) == (outcome, True), str(error)
    assert str(error).isprintable()
    assert len(str(error)) < 200
    assert error.exchanges


@pytest.mark.parametrize("name", FINE)
def test_healthy_answers_of_the_same_run_are_whole(results: Results, name: str) -> None:
    fetched = results[name]
    assert isinstance(fetched, Fetched), str(fetched)
    assert fetched.document is not None
    assert fetched.document.body == FEED
    assert fetched.complete


def test_a_body_that_only_a_closed_connection_ends_is_not_called_complete(results: Results) -> None:
    fetched = results["unframed"]
    assert isinstance(fetched, Fetched)
    assert fetched.document is not None
    assert (fetched.document.body, fetched.complete) == (FEED[:30], False)


def test_a_login_page_passes_since_judging_it_is_the_parsers_work(results: Results) -> None:
    assert isinstance(results["login-page"], Fetched)


def test_every_behaviour_is_expected_somewhere() -> None:
    assert set(BEHAVIOURS) == {*EXPECTED, *FINE, "unframed", "login-page", "not-modified-at-once"}


@pytest.mark.parametrize(
    "name",
    ["bomb-gzip", "bomb-unannounced", "gzip-twice", "endless-body", "million-headers", "endless-trailers"],
)
def test_bombs_and_floods_take_little_memory(name: str) -> None:
    asyncio.run(fetch_each(["fine"]))  # what is imported and cached once is not the bomb's doing
    tracemalloc.start()
    try:
        asyncio.run(fetch_each([name]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 64 * 2**20


def test_a_not_modified_with_a_body_does_not_spoil_the_next_answer() -> None:
    async def run() -> tuple[Fetched, Fetched]:
        async with hostile_server() as port, fetcher(port) as client:
            url = f"http://127.0.0.1:{port}"
            asked = await client.fetch(Request(url=f"{url}/not-modified-with-body"), source="s", etag='"1"')
            return asked, await client.fetch(Request(url=f"{url}/fine"), source="s", etag='"1"')

    unchanged, following = asyncio.run(run())
    assert unchanged.not_modified
    assert following.document is not None
    assert following.document.body == FEED


def test_a_server_whose_not_modified_cannot_be_read_is_asked_for_the_document() -> None:
    fetched = asyncio.run(fetch_each(["not-modified-at-once"], etag='"1"'))["not-modified-at-once"]
    assert isinstance(fetched, Fetched)
    assert fetched.document is not None
    assert fetched.document.body == FEED

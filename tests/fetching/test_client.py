"""What one fetch brings home: documents, validators, redirects, statuses, and the record of each hop."""

from __future__ import annotations

import asyncio
import gzip
import socket
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from picketwire.errors import FetchError
from picketwire.fetching.decoding import CodingError, decode
from picketwire.fetching.settings import FetchSettings
from picketwire.records import Outcome, Request
from tests.fetching.running import NOW, fetch, fetcher
from tests.servers import Asked, Reply, serve

FEED = b"<rss version='2.0'><channel><title>Strike begins</title></channel></rss>"


def to(path: str, status: int = 302, **headers: str) -> Reply:
    return Reply(status=status, headers={"Location": path, **headers})


def test_a_document_says_where_it_came_from_and_when() -> None:
    with serve(
        {"/feed": Reply(body=FEED, headers={"Content-Type": "application/rss+xml", "X-A": "1"})}
    ) as site:
        fetched = fetch(site.port, "/feed#top")
    document = fetched.document
    assert document is not None
    assert (document.source, document.url, document.final_url) == (
        "a-source",
        f"{site.url}/feed#top",
        f"{site.url}/feed",
    )
    assert (document.status, document.content_type, document.body) == (200, "application/rss+xml", FEED)
    assert document.headers["x-a"] == "1"
    assert document.fetched_at == NOW  # whole seconds
    assert document.sha256 == sha256(FEED).hexdigest()
    assert fetched.complete
    assert fetched.permanent_to is None
    [exchange] = fetched.exchanges
    assert (exchange.url, exchange.status, exchange.bytes, exchange.error) == (
        f"{site.url}/feed",
        200,
        len(FEED),
        None,
    )


def test_a_coded_document_has_the_hash_of_what_it_says_and_the_exchange_that_of_what_came() -> None:
    wire = gzip.compress(FEED)
    with serve({"/feed": Reply(body=wire, headers={"Content-Encoding": "gzip"})}) as site:
        fetched = fetch(site.port, "/feed")
    assert fetched.document is not None
    assert fetched.document.sha256 == sha256(FEED).hexdigest()
    assert (fetched.exchanges[0].sha256, fetched.exchanges[0].bytes) == (sha256(wire).hexdigest(), len(wire))


def test_requests_say_who_asks_and_offer_only_what_is_decoded_here() -> None:
    with serve({"/feed": Reply(body=FEED, headers={"Set-Cookie": "id=1; Path=/"})}) as site:
        asked = Request(
            url=f"{site.url}/feed", headers=(("Accept-Encoding", "br"), ("Range", "bytes=0-9"), ("X-A", "1"))
        )
        fetch(site.port, asked, contact="desk@example.org", user_agent="Picketwire/9")
        fetch(site.port, asked)
    first, second = site.asked
    assert first.headers["user-agent"] == "Picketwire/9 (+desk@example.org)"
    assert first.headers["accept-encoding"] == "gzip, deflate"
    assert first.headers["x-a"] == "1"
    assert "range" not in first.headers
    assert "cookie" not in second.headers


def test_a_post_carries_its_body_and_headers() -> None:
    request = Request(
        url="", method="POST", headers=(("Content-Type", "application/json"),), body=b'{"offset":20}'
    )
    with serve({"/jobs": lambda asked: Reply(body=asked.body)}) as site:
        fetched = fetch(
            site.port,
            Request(url=f"{site.url}/jobs", method="POST", headers=request.headers, body=request.body),
        )
    assert fetched.document is not None
    assert fetched.document.body == b'{"offset":20}'
    assert site.asked[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "validators",
    [{"etag": '"1"'}, {"modified": "Tue, 02 May 2023 10:00:00 GMT"}, {"etag": '"1"', "modified": "x"}],
)
def test_what_has_not_changed_is_not_sent_again(validators: dict[str, Any]) -> None:
    reply = Reply(body=FEED, etag='"1"', modified="Tue, 02 May 2023 10:00:00 GMT")
    with serve({"/feed": reply, "/old": to("/feed")}) as site:
        for path in ("/feed", "/old"):
            fetched = fetch(site.port, path, **validators)
            assert (fetched.not_modified, fetched.document) == (True, None)
            assert fetched.headers["etag"] == '"1"'
            assert fetched.exchanges[-1].status == 304


@pytest.mark.parametrize("etag", ['"a\r\nX-Evil: 1"', '"caf\udce9"', "", '"é"'])
def test_a_validator_that_cannot_be_sent_as_it_came_is_left_out(etag: str) -> None:
    with serve({"/feed": Reply(body=FEED)}) as site:
        assert fetch(site.port, "/feed", etag=etag).document
    assert not {"if-none-match", "x-evil"} & set(site.asked[0].headers)


def test_redirects_are_followed_and_each_hop_is_recorded() -> None:
    routes = {"/a": to("/b", 301), "/b": to("c?x=1&y=é", 308), "/c": to("/d", 302), "/d": Reply(body=FEED)}
    with serve(routes) as site:
        fetched = fetch(site.port, "/a")
    assert fetched.document is not None
    assert (fetched.document.url, fetched.document.final_url) == (f"{site.url}/a", f"{site.url}/d")
    assert [exchange.status for exchange in fetched.exchanges] == [301, 308, 302, 200]
    assert site.asked[2].path == "/c?x=1&y=%C3%A9"
    assert (
        fetched.permanent_to == f"{site.url}/c?x=1&y=%C3%A9"
    )  # the last one reached by permanent ones alone


def test_a_temporary_redirect_before_a_permanent_one_is_no_move() -> None:
    with serve({"/a": to("/b", 302), "/b": to("/c", 301), "/c": Reply(body=FEED)}) as site:
        assert fetch(site.port, "/a").permanent_to is None


def test_five_redirects_are_followed_and_six_are_not() -> None:
    routes = {f"/{n}": to(f"/{n + 1}") for n in range(6)} | {"/6": Reply(body=FEED)}
    with serve(routes) as site:
        assert fetch(site.port, "/1").document
        with pytest.raises(FetchError, match="more than 5 redirects") as failed:
            fetch(site.port, "/0")
    assert len(failed.value.exchanges) == 6


@pytest.mark.parametrize(
    ("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_a_redirected_post_stays_one_only_where_the_server_says_so(status: int, method: str) -> None:
    with serve({"/a": to("/a2", status), "/a2": Reply(body=b"x")}) as site:
        fetch(site.port, Request(url=f"{site.url}/a", method="POST", body=b"{}"))
    assert (site.asked[1].method, site.asked[1].body) == (method, b"{}" if method == "POST" else b"")


def test_a_post_may_be_sent_on_to_its_own_address() -> None:
    def answer(asked: Asked) -> Reply:
        return to("/a", 303) if asked.method == "POST" else Reply(body=FEED)

    with serve({"/a": answer}) as site:
        assert fetch(site.port, Request(url=f"{site.url}/a", method="POST", body=b"{}")).document


def test_secrets_do_not_follow_to_another_origin() -> None:
    with serve({"/b": Reply(body=FEED)}) as other, serve({"/a": to(f"{other.url}/b")}) as site:
        request = Request(url=f"{site.url}/a", headers=(("Authorization", "Bearer 1"), ("X-A", "1")))
        fetch(site.port, request, allow_private=True)
    assert site.asked[0].headers["authorization"] == "Bearer 1"
    assert "authorization" not in other.asked[0].headers
    assert other.asked[0].headers["x-a"] == "1"


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        (400, Outcome.FAILED, "400 Bad Request"),
        (401, Outcome.BLOCKED, "401 Unauthorized"),
        (403, Outcome.BLOCKED, "403 Forbidden"),
        (404, Outcome.FAILED, "404 Not Found"),
        (410, Outcome.GONE, "410 Gone"),
        (451, Outcome.BLOCKED, "451 Unavailable For Legal Reasons"),
        (500, Outcome.FAILED, "500 Internal Server Error"),
        (300, Outcome.FAILED, "300 Multiple Choices"),
    ],
)
def test_a_status_is_an_outcome_and_a_reason(status: int, outcome: Outcome, reason: str) -> None:
    with serve({"/feed": Reply(status=status, body=b"sorry")}) as site, pytest.raises(FetchError) as failed:
        fetch(site.port, "/feed")
    assert (failed.value.outcome, str(failed.value)) == (outcome, reason)
    assert [(exchange.status, exchange.bytes) for exchange in failed.value.exchanges] == [(status, 5)]
    assert failed.value.url == f"{site.url}/feed"


@pytest.mark.parametrize("status", [200, 201, 203, 204])
def test_an_empty_success_is_handed_on_for_the_pipeline_to_judge(status: int) -> None:
    with serve({"/feed": Reply(status=status)}) as site:
        document = fetch(site.port, "/feed").document
    assert document is not None
    assert (document.status, document.body) == (status, b"")


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_passing_failure_is_tried_again(status: int) -> None:
    replies = iter([Reply(status=status), Reply(status=status), Reply(body=FEED)])
    with serve({"/feed": lambda _: next(replies)}) as site:
        fetched = fetch(site.port, "/feed")
    assert [exchange.status for exchange in fetched.exchanges] == [status, status, 200]


@pytest.mark.parametrize("status", [404, 410, 500, 429])
def test_a_lasting_failure_is_not_tried_again(status: int) -> None:
    with serve({"/feed": Reply(status=status)}) as site, pytest.raises(FetchError):
        fetch(site.port, "/feed")
    assert len(site.asked) == 1


def test_a_server_that_stays_down_is_left_after_the_retries() -> None:
    with (
        serve({"/feed": Reply(status=503)}) as site,
        pytest.raises(FetchError, match=r"^503 Service Unavailable$"),
    ):
        fetch(site.port, "/feed", retries=1)
    assert len(site.asked) == 2


def test_a_closed_port_is_named_and_tried_again() -> None:
    with serve() as site:
        pass
    with pytest.raises(
        FetchError, match=rf"no connection to 127\.0\.0\.1:{site.port}: Connection refused"
    ) as failed:
        fetch(site.port, "/feed")
    assert failed.value.outcome is Outcome.FAILED
    assert [exchange.status for exchange in failed.value.exchanges] == [None] * 3


def test_names_are_looked_up_by_the_system_and_an_unknown_one_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def look_up(host: str, port: int, *_: object) -> list[tuple[object, ...]]:
        if host == "nobody.example":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with serve({"/feed": Reply(body=FEED)}) as site:
        known = Request(url=f"http://news.example:{site.port}/feed")
        assert fetch(site.port, known, allow_private=True).document
        with pytest.raises(
            FetchError, match=r"^the name nobody\.example was not found: Name or service not known$"
        ):
            fetch(site.port, Request(url="http://nobody.example/feed"))


def test_a_plain_server_on_a_secure_address_is_a_failure_with_a_reason() -> None:
    with serve() as site, pytest.raises(FetchError, match=r"no secure connection with 127\.0\.0\.1"):
        fetch(site.port, Request(url=f"https://127.0.0.1:{site.port}/feed"))


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"wire_limit": len(FEED) - 1}, "announced with"),
        ({"decoded_limit": len(FEED) - 1}, "larger than"),
        ({"wire_limit": len(FEED), "decoded_limit": len(FEED)}, None),
    ],
)
def test_both_caps_are_settings_and_exact(limits: dict[str, Any], reason: str | None) -> None:
    with serve({"/feed": Reply(body=FEED)}) as site:
        if reason is None:
            assert fetch(site.port, "/feed", **limits).document
        else:
            with pytest.raises(FetchError, match=reason) as failed:
                fetch(site.port, "/feed", **limits)
            assert failed.value.exchanges[-1].error == str(failed.value)


def test_a_gzip_file_that_no_header_announces_is_unpacked() -> None:
    with serve({"/sitemap.xml.gz": Reply(body=gzip.compress(FEED))}) as site:
        document = fetch(site.port, "/sitemap.xml.gz").document
    assert document is not None
    assert document.body == FEED


@pytest.mark.parametrize("header", ["gzip", "GZIP", "x-gzip", " gzip ", "gzip, identity", "identity, gzip"])
def test_names_of_the_coding_are_read_generously(header: str) -> None:
    assert decode(gzip.compress(FEED) + bytes(512), header, limit=10**6) == (FEED, True)


@pytest.mark.parametrize("header", [None, "", "identity", "none", "UTF-8"])
def test_a_plain_body_is_not_touched(header: str | None) -> None:
    assert decode(FEED, header, limit=10**6) == (FEED, False)


@pytest.mark.parametrize("cut", range(1, len(gzip.compress(FEED))))
def test_no_truncation_of_a_coded_body_goes_unnoticed(cut: int) -> None:
    with pytest.raises(CodingError):
        decode(gzip.compress(FEED)[:cut], "gzip", limit=10**6)


def test_a_second_gzip_member_cannot_pass_the_cap_either() -> None:
    with pytest.raises(CodingError, match="too large"):
        decode(gzip.compress(bytes(600)) * 2, "gzip", limit=1000)
    with pytest.raises(CodingError, match="more than 256 gzip members"):
        decode(gzip.compress(b"") * 300_000, "gzip", limit=1000)


def test_retry_after_of_a_success_is_handed_on() -> None:
    with serve({"/feed": Reply(body=FEED, headers={"Retry-After": "90"})}) as site:
        assert fetch(site.port, "/feed").retry_after == timedelta(seconds=90)


def test_cancelling_a_fetch_ends_it() -> None:
    with serve({"/feed": Reply(body=FEED)}) as site:

        async def run() -> None:
            async with fetcher(site.port) as client:
                task = asyncio.ensure_future(client.fetch(Request(url=f"{site.url}/feed"), source="s"))
                await asyncio.sleep(0)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

        asyncio.run(run())


def test_settings_that_nobody_filled_in_allow_no_private_address() -> None:
    assert not FetchSettings().allows("127.0.0.1", 80)
    assert FetchSettings(allow_private=True).allows("127.0.0.1", 80)

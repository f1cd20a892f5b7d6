"""No request reaches an address that is not public, however it is written, redirected to or resolved."""

from __future__ import annotations

import asyncio
import json
import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

import pytest

from picketwire.errors import FetchError
from picketwire.fetching import client
from picketwire.fetching.addresses import is_public
from picketwire.fetching.client import Fetcher
from picketwire.fetching.settings import FetchSettings
from picketwire.records import Outcome, Request
from tests.fetching.dialling import Names, Recorder
from tests.servers import Asked, Reply, Site, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


def words(text: str) -> list[str]:
    return text.split()


PRIVATE = words("""
0.0.0.0 10.0.0.5 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.192
192.0.2.7 192.31.196.1 192.52.193.1 192.88.99.1 192.168.1.1 192.175.48.1 198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1
2002:7f00:1::1 2620:4f:8000::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1
nonsense
""")
PUBLIC = words("""
1.1.1.1 8.8.8.8 93.184.216.34 172.15.255.255 172.32.0.1 100.63.255.255 100.128.0.1 191.255.255.255 192.0.1.1
198.17.255.255 198.20.0.1 223.255.255.255
2606:4700:4700::1111 2001:4860:4860::8888 2a00:1450:4001::1 ::ffff:8.8.8.8
""")
FORBIDDEN = [
    "http://127.0.0.1/", "http://localhost/", "http://localhost./", "http://127.1/", "http://127.0.1/",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.0x0.0x0.0x1/", "http://0177.0.0.1/",
    "http://017700000001/", "http://0/", "http://00000000/", "http://127.0.0.1./", "http://127.0.0.1:8080/",
    "https://127.0.0.1/", "HTTP://127.0.0.1/", "http://１２７.０.０.１/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
    "http://169.254.169.254/latest/meta-data/", "http://0xa9fea9fe/", "http://[::1]/", "http://[::]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://[64:ff9b::10.0.0.1]/", "http://[2002:7f00:1::]/", "http://[fd00:ec2::254]/", "http://[fe80::1%25lo]/",
    "http://10.0.0.1\\@example.com/", "http://10.0.0.1#@example.com/", "http://10.0.0.1%2f@example.com/",
    "http://example.com@10.0.0.1/", "http://user:secret@example.com/", "http:///10.0.0.1/",
    "http:\\\\10.0.0.1\\",
    "//10.0.0.1/", "http://10.0.0.1\t/", " http://10.0.0.1/", "ht\ntp://10.0.0.1/",
    "http://10.0.0.1\r\nHost: example.com/", "http://10.0.0.1:0/", "http://10.0.0.1:99999/", "http://[10.0.0.1]/",
    "http://intranet.example/", "file:///etc/passwd", "ftp://10.0.0.1/", "gopher://10.0.0.1:6379/_INFO",
    "data:text/xml,<rss/>", "javascript:alert(1)", "http://", "http:", "", "10.0.0.1",
]  # fmt: skip
NAMES = {
    "localhost": lambda: "127.0.0.1",
    "localhost.": lambda: "::1",
    "intranet.example": lambda: "10.0.0.5",
}


@pytest.mark.parametrize("address", [*PRIVATE, ""])
def test_no_socket_is_made_for(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_socket_is_made_for(address: str) -> None:
    assert is_public(address)


def outcomes(
    urls: Iterable[str],
    names: Names,
    hosts: frozenset[tuple[str, int]] = frozenset(),
    *,
    allow_private: bool = False,
) -> list[FetchError]:
    """Fetch every address in one run, expect a FetchError for each, and return them."""
    settings = FetchSettings(
        deadline=5, spacing=0, per_origin=8, retries=0, allow_hosts=hosts, allow_private=allow_private
    )

    async def run() -> list[FetchError]:
        async with Fetcher(settings, sink=None, clock=lambda: datetime.now(UTC), resolver=names) as fetcher:
            fetches = (fetcher.fetch(Request(url=url), source="s") for url in urls)
            return await asyncio.gather(*fetches, return_exceptions=True)  # type: ignore[return-value]

    found = asyncio.run(run())
    for url, error in zip(urls, found, strict=True):
        assert isinstance(error, FetchError), (url, error)
    return found


def bounce(asked: Asked) -> Reply:
    """Redirect to whatever stands in the query."""
    target = unquote_to_bytes(asked.path.partition("?")[2]).decode("utf-8")
    return Reply(status=302, headers={"Location": target.replace("\r", "").replace("\n", "")})


def redirecting(site: Site, urls: Iterable[str]) -> list[str]:
    return [f"{site.url}/bounce?{quote(url, safe='')}" for url in urls]


def test_forbidden_addresses_are_never_dialled(recorder: Recorder) -> None:
    errors = outcomes(FORBIDDEN, Names(NAMES))
    assert recorder.dialled == []
    assert {error.outcome for error in errors} <= {Outcome.BLOCKED, Outcome.FAILED}
    assert str(errors[FORBIDDEN.index("http://intranet.example/")]) == "10.0.0.5 is not a public address"


def test_redirects_from_an_allowed_host_do_not_reach_forbidden_addresses(recorder: Recorder) -> None:
    absolute = [url for url in FORBIDDEN if ":" in url.partition("/")[0] and url.isascii()]
    with serve({"/bounce": bounce}) as site:
        recorder.allowed.add(site.port)
        outcomes(redirecting(site, absolute), Names(NAMES), frozenset({site.host_port}))
        assert len(site.asked) >= len(absolute)
    assert recorder.dialled == []


def test_it_is_the_guard_that_keeps_them_from_being_dialled(
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "guarded_socket", None)
    outcomes(FORBIDDEN, Names(NAMES))
    assert {"127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "::ffff:127.0.0.1"} <= set(recorder.dialled)


def test_public_addresses_are_dialled(recorder: Recorder) -> None:
    outcomes(["http://93.184.216.34/", "http://[2606:4700:4700::1111]/"], Names())
    assert sorted(recorder.dialled) == ["2606:4700:4700::1111", "93.184.216.34"]


def flipping(addresses: list[str]) -> Callable[[], str]:
    """Return a name's answers in turn, round and round."""
    asked = [0]

    def answer() -> str:
        asked[0] += 1
        return addresses[(asked[0] - 1) % len(addresses)]

    return answer


def test_a_name_that_changes_its_address_between_look_ups_gains_nothing(recorder: Recorder) -> None:
    names = Names({"rebind.example": flipping(["93.184.216.34", "127.0.0.1", "10.0.0.5"])})
    outcomes(["http://rebind.example/"] * 99, names)
    assert recorder.dialled == ["93.184.216.34"] * 33


def test_allowing_private_addresses_opens_them(recorder: Recorder) -> None:
    outcomes(["http://10.0.0.5/", "http://[::1]/"], Names(), allow_private=True)
    assert sorted(recorder.dialled) == ["10.0.0.5", "::1"]


def test_an_allowed_host_is_allowed_on_its_port_only(recorder: Recorder) -> None:
    urls = [
        "http://10.0.0.5:8080/",
        "http://10.0.0.5/",
        "http://10.0.0.6:8080/",
        "http://intranet.example:8080/",
    ]
    outcomes(urls, Names(NAMES), frozenset({("10.0.0.5", 8080)}))
    assert recorder.dialled == ["10.0.0.5"]


@pytest.mark.data
@pytest.mark.parametrize("through_redirect", [False, True])
def test_recorded_forbidden_addresses_are_never_dialled(
    data: Path,
    recorder: Recorder,
    *,
    through_redirect: bool,
) -> None:
    cases = json.loads((data / "suites/derived/ssrf_urls.json").read_text(encoding="utf-8"))
    blocked = [case for case in cases if case["expect"] == "blocked"]
    assert len(blocked) == 826
    names = Names(
        {case["url"].split("/")[2].partition(":")[0]: _answers(case["target"]) for case in _named(blocked)}
    )
    urls = [case["url"] for case in blocked]
    with serve({"/bounce": bounce}) as site:
        recorder.allowed.add(site.port)
        if through_redirect:
            urls = redirecting(site, [url for url in urls if len(url) < 8000])
        outcomes(urls, names, frozenset({site.host_port}))
    assert recorder.dialled == []


def _named(cases: list[dict[str, str]]) -> list[dict[str, str]]:
    return [case for case in cases if "DNS" in case["technique"] or case["technique"] == "name"]


def _answers(target: str) -> Callable[[], str]:
    def answer() -> str:
        socket.inet_aton(target)
        return target

    return answer

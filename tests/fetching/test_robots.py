"""robots.txt is asked for once per origin, read as RFC 9309 says, and obeyed at every hop."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING

import pytest

from picketwire.errors import FetchError
from picketwire.fetching.robots import Rules, parse
from picketwire.fetching.settings import AGENT
from picketwire.records import Outcome, Request
from tests.fetching.running import fetch, fetcher
from tests.servers import Reply, serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Route

PAGE = Reply(body=b"<html>")


def site_with(robots: Route, **pages: Route) -> dict[str, Route]:
    routes: dict[str, Route] = {"/jobs": PAGE, "/news": PAGE, "/robots.txt": robots}
    routes.update({f"/{name}": page for name, page in pages.items()})
    return routes


def test_what_robots_txt_forbids_is_not_fetched() -> None:
    with serve(site_with(Reply(body=b"User-agent: *\nDisallow: /jobs"))) as site:
        with pytest.raises(FetchError, match=r"robots\.txt of 127\.0\.0\.1 forbids /jobs\?page=2") as blocked:
            fetch(site.port, "/jobs?page=2", robots=True)
        assert fetch(site.port, "/news", robots=True).document
    assert blocked.value.outcome is Outcome.BLOCKED
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/robots.txt", "/news"]
    assert [exchange.url for exchange in blocked.value.exchanges] == [f"{site.url}/robots.txt"]


def test_our_own_group_goes_before_the_one_for_everybody() -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: PicketWire/1.0\nDisallow: /news"
    with serve(site_with(Reply(body=rules))) as site:
        assert fetch(site.port, "/jobs", robots=True).document
        with pytest.raises(FetchError):
            fetch(site.port, "/news", robots=True)


def test_feeds_and_boards_do_not_ask() -> None:
    with serve(site_with(Reply(body=b"User-agent: *\nDisallow: /"))) as site:
        assert fetch(site.port, "/jobs").document
        assert fetch(site.port, "/jobs", robots=True, obey=False).document
    assert {asked.path for asked in site.asked} == {"/jobs"}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
def test_without_a_robots_txt_everything_is_allowed(status: int) -> None:
    with serve(site_with(Reply(status=status))) as site:
        assert fetch(site.port, "/jobs", robots=True).document


@pytest.mark.parametrize("status", [500, 503])
def test_with_an_unreachable_one_nothing_is(status: int) -> None:
    reason = rf"robots\.txt of 127\.0\.0\.1 could not be read \({status} "
    with serve(site_with(Reply(status=status))) as site, pytest.raises(FetchError, match=reason) as blocked:
        fetch(site.port, "/jobs", robots=True)
    assert blocked.value.outcome is Outcome.BLOCKED
    assert "/jobs" not in {asked.path for asked in site.asked}


def test_it_may_stand_behind_a_redirect() -> None:
    moved = Reply(status=301, headers={"Location": "/elsewhere"})
    routes = site_with(moved, elsewhere=Reply(body=b"User-agent: *\nDisallow: /jobs"))
    with serve(routes) as site, pytest.raises(FetchError, match="forbids"):
        fetch(site.port, "/jobs", robots=True)


def test_a_redirect_does_not_lead_around_it() -> None:
    moved = Reply(status=302, headers={"Location": "/jobs"})
    routes = site_with(Reply(body=b"User-agent: *\nDisallow: /jobs"), start=moved)
    with serve(routes) as site, pytest.raises(FetchError, match="forbids /jobs"):
        fetch(site.port, "/start", robots=True)
    assert "/jobs" not in {asked.path for asked in site.asked}


def test_it_is_asked_for_once_however_many_pages_follow() -> None:
    with serve(site_with(Reply(body=b"User-agent: *\nAllow: /"))) as site:

        async def run() -> None:
            async with fetcher(site.port) as client:
                request = Request(url=f"{site.url}/jobs")
                await asyncio.gather(*(client.fetch(request, source="s", robots=True) for _ in range(10)))

        asyncio.run(run())
    assert [asked.path for asked in site.asked].count("/robots.txt") == 1
    assert len(site.asked) == 11


def test_its_crawl_delay_is_known() -> None:
    assert Rules(parsed=parse(b"User-agent: *\nCrawl-delay: 2.5")).delay == 2.5
    assert Rules(parsed=parse(b"User-agent: *\nCrawl-delay: soon")).delay is None
    assert Rules().delay is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /x",
        b"\xff\xfe\x00junk\x00",
        b"<html><body>Not found</body></html>",
        b"User-agent: *\nDisallow: " + b"/*a" * 100_000,
        b"Disallow: /\n" * 50_000,
    ],
)
def test_any_bytes_are_read_as_some_rules(body: bytes) -> None:
    assert Rules(parsed=parse(body)).allows("http://example.com/jobs")


@pytest.mark.parametrize("line", ["User-agent: bot{}\n", "user agent bot{}\n", "useragent:bot{}\x0b"])
def test_thousands_of_agents_and_rules_do_not_multiply(line: str) -> None:
    names = "".join(line.format(number) for number in range(12_000))
    rules = parse((names + "Disallow: /a\n" * 15_000 + "User-agent: *\nDisallow: /b").encode())
    assert len(rules._user_agents) == 2  # their number is what keeps parsing linear
    assert not rules.can_fetch("/b", "picketwire")
    assert rules.can_fetch("/a", "picketwire")


@pytest.mark.data
def test_the_recorded_cases_of_googles_parser_agree(data: Path) -> None:
    cases = json.loads((data / "suites/derived/google_robots_cases.json").read_text(encoding="utf-8"))
    ours = [case for case in cases if case["agent"] == "FooBot" and case["url"].startswith("http")]
    wrong = [
        case
        for case in ours
        if Rules(parsed=parse(re.sub("(?i)foobot", AGENT, case["robots"]).encode())).allows(case["url"])
        != case["allowed"]
    ]
    # protego compares addresses percent-decoded and ends a group at an unknown line; theirs does not.
    assert {case["test"] for case in wrong} <= {"ID_Encoding", "ID_LineSyntax_Groups_OtherRules"}
    assert (len(ours), len(wrong)) == (110, 4)

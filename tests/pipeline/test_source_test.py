"""A source is tested as it is polled, in one word; what its items have no longer is named."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from picketwire.archive.fill import Past, past_fill
from picketwire.archive.opening import open_reader
from picketwire.pipeline.source_test import SourceCheck, check_source, has_dropped
from picketwire.records import Selectors, Source
from tests.builders import board, feed
from tests.parsers.boards import expected
from tests.pipeline.stand_ins import HTML, Internet, collecting, internet
from tests.servers import Reply, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pipeline.conftest import Newsdesk

FEED = feed(url="https://ledger.example/feed")
LEVER = board("fish-jobs", system="lever", tenant="lanternfish", employer=None)


def rss(*, dated: bool = True, entries: int = 12) -> str:
    date = "<pubDate>Mon, 24 Jul 2023 12:00:00 GMT</pubDate>" if dated else ""
    items = "".join(
        f"<item><guid>{n}</guid><title>Pickets {n}</title><link>https://ledger.example/{n}</link>{date}"
        "<description>At noon.</description><author>a@ledger.example (A. Reporter)</author></item>"
        for n in range(entries)
    )
    return f"<rss version='2.0'><channel><title>The Ledger</title>{items}</channel></rss>"


@pytest.fixture
def net() -> Iterator[Internet]:
    with internet() as running:
        yield running


def check(net: Internet, source: Source = FEED, past: Past | None = None) -> SourceCheck:
    async def run() -> SourceCheck:
        async with collecting(net) as collector:
            return await check_source(collector, source, past)

    return asyncio.run(run())


def test_a_feed_that_works_is_measured(net: Internet) -> None:
    net.put("https://ledger.example/feed", rss())
    found = check(net)
    assert (found.state, found.bad, found.entries) == ("works", False, 12)
    assert found.fill == {"date": 1.0, "text": 1.0, "author": 1.0}


def test_a_feed_that_has_moved_works_and_says_where_to(net: Internet) -> None:
    net.put("https://ledger.example/feed", status=301, headers={"Location": "https://ledger.example/new"})
    net.put("https://ledger.example/new", rss())
    found = check(net)
    assert (found.state, found.bad) == ("moved", False)
    assert found.why.endswith("https://ledger.example/new")


@pytest.mark.parametrize(
    ("answer", "state", "why"),
    [
        ({"body": rss(entries=0)}, "empty", "no entries"),
        ({"body": "", "status": 200}, "parse problem", "empty"),
        ({"body": "<!doctype html><title>Log in</title>"}, "parse problem", "Log in"),
        ({"status": 403}, "blocked", "403"),
        ({"status": 404}, "gone", "404"),
        ({"status": 410}, "gone", "410"),
        ({"status": 500}, "unreachable", "500"),
    ],
)
def test_what_is_wrong_is_said_in_a_word_and_a_reason(
    net: Internet, answer: dict[str, object], state: str, why: str
) -> None:
    net.put("https://ledger.example/feed", **answer)  # type: ignore[arg-type]
    found = check(net)
    assert (found.state, found.bad) == (state, True)
    assert why in found.why


def test_a_page_whose_selectors_match_nothing_is_a_parse_problem(net: Internet) -> None:
    net.put("https://ledger.example/news", "<!doctype html><title>News</title><p>New look!", headers=HTML)
    select = Selectors(item="article", title="h2", link="a")
    found = check(net, feed(kind="page", url="https://ledger.example/news", select=select))
    assert (found.state, found.bad) == ("parse problem", True)
    assert "article" in found.why


def test_a_board_without_postings_is_empty_and_one_of_another_system_a_parse_problem(net: Internet) -> None:
    url = "https://api.lever.co/v0/postings/lanternfish"
    net.put(url, "[]")
    assert check(net, LEVER).state == "empty"
    net.put(url, expected.sample("greenhouse", "list")[0])
    assert check(net, LEVER).state == "parse problem"


def test_texts_of_a_board_are_looked_at_in_the_postings_own_answers(net: Internet) -> None:
    body, wanted = expected.sample("workday", "list")
    net.put(wanted["request"]["url"], body)
    detail, about = expected.sample("workday", "detail")
    for item in wanted["items"]:
        net.put(item["detail"]["url"], detail)
    found = check(net, board("q-jobs", system="workday", tenant="quillon.wd5/studios", employer=None))
    assert found.fill["text"] == 1.0, about


def test_what_used_to_be_there_and_is_gone_is_drift(net: Internet) -> None:
    net.put("https://ledger.example/feed", rss(dated=False))
    past = Past(items=200, fill={"date": 0.98, "text": 0.97, "author": 0.1})
    found = check(net, past=past)
    assert (found.state, found.drift, found.bad) == ("works", ("date",), True)
    assert check(net, past=Past(items=5, fill=past.fill)).drift == (), "five items say nothing"


@pytest.mark.parametrize(
    ("now", "before", "items", "dropped"),
    [
        (0.0, 1.0, 5, True),
        (0.0, 0.6, 3, False),  # by chance one time in sixteen
        (0.2, 0.6, 5, False),
        (0.2, 0.6, 100, True),
        (0.9, 1.0, 2_000, False),  # a tenth may be a slow week
        (1.0, 0.5, 100, False),
        (0.0, 0.5, 100_000, True),
    ],
)
def test_a_share_has_dropped_when_chance_does_not_explain_it(
    now: float, before: float, items: int, dropped: bool
) -> None:
    assert has_dropped(now, before, items) is dropped


def test_the_past_is_what_the_archive_holds(desk: Newsdesk) -> None:
    with serve({"/feed": Reply(body=rss(entries=3).encode())}) as site:
        desk.sources.append(feed(url=f"{site.url}/feed"))
        desk.poll()
    with open_reader(desk.archive) as connection:
        assert past_fill(connection, ["ledger", "nobody"]) == {
            "ledger": Past(items=3, fill={"date": 1.0, "text": 1.0, "author": 1.0})
        }

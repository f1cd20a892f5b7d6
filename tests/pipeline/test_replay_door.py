"""Kept answers are put together again as they were asked for: redirects, retries, robots.txt, pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlite_utils import Database

from picketwire.archive.opening import open_reader
from picketwire.archive.replays import families, kept_polls
from picketwire.pipeline.replay.door import KeptDoor, read_trips
from picketwire.pipeline.replay.rereading import ReplayReport, replay
from picketwire.records import Request, Selectors
from tests.builders import board, feed
from tests.pipeline.stand_ins import HTML, InProcess
from tests.servers import Asked, Reply, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pipeline.conftest import Newsdesk
    from tests.servers import Site

RSS = (
    "<rss version='2.0'><channel><title>Ledger</title><item><guid>1</guid><title>Writers picket</title>"
    "<link>{site}/1#top</link><description>At noon.</description></item></channel></rss>"
)
ARTICLE = (
    "<html><head><title>Writers picket</title></head><body><article><h1>Writers picket</h1>"
    + "<p>The writers walked in circles before the gate of the studio until the sun went down.</p>" * 8
    + "</article></body></html>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def again(desk: Newsdesk, **how: Any) -> ReplayReport:
    return replay(desk.config, now=datetime(2026, 3, 1, tzinfo=UTC), reader=InProcess(), dry_run=True, **how)


def trips(desk: Newsdesk) -> list[list[tuple[str, bool]]]:
    """Return path and success of every request that was put together, poll by poll."""
    with open_reader(desk.archive) as connection:
        db = Database(connection, execute_plugins=False)
        slugs = [source.slug for family in families(db) for source in family]
        return [
            [
                ("/" + t.request.url.split("/", 3)[3], t.document is not None)
                for t in read_trips(desk.folder, poll).trips
            ]
            for poll in kept_polls(db, slugs)
        ]


def test_a_redirected_feed_and_the_redirected_pages_of_its_items_are_one_request_each(
    desk: Newsdesk, site: Site
) -> None:
    site.routes |= {
        "/old": Reply(status=301, headers={"Location": "/feed"}),
        "/feed": Reply(body=RSS.format(site=site.url).encode()),
        "/1": Reply(status=302, headers={"Location": "/articles/1"}),
        "/articles/1": Reply(body=ARTICLE.encode(), headers=HTML),
    }
    desk.sources.append(feed(url=f"{site.url}/old", full_text=True))
    desk.poll()
    assert desk.rows("SELECT body_from FROM items") == [("page",)]
    assert trips(desk) == [[("/old", True), ("/1", True)]]
    report = again(desk)
    assert not report.differs, report.sources
    assert [(s.documents, s.items) for s in report.sources] == [(2, 1)]


def test_a_request_that_was_tried_again_is_one(desk: Newsdesk, site: Site) -> None:
    answers = iter([Reply(status=503), Reply(body=RSS.format(site=site.url).encode())])
    site.routes["/feed"] = lambda _: next(answers)
    desk.sources.append(feed(url=f"{site.url}/feed"))
    desk.poll()
    assert trips(desk) == [[("/feed", True)]]
    assert not again(desk).differs


def test_a_poll_that_failed_brings_nothing_and_its_pages_are_still_read(desk: Newsdesk, site: Site) -> None:
    """The list is down while a page that waited from the poll before is fetched."""
    site.routes |= {"/feed": Reply(body=RSS.format(site=site.url).encode()), "/1": Reply(status=500)}
    desk.sources.append(feed(url=f"{site.url}/feed", full_text=True))
    desk.poll()
    site.routes |= {"/feed": Reply(status=404), "/1": Reply(body=ARTICLE.encode(), headers=HTML)}
    desk.poll(2)
    assert desk.rows("SELECT body_from FROM items") == [("page",)]
    assert trips(desk) == [[("/feed", True), ("/1", False)], [("/feed", False), ("/1", True)]]
    assert not again(desk).differs


def test_pages_of_a_board_that_are_asked_for_by_post_keep_their_bodies(desk: Newsdesk, site: Site) -> None:
    """Two pages of a list at one address, then a page for each posting."""

    def listing(asked: Asked) -> Reply:
        number = b'"offset": 0' in asked.body
        path = "One_JR-1" if number else "Two_JR-2"
        job = f'{{"title": "{path[:3]}", "externalPath": "/job/{path}", "bulletFields": ["JR"]}}'
        return Reply(body=f'{{"total": {2 if number else 0}, "jobPostings": [{job}]}}'.encode())

    def detail(asked: Asked) -> Reply:
        title = "One" if "One" in asked.path else "Two"
        text = f'"title": "{title}", "jobDescription": "<p>Work on {title}.</p>", "startDate": "2023-07-20"'
        return Reply(body=f'{{"jobPostingInfo": {{{text}}}}}'.encode())

    base = "/wday/cxs/quillon/studios"
    site.routes |= {
        f"{base}/jobs": listing,
        f"{base}/job/One_JR-1": detail,
        f"{base}/job/Two_JR-2": detail,
    }
    desk.sources.append(
        board("quillon-jobs", system="workday", tenant="quillon.wd5/studios", url=site.url, employer=None)
    )
    desk.poll()
    assert desk.rows("SELECT title, body FROM items ORDER BY title") == [
        ("One", "Work on One."),
        ("Two", "Work on Two."),
    ]
    report = again(desk)
    assert not report.differs, report.sources
    assert [(s.documents, s.items) for s in report.sources] == [(4, 2)]


def test_a_page_whose_source_left_the_configuration_is_not_replayed_but_named(
    desk: Newsdesk, site: Site
) -> None:
    """robots.txt, which pages ask for first, is no answer of theirs."""
    select = Selectors(item="article", title="h2", link="a")
    site.routes |= {
        "/robots.txt": Reply(body=b"User-agent: *\nAllow: /"),
        "/news": Reply(body=b"<article><h2><a href='/1'>Writers picket</a></h2></article>", headers=HTML),
    }
    desk.sources.append(feed(kind="page", url=f"{site.url}/news", select=select))
    desk.poll()
    assert trips(desk) == [[("/news", True)]]
    assert not again(desk).differs
    desk.sources.clear()
    [source] = again(desk).sources
    assert "selectors" in source.note
    assert not source.differs


def test_a_feed_that_left_the_configuration_is_read_as_the_archive_remembers_it(
    desk: Newsdesk, site: Site
) -> None:
    site.routes["/feed"] = Reply(body=RSS.format(site=site.url).encode())
    desk.sources.append(feed(url=f"{site.url}/feed"))
    desk.poll()
    desk.sources.clear()
    report = again(desk)
    assert [(s.items, s.differs) for s in report.sources] == [(1, False)]


def test_what_was_never_asked_has_no_answer() -> None:
    import asyncio

    from picketwire.errors import FetchError

    with pytest.raises(FetchError):
        asyncio.run(KeptDoor([]).fetch(Request(url="https://ledger.example/feed"), source="ledger"))

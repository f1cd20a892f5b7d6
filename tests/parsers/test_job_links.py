"""Links that may lead to a posting are kept, whatever words stand in front of them; all others are not."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

import pytest

from parsers import parse
from parsers.board import systems
from parsers.job_links import LONGEST_ADDRESS, MOST_LINKS, job_links, may_lead_to_job
from tests.parsers.boards.expected import cases, sample

if TYPE_CHECKING:
    from pathlib import Path

FEED = "https://ledger.example/feed"
POSTING = "https://explore.jobs.netflix.net/careers/job/790298012345"


def rss(description: str) -> bytes:
    return (
        '<rss version="2.0"><channel><title>L</title><item><guid>1</guid><title>Netflix hires</title>'
        f"<description><![CDATA[{description}]]></description></item></channel></rss>"
    ).encode()


def behind_words(url: str) -> tuple[str, ...]:
    return job_links(FEED, f'See <a href="{html.escape(url)}">it</a>.')


@pytest.mark.parametrize(
    "system", sorted({*systems()} - {"hackernews"})
)  # whose postings are comments among comments
def test_the_postings_of_every_board_system_are_recognised(system: str) -> None:
    """Also of one that is added later: where its addresses say nothing of jobs, its own file knows them."""
    urls = [item["url"] for case in cases(system) for item in sample(system, case)[1].get("items", ())]
    assert urls
    assert [url for url in filter(None, urls) if not (may_lead_to_job(url) and behind_words(url))] == []


@pytest.mark.parametrize(
    "address",
    [
        "https://www.metacareers.com/v2/x/123",
        "https://careers.example/",
        "https://amazon.jobs/en/9",
        "https://studio.example/open-positions/editor",
        "https://studio.example/about/careers",
        "https://studio.example/about?gh_jid=4012345",
        "https://www.linkedin.com/jobs/view/123",
        "https://firma.example/karriere/stelle-9",
        "https://empresa.example/empleos/1",
        "https://studio.example/work-with-us",
    ],
)
def test_usual_careers_addresses_are_recognised(address: str) -> None:
    """Also at a glance: what the first look at the markup passes over is lost."""
    assert may_lead_to_job(address)
    assert behind_words(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://ledger.example/2023/07/jobs-report-beats-expectations/",
        "https://ledger.example/steve-jobs-a-life/",
        "https://ledger.example/career-ending-injury",
        "https://ledger.example/the-opposition",
        "https://www.netflix.com/title/81040344",
        "https://www.apple.com/iphone",
        "https://news.ycombinator.com/item?id=1",
        "https://[::1",
    ],
)
def test_other_addresses_are_not_kept(address: str) -> None:
    assert not may_lead_to_job(address)


@pytest.mark.parametrize(
    ("href", "address"),
    [
        (f'<A HREF="{POSTING}?utm_source=rss#top">the listing</A>', f"{POSTING}#top"),
        (f"<a class=x href={POSTING}>it</a>", POSTING),
        (
            "<a href='/careers/job/1?a=1&amp;job_id=2'>it</a>",
            "https://ledger.example/careers/job/1?a=1&job_id=2",
        ),
        (
            '<a href="https://click.example/t?u=https%3A%2F%2Fjobs.lever.co%2Fx%2F0a1b">it</a>',
            "https://jobs.lever.co/x/0a1b",
        ),
        ("<a href=\"javascript:location='https://jobs.example'\">it</a>", None),
        ('<a href="mailto:jobs@careers.example">it</a>', None),
        (f'<a href="https://jobs.example/{"x" * LONGEST_ADDRESS}">it</a>', None),
    ],
)
def test_a_link_is_kept_in_canonical_form(href: str, address: str | None) -> None:
    """Absolute, entities resolved, without tracking; out of an address that only counts clicks."""
    found = parse(rss(f"Here is {href}."), url=FEED)
    assert found.items[0].links == ((address,) if address else ())


def test_links_are_few_and_each_once() -> None:
    many = "".join(f'<a href="https://jobs.example/{n:03}">a</a>' * 2 for n in range(50))
    assert job_links(FEED, many) == tuple(f"https://jobs.example/{n:03}" for n in range(MOST_LINKS))


def test_markup_without_end_takes_linear_time() -> None:
    """A hundred thousand links that never close are read as quickly as they come."""
    for piece in ('<a href="', "<a href='x", "<a href=", "href= ", "<a "):
        assert job_links(FEED, piece * 100_000) == ()


def test_json_feeds_and_articles_keep_their_links_as_well() -> None:
    """Of a page, those of the article's text: its footer's link to the careers page says nothing."""
    words = f'<p>{"The studio is hiring. " * 20}See <a href="{POSTING}">the listing</a>.</p>'
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "L",
        "items": [{"id": "1", "content_html": words}],
    }
    assert parse(json.dumps(feed).encode(), url=FEED).items[0].links == (POSTING,)
    page = (
        f"<html><head><title>Hiring</title></head><body><nav><a href='/careers'>Careers</a></nav>"
        f"<article><h1>Hiring</h1>{words}</article><footer><a href='/jobs'>Jobs</a></footer></body></html>"
    )
    assert parse(page.encode(), url="https://ledger.example/1", hint="article").items[0].links == (POSTING,)


def test_plain_text_has_no_links_behind_words() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>L</title><entry><id>1</id><title>t</title>'
        '<summary type="text">&lt;a href="https://jobs.example/1"&gt;</summary></entry></feed>'
    )
    assert parse(feed.encode(), url=FEED).items[0].links == ()


@pytest.mark.data
def test_real_reports_keep_their_link_to_the_posting_and_hardly_any_other_news_keeps_one(data: Path) -> None:
    """Two outlets linked it in the days of the strikes; of all entries some in a thousand keep a link."""
    kept, seen = {}, 0
    for file in sorted((data / "strikes/feeds-2023").glob("*/*.json")):
        stored = json.loads(file.read_text())
        for entry in stored if isinstance(stored, list) else stored.get("entries", ()):
            seen += 1
            if links := job_links(entry.get("link"), entry.get("description") or ""):
                kept[entry["title"]] = links
    posting = ("https://jobs.netflix.com/jobs/278437235",)
    assert kept["Netflix lists $900,000 AI job as actors and writers continue to strike"] == posting
    assert kept["Netflix lists AI job worth $900,000 amid twin Hollywood strikes"] == posting
    assert len(kept) < 3 * seen / 1000

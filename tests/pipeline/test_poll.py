"""One poll of one source, from socket to row, over a real server and the real parser processes."""

from __future__ import annotations

import json

import pytest

from picketwire.records import Source
from tests.builders import feed, hours
from tests.servers import Reply, serve

EMPTY = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Ledger</title></channel></rss>'


def rss(*entries: tuple[str, str]) -> bytes:
    """Write a feed of (id, title) entries."""
    items = "".join(
        f"<item><guid>{key}</guid><title>{title}</title><link>https://ledger.example/{key}</link></item>"
        for key, title in entries
    )
    return EMPTY.replace(b"</channel>", items.encode() + b"</channel>")


@pytest.fixture
def site():
    with serve(
        {"/feed": Reply(body=rss(("1", "Writers picket"), ("2", "Studios answer")), etag='"1"')}
    ) as running:
        yield running


@pytest.fixture
def ledger(desk, site):
    """The newsdesk with one feed on the site."""
    desk.sources.append(feed(url=f"{site.url}/feed"))
    return desk


def outcomes(desk):
    return desk.rows("SELECT outcome, reason FROM fetches ORDER BY id")


def test_a_first_poll_stores_every_entry_with_the_answer_it_came_in(ledger):
    report = ledger.poll()
    assert report.as_json()["items"] == {"seen": 2, "new": 2, "changed": 0}
    assert ledger.rows("SELECT title FROM items ORDER BY title") == [("Studios answer",), ("Writers picket",)]
    [(warc, offset)] = ledger.rows("SELECT warc_file, warc_offset FROM requests")
    assert (ledger.folder / warc).stat().st_size > offset


def test_a_second_poll_is_conditional_and_changes_nothing(ledger, site):
    ledger.poll()
    report = ledger.poll(1)
    assert site.asked[-1].headers["if-none-match"] == '"1"'
    assert report.as_json()["sources"]["unchanged"] == 1
    assert ledger.rows("SELECT count(*), max(last_seen) FROM items") == [(2, "2023-07-24T12:00:00Z")]
    assert ledger.rows("SELECT DISTINCT last_known FROM presence") == [("2023-07-24T13:00:00Z",)]


def test_a_poll_that_brings_nothing_still_links_what_a_killed_one_left(ledger, monkeypatch):
    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("picketwire.pipeline.link.link", killed)
        with pytest.raises(KeyboardInterrupt):
            ledger.poll()
    assert ledger.rows("SELECT count(*) FROM unlinked") == [(2,)]
    ledger.poll(1)
    assert ledger.rows("SELECT count(*) FROM unlinked") == [(0,)]
    monkeypatch.setattr("picketwire.pipeline.link.link", killed)
    ledger.poll(2)  # is linked already: linking is not asked


def test_a_link_behind_words_comes_with_its_entry_and_goes_with_it(ledger, site):
    """Through the parser's process, relative to the feed, and again when only the link is another."""
    page = rss(("1", "Studio hires")).decode()
    for at, href in enumerate(("/jobs/7", "/jobs/8?utm_source=rss", "/2023/07/jobs-report")):
        words = f"<description>See &lt;a href='{href}'&gt;it&lt;/a&gt;</description></item>"
        site.routes["/feed"] = Reply(body=page.replace("</item>", words).encode())
        ledger.poll(at)
        found = [link for (link,) in ledger.rows("SELECT address FROM item_links")]
        assert found == [f"{site.url}{href.partition('?')[0]}".replace("http:", "https:")][: at < 2]
    assert ledger.rows("SELECT count(*) FROM items") == [(1,)]


def test_a_server_that_ignores_validators_is_recognised_by_its_body(ledger, site):
    site.routes["/feed"] = Reply(body=rss(("1", "Writers picket")))
    ledger.poll()
    ledger.poll(1)
    assert [o for o, _ in outcomes(ledger)] == ["complete", "unchanged"]


def test_other_bytes_with_the_same_entries_add_and_change_nothing(ledger, site):
    ledger.poll()
    before = ledger.rows("SELECT id, title, content_hash FROM items")
    body = rss(("1", "Writers picket"), ("2", "Studios answer"))
    site.routes["/feed"] = Reply(
        body=body.replace(b"<title>Ledger", b"<lastBuildDate>now</lastBuildDate><title>Ledger")
    )
    report = ledger.poll(1)
    assert report.as_json()["items"] == {"seen": 2, "new": 0, "changed": 0}
    assert ledger.rows("SELECT id, title, content_hash FROM items") == before


@pytest.mark.parametrize(
    ("reply", "outcome", "words"),
    [
        (Reply(body=EMPTY), "suspicious_zero", "it held 2 entries before"),
        (Reply(body=b""), "failed", "empty"),
        (Reply(body=b"<!doctype html><title>Sign in</title><form><input type=password>"), "failed", "HTML"),
        (Reply(status=404), "failed", "404"),
        (Reply(status=500), "failed", "500"),
        (Reply(status=403), "blocked", "403"),
        (Reply(status=410), "gone", "410"),
        (Reply(status=429, headers={"Retry-After": "7200"}), "failed", "429"),
    ],
    ids=["no entries", "empty body", "login page", "404", "500", "403", "410", "429"],
)
def test_what_is_no_answer_is_named_and_loses_nothing(ledger, site, reply, outcome, words):
    ledger.poll()
    site.routes["/feed"] = reply
    report = ledger.poll(1)
    [(found, reason)] = outcomes(ledger)[1:]
    assert found == outcome
    assert words in reason
    assert [f.source for f in report.failures] == ["ledger"]
    assert ledger.rows("SELECT count(*) FROM items") == [(2,)]
    assert ledger.rows("SELECT etag FROM sources") == [('"1"',)]


def test_a_gone_source_is_asked_again_only_at_another_address(ledger, site):
    site.routes["/feed"] = Reply(status=410)
    ledger.poll()
    asked = len(site.asked)
    ledger.poll(100)
    assert len(site.asked) == asked
    site.routes["/new"] = Reply(body=rss(("1", "Back")))
    ledger.sources[0] = feed(url=f"{site.url}/new")
    assert ledger.poll(101).as_json()["items"]["new"] == 1


def test_a_server_that_asks_for_time_is_given_it(ledger, site):
    site.routes["/feed"] = Reply(status=429, headers={"Retry-After": "36000"})
    ledger.poll()
    [(due,)] = ledger.rows("SELECT next_due FROM sources")
    assert due >= "2023-07-24T22:00:00Z"
    assert ledger.poll(5, everything=False).due == 0


def test_failures_slow_a_source_down_and_never_stop_it(ledger, site):
    site.routes["/feed"] = Reply(status=500)
    for n in range(12):
        ledger.poll(n * 100)
    [(due, failures)] = ledger.rows("SELECT next_due, failures FROM sources")
    assert failures == 12
    assert due <= "2023-09-11T00:00:00Z"
    site.routes["/feed"] = Reply(body=rss(("1", "Back")))
    assert ledger.poll(1200).failures == []


def test_a_permanent_redirect_is_followed_for_good_only_when_it_lasts(ledger, site):
    site.routes["/feed"] = Reply(status=301, headers={"Location": "/moved"})
    site.routes["/moved"] = Reply(body=rss(("1", "Moved")))
    for n in (0, 1, 30, 31):
        ledger.poll(n)
    paths = [asked.path for asked in site.asked]
    assert paths[:6] == ["/feed", "/moved"] * 3
    assert paths[6:] == ["/moved"]


def test_one_hostile_source_costs_only_itself(ledger, site):
    site.routes["/hostile"] = Reply(body=b"<rss><channel>" + b"<item><author>" + b"a@" * 200_000)
    site.routes["/deep"] = Reply(body=b"<rss>" + b"<x>" * 100_000)
    ledger.sources.extend([feed("hostile", url=f"{site.url}/hostile"), feed("deep", url=f"{site.url}/deep")])
    ledger.poll()
    found = dict(ledger.rows("SELECT source, outcome FROM fetches"))
    assert found["ledger"] == "complete"
    assert found.keys() == {"ledger", "hostile", "deep"}


def test_a_linked_article_fills_the_body_and_a_feed_body_does_not_replace_it(ledger, site):
    page = b"<html><head><title>Writers picket</title></head><body><article>" + b"".join(
        b"<p>The writers stood outside the gates for the third week, and paragraph %d says more of it.</p>"
        % n
        for n in range(6)
    )
    entry = f"<item><guid>1</guid><title>Writers picket</title><link>{site.url}/story</link>%s</item>"
    site.routes["/story"] = Reply(body=page, headers={"Content-Type": "text/html"})
    site.routes["/feed"] = Reply(body=EMPTY.replace(b"</channel>", (entry % "").encode() + b"</channel>"))
    ledger.sources[0] = feed(url=f"{site.url}/feed", full_text=True)
    ledger.poll()
    assert "paragraph 5" in ledger.rows("SELECT body FROM items")[0][0]
    again = entry % "<description>Now with a summary</description>"
    site.routes["/feed"] = Reply(body=EMPTY.replace(b"</channel>", again.encode() + b"</channel>"))
    ledger.poll(1)
    [(body, origin, summary)] = ledger.rows("SELECT body, body_from, summary FROM items")
    assert (origin, summary) == ("page", "Now with a summary")
    assert "paragraph 5" in body
    assert ledger.rows("SELECT count(*) FROM revisions") == [(0,)]


def test_robots_txt_is_asked_for_articles_and_obeyed(ledger, site):
    site.routes["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /story")
    item = f"<item><guid>1</guid><title>T</title><link>{site.url}/story</link></item>".encode()
    site.routes["/feed"] = Reply(body=EMPTY.replace(b"</channel>", item + b"</channel>"))
    ledger.sources[0] = feed(url=f"{site.url}/feed", full_text=True)
    ledger.poll()
    assert "/story" not in [asked.path for asked in site.asked]
    [(error,)] = ledger.rows("SELECT error FROM details")
    assert "robots.txt" in error


def test_a_sitemap_index_leads_to_its_newest_part(desk, site):
    site.routes["/index.xml"] = Reply(
        body=f"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>{site.url}/old.xml</loc><lastmod>2023-01-01</lastmod></sitemap>
        <sitemap><loc>{site.url}/new.xml</loc><lastmod>2023-07-24</lastmod></sitemap></sitemapindex>""".encode()
    )
    site.routes["/new.xml"] = Reply(
        body=f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{site.url}/story</loc><news:news>
        <news:title>Writers picket</news:title></news:news></url></urlset>""".encode()
    )
    desk.sources.append(feed("map", kind="sitemap", url=f"{site.url}/index.xml"))
    desk.poll()
    assert desk.rows("SELECT title FROM items") == [("Writers picket",)]
    assert desk.rows("SELECT outcome FROM fetches") == [("complete",)]
    assert desk.poll(1).as_json()["sources"]["unchanged"] == 1


def positions(start: int, stop: int, total: int) -> bytes:
    """Answer as Eightfold does."""
    rows = [
        {
            "id": 790000 + n,
            "name": f"Engineer {n}",
            "location": "Los Gatos,California",
            "t_create": 1690000000,
            "t_update": 1690000000,
        }
        for n in range(start, stop)
    ]
    return json.dumps({"count": total, "positions": rows}).encode()


@pytest.fixture
def netflix(desk, site):
    """A board of 25 positions that shows ten a page, with a page of its own for each."""
    for start in (0, 10, 20):
        path = f"/api/apply/v2/jobs?domain=netflix.com&start={start}&num=10&sort_by=new"
        site.routes[path] = Reply(body=positions(start, min(start + 10, 25), 25))
    for n in range(25):
        detail = {
            "id": 790000 + n,
            "name": f"Engineer {n}",
            "job_description": f"<p>Build things, {n} of them.</p>",
        }
        site.routes[f"/api/apply/v2/jobs/{790000 + n}?domain=netflix.com"] = Reply(
            body=json.dumps(detail).encode()
        )
    desk.sources.append(
        Source(
            slug="netflix-jobs",
            kind="board",
            name="Netflix",
            system="eightfold",
            tenant="netflix.com",
            url=site.url,
        )
    )
    return desk


def test_a_board_is_read_by_what_arrives_and_each_posting_filled_from_its_own_page(netflix):
    report = netflix.poll()
    assert report.as_json()["items"]["new"] == 25
    assert netflix.rows("SELECT count(*), sum(body <> '') FROM items") == [(25, 25)]
    assert netflix.rows("SELECT outcome FROM fetches ORDER BY id LIMIT 1") == [("complete",)]


def test_details_beyond_the_cap_wait_for_the_next_run(netflix):
    netflix.more["details_per_run"] = 10
    netflix.poll()
    assert netflix.rows("SELECT count(*) FROM details") == [(15,)]
    netflix.poll(1)
    netflix.poll(2)
    assert netflix.rows("SELECT count(*) FROM details") == [(0,)]
    assert netflix.rows("SELECT count(*) FROM revisions") == [(0,)]


def test_a_board_that_breaks_in_the_middle_is_partial_and_closes_nothing(netflix, site):
    netflix.poll()
    site.routes["/api/apply/v2/jobs?domain=netflix.com&start=10&num=10&sort_by=new"] = Reply(status=500)
    for n in range(1, 4):
        netflix.poll(n)
    last = netflix.rows("SELECT outcome, reason FROM fetches ORDER BY id DESC LIMIT 1")
    assert last[0][0] == "partial"
    assert netflix.rows("SELECT count(*) FROM postings WHERE closed IS NOT NULL") == [(0,)]


def test_a_board_that_repeats_its_first_page_ends(netflix, site):
    """Some systems wrap around: a page without a new id is the end, and the count tells the rest."""
    for start in (10, 20, 30):
        path = f"/api/apply/v2/jobs?domain=netflix.com&start={start}&num=10&sort_by=new"
        site.routes[path] = Reply(body=positions(0, 10, 25))
    netflix.poll()
    [(outcome, reason)] = netflix.rows("SELECT outcome, reason FROM fetches ORDER BY id LIMIT 1")
    assert (outcome, "10 of the 25" in reason) == ("partial", True)


def test_time_is_an_argument(ledger):
    ledger.poll(5)
    assert ledger.rows("SELECT first_seen FROM items LIMIT 1") == [(hours(5).strftime("%Y-%m-%dT%H:%M:%SZ"),)]

"""Any news or careers address leads to what can be polled behind it; what does not exist is refused."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from parsers.board import load, systems
from picketwire.pipeline.discover.boards import by_address
from picketwire.pipeline.discover.finding import Discovery, discover
from picketwire.records import Source
from tests.parsers.boards import expected
from tests.pipeline.stand_ins import HTML, Internet, collecting, internet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CAREERS = Path(__file__).parents[1] / "samples" / "careers"
RSS = (
    '<rss version="2.0"><channel><title>The Ledger</title><link>https://ledger.example/</link>'
    "<language>en-gb</language>"
    "<item><guid>1</guid><title>Writers picket</title><link>https://ledger.example/1</link>"
    "<pubDate>Mon, 24 Jul 2023 12:00:00 GMT</pubDate><description>At noon.</description></item>"
    "</channel></rss>"
)
NEWS = (
    '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://ledger.example/1</loc>'
    "<news:news><news:publication_date>2023-07-24</news:publication_date>"
    "<news:title>Writers picket</news:title></news:news></url></urlset>"
)
JSON_FEED = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "L", "items": [{"id": "1", "title": "Pickets", '
    '"url": "https://ledger.example/1", "content_text": "At noon."}]}'
)


@pytest.fixture
def net() -> Iterator[Internet]:
    with internet() as running:
        yield running


def find(net: Internet, url: str, existing: Sequence[Source] = ()) -> Discovery:
    async def run() -> Discovery:
        async with collecting(net) as collector:
            return await discover(collector, url, existing=existing)

    return asyncio.run(run())


def page(net: Internet, url: str, name: str) -> None:
    """Serve one of the saved careers pages."""
    net.put(url, (CAREERS / f"{name}.html").read_bytes(), headers=HTML)


def board(
    net: Internet, system: str, case: str = "list", *, at: str | None = None, pages: bool = True
) -> None:
    """Serve a sample answer of a system where the system has it (or `at`), and the pages of its postings."""
    body, wanted = expected.sample(system, case)
    net.put(at or wanted["request"]["url"], body)
    for item in wanted.get("items", ()):
        if pages:
            net.put(item["url"], "<!doctype html><title>A posting</title>", headers=HTML)


def place(found: Discovery) -> tuple[Any, ...]:
    best = found.best
    assert best is not None, [(f.source.system, f.source.tenant, f.refused) for f in found.findings]
    return best.source.system, best.source.tenant, best.source.url


CAREERS_PAGES = [
    ("greenhouse_script", "https://lanternfish.example/careers", "greenhouse", "lanternfish", None),
    ("lever_widget", "https://www.lanternfish.example/join", "lever", "lanternfish", None),
    ("ashby_api_in_script", "https://mothlamp.example/jobs", "ashby", "Moth & Lamp", None),
    (
        "personio_frame_german",
        "https://motte.example/karriere",
        "personio",
        "mothlamp",
        "https://mothlamp.jobs.personio.de",
    ),
    (
        "smartrecruiters_widget",
        "https://lanternfish.example/tv/work",
        "smartrecruiters",
        "Lanternfish3",
        None,
    ),
    ("workable_footer", "https://mothlamp.example/team", "workable", "moth-lamp", None),
    ("workday_link_french", "https://quillon.example/nous-rejoindre", "workday", "quillon.wd5/studios", None),
    ("teamtailor_refresh", "https://mothlamp.example/lediga-jobb", "teamtailor", "mothlamp", None),
]


@pytest.mark.parametrize(
    ("name", "url", "system", "tenant", "origin"), CAREERS_PAGES, ids=[p[0] for p in CAREERS_PAGES]
)
def test_a_careers_page_leads_to_its_board(
    net: Internet, name: str, url: str, system: str, tenant: str, origin: str | None
) -> None:
    """Frames, scripts, settings of widgets, links and words in any language name system and tenant."""
    page(net, url, name)
    board(net, system)
    found = find(net, url)
    assert place(found) == (system, tenant, origin)
    assert found.best
    assert found.best.items[0].title
    assert found.best.robots == "there is none"


def test_a_page_that_only_describes_its_opening_is_its_own_board(net: Internet) -> None:
    page(net, "https://quillon.example/careers/foley-artist", "jsonld_only")
    found = find(net, "https://quillon.example/careers/foley-artist")
    assert place(found)[:2] == ("jsonld", "https://quillon.example/careers/foley-artist")
    assert found.best
    assert found.best.fill == {"date": 1.0, "text": 1.0, "pay": 1.0, "location": 1.0}


def test_a_careers_address_that_redirects_to_a_board_is_that_board(net: Internet) -> None:
    """The board's own page need not be readable: its address is enough."""
    net.put(
        "https://lanternfish.example/jobs",
        status=302,
        headers={"Location": "https://job-boards.greenhouse.io/lanternfish"},
    )
    net.put("https://job-boards.greenhouse.io/robots.txt", "User-agent: *\nDisallow: /")
    board(net, "greenhouse")
    found = find(net, "lanternfish.example/jobs")
    assert place(found) == ("greenhouse", "lanternfish", None)
    assert found.best
    assert "forbids" in found.best.note, "the page of a posting was not fetched against robots.txt"


def test_a_board_on_the_employers_own_host_is_known_by_what_it_loads(net: Internet) -> None:
    page(net, "https://werkenbij.mothlamp.example/", "recruitee_own_host")
    board(net, "recruitee", at="https://werkenbij.mothlamp.example/api/offers/")
    assert place(find(net, "https://werkenbij.mothlamp.example/")) == (
        "recruitee",
        "mothlamp",
        "https://werkenbij.mothlamp.example",
    )


def test_an_eightfold_site_that_refuses_the_older_interface_is_asked_by_the_newer(net: Internet) -> None:
    page(net, "https://jobs.quillon.example/careers", "eightfold_own_host")
    net.put("https://jobs.quillon.example/api/apply/v2/jobs", '{"message": "not enabled"}', status=403)
    board(net, "eightfold", "pcsx")
    body, wanted = expected.sample("eightfold", "pcsx_detail")
    net.put(wanted["request"]["url"], body)
    found = find(net, "https://jobs.quillon.example/careers")
    assert place(found) == ("eightfold", "quillon.example/pcsx", "https://jobs.quillon.example")
    assert found.best
    assert found.best.items[0].body, "the text was read from the posting's own answer"


def test_a_landing_page_is_followed_to_the_page_that_shows_the_board(net: Internet) -> None:
    """One step along the words for openings; sites that list everybody's jobs are left alone."""
    page(net, "https://cma.example/kariera", "landing_polish")
    page(net, "https://cma.example/kariera/oferty", "breezy_list")
    board(net, "breezy")
    assert place(find(net, "https://cma.example/kariera")) == ("breezy", "moth-lamp", None)
    assert not net.asked("pl.linkedin.com")


def test_a_board_that_answers_200_for_any_name_and_shows_nothing_is_refused(net: Internet) -> None:
    """Nor does the studio's blog stand in for it, though its feed can be read."""
    page(net, "https://nobody.example/careers", "ghost_board")
    board(
        net,
        "smartrecruiters",
        "empty",
        at="https://api.smartrecruiters.com/v1/companies/NobodyPictures/postings",
    )
    net.put("https://nobody.example/feed/", RSS)
    found = find(net, "https://nobody.example/careers")
    assert found.best is None
    [refused] = [f for f in found.findings if f.source.kind == "board"]
    assert (refused.source.system, refused.source.tenant) == ("smartrecruiters", "NobodyPictures")
    assert "200" in (refused.refused or "")
    assert [f.source.url for f in found.findings if f.accepted] == ["https://nobody.example/feed/"]


@pytest.mark.parametrize(
    "answer",
    [{"status": 404}, {"status": 410}, {"status": 302, "headers": {"Location": "https://jobs.lever.co/"}}],
)
def test_a_board_whose_postings_lead_nowhere_is_refused(net: Internet, answer: dict[str, Any]) -> None:
    board(net, "lever", pages=False)
    for item in expected.sample("lever", "list")[1]["items"]:
        net.put(item["url"], **answer)
    net.put("https://jobs.lever.co/", "<!doctype html><title>Lever</title>", headers=HTML)
    found = find(net, "https://jobs.lever.co/lanternfish")
    assert found.best is None
    assert "lead nowhere" in (found.findings[0].refused or "")


def test_pages_of_postings_that_may_not_be_seen_prove_nothing_either_way(net: Internet) -> None:
    board(net, "lever", pages=False)
    for item in expected.sample("lever", "list")[1]["items"]:
        net.put(item["url"], "<title>Just a moment...</title>", status=403)
    found = find(net, "https://jobs.lever.co/lanternfish")
    assert place(found)[0] == "lever"
    assert found.best
    assert "403" in found.best.note


def test_an_unknown_tenant_is_refused_with_what_came_instead(net: Internet) -> None:
    net.put("https://nobody.recruitee.com/api/offers/", "<!doctype html><title>Sign up for Recruitee</title>")
    found = find(net, "https://nobody.recruitee.com/")
    assert found.best is None
    assert "Sign up for Recruitee" in (found.findings[0].refused or "")


def test_the_interface_of_a_system_on_another_host_is_recognised_by_its_path(net: Internet) -> None:
    board(net, "lever", at="https://mirror.example/v0/postings/lanternfish")
    found = find(net, "https://mirror.example/v0/postings/lanternfish?mode=json")
    assert place(found) == ("lever", "lanternfish", "https://mirror.example")


@pytest.mark.parametrize(
    "url", ["https://seek.example/profiles/search", "https://x.example/jobs", "https://x.example/api/v1/jobs"]
)
def test_paths_that_any_site_may_have_are_no_mark_of_a_system(url: str) -> None:
    assert by_address(url) == ()


def test_a_link_to_one_posting_leads_to_the_board(net: Internet) -> None:
    board(net, "lever")
    url = "https://jobs.lever.co/lanternfish/0a1b2c3d-0000-4000-8000-000000000001/apply"
    assert place(find(net, url)) == ("lever", "lanternfish", None)


# These run on the employer's own host or have short links that do not name the account.
UNNAMED = {"eightfold", "hackernews", "jibe", "jsonld", "netflix", "successfactors", "workable"}


@pytest.mark.parametrize("system", [s for s in systems() if s not in UNNAMED])
def test_the_public_address_of_a_posting_names_its_system(system: str) -> None:
    """What a reader pastes is a posting's address as often as a board's."""
    url = expected.sample(system, "list")[1]["items"][0]["url"]
    assert system in {place.system for place in by_address(url)}
    assert all(load(place.system).first(place.tenant, place.origin).url for place in by_address(url))


def test_a_feed_that_the_page_announces_comes_before_the_sitemap_and_comments_last(net: Internet) -> None:
    net.put(
        "https://ledger.example/news",
        "<html lang=en><title>The Ledger</title>"
        '<link rel=alternate type="application/rss+xml" href="/comments/feed">'
        '<link rel=alternate type="application/rss+xml" href="/feed"><a href="https://jobs.lever.co/ledger">Jobs</a>',
        headers=HTML,
    )
    net.put("https://ledger.example/feed", RSS)
    net.put("https://ledger.example/comments/feed", RSS)
    net.put("https://ledger.example/robots.txt", "User-agent: *\nDisallow: /feed\nSitemap: /news.xml\n")
    net.put(
        "https://ledger.example/news.xml",
        NEWS,
    )
    found = find(net, "https://ledger.example/news")
    assert [f.source.url for f in found.findings] == [
        "https://ledger.example/feed",
        "https://ledger.example/comments/feed",
        "https://ledger.example/news.xml",
    ]
    assert found.best
    assert (found.best.language, found.best.language_from) == ("en-GB", "it says so")
    assert found.best.robots == "forbids it"
    assert not net.asked("api.lever.co"), "a link in passing is no careers page"


def test_usual_places_are_tried_where_nothing_is_announced_and_robots_allow(net: Internet) -> None:
    net.put("https://ledger.example/", "<!doctype html><title>The Ledger</title>", headers=HTML)
    net.put("https://ledger.example/robots.txt", "User-agent: *\nDisallow: /rss\n")
    net.put("https://ledger.example/rss.xml", RSS)
    net.put("https://ledger.example/feed.xml", RSS)
    found = find(net, "https://ledger.example/")
    assert found.best
    assert found.best.source.url == "https://ledger.example/feed.xml"
    assert "/rss.xml" not in net.asked("ledger.example")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (RSS, "feed"),
        (JSON_FEED, "feed"),
        (NEWS, "sitemap"),
        ("<urlset><url><loc>https://ledger.example/1</loc></url></urlset>", "sitemap"),
    ],
)
def test_an_address_that_is_a_feed_or_sitemap_is_taken_as_it_is(net: Internet, body: str, kind: str) -> None:
    net.put("https://ledger.example/x", body)
    found = find(net, "https://ledger.example/x")
    assert found.best
    assert (found.best.source.kind, found.best.source.url) == (kind, "https://ledger.example/x")
    assert found.best.source.full_text == ("title" not in body), "a bare sitemap has no titles of its own"


def test_a_feed_that_has_moved_for_good_is_added_at_its_new_address(net: Internet) -> None:
    net.put("https://ledger.example/old", status=301, headers={"Location": "https://ledger.example/feed"})
    net.put("https://ledger.example/feed", RSS)
    found = find(net, "https://ledger.example/old")
    assert found.best
    assert found.best.source.url == "https://ledger.example/feed"


def test_an_index_of_sitemaps_is_proved_by_its_newest_part(net: Internet) -> None:
    """Polls follow it too, so that the index stays the address when its parts get other names."""
    part = "<sitemap><loc>https://ledger.example/{0}.xml</loc><lastmod>{0}-01</lastmod></sitemap>"
    net.put(
        "https://ledger.example/index.xml",
        f"<sitemapindex>{part.format('2023-06')}{part.format('2023-07')}</sitemapindex>",
    )
    found = find(net, "https://ledger.example/index.xml")
    assert found.best is None
    assert "2023-07.xml, answers 404" in (found.findings[0].refused or "")
    net.put("https://ledger.example/2023-07.xml", NEWS)
    best = find(net, "https://ledger.example/index.xml").best
    assert best
    assert best.source.url == "https://ledger.example/index.xml"
    assert best.items[0].title == "Writers picket"


def test_an_empty_feed_is_refused(net: Internet) -> None:
    net.put(
        "https://ledger.example/feed", '<rss version="2.0"><channel><title>The Ledger</title></channel></rss>'
    )
    found = find(net, "https://ledger.example/feed")
    assert found.best is None
    assert "no entries" in (found.findings[0].refused or "")


def test_what_is_polled_already_is_recognised_before_anybody_is_asked(net: Internet) -> None:
    existing = [
        Source(slug="fish", kind="board", name="Fish", system="greenhouse", tenant="LanternFish"),
        Source(slug="ledger", kind="feed", name="Ledger", url="http://www.ledger.example/feed/"),
    ]
    found = find(net, "https://boards.greenhouse.io/lanternfish", existing)
    assert (found.best and found.best.twin) == "fish"
    assert not net.asked("boards-api.greenhouse.io")
    net.put("https://ledger.example/feed", RSS)
    found = find(net, "https://ledger.example/feed", existing)
    assert (found.best and found.best.twin) == "ledger"


def test_a_site_that_is_not_there_is_said_to_be_so(net: Internet) -> None:
    found = find(net, "https://gone.example/")
    assert not found.findings
    assert found.notes == ("https://gone.example/: 404 Not Found",)
    assert find(net, "javascript:alert(1)").notes


def test_a_page_that_robots_txt_forbids_is_not_looked_at(net: Internet) -> None:
    page(net, "https://lanternfish.example/careers", "greenhouse_script")
    net.put("https://lanternfish.example/robots.txt", "User-agent: *\nDisallow: /careers")
    found = find(net, "https://lanternfish.example/careers")
    assert found.best is None
    assert "/careers" not in net.asked("lanternfish.example")
    assert "forbids" in found.notes[0]

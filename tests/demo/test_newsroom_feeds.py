"""What the ten feeds of the sample newsroom carry, read with the plain libraries of each format."""

from __future__ import annotations

import calendar
import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from xml.etree import ElementTree

import feedparser
import pytest
from bs4 import BeautifulSoup

from parsers import parse
from picketwire.demo.newsroom.formats import page
from picketwire.demo.newsroom.press import Outlet, Step, edition, outlets, published, steps
from picketwire.demo.newsroom.site import respond
from picketwire.records import Selectors

BASE = "http://127.0.0.1:8427"
OUTLETS = {outlet.slug: outlet for outlet in outlets()}
FIRST, LAST = steps()[0], steps()[-1]
UNIONS = {"wga": r"Writers Guild of America|\bWGA\b", "sag-aftra": "SAG-AFTRA"}
STRUCK = r"Alliance of Motion Picture and Television Producers|AMPTP"
# stage -> union, words of the stage, the day as outlets write it
STAGES = {
    "authorized": ("wga", r"authorize", r"April 17"),
    "expires": ("wga", r"strike", r"midnight on May 1"),
    "began": ("wga", r"\bstrike", r"\bMay 2\b|\b2 May\b"),
    "continues": ("wga", r"strike.*(?:continues|one hundred days)", r"August (?:9|11)"),
    "tentative": ("wga", r"tentative agreement", r"September 24|24 September"),
    "not over": ("wga", r"not over|not yet ended|goes on|still on strike", r"September 24"),
    "ended": ("wga", r"\bend(?:s|ed)\b", r"September 27"),
    "ratified": ("wga", r"ratified", r"October 9"),
    "authorized 2": ("sag-aftra", r"authoriz|gave their board the power", r"June 5"),
    "began 2": ("sag-aftra", r"\bstrike", r"July 14|14 July"),
    "continues 2": ("sag-aftra", r"continues|stay out", r"October 11"),
    "tentative 2": ("sag-aftra", r"tentative agreement", r"November 8"),
    "ended 2": ("sag-aftra", r"suspend|ended", r"November 9|9 November"),
}


def feed(outlet: Outlet, step: Step) -> bytes:
    return respond(f"/{outlet.slug}/{outlet.feed}", step, BASE).body


def pairs(outlet: Outlet, body: bytes) -> list[tuple[str, str]]:
    """Read (link, title) of every entry with the library at hand for the format."""
    if outlet.format == "jsonfeed":
        return [(item["url"], item["title"]) for item in json.loads(body)["items"]]
    if outlet.format == "newssitemap":
        names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
        names["n"] = "http://www.google.com/schemas/sitemap-news/0.9"
        urls = ElementTree.fromstring(body).findall("s:url", names)  # noqa: S314 -- we wrote it ourselves
        return [(url.findtext("s:loc", "", names), url.findtext(".//n:title", "", names)) for url in urls]
    if outlet.format == "page":
        items = BeautifulSoup(body, "lxml").select(page.SELECT["item"])
        links = [
            (item.select_one(page.SELECT["link"]), item.select_one(page.SELECT["title"])) for item in items
        ]
        return [(f"{BASE}{link['href']}", title.text) for link, title in links if link and title]
    parsed = feedparser.parse(BytesIO(body))
    assert not parsed.bozo
    return [(entry.link, entry.title) for entry in parsed.entries]


HEALTHY = [(o.slug, s.number) for o in outlets() for s in steps() if s.number not in o.options.faults]


@pytest.mark.parametrize(("slug", "number"), HEALTHY)
def test_every_feed_parses_at_every_step_and_holds_what_it_should(slug: str, number: int) -> None:
    outlet, step = OUTLETS[slug], steps()[number - 1]
    expected = [(entry.link, entry.title) for entry in edition(outlet, step, BASE).entries]
    assert pairs(outlet, feed(outlet, step)) == expected
    assert 1 <= len(expected) <= outlet.holds


@pytest.mark.parametrize(("slug", "number"), HEALTHY)
def test_our_parsers_find_every_story_with_its_date(slug: str, number: int) -> None:
    outlet, step = OUTLETS[slug], steps()[number - 1]
    answer = respond(f"/{slug}/{outlet.feed}", step, BASE)
    select = Selectors(**page.SELECT) if outlet.format == "page" else None
    parsed = parse(
        answer.body, url=f"{BASE}/{slug}/{outlet.feed}", content_type=answer.content_type, select=select
    )
    dated = outlet.format != "rss091"
    found = [(item.url, item.title, item.published) for item in parsed.items]
    entries = edition(outlet, step, BASE).entries
    assert found == [(entry.link, entry.title, entry.at if dated else None) for entry in entries]
    assert parsed.problems == ()


def test_our_parsers_read_nothing_out_of_what_breaks() -> None:
    for outlet in outlets():
        for number, fault in outlet.options.faults.items():
            answer = respond(f"/{outlet.slug}/{outlet.feed}", steps()[number - 1], BASE)
            parsed = parse(answer.body, url=BASE, select=Selectors(**page.SELECT), hint="page")
            assert not parsed.items, fault


def test_ten_outlets_speak_seven_formats_and_two_encodings() -> None:
    assert len(OUTLETS) == 10
    assert {outlet.format for outlet in outlets()} == {
        "rss20",
        "rss10",
        "rss091",
        "atom10",
        "jsonfeed",
        "newssitemap",
        "page",
    }
    assert {outlet.options.encoding for outlet in outlets()} == {"utf-8", "windows-1252"}


def test_windows_1252_is_said_and_meant() -> None:
    body = feed(OUTLETS["westbourne-screen"], LAST)
    assert b'encoding="windows-1252"' in body
    assert "writers’ strike".encode("cp1252") in feed(OUTLETS["westbourne-screen"], steps()[2])
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


@pytest.mark.parametrize("slug", OUTLETS)
def test_every_story_is_seen_by_a_reader_who_polls_once_a_step(slug: str) -> None:
    outlet = OUTLETS[slug]
    seen = {
        entry.link.partition("?")[0]
        for step in steps()
        if step.number not in outlet.options.faults
        for entry in edition(outlet, step, BASE).entries
    }
    assert seen == {entry.link for entry in published(outlet, LAST, BASE)}


@pytest.mark.parametrize("slug", OUTLETS)
def test_bytes_change_only_with_the_stories(slug: str) -> None:
    outlet = OUTLETS[slug]
    if outlet.options.build_date or outlet.options.tracking:
        pytest.skip("this outlet's software changes bytes for nothing, and is here for that")
    for earlier, later in zip(steps(), steps()[1:], strict=False):
        if {earlier.number, later.number} & set(outlet.options.faults):
            continue
        same = edition(outlet, earlier, BASE).entries == edition(outlet, later, BASE).entries
        assert (feed(outlet, earlier) == feed(outlet, later)) is same


def test_ids_rotate_at_one_outlet_while_its_links_only_carry_other_parameters() -> None:
    outlet = OUTLETS["bytes-at-noon"]
    sixth, seventh = (edition(outlet, steps()[number], BASE).entries for number in (5, 6))
    links = [{entry.link.partition("?")[0] for entry in entries} for entries in (sixth, seventh)]
    assert len(links[0] & links[1]) >= 3
    assert not {entry.id for entry in sixth} & {entry.id for entry in seventh}
    assert not {entry.link for entry in sixth} & {entry.link for entry in seventh}


def test_two_stories_share_an_id_in_one_document() -> None:
    entries = edition(OUTLETS["westbourne-screen"], steps()[3], BASE).entries
    shared = [entry for entry in entries if entry.id == "westbourne-diary"]
    assert len({entry.link for entry in shared}) == 2


def test_headline_is_corrected_under_the_same_id() -> None:
    outlet = OUTLETS["backlot-ledger"]
    before, after = (
        next(e for e in edition(outlet, steps()[n], BASE).entries if "machine-learning-900000" in e.link)
        for n in (3, 4)
    )
    assert (before.id, before.link, before.at) == (after.id, after.link, after.at)
    assert "at $900,000" in before.title
    assert "at up to $900,000" in after.title


@pytest.mark.parametrize(
    ("slug", "number", "status", "words"),
    [
        ("bytes-at-noon", 3, 500, b"500 Internal Server Error"),
        ("larkspur-courier", 4, 200, b'type="password"'),
        ("lot-gate-noticeboard", 5, 200, b"<div>" * 50_000),
    ],
)
def test_what_breaks_is_whole_again_at_the_next_step(
    slug: str, number: int, status: int, words: bytes
) -> None:
    outlet = OUTLETS[slug]
    answer = respond(f"/{slug}/{outlet.feed}", steps()[number - 1], BASE)
    assert (answer.status, answer.validators) == (status, False)
    assert words in answer.body
    assert pairs(outlet, feed(outlet, steps()[number]))


def texts(outlet: Outlet) -> list[str]:
    stories = published(outlet, LAST, BASE)
    return [" ".join(f"{entry.title}. {entry.summary} {entry.body}".split()) for entry in stories]


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_is_reported_twice_with_union_struck_party_and_day(stage: str) -> None:
    """Records of both strikes can be built from coverage alone."""
    union, words, day = STAGES[stage]
    told = {
        outlet.slug
        for outlet in outlets()
        for text in texts(outlet)
        if all(re.search(pattern, text, re.DOTALL) for pattern in (UNIONS[union], STRUCK, words, day))
    }
    assert len(told) >= 2


def test_nobody_reports_what_has_not_happened() -> None:
    """A story may tell of the day after tomorrow at most, but for the end of a contract."""
    months = "|".join(calendar.month_name[1:])
    day = re.compile(rf"(?:(?:until|runs (?:out on|to)|expires on) )?\b({months}) (\d{{1,2}})\b")
    for outlet in outlets():
        for entry in published(outlet, LAST, BASE):
            for match in day.finditer(f"{entry.title} {entry.summary} {entry.body}"):
                month = list(calendar.month_name).index(match[1])
                told = datetime(2023, month, int(match[2]), tzinfo=UTC)
                ahead = told - entry.at > timedelta(days=1)
                assert not ahead or match[0].startswith(("until", "runs", "expires")), (entry.link, match[0])


def test_several_outlets_report_the_posting_and_credit_the_first() -> None:
    about = {
        outlet.slug: [t for t in texts(outlet) if "Netflix" in t and "$900,000" in t] for outlet in outlets()
    }
    reporting = {slug for slug, found in about.items() if found}
    assert len(reporting) >= 7
    crediting = {slug for slug in reporting if any("Long Docket" in text for text in about[slug])}
    assert len(crediting) >= 5
    first = min(
        (entry.at, outlet.slug)
        for outlet in outlets()
        for entry in published(outlet, LAST, BASE)
        if "$900,000" in f"{entry.title} {entry.summary}"
    )
    assert first[1] == "long-docket"


def test_posting_stands_with_its_address_in_two_stories() -> None:
    address = f"{BASE}/careers/job/790298014417"
    assert {outlet.slug for outlet in outlets() if any(address in text for text in texts(outlet))} == {
        "long-docket",
        "lot-gate-noticeboard",
    }


def test_agency_copy_runs_at_two_other_outlets_word_for_word() -> None:
    copies = {
        re.sub(r"^\(Halyard Wire\) ", "", " ".join((entry.body or entry.summary).split()))
        for outlet in outlets()
        for entry in published(outlet, LAST, BASE)
        if entry.title.startswith("Netflix offers up to $900,000 for AI")
    }
    assert len(copies) == 1


def test_one_outlet_sets_glassdoor_figures_beside_the_posting() -> None:
    text = " ".join(texts(OUTLETS["slate-and-sprocket"]))
    assert all(
        figure in text for figure in ("$300,000 - $900,000", "$200,000 to $400,000", "$180,000", "Glassdoor")
    )

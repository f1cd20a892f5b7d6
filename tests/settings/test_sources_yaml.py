"""sources/*.yaml: every mistake with its place, within a source, within a file and between files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from picketwire.records import Selectors, Source
from picketwire.settings.load import Config
from picketwire.settings.sources import systems

Loaded = Callable[..., Config]
Complain = Callable[..., list[str]]

FEED = "  - {slug: a, kind: feed, url: 'https://a.example/feed'%s}\n"
BOARD = "  - {slug: %s, kind: board, system: greenhouse, tenant: acme%s}\n"


def test_a_source_is_read_whole(loaded: Loaded) -> None:
    config = loaded(
        sources__all="""\
        sources:
          - slug: union-news
            kind: page
            url: https://union.example/news
            name: Union News
            publisher: union
            language: en-GB
            country: GB
            groups: [unions, labour]
            every: 90m
            full_text: true
            enabled: false
            since: 2024-05-01
            until: 2025-05-01
            select: {item: article.post, title: h2, link: h2 a, date: time, summary: p.lead}
          - {slug: jobs, kind: board, system: greenhouse, tenant: acme, employer: acme}
        """
    )
    page, board = config.sources
    assert page == Source(
        slug="union-news",
        kind="page",
        name="Union News",
        url="https://union.example/news",
        publisher="union",
        language="en-GB",
        country="GB",
        groups=("unions", "labour"),
        every=timedelta(minutes=90),
        full_text=True,
        enabled=False,
        since=date(2024, 5, 1),
        until=date(2025, 5, 1),
        select=Selectors(item="article.post", title="h2", link="h2 a", date="time", summary="p.lead"),
    )
    assert board == Source(
        slug="jobs", kind="board", name="jobs", system="greenhouse", tenant="acme", employer="acme"
    )


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (", evry: 30m", 'unknown key "evry" (did you mean "every"?)'),
        (", zzz: 1", 'unknown key "zzz": it is one of country, employer, enabled'),
        (", every: 30", '"30" is no duration'),
        (", every: [30m]", "expected text, found a list"),
        (", country: Norway", '"Norway" is no country code'),
        (", language: english", '"english" is no language tag'),
        (", groups: trade", "expected a list, found text: write [trade]"),
        (", groups: [Trade Press]", '"Trade Press" is no slug'),
        (", enabled: yes", '"yes" is neither true nor false'),
        (", full_text: 1", '"1" is neither true nor false'),
        (", since: 2024-13-01", '"2024-13-01" is no day of the calendar'),
        (", since: 2024-05-01, until: 2024-05-01", "until 2024-05-01 is not after since 2024-05-01"),
        (", system: greenhouse", 'key "system" means nothing for a feed: delete it'),
        (", tenant: acme", 'key "tenant" means nothing for a feed: delete it'),
        (", select: {item: a, title: b, link: c}", 'key "select" is for pages only, and this is a feed'),
        (", slug: b", 'key "slug" stands here again'),
    ],
)
def test_a_mistake_in_a_source_is_named(complaints: Complain, more: str, complaint: str) -> None:
    (line,) = complaints(sources__news="sources:\n" + FEED % more)
    assert line.startswith("config/sources/news.yaml:2:")
    assert complaint in line


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("{kind: feed, url: 'https://a.example/'}", '2:5: key "slug" is missing'),
        ("{slug: a, url: 'https://a.example/'}", '2:5: key "kind" is missing'),
        ("{slug: a, kind: feeed, url: 'https://a.example/'}", '(did you mean "feed"?)'),
        ("{slug: a, kind: feed}", '2:5: key "url" is missing: a feed needs it'),
        ("{slug: a, kind: sitemap}", '2:5: key "url" is missing: a sitemap needs it'),
        ("{slug: a, kind: feed, url: example.org}", '2:32: "example.org" is no web address'),
        ("{slug: a, kind: board, tenant: x}", '2:5: key "system" is missing: a board needs it'),
        ("{slug: a, kind: board, system: greenhouse}", '2:5: key "tenant" is missing: a board needs it'),
        (
            "{slug: a, kind: board, tenant: x, system: green-house}",
            '2:47: unknown board system "green-house" (did you mean "greenhouse"?)',
        ),
        (
            "{slug: a, kind: board, tenant: x, system: greenhouse, full_text: true}",
            'key "full_text" means nothing for a board',
        ),
        ("{slug: a, kind: page, url: 'https://a.example/'}", 'key "select" is missing: a page needs it'),
        ("{slug: a, kind: page, url: 'https://a.example/', select: [a]}", "expected a mapping, found a list"),
        ("just text", "2:5: expected a mapping, found text"),
    ],
)
def test_each_kind_has_its_own_needs(complaints: Complain, source: str, complaint: str) -> None:
    (line,) = complaints(sources__news=f"sources:\n  - {source}\n")
    assert line.startswith("config/sources/news.yaml:2:")
    assert complaint in line


@pytest.mark.parametrize("selector", ["a[", "div >", ":nosuch", "h2 ,, a", "p:contains("])
def test_a_bad_selector_is_refused(complaints: Complain, selector: str) -> None:
    page = "{slug: a, kind: page, url: 'https://a.example/', select: {item: '%s', title: h2, link: a}}"
    (line,) = complaints(sources__news="sources:\n  - " + page % selector)
    assert f'"{selector}" is no CSS selector: ' in line


def test_a_slug_is_unique_over_all_files(complaints: Complain) -> None:
    other = "  - {slug: a, kind: feed, url: 'https://b.example/feed'}\n"
    (line,) = complaints(sources__one="sources:\n" + FEED % "", sources__two="sources:\n\n" + other)
    assert line == (
        'config/sources/two.yaml:3:12: slug "a" is taken by source "a" (config/sources/one.yaml:2): '
        "choose another or delete one"
    )


def test_an_address_is_polled_by_one_source(complaints: Complain) -> None:
    other = "  - {slug: b, kind: feed, url: 'https://a.example/feed'}\n"
    (line,) = complaints(sources__one="sources:\n" + FEED % "" + other)
    assert line.startswith(
        'config/sources/one.yaml:3:32: url "https://a.example/feed" is taken by source "a"'
    )


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ("", "", True),
        (", until: 2024-01-01", ", since: 2024-01-01", False),
        (", until: 2024-01-02", ", since: 2024-01-01", True),
        (", since: 2024-01-01", ", until: 2024-01-01", False),
        (", until: 2024-01-01", "", True),
    ],
)
def test_one_tenant_has_one_source_at_a_time(
    complaints: Complain, first: str, second: str, refused: bool
) -> None:
    """A tenant that left and came back may have two sources, parted by their dates."""
    lines = complaints(sources__jobs="sources:\n" + BOARD % ("a", first) + BOARD % ("b", second))
    assert len(lines) == refused
    if refused:
        assert 'greenhouse tenant "acme" is polled by source "a" at the same time' in lines[0]


def test_organizations_must_be_known_where_any_are_listed(complaints: Complain) -> None:
    text = "sources:\n" + FEED % ", publisher: penske-medai, employer: nobody-known"
    known = "organizations:\n  - {slug: penske-media, name: PMC, kind: publisher}\n"
    assert complaints(sources__news=text, organizations=known) == [
        'config/sources/news.yaml:2:69: unknown organization "penske-medai" (did you mean "penske-media"?)',
        'config/sources/news.yaml:2:93: unknown organization "nobody-known": it is one of penske-media',
    ]


def test_without_organizations_references_are_left_alone(complaints: Complain) -> None:
    """Whoever starts with a list of feeds must not have to write a who-is-who first."""
    assert complaints(sources__news="sources:\n" + FEED % ", publisher: penske-media") == []


def test_systems_are_the_files_of_the_boards() -> None:
    """A new board system is one file, with nothing to register."""
    assert {"eightfold", "greenhouse"} <= set(systems())
    assert not any(name.startswith("_") for name in systems())

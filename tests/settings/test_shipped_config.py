"""The configuration that ships: it loads, it holds what it promises, and its pages tell the truth."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import get_args

import pytest

from picketwire.facts import Stage, began, days, ended
from picketwire.settings import settings
from picketwire.settings.load import Config, load
from picketwire.settings.reference import TABLES, fill
from picketwire.settings.yaml import Problems, read

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shipped() -> Config:
    return load(ROOT / "config", {})


def test_it_loads_clean_and_says_nothing_but_defaults(shipped: Config) -> None:
    assert shipped.settings == settings.Settings()
    assert shipped.rules.tags


def test_it_watches_what_matters(shipped: Config) -> None:
    groups = {group for source in shipped.sources for group in source.groups}
    assert {"trade-press", "news", "labour", "unions", "technology", "ai", "games", "boards"} <= groups
    assert {"de", "en", "es", "fr", "pl"} <= {source.language for source in shipped.sources}
    assert len(shipped.sources) >= 60
    boards = {(source.system, source.tenant) for source in shipped.sources if source.kind == "board"}
    assert {("eightfold", "netflix.com"), ("greenhouse", "a24"), ("greenhouse", "tubitv")} <= boards


def test_every_source_says_whose_it_is(shipped: Config) -> None:
    """Coverage counts outlets by publisher, and a posting's employer comes from its source."""
    for source in shipped.sources:
        assert source.employer if source.kind == "board" else source.publisher, source.slug
        assert source.language, source.slug
        assert source.country, source.slug
        assert source.groups, source.slug


def test_it_knows_who_is_who(shipped: Config) -> None:
    kinds = [organization.kind for organization in shipped.organizations]
    assert len(kinds) >= 150
    assert {"employer", "union", "local", "association", "publisher", "agency"} == set(kinds)


@pytest.mark.parametrize(
    ("member", "day", "holds"),
    [
        ("netflix", date(2023, 7, 26), True),
        ("netflix", date(2019, 11, 20), False),
        ("amazon", date(2023, 7, 26), True),
        ("apple", date(2023, 7, 26), True),
        ("apple", date(2008, 1, 1), False),
        ("disney", date(2008, 1, 1), True),
        ("warner-bros-discovery", date(2023, 7, 26), True),
        ("paramount", date(2023, 7, 26), True),
        ("sony-pictures", date(2023, 7, 26), True),
        ("nbcuniversal", date(2023, 7, 26), True),
        ("a24", date(2023, 7, 26), False),
        ("skydance", date(2023, 7, 26), False),
    ],
)
def test_membership_of_the_struck_association_goes_by_the_day(
    shipped: Config, member: str, day: date, holds: bool
) -> None:
    (organization,) = (each for each in shipped.organizations if each.slug == member)
    spans = [each for each in organization.memberships if each.association == "amptp"]
    assert (
        any((s.since is None or s.since <= day) and (s.until is None or day < s.until) for s in spans)
        is holds
    )


def test_the_two_strikes_have_the_length_that_the_press_counted(shipped: Config) -> None:
    assert {strike.slug: (began(strike), ended(strike), days(strike)) for strike in shipped.strikes} == {
        "wga-2023": (date(2023, 5, 2), date(2023, 9, 27), 148),
        "sag-aftra-2023": (date(2023, 7, 14), date(2023, 11, 9), 118),
    }


def test_every_event_of_a_strike_can_be_looked_up(shipped: Config) -> None:
    for strike in shipped.strikes:
        assert strike.scope
        assert {event.stage for event in strike.events} >= {
            "authorized",
            "began",
            "tentative_agreement",
            "ratified",
        }
        assert all(event.quote and event.url for event in strike.events)


def test_the_benchmarks_are_those_of_the_story(shipped: Config) -> None:
    figures = {
        each.slug: [None if x is None else int(x) for x in (each.low, each.figure, each.high, each.share)]
        for each in shipped.benchmarks
    }
    assert figures == {
        "glassdoor-ai-product-manager-base": [200000, 300000, 400000, None],
        "us-ai-product-manager-total": [None, 180000, None, None],
        "sag-aftra-members-below-26000": [None, 26000, None, 87],
    }
    assert [each.basis for each in shipped.benchmarks] == ["base", "total", "unknown"]


def test_the_comments_in_settings_state_the_defaults(shipped: Config) -> None:
    """Whoever takes a # away gets the default, and every setting is there."""
    text = re.sub(r"^# (?=\w+:)", "", shipped.texts["settings.yaml"], flags=re.MULTILINE)
    problems = Problems()
    cell = read(text, "settings.yaml", problems)
    assert cell is not None
    assert {name for name, _, _ in cell.pairs()} == {key.name for key in settings.KEYS}
    assert settings.load_settings(cell, {}, problems) == settings.Settings()
    assert not problems.found


def test_the_reference_page_shows_the_keys_that_the_code_has() -> None:
    """`python -m picketwire.settings.reference` brings the page up to date."""
    assert fill(PAGE) == PAGE
    assert set(re.findall(r"<!-- keys: (\w+) -->", PAGE)) == set(TABLES)
    assert all(f"`{stage}`" in PAGE for stage in get_args(Stage))


def test_the_examples_on_the_reference_page_load(tmp_path: Path) -> None:
    """An example that does not load teaches a mistake."""
    blocks = [dedent(block) for block in re.findall(r"(?m)(?:^ {4}.*\n)+", PAGE) if ":\n" in block]
    names = [block.split(":", 1)[0] for block in blocks]
    assert names == ["sources", "organizations", "strikes", "benchmarks", "words"]
    files = {"sources": "sources/all.yaml", "words": "roles.yaml"}
    known = "".join(
        f"  - {{slug: {slug}, name: {slug.upper()}, kind: {kind}}}\n"
        for slug, kind in (("amptp", "association"), ("sag-aftra", "union"), ("penske-media", "publisher"))
    )
    (tmp_path / "sources").mkdir()
    for name, block in zip(names, blocks, strict=True):
        path = tmp_path / files.get(name, f"{name}.yaml")
        path.write_text(block + (known if name == "organizations" else ""), encoding="utf-8")
    assert len(load(tmp_path, {}).sources) == 3

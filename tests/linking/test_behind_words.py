"""A link behind words leads to its posting as surely as an address that is written out."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from picketwire.archive.opening import open_writer
from tests.builders import posting
from tests.linking.conftest import Desk, article, product_manager, research_scientist

if TYPE_CHECKING:
    from pathlib import Path

MANAGER, SCIENTIST = "https://jobs.example/790298012345", "https://jobs.example/790298054321"
REASONS = "SELECT reasons FROM links WHERE kind = 'coverage'"


@pytest.mark.parametrize("link", [MANAGER, f"{MANAGER}?domain=netflix.com&microsite=x"])
def test_a_link_to_the_posting_settles_which_one_is_meant(desk: Desk, link: str) -> None:
    """Of two postings at one figure, whatever the text says; parameters of the link change nothing."""
    desk.posts(product_manager(), research_scientist())
    desk.reports(article("a", "Netflix touts $900k AI jobs", "Here is the listing.", links=(link,)))
    desk.link()
    assert desk.coverage() == {"790298012345": {"a"}}
    assert desk.rows(REASONS) == [(f'["The text links to the posting\'s address: {MANAGER}"]',)]


def test_no_name_figure_or_tag_is_needed(desk: Desk) -> None:
    desk.posts(posting("5", "Gaffer"), ai=False)
    desk.reports(article("a", "Odd jobs", links=("https://jobs.example/5",)), tags=())
    desk.link()
    assert desk.coverage() == {"5": {"a"}}


def test_a_link_that_holds_the_employers_number_needs_its_name_as_well(desk: Desk) -> None:
    """The same posting on another host than the one we read."""
    desk.posts(product_manager())
    other = "https://mirror.example/jobs/790298012345/apply"
    desk.reports(article("a", "Netflix hires", links=(other,)), article("b", "Who hires?", links=(other,)))
    desk.link()
    assert desk.coverage() == {"790298012345": {"a"}}


def test_a_link_to_the_page_of_all_postings_says_nothing(desk: Desk) -> None:
    page = "https://studio.example/careers"
    desk.posts(*(posting(str(n), "Gaffer", url=page) for n in range(4)))
    desk.reports(article("a", "Netflix hires", links=(page,)))
    desk.link()
    assert desk.coverage() == {}


@pytest.mark.parametrize("seed", range(4))
def test_a_link_finds_its_posting_whichever_comes_first(tmp_path: Path, seed: int) -> None:
    """By address, by address with parameters and by number; and loses it when the entry drops the link."""
    plain = article("a", "Netflix hires", "Look at this.")
    steps = [
        lambda d: d.posts(product_manager(), at=1),
        lambda d: d.posts(product_manager(), research_scientist(), at=2),
        lambda d: d.reports(article("b", "Netflix hires", links=(f"{SCIENTIST}?from=x",))),
        lambda d: d.reports(article("c", "Netflix", links=("https://m.example/jobs/790298012345",))),
    ]
    results = []
    for name in ("once", "each"):
        with open_writer(tmp_path / f"{name}.sqlite") as db:
            desk = Desk(db)
            desk.reports(article("a", "Netflix hires", "Look at this.", links=(MANAGER,)))
            for step in random.Random(seed).sample(steps, len(steps)):
                step(desk)
                if name == "each":
                    desk.link()
            desk.reports(plain, at=50)
            desk.link()
            results.append(desk.derived())
            assert desk.coverage() == {"790298012345": {"c"}, "790298054321": {"b"}}
    assert results[0] == results[1]

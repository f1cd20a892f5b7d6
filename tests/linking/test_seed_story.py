"""The story of July 2023 as real feeds carried it, held against two postings."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from picketwire.archive.answers.show import show
from picketwire.archive.opening import open_reader, open_writer
from picketwire.pipeline.job import enrich, make_tagger
from picketwire.records import AVERAGE
from picketwire.settings.load import load
from picketwire.urls import canonical
from tests.builders import START, feed, news
from tests.linking.conftest import Desk, product_manager, research_scientist

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from picketwire.archive.answers.show import View
    from picketwire.records import Item, Pay

pytestmark = pytest.mark.data

FALSE_POSITIVE = "https://lucidbox.net/"
MANAGER, SCIENTIST = "790298012345", "790298054321"
PUBLISHERS = {"theintercept.com": "the-intercept"}
# Items in words of our own, as of the days after the first report.
BESIDE = "Netflix’s $900,000 AI job, beside what Glassdoor says such jobs pay"
BESIDE_TEXT = (
    "The position pays an annual salary of $300,000 to $900,000. Glassdoor puts the average base salary "
    "of an AI product manager at Netflix at $300,000 a year. As The Intercept first reported, the listing "
    "appeared while actors strike."
)
OTHER_JOB = (
    (
        "Netflix lists AI research scientist job at up to $900,000",
        "The range is $390,000 to $900,000 a year.",
    ),
    ("Netflix lists $900,000 AI scientist job amid strikes", "It pays $390,000 to $900,000, a listing says."),
)


@dataclass
class Told:
    """The archive in which all of it is linked, and which of the real items are about the posting."""

    archive: Path
    right: list[str] = field(
        default_factory=list
    )  # canonical addresses: four of the 15 items are two articles
    false: str = ""
    coverage: dict[str, set[str]] = field(default_factory=dict)

    @property
    def covered(self) -> set[str]:
        """Return the canonical addresses of the news that is linked to any posting."""
        with open_reader(self.archive) as db:
            rows = db.execute("SELECT canonical FROM items WHERE id IN (SELECT item FROM links)")
            return {row[0] for row in rows}

    def view(self, native_id: str) -> View:
        """Show an item."""
        with open_reader(self.archive) as db:
            number = db.execute("SELECT id FROM items WHERE native_id = ?", (native_id,)).fetchone()[0]
            return show(db, number)

    def story(self, native_id: str) -> set[str]:
        """Return the items of an item's story."""
        with open_reader(self.archive) as db:
            rows = db.execute(
                "SELECT native_id FROM items WHERE story = (SELECT story FROM items WHERE native_id = ?)",
                (native_id,),
            )
            return {row[0] for row in rows}


@pytest.fixture(scope="module")
def told(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Every item comes from its own outlet an hour after its publication, and is read as a poll reads it."""
    archive = tmp_path_factory.mktemp("seed") / "archive.sqlite"
    config, found = load(), Told(archive)
    tagger = make_tagger(config.rules.to_json())
    with open_writer(archive) as db:
        desk = Desk(db, config.organizations, config.strikes)
        desk.posts(product_manager(), research_scientist())
        for item in [*_real(data, found), *_ours()]:
            outlet = urlsplit(item.url or "").netloc.removeprefix("www.")
            source = feed(outlet, name=outlet, country="US", publisher=PUBLISHERS.get(outlet))
            at = ((item.published or START) - START).total_seconds() / 3600 + 1
            desk.brings(source, [enrich(item, source, tagger)], at)
            desk.link()
        found.coverage = desk.coverage()
    return found


def _real(data: Path, found: Told) -> Iterable[Item]:
    rows = csv.DictReader((data / "strikes/seed_story_900k_netflix_ai.tsv").open(), delimiter="\t")
    for n, row in enumerate(rows):
        if row["link"] == FALSE_POSITIVE:
            found.false = canonical(row["link"])
        else:
            found.right.append(canonical(row["link"]))
        yield news(
            str(n),
            row["title"],
            url=row["link"],
            summary=row["description"],
            published=datetime.fromisoformat(row["date_published"]),
        )


def _ours() -> Iterable[Item]:
    day = datetime.fromisoformat("2023-07-27T09:00:00+00:00")
    yield news("beside", BESIDE, url="https://slate.example/1", summary=BESIDE_TEXT, published=day)
    for n, (title, summary) in enumerate(OTHER_JOB):
        yield news(f"other {n}", title, url=f"https://wire-{n}.example/1", summary=summary, published=day)


def test_the_seed_story_is_linked_to_its_posting(told: Told) -> None:
    """Recall of at least .9 on 15 real items; the one that only sounds alike is not linked."""
    assert len(told.right) == 15
    assert sum(item in told.covered for item in told.right) / len(told.right) >= 0.9
    assert told.false not in told.covered


def test_two_postings_of_one_news_cycle_stay_apart(told: Told) -> None:
    """At one upper end, from one employer, in one week: each item is linked to one, and stories hold one."""
    other = {f"other {n}" for n in range(len(OTHER_JOB))}
    assert told.coverage[SCIENTIST] == other
    assert not told.coverage[MANAGER] & other
    assert told.story("other 0") == other
    assert not told.story("0") & other


def test_the_first_report_is_the_intercepts(told: Told) -> None:
    """By publication, by sighting, and by whom others credit."""
    view = told.view(MANAGER).of_posting
    assert view
    assert view.first_report
    assert view.first_report.published == view.first_report.sighted
    assert view.first_report.sighted.outlet == "theintercept.com"
    assert view.first_report.credited == "The Intercept"
    assert "0" in told.story("1"), "the first two reports are one story"


def test_what_the_press_says_such_jobs_pay_stands_beside_the_postings_own_figures(told: Told) -> None:
    """Neither is taken for the other, and no band is made of both."""

    def bands(pay: Iterable[Pay], *by: str) -> set[tuple[int, int]]:
        return {(int(p.low or 0), int(p.high or 0)) for p in pay if p.stated_by in by}

    view = told.view(MANAGER)
    assert view.of_posting
    assert bands(view.pay, "employer-field", "employer-text") == {(300_000, 900_000)}
    assert not bands(view.pay, "press")
    [report] = [c for c in view.of_posting.coverage if c.title == BESIDE]
    assert {(300_000, 900_000), (300_000, 300_000)} <= bands(report.pay, "press")
    assert not bands(report.pay, "employer-field", "employer-text")
    glassdoor = next(p for p in report.pay if p.high == 300_000)
    assert "Glassdoor puts the average" in glassdoor.text
    assert (glassdoor.basis, glassdoor.label) == ("base", AVERAGE)
    assert next(p for p in report.pay if p.high == 900_000).label is None

"""Which postings a news item reports, in a real archive."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.records import AVERAGE, TaggedItem
from tests.builders import START, board, feed, hours, posting, tag
from tests.linking.conftest import article, press_pay, product_manager, research_scientist

if TYPE_CHECKING:
    from tests.linking.conftest import Desk

PM, RS = "790298012345", "790298054321"


def test_the_figures_decide_between_two_postings_of_one_news_cycle(desk: Desk) -> None:
    """Two postings with the same upper end stay apart where the lower end is stated."""
    desk.posts(product_manager(), research_scientist())
    desk.reports(
        article("pm", "Netflix lists AI job", "The position pays $300,000 to $900,000 a year."),
        article("rs", "Netflix lists AI job", "The position pays $390,000 to $900,000 a year."),
    )
    desk.link()
    assert desk.coverage() == {PM: {"pm"}, RS: {"rs"}}


@pytest.mark.parametrize(("label", "linked"), [(None, {PM: {"one"}}), (AVERAGE, {})])
def test_the_average_of_such_jobs_links_to_no_posting(
    desk: Desk, label: str | None, linked: dict[str, set[str]]
) -> None:
    """The same figure links where it is the job's pay, and not where the press gives it for an average."""
    desk.posts(product_manager())
    item = article("one", "Netflix offers $900,000 for an AI product manager")
    pay = tuple(replace(band, label=label) for band in press_pay(item))
    desk.brings(feed("ledger"), [TaggedItem(item=item, tags=(tag("ai"), tag("ai_role")), pay=pay)], 4)
    desk.link()
    assert desk.coverage() == linked


def test_role_words_decide_where_only_the_shared_figure_is_stated(desk: Desk) -> None:
    """An article that says which job it is goes to that job."""
    desk.posts(product_manager(), research_scientist())
    desk.reports(
        article("pm", "Netflix offers $900k for an AI product manager"),
        article("rs", "Netflix seeks a machine learning research scientist for up to $900,000"),
    )
    desk.link()
    assert desk.coverage() == {PM: {"pm"}, RS: {"rs"}}


def test_an_undecided_item_goes_to_one_posting_with_a_lower_score(desk: Desk) -> None:
    """Where an item itself does not tell, the reports of the same weeks do, at a lower score."""
    desk.posts(product_manager(), research_scientist())
    desk.reports(
        article("clear", "Netflix offers $300,000 to $900,000 for an AI product manager"),
        article("vague", "Netflix touts $900k AI jobs"),
    )
    desk.link()
    assert desk.coverage() == {PM: {"clear", "vague"}}
    scores = dict(
        desk.rows(
            "SELECT n.native_id, l.score FROM links l JOIN items n ON n.id = l.item WHERE l.kind = 'coverage'"
        )
    )
    assert scores["vague"] < scores["clear"]
    (reasons,) = desk.rows(
        "SELECT reasons FROM links l JOIN items n ON n.id = l.item "
        "WHERE n.native_id = 'vague' AND l.kind = 'coverage'"
    )[0]
    assert "does not say which of 2 openings" in reasons


def test_an_item_that_states_both_bands_covers_both(desk: Desk) -> None:
    """Two postings described in one article are both covered by it."""
    desk.posts(product_manager(), research_scientist())
    text = (
        "A product manager would earn $300,000 to $900,000 a year. "
        "A research scientist is listed at $390,000 to $900,000 a year."
    )
    desk.reports(article("both", "Netflix hires for AI", text))
    desk.link()
    assert desk.coverage() == {PM: {"both"}, RS: {"both"}}


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("Netflix for AI-generated videos", "A start-up shows its product."),
        ("Netflix and Disney use more AI", "Actors are worried."),
        ("Fernglass offers $900,000 to a machine learning product manager", ""),
        ("Netflix pays $900 for AI subtitles", ""),
        ("Netflix opens a fund of $250,000 for AI research scientists", ""),
    ],
)
def test_what_shares_only_a_name_or_only_a_figure_is_not_linked(desk: Desk, title: str, summary: str) -> None:
    """Employer without figure, figure without employer, and another figure are no coverage."""
    desk.posts(product_manager(), research_scientist())
    desk.reports(article("x", title, summary))
    desk.link()
    assert desk.coverage() == {}


@pytest.mark.parametrize(("published", "linked"), [(-17, False), (-13, True), (50, True), (62, False)])
def test_only_reports_around_the_days_of_the_posting_count(
    desk: Desk, published: int, *, linked: bool
) -> None:
    """From 14 days before the opening to 60 days after the closing."""
    desk.posts(product_manager(opened=START.date()))
    desk.db.conn.execute("UPDATE postings SET closed = '2023-07-24T12:00:00Z'")
    when = hours(24 * published)
    desk.reports(
        article("x", "Netflix offers $300,000 to $900,000 for an AI product manager", published=when),
        at=24 * 70,
    )
    desk.link()
    assert bool(desk.coverage()) is linked


def test_an_address_settles_it(desk: Desk) -> None:
    """The posting's own address in a text links, tags or not, tracking parameters or not."""
    desk.posts(product_manager(url="https://jobs.example/careers/job/790298012345"), ai=False)
    text = "Apply: https://www.jobs.example/careers/job/790298012345?utm_source=x."
    desk.reports(article("x", "A job for you", text), tags=())
    desk.link()
    assert desk.coverage() == {PM: {"x"}}
    assert desk.rows("SELECT score FROM links WHERE kind = 'coverage'") == [(1.0,)]


def test_a_requisition_number_needs_its_employer(desk: Desk) -> None:
    """A number alone could be anything; with the employer's name it is the posting."""
    desk.posts(product_manager(requisition_id="JR27845"))
    desk.reports(
        article("with", "Netflix fills requisition JR27845"),
        article("without", "Someone fills requisition JR27845"),
    )
    desk.link()
    assert desk.coverage() == {PM: {"with"}}


def test_the_title_of_a_posting_links_unless_many_bear_it(desk: Desk) -> None:
    """A whole title names its posting; one that dozens bear names none."""
    desk.posts(product_manager(body="No pay is stated."))
    desk.reports(article("x", "Netflix is hiring a “Product Manager – Machine Learning Platform”"))
    desk.link()
    assert desk.coverage() == {PM: {"x"}}
    desk.posts(*(posting(f"88000{n}", "Product Manager, Machine Learning Platform") for n in range(5)), at=2)
    desk.link()
    assert desk.coverage() == {}


def test_coverage_reaches_the_subsidiary_that_hires(desk: Desk) -> None:
    """An article that names the parent can be about a posting of its subsidiary."""
    hulu = board("hulu-jobs", employer="hulu", tenant="hulu")
    desk.posts(posting("77", "AI Director", body="The pay range is $400,000 - $800,000 a year."), source=hulu)
    desk.reports(article("x", "Disney would pay an AI director $400,000 to $800,000 a year"))
    desk.link()
    assert desk.coverage() == {"77": {"x"}}


def test_reasons_are_sentences_with_the_facts(desk: Desk) -> None:
    """A person can read why, with employer, figures, role words and dates."""
    desk.posts(product_manager())
    desk.reports(article("x", "Netflix offers $300,000 to $900,000 for an AI product manager"))
    desk.link()
    reasons = json.loads(desk.rows("SELECT reasons FROM links WHERE kind = 'coverage'")[0][0])
    assert reasons == [
        "It names Netflix in its title.",
        "It states USD 300,000 to USD 900,000, both ends of the employer's own band.",
        "It uses words of the posting's title: manager, product.",
        "It is about a job in AI.",
        "It appeared on 2023-07-24; the posting opened 2023-07-10 and was not known to be closed.",
    ]


def test_a_strike_reaches_postings_directly_and_through_the_association(desk: Desk) -> None:
    """Links to strikes carry party, membership and days."""
    desk.posts(product_manager())
    hulu = board("hulu-jobs", employer="hulu", tenant="hulu")
    desk.posts(posting("77", "AI Director", opened=date(2023, 7, 20)), source=hulu)
    desk.posts(posting("5", "AI Baker"), source=board("fernglass-jobs", employer="fernglass", tenant="f"))
    desk.link()
    rows = desk.rows(
        "SELECT i.native_id, l.strike, l.score, l.reasons FROM links l JOIN items i ON i.id = l.posting "
        "WHERE l.kind = 'strike' ORDER BY 1, 2"
    )
    found: dict[tuple[str, str], Any] = {(r[0], r[1]): (r[2], json.loads(r[3])) for r in rows}
    assert set(found) == {("77", "hulu-desk-2023"), ("77", "wga-2023"), (PM, "wga-2023")}
    assert found["77", "hulu-desk-2023"][0] == 1.0
    score, reasons = found[PM, "wga-2023"]
    assert score == 0.9
    assert reasons[1] == (
        "Netflix is a member of Alliance of Motion Picture and Television Producers "
        "(since 2021-07-30), which is struck."
    )
    assert "from 2023-07-10" in reasons[2]
    assert "Hulu belongs to it" in found["77", "wga-2023"][1][1]

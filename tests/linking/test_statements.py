"""Quotes, demands and numbers of workers, measured on texts written and labelled for this."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.linkage import News
from picketwire.linking.naming.names import Names
from picketwire.linking.statements.reading import statements
from picketwire.settings.load import load
from tests.linking.conftest import article, product_manager

if TYPE_CHECKING:
    from tests.linking.conftest import Desk

SAMPLES = Path(__file__).parents[1] / "samples" / "linking"
# The rules grew on the first; the others were labelled before any rule had seen them.
SETS = {"statements": 60, "statements_unseen": 60, "statements_later": 65}
DAY = date(2023, 8, 1)


def labelled(name: str) -> list[dict[str, Any]]:
    """Read the texts of one set with what stands in them."""
    return [json.loads(line) for line in (SAMPLES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def wanted(label: dict[str, Any]) -> set[tuple[Any, ...]]:
    """Return what a label asks for, each with who makes the statement."""
    found = {("quote", q["text"], q["speaker"], q["organization"]) for q in label["quotes"]}
    found |= {("demand", text) for text in label["demands"]} | {
        ("ai_demand", text) for text in label["ai_demands"]
    }
    return found | {("workers", w["text"], w["organization"]) for w in label["workers"]}


def news_of(text: str, names: Names) -> News:
    """Make an item of a text with what it names."""
    mentions = names.find({"body": text}, DAY)
    return News(
        id=1,
        source="s",
        url=None,
        canonical=None,
        title="",
        summary="",
        body=text,
        day=DAY,
        mentions=mentions,
    )


def read(text: str, names: Names, kinds: dict[str, Any]) -> set[tuple[Any, ...]]:
    """Return what is read from a text, in the form of the labels; every place must hold its words."""
    found: set[tuple[Any, ...]] = set()
    for each in statements(news_of(text, names), kinds):
        assert text[each.start : each.end] == each.text
        if each.kind == "quote":
            found.add((each.kind, each.text, each.speaker, each.organization))
        elif each.kind == "workers":
            found.add((each.kind, each.text, each.organization))
        else:
            found.add((each.kind, each.text))
    return found


@pytest.fixture(scope="module")
def organizations() -> tuple[Names, dict[str, Any]]:
    """The names and kinds that the configuration ships."""
    shipped = load().organizations
    return Names(shipped), {o.slug: o.kind for o in shipped}


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("kind", ["quote", "demand", "ai_demand", "workers"])
def test_statements_are_found_with_who_makes_them(
    kind: str, name: str, organizations: tuple[Names, dict[str, Any]]
) -> None:
    """Of each kind at least .9 of what is found is right, and .8 of what is there is found."""
    names, kinds = organizations
    right, wrong, missed = 0, [], []
    for label in labelled(name):
        expected = {x for x in wanted(label) if x[0] == kind}
        found = {x for x in read(label["text"], names, kinds) if x[0] == kind}
        right += len(found & expected)
        wrong += found - expected
        missed += expected - found
    assert len(labelled(name)) >= SETS[name]
    assert right / (right + len(wrong)) >= 0.9, (wrong, missed)
    assert right / (right + len(missed)) >= 0.8, (wrong, missed)


def test_statements_say_what_they_are_about(desk: Desk) -> None:
    """A demand belongs to the strike of the parties named; a quote in coverage reacts to the posting."""
    desk.posts(product_manager())
    desk.reports(
        article(
            "a",
            "Netflix offers $300,000 to $900,000 for an AI product manager",
            "The WGA demands limits on AI in writing. "
            "“It could pay a room of seven,” said Ruth Calder of the WGA.",
        ),
        tags=("ai", "ai_role", "strike"),
    )
    desk.link()
    rows = desk.rows(
        "SELECT kind, strike, posting IS NOT NULL, speaker, organization FROM statements ORDER BY start"
    )
    assert rows == [
        ("ai_demand", "wga-2023", 0, None, "wga"),
        ("quote", "wga-2023", 1, "Ruth Calder", "wga"),
    ]
    assert not desk.link(everything=True).changed


def test_another_strike_on_record_moves_statements(desk: Desk) -> None:
    """Statements follow when strikes change, without linking everything anew."""
    desk.reports(article("a", "WGA members at Netflix seek limits on AI"), tags=("strike",))
    desk.link()
    assert desk.rows("SELECT strike FROM statements") == [("wga-2023",)]
    desk.db.conn.execute("UPDATE strikes SET status = 'rejected' WHERE slug = 'wga-2023'")
    report = desk.link()
    assert (report.full, report.new_statements, report.removed_statements) == (False, 1, 1)
    assert desk.rows("SELECT strike FROM statements") == [("hulu-desk-2023",)]


def test_news_of_other_things_has_no_statements(desk: Desk) -> None:
    """Only reports of strikes, of AI at work and of postings are listened to."""
    desk.reports(
        article("a", "“We will bake for a week without a pause,” said Ada Reed of the WGA"), tags=("ai",)
    )
    desk.link()
    assert desk.rows("SELECT * FROM statements") == []


def test_a_day_of_a_month_is_no_number_of_workers() -> None:
    """What follows a date is not what it counts."""
    config = load()
    text = "The WGA deal of September 24 sets minimum staff. On Sept. 25 members of the WGA strike."
    found = read(text, Names(config.organizations), {o.slug: o.kind for o in config.organizations})
    assert not [each for each in found if each[0] == "workers"]


@pytest.mark.parametrize(
    "words",
    [
        "5,000 workers ",
        "WGA demands ",
        "demand that ",
        '<a href="/jobs/1">',
        "“yes” said Ann Roe, ",
        "said ",
        "thousand ",
    ],
)
def test_a_long_text_without_a_full_stop_is_read_in_bounded_time(
    words: str, organizations: tuple[Names, dict[str, Any]]
) -> None:
    """Each took minutes when every hit looked at the whole text: a run that hangs here does so again."""
    read(words * (200_000 // len(words)), *organizations)


def test_the_sentence_around_a_number_is_its_own(organizations: tuple[Names, dict[str, Any]]) -> None:
    """Who is named in the next sentence says nothing of this one."""
    text = "Some 5,000 writers walked out on strike. The Teamsters said that nobody at Hulu joined them."
    assert ("workers", "Some 5,000 writers", None) in read(text, *organizations)


def test_a_sentence_that_asks_twice_is_one_demand(organizations: tuple[Names, dict[str, Any]]) -> None:
    text = "The WGA demands limits on overtime and wants the studios to pay for every rewrite."
    names, kinds = organizations
    assert [each.kind for each in statements(news_of(text, names), kinds)] == ["demand"]

"""Items about one event are one story, whatever order they came in."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive.facts import save_organizations
from picketwire.archive.opening import open_writer, transaction
from picketwire.facts import Alias, Organization
from picketwire.linkage import News
from picketwire.linking.stories import word_weights
from picketwire.linking.stories.likeness import features, likeness
from tests.builders import hours, news
from tests.linking.conftest import ORGANIZATIONS, Desk, article, product_manager, research_scientist

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.records import Item

COPY = (
    "Ferry crews on the northern islands will walk out on Friday after talks over rosters ended without a "
    "deal, their union said. The strike would stop all but emergency sailings for two days. The company said "
    "that it had made a fair offer and was ready to talk again at any time. Islanders stocked up on food and "
    "fuel ahead of the stoppage, the first in eleven years."
)
TOLD = {
    "ferry-1": ("Ferry crews on the Orkmey islands to walk out on Friday", COPY, 0),
    "ferry-2": (
        "Strike to stop Orkmey ferries on Friday",
        "Crews and company could not agree on rosters.",
        3,
    ),
    "ferry-3": ("Islanders stock up before stoppage", COPY, 5),
    "fire": ("Warehouse fire in Orkmey harbour put out", "Nobody was hurt in the blaze.", 4),
    "mine": ("Miners at Tarnby vote for a strike", "The ballot ended on Sunday.", 6),
    "mine-2": ("Tarnby miners vote to strike", "Nine in ten voted yes.", 7),
    "quiz-1": ("Daily word puzzle 763: hints and answer", "", 8),
    "quiz-2": ("Daily word puzzle 764: hints and answer", "", 9),
}


def told(name: str) -> Item:
    title, summary, at = TOLD[name]
    return news(name, title, summary=summary, published=hours(at))


def stories(desk: Desk) -> set[frozenset[str]]:
    """Return the stories by the native ids of their items."""
    found: dict[int, set[str]] = {}
    for story, native in desk.rows("SELECT story, native_id FROM items WHERE story IS NOT NULL"):
        found.setdefault(story, set()).add(native)
    assert set(found) == {row[0] for row in desk.rows("SELECT id FROM stories")}
    return {frozenset(names) for names in found.values()}


def first(desk: Desk, column: str) -> str:
    """Return the native id of the first item of the only story."""
    return str(desk.rows(f"SELECT native_id FROM items JOIN stories ON items.id = stories.{column}")[0][0])  # noqa: S608


RIGHT = {frozenset({"ferry-1", "ferry-2", "ferry-3"}), frozenset({"mine", "mine-2"})}


@pytest.mark.parametrize("seed", range(5))
def test_order_of_arrival_does_not_matter(tmp_path: Path, seed: int) -> None:
    """One by one or all at once, forwards or shuffled: the same stories."""
    order = list(TOLD)
    random.Random(seed).shuffle(order)
    with open_writer(tmp_path / "each.sqlite") as db:
        desk = Desk(db)
        for n, name in enumerate(order):
            desk.reports(
                told(name), tags=("strike",), at=20 + n, slug=f"outlet-{name.rpartition('-')[2]}-{n % 3}"
            )
            desk.link()
        assert stories(desk) == RIGHT
        assert not desk.link(everything=True).changed


BUSY = {  # six or more reports that hang together: a topic of several events
    "talks-1": ("Kolbrek Mining and Harrowgill Tarnby miners to meet mediator Ohlsen on Monday", 1),
    "talks-2": ("Mediator Ohlsen calls Kolbrek Mining and Harrowgill Tarnby miners to table on Monday", 2),
    "talks-3": ("Harrowgill Tarnby miners to meet Kolbrek Mining and mediator Ohlsen", 3),
    "raid-1": ("Police clear blockade at Kolbrek Mining in Harrowgill Tarnby, forty arrested", 4),
    "raid-2": ("Forty arrested as police clear Harrowgill Tarnby blockade of Kolbrek Mining", 5),
    "fund-1": (
        "Calendar sold for hardship fund cheers Harrowgill Tarnby families after Kolbrek Mining walkout",
        6,
    ),
    "fund-2": (
        "Families of Harrowgill Tarnby print a calendar, Kolbrek Mining walkout hardship fund grows",
        7,
    ),
}


@pytest.mark.parametrize("seed", range(3))
def test_a_busy_topic_is_several_stories_in_any_order(tmp_path: Path, seed: int) -> None:
    """What all of its reports name tells them apart no longer; and the order of arrival changes nothing."""
    order = list(BUSY)
    random.Random(seed).shuffle(order)
    with open_writer(tmp_path / "busy.sqlite") as db:
        desk = Desk(db)
        for n, name in enumerate(order):
            title, at = BUSY[name]
            desk.reports(
                news(name, title, published=hours(at)), tags=("strike",), at=20 + n, slug=f"of-{name}"
            )
            desk.link()
        assert {name.partition("-")[0] for story in stories(desk) for name in story} == {
            "talks",
            "raid",
            "fund",
        }
        assert all(len({name.partition("-")[0] for name in story}) == 1 for story in stories(desk))
        assert not desk.link(everything=True).changed


def test_copies_of_one_text_are_folded_under_the_first_and_kept(desk: Desk) -> None:
    """Agency copy under other headlines is one story of its earliest publication; no item goes."""
    headlines = {
        "agency": "Crews to walk out",
        "daily": "Ferries will not sail",
        "weekly": "No boats on Friday",
    }
    for n, (slug, title) in enumerate(headlines.items()):
        text = COPY if slug == "agency" else f"{COPY} Readers may write to the {slug}."
        desk.reports(
            news(slug, title, summary=text, published=hours(n * 40)), tags=("strike",), at=90 - n, slug=slug
        )
    desk.link()
    assert stories(desk) == {frozenset(headlines)}
    assert (first(desk, "first_published_item"), first(desk, "first_seen_item")) == ("agency", "weekly")
    assert desk.rows("SELECT count(*) FROM items WHERE kind = 'news'") == [(3,)]


def test_the_first_published_and_the_first_seen_are_both_kept(desk: Desk) -> None:
    """What came first into the world need not be what came first into the archive."""
    desk.reports(told("mine-2"), tags=("strike",), at=10, slug="late")
    desk.link()
    desk.reports(told("mine"), tags=("strike",), at=20, slug="early")
    desk.link()
    assert stories(desk) == {frozenset({"mine", "mine-2"})}
    assert (first(desk, "first_published_item"), first(desk, "first_seen_item")) == ("mine", "mine-2")


def test_news_that_no_rule_has_tagged_makes_no_story(desk: Desk) -> None:
    """It is not what the archive is about; a tag that comes later brings it in."""
    desk.reports(told("mine"), tags=(), slug="x")
    desk.reports(told("mine-2"), tags=("strike",), slug="y")
    desk.link()
    assert stories(desk) == set()
    desk.db.conn.execute(
        "INSERT INTO taggings (item, tag, rule, rules_version, score, since) "
        "SELECT id, 'strike', 'late', 'v1', 1.0, first_seen FROM items WHERE native_id = 'mine'"
    )
    desk.link()
    assert stories(desk) == {frozenset({"mine", "mine-2"})}


def test_one_address_in_two_sources_is_one_story(desk: Desk) -> None:
    """An aggregator's entry belongs to the article it points to, whatever it is called there."""
    desk.reports(
        news("a", "Nine in ten say yes", url="https://x.example/mine?utm_source=rss"),
        tags=("strike",),
        slug="x",
    )
    desk.reports(
        news("b", "Tarnby ballot result", url="https://x.example/mine"), tags=("strike",), slug="links"
    )
    desk.link()
    assert stories(desk) == {frozenset("ab")}


def test_a_home_page_is_no_story(desk: Desk) -> None:
    """Entries that all link to the front page have nothing in common."""
    desk.reports(news("a", "Nine in ten say yes", url="https://x.example/"), tags=("strike",), slug="x")
    desk.reports(news("b", "Snow in June", url="https://x.example/"), tags=("strike",), slug="y")
    desk.link()
    assert stories(desk) == set()


def test_reports_of_two_postings_stay_apart(desk: Desk) -> None:
    """Two postings of one news cycle, told in the same words, are two stories."""
    desk.posts(product_manager(), research_scientist())
    for n in (1, 2):
        pm = article(f"pm{n}", "Netflix lists AI job with huge pay", "It pays $300,000 to $900,000 a year.")
        rs = article(f"rs{n}", "Netflix lists AI job with huge pay", "It pays $390,000 to $900,000 a year.")
        desk.reports(pm, rs, slug=f"outlet-{n}")
    desk.link()
    assert stories(desk) == {frozenset({"pm1", "pm2"}), frozenset({"rs1", "rs2"})}


def test_reports_of_one_posting_are_one_story_in_any_words(desk: Desk) -> None:
    """What is linked to the same posting belongs together."""
    desk.posts(product_manager())
    desk.reports(article("a", "Netflix offers $300,000 to $900,000 for an AI product manager"), slug="x")
    desk.reports(
        article("b", "Strikers fume", "Netflix seeks a product manager at $300,000 to $900,000."), slug="y"
    )
    desk.link()
    assert stories(desk) == {frozenset("ab")}


def test_an_edit_can_take_an_item_out_of_a_story(desk: Desk) -> None:
    """Stories follow the words as they are now."""
    desk.reports(told("mine"), tags=("strike",), slug="x")
    desk.reports(told("mine-2"), tags=("strike",), slug="y")
    desk.link()
    assert stories(desk)
    desk.reports(
        replace(told("mine-2"), title="Chess club elects a chair", summary="It was close.", digest=b"2"),
        tags=("strike",),
        slug="y",
        at=40,
    )
    desk.link()
    assert stories(desk) == set()


def test_credit_lines_name_the_first_report(desk: Desk) -> None:
    """The outlet that broke a story is known even where the archive does not have its item."""
    long_docket = Organization(
        slug="long-docket", name="The Long Docket", kind="publisher", aliases=(Alias(text="Long Docket"),)
    )
    with transaction(desk.db):
        save_organizations(desk.db, (*ORGANIZATIONS, long_docket))
    desk.reports(
        replace(told("mine"), summary="As The Long Docket first reported, the ballot ended."),
        tags=("strike",),
        slug="x",
    )
    desk.reports(told("mine-2"), tags=("strike",), slug="y")
    desk.link()
    assert desk.rows("SELECT credited FROM stories") == [("long-docket",)]


def _item(title: str, *, source: str = "a", day: int = 1, **more: Any) -> Any:
    fields = {"id": hash((title, source, day)), "url": None, "canonical": None, "summary": "", "body": ""}
    item = News(source=source, title=title, day=date(2023, 7, day), **fields | more)
    return features(item, f"{source} {title}", ())


def test_the_outlet_behind_an_aggregators_title_is_no_part_of_it() -> None:
    """An aggregator repeats title and outlet in the summary; a dash within a title stays."""
    summary = "Miners at Tarnby vote to strike Kolbrek Courier Police clear blockade"
    found = _item("Miners at Tarnby vote to strike - Kolbrek Courier", summary=summary)
    assert "courier" not in found.title
    assert "courier" in _item("Miners at Tarnby - and the Courier").title


def test_a_year_tells_little() -> None:
    """A new year is in no table of words, and in most texts."""
    assert word_weights.weight("2031") < word_weights.weight("tarnby") == word_weights.RARE


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (_item("Daily word puzzle 763: hints"), _item("Daily word puzzle 764: hints", day=2)),
        (_item("Daily word puzzle 763: hints"), _item("Daily word puzzle 764: hints", source="b", day=2)),
        (
            _item("Puzzle hints for Thursday, July 27"),
            _item("Puzzle hints for Wednesday, July 26", source="b"),
        ),
        (
            _item("Miners at Tarnby vote to strike"),
            _item("Miners at Tarnby vote to strike", source="b", day=20),
        ),
    ],
)
def test_instalments_and_distant_days_are_less_alike(one: Any, two: Any) -> None:
    """The same words with another number, or weeks apart, are another event."""
    assert likeness(one, two) == likeness(two, one) <= 0.5
    assert likeness(one, two) < likeness(one, replace(one, source="b"))

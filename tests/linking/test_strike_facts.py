"""What reports say of strikes beyond their stages, each with its sentence, if they say it plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive.facts import save_organizations
from picketwire.archive.opening import transaction
from picketwire.facts import Membership, Organization
from picketwire.linking.strikes.fact_words import topics
from picketwire.linking.strikes.plain_facts import plain_facts
from picketwire.pipeline.candidates import confirm
from picketwire.records import Evidence, Tag, TaggedItem
from tests.builders import feed
from tests.linking.conftest import ORGANIZATIONS, article
from tests.linking.test_candidates import empty, found

if TYPE_CHECKING:
    from tests.linking.conftest import Desk


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The strike did not affect soap operas.", [("not_affected", "soap operas")]),
        ("It doesn't affect game shows, she said of the strike", [("not_affected", "game shows")]),
        ("Reality shows are unaffected by the strike.", [("not_affected", "reality shows")]),
        ("Actors are on strike; soap operas go on", [("not_affected", "soap operas")]),
        (
            "Talk shows and game shows fall under another contract and are not struck.",
            [("not_affected", "talk shows and game shows")],
        ),
        ("Members go on strike on Monday", []),
        ("The guild went on strike against the studios", []),
        ("The strike goes on", []),
        ("The talks go on, and so does the strike", []),
        ("Flights are not affected by the fog", []),  # no word of a strike
        (
            "The strike, which began in May, covers film and television contracts.",
            [("covered", "film and television contracts")],
        ),
        (
            "Writers picket in Los Angeles and New York.",
            [("place", "Los Angeles"), ("place", "New York")],
        ),
        ("Drivers strike in Palmdale, California", [("place", "Palmdale, California")]),
        ("Teachers strike across Scotland", [("place", "Scotland")]),
        ("Walkouts in Missouri, Ohio", [("place", "Missouri"), ("place", "Ohio")]),
        ("Strikers cheered, and the premiere went ahead in London", []),  # something else is there
        ("The senator left his home in Pennsylvania to join the strike", []),
        ("It is the longest strike in Hollywood history", []),
        ("They strike in Tarnby, in May, in Good Faith", []),  # a place that nobody knows, a month, a manner
        (
            "The writers struck when the Minimum Basic Agreement expired on the first of May",
            [("contract", "Minimum Basic Agreement")],
        ),
        ("Members will end the strike if they like the Tentative Agreement of last week", []),
        ("Strikers and fans met at a rally called Rock the City for a Fair Contract in town", []),
        ("An actor was let into the festival as the Hollywood strike goes on", []),
        ("Writers Strike As Their Basic Agreement Ends", []),  # all in capitals: no name to be told
    ],
)
def test_a_sentence_about_a_strike_gives_what_it_says_plainly(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert [(kind, value) for _, kind, value in plain_facts(text)] == found


@pytest.mark.parametrize(
    ("text", "ai", "others"),
    [
        ("consent for every scan of a likeness", ("likeness", "consent"), ()),
        ("that scripts may not be used to train AI", ("training",), ()),
        ("minimum staffing in writers’ rooms", ("minimum_staffing",), ("staffing",)),
        ("digital replicas of background performers", ("digital_replica",), ()),
        ("no cameras that track drivers", ("surveillance",), ()),
        ("higher wages and shorter shifts", (), ("pay", "hours")),
        ("respect", (), ()),
        ("What they want on pay, hours before the contract ends", (), ("pay",)),
        ("They want shorter hours", (), ("hours",)),
    ],
)
def test_demands_have_topics(text: str, ai: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert (topics(text, ai=True), topics(text, ai=False)) == (ai, others)


def facts(desk: Desk) -> list[tuple[Any, ...]]:
    desk.link()
    return desk.rows("SELECT strike, kind, value FROM strike_facts ORDER BY strike, kind, value")


def test_coverage_of_a_strike_on_record_gives_its_facts(desk: Desk) -> None:
    """With the sentence, who said it, the day and the item; numbers that disagree side by side."""
    desk.reports(
        article(
            "a",
            "WGA strikes",
            "The Writers Guild of America says that 11,500 writers at Netflix are on strike.",
        ),
        article("b", "WGA strikes", "About 11,000 writers are on strike against Netflix."),
        tags=("strike",),
    )
    assert facts(desk) == [("wga-2023", "workers", "11000"), ("wga-2023", "workers", "11500")]
    told = desk.rows("SELECT quote, organization, date, basis FROM strike_facts WHERE value = '11500'")
    assert told == [
        (
            "The Writers Guild of America says that 11,500 writers at Netflix are on strike.",
            "wga",
            "2023-07-24",
            "reported",
        )
    ]
    assert not desk.link(everything=True).changed


def test_a_partys_own_page_is_primary(desk: Desk) -> None:
    """Who publishes decides, not who is quoted."""
    item = article("a", "WGA strikes Netflix", "We are 11,500 writers on strike.")
    desk.reports(item, tags=("strike",), slug="guild-news", publisher="wga")
    desk.link()
    assert desk.rows("SELECT DISTINCT basis FROM strike_facts WHERE kind = 'workers'") == [("primary",)]


def test_votes_and_days_are_no_workers(desk: Desk) -> None:
    """Numbers beside people that count something else."""
    desk.reports(
        article(
            "a",
            "WGA at Netflix",
            "Four in 10 writers plan to join the strike. As of July 14 members are on strike. "
            "Of 8,525 members 8,435 voted in favor. "
            "On Monday 65,000 members, whatever they may have thought of it before, gave it their vote.",
        ),
        tags=("strike",),
    )
    assert [row for row in facts(desk) if row[1] == "workers"] == []


def test_a_sentence_belongs_to_the_strike_of_the_union_that_it_names(desk: Desk) -> None:
    """One report of two strikes: what names neither union is no fact of either."""
    desk.db.conn.execute(
        "UPDATE strike_parties SET organization = 'sag-aftra' "
        "WHERE strike = 'hulu-desk-2023' AND role = 'union'"
    )
    desk.reports(
        article(
            "a",
            "WGA at Netflix and SAG-AFTRA at Hulu on strike",
            "The strike of the WGA does not affect soap operas. "
            "SAG-AFTRA’s strike does not affect game shows. The strike does not affect radio plays.",
        ),
        tags=("strike",),
    )
    assert facts(desk) == [
        ("hulu-desk-2023", "not_affected", "game shows"),
        ("wga-2023", "not_affected", "soap operas"),
    ]
    assert desk.rows("SELECT strike FROM strike_items ORDER BY 1") == [("hulu-desk-2023",), ("wga-2023",)]


def test_an_employers_own_strike_is_told_apart_from_that_of_its_association(desk: Desk) -> None:
    """Drivers strike at a member of the struck association: none of the guild's strike, whoever is named."""
    more = (
        Organization(
            slug="amazon", name="Amazon", kind="employer", memberships=(Membership(association="amptp"),)
        ),
        Organization(slug="teamsters", name="Teamsters", kind="union"),
    )
    with transaction(desk.db):
        save_organizations(desk.db, (*ORGANIZATIONS, *more))
    desk.reports(
        article("a", "Teamsters strike Amazon", "84 drivers of Amazon are on strike, the Teamsters said."),
        article("b", "WGA pickets Amazon", "The WGA strike reached Amazon."),
        tags=("strike",),
    )
    desk.link()
    told = desk.rows("SELECT i.native_id, t.strike FROM strike_items t JOIN items i ON i.id = t.item")
    assert told == [("b", "wga-2023")]
    assert desk.rows("SELECT 1 FROM strike_facts WHERE kind = 'workers'") == []


def test_facts_follow_their_item(desk: Desk) -> None:
    """An edit, or a strike that is a strike no more, takes them away."""
    desk.reports(article("a", "WGA strikes Netflix", "Some 11,500 writers are on strike."), tags=("strike",))
    assert ("wga-2023", "workers", "11500") in facts(desk)
    desk.reports(
        article("a", "WGA strikes Netflix", "Some 12,000 writers are on strike."), tags=("strike",), at=40
    )
    assert ("wga-2023", "workers", "12000") in facts(desk)
    assert ("wga-2023", "workers", "11500") not in facts(desk)
    desk.db.conn.execute("UPDATE strikes SET status = 'rejected' WHERE slug = 'wga-2023'")
    assert [row for row in facts(desk) if row[0] == "wga-2023"] == []


@pytest.mark.parametrize(
    ("publisher", "basis"), [("wga", "primary"), ("netflix", "primary"), ("fernglass", "reported")]
)
def test_a_stage_has_the_basis_that_a_fact_of_the_same_page_has(
    desk: Desk, publisher: str, basis: str
) -> None:
    """The union's page, a member's of the struck association, and that of somebody else."""
    empty(desk)
    title = "WGA goes on strike against Alliance of Motion Picture and Television Producers"
    words = Evidence(field="title", start=4, end=18, text=title[4:18])
    tags = tuple(
        Tag(name=name, rule=name, rules_version="v", score=1.0, evidence=(words,))
        for name in ("strike", "strike/began")
    )
    item = article("a", title, "Some 11,500 writers of the WGA are on strike.")
    desk.brings(feed("page", publisher=publisher), [TaggedItem(item=item, tags=tags)], at=30)
    (slug,) = found(desk)
    confirm(desk.db, slug)
    desk.link()
    assert desk.rows("SELECT basis FROM strike_events") == [(basis,)]
    assert desk.rows("SELECT basis FROM strike_facts WHERE kind = 'workers'") == [(basis,)]

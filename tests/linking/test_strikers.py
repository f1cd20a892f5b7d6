"""Who strikes in a report, and which reports under different names are of one strike."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from picketwire.facts import Organization
from picketwire.linkage import News
from picketwire.linking.naming.names import Names
from picketwire.linking.strikes.candidates import Sighting, gather
from picketwire.linking.strikes.parties import Parties, parties
from picketwire.linking.strikes.stage_claims import Claim

if TYPE_CHECKING:
    from picketwire.linkage import TextField

DAY = date(2023, 3, 1)
ORGANIZATIONS = (
    Organization(slug="unite-all", name="Unite All", kind="union"),
    Organization(slug="unite-all-east", name="Unite All East", kind="union", parent="unite-all"),
    Organization(slug="care", name="Care Group", kind="employer"),
)
KINDS = {o.slug: o.kind for o in ORGANIZATIONS}
NAMES = Names(ORGANIZATIONS)


def read(
    title: str, summary: str = "", *, number: int = 1, days: int = 0, story: int | None = None
) -> Sighting:
    """Read one report as the pipeline does, with a claim that the strike is on."""
    day = DAY + timedelta(days=days)
    texts: dict[TextField, str] = {"title": title, "summary": summary}
    news = News(
        id=number,
        source="s",
        url=None,
        canonical=None,
        title=title,
        summary=summary,
        body="",
        day=day,
        mentions=NAMES.find(texts, day),
    )
    claim = Claim(date=day, stage="continues", item=number, quote=title, stated=False)
    return Sighting(
        item=number, source="s", day=day, story=story, parties=parties(news, KINDS), claims=(claim,)
    )


def strikes(*sightings: Sighting) -> list[set[int]]:
    """Return the numbers of the reports of each strike."""
    parents = {o.slug: o.parent for o in ORGANIZATIONS if o.parent}
    found = gather(sightings, {o.slug: o.name for o in ORGANIZATIONS}, {}, parents)
    return sorted((set(c.items) for c in found), key=min)


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("Hotel workers in Boston strike for a second week", "hotel worker in boston"),
        ("Tax workers in Canada vote to strike", "servant in canada"),
        ("Portland teachers walk out", "teacher in portland"),
        ("Primary teachers strike over class sizes", "teacher"),
        ("Ambulance strikes to go ahead in January", "ambulance worker"),
        ("Ministers ask how long the LCBO strike can last", "worker of lcbo"),
        ("Care Group staff strike over rotas", "worker of care"),
        ("Heathrow security guards to strike at Easter", "airport worker in heathrow"),
        ("Workers at Mack Trucks go on strike over pay", "worker of mack"),
        ("Zenvara workers to strike, raising fears", "worker of zenvara"),
        ("ZVQ Workers at Texan Air Hub Go on Strike", "worker of zvq"),
        ("Furious doctors strike for a day", "doctor"),
        ("Striking Zenvara's workers cry foul", "worker of zenvara"),
        ("Strike at Musée Zenvara enters third week", "worker of musée zenvara"),
        ("Even as NY nurses return, more strikes could follow", "nurse in new-york"),
        ("Sri Lanka unions stage strike", "worker in sri lanka"),
        ("Nurses tell us why they strike", "nurse"),
        ("UK trains disrupted as workers stage strikes", "rail worker in britain"),
    ],
)
def test_workers_are_named_with_their_branch_place_or_employer(title: str, group: str) -> None:
    """What stands beside a word for workers tells one strike from another."""
    assert read(title).parties.groups == {group}


@pytest.mark.parametrize(
    "title",
    [
        "Anti-strike law will not pass, workers in Britain say",
        "Number of working days lost to strikes by British workers rises",
        "The best movies of 2023, a year of actors' strikes",
    ],
)
def test_laws_numbers_and_lists_tell_of_no_strike(title: str) -> None:
    """A title about strikes in general names no party of one."""
    assert read(title).parties == Parties(frozenset(), frozenset(), frozenset())


def test_a_looser_name_is_read_as_the_closer_one_of_the_same_days_and_place() -> None:
    """“Doctors” are the junior doctors whom others name, unless they are of another country."""
    one = read("Junior doctors in England strike", number=1)
    two = read("Doctors in England strike for a third day", number=2, days=2)
    abroad = read("Doctors in Nigeria strike", number=3, days=2)
    assert strikes(one, two, abroad) == [{1, 2}, {3}]


def test_a_branch_of_a_union_is_the_union() -> None:
    """Where the whole union is heard of more often, its branch has no strike of its own."""
    whole = [read("Unite All members strike", number=n, days=n) for n in (1, 2)]
    assert strikes(*whole, read("Unite All East strikes on", number=3, days=3)) == [{1, 2, 3}]


def test_cities_and_trades_are_apart() -> None:
    """Teachers of two cities, and hotel workers of one, strike by themselves."""
    reports = [
        read("Portland teachers strike", number=1),
        read("Oakland teachers strike", number=2),
        read("Hotel workers in Oakland strike", number=3),
    ]
    assert strikes(*reports) == [{1}, {2}, {3}]


def test_strikes_of_a_country_about_one_thing_are_one() -> None:
    """Whoever strikes there: a general strike against a reform is no strike of each branch."""
    reports = [
        read("French workers strike over pension reform", number=1),
        read("Trains halted in France as rail workers strike over pension reform", number=2, days=12),
        read("France on strike: non to a higher retirement age", number=3, days=20),
        read("Workers in France strike over bonuses", number=4, days=20),
    ]
    assert strikes(*reports) == [{1, 2, 3}, {4}]


def test_two_trades_of_one_union_strike_apart() -> None:
    """What names neither is of the trade that is told of in those days, what names both is of both."""
    drivers = [read("Unite All: train drivers strike", number=n, days=n) for n in (1, 2, 3)]
    pilots = [read("Unite All: pilots strike", number=n, days=30 + n) for n in (4, 5, 6)]
    other = read("Unite All strike goes on", number=7, days=34)
    both = read("Unite All: pilots and train drivers strike", number=8, days=36)
    told = [*drivers, *pilots, other, both]
    assert strikes(*told) == [{1, 2, 3, 8}, {4, 5, 6, 7, 8}]
    found = gather(told, {o.slug: o.name for o in ORGANIZATIONS}, {})
    assert [(c.trade, c.unions) for c in found] == [
        ("pilot", ("unite-all",)),
        ("train driver", ("unite-all",)),
    ]


def test_an_employer_that_nobody_knows_has_a_strike_of_its_own() -> None:
    """A union's strike at an employer that no organization is known for is not its largest one."""
    care = [read("Unite All staff strike at Care Group", number=n, days=n) for n in (1, 2, 3)]
    assert strikes(*care, read("Unite All: workers at Zenvara to strike", number=4, days=2)) == [
        {1, 2, 3},
        {4},
    ]


def test_reports_that_share_a_rare_name_are_of_one_strike() -> None:
    """The name stands in no report of another strike; country and days must fit."""
    lock = [
        read("Talks Set to Resume in Zenvara Canal Strike", "Workers in Canada walked out.", number=1),
        read("Deal Reached to End Zenvara Canal Strike", "Workers in Canada walked out.", number=2, days=6),
    ]
    assert strikes(*lock) == [{1, 2}]
    later = read("Zenvara Canal Strike Looms", "Workers in Canada may walk out.", number=3, days=90)
    abroad = read("Zenvara Festival Strike", "Workers in France walked out.", number=4, days=5)
    assert strikes(*lock, later) == [{1, 2}, {3}]
    assert strikes(lock[0], abroad) == [{1}, {4}]


def test_the_order_of_arrival_changes_no_strike() -> None:
    """From the same reports come the same strikes, whichever is read first."""
    told = [
        *(read("Unite All: train drivers strike", number=n, days=n) for n in (1, 2, 3)),
        *(read("Unite All: pilots strike", number=n, days=n) for n in (4, 5, 6)),
        read("Unite All: workers at Zenvara to strike", number=7, days=2),
        read("Zenvara workers strike on", number=8, days=9),
        read("French workers strike over pension reform", number=9),
        read("Junior doctors in England strike", number=10, days=4),
        read("Doctors in England strike for a third day", number=11, days=5),
    ]
    once = gather(told, {}, {})
    for seed in range(5):
        random.Random(seed).shuffle(told)
        assert gather(told, {}, {}) == once


def test_a_union_of_many_trades_has_many_strikes() -> None:
    """Reports that name no employer go to the strike of their trade, not to the largest."""
    care = [
        read("Unite All nurses strike at Care Group", "Nurses in England", number=n, days=n)
        for n in (1, 2, 3)
    ]
    bins = [read("Unite All: bin strike goes on", number=n, days=n) for n in (4, 5)]
    buses = [read("Unite All: bus strike goes on", number=n, days=n) for n in (6, 7)]
    assert strikes(*care, *bins, *buses) == [{1, 2, 3}, {4, 5}, {6, 7}]


def test_workers_without_a_place_join_the_one_strike_that_they_can_be_of() -> None:
    """Where two strikes can be meant, a report stays by itself."""
    boston = [read("Hotel workers in Boston strike", number=n, days=n) for n in (1, 2)]
    where = read("Hotel workers strike on", number=3, days=3)
    assert strikes(*boston, where) == [{1, 2, 3}]
    chicago = [read("Hotel workers in Chicago strike", number=n, days=n) for n in (4, 5)]
    assert strikes(*boston, where, *chicago) == [{1, 2}, {3}, {4, 5}]

"""The shipped rules are documentation: every rule has a reason and examples that hold."""

from __future__ import annotations

import pytest

from picketwire.tagging.definitions import RuleSet
from picketwire.tagging.examples import check_examples
from tests.tagging.rules import names, shipped


def test_every_example_beside_a_rule_holds() -> None:
    assert [str(failure) for failure in check_examples(shipped())] == []


def test_every_rule_says_why_and_shows_what_it_takes_and_leaves() -> None:
    for tag in shipped().tags:
        for rule in tag.rules:
            assert rule.why.endswith("."), (tag.name, rule.name)
            assert rule.match, (tag.name, rule.name)
            assert rule.no_match, (tag.name, rule.name)


def test_the_promised_tags_are_there() -> None:
    stages = (
        "authorized threatened notice began continues expanded tentative_agreement suspended resumed ended"
    )
    expected = {"ai", "ai_role", "strike", "ai_labour", "ai_displacement", "ai_production"}
    expected |= {f"strike/{stage}" for stage in [*stages.split(), "ratified", "averted", "lockout"]}
    expected |= {
        f"ai_role/{kind}" for kind in ("vacancy", "pay", "appointment", "departure", "layoffs", "market")
    }
    sectors = "film_tv health education transport manufacturing retail_logistics hospitality"
    sectors += " games journalism public_sector tech other"
    expected |= {f"strike_sector/{sector}" for sector in sectors.split()}
    expected |= {f"ai_role/{tier}" for tier in ("core", "subject", "mention")}
    assert expected <= set(shipped().names())


def test_rule_set_survives_its_json() -> None:
    again = RuleSet.from_json(shipped().to_json())
    assert again == shipped()
    assert again.hash == shipped().hash


@pytest.mark.parametrize(
    ("title", "summary", "expected"),
    [
        ("Nurses vote to strike over rosters", "", {"strike", "strike/authorized"}),
        ("Pilots issue 72-hour strike notice", "", {"strike", "strike/notice"}),
        ("Ferry crews walk off the job", "", {"strike", "strike/began"}),
        ("Rail strike enters its third week", "", {"strike", "strike/continues"}),
        ("Union widens strike to six more plants", "", {"strike", "strike/expanded"}),
        ("Writers reach tentative deal to end strike", "", {"strike", "strike/tentative_agreement"}),
        ("Firefighters suspend strike for talks", "", {"strike", "strike/suspended"}),
        ("Doctors resume strikes after talks fail", "", {"strike", "strike/resumed"}),
        ("Miners end strike after nine weeks", "", {"strike", "strike/ended"}),
        ("Actors ratify contract that ended strike", "", {"strike", "strike/ratified"}),
        ("Late deal averts strike at the airport", "", {"strike", "strike/averted"}),
        ("Airline issues lockout notice to mechanics' union", "", {"strike", "strike/lockout"}),
        ("Carmaker poaches AI chief from rival", "", {"ai", "ai_role", "ai_role/appointment"}),
        ("OpenAI research head resigns", "", {"ai", "ai_role", "ai_role/departure"}),
        ("Studio lists AI product manager job", "", {"ai", "ai_role", "ai_role/vacancy"}),
        ("AI engineer salaries double", "", {"ai", "ai_role", "ai_role/pay"}),
        ("Retailer lays off its AI ethics team", "", {"ai", "ai_role", "ai_role/layoffs"}),
        ("Does your bank need a chief AI officer?", "", {"ai", "ai_role", "ai_role/market"}),
        ("Voice actors demand consent for AI replicas", "", {"ai", "ai_labour"}),
        ("AI will take one in five office jobs", "", {"ai", "ai_displacement"}),
        ("Series opens with AI-generated titles", "", {"ai", "ai_production"}),
    ],
)
def test_facets_and_companions(title: str, summary: str, expected: set[str]) -> None:
    """Each stage of a strike and each kind of AI role is told by the headline."""
    assert expected <= names(title, summary)


def test_a_strike_that_is_not_over_has_not_ended() -> None:
    assert "strike/ended" not in names("The strike is not over, union says")


@pytest.mark.parametrize(
    ("title", "summary", "tier"),
    [
        ("Senior Machine Learning Engineer", "", "ai_role/core"),
        ("Account Executive, AI Solutions", "", "ai_role/subject"),
        ("Accountant", "You use ChatGPT to draft letters.", "ai_role/mention"),
    ],
)
def test_tiers_of_postings(title: str, summary: str, tier: str) -> None:
    """`ai_role` means core or subject; a mention is stored but is no AI role."""
    found = names(title, summary, kind="posting")
    assert tier in found
    assert ("ai_role" in found) == (tier != "ai_role/mention")

"""strikes.yaml: parties that exist, stages that have a name, events in an order that can have happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from picketwire.facts import StrikeEvent, StrikeFact, StrikeParty
from picketwire.settings.load import Config

Loaded = Callable[..., Config]
Complain = Callable[..., list[str]]

KNOWN = """\
organizations:
  - {slug: wga, name: Writers Guild, kind: union}
  - {slug: amptp, name: Alliance, kind: association}
"""
STRIKE = """\
strikes:
  - slug: s
    name: S
    union: wga
    struck: [amptp]
    events: [%s]
"""
BEGAN = "{stage: began, date: 2023-05-02, quote: it began}"


def test_a_strike_is_read_whole_and_in_order(loaded: Loaded) -> None:
    config = loaded(
        organizations=KNOWN,
        strikes="""\
        strikes:
          - slug: wga-2023
            name: The strike
            scope: films, not news
            status: candidate
            union: wga
            struck: [amptp, {named: Small Studio}]
            events:
              - {stage: ended, date: 2023-09-27, quote: it ended}
              - stage: began
                date: 2023-05-02
                quote: it began
                url: https://union.example/strike
                basis: primary
        """,
    )
    (strike,) = config.strikes
    assert (strike.slug, strike.scope, strike.status) == ("wga-2023", "films, not news", "candidate")
    assert strike.parties == (
        StrikeParty(role="union", organization="wga"),
        StrikeParty(role="struck", organization="amptp"),
        StrikeParty(role="struck", named="Small Studio"),
    )
    assert strike.events == (
        StrikeEvent(
            stage="began",
            date=date(2023, 5, 2),
            quote="it began",
            url="https://union.example/strike",
            basis="primary",
        ),
        StrikeEvent(stage="ended", date=date(2023, 9, 27), quote="it ended"),
    )


@pytest.mark.parametrize(
    ("events", "complaint"),
    [
        ("{stage: begun, date: 2023-05-02, quote: q}", '"begun" is not one of threatened, authorized'),
        ("{stage: began, date: 2 May 2023, quote: q}", '"2 May 2023" is no date'),
        ("{stage: began, quote: q}", 'key "date" is missing'),
        ("{stage: began, date: 2023-05-02}", 'key "quote" is missing: the words that prove it'),
        ("{stage: began, date: 2023-05-02, quote: q, url: here}", '"here" is no web address'),
        (
            "{stage: began, date: 2023-05-02, quote: q, basis: press}",
            '"press" is not one of primary, reported',
        ),
        ("{stage: ended, date: 2023-09-27, quote: q}", "ended on 2023-09-27 comes before any start"),
        (
            f"{BEGAN}, {{stage: ended, date: 2023-05-01, quote: q}}",
            "ended on 2023-05-01 comes before any start",
        ),
        (
            f"{BEGAN}, {{stage: resumed, date: 2023-06-01, quote: q}}",
            "resumed on 2023-06-01 comes before any",
        ),
    ],
)
def test_a_mistake_in_an_event_is_named(complaints: Complain, events: str, complaint: str) -> None:
    (line,) = complaints(organizations=KNOWN, strikes=STRIKE % events)
    assert line.startswith("config/strikes.yaml:6:")
    assert complaint in line


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("union: wga", "union: wgaa", 'unknown organization "wgaa" (did you mean "wga"?)'),
        ("union: wga", "union: [wga]", "expected text, found a list"),
        ("union: wga", "unions: [wga]", 'unknown key "unions" (did you mean "union"?)'),
        ("struck: [amptp]", "struck: [ampt]", 'unknown organization "ampt" (did you mean "amptp"?)'),
        ("struck: [amptp]", "struck: [{name: X}]", 'unknown key "name" (did you mean "named"?)'),
        ("struck: [amptp]", "struck: amptp", "expected a list, found text: write [amptp]"),
        ("slug: s", "slug: S 1", '"S 1" is no slug'),
        ("name: S", "name: S\n    status: open", '"open" is not one of candidate, confirmed, rejected'),
    ],
)
def test_a_mistake_in_a_strike_is_named(complaints: Complain, old: str, new: str, complaint: str) -> None:
    lines = complaints(organizations=KNOWN, strikes=(STRIKE % BEGAN).replace(old, new))
    assert complaint in "\n".join(lines)
    assert all(line.startswith("config/strikes.yaml:") for line in lines)


def test_an_event_that_cannot_be_read_is_the_only_complaint(complaints: Complain) -> None:
    """One slip must not make the other events look out of order."""
    events = "{stage: began, date: 2023-5-2, quote: q}, {stage: ended, date: 2023-09-27, quote: q}"
    (line,) = complaints(organizations=KNOWN, strikes=STRIKE % events)
    assert '"2023-5-2" is no date' in line


def test_a_strike_has_one_slug(complaints: Complain) -> None:
    text = STRIKE % BEGAN
    (line,) = complaints(organizations=KNOWN, strikes=text + text.removeprefix("strikes:\n"))
    assert line == 'config/strikes.yaml:7:11: slug "s" is taken by the strike in line 2: choose another'


def test_without_organizations_parties_are_left_alone(complaints: Complain) -> None:
    assert complaints(strikes=STRIKE % BEGAN) == []


FACTS = STRIKE % BEGAN + "    facts: [%s]\n"


def test_facts_are_read_with_who_says_so(loaded: Loaded) -> None:
    """Two numbers of workers are two facts, and stay two."""
    config = loaded(
        organizations=KNOWN,
        strikes=FACTS
        % "{kind: workers, value: '11,500', quote: q, by: wga, date: 2023-05-02, basis: primary}, "
        "{kind: workers, value: 11_000, quote: r, by: {named: The Ledger}, url: https://ledger.example/1}, "
        "{kind: not_affected, value: soap operas, quote: s}",
    )
    (strike,) = config.strikes
    assert strike.facts == (
        StrikeFact(
            kind="workers",
            value="11500",
            quote="q",
            organization="wga",
            date=date(2023, 5, 2),
            basis="primary",
        ),
        StrikeFact(
            kind="workers", value="11000", quote="r", speaker="The Ledger", url="https://ledger.example/1"
        ),
        StrikeFact(kind="not_affected", value="soap operas", quote="s"),
    )


@pytest.mark.parametrize(
    ("fact", "complaint"),
    [
        ("{kind: worker, value: 1, quote: q}", '"worker" is not one of workers, place'),
        ("{kind: counterpart, value: amptp, quote: q}", '"counterpart" is not one of'),
        ("{kind: workers, value: many, quote: q}", '"many" is no number of workers: write digits alone'),
        ("{kind: workers, value: 5, qoute: q, quote: q}", 'unknown key "qoute" (did you mean "quote"?)'),
        ("{kind: workers, value: 5}", 'key "quote" is missing: the words that say so'),
        ("{kind: ai_demand, value: Digital replica, quote: q}", "for instance digital_replica"),
        ("{kind: place, value: X, quote: q, by: wgaa}", 'unknown organization "wgaa" (did you mean "wga"?)'),
        ("{kind: place, value: X, quote: q, date: May}", '"May" is no date'),
    ],
)
def test_a_mistake_in_a_fact_is_named(complaints: Complain, fact: str, complaint: str) -> None:
    (line,) = complaints(organizations=KNOWN, strikes=FACTS % fact)
    assert line.startswith("config/strikes.yaml:7:")
    assert complaint in line

"""organizations.yaml: names that two claim, ties that lead nowhere, dates that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from picketwire.facts import Alias, Bargaining, Membership, Organization
from picketwire.settings.load import Config
from picketwire.settings.organizations import word_sets

Loaded = Callable[..., Config]
Complain = Callable[..., list[str]]

AMPTP = "  - {slug: amptp, name: AMPTP, kind: association}\n"
ACME = "  - {slug: acme, name: Acme, kind: employer%s}\n"


def test_an_organization_is_read_whole(loaded: Loaded) -> None:
    config = loaded(
        organizations="""\
        organizations:
          - {slug: amptp, name: Alliance, kind: association}
          - {slug: holding, name: Holding, kind: employer}
          - slug: x-corp
            name: X Corp.
            kind: employer
            parent: holding
            country: US
            aliases:
              - X.com
              - {text: Twitter, until: 2023-07-24}
              - {text: X, since: 2023-07-24}
            memberships:
              - {association: amptp, since: 2021-07-30}
        """
    )
    assert config.organizations[2] == Organization(
        slug="x-corp",
        name="X Corp.",
        kind="employer",
        parent="holding",
        country="US",
        aliases=(
            Alias(text="X.com"),
            Alias(text="Twitter", until=date(2023, 7, 24)),
            Alias(text="X", since=date(2023, 7, 24)),
        ),
        memberships=(Membership(association="amptp", since=date(2021, 7, 30)),),
    )


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (", parnet: amptp", 'unknown key "parnet" (did you mean "parent"?)'),
        (", kind: union", 'key "kind" stands here again'),
        (", country: usa", '"usa" is no country code'),
        (", parent: amtpt", 'unknown organization "amtpt" (did you mean "amptp"?)'),
        (", parent: acme", '"acme" is its own forebear through "acme"'),
        (", memberships: [amtpt]", 'unknown organization "amtpt" (did you mean "amptp"?)'),
        (", memberships: [acme]", '"acme" is of kind employer: only an association or a union has members'),
        (", memberships: amptp", "expected a list, found text: write [amptp]"),
        (", memberships: [{since: 2020-01-01}]", 'key "association" is missing'),
        (
            ", memberships: [{association: amptp, since: 2021-01-01, until: 2020-01-01}]",
            "until 2020-01-01 is not after since 2021-01-01",
        ),
        (", aliases: Acme Inc", "expected a list, found text: write [Acme Inc]"),
        (", aliases: [{txt: Acme Inc}]", 'unknown key "txt" (did you mean "text"?)'),
        (", aliases: [AMPTP]", '"AMPTP" is also a name of "amptp": drop it at one or date both'),
        (", aliases: [amptp]", '"amptp" is also a name of "amptp": drop it at one or date both'),
    ],
)
def test_a_mistake_in_an_organization_is_named(complaints: Complain, more: str, complaint: str) -> None:
    lines = complaints(organizations="organizations:\n" + AMPTP + ACME % more)
    assert lines
    assert all(line.startswith("config/organizations.yaml:3:") for line in lines)
    assert complaint in "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{name: Acme, kind: employer}", 'key "slug" is missing'),
        ("{slug: acme, kind: employer}", 'key "name" is missing'),
        ("{slug: acme, name: Acme}", 'key "kind" is missing'),
        ("{slug: acme, name: Acme, kind: emploier}", '(did you mean "employer"?)'),
        ("{slug: amptp, name: Acme, kind: employer}", 'slug "amptp" is taken by the organization in line 2'),
    ],
)
def test_slug_name_and_kind_are_needed(complaints: Complain, text: str, complaint: str) -> None:
    (line,) = complaints(organizations=f"organizations:\n{AMPTP}  - {text}\n")
    assert complaint in line


def test_a_union_says_with_whom_it_bargains(loaded: Loaded) -> None:
    """And by which words reports mean that party."""
    union = "  - {slug: u, name: U, kind: union, bargains: [%s]}\n"
    pair = "{with: amptp, called: [studios], unless: [game], since: 1960-01-01}"
    config = loaded(organizations="organizations:\n" + AMPTP + union % pair)
    assert config.organizations[1].bargains == (
        Bargaining(counterpart="amptp", called=("studios",), unless=("game",), since=date(1960, 1, 1)),
    )


@pytest.mark.parametrize(
    ("kind", "pair", "complaint"),
    [
        ("employer", "{with: amptp, called: [x]}", "only a union or local bargains"),
        ("union", "{with: ampt, called: [x]}", 'unknown organization "ampt" (did you mean "amptp"?)'),
        ("union", "{with: amptp}", 'key "called" is missing'),
        ("union", "{wiht: amptp, called: [x]}", 'unknown key "wiht" (did you mean "with"?)'),
    ],
)
def test_a_mistake_in_bargaining_is_named(complaints: Complain, kind: str, pair: str, complaint: str) -> None:
    text = f"organizations:\n{AMPTP}  - {{slug: u, name: U, kind: {kind}, bargains: [{pair}]}}\n"
    assert complaint in "\n".join(complaints(organizations=text))


def test_a_circle_of_parents_is_refused(complaints: Complain) -> None:
    text = "organizations:\n" + "".join(
        f"  - {{slug: {slug}, name: {slug.upper()}, kind: employer, parent: {parent}}}\n"
        for slug, parent in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    )
    assert [line.split(": ", 1)[1].split(" through")[0] for line in complaints(organizations=text)][:3] == [
        f'"{slug}" is its own forebear' for slug in "abc"
    ]


def test_a_name_may_pass_from_one_to_the_other(complaints: Complain) -> None:
    """Two may bear one name, as long as it is never on one day."""
    other = "  - {slug: new, name: New, kind: employer, aliases: [{text: Wire, since: 2020-01-01}]}\n"
    for until, clash in (("2020-01-01", False), ("2020-01-02", True)):
        more = f", aliases: [{{text: Wire, until: {until}}}]"
        assert bool(complaints(organizations="organizations:\n" + ACME % more + other)) is clash


def test_names_become_word_sets_of_their_kind() -> None:
    """A rule may say {unions}; a name that is notation there, such as "Work*", is left out."""
    union = Organization(
        slug="u", name="Guild", kind="union", aliases=(Alias(text="The Guild", until=date(2020, 1, 1)),)
    )
    local = Organization(slug="l", name="Local 1", kind="local", aliases=(Alias(text="Work*"),))
    sets = word_sets([union, local, Organization(slug="p", name="Paper", kind="publisher")])
    assert [(word.phrase, word.until) for word in sets["unions"]] == [
        ("Guild", None),
        ("The Guild", date(2020, 1, 1)),
        ("Local 1", None),
    ]
    assert sets["employers"] == sets["associations"] == ()

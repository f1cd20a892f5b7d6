"""“The studios” beside a union mean whom it bargains with: an inference, and shown as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from picketwire.archive.facts import save_organizations
from picketwire.archive.opening import transaction
from picketwire.facts import Bargaining
from picketwire.pipeline.candidates import confirm
from tests.linking.conftest import ORGANIZATIONS, product_manager
from tests.linking.test_candidates import empty, found, report

if TYPE_CHECKING:
    from picketwire.linkage import Candidate
    from tests.linking.conftest import Desk


def bargains(desk: Desk, **more: object) -> None:
    """Put on record that SAG-AFTRA bargains with the AMPTP."""
    pair = Bargaining(counterpart="amptp", called=("studios",), unless=("game",), **more)  # type: ignore[arg-type]
    with transaction(desk.db):
        save_organizations(
            desk.db, [replace(o, bargains=(pair,)) if o.slug == "sag-aftra" else o for o in ORGANIZATIONS]
        )
    empty(desk)


def the_one(desk: Desk) -> Candidate:
    (candidate,) = found(desk).values()
    return candidate


def test_a_short_word_means_whom_the_union_bargains_with(desk: Desk) -> None:
    """Party, union and the very sentence are kept."""
    bargains(desk)
    report(desk, "SAG-AFTRA begins strike against Hollywood studios", ("began", "begins strike"))
    candidate = the_one(desk)
    assert (candidate.slug, candidate.struck) == ("sag-aftra-amptp-2023-07", ("amptp",))
    assert [(i.party, i.union, i.quote) for i in candidate.inferred] == [
        ("amptp", "sag-aftra", "SAG-AFTRA begins strike against Hollywood studios")
    ]


def test_what_a_report_names_is_not_inferred(desk: Desk) -> None:
    bargains(desk)
    report(desk, "SAG-AFTRA begins strike against studios", ("began", "begins strike"))
    report(
        desk,
        "SAG-AFTRA strike against the Alliance of Motion Picture and Television Producers continues",
        ("continues", "continues"),
        outlet="wire",
    )
    assert (the_one(desk).struck, the_one(desk).inferred) == (("amptp",), ())


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("SAG-AFTRA begins strike against game studios", {}),
        ("SAG-AFTRA begins strike", {}),
        ("WGA begins strike against studios", {}),
        ("SAG-AFTRA begins strike against studios", {"since": date(2024, 1, 1)}),
    ],
)
def test_other_words_unions_and_days_infer_nothing(desk: Desk, title: str, more: dict[str, object]) -> None:
    """Whom nobody names and no pair stands for stays unnamed."""
    bargains(desk, **more)
    report(desk, title, ("began", "begins strike"))
    assert (the_one(desk).struck, the_one(desk).inferred) == ((), ())


def test_links_say_that_the_party_is_inferred(desk: Desk) -> None:
    """The record answers the headline question, and its reasons do not claim that a text names the party."""
    bargains(desk)
    desk.posts(product_manager())
    report(desk, "SAG-AFTRA begins strike against Hollywood studios", ("began", "begins strike"))
    confirm(desk.db, the_one(desk).slug)
    desk.link()
    ((reasons,),) = desk.rows("SELECT reasons FROM links WHERE kind = 'strike'")
    assert "No report names Alliance of Motion Picture" in reasons
    assert "SAG-AFTRA bargains with it" in reasons
    told = desk.rows("SELECT value, organization, quote FROM strike_facts WHERE kind = 'counterpart'")
    assert told == [("amptp", "sag-aftra", "SAG-AFTRA begins strike against Hollywood studios")]
    assert not desk.link(everything=True).changed

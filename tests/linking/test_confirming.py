"""By the user's own rule coverage puts a strike on record: once, in any order, not against a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from picketwire.archive.answers.strikes import strikes as recorded
from picketwire.pipeline.link import link
from picketwire.settings.settings import ConfirmRule
from tests.builders import START
from tests.linking.test_candidates import empty, report
from tests.linking.test_review_strikes import ASSOCIATION, BEGAN, NOW, answer, asked, stages, strikes

if TYPE_CHECKING:
    from tests.linking.conftest import Desk

RULE = ConfirmRule(outlets=3)
REPORTS = (
    *(("WGA writers go on strike at Hulu", outlet, 0) for outlet in ("ledger", "wire", "gazette")),
    *(
        (f"WGA writers go on strike against {ASSOCIATION}", outlet, 1)
        for outlet in ("docket", "post", "times")
    ),
)


@pytest.mark.parametrize(
    "order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (3, 0, 1, 4, 2, 5), (0, 3, 1, 4, 2, 5)]
)
def test_the_rule_puts_a_strike_on_record_once_in_any_order_of_arrival(
    desk: Desk, order: tuple[int, ...]
) -> None:
    """One strike, although some reports name a member and others the association."""
    empty(desk)
    for n in order:
        title, outlet, days = REPORTS[n]
        report(desk, f"{title} ({outlet})", BEGAN, outlet=outlet, days=days)
        link(desk.db, now=NOW, confirm=RULE)
        link(desk.db, now=NOW, confirm=RULE)
    assert len(strikes(desk)) == 1
    assert dict(stages(desk))["began"] in {"2023-07-24", "2023-07-25"}
    assert ("amptp",) in desk.rows("SELECT organization FROM strike_parties WHERE role = 'struck'")
    (record,) = recorded(desk.db.conn)
    assert record.decided == "accepted by rule on 2023-11-01: 3 outlets, 3 asked for, both parties named"
    assert [q for q in asked(desk) if q.kind == "candidate"] == []


def test_the_rule_asks_for_outlets_parties_and_a_start(desk: Desk) -> None:
    """Two outlets are not three, and a threat is no strike."""
    empty(desk)
    for outlet in ("ledger", "wire"):
        report(desk, f"WGA writers go on strike at Fernglass ({outlet})", BEGAN, outlet=outlet)
    for outlet in ("ledger", "wire", "docket"):
        report(
            desk,
            f"SAG-AFTRA strike at Hulu threatened ({outlet})",
            ("threatened", "threatened"),
            outlet=outlet,
        )
    link(desk.db, now=NOW, confirm=RULE)
    assert strikes(desk) == []
    report(desk, "WGA writers go on strike at Fernglass (docket)", BEGAN, outlet="docket")
    link(desk.db, now=NOW, confirm=RULE)
    assert [row[0] for row in strikes(desk)] == ["wga-fernglass-2023-07"]


def test_the_rule_does_not_overrule_a_person(desk: Desk) -> None:
    """What was rejected stays off the record, however many report it."""
    empty(desk)
    report(desk, "WGA writers go on strike at Fernglass", BEGAN)
    answer(desk, "candidate wga-fernglass-2023-07", "rejected")
    for outlet in ("a", "b", "c"):
        report(desk, f"WGA writers go on strike at Fernglass ({outlet})", BEGAN, outlet=outlet)
    link(desk.db, now=NOW, confirm=RULE)
    assert strikes(desk) == []


def test_the_rule_adds_the_end_that_as_many_outlets_tell_of(desk: Desk) -> None:
    """An end that one outlet tells of is asked about, not believed."""
    empty(desk)
    for outlet in ("a", "b", "c"):
        report(desk, f"WGA writers go on strike at Fernglass ({outlet})", BEGAN, outlet=outlet)
    link(desk.db, now=NOW, confirm=RULE)
    for number, outlet in enumerate(("a", "b", "c"), start=1):
        title = f"WGA strike at Fernglass is over ({outlet})"
        report(desk, title, ("ended", "strike at Fernglass is over"), outlet=outlet, days=20)
        link(desk.db, now=NOW, confirm=RULE)
        assert strikes(desk)[0][3] == ("2023-08-13" if number == 3 else None)


def test_confirming_is_off_without_a_rule(desk: Desk) -> None:
    """A person decides unless somebody said otherwise."""
    empty(desk)
    for outlet in ("a", "b", "c"):
        report(desk, f"WGA writers go on strike at Fernglass ({outlet})", BEGAN, outlet=outlet)
    link(desk.db, now=START)
    assert strikes(desk) == []

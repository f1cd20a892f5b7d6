"""Strikes on record against the Labor Action Tracker, in all forms of its export."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from picketwire.errors import ConfigError
from picketwire.facts import Organization
from picketwire.linking.naming.names import Names
from picketwire.linking.strikes.tracker import Ours, read_actions, reconcile
from picketwire.pipeline.tracker import compare
from picketwire.settings.load import load
from tests.linking.conftest import ORGANIZATIONS, Desk, article

if TYPE_CHECKING:
    from pathlib import Path

LIVE = """ID,Employer,Labor Organization,Local,Approximate Number of Participants,Start Date,End Date,Strike or Protest
1,Alliance of Motion Picture and Television Producers,Writers Guild of America,West; East,"11,500",5/2/2023,9/27/2023,Strike
2,Fernglass Inc.,Bakers of Tarnby,,NA,2023-07-20,,Strike
3,Hulu,,,40,2023-07-02,2023-07-02,Protest
"""  # noqa: E501 -- the export has long lines
RAW = """"","id","employer","start_date","end_date","labor_org","action_type","n_participants"
"1",1,"Alliance of Motion Picture and Television Producers","2023-05-02","2023-09-27","Writers Guild of America (WGA)","Strike",11500
"2",2,"Fernglass Inc.","2023-07-20",NA,"Bakers of Tarnby","Strike",NA
"3",3,"Hulu","2023-07-02","2023-07-02","","Protest",40
"""  # noqa: E501 -- likewise
ROWS = {
    "1": {
        "Employer": "Alliance of Motion Picture and Television Producers",
        "Start_date": "2023-05-02",
        "End_date": "2023-09-27",
        "Labor_Organization": "Writers Guild of America",
        "Action_type": "Strike",
        "Approximate_Number_of_Participants": 11500,
    },
    "2": {"Employer": "Fernglass Inc.", "Start_date": "2023-07-20", "Labor_Organization": "Bakers of Tarnby"},
    "3": {"Employer": "Hulu", "Start_date": "2023-07-02", "End_date": "2023-07-02", "Action_type": "Protest"},
}
COVERED = (date(2023, 1, 1), date(2023, 12, 31))
CALLED = {o.slug: o.name for o in ORGANIZATIONS}


@pytest.mark.parametrize("export", [LIVE, RAW, json.dumps(ROWS), "\ufeff" + LIVE])
def test_every_form_of_the_export_reads_alike(export: str) -> None:
    """Both CSV forms and JSON give the same actions."""
    first, second, third = read_actions(export)
    assert (first.id, first.start, first.end) == ("1", date(2023, 5, 2), date(2023, 9, 27))
    assert (first.kind, first.participants, third.kind) == ("strike", 11500, "protest")
    assert (second.employers, second.unions, second.end) == (("Fernglass Inc.",), ("Bakers of Tarnby",), None)


@pytest.mark.parametrize(
    "text", ["", "{", "[null, 5]", "[" * 100_000, '{"1": 5}', "a,b\n1,2\n", "id,employer\n1,Hulu\n", "<html>"]
)
def test_what_is_no_export_is_said_to_be_none(text: str) -> None:
    """A wrong file is no comparison with nothing in it."""
    with pytest.raises(ConfigError, match="no export of the Labor Action Tracker"):
        read_actions(text)


def test_a_number_that_is_no_decimal_is_unknown() -> None:
    (action,) = read_actions("id,employer,start_date,n_participants\n1,Hulu,2023-07-02,\u00b2\n")
    assert action.participants is None


def ours(**more: object) -> Ours:
    """Make a strike of ours."""
    fields = {
        "slug": "wga-2023",
        "unions": ("wga",),
        "struck": ("amptp",),
        "began": date(2023, 5, 2),
        "ended": date(2023, 9, 27),
        "known": date(2023, 5, 3),
    }
    return Ours(**fields | more)  # type: ignore[arg-type]


def test_matches_carry_lag_and_disagreements() -> None:
    """Days are compared as what they are: our first day without strike and their last day of it."""
    found = reconcile([ours()], read_actions(RAW), Names(ORGANIZATIONS), CALLED, COVERED)
    (match,) = found.matched
    assert (match.strike, match.action, match.lag, match.began_apart, match.ended_apart) == (
        "wga-2023",
        "1",
        1,
        0,
        -1,
    )
    assert ([a.id for a in found.only_theirs], found.only_ours) == (["2"], ())
    assert (found.recall, found.precision, found.lag, found.apart) == (0.5, 1.0, 1, (match,))


@pytest.mark.parametrize(
    "strange",
    [{"unions": ("sag-aftra",)}, {"struck": ("hulu",)}, {"began": date(2023, 8, 2)}],
)
def test_another_union_employer_or_month_is_no_match(strange: dict[str, object]) -> None:
    """Both parties and the days must fit."""
    found = reconcile([ours(**strange)], read_actions(RAW), Names(ORGANIZATIONS), CALLED, COVERED)
    assert (found.matched, [o.slug for o in found.only_ours]) == ((), ["wga-2023"])


def test_parties_that_are_only_named_match_by_their_words() -> None:
    """An employer that no configuration knows is compared by its name."""
    bakers = ours(
        slug="b", unions=("Bakers of Tarnby",), struck=("Fernglass",), began=date(2023, 7, 21), ended=None
    )
    found = reconcile([bakers], read_actions(LIVE), Names(ORGANIZATIONS), CALLED, COVERED)
    assert [(m.strike, m.action, m.ended_apart) for m in found.matched] == [("b", "2", None)]


def test_only_the_days_that_the_archive_covers_count(desk: Desk) -> None:
    """What happened before the archive began is nobody's miss."""
    desk.reports(article("a", "WGA strikes"))
    found = compare(desk.db, RAW).found
    assert [m.strike for m in found.matched] == ["wga-2023"]
    assert found.only_theirs == ()


def test_a_miss_says_whether_our_news_named_the_employer(desk: Desk) -> None:
    """What no feed told is another miss than what the machine overlooked."""
    desk.reports(
        article("a", "Bakers walk out at Fernglass Inc."), article("b", "Snow"), article("c", "Rain")
    )
    desk.db.conn.execute("UPDATE items SET published = '2023-07-20T08:00:00Z' WHERE native_id = 'a'")
    (item,) = desk.rows("SELECT id FROM items WHERE native_id = 'a'")
    comparison = compare(desk.db, RAW)
    assert [a.id for a in comparison.found.only_theirs] == ["2"]
    assert comparison.named == {"2": item}
    desk.db.conn.execute("UPDATE items SET title = 'Bakers walk out' WHERE native_id = 'a'")
    assert compare(desk.db, RAW).named == {}


def test_workers_are_no_union(desk: Desk) -> None:
    """Teachers of one country and a teachers' union of another share a word and nothing else."""
    export = RAW + '"4",4,"Tarnby Schools","2023-05-02",NA,"Tarnby Teachers Association - TTA","Strike",9\n'
    teachers = ours(slug="t", unions=("teachers",), struck=())
    found = reconcile([teachers], read_actions(export), Names(ORGANIZATIONS), CALLED, COVERED)
    assert found.matched == ()


@pytest.mark.parametrize(("days", "matches"), [(1, 1), (3, 0)])
def test_one_party_alone_must_fit_to_the_day(days: int, matches: int) -> None:
    """A large employer has many strikes in a month."""
    alone = ours(slug="f", unions=(), struck=("fernglass",), began=date(2023, 7, 20 + days), ended=None)
    found = reconcile([alone], read_actions(RAW), Names(ORGANIZATIONS), CALLED, COVERED)
    assert len(found.matched) == matches


def test_two_known_organizations_are_not_one_for_a_word_that_they_share() -> None:
    """Both are known, and neither belongs to the other."""
    export = RAW.replace("Writers Guild of America (WGA)", "Writers Union of Tarnby - WUT")
    other = Organization(slug="wut", name="Writers Union of Tarnby", kind="union")
    names = Names((*ORGANIZATIONS, other))
    assert not reconcile([ours()], read_actions(export), names, CALLED | {"wut": other.name}, COVERED).matched
    local = {"wut": frozenset({"wut", "wga"})}
    assert reconcile([ours()], read_actions(export), names, CALLED, COVERED, local).matched


@pytest.mark.data
def test_the_real_export_knows_both_strikes_of_2023(data: Path) -> None:
    """The shipped strikes are found among some 3,880 actions, SAG-AFTRA's a day later than theirs."""
    config = load()
    export = (data / "strikes/labor_action_tracker_strikes_raw.csv").read_text("utf-8")
    strikes = [
        ours(slug="wga", unions=("wga",)),
        ours(slug="sag", unions=("sag-aftra",), began=date(2023, 7, 14), ended=date(2023, 11, 9)),
    ]
    called = {o.slug: o.name for o in config.organizations}
    found = reconcile(strikes, read_actions(export), Names(config.organizations), called, COVERED)
    assert {(m.strike, m.action, m.began_apart) for m in found.matched} == {
        ("wga", "1917", 0),
        ("sag", "2120", 1),
    }

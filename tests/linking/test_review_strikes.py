"""What a person decides of candidates and stages acts, stays, and leaves what was known before answerable."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive.answers.strikes import strikes as recorded
from picketwire.archive.opening import open_writer
from picketwire.linkage import Subject
from picketwire.pipeline.candidates import candidates, confirm
from picketwire.pipeline.review.asking import by_subject, decide, finish, questions
from picketwire.pipeline.review.lines import as_json, read_lines
from picketwire.pipeline.review.questions import Answer
from picketwire.times import instant
from tests.builders import hours
from tests.linking.conftest import Desk, product_manager
from tests.linking.test_candidates import empty, found, report

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.linkage import VerdictWord
    from picketwire.pipeline.review.questions import Question

NOW = hours(24 * 100)
ASSOCIATION = "Alliance of Motion Picture and Television Producers"
BEGAN = ("began", "go on strike")


def subjects(desk: Desk, kind: str = "") -> list[str]:
    return [str(q.subject) for q in asked(desk) if q.kind.startswith(kind)]


def asked(desk: Desk) -> tuple[Question, ...]:
    desk.link()
    return questions(desk.db)


def answer(desk: Desk, subject: str, verdict: VerdictWord | None, **more: Any) -> str:
    """Answer as the command does, and link."""
    given = {"by": "ana", "at": instant(NOW)} | more
    effect = decide(
        desk.db,
        Answer(subject=Subject.read(subject), verdict=verdict, **given),
        by_subject(asked(desk)),
    )
    finish(desk.db, NOW)
    return effect.says


def strikes(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.rows("SELECT slug, status, began, ended FROM strikes ORDER BY slug")


def stages(desk: Desk) -> list[tuple[str, str]]:
    return desk.rows("SELECT stage, date FROM strike_events WHERE until IS NULL ORDER BY date, stage")


def strike_of_writers(desk: Desk) -> str:
    """Store a strike that one outlet ends too early, and put it on record; return the early end's subject."""
    empty(desk)
    for outlet in ("ledger", "wire", "docket"):
        report(desk, f"WGA writers go on strike, says the {outlet}", BEGAN, outlet=outlet)
    report(desk, "WGA strike is over", ("ended", "strike is over"), outlet="rumour", days=20)
    report(desk, "WGA strike continues", ("continues", "continues"), outlet="wire", days=30)
    answer(desk, "candidate wga-2023-07", "accepted")
    (ended,) = (s for s in subjects(desk, "stage") if s.startswith("stage ended"))
    return ended


def test_an_accepted_candidate_is_on_record_and_not_asked_again(desk: Desk) -> None:
    """Accepting is what `strikes confirm` does, and postings are linked at once."""
    empty(desk)
    desk.posts(product_manager())
    report(desk, f"WGA writers go on strike against {ASSOCIATION}", BEGAN)
    (question,) = asked(desk)
    assert (str(question.subject), question.rule) == ("candidate wga-amptp-2023-07", "gathered by union")
    assert question.evidence[0].report.title.startswith("WGA writers")
    answer(desk, str(question.subject), "accepted", reason="three pickets seen")
    assert strikes(desk) == [("wga-amptp-2023-07", "confirmed", "2023-07-24", None)]
    assert desk.rows("SELECT strike FROM links WHERE kind = 'strike'") == [("wga-amptp-2023-07",)]
    assert asked(desk) == ()


def test_a_rejected_candidate_is_not_offered_again_under_another_slug_either(desk: Desk) -> None:
    """New reports name the struck party and change the slug; the reports that were judged find it again."""
    empty(desk)
    report(desk, "WGA writers go on strike", BEGAN)
    report(desk, "Writers of the WGA go on strike today", BEGAN, outlet="wire")
    answer(desk, "candidate wga-2023-07", "rejected")
    assert found(desk) == {}
    report(desk, f"WGA writers go on strike against {ASSOCIATION}", BEGAN, outlet="third", days=1)
    assert asked(desk) == ()
    assert strikes(desk) == []


def test_a_rejected_strike_comes_off_the_record_and_back(desk: Desk) -> None:
    """A later verdict takes the place of the first."""
    empty(desk)
    report(desk, "WGA writers go on strike", BEGAN)
    for verdict, status in (("accepted", "confirmed"), ("rejected", "rejected"), ("accepted", "confirmed")):
        answer(desk, "candidate wga-2023-07", verdict)
        assert [row[:2] for row in strikes(desk)] == [("wga-2023-07", status)]


def test_merged_candidates_are_one_strike_against_both(desk: Desk) -> None:
    """Two that the machine told apart: one is offered, and one comes on record."""
    empty(desk)
    report(desk, "WGA strike at Fernglass begins", ("began", "strike at Fernglass begins"))
    report(desk, "WGA strike at Hulu begins", ("began", "strike at Hulu begins"), outlet="wire")
    (one, two) = (s.removeprefix("candidate ") for s in subjects(desk))
    question = next(q for q in asked(desk) if str(q.subject) == f"candidate {two}")
    assert [t.name for t in question.targets] == [one]
    answer(desk, f"candidate {two}", "merged", target=one)
    (left,) = candidates(desk.db)
    assert (left.slug, left.struck, len(left.items)) == (one, ("fernglass", "hulu"), 2)
    answer(desk, f"candidate {one}", "accepted")
    assert [row[0] for row in strikes(desk)] == [one]
    assert asked(desk) == ()


def test_a_candidate_merges_into_a_strike_on_record(desk: Desk) -> None:
    """Its stages and employers join the strike; no second one arises, also from an empty link table."""
    empty(desk)
    report(desk, "WGA strike at Fernglass begins", ("began", "strike at Fernglass begins"))
    answer(desk, "candidate wga-fernglass-2023-07", "accepted")
    report(desk, "WGA strike at Hulu expanded", ("expanded", "expanded"), outlet="wire", days=5)
    answer(desk, "candidate wga-hulu-2023-07", "merged", target="wga-fernglass-2023-07")
    desk.link(everything=True)
    assert [row[0] for row in strikes(desk)] == ["wga-fernglass-2023-07"]
    assert stages(desk) == [("began", "2023-07-24"), ("expanded", "2023-07-29")]
    struck = desk.rows("SELECT organization FROM strike_parties WHERE role = 'struck' ORDER BY 1")
    assert struck == [("fernglass",), ("hulu",)]


@pytest.mark.parametrize(
    ("verdict", "more", "says"),
    [
        ("merged", {}, "needs `into`"),
        ("merged", {"target": "nobody-2020"}, "no strike and no candidate 'nobody-2020'"),
        ("merged", {"target": "wga-2023-07"}, "needs `into`"),
        ("corrected", {}, "a candidate cannot be corrected"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(
    desk: Desk, verdict: VerdictWord, more: dict[str, Any], says: str
) -> None:
    """Nothing is kept of it."""
    empty(desk)
    report(desk, "WGA writers go on strike", BEGAN)
    with pytest.raises(ValueError, match=says):
        answer(desk, "candidate wga-2023-07", verdict, **more)
    assert desk.rows("SELECT count(*) FROM verdicts") == [(0,)]


def test_nobody_decides_in_the_name_of_the_rule(desk: Desk) -> None:
    """Its verdicts count for nothing in the report and are not given to other archives."""
    with pytest.raises(ValueError, match="nobody can decide as 'rule'"):
        answer(desk, "candidate x", "rejected", by="rule")


def test_merges_in_a_circle_are_refused(desk: Desk) -> None:
    """Else neither of the two would be offered any more."""
    empty(desk)
    report(desk, "WGA strike at Fernglass begins", ("began", "strike at Fernglass begins"))
    report(desk, "WGA strike at Hulu begins", ("began", "strike at Hulu begins"), outlet="wire")
    answer(desk, "candidate wga-hulu-2023-07", "merged", target="wga-fernglass-2023-07")
    with pytest.raises(ValueError, match=r"no strike and no candidate|is itself merged"):
        answer(desk, "candidate wga-fernglass-2023-07", "merged", target="wga-hulu-2023-07")
    assert len(candidates(desk.db)) == 1


def test_an_end_against_later_reports_is_doubtful(desk: Desk) -> None:
    """The question shows who says so and who says that it goes on."""
    ended = strike_of_writers(desk)
    question = next(q for q in asked(desk) if str(q.subject) == ended)
    assert [e.report.source for e in question.evidence] == ["rumour"]
    assert [e.says for e in question.against] == ["continues 2023-08-23 (day of the report)"]
    assert any("only rumour tells of it" in doubt for doubt in question.doubts)
    assert any("goes on: 2023-08-23" in doubt for doubt in question.doubts)


def test_a_rejected_stage_is_withdrawn_and_was_known_until_then(desk: Desk) -> None:
    """First and last day are derived anew; the archive still answers what it believed before."""
    ended = strike_of_writers(desk)
    assert strikes(desk)[0][3] == "2023-08-13"
    answer(desk, ended, "rejected", reason="a rumour")
    assert strikes(desk)[0][3] is None
    ((known, until),) = desk.rows("SELECT known, until FROM strike_events WHERE stage = 'ended'")
    assert known < until == instant(NOW)
    assert ended not in subjects(desk)


def test_a_rejected_stage_is_never_added_again(desk: Desk) -> None:
    """Neither by confirming again nor by linking anew; when another page says the same, that is asked."""
    ended = strike_of_writers(desk)
    answer(desk, ended, "rejected")
    report(desk, "WGA: strike is over now", ("ended", "strike is over"), outlet="echo", days=20)
    desk.link(everything=True)
    confirm(desk.db, "wga-2023-07")
    assert strikes(desk)[0][3] is None
    (question,) = (q for q in asked(desk) if q.stage == "ended")
    assert any("withdrew" in doubt for doubt in question.doubts)
    answer(desk, str(question.subject), "accepted")
    assert strikes(desk)[0][3] == "2023-08-13"


def test_a_corrected_day_holds_from_the_correction_on(desk: Desk) -> None:
    """Stages move by evidence: the wrong day was believed until then, the right one is known since."""
    ended = strike_of_writers(desk)
    assert "2023-09-01" in answer(desk, ended, "corrected", date=date(2023, 9, 1))
    assert strikes(desk)[0][2:] == ("2023-07-24", "2023-09-01")
    rows = desk.rows("SELECT date, known, until FROM strike_events WHERE stage = 'ended' ORDER BY date")
    assert [(day, until) for day, _, until in rows] == [
        ("2023-08-13", instant(NOW)),
        ("2023-09-01", None),
    ]
    assert rows[1][1] == instant(NOW)
    for when, ended_then in ((hours(24 * 99), "2023-08-13"), (NOW, "2023-09-01")):
        assert [r.ended for r in recorded(desk.db.conn, as_of=instant(when))] == [ended_then]
    desk.link(everything=True)
    answer(desk, ended, "corrected", stage="suspended", date=date(2023, 8, 14))
    assert ("suspended", "2023-08-14") in stages(desk)
    assert "ended" not in dict(stages(desk))
    answer(desk, ended, "corrected", stage="ratified")
    assert ("ratified", "2023-08-13") in stages(desk)
    answer(desk, ended, "accepted")
    assert ("ended", "2023-08-13") in stages(desk)
    assert "ratified" not in dict(stages(desk))
    assert "suspended" not in dict(stages(desk))


def test_a_correction_without_another_day_or_stage_is_refused(desk: Desk) -> None:
    """It would change nothing and look like an answer."""
    ended = strike_of_writers(desk)
    with pytest.raises(ValueError, match="another `date` or `stage`"):
        answer(desk, ended, "corrected", date=date(2023, 8, 13))


def test_a_new_stage_of_a_strike_on_record_is_asked_about(desk: Desk) -> None:
    """Accepted, it is on record as of the first sight of its page."""
    empty(desk)
    report(desk, "WGA writers go on strike", BEGAN)
    answer(desk, "candidate wga-2023-07", "accepted")
    report(desk, "WGA strike is over", ("ended", "strike is over"), outlet="wire", days=40)
    (question,) = asked(desk)
    assert question.doubts == ("It is not on record yet.",)
    answer(desk, str(question.subject), "accepted")
    assert strikes(desk)[0][3] == "2023-09-02"
    assert desk.rows("SELECT known FROM strike_events WHERE stage = 'ended'") == [
        (instant(hours(24 * 40 + 1)),)
    ]
    assert asked(desk) == ()


def test_an_accepted_end_holds_against_one_that_more_report(desk: Desk) -> None:
    """A strike ends once: the day that a person confirmed takes the place of the machine's."""
    ended = strike_of_writers(desk)
    for outlet in ("ledger", "docket"):
        report(desk, f"WGA strike is over, {outlet}", ("ended", "strike is over"), outlet=outlet, days=60)
    (question,) = (q for q in asked(desk) if q.stage == "ended")
    assert any("another day: 2023-08-13" in doubt for doubt in question.doubts)
    answer(desk, str(question.subject), "accepted")
    assert [day for stage, day in stages(desk) if stage == "ended"] == ["2023-09-22"]
    assert strikes(desk)[0][3] == "2023-09-22"
    assert ended != str(question.subject)
    for outlet in ("a", "b", "c"):
        report(desk, f"WGA strike is over, {outlet}", ("ended", "strike is over"), outlet=outlet, days=80)
    assert asked(desk) == ()


def test_an_end_that_one_outlet_of_many_tells_of_counts_when_a_person_says_so(desk: Desk) -> None:
    """The machine does not believe it; the page can be named all the same."""
    empty(desk)
    for n in range(10):
        report(desk, f"WGA writers go on strike ({n})", BEGAN, outlet=f"outlet-{n % 4}")
    report(desk, "WGA strike is over", ("ended", "strike is over"), outlet="rumour", days=20)
    answer(desk, "candidate wga-2023-07", "accepted")
    assert "ended" not in dict(stages(desk))
    ((url,),) = desk.rows("SELECT canonical FROM items WHERE source = 'rumour'")
    answer(desk, f"stage ended {url}", "accepted")
    assert dict(stages(desk))["ended"] == "2023-08-13"


def test_a_strike_on_record_can_turn_out_to_be_part_of_a_candidate(desk: Desk) -> None:
    """It comes off the record, and the candidate that it belongs to is offered."""
    empty(desk)
    report(desk, "WGA strike at Fernglass begins", ("began", "strike at Fernglass begins"))
    answer(desk, "candidate wga-fernglass-2023-07", "accepted")
    report(desk, "WGA strike at Hulu begins", ("began", "strike at Hulu begins"), outlet="wire")
    answer(desk, "candidate wga-fernglass-2023-07", "merged", target="wga-hulu-2023-07")
    assert [row[:2] for row in strikes(desk)] == [("wga-fernglass-2023-07", "rejected")]
    assert subjects(desk) == ["candidate wga-hulu-2023-07"]
    answer(desk, "candidate wga-hulu-2023-07", "accepted")
    assert [row[:2] for row in strikes(desk)][1] == ("wga-hulu-2023-07", "confirmed")


def test_a_no_to_one_report_is_no_no_to_a_strike_that_many_tell_of(desk: Desk) -> None:
    """A candidate that is mostly new, under another name, is another question."""
    empty(desk)
    report(desk, "WGA writers go on strike", BEGAN)
    answer(desk, "candidate wga-2023-07", "accepted")
    answer(desk, "candidate wga-2023-07", "rejected")
    for outlet in ("a", "b", "c"):
        report(desk, f"WGA writers go on strike at Fernglass ({outlet})", BEGAN, outlet=outlet, days=2)
    assert subjects(desk) == ["candidate wga-fernglass-2023-07"]


def test_of_a_curated_strike_only_a_missing_end_is_asked_about(desk: Desk) -> None:
    """The configuration says the rest."""
    report(desk, "WGA strike at Hulu begins", ("began", "strike at Hulu begins"))
    assert asked(desk) == ()
    report(desk, "WGA strike at Hulu is over", ("ended", "strike at Hulu is over"), days=9)
    (question,) = asked(desk)
    assert (question.stage, question.strike, question.doubts[-1]) == (
        "ended",
        "hulu-desk-2023",
        "On record, the strike has no end.",
    )


def test_later_puts_a_question_last_and_decides_nothing(desk: Desk) -> None:
    """It is asked again the next time, behind the others."""
    empty(desk)
    report(desk, "WGA strike at Fernglass begins", ("began", "strike at Fernglass begins"))
    report(desk, "SAG-AFTRA strike at Hulu begins", ("began", "strike at Hulu begins"))
    first, second = subjects(desk)
    answer(desk, first, "later")
    assert subjects(desk) == [second, first]
    assert asked(desk)[-1].put_off == instant(NOW)


def test_a_verdict_taken_back_is_asked_again(desk: Desk) -> None:
    """`open` is the way back."""
    empty(desk)
    report(desk, "WGA writers go on strike", BEGAN)
    answer(desk, "candidate wga-2023-07", "rejected")
    assert subjects(desk) == []
    answer(desk, "candidate wga-2023-07", None)
    assert subjects(desk) == ["candidate wga-2023-07"]


def test_linking_anew_changes_nothing_of_what_was_decided(desk: Desk) -> None:
    """Two runs with verdicts in place write no row."""
    ended = strike_of_writers(desk)
    answer(desk, ended, "corrected", date=date(2023, 9, 1))

    def everything() -> list[Any]:
        tables = ("strikes", "strike_events", "strike_parties", "verdicts", "reviews")
        return [desk.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables]  # noqa: S608 -- of this test

    before = everything()
    assert not desk.link(everything=True).changed
    assert not desk.link().changed
    assert everything() == before


def test_an_answer_acts_at_the_next_run_where_nobody_finished(desk: Desk) -> None:
    """A session that was killed loses nothing that it kept."""
    empty(desk)
    report(desk, "WGA writers go on strike", BEGAN)
    given = Answer(
        subject=Subject.read("candidate wga-2023-07"), verdict="accepted", by="ana", at=instant(NOW)
    )
    decide(desk.db, given, by_subject(asked(desk)))
    desk.link()
    assert [row[0] for row in strikes(desk)] == ["wga-2023-07"]


def test_a_poll_that_brings_nothing_decided_gathers_no_candidates(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verdicts must not make every later poll read all reports of all strikes."""
    strike_of_writers(desk)
    report(desk, "SAG-AFTRA members go on strike", BEGAN, days=31)

    def gather(*_: object) -> None:
        raise AssertionError("gathered")

    monkeypatch.setattr("picketwire.pipeline.confirming.coverage", gather)
    assert desk.link().looked_at == 1
    with pytest.raises(AssertionError, match="gathered"):
        desk.link(everything=True)


def test_verdicts_act_in_an_archive_that_gets_the_reports_later(desk: Desk, tmp_path: Path) -> None:
    """Exported and read elsewhere, they wait for what they are about."""
    from picketwire.archive.verdicts import read

    ended = strike_of_writers(desk)
    answer(desk, ended, "corrected", date=date(2023, 9, 1))
    lines = [_line(as_json(v)) for v in read(desk.db).values()]
    with open_writer(tmp_path / "other.sqlite") as db:
        other = Desk(db)
        empty(other)
        for line in read_lines(lines, "somebody", NOW):
            assert line.answer, line.wrong
            decide(db, line.answer, {})
        for outlet in ("docket", "wire", "ledger"):
            report(other, f"WGA writers go on strike, says the {outlet}", BEGAN, outlet=outlet)
        report(other, "WGA strike is over", ("ended", "strike is over"), outlet="rumour", days=20)
        other.link()
        assert strikes(other) == [("wga-2023-07", "confirmed", "2023-07-24", "2023-09-01")]
        assert [_line(as_json(v)) for v in read(db).values()] == lines


def _line(row: dict[str, Any]) -> str:
    import json

    return json.dumps(row)

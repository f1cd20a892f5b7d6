"""What a person says of a link holds: it goes or stays, whatever linking says later."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive.opening import open_writer
from picketwire.archive.verdicts import read
from picketwire.linkage import Link, Subject
from picketwire.linking.doubts import link_rule
from picketwire.pipeline.review.asking import by_subject, decide, finish, questions
from picketwire.pipeline.review.lines import as_json, read_lines
from picketwire.pipeline.review.questions import Answer
from picketwire.times import instant
from tests.builders import hours, posting
from tests.linking.conftest import RESEARCH_SCIENTIST, Desk, article, product_manager, research_scientist

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.linkage import VerdictWord
    from picketwire.pipeline.review.questions import Question

NOW = hours(24 * 30)
MANAGER = "eightfold:netflix.com:790298012345"
ARTICLES = (
    article("a", "Netflix lists AI job", "The position pays $300,000 to $900,000 a year."),
    article("b", "Netflix touts $900k AI jobs"),
    article("c", "Netflix offers $900k for an AI product manager"),
)


def stocked(desk: Desk) -> Desk:
    """Store two postings at one upper end, and news of which one says too little."""
    desk.posts(
        product_manager(opened=date(2023, 7, 1)),
        research_scientist(opened=date(2023, 7, 20)),
        posting("3", "Machine Learning Engineer", body=RESEARCH_SCIENTIST, opened=date(2023, 7, 21)),
    )
    desk.reports(*ARTICLES)
    desk.link()
    return desk


def asked(desk: Desk) -> tuple[Question, ...]:
    desk.link()
    return questions(desk.db, ("link",))


def answer(desk: Desk, subject: str, verdict: VerdictWord | None, **more: Any) -> str:
    given = Answer(subject=Subject.read(subject), verdict=verdict, **{"by": "ana", "at": instant(NOW)} | more)
    effect = decide(desk.db, given, by_subject(questions(desk.db)))
    finish(desk.db, NOW)
    return effect.says


def links(desk: Desk) -> list[tuple[Any, ...]]:
    """Return posting, news item, score and last reason of every link to coverage."""
    return [
        (key, item, score, json.loads(reasons)[-1])
        for key, item, score, reasons in desk.rows(
            "SELECT p.key, n.native_id, l.score, l.reasons FROM links l JOIN items p ON p.id = l.posting "
            "JOIN items n ON n.id = l.item WHERE l.kind = 'coverage' ORDER BY n.native_id, p.key"
        )
    ]


def pairs(desk: Desk) -> set[tuple[str, str]]:
    return {(key, item) for key, item, *_ in links(desk)}


def doubtful(desk: Desk) -> Question:
    (question,) = asked(desk)
    return question


def test_a_guess_is_asked_about_with_its_rivals(desk: Desk) -> None:
    """The question shows the report, the posting, and the others that it may mean."""
    stocked(desk)
    question = doubtful(desk)
    assert question.subject.names[1] == "https://ledger.example/b"
    assert question.rule in {"same pay, other reports", "guess at the same pay"}
    assert question.evidence[0].report.title == "Netflix touts $900k AI jobs"
    assert len(question.targets) == 2
    assert dict(question.facts)["pay"] == "USD 300,000 to USD 900,000 a year"


def test_a_rejected_link_goes_and_does_not_come_back(desk: Desk) -> None:
    """Neither when everything is linked anew, nor when the report is edited."""
    stocked(desk)
    question = doubtful(desk)
    pair = (question.subject.names[0], "b")
    assert pair in pairs(desk)
    answer(desk, str(question.subject), "rejected", reason="names no posting")
    assert pair not in pairs(desk)
    desk.link(everything=True)
    assert pair not in pairs(desk)
    desk.reports(article("b", "Netflix touts $900k AI jobs again"), at=40)
    assert asked(desk) == ()
    assert pair not in pairs(desk)


def test_an_accepted_link_is_certain_and_says_whose_word_it_is(desk: Desk) -> None:
    """It stays when the report no longer says what the machine went by."""
    stocked(desk)
    question = doubtful(desk)
    answer(desk, str(question.subject), "accepted", reason="they confirmed it")
    said = "Confirmed by ana on 2023-08-23: they confirmed it."
    (row,) = (row for row in links(desk) if row[1] == "b")
    assert row == (question.subject.names[0], "b", 1.0, said)
    assert asked(desk) == ()
    desk.reports(article("b", "A studio touts AI jobs"), at=40)
    desk.link()
    assert (question.subject.names[0], "b", 1.0, said) in links(desk)


def test_a_link_merged_into_another_posting_moves_there(desk: Desk) -> None:
    """The report is about that other one: the first link goes, the second is certain."""
    stocked(desk)
    question = doubtful(desk)
    other = next(t.name for t in question.targets)
    answer(desk, str(question.subject), "merged", target=other)
    assert {key for key, item in pairs(desk) if item == "b"} == {other}
    assert asked(desk) == ()
    answer(desk, str(question.subject), None)
    assert {key for key, item in pairs(desk) if item == "b"} == {question.subject.names[0]}


def test_linking_again_and_from_empty_tables_gives_the_same_rows(desk: Desk) -> None:
    """Verdicts are part of what links follow from."""
    stocked(desk)
    question = doubtful(desk)
    answer(desk, str(question.subject), "merged", target=question.targets[0].name)
    before = desk.derived()
    assert not desk.link().changed
    assert not desk.link(everything=True).changed
    for table in ("mentions", "links", "stories"):
        desk.db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of this test
    desk.db.conn.execute("UPDATE items SET story = NULL")
    desk.link(everything=True)
    assert desk.derived() == before


@pytest.mark.parametrize("news_first", [True, False])
def test_verdicts_read_into_a_fresh_archive_act_when_both_ends_are_there(
    desk: Desk, tmp_path: Path, *, news_first: bool
) -> None:
    """A link that only a person knows is made when the later of its ends arrives, without linking all."""
    stocked(desk)
    answer(desk, f"link {MANAGER} https://ledger.example/z", "accepted", reason="by phone")
    lines = [json.dumps(as_json(v)) for v in read(desk.db).values()]
    with open_writer(tmp_path / "other.sqlite") as db:
        other = Desk(db)
        for line in read_lines(lines, "somebody", NOW):
            assert line.answer
            assert not decide(db, line.answer, {}).open
        steps = [
            lambda: other.reports(article("z", "A streamer hires")),
            lambda: other.posts(product_manager()),
        ]
        for step in steps if news_first else steps[::-1]:
            step()
            other.link()
        assert links(other) == [(MANAGER, "z", 1.0, "Confirmed by ana on 2023-08-23: by phone.")]
        assert not other.link(everything=True).changed


def test_every_reason_of_linking_belongs_to_a_rule(desk: Desk) -> None:
    """The report names rules by the sentences that linking writes: they must not drift apart."""
    stocked(desk)
    desk.reports(
        article("d", "Netflix job", f"See {product_manager().url}."),
        article("e", "Netflix AI job 790298054321", "No pay."),
        article("f", "Netflix seeks a Product Manager - Machine Learning Platform for AI"),
    )
    desk.link()
    rows = desk.rows("SELECT posting, item, score, reasons FROM links WHERE kind = 'coverage'")
    rules = {
        link_rule(Link(kind="coverage", posting=p, item=i, score=s, reasons=tuple(json.loads(r))))
        for p, i, s, r in rows
    }
    assert {"address", "number", "title", "both ends of the pay", "upper end of the pay"} <= rules
    assert "other" not in rules

"""The machine's score from verdicts, and answers as JSON lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from picketwire.archive import verdicts
from picketwire.linkage import Subject, Verdict
from picketwire.pipeline.review.lines import read_lines
from picketwire.pipeline.review.report import report, wilson
from picketwire.times import instant
from tests.builders import START

if TYPE_CHECKING:
    from tests.linking.conftest import Desk


def verdict(n: int, word: str, **more: object) -> Verdict:
    fields = {"by": "ana", "at": instant(START), "rule": "title", "question": f"link p{n} https://x.example"}
    return Verdict(subject=Subject("link", (f"p{n}", "https://x.example")), verdict=word, **fields | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (1, 1, 0.207, 1.0),
        (9, 10, 0.596, 0.982),
        (0, 10, 0.0, 0.278),
        (81, 263, 0.255, 0.366),
    ],
)
def test_the_interval_is_that_of_wilson(right: int, judged: int, low: float, high: float) -> None:
    """Known values, among them the example of Newcombe (1998): 81 of 263."""
    assert wilson(right, judged) == pytest.approx((low, high), abs=0.0006)


def test_rules_are_counted_by_answers(desk: Desk) -> None:
    """One answer on several pages counts once; what was put off, or decided by the rule, not at all."""
    verdicts.save(
        desk.db,
        [
            *(verdict(n, "accepted") for n in range(8)),
            verdict(8, "rejected"),
            verdict(9, "merged", target="p1"),
            verdict(10, "accepted", question="link p9 https://x.example", rule=None),
            verdict(11, "later"),
            verdict(12, "accepted", by="rule"),
            verdict(13, "rejected", rule="guess"),
            verdict(14, "rejected", rule="guess", question="link p13 https://x.example"),
        ],
    )
    guess, title = report(desk.db)
    assert (title.rule, title.judged, title.right, title.wrong) == ("title", 10, 8, 2)
    assert (title.precision, title.rejected, title.merged) == (0.8, 1, 1)
    assert (guess.judged, guess.precision) == (1, None)
    assert guess.high == pytest.approx(0.793, abs=0.001)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('{"subject": "candidate x", "verdict": "reject", "addresses": 5}', "`addresses` is no list"),
        ('{"subject": "candidate x", "verdict": "reject", "addresses": [5]}', "`addresses` is no list"),
        ("{", "no JSON object"),
        ("[1]", "no JSON object"),
        ("[" * 100000, "no JSON object"),
        ('{"verdict": "accept"}', "is no subject"),
        ('{"subject": "posting x", "verdict": "accept"}', "begins with candidate, stage, link"),
        ('{"subject": "stage ended", "verdict": "accept"}', "stage STAGE ADDRESS"),
        ('{"subject": "candidate x", "verdict": "perhaps"}', "is no verdict"),
        ('{"subject": "candidate x", "verdict": 1}', "`verdict` is no text"),
        (
            '{"subject": "stage ended https://x.example", "verdict": "correct", "date": "1.9."}',
            "is not a day",
        ),
        (
            '{"subject": "stage ended https://x.example", "verdict": "correct", "stage": "over"}',
            "is no stage",
        ),
        ('{"subject": "candidate x", "verdict": "accept", "at": "today"}', "is not an instant"),
    ],
)
def test_a_wrong_line_says_what_is_wrong(line: str, wrong: str) -> None:
    """It is named by its number, and the lines around it are read."""
    good = '{"subject": "candidate x", "verdict": "reject"}'
    first, second, third = read_lines([good, line, "", good], "ana", START)
    assert (first.number, second.number, third.number) == (1, 2, 4)
    assert first.answer == third.answer
    assert wrong in second.wrong


def test_a_line_without_a_verdict_answers_nothing() -> None:
    """Questions can be given back with only some answered."""
    assert list(read_lines(['{"subject": "candidate x", "verdict": null}'], "ana", START)) == []


@pytest.mark.parametrize("score", ["NaN", "Infinity", "true and false", '"high"'])
def test_a_score_that_is_no_number_is_none(score: str) -> None:
    """JSON of other tools may hold what no archive can keep."""
    line = f'{{"subject": "candidate x", "verdict": "reject", "score": {score}}}'
    [read] = read_lines([line], "ana", START)
    assert read.wrong or (read.answer and read.answer.score is None)


def test_a_byte_order_mark_is_no_part_of_a_line() -> None:
    [line] = read_lines(['\ufeff{"subject": "candidate x", "verdict": "reject"}'], "ana", START)
    assert line.answer
    assert str(line.answer.subject) == "candidate x"

"""The small rules behind review: whose word wins, what contradicts what, and what an item is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive import snapshot
from picketwire.archive.candidates import Recorded
from picketwire.archive.facts import save_strikes
from picketwire.archive.opening import transaction
from picketwire.archive.stages import standing_days, supersede
from picketwire.archive.statements import Fought
from picketwire.archive.verdicts import JudgedLink
from picketwire.facts import StrikeEvent
from picketwire.linkage import Candidate, Link, Mention, News, ReportedEvent, Subject, Verdict
from picketwire.linking.doubts import SURE, doubtful_events, link_doubts
from picketwire.linking.judging import Overruling, judged_claims, reported_again
from picketwire.linking.strikes.stage_claims import Claim
from picketwire.linking.strikes.told import Kin, told
from picketwire.pipeline.preview.facts import told as facts_told
from picketwire.pipeline.review.asking import decide
from picketwire.pipeline.review.questions import Answer
from picketwire.times import instant
from tests.builders import START, hours
from tests.linking.conftest import STRIKES
from tests.linking.test_review_strikes import answer, strike_of_writers

if TYPE_CHECKING:
    from picketwire.facts import Stage
    from picketwire.linkage import VerdictWord
    from tests.linking.conftest import Desk

DAY = date(2023, 7, 10)


def claim(stage: Stage, days: int = 0, **more: Any) -> Claim:
    fields = {"item": days, "quote": stage, "stated": False} | more
    return Claim(stage=stage, date=DAY + timedelta(days=days), **fields)


def candidate(*claims: Claim, **more: Any) -> Candidate:
    events = tuple(ReportedEvent(stage=c.stage, date=c.date, item=c.item, quote=c.quote) for c in claims)
    fields = {"slug": "c", "name": "c", "unions": ("wga",), "struck": (), "workers": (), "outlets": 1} | more
    return Candidate(events=events, items=tuple(c.item for c in claims), **fields)


def verdict(subject: str, word: VerdictWord, **more: Any) -> Verdict:
    return Verdict(subject=Subject.read(subject), verdict=word, by="ana", at=instant(START), **more)


def doubts(*claims: Claim, told_of: Claim) -> tuple[str, ...]:
    (found,) = doubtful_events(candidate(told_of), claims, {c.item: "ledger" for c in claims})
    return found.reasons


def test_a_stage_that_somebody_put_off_stands_as_the_machine_says() -> None:
    said = {
        Subject("stage", ("ended", "https://x.example")): verdict("stage ended https://x.example", "later")
    }
    assert judged_claims([claim("ended")], "https://x.example", said) == (claim("ended"),)


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_verdicts_on_one_pair_the_one_that_accepts_wins(turned: bool) -> None:
    """Two addresses can name one item: a no to one of them is no no to the other."""
    words: tuple[VerdictWord, ...] = ("accepted", "rejected")
    judged = [JudgedLink(posting=1, item=2, verdict=verdict("link p https://x.example", w)) for w in words]
    link = Link(kind="coverage", posting=1, item=2, score=0.5, reasons=())
    (kept,) = Overruling.of(reversed(judged) if turned else judged).applied([link], {2})
    assert kept.score == 1.0


@pytest.mark.parametrize(("union", "again"), [("wga", True), ("sag-aftra", False)])
def test_reports_of_another_union_are_another_strike(union: str, again: bool) -> None:
    record = Recorded(
        slug="wga-2023-07",
        status="confirmed",
        unions=frozenset({"wga"}),
        struck=frozenset({"hulu"}),
        first="2023-07-10",
        last="2023-07-10",
        began="2023-07-10",
        ended=None,
        known=instant(START),
        items=frozenset({1, 2}),
    )
    same = candidate(claim("began", 1), claim("continues", 2), unions=(union,), struck=("fernglass",))
    members = {"wga": frozenset({"wga"}), "sag-aftra": frozenset({"sag-aftra"})}
    assert bool(reported_again([same], [record], members)) is again


def test_a_strike_that_was_resumed_goes_on_without_a_doubt_about_its_pause() -> None:
    pause, again, later = claim("suspended"), claim("resumed", 10), claim("continues", 15)
    assert not any("goes on" in reason for reason in doubts(pause, again, later, told_of=pause))
    assert any("goes on" in reason for reason in doubts(pause, later, told_of=pause))


def test_a_later_report_without_a_day_of_its_own_contradicts_no_day() -> None:
    """Weeks later a paper still writes that the strike has ended: that is not when."""
    ended = claim("ended")
    assert doubts(ended, claim("ended", 9), told_of=ended) == ()
    assert any(
        "another day" in reason for reason in doubts(ended, claim("ended", 9, stated=True), told_of=ended)
    )
    assert any("another day" in reason for reason in doubts(ended, claim("ended", -9), told_of=ended))


def test_a_link_at_the_mark_is_sure() -> None:
    sure = Link(kind="coverage", posting=1, item=2, score=SURE, reasons=())
    assert link_doubts(sure, ()) == ()
    assert link_doubts(replace(sure, score=SURE - 0.01), ()) != ()


def test_an_event_is_not_withdrawn_before_it_was_known(desk: Desk) -> None:
    """A verdict from another archive can be older than the first sight of the page here."""
    ended = strike_of_writers(desk)
    answer(desk, ended, "rejected", at=instant(hours(-24)))
    ((known, until),) = desk.rows("SELECT known, until FROM strike_events WHERE stage = 'ended'")
    assert until == known


def test_what_the_configuration_says_is_not_superseded_by_a_report(desk: Desk) -> None:
    before = standing_days(desk.db, "wga-2023")
    supersede(desk.db, "wga-2023", "ended", date(2023, 9, 1), instant(START))
    assert standing_days(desk.db, "wga-2023") == before


def test_merges_in_a_circle_are_refused_before_their_reports_are_here(desk: Desk) -> None:
    def merge(one: str, two: str) -> None:
        given = Answer(
            subject=Subject("candidate", (one,)), verdict="merged", by="ana", at=instant(START), target=two
        )
        decide(desk.db, given, {})

    merge("a", "b")
    merge("b", "c")
    with pytest.raises(ValueError, match="itself merged"):
        merge("c", "a")


def test_two_stages_of_one_kind_that_both_move_are_both_told(desk: Desk) -> None:
    """Which of the two became which cannot be known: both old ones go, both new ones come."""

    def paused(*days: int) -> None:
        events = tuple(StrikeEvent(stage="suspended", date=date(2023, 7, day)) for day in days)
        with transaction(desk.db):
            save_strikes(desk.db, (replace(STRIKES[0], events=events), *STRIKES[1:]), START)

    paused(5, 15)
    snapshot.remember(desk.db)
    paused(6, 16)
    said = sorted(fact.text for fact in facts_told(snapshot.compare(desk.db)))
    assert [text.rsplit(" on ")[1] for text in said] == [
        "2023-07-05 is gone",
        "2023-07-06 is new",
        "2023-07-15 is gone",
        "2023-07-16 is new",
    ]


KIN = Kin(kinds={"wga": "union"}, lineage={}, associations={})


def fought(slug: str, *parties: str, **more: Any) -> Fought:
    fields = {"since": DAY, "until": None} | more
    return Fought(slug=slug, parties=frozenset({"wga", *parties}), unions=frozenset({"wga"}), **fields)


def article_of(day: date, *names: str) -> News:
    mentions = tuple(Mention(organization=n, field="title", start=0, end=1, text=n) for n in names)
    return News(
        id=1, source="s", url=None, canonical=None, title="", summary="", body="", day=day, mentions=mentions
    )


@pytest.mark.parametrize(
    ("days", "about"), [(-61, []), (-60, ["one"]), (0, ["one"]), (90, ["one"]), (91, [])]
)
def test_people_speak_of_a_strike_two_months_before_and_after_it(days: int, about: list[str]) -> None:
    strike = fought("one", "hulu", until=DAY + timedelta(days=30))
    news = article_of(DAY + timedelta(days=days), "wga", "hulu")
    assert [s.slug for s in told(news, [strike], KIN)] == about


def test_of_two_strikes_that_fit_alike_an_item_is_about_neither() -> None:
    both = [fought("one", "hulu"), fought("two", "fernglass")]
    assert told(article_of(DAY, "wga"), both, KIN) == ()
    assert [s.slug for s in told(article_of(DAY, "wga", "hulu"), both, KIN)] == ["one"]

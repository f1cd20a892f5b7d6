"""Strikes built from coverage: gathered by union, struck party and time, put on record once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive.answers.strikes import strikes as recorded
from picketwire.archive.facts import save_strikes
from picketwire.archive.opening import transaction
from picketwire.errors import ArchiveError
from picketwire.facts import StrikeEvent
from picketwire.pipeline.candidates import candidates, confirm
from picketwire.records import Evidence, Tag, TaggedItem
from picketwire.times import instant
from tests.builders import START, feed, hours, news
from tests.linking.conftest import STRIKES, Desk, product_manager

if TYPE_CHECKING:
    from picketwire.linkage import Candidate


def _tag(name: str, title: str, words: str) -> Tag:
    start = title.index(words)
    evidence = (Evidence(field="title", start=start, end=start + len(words), text=words),)
    return Tag(name=name, rule=name, rules_version="v", score=1.0, evidence=evidence)


def report(
    desk: Desk, title: str, *stages: tuple[str, str], outlet: str = "ledger", days: int = 0, **more: Any
) -> None:
    """Store a report of a strike with its stage tags, `days` after the start of the story."""
    tags = [
        _tag("strike", title, title[:4]),
        *(_tag(f"strike/{stage}", title, words) for stage, words in stages),
    ]
    when = START + timedelta(days=days)
    item = news(
        f"{outlet} {title}", title, url=f"https://{outlet}.example/{abs(hash(title))}", published=when, **more
    )
    desk.brings(feed(outlet), [TaggedItem(item=item, tags=tuple(tags))], at=24 * days + 1)


def empty(desk: Desk) -> None:
    """Take the curated strikes out."""
    for table in ("strike_events", "strike_parties", "strikes"):
        desk.db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of this test


def found(desk: Desk) -> dict[str, Candidate]:
    desk.link()
    return {c.slug: c for c in candidates(desk.db)}


def test_reports_of_one_strike_are_one_candidate(desk: Desk) -> None:
    """Outlets, days and wordings differ; union, association and month are one."""
    empty(desk)
    report(
        desk,
        "WGA writers go on strike against Alliance of Motion Picture and Television Producers",
        ("began", "go on strike"),
    )
    report(desk, "Hollywood writers begin strike", ("began", "begin strike"), outlet="wire")
    report(desk, "Writers end strike", ("ended", "end strike"), outlet="wire", days=50)
    (candidate,) = found(desk).values()
    assert (candidate.slug, candidate.unions, candidate.struck) == ("wga-amptp-2023-07", ("wga",), ("amptp",))
    assert [(e.stage, e.date.isoformat()) for e in candidate.events] == [
        ("began", "2023-07-24"),
        ("ended", "2023-09-12"),
    ]
    assert (len(candidate.items), candidate.outlets) == (3, 2)


def test_two_unions_in_one_report_are_two_strikes(desk: Desk) -> None:
    """One union party each; a report of both proves no stage beyond its title."""
    empty(desk)
    report(desk, "WGA and SAG-AFTRA on strike", ("began", "on strike"))
    assert {c.unions for c in found(desk).values()} == {("wga",), ("sag-aftra",)}


def test_parties_that_are_not_known_stay_as_named(desk: Desk) -> None:
    """Far from Hollywood: a group of workers and an employer that no configuration names, and no union."""
    empty(desk)
    report(desk, "Tarnby Poultry workers go on strike over heat", ("began", "go on strike"))
    (candidate,) = found(desk).values()
    assert (candidate.unions, candidate.struck, candidate.workers) == (
        (),
        ("Tarnby Poultry",),
        ("Tarnby Poultry workers",),
    )


def test_one_union_strikes_two_employers_apart(desk: Desk) -> None:
    """Struck parties that have nothing in common make two strikes of one union's."""
    empty(desk)
    report(desk, "WGA strike at Fernglass begins", ("began", "strike at Fernglass begins"))
    report(desk, "WGA strike at Hulu begins", ("began", "strike at Hulu begins"), outlet="wire")
    assert set(found(desk)) == {"wga-fernglass-2023-07", "wga-hulu-2023-07"}


def test_a_strike_a_year_later_is_another(desk: Desk) -> None:
    """After a long silence the next report is of a new strike."""
    empty(desk)
    report(desk, "WGA members go on strike", ("began", "go on strike"))
    report(desk, "WGA members go on strike again", ("began", "go on strike"), days=200)
    assert len(found(desk)) == 2


def test_a_confirmed_candidate_answers_the_headline_question(desk: Desk) -> None:
    """Built from coverage alone, the strike links postings as a curated one does, as of when it was known."""
    empty(desk)
    desk.posts(product_manager())
    report(
        desk,
        "WGA writers go on strike against Alliance of Motion Picture and Television Producers",
        ("began", "go on strike"),
    )
    assert set(found(desk)) == {"wga-amptp-2023-07"}
    assert confirm(desk.db, "wga-amptp-2023-07") == "wga-amptp-2023-07"
    desk.link()
    assert desk.rows("SELECT strike, relation, overlap_from FROM ai_roles_during_strikes") == [
        ("wga-amptp-2023-07", "via association", "2023-07-24")
    ]
    known = desk.rows(
        "SELECT e.known, i.first_seen, e.quote FROM strike_events e JOIN items i ON i.id = e.item"
    )
    assert known[0][0] == known[0][1] == hours(1).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert "go on strike" in known[0][2]


def test_a_strike_is_never_created_twice(desk: Desk) -> None:
    """Confirmed again, a candidate only adds what is new to the strike that it became."""
    empty(desk)
    report(desk, "WGA members go on strike", ("began", "go on strike"))
    confirm(desk.db, *found(desk))
    report(desk, "WGA members end strike", ("ended", "end strike"), days=30)
    (candidate,) = found(desk).values()
    assert candidate.strike == "wga-2023-07"
    confirm(desk.db, candidate.slug)
    confirm(desk.db, candidate.slug)
    assert desk.rows("SELECT slug, began, ended FROM strikes") == [
        ("wga-2023-07", "2023-07-24", "2023-08-23")
    ]
    assert desk.rows("SELECT count(*) FROM strike_events") == [(2,)]


def test_strikes_of_two_trades_of_one_union_are_two_on_record(desk: Desk) -> None:
    """Put on record, each is known again as itself, although union and days are the same."""
    empty(desk)
    for n in range(3):
        report(desk, f"WGA: pilots go on strike, day {n}", ("began", "go on strike"), days=n)
        report(desk, f"WGA: train drivers go on strike, day {n}", ("began", "go on strike"), days=n)
    assert set(found(desk)) == {"wga-pilot-2023-07", "wga-train-driver-2023-07"}
    for slug in found(desk):
        assert confirm(desk.db, slug) == slug
        assert confirm(desk.db, slug) == slug
    assert {slug: c.strike for slug, c in found(desk).items()} == {
        slug: slug for slug in ("wga-pilot-2023-07", "wga-train-driver-2023-07")
    }
    assert desk.rows("SELECT count(*) FROM strikes") == [(2,)]


def test_coverage_of_a_curated_strike_is_told_as_such(desk: Desk) -> None:
    """The candidate names the strike on record that it is."""
    title = "WGA strike against Alliance of Motion Picture and Television Producers continues"
    report(desk, title, ("continues", "continues"))
    assert [c.strike for c in found(desk).values()] == ["wga-2023"]


def test_a_rejected_strike_is_not_offered_again(desk: Desk) -> None:
    """A person's no stands."""
    empty(desk)
    report(desk, "WGA members go on strike", ("began", "go on strike"))
    confirm(desk.db, *found(desk))
    desk.db.conn.execute("UPDATE strikes SET status = 'rejected'")
    assert found(desk) == {}


def test_an_unknown_candidate_is_an_error(desk: Desk) -> None:
    """A slug that coverage does not tell of is refused with the way out."""
    with pytest.raises(ArchiveError, match="strikes candidates"):
        confirm(desk.db, "nobody-2023")


def test_an_employer_in_the_news_is_not_thereby_struck(desk: Desk) -> None:
    """Netflix in an article about the strike is no party of it; an employer whose workers strike is."""
    empty(desk)
    report(desk, "Netflix opens a restaurant as WGA goes on strike", ("began", "goes on strike"))
    (candidate,) = found(desk).values()
    assert candidate.struck == ()


def test_coverage_tells_anew_of_a_curated_strike_that_has_gone_from_the_configuration(desk: Desk) -> None:
    """Its stages are withdrawn; what reports tell can be put on record instead, with the same answers."""
    desk.posts(product_manager())
    desk.link()
    before = desk.rows("SELECT posting FROM links WHERE kind = 'strike' AND strike = 'wga-2023'")
    association = "Alliance of Motion Picture and Television Producers"
    for outlet in ("ledger", "wire"):
        title = f"WGA writers go on strike against the {association}, says the {outlet}"
        report(desk, title, ("began", "go on strike"), outlet=outlet)
    assert {c.strike for c in found(desk).values()} == {"wga-2023"}
    with transaction(desk.db):
        save_strikes(desk.db, (), hours(24 * 30))
    (slug,) = (c.slug for c in found(desk).values() if c.strike is None)
    confirm(desk.db, slug)
    desk.link()
    assert {c.strike for c in found(desk).values()} == {slug}
    assert desk.rows("SELECT posting FROM links WHERE kind = 'strike'") == before != []


def test_a_candidate_may_have_the_slug_of_a_curated_strike_that_has_gone(desk: Desk) -> None:
    report(desk, "WGA writers go on strike at Fernglass", ("began", "go on strike"))
    (slug,) = (c.slug for c in found(desk).values() if c.strike is None)
    with transaction(desk.db):
        save_strikes(desk.db, (replace(STRIKES[0], slug=slug),), START)
        save_strikes(desk.db, (), hours(24 * 30))
    confirm(desk.db, slug)
    assert [s.slug for s in recorded(desk.db.conn)] == [slug]


def test_a_curated_strike_takes_over_what_coverage_had_put_on_record(desk: Desk) -> None:
    """One strike has one record, whichever came first; what was known before stays answerable."""
    empty(desk)
    report(desk, "WGA writers go on strike at Hulu", ("began", "go on strike"))
    (slug,) = found(desk)
    confirm(desk.db, slug)
    later = hours(24 * 120)
    curated = replace(STRIKES[0], events=(StrikeEvent(stage="began", date=START.date()),))
    with transaction(desk.db):
        save_strikes(desk.db, (curated,), later)
    assert {c.strike for c in found(desk).values()} == {"wga-2023"}
    assert [s.slug for s in recorded(desk.db.conn)] == ["wga-2023"]
    events = desk.rows("SELECT stage, item IS NULL, until IS NULL FROM strike_events ORDER BY id")
    assert sorted(events) == [("began", 1, 0), ("began", 1, 1)]
    (before,) = recorded(desk.db.conn, as_of=instant(hours(24 * 30)))
    assert [e.stage for e in before.events] == ["began"]
    assert not desk.link().changed


def test_a_curated_strike_leaves_another_of_its_union_alone(desk: Desk) -> None:
    """Another employer, or other days: two strikes."""
    empty(desk)
    report(desk, "WGA writers go on strike at Fernglass", ("began", "go on strike"))
    report(desk, "WGA writers go on strike at Hulu", ("began", "go on strike"), days=200)
    for slug in found(desk):
        confirm(desk.db, slug)
    with transaction(desk.db):
        events = (
            StrikeEvent(stage="began", date=START.date()),
            StrikeEvent(stage="ended", date=START.date()),
        )
        save_strikes(desk.db, (replace(STRIKES[0], events=events),), hours(24 * 300))
    assert len(recorded(desk.db.conn)) == 3

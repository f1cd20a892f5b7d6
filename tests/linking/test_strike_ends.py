"""How strikes end: from the words of a report to the stage and its day, with the rules as shipped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import pytest

from picketwire.linkage import News, StageSpan
from picketwire.linking.strikes.stage_claims import claims
from picketwire.settings.load import load
from picketwire.tagging.tagger import Tagger
from tests.builders import news


@cache
def tagger() -> Tagger:
    return Tagger(load().rules)


def told(title: str, said: str, summary: str = "") -> set[tuple[str, str]]:
    """Return stage and day of what a report of a day tells."""
    item = news("1", title, summary=summary, published=datetime.fromisoformat(said).replace(tzinfo=UTC))
    spans = [
        StageSpan(item=1, stage=tag.name.partition("/")[2], field=e.field, start=e.start, end=e.end)
        for tag in tagger().tag(item)
        if tag.name.startswith("strike/")
        for e in tag.evidence
    ]
    report = News(
        id=1,
        source="s",
        url=None,
        canonical=None,
        title=title,
        summary=summary,
        body="",
        day=date.fromisoformat(said),
    )
    return {(claim.stage, claim.date.isoformat()) for claim in claims(report, spans)}


ENDS = {"ended", "suspended"}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Writers guild says strike is not over, but picketing is suspended", "2023-09-25"),
        ("WGA and studios reach tentative agreement to end strike", "2023-09-25"),
        ("Tentative deal could end Hollywood writers' strike after 146 days", "2023-09-25"),
        ("Writers to vote on contract that would end their strike", "2023-09-25"),
        ("When will the writers' strike end?", "2023-09-25"),
        ("Actors' strike is far from over as talks collapse", "2023-10-12"),
        ("Studios suspend talks with striking actors", "2023-10-12"),
        ("WGA members ratify contract with studios after strike", "2023-10-10"),
        ("Nurses reject deal to end strike", "2023-08-04"),
    ],
)
def test_an_agreement_a_vote_or_a_hope_is_no_end(title: str, said: str) -> None:
    """Tentative is not ended, suspended pickets or talks are no suspended strike, and "not over" is none."""
    assert not {stage for stage, _ in told(title, said)} & ENDS


@pytest.mark.parametrize(
    ("title", "said", "stage", "day"),
    [
        ("Writers' strike is officially over after 148 days", "2023-09-27", "ended", "2023-09-27"),
        ("WGA ends strike as of 12:01 a.m. on Wednesday, September 27", "2023-09-26", "ended", "2023-09-27"),
        ("Actors' strike is officially suspended", "2023-11-09", "suspended", "2023-11-09"),
        ("SAG-AFTRA strike suspended as of 12:01 a.m. Thursday", "2023-11-08", "suspended", "2023-11-09"),
        (
            "SAG-AFTRA strike suspended effective 12:01 a.m. PT Thursday",
            "2023-11-08",
            "suspended",
            "2023-11-09",
        ),
        ("Strike suspended: last day on the line was yesterday", "2023-11-09", "suspended", "2023-11-09"),
        ("Nurses ended their strike on Monday", "2023-08-09", "ended", "2023-08-07"),
    ],
)
def test_an_end_has_the_day_on_which_it_takes_effect(title: str, said: str, stage: str, day: str) -> None:
    """It was told on the evening before, or days later."""
    assert (stage, day) in told(title, said)


def test_ended_before_ratified() -> None:
    """The vote comes after the return to work and moves no end."""
    assert ("ended", "2023-09-27") in told("Writers end strike", "2023-09-27", "Members vote in October.")
    later = told("Writers ratify contract that ended strike", "2023-10-09")
    assert ("ratified", "2023-10-09") in later


def test_work_that_went_on_is_no_end() -> None:
    """The strike did not affect it: that is its scope."""
    assert not {s for s, _ in told("Actors' strike does not affect soap operas", "2023-07-15")} & ENDS

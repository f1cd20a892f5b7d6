"""Which stage of a strike a sentence claims, and for which day: the traps of how strikes end."""

from __future__ import annotations

from datetime import date

import pytest

from picketwire.linkage import News, StageSpan
from picketwire.linking.strikes.stage_claims import claims

DAY = date(2023, 9, 27)  # a Wednesday


def claimed(text: str, *tagged: tuple[str, str]) -> list[tuple[str, str]]:
    """Return (stage, day) of what a title claims, given the words that earned each stage tag."""
    item = News(id=1, source="s", url=None, canonical=None, title=text, summary="", body="", day=DAY)
    spans = [
        StageSpan(
            item=1, stage=stage, field="title", start=text.index(words), end=text.index(words) + len(words)
        )
        for stage, words in tagged
    ]
    return [(claim.stage, claim.date.isoformat()) for claim in claims(item, spans)]


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        ("The strike is not over, the union says", ("ended", "over"), ["continues"]),
        ("Writers end strike", ("ended", "end strike"), ["ended"]),
        ("Writers vote to end strike on Sunday", ("ended", "end strike"), []),
        ("Studios make a bid to end strike", ("ended", "end strike"), []),
        ("Hollywood writers on strike over pay", ("ended", "strike over"), []),
        ("The strike is over at last", ("ended", "strike is over"), ["ended"]),
        ("Show halted due to writers strike", ("suspended", "halted due to writers strike"), []),
        ("Picketing is suspended, the guild says", ("suspended", "Picketing is suspended"), []),
        ("Rail union suspends strikes", ("suspended", "suspends strikes"), ["suspended"]),
        ("Strike suspended; ratification is to come", ("ratified", "ratification"), []),
        ("Junior doctors to stage a strike", ("began", "stage a strike"), ["notice"]),
        ("Doctors went on strike", ("began", "went on strike"), ["began"]),
        ("Members reject the deal", ("ratified", "reject the deal"), []),
        ("Members ratified the contract", ("ratified", "ratified"), ["ratified"]),
        ("Guild has yet to ratify its contract", ("ratified", "ratify"), []),
        ("The first since they went on strike in 2007", ("began", "went on strike"), []),
        ("Cleaners could go on strike", ("began", "go on strike"), ["notice"]),
        ("Nurses went on strike last week", ("began", "went on strike"), []),
        ("Nurses voted last month to strike", ("authorized", "voted last month to strike"), []),
        ("Talks resume three weeks after the writers went on strike", ("began", "went on strike"), []),
        ("Nurses went on strike after last week's talks", ("began", "went on strike"), ["began"]),
        ("Bus strike goes on, weeks after it began", ("continues", "strike goes on"), ["continues"]),
        ("Pilots will strike on Monday if talks fail", ("notice", "will strike"), ["threatened"]),
    ],
)
def test_words_that_only_sound_like_a_stage_claim_none(
    text: str, tagged: tuple[str, str], expected: list[str]
) -> None:
    """Negation, intention, and other meanings of the same words."""
    assert [stage for stage, _ in claimed(text, tagged)] == expected


@pytest.mark.parametrize(
    ("text", "stage", "words", "day"),
    [
        ("Writers end strike on Tuesday", "ended", "end strike", "2023-09-26"),
        ("Writers ended their strike on September 25", "ended", "ended their strike", "2023-09-25"),
        ("Nurses went on strike yesterday", "began", "went on strike", "2023-09-26"),
        ("Nurses went on strike", "began", "went on strike", "2023-09-27"),
        ("Guild last night authorized a strike", "authorized", "authorized a strike", "2023-09-26"),
        ("Nurses announce strike for 11 October", "notice", "announce strike", "2023-10-11"),
        ("Nurses announce strike for Monday", "notice", "announce strike", "2023-10-02"),
        ("Nurses launched today's longest strike", "began", "launched", "2023-09-27"),
        ("Bus strike drags on as talks fail on Monday", "continues", "drags on", "2023-09-27"),
        ("A strike began on 2 May last year, others on 30 February", "began", "strike began", "2023-09-27"),
    ],
)
def test_days_are_read_against_the_day_of_the_report(text: str, stage: str, words: str, day: str) -> None:
    """Weekdays look back for what happened, ahead for what was announced; a distant date is passed over."""
    assert claimed(text, (stage, words)) == [(stage, day)]


def test_a_strike_that_was_called_off_had_not_begun() -> None:
    """What it had come to before is not claimed as of today."""
    text = "Union calls off strike after notice of strike"
    assert claimed(text, ("averted", "calls off strike"), ("notice", "notice of strike")) == [
        ("averted", "2023-09-27")
    ]


def test_words_of_the_title_that_a_rule_of_the_summary_rests_on_claim_nothing() -> None:
    """They only say what the summary is about: the sentence that tells the stage is quoted, with its day."""
    summary = "Cleaners walked out on Monday. Talks go on."
    item = News(
        id=1,
        source="s",
        url=None,
        canonical=None,
        title="The strike in brief",
        summary=summary,
        body="",
        day=DAY,
    )
    spans = [
        StageSpan(item=1, stage="began", rule="in-lead", field="title", start=4, end=10),
        StageSpan(item=1, stage="began", rule="in-lead", field="summary", start=0, end=19),
    ]
    (claim,) = claims(item, spans)
    assert (claim.quote, claim.field, claim.date) == (
        "Cleaners walked out on Monday.",
        "summary",
        date(2023, 9, 25),
    )


def test_the_dots_of_a_country_end_no_sentence() -> None:
    """What is quoted is the whole sentence."""
    title = "Depot workers in the U.K. Go on Strike"
    item = News(id=1, source="s", url=None, canonical=None, title=title, summary="", body="", day=DAY)
    (claim,) = claims(item, [StageSpan(item=1, stage="began", field="title", start=26, end=38)])
    assert claim.quote == title


def test_a_page_without_marks_claims_nothing() -> None:
    """What is as long as a page is no sentence; the one beside it still counts."""
    page = "Strike ends " * 20_000
    assert claimed(f"Writers end strike. {page}", ("ended", "end strike")) == [("ended", "2023-09-27")]
    assert claimed(page, ("ended", "Strike ends")) == []

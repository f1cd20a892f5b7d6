"""Credit lines name who reported first, or who reported; what only sounds like one does not."""

from __future__ import annotations

from datetime import date

import pytest

from picketwire.linkage import Mention, News
from picketwire.linking.stories.credits import credited

NAME = "Long Docket"


def _credit(text: str) -> bool | None:
    """Return True if the text credits the outlet with the first report, False for a report, else None."""
    start = text.index(NAME)
    mention = Mention(organization="long-docket", field="body", start=start, end=start + len(NAME), text=NAME)
    item = News(
        id=1,
        source="x",
        url=None,
        canonical=None,
        title="Ferry crews to strike",
        summary="",
        body=text,
        day=date(2023, 7, 1),
        mentions=(mention,),
    )
    return credited(item, {"long-docket"}).get("long-docket")


@pytest.mark.parametrize(
    "text",
    [
        "As The Long Docket first reported, the listing offers up to $900,000.",
        "As first reported by The Long Docket, crews will walk out on Friday.",
        "The listing was first spotted by Long Docket on Tuesday.",
        "The pay band, first noted in The Long Docket, drew anger on the picket line.",
        "The Long Docket was the first to report the ballot.",
        "The Long Docket was first to spot the posting.",
        "The Long Docket, which first reported the news, spoke to two crew members.",
        "Talks had broken down, The Long Docket first revealed on Monday.",
        "The plan was originally reported by The Long Docket.",
        "The Long Docket broke the news on Sunday night.",
        "The news was broken by The Long Docket.",
        "The story first appeared in The Long Docket.",
        "The opening first surfaced on the Long Docket website.",
        "The letter was first published by The Long Docket.",
        "The Long Docket’s Ann Roe first reported the ballot.",
        "Initially flagged by The Long Docket, the posting vanished by noon.",
    ],
)
def test_the_first_report_is_credited(text: str) -> None:
    """Whoever broke a story is told apart from whoever also had it."""
    assert _credit(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "The company will hire forty people, according to The Long Docket.",
        "According to a report by The Long Docket, the offer was raised twice.",
        "According to a new report from The Long Docket, talks resume on Monday.",
        "A report in the Long Docket says that rosters are settled.",
        "Crews voted to strike, The Long Docket reports.",
        "The Long Docket reported that nine in ten had voted yes.",
        "The Long Docket reported last week that the first-quarter results had alarmed the board.",
        "Crews walk out on Friday (via The Long Docket).",
        "Via The Long Docket: crews walk out on Friday.",
        "Hat tip to The Long Docket for the link.",
        "h/t Long Docket",
        "The listing has since been taken down, per The Long Docket.",
        "“We are tired,” a steward told The Long Docket.",
        "Source: The Long Docket",
        "The offer, as reported in The Long Docket, runs for three years.",
        "A memo seen by The Long Docket puts the cost at $4 million.",
        "Documents obtained by The Long Docket show the plan.",
        "The Long Docket has learned that the ballot is set for May.",
        "Reporting by The Long Docket had found the same a year ago.",
        "In an interview with The Long Docket, she called the offer thin.",
        "The Long Docket’s Ann Roe reports that talks go on.",
        "The Long Docket’s report puts the pay at $300,000.",
    ],
)
def test_a_report_is_credited(text: str) -> None:
    """A plain credit line counts as a report."""
    assert _credit(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "The Long Docket reported first-quarter results above what was expected.",
        "The Long Docket reports quarterly earnings on Thursday.",
        "The Long Docket reported a record annual loss.",
        "The Long Docket, first published in 1921, employs sixty people.",
        "The Long Docket was first published in 1921.",
        "Staff at The Long Docket reported harassment to their union.",
        "The editors of The Long Docket reported for picket duty at dawn.",
        "According to The Long Docket’s union, forty jobs are to go.",
        "“It is an insult,” she told The Long Docket’s managers.",
        "Tickets are sold via The Long Docket’s box office.",
        "Reporters walked out of The Long Docket on Monday.",
        "The paper was bought by The Long Docket.",
        "He first worked at The Long Docket, then at a bank.",
        "The Long Docket has hired a chief executive.",
        "The Long Docket first appeared in 1921.",
        "It was bought not by The Long Docket but by a rival.",
        "Forty people per Long Docket office are to go.",
    ],
)
def test_what_only_sounds_like_a_credit_is_none(text: str) -> None:
    """An outlet is also a company with results, a staff and a union."""
    assert _credit(text) is None


def test_one_credit_as_the_first_is_enough() -> None:
    """A second line that only names the outlet again takes nothing back."""
    text = "As The Long Docket first reported, it pays $900,000. The Long Docket reports that it is gone."
    places = [n for n in range(len(text)) if text.startswith("The Long Docket", n)]
    mentions = tuple(
        Mention(organization="long-docket", field="body", start=n, end=n + 15, text=text[n : n + 15])
        for n in places
    )
    item = News(
        id=1,
        source="s",
        url=None,
        canonical=None,
        title="",
        summary="",
        body=text,
        day=date(2023, 7, 1),
        mentions=mentions,
    )
    assert credited(item, {"long-docket"}) == {"long-docket": True}

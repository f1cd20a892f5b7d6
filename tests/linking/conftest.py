"""An archive with a few organizations and two strikes, and short ways to store what linking reads."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from picketwire.archive.facts import save_organizations, save_strikes
from picketwire.archive.fetches import load_states
from picketwire.archive.opening import open_writer, transaction
from picketwire.archive.store import store_poll
from picketwire.facts import Alias, Membership, Organization, Strike, StrikeEvent, StrikeParty
from picketwire.pipeline.link import link
from picketwire.records import Pay, TaggedItem
from tests.builders import START, board, feed, news, poll_of, posting, tag, untagged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from sqlite_utils.db import Database

    from picketwire.linkage import LinkReport
    from picketwire.records import Item, Source, StatedBy

ORGANIZATIONS = (
    Organization(
        slug="amptp", name="Alliance of Motion Picture and Television Producers", kind="association"
    ),
    Organization(
        slug="netflix",
        name="Netflix",
        kind="employer",
        memberships=(Membership(association="amptp", since=date(2021, 7, 30)),),
    ),
    Organization(
        slug="disney", name="Disney", kind="employer", memberships=(Membership(association="amptp"),)
    ),
    Organization(slug="hulu", name="Hulu", kind="employer", parent="disney"),
    Organization(slug="fernglass", name="Fernglass", kind="employer"),
    Organization(slug="wga", name="Writers Guild of America", kind="union", aliases=(Alias(text="WGA"),)),
    Organization(slug="sag-aftra", name="SAG-AFTRA", kind="union"),
)
STRIKES = (
    Strike(
        slug="wga-2023",
        name="Writers' strike",
        parties=(
            StrikeParty(role="union", organization="wga"),
            StrikeParty(role="struck", organization="amptp"),
        ),
        events=(
            StrikeEvent(stage="began", date=date(2023, 5, 2)),
            StrikeEvent(stage="ended", date=date(2023, 9, 27)),
        ),
    ),
    Strike(
        slug="hulu-desk-2023",
        name="Strike at Hulu's desk",
        parties=(
            StrikeParty(role="union", organization="wga"),
            StrikeParty(role="struck", organization="hulu"),
        ),
        events=(StrikeEvent(stage="began", date=date(2023, 7, 1)),),
    ),
)
PRODUCT_MANAGER = (
    "The overall market range for roles in this area of Netflix is typically $300,000 - $900,000 per year."
)
RESEARCH_SCIENTIST = "The overall market range for this role is typically $390,000 - $900,000 per year."


class Desk:
    """A writer on an archive, with what linking needs to be told."""

    def __init__(
        self,
        db: Database,
        organizations: Sequence[Organization] = ORGANIZATIONS,
        strikes: Sequence[Strike] = STRIKES,
    ) -> None:
        self.db = db
        with transaction(db):
            save_organizations(db, organizations)
            save_strikes(db, strikes, START)

    @classmethod
    def on(cls, db: Database) -> Desk:
        """Sit down at an archive that has its facts already."""
        desk = cls.__new__(cls)
        desk.db = db
        return desk

    def reports(
        self, *items: Item, tags: Sequence[str] = ("ai", "ai_role"), at: float = 30, **more: Any
    ) -> None:
        """Store news as the pipeline does: tagged, with the pay it states."""
        tagged = [TaggedItem(item=i, tags=tuple(map(tag, tags)), pay=press_pay(i)) for i in items]
        self.brings(feed(**more), tagged, at)

    def posts(self, *items: Item, source: Source | None = None, at: float = 0, ai: bool = True) -> None:
        """Store postings of Netflix, or of the source given, with the pay that their text states."""
        tagged = []
        for item in items:
            own = replace(item.posting, pay=stated_pay(item.body, "employer-text"))  # type: ignore[type-var]
            tags = (tag("ai_role"),) if ai else ()
            tagged.append(TaggedItem(item=replace(item, posting=own), tags=tags))
        self.brings(source or board(), tagged, at)

    def brings(self, source: Source, tagged: Sequence[TaggedItem], at: float) -> None:
        """Store one poll `at` hours after the start."""
        poll = poll_of(source, tagged, at=at)
        state = load_states(self.db, [source.slug])[source.slug]
        kept = replace(poll.state, document_at=state.document_at, confirmed=state.confirmed)
        store_poll(self.db, replace(poll, state=kept), enrich=untagged)

    def link(self, *, everything: bool = False) -> LinkReport:
        """Link."""
        return link(self.db, now=START, everything=everything)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a query."""
        return [tuple(row) for row in self.db.conn.execute(query, values)]

    def coverage(self) -> dict[str, set[str]]:
        """Return the native ids of the news that covers each posting, by the posting's native id."""
        found: dict[str, set[str]] = {}
        for posted, reported in self.rows(
            "SELECT p.native_id, n.native_id FROM links l JOIN items p ON p.id = l.posting "
            "JOIN items n ON n.id = l.item WHERE l.kind = 'coverage'"
        ):
            found.setdefault(posted, set()).add(reported)
        return found

    def derived(self) -> list[Any]:
        """Return every derived row, in order."""
        tables = ("mentions", "links", "stories")
        ordered = "SELECT * FROM {} ORDER BY 1, 2, 3"
        return [self.rows(ordered.format(t)) for t in tables] + [
            self.rows("SELECT item, organization FROM postings ORDER BY item"),
            self.rows(
                "SELECT item, kind, strike, field, start, text FROM statements ORDER BY item, field, start"
            ),
            self.rows("SELECT one, two, likeness FROM story_edges ORDER BY one, two"),
            self.rows("SELECT id, story FROM items ORDER BY id"),
        ]


_BAND = re.compile(r"\$(\d[\d,]*)(k?)(?: (?:to|-) \$(\d[\d,]*)(k?))?")


def stated_pay(text: str, stated_by: StatedBy, field: str = "body") -> tuple[Pay, ...]:
    """Read dollar figures in the plain form that these tests use; reading real pay is the parsers' part."""
    return tuple(
        Pay(
            low=_amount(found[1], found[2]),
            high=_amount(found[3] or found[1], found[4] or found[2]),
            currency="USD",
            period="year",
            stated_by=stated_by,
            text=text,
            field=field,
            start=found.start(),
            end=found.end(),
        )
        for found in _BAND.finditer(text)
    )


def _amount(digits: str, thousand: str | None) -> Decimal:
    return Decimal(digits.replace(",", "")) * (1000 if thousand else 1)


def press_pay(item: Item) -> tuple[Pay, ...]:
    """Read the pay that a news item states, each band once."""
    found: dict[tuple[object, object], Pay] = {}
    for field in ("title", "summary", "body"):
        for pay in stated_pay(getattr(item, field), "press", field):
            found.setdefault((pay.low, pay.high), pay)
    return tuple(found.values())


def product_manager(**more: Any) -> Item:
    """Make the posting that was in the news."""
    fields: dict[str, Any] = {"body": PRODUCT_MANAGER, "opened": date(2023, 7, 10)}
    return posting("790298012345", "Product Manager - Machine Learning Platform", **fields | more)


def research_scientist(**more: Any) -> Item:
    """Make the other posting at the same upper end."""
    fields: dict[str, Any] = {"body": RESEARCH_SCIENTIST, "opened": date(2023, 7, 12)}
    return posting("790298054321", "Research Scientist, Machine Learning", **fields | more)


def article(native_id: str, title: str, summary: str = "", **more: Any) -> Item:
    """Make a news item of the week in question."""
    return news(native_id, title, summary=summary, **{"published": START} | more)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a fresh archive."""
    with open_writer(tmp_path / "archive.sqlite") as db:
        yield Desk(db)

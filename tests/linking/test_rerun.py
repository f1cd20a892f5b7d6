"""Linking can be run again, from nothing and in any order: the same rows come out.

What is the same: every column of every derived table, but for the numbers of statements and facts. In another
order of arrival items get other numbers, and with them stories and clues; then the same is said of the same
items by their keys, and a story is the set of its items.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive.opening import open_writer
from picketwire.records import TaggedItem
from tests.builders import board, feed, posting, tag
from tests.linking.conftest import (
    RESEARCH_SCIENTIST,
    Desk,
    article,
    press_pay,
    product_manager,
    research_scientist,
)

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.records import Item

SAID = (
    "The Writers Guild of America is on strike against Netflix. “We want no scripts written by machines,” "
    "said Jo Reed, a spokeswoman for the WGA. The union demands that AI not be trained on writers' work. "
    "About 11,500 writers walked out."
)
LONG = (
    "Netflix is offering as much as $900,000 a year for a product manager who knows machine learning, a "
    "posting shows, while writers and actors picket its gates over pay and the use of AI."
)
NEWS = (
    article("a", "Netflix lists AI job", "The position pays $300,000 to $900,000 a year."),
    article("b", "Netflix touts $900k AI jobs"),
    article("c", "Netflix seeks a machine learning research scientist for up to $900,000"),
    article("d", "Netflix offers $900k for an AI product manager", LONG),
    article("d2", "Netflix offers $900k for AI product manager amid strike", LONG),
    article("d3", "Netflix offers $900k for an AI product manager in strike", f"{LONG} As wga said."),
    article("e", "Fernglass pays an AI baker $300,000 to $900,000 a year"),
    article("f", "WGA pickets Netflix over AI", SAID),
    article("g", "Writers on strike picket Netflix over AI", SAID),
    article("h", "See this", links=("https://jobs.example/790298054321",)),
    article("i", "Hulu and Disney hire", "Hulu wants somebody for $120,000."),  # nothing settles which of two
)
TWIN = {"body": RESEARCH_SCIENTIST, "opened": date(2023, 7, 12)}
HULU = {"body": "It pays $120,000 a year.", "opened": date(2023, 7, 1), "employer": "Hulu"}
POSTINGS = (
    product_manager(),
    research_scientist(),
    posting("790298077777", "Research Engineer, Machine Learning", **TWIN),
    posting("790298088888", "Applied Engineer, Machine Learning", **TWIN),
    posting("77", "AI Editor", **HULU),
    posting("78", "AI Baker", **HULU),
)
TABLES = (
    "mentions",
    "links",
    "stories",
    "story_clues",
    "story_edges",
    "statements",
    "strike_items",
    "strike_facts",
)
NUMBERS = {("statements", "id"), ("strike_facts", "id")}


@dataclass
class Arrivals:
    """Everything that arrives, one poll each, at its own time whatever the order."""

    desk: Desk
    left: list[tuple[int, Item]] = field(default_factory=lambda: list(enumerate((*NEWS, *POSTINGS))))

    def arrive(self, number: int, item: Item) -> None:
        """Store one item as a poll of its own source."""
        slug = f"source-{number}"
        if item.posting:
            source = board(slug, tenant=slug, employer=None if item.posting.employer else "netflix")
            self.desk.posts(item, source=source, at=number)
        else:
            tags = tuple(map(tag, ("ai", "ai_role", "strike")))
            self.desk.brings(feed(slug), [TaggedItem(item=item, tags=tags, pay=press_pay(item))], number)


def rows(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Return every derived row with every column, but for the numbers of statements and facts."""
    found = {}
    for table in TABLES:
        columns = [r[1] for r in desk.rows(f"PRAGMA table_info({table})")]
        wanted = ", ".join(f'"{c}"' for c in columns if (table, c) not in NUMBERS)
        found[table] = sorted(desk.rows(f"SELECT {wanted} FROM {table}"), key=repr)  # noqa: S608 -- ours
    found["employers"] = desk.rows("SELECT item, organization FROM postings ORDER BY 1")
    found["told"] = desk.rows("SELECT id, story FROM items ORDER BY 1")
    return found


def row_hash(desk: Desk) -> str:
    """Hash all of that."""
    return blake2b(repr(rows(desk)).encode()).hexdigest()


def by_key(desk: Desk) -> dict[str, Any]:
    """Return what is derived with keys of items in place of their numbers."""
    key = dict(desk.rows("SELECT id, key FROM items"))
    stories: dict[int, set[str]] = {}
    for item, story in desk.rows("SELECT id, story FROM items WHERE story IS NOT NULL"):
        stories.setdefault(story, set()).add(key[item])
    told = {n: rest for n, *rest in desk.rows("SELECT * FROM stories")}
    assert all(n == min(i for i, k in key.items() if k in stories[n]) for n in told)
    found = rows(desk)
    return {
        "mentions": {(key[item], *rest) for item, *rest in found["mentions"]},
        "links": {(kind, key[p], key.get(i), *rest) for kind, p, i, *rest in found["links"]},
        "stories": {
            (frozenset(stories[n]), key[first], key[seen], credited)
            for n, (first, seen, credited) in told.items()
        },
        "edges": {(frozenset((key[a], key[b])), alike) for a, b, alike in found["story_edges"]},
        "clues": {(key[item], day, words) for item, day, words, _ in found["story_clues"]},
        "statements": {
            (key[item], kind, strike, key.get(posting), *rest)
            for item, kind, strike, posting, *rest in found["statements"]
        },
        "strike_items": {(strike, key[item], why) for strike, item, why in found["strike_items"]},
        "strike_facts": {(*r[:7], key.get(r[7]), *r[8:]) for r in found["strike_facts"]},
        "employers": {(key[item], organization) for item, organization in found["employers"]},
    }


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """All of it, linked as it came."""
    arrivals = Arrivals(desk)
    for number, item in arrivals.left:
        arrivals.arrive(number, item)
        desk.link()
    return desk


def test_every_table_has_rows_to_lose(linked: Desk) -> None:
    """Else the tests below would prove nothing."""
    assert all(rows(linked).values())
    kinds = {row[0] for row in linked.rows("SELECT kind FROM statements")}
    assert {"quote", "ai_demand", "workers"} <= kinds


def test_running_twice_changes_nothing(linked: Desk) -> None:
    before, written = row_hash(linked), linked.db.conn.total_changes
    assert not linked.link().changed
    assert row_hash(linked) == before
    assert linked.db.conn.total_changes - written <= 3, "no more than the note of what links rest on"
    assert not linked.link(everything=True).changed
    assert row_hash(linked) == before


def test_from_emptied_tables_the_same_rows_come_out(linked: Desk) -> None:
    before = row_hash(linked)
    for table in TABLES:
        linked.db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of this test
    linked.db.conn.execute("UPDATE items SET story = NULL")
    linked.db.conn.execute("UPDATE postings SET organization = NULL")
    assert row_hash(linked) != before
    assert linked.link(everything=True).changed
    assert row_hash(linked) == before


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_arrival_does_not_matter(linked: Desk, tmp_path: Path, seed: int) -> None:
    """Nor how many arrive between two runs of linking."""
    pick = random.Random(seed)
    with open_writer(tmp_path / "other.sqlite") as db:
        other = Arrivals(Desk(db))
        pick.shuffle(other.left)
        for number, item in other.left:
            other.arrive(number, item)
            if pick.random() < 0.4:
                other.desk.link()
        other.desk.link()
        assert by_key(other.desk) == by_key(linked)
        before = row_hash(other.desk)
        other.desk.link(everything=True)
        assert row_hash(other.desk) == before, "linked bit by bit is linked at once"

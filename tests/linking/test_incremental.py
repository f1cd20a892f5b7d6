"""Linking again: what is new is found, what stays stays, and the way there does not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive.facts import save_organizations
from picketwire.archive.opening import open_writer, transaction
from picketwire.facts import Alias, Membership, Organization
from tests.builders import board, news, posting
from tests.linking.conftest import ORGANIZATIONS, Desk, article, product_manager, research_scientist

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = (
    article("a", "Netflix lists AI job", "The position pays $300,000 to $900,000 a year."),
    article("b", "Netflix touts $900k AI jobs"),
    article("c", "Netflix seeks a machine learning research scientist for up to $900,000"),
    article("d", "Netflix offers $900k for an AI product manager"),
    article("e", "Fernglass pays an AI baker $300,000 to $900,000 a year"),
    article("f", "WGA pickets Netflix over AI"),
)


def _reword(desk: Desk, native_id: str, title: str) -> None:
    desk.reports(article(native_id, title), at=40)


def test_a_second_run_changes_nothing(desk: Desk) -> None:
    """Linking what is linked writes no row, also when everything is looked at again."""
    desk.posts(product_manager(), research_scientist())
    desk.reports(*ARTICLES)
    assert desk.link().changed
    before = desk.derived()
    assert not desk.link().changed
    assert not desk.link(everything=True).changed
    assert desk.derived() == before


def test_from_empty_tables_the_same_rows_come_out(desk: Desk) -> None:
    """Derived tables may be dropped."""
    desk.posts(product_manager(), research_scientist())
    desk.reports(*ARTICLES)
    desk.link()
    before = desk.derived()
    for table in ("mentions", "links", "stories"):
        desk.db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of this test
    desk.db.conn.execute("UPDATE items SET story = NULL")
    assert desk.link(everything=True).changed
    assert desk.derived() == before


@pytest.mark.parametrize("seed", range(4))
def test_linking_after_each_arrival_equals_linking_once(tmp_path: Path, seed: int) -> None:
    """Neighbours of what is new are looked at again: a later article or posting can settle an earlier one."""

    def steps(desk: Desk) -> list[Any]:
        hulu = board("hulu-jobs", employer="hulu", tenant="hulu")
        return [
            *(lambda a=a: desk.reports(a) for a in ARTICLES),
            lambda: desk.posts(product_manager(), at=1),
            lambda: desk.posts(product_manager(), research_scientist(), at=2),
            lambda: desk.posts(posting("77", "AI Baker", opened=date(2023, 7, 1)), source=hulu),
        ]

    results = []
    for name in ("once", "each"):
        with open_writer(tmp_path / f"{name}.sqlite") as db:
            desk = Desk(db)
            todo = steps(desk)
            random.Random(seed).shuffle(todo)
            for step in todo:
                step()
                if name == "each":
                    desk.link()
            desk.link()
            results.append(desk.derived())
    assert results[0] == results[1]


def test_an_edited_item_is_linked_anew(desk: Desk) -> None:
    """Words that go take their mentions and links with them."""
    desk.posts(product_manager())
    desk.reports(article("a", "Netflix offers $300,000 to $900,000 for an AI product manager"))
    desk.link()
    assert desk.coverage()
    _reword(desk, "a", "A studio hires for AI")
    report = desk.link()
    assert (report.removed_links, report.removed_mentions) == (1, 1)
    assert desk.coverage() == {}


def test_only_what_changed_is_looked_at(desk: Desk) -> None:
    """A poll that brings one item costs the linking of one item."""
    desk.reports(*ARTICLES)
    desk.link()
    desk.reports(article("new", "SAG-AFTRA joins"), at=50)
    assert desk.link().looked_at == 1


def test_a_failed_run_forgets_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was to be linked is still to be linked after a run that broke off."""
    desk.reports(*ARTICLES)
    with monkeypatch.context() as broken:
        broken.setattr("picketwire.archive.links.strike_links", _break)
        with pytest.raises(RuntimeError):
            desk.link()
    assert desk.rows("SELECT count(*) FROM mentions") == [(0,)]
    assert desk.link().looked_at == len(ARTICLES)


def _break(*_: object) -> None:
    raise RuntimeError("power cut")


def test_changed_facts_link_everything_anew(desk: Desk) -> None:
    """Another alias or membership date changes the answers at the next run, also for old items."""
    desk.posts(product_manager())
    desk.reports(*ARTICLES)
    desk.link()
    assert desk.rows("SELECT count(*) FROM links WHERE kind = 'strike'") == [(1,)]
    left = Membership(association="amptp", since=date(2021, 7, 30), until=date(2023, 1, 1))
    changed: list[Organization] = [
        replace(o, memberships=(left,), aliases=(Alias(text="Big N"),)) if o.slug == "netflix" else o
        for o in ORGANIZATIONS
    ]
    with transaction(desk.db):
        save_organizations(desk.db, changed)
    report = desk.link()
    assert report.full
    assert desk.rows("SELECT count(*) FROM links WHERE kind = 'strike'") == [(0,)]


def test_the_employer_of_a_posting_comes_from_its_source_else_from_an_exact_name(desk: Desk) -> None:
    """A board of many employers gives the name in each posting; a name in the text decides nothing."""
    fair = board("fair-jobs", employer=None, tenant="fair")
    desk.posts(
        posting("1", "AI Baker", employer="NETFLIX"),
        posting("2", "AI Baker", employer="Netflix of Ohio"),
        posting("3", "AI Baker", employer=None, body="We work for Netflix."),
        source=fair,
    )
    desk.posts(posting("4", "AI Baker", employer="Disney"))
    desk.link()
    found = desk.rows("SELECT i.native_id, organization FROM postings JOIN items i ON i.id = item ORDER BY 1")
    assert found == [("1", "netflix"), ("2", None), ("3", None), ("4", "netflix")]


def test_mentions_carry_their_place(desk: Desk) -> None:
    """Every mention is the very words at its offsets."""
    desk.reports(*ARTICLES, news("z", "Nothing here", summary="Said the Writers Guild of America’s head."))
    desk.link()
    rows = desk.rows(
        'SELECT m.text, m.start, m."end", m.field, i.title, i.summary, i.body '
        "FROM mentions m JOIN items i ON i.id = m.item"
    )
    assert rows
    for text, start, end, field, *texts in rows:
        assert dict(zip(("title", "summary", "body"), texts, strict=True))[field][start:end] == text

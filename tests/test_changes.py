"""Every change of a posting has a type and both values, and what is no change has none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from picketwire.changes import CHANGES, ai_words, entry_hash, merge
from picketwire.records import Pay, Request
from tests.builders import hours, news, posting

PAY = Pay(
    low=Decimal(300000), high=Decimal(900000), currency="USD", period="year", stated_by="employer-field"
)
HOURLY = replace(PAY, low=Decimal(40), high=Decimal(50), period="hour")
DETAIL = Request(url="https://jobs.example/api/1")


def changed(before, after, **more):
    """Return (change, before, after) of each revision when a list brings `after`."""
    merged = merge(before, "feed" if before.body else None, after, "feed", **more)
    return [(r.change, r.before, r.after) for r in merged.revisions]


@pytest.mark.parametrize(
    ("field", "change", "old", "new"),
    [
        ("title", "title", "Gaffer", "Chief Gaffer"),
        ("body", "text", "Lights.", "Lights and cables."),
        ("summary", "text", "Lights.", "More lights."),
        ("url", "address", "https://jobs.example/1", "https://jobs.example/en/1"),
        ("department", "department", "Camera", "Lighting"),
        ("team", "team", "A", "B"),
        ("employer", "employer", "Quillon", "Quillon Studios"),
        ("remote", "remote", "hybrid", "remote"),
        ("employment_type", "employment_type", "Temporary", "Permanent"),
        ("requisition_id", "requisition", "PIPELINE-5", "REQ-906"),
    ],
)
def test_a_field_that_changes_is_a_typed_revision_with_both_values(field, change, old, new):
    assert changed(posting(**{field: old}), posting(**{field: new})) == [(change, old, new)]
    assert change in CHANGES


def test_places_and_days_are_written_as_the_archive_keeps_them():
    before = posting(locations=("Rome",), opened=date(2023, 7, 1), closes=date(2023, 8, 1))
    after = posting(locations=("Rome", "Oslo"), opened=date(2023, 7, 2), closes=date(2023, 9, 1))
    assert changed(before, after) == [
        ("location", '["Rome"]', '["Rome", "Oslo"]'),
        ("opened", "2023-07-01", "2023-07-02"),
        ("closes", "2023-08-01", "2023-09-01"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((PAY,), (replace(PAY, high=Decimal(950000)),), "pay_raised"),
        ((PAY,), (replace(PAY, high=Decimal(800000)),), "pay_lowered"),
        ((PAY,), (replace(PAY, low=Decimal(310000)),), "pay_changed"),
        ((PAY,), (replace(PAY, currency="EUR"),), "pay_changed"),
        ((HOURLY,), (PAY,), "pay_raised"),
        ((), (PAY,), "pay_added"),
        ((PAY,), (), "pay_removed"),
    ],
)
def test_pay_says_which_way_it_went(before, after, change):
    [(found, old, new)] = changed(posting(pay=before), posting(pay=after))
    assert found == change
    assert [old and json.loads(old)[0]["high"], new and json.loads(new)[0]["high"]] == [
        str(before[0].high) if before else None,
        str(after[0].high) if after else None,
    ]


def test_pay_read_otherwise_from_the_same_text_is_no_change_of_pay():
    """A parser that learns to read a sentence must not look like an employer who added pay."""
    text = "Pay: three to nine hundred thousand."
    stated = replace(PAY, stated_by="employer-text")
    learned = merge(posting(body=text), "feed", posting(body=text, pay=(stated,)), "feed")
    assert (learned.revisions, learned.item.posting.pay) == ((), (stated,))
    reworded = posting(body=text + " A year.", pay=(stated,))
    assert [c for c, *_ in changed(posting(body=text), reworded)] == ["text", "pay_added"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (posting(body="One  line"), posting(body="One\xa0line ")),
        (posting(url="https://jobs.example/1"), posting(url="https://jobs.example/1?utm_source=x")),
        (posting(), posting(department="Camera", remote="remote", requisition_id="R1", body="Text.")),
        (posting(updated=hours(0)), posting(updated=hours(9))),
        (posting(department="Camera", detail=DETAIL), posting(detail=DETAIL)),
        (posting(employer="Quillon", opened=date(2023, 7, 1)), posting()),
    ],
    ids=["white space", "tracking", "first fill", "bumped date", "left out of a list", "never withdrawn"],
)
def test_what_no_reader_would_call_a_change_has_no_revision(before, after):
    assert changed(before, after) == []


def test_what_a_list_that_is_the_whole_posting_takes_back_is_a_change():
    before = posting(department="Camera", closes=date(2023, 8, 1))
    assert changed(before, posting()) == [("department", "Camera", None), ("closes", "2023-08-01", None)]


def test_remote_that_went_with_the_place_is_told_by_the_place():
    before = posting(locations=("USA - Remote",), remote="remote")
    after = posting(locations=("Los Gatos",))
    assert changed(before, after) == [("location", '["USA - Remote"]', '["Los Gatos"]')]
    assert merge(before, None, after, "feed").item.posting.remote is None


@pytest.mark.parametrize(
    ("title", "body", "new_title", "new_body", "changes"),
    [
        ("Product Manager", "x", "Product Manager, AI", "x", ["title", "ai_words_added"]),
        ("Writer", "Uses generative tools.", "Writer", "Uses tools.", ["text", "ai_words_removed"]),
        ("AI Lead", "Lead.", "Lead", "Leads AI.", ["title", "text", "ai_words_added", "ai_words_removed"]),
        ("ML Lead", "x", "NLP Lead", "x", ["title", "ai_words_added", "ai_words_removed"]),
        ("AI Lead", "AI here, AI there.", "AI Lead", "AI here.", ["text"]),
        ("Chemist", "5 ml of air", "Chemist", "6 ml of mail", ["text"]),
    ],
)
def test_ai_words_that_come_or_go_are_named(title, body, new_title, new_body, changes):
    found = changed(posting(title=title, body=body), posting(title=new_title, body=new_body))
    assert [c for c, *_ in found] == changes


def test_ai_words_are_all_listed_before_and_after():
    found = changed(posting(title="ML Lead", body="LLMs."), posting(title="Lead", body="LLMs and AI."))
    [added, removed] = [values for values in found if values[0].startswith("ai_words")]
    assert json.loads(added[1]) == {"title": ["ml"], "text": ["llm"]}
    assert json.loads(added[2]) == {"title": [], "text": ["ai", "llm"]}
    assert removed[1:] == added[1:]


def test_a_text_that_was_not_known_before_adds_no_ai_words():
    before, after = posting(title="Lead", detail=DETAIL), posting(title="Team Lead", body="All about AI.")
    assert [c for c, *_ in changed(before, after)] == ["title"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A.I. and AI-powered Gen AI", {"ai", "gen ai"}),
        ("Machine-Learning; neural networks", {"machine learning", "neural network"}),
        ("data labelling, Data labeling", {"data labeling"}),
        ("ai said the ml in html, email, Aida, AIM", set()),
        ("Ai Weiwei; generations; regenerative", set()),
    ],
)  # fmt: skip
def test_the_list_of_ai_words(text, words):
    assert ai_words(text) == words


LIST = posting(title="Gaffer", locations=("2 Locations",), detail=DETAIL)
PAGE = posting(title="Gaffer", locations=("Rome", "Oslo"), body="Lights.", pay=(PAY,), department="Lighting")


def test_a_posting_read_whole_from_its_page_for_the_first_time_has_not_changed():
    """A page words places and pay in its own way: that is no edit."""
    merged = merge(LIST, None, PAGE, "page")
    assert merged.revisions == ()
    assert merged.item.posting.locations == ("Rome", "Oslo")
    assert merged.from_page == {"locations", "pay", "department"}


def test_a_list_never_takes_back_what_the_page_says_otherwise():
    read = merge(LIST, None, PAGE, "page")
    listed = posting(title="Gaffer", locations=("2 Locations",), detail=DETAIL, updated=hours(5))
    again = merge(read.item, "page", listed, "feed", from_page=read.from_page)
    assert (again.revisions, again.changed) == ((), {"updated"})
    assert again.item.posting.pay == (PAY,)


def test_a_list_still_changes_what_list_and_page_agree_on():
    read = merge(LIST, None, PAGE, "page")
    listed = replace(LIST, title="Chief Gaffer")
    again = merge(read.item, "page", listed, "feed", from_page=read.from_page)
    assert [(r.change, r.after) for r in again.revisions] == [("title", "Chief Gaffer")]


def test_a_page_read_again_tells_its_changes():
    read = merge(LIST, None, PAGE, "page")
    raised = (replace(PAY, high=Decimal(950000)),)
    page = posting(title="Gaffer", locations=("Rome",), body="Lights. AI.", pay=raised)
    again = merge(read.item, "page", page, "page", from_page=read.from_page)
    assert [r.change for r in again.revisions] == ["text", "location", "pay_raised", "ai_words_added"]


def test_the_page_of_a_news_item_gives_its_text_and_renames_nothing():
    entry, page = (
        news("1", "Writers picket"),
        news("1", "Writers picket | Ledger", body="All of it.", author="A"),
    )
    merged = merge(entry, None, page, "page")
    assert (merged.item.title, merged.item.body, merged.item.author) == ("Writers picket", "All of it.", "A")
    assert (merged.revisions, merged.body_from) == ((), "page")


def test_an_entry_is_the_same_while_only_its_dates_move():
    entry = posting(title="Gaffer", locations=("Rome",), detail=DETAIL, updated=hours(0))
    assert entry_hash(entry) == entry_hash(replace(entry, updated=hours(9), published=hours(9), digest=b"x"))
    for other in (replace(entry, title="Chief Gaffer"), posting(title="Gaffer", locations=("Oslo",))):
        assert entry_hash(entry) != entry_hash(other)


def test_every_type_of_change_is_explained():
    page = (Path(__file__).parent.parent / "docs/postings.md").read_text()
    assert [change for change in CHANGES if f"`{change}`" not in page] == []

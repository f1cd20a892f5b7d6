"""Evidence cut from the text it names equals its words, whatever the text; and no text takes long."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import parse
from picketwire.records import Item
from picketwire.tagging.fields import texts
from picketwire.tagging.fold import _FOLDING, _PARTED, _drop, fold
from picketwire.tagging.records_json import tag_record
from tests.tagging.rules import tagger

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = (
    "strike",
    "AI",
    "nurses",
    "grève",
    "walk off the job",
    "OpenAI",
    "hires",
    "deal",
    "union",
    "’s",
    "strajków",
)
_ODD = "\u0301\u200b\u00ad\u00a0\u202e\u2060\ufe0f  ‘’“”–—-.'\"\n\tßİﬁ中𝔸é\x00"
TEXT = st.lists(
    st.sampled_from(_WORDS) | st.text(alphabet=_ODD, max_size=3) | st.text(max_size=5), max_size=30
)


def assert_true_to_text(item: Item, publisher: str | None = None) -> int:
    """Compare every span with the field it was cut from; return how many there were."""
    fields, count = texts(item, publisher), 0
    for tag in tagger().tag(item, publisher=publisher):
        for evidence in tag.evidence:
            count += 1
            assert evidence.text
            assert fields[evidence.field][evidence.start : evidence.end] == evidence.text, (item, evidence)
    return count


@settings(max_examples=400, deadline=None)
@given(
    title=TEXT,
    summary=TEXT,
    body=TEXT,
    kind=st.sampled_from(["news", "posting"]),
    glue=st.sampled_from(["", " "]),
)
def test_spans_over_random_unicode(
    title: list[str], summary: list[str], body: list[str], kind: Any, glue: str
) -> None:
    """Case, accents, quotes, dashes, odd spaces, zero-width and combining marks never move an offset."""
    made = Item(kind=kind, title=glue.join(title), summary=glue.join(summary), body=glue.join(body) * 3)
    assert_true_to_text(made)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_folding_keeps_one_character_for_one(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.kept)
    places = range(len(text)) if folded.places is None else folded.places  # [] where all was dropped
    assert "".join(text[place] for place in places) == folded.kept


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x2122) | st.sampled_from(_ODD)))
def test_the_quick_way_of_folding_is_the_slow_one(text: str) -> None:
    """Usual characters are folded by another machinery, to the same letters."""
    folded = fold(text)
    slow = folded.kept.translate(_FOLDING)
    for apostrophe, parted in _PARTED:
        slow = slow.replace(apostrophe, parted)
    assert folded.text == slow
    assert folded.kept == _drop(text)[0]


def test_marks_inside_a_word_do_not_hide_it_and_belong_to_the_evidence() -> None:
    title = "We are on s\u200btrike\u0301 today"
    found = [e.text for tag in tagger().tag(Item(kind="news", title=title)) for e in tag.evidence]
    assert found[0] == "on s\u200btrike\u0301"


@pytest.mark.parametrize(
    "text",
    [
        "strike " * 150_000,
        "e" + "\u0301" * 1_000_000,
        "\u202e" * 1_000_000,
        "[" * 100_000 + "strike",
        "nurses strike AI OpenAI hires " * 35_000,
        "streik" * 170_000,
        " " * 1_000_000,
        "'" * 1_000_000,
        "strike. AI, " * 80_000,
        "union " * 80_000 + "strike " * 80_000,
    ],
    ids=["word", "marks", "rtl", "brackets", "mix", "one-word", "spaces", "quotes", "sentences", "halves"],
)
def test_hostile_texts_are_read_in_linear_time_and_truly(text: str) -> None:
    """A megabyte of anything ends (in well under a second; the limit of pytest would show a hang)."""
    for field in ("title", "summary", "body"):
        assert_true_to_text(Item(kind="news", **{field: text}))
    assert_true_to_text(Item(kind="posting", title="x", body=text))


def test_the_kept_form_of_a_tagged_record() -> None:
    record = {"id": 7, "title": "Nurses go on strike", "summary": None, "kind": "news", "language": "en"}
    found = tag_record(tagger(), record)
    assert found["id"] == 7
    assert found["tags"][0] == "strike"
    assert {
        "tag": "strike",
        "field": "title",
        "start": 0,
        "end": 19,
        "text": "Nurses go on strike",
    }.items() <= max(found["evidence"], key=lambda e: e["end"] - e["start"]).items()
    assert set(found["evidence"][0]) == {"tag", "field", "start", "end", "text", "rule"}


@pytest.mark.data
def test_spans_over_real_feeds(data: Path) -> None:
    """Every entry of every recorded feed that a parser reads."""
    count = sum(
        assert_true_to_text(item, "Publisher")
        for path in sorted((data / "feeds" / "real").rglob("*"))
        if path.is_file() and path.stat().st_size < 2_000_000
        for item in parse(path.read_bytes(), url="https://example.org/feed").items
    )
    assert count > 100


@pytest.mark.data
def test_spans_over_labelled_postings(data: Path) -> None:
    for line in (data / "tagging" / "postings_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for span in tag_record(tagger(), row)["evidence"]:
            assert str(row.get(span["field"]) or "")[span["start"] : span["end"]] == span["text"]

"""Sentences: where a quote begins and ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.sentences import Sentences


def cut(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in Sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("First line\nsecond line", ["First line", "second line"]),
        ("Approx. $5 is it. Next one.", ["Approx. $5 is it.", "Next one."]),
        ("We are Acme Inc. We build.", ["We are Acme Inc. We build."]),
        ("Pays 1.5 times. Yes", ["Pays 1.5 times.", "Yes"]),
        ('He said "go." Then left.', ['He said "go."', "Then left."]),
        ("no capital. after the stop", ["no capital. after the stop"]),
        ("", [""]),
    ],
)
def test_where_sentences_end(text, sentences):
    """Abbreviations and decimals end nothing; a line break always does."""
    assert cut(text) == sentences


def test_the_sentence_of_a_span_and_the_one_before():
    """What a finding quotes, and the heading above it."""
    text = "Pay\n\n$5 an hour. More."
    sentences = Sentences(text)
    start, end = sentences.span(5, 6)
    assert text[start:end].strip() == "$5 an hour."
    before = slice(*sentences.before(5))
    assert text[before].strip() == "Pay"
    assert sentences.before(0) == (0, 0)


@given(st.text(alphabet='aA. \n!?"', max_size=200))
def test_sentences_cover_the_text_in_order(text):
    """No character is lost and none is in two sentences."""
    spans = list(Sentences(text))
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert all(one[1] == other[0] for one, other in pairwise(spans))

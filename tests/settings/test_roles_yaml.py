"""roles.yaml: kinds of work and levels by the words of a title, every slip named with its place."""

from __future__ import annotations

import pytest

GOOD = """\
words:
  ai: AI | machine learning
families:
  - family: ai-engineering
    rule: AI beside engineering
    title: ["{ai}", engineer~]
  - family: engineering
    rule: engineering
    title: [engineer~ | develop*]
    not: [business developer~, "{ai}"]
seniority:
  - {level: senior, rule: seniors, title: [senior | sr]}
"""


def test_a_table_is_read_in_order_with_its_word_lists(loaded):
    table = loaded(roles=GOOD).roles
    kinds = [
        table.classify(title) for title in ("Sr. Machine-Learning Engineers", "Developing Chef", "AI Nurse")
    ]
    assert [(k.family, k.family_rule, k.seniority, k.seniority_rule) for k in kinds] == [
        ("ai-engineering", "AI beside engineering", "senior", "seniors"),
        ("engineering", "engineering", None, None),
        (None, None, None, None),
    ]


def test_without_the_file_no_title_says_anything(loaded):
    assert loaded().roles.classify("Senior Engineer").family is None


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('["{ai}", engineer~]', '["{iA}", engineer~]', '6:13: unknown word list "iA": it is one of ai'),
        ('["{ai}", engineer~]', '["{ai} x", engineer~]', '6:13: "{ai} x": a word list stands alone'),
        ("[engineer~ | develop*]", "[engineer~ | | develop*]", '9:13: "" has no word in it'),
        ("[engineer~ | develop*]", "engineer~", "9:12: expected a list, found text: write [engineer~]"),
        ("[engineer~ | develop*]", "[]", "9:12: an empty list fits every title"),
        ("family: engineering", "family: Engineering!", '7:13: "Engineering!" is no slug'),
        ("    rule: engineering\n", "", '7:5: key "rule" is missing'),
        ("level: senior", "levle: senior", '12:6: unknown key "levle" (did you mean "level"?)'),
        ("seniority:", "senority:", '11:1: unknown key "senority" (did you mean "seniority"?)'),
    ],
)
def test_each_slip_is_named_with_its_place(complaints, old, new, complaint):
    assert old in GOOD
    lines = complaints(roles=GOOD.replace(old, new))
    assert any(line.startswith(f"config/roles.yaml:{complaint}") for line in lines), lines

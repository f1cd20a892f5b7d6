"""docs/tags.md tells the truth: its example works, its list is current, its keys are all there are."""

from __future__ import annotations

import re

import pytest

from picketwire.settings.rule_parts import CLAUSE_KEYS, EXAMPLE_KEYS
from picketwire.settings.tags import RULE_KEYS, SET_KEYS, TAG_KEYS, WORD_KEYS, load_rules
from picketwire.tagging.examples import check_examples
from picketwire.tagging.fields import FIELDS
from picketwire.tagging.records_json import tag_record
from picketwire.tagging.tagger import Tagger
from tests.tagging.rules import texts
from tests.tagging.tag_list import PAGE, render, shipped, written


def _example() -> str:
    page = PAGE.read_text(encoding="utf-8")
    block = re.search(r"worked example: begin -->\n```yaml\n(.*?)```", page, re.DOTALL)
    assert block
    return block[1]


@pytest.mark.parametrize("beside", [{}, texts()], ids=["alone", "beside the shipped rules"])
def test_the_worked_example_does_what_the_page_says(beside: dict[str, str]) -> None:
    rules = load_rules({**beside, "warehouse_automation.yaml": _example()})
    assert [str(failure) for failure in check_examples(rules)] == []
    record = tag_record(Tagger(rules), {"id": 1, "title": "Grocer fills its warehouse with robots"})
    assert "warehouse_automation" in record["tags"]
    assert {"warehouse", "robots"} <= {span["text"] for span in record["evidence"]}


def test_the_list_of_tags_is_current() -> None:
    """`python -m tests.tagging.tag_list` writes it."""
    assert written() == render(shipped())


def test_every_key_and_field_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    keys = {
        key.name
        for group in (SET_KEYS, WORD_KEYS, TAG_KEYS, RULE_KEYS, CLAUSE_KEYS, EXAMPLE_KEYS)
        for key in group
    }
    missing = [name for name in {*keys, *FIELDS} if not re.search(rf"\b{name}\b", page)]
    assert missing == []

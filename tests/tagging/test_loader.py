"""Rule files: every mistake is told with file, line and column, all in one go."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest

from picketwire.errors import ConfigError
from picketwire.settings.tags import load_rules
from picketwire.tagging.definitions import Clause, Word

GOOD = """\
sets:
  people:
    why: Who strikes.
    words:
      - |
        # the wards
        nurse~
      - words: drivers
        since: 2020-01-01
tags:
  - tag: strike
    why: Labour action.
    swallow: |
      air strike~
    fields: {title: 1.0, lead: 0.5}
    kinds: [news]
    rules:
      - name: plain
        why: The words.
        any: |
          on strike
          {people} strike~
        none:
          - fields: [title]
            any: |
              missile~
        examples:
          match: |
            Nurses strike
          no_match:
            - title: Missile strike
              summary: Nurses wait.
      - name: close
        why: Near.
        near:
          - |
            union~
            guild~
          - strike
        within: 4
        score: 0.7
        languages: [en]
        examples: {match: Union plans a strike, no_match: Union Street}
  - tag: strike/ended
    why: Over.
    requires: strike
    rules:
      - {name: over, why: Said., any: [ends], tag: strike, examples: {match: The strike ends, no_match: No}}
"""


def problems(text: str) -> list[str]:
    """Return the problems of one file, as told."""
    return load_problems({"x.yaml": text})


def load_problems(texts: dict[str, str]) -> list[str]:
    """Return the problems of some files, as told."""
    with pytest.raises(ConfigError) as error:
        load_rules(texts)
    return str(error.value).splitlines()


def test_a_good_file_becomes_a_rule_set() -> None:
    rules = load_rules({"x.yaml": GOOD})
    assert rules.names() == ("strike", "strike/ended")
    assert rules.sets["people"] == (Word(phrase="nurse~"), Word(phrase="drivers", since=date(2020, 1, 1)))
    strike, ended = rules.tags
    plain, close = strike.rules
    assert plain.when == Clause(
        any=("on strike", "{people} strike~"), none=(Clause(any=("missile~",), fields=("title",)),)
    )
    assert plain.fields == (("title", 1.0), ("lead", 0.5))
    assert plain.kinds == close.kinds == ("news",)
    assert plain.no_match[0].summary == "Nurses wait."
    assert close.when == Clause(near=(Clause(any=("union~", "guild~")), "strike"), within=4)
    assert (close.score, close.languages) == (0.7, ("en",))
    assert (ended.requires, ended.rules[0].when.tag) == ("strike", "strike")


def test_sets_from_elsewhere_join_those_of_the_files() -> None:
    rules = load_rules({"x.yaml": GOOD}, {"people": (Word(phrase="WGA"),), "unions": (Word(phrase="SAG"),)})
    assert [word.phrase for word in rules.sets["people"]] == ["nurse~", "drivers", "WGA"]
    assert [word.phrase for word in rules.sets["unions"]] == ["SAG"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("        none:", "        nnoe:", 'x.yaml:23:9: unknown key "nnoe" (did you mean "none"?)'),
        (
            "{people} strike~",
            "{peple} strike~",
            'x.yaml:22:11: unknown word set "peple" (did you mean "people"?)',
        ),
        ("          on strike", "          (on strike", "x.yaml:21:11: cannot read"),
        ("        nurse~", "        nur~se", "x.yaml:7:9:"),
        ("requires: strike", "requires: strik", 'x.yaml:46:15: unknown tag "strik" (did you mean "strike"?)'),
        ("lead: 0.5", "leed: 0.5", 'unknown field "leed" (did you mean "lead"?)'),
        ("lead: 0.5", "lead: 5", '"5" is no weight'),
        ("kinds: [news]", "kinds: [nwes]", "neither news nor posting"),
        ("score: 0.7", "score: 7", "above 0 and up to 1"),
        ("languages: [en]", "languages: [English]", "two-letter"),
        ("within: 4", "within: few", "no whole number"),
        ("name: close", "name: plain", 'the rule "plain" stands twice'),
        ("tag: strike/ended", "tag: strike", 'the tag "strike" is already in x.yaml'),
        ("tag: strike/ended", "tag: Strike Ended", "is no tag name"),
        ("since: 2020-01-01", "since: soon", "no date"),
        ("why: Who strikes.", "", 'key "why" is missing'),
        ("no_match: Union Street", "", 'key "no_match" is missing'),
        ("any: [ends], tag: strike,", "none: [ends],", "nothing to look for"),
        ("          - strike\n        within", "        within", "near needs at least two parts"),
        ("swallow: |\n      air strike~", "requires: strike/ended", "need each other"),
        ("        nurse~", "        {people}", "holds itself"),
    ],
)
def test_a_mistake_is_told_with_its_place(before: str, after: str, told: str) -> None:
    """One edit to a good file, one message that says where and what."""
    assert before in GOOD
    text = GOOD.replace(before, after, 1)
    assert any(told in problem for problem in problems(text)), problems(text)


def test_all_mistakes_come_at_once() -> None:
    text = (
        GOOD.replace("on strike", "(on strike").replace("kinds: [news]", "kinds: [nwes]").replace("0.7", "7")
    )
    assert len(problems(text)) == 3


def test_a_file_that_cannot_be_read_makes_no_name_unknown() -> None:
    """Else the one mistake that matters would hide among complaints about names that the file gives."""
    users = (
        "tags:\n  - {tag: strike/x, why: A., requires: strike, rules: "
        "[{name: a, why: A., any: '{people} strike', examples: {match: x, no_match: y}}]}\n"
    )
    assert len(load_problems({"a.yaml": GOOD.replace("sets:", "sets: [", 1), "b.yaml": users})) == 1
    assert len(load_problems({"a.yaml": "", "b.yaml": users})) == 2


def test_a_set_with_gaps_cannot_stand_inside_a_phrase() -> None:
    assert any("too long a phrase" in told for told in problems(GOOD.replace("nurse~", "nurses ... doctors")))


def test_versions_are_the_same_in_every_process() -> None:
    """Sets have another order in each: were it to count, every run would tag all anew."""
    program = (
        "from picketwire.settings.load import load; from picketwire.tagging.versions import rule_versions; "
        "print(sorted(rule_versions(load().rules).items()))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1

"""How rules combine, what hides what, which version a rule has, and how a tagger travels."""

from __future__ import annotations

import itertools
import pickle
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from picketwire.records import Item, Posting
from picketwire.tagging import tagger as tagger_module
from picketwire.tagging.definitions import Clause, Rule, RuleSet, TagDefinition, Word
from picketwire.tagging.examples import item_of
from picketwire.tagging.fields import LEAD_LENGTH, texts
from picketwire.tagging.tagger import Tagger
from picketwire.tagging.versions import rule_versions
from tests.tagging.rules import shipped, tagger

if TYPE_CHECKING:
    import pytest


def rule(*phrases: str, name: str = "r", **more: object) -> Rule:
    """Return a rule that any of some phrases meets."""
    return Rule(**{"name": name, "why": "Test.", "when": Clause(any=phrases), **more})  # type: ignore[arg-type]


def tag(*rules: Rule, name: str = "t", **more: object) -> TagDefinition:
    """Return a tag with some rules."""
    return TagDefinition(**{"name": name, "why": "Test.", "rules": rules, **more})  # type: ignore[arg-type]


def given(*tags: TagDefinition, sets: dict[str, tuple[Word, ...]] | None = None, **item: object) -> list[str]:
    """Return the names of the tags of an item, in order."""
    made = Item(**{"kind": "news", **item})  # type: ignore[arg-type]
    return [found.name for found in Tagger(RuleSet(tags=tags, sets=sets or {})).tag(made)]


def when(**clause: object) -> Rule:
    """Return a rule with a clause of its own."""
    return Rule(name="r", why="Test.", when=Clause(**clause))  # type: ignore[arg-type]


def test_all_may_stand_in_different_fields_but_near_may_not() -> None:
    item = {"title": "Union meets", "summary": "A strike is planned"}
    assert given(tag(when(all=("union", "strike"))), **item) == ["t"]
    assert given(tag(when(near=("union", "strike"))), **item) == []


def test_near_counts_words_within_a_sentence_in_either_order() -> None:
    near = when(near=("union", "strike"), within=2)
    assert given(tag(near), title="union and the strike") == ["t"]
    assert given(tag(near), title="strike by union") == ["t"]
    assert given(tag(near), title="union and the very long strike") == []
    assert given(tag(when(near=("union", "strike"))), title="The union met. Later the strike") == []
    ordered = when(near=("union", "strike"), in_order=True)
    assert given(tag(ordered), title="strike by union") == []


def test_none_forbids_and_looks_where_it_is_told() -> None:
    assert given(tag(when(any=("strike",), none=("missile",))), title="missile strike") == []
    elsewhere = Clause(any=("missile",), fields=("title",))
    assert given(tag(when(any=("strike",), none=(elsewhere,))), title="strike", summary="missile") == ["t"]


def test_swallowed_words_are_hidden_but_a_longer_phrase_counts() -> None:
    swallowing = {"swallow": ("strike~ a deal",)}
    assert given(tag(rule("strike"), **swallowing), title="Nurses strike a deal") == []
    assert given(tag(rule("strike"), **swallowing), title="Nurses strike a deal to end strike") == ["t"]
    assert given(tag(rule("nurses strike a deal"), **swallowing), title="Nurses strike a deal") == ["t"]
    assert given(tag(rule("strike")), tag(rule("deal"), name="u", **swallowing), title="strike a deal") == [
        "t"
    ]


def test_scores_add_up_to_the_threshold_and_fields_weigh() -> None:
    weak = {"score": 0.3}
    tags = tag(rule("picket", name="a", **weak), rule("walkout", name="b", **weak))
    assert given(tags, title="picket") == []
    assert given(tags, title="picket and walkout") == ["t", "t"]
    light = tag(rule("picket", fields=(("title", 1.0), ("lead", 0.4))))
    assert given(light, title="picket") == ["t"]
    assert given(light, summary="picket") == []


def test_a_tag_may_need_or_require_another() -> None:
    first = tag(rule("strike"), name="strike")
    facet = tag(rule("ends"), name="strike/ended", requires="strike")
    both = tag(when(all=("deal", Clause(tag="strike"))), name="both")
    assert given(facet, both, first, title="strike ends in deal") == ["strike", "strike/ended", "both"]
    assert given(facet, both, first, title="summer ends in deal") == []


def test_kinds_and_languages_restrict_a_rule() -> None:
    assert given(tag(rule("AI", kinds=("posting",))), title="AI") == []
    polish = tag(rule("KI", languages=("de",)))
    assert given(polish, title="Was die KI mit der Schule macht") == ["t"]
    assert given(polish, title="The KI of the bridge was not what it is") == []
    assert given(polish, title="KI", language="de-DE") == ["t"]
    assert given(polish, title="KI") == []


def test_dated_words_count_in_their_time_and_on_undated_items() -> None:
    sets = {"names": (Word(phrase="Grok", since=date(2023, 11, 4), until=date(2030, 1, 1)),)}
    early = {"published": datetime(2020, 1, 1, tzinfo=UTC)}
    late = {"published": datetime(2024, 1, 1, tzinfo=UTC)}
    assert given(tag(rule("{names}")), sets=sets, title="Grok", **early) == []
    assert given(tag(rule("{names}")), sets=sets, title="Grok", **late) == ["t"]
    assert given(tag(rule("{names}")), sets=sets, title="Grok") == ["t"]


def test_the_lead_is_the_beginning_of_the_summary_or_else_of_the_body() -> None:
    lead = tag(rule("strike", fields=(("lead", 1.0),)))
    far = "word " * LEAD_LENGTH + "strike"
    assert given(lead, summary="strike", body="x") == ["t"]
    assert given(lead, summary="x", body="strike") == []
    assert given(lead, body="strike") == ["t"]
    assert given(lead, summary=far) == []
    assert given(tag(rule("strike", fields=(("summary", 1.0),))), summary=far) == ["t"]


def test_fields_of_postings_and_publishers_are_texts_too() -> None:
    item = Item(kind="posting", title="Clerk", categories=("a", "b"), posting=Posting(department="AI Lab"))
    assert texts(item, "The Daily") == {
        "title": "Clerk", "summary": "", "body": "", "categories": "a\nb", "publisher": "The Daily",
        "department": "AI Lab", "team": "", "employer": "",
    }  # fmt: skip
    rules = RuleSet(tags=(tag(rule("Daily", fields=(("publisher", 1.0),))),))
    found = Tagger(rules).tag(item, publisher="The Daily")
    assert [(e.field, e.start, e.end, e.text) for t in found for e in t.evidence] == [
        ("publisher", 4, 9, "Daily")
    ]


def test_a_phrase_never_spans_two_fields() -> None:
    assert given(tag(rule("on strike")), title="We are on", summary="strike now") == []
    assert given(tag(rule("on ... strike")), title="We are on", summary="strike now") == []


def test_rules_version_changes_with_what_decides_and_with_nothing_else() -> None:
    sets = {"names": (Word(phrase="WGA"),), "other": (Word(phrase="x"),)}
    uses = rule("{names}", name="uses")
    base = RuleSet(tags=(tag(uses, rule("strike", name="plain")), tag(when(tag="t"), name="u")), sets=sets)

    def versions(rule_set: RuleSet) -> dict[tuple[str, str], str]:
        return rule_versions(rule_set)

    before = versions(base)
    words = replace(base, sets={**sets, "names": (Word(phrase="WGA"), Word(phrase="SAG"))})
    changed = {key for key, version in versions(words).items() if version != before[key]}
    assert changed == {("t", "uses"), ("u", "r")}, "the rule with that set, and the tag that looks at its tag"
    assert versions(replace(base, sets={**sets, "other": (Word(phrase="y"),)})) == before
    renamed = replace(
        base.tags[0], why="Said better.", rules=(replace(uses, why="Said better."), base.tags[0].rules[1])
    )
    assert versions(replace(base, tags=(renamed, base.tags[1]))) == before
    swallowing = replace(base.tags[0], swallow=("strike a deal",))
    assert all(versions(replace(base, tags=(swallowing, base.tags[1])))[key] != before[key] for key in before)


def test_a_rule_that_is_not_tried_would_not_have_matched(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a text needs for a rule to be tried hides no match: over all examples, in pairs too."""
    examples = [e for t in shipped().tags for r in t.rules for e in (*r.match, *r.no_match)]
    items = [item_of(example) for example in examples]
    items += [replace(a, summary=b.title) for a, b in itertools.pairwise(items)]
    quick = Tagger(shipped())
    found = [quick.tag(item) for item in items]
    assert any(found)
    every = {
        kind: [rule for t in quick._tags for rule in t.rules if kind in rule.rule.kinds]
        for kind in ("news", "posting")
    }
    for item, tags in zip(items, found, strict=True):
        monkeypatch.setattr(tagger_module, "_possible", lambda *_, kind=item.kind: every[kind])
        assert quick.tag(item) == tags, item


def test_a_tagger_travels_to_another_process() -> None:
    item = Item(kind="news", title="Nurses vote to strike over AI")
    again = pickle.loads(pickle.dumps(tagger()))  # noqa: S301 -- our own bytes
    assert again.tag(item) == tagger().tag(item)
    assert rule_versions(again.rule_set) == rule_versions(tagger().rule_set)


def test_evidence_is_tidy() -> None:
    title = "strike " * 30
    (found,) = Tagger(RuleSet(tags=(tag(rule("strike", "strike strike")),))).tag(
        Item(kind="news", title=title)
    )
    assert len(found.evidence) == 5
    starts = [evidence.start for evidence in found.evidence]
    assert starts == sorted(set(starts))

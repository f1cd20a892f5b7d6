"""Run the examples that stand beside each rule: they tell first whether an edit broke something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.records import Item, Posting
from picketwire.tagging.tagger import Tagger

if TYPE_CHECKING:
    from picketwire.tagging.definitions import Example, Rule, RuleSet, TagDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One example that a rule does not keep."""

    tag: str
    rule: str
    example: Example
    what: str

    def __str__(self) -> str:
        return f'{self.tag}, rule {self.rule}: "{self.example.title}" {self.what}'


def item_of(example: Example) -> Item:
    """Return an example as an item."""
    return Item(
        kind="posting" if example.kind == "posting" else "news",
        title=example.title,
        summary=example.summary,
        body=example.body,
        language=example.language,
        posting=Posting(department=example.department or None) if example.kind == "posting" else None,
    )


def check_examples(rule_set: RuleSet) -> tuple[Failure, ...]:
    """Try every example: `match` must be tagged by its rule, `no_match` must not get the tag at all."""
    tagger = Tagger(rule_set)
    pairs = ((tag, rule) for tag in rule_set.tags for rule in tag.rules)
    return tuple(failure for tag, rule in pairs for failure in _check_rule(tagger, tag, rule))


def _check_rule(tagger: Tagger, tag: TagDefinition, rule: Rule) -> list[Failure]:
    failures = []
    for example, wanted in [*((e, True) for e in rule.match), *((e, False) for e in rule.no_match)]:
        given = [found.rule for found in tagger.tag(item_of(example)) if found.name == tag.name]
        if wanted and rule.name not in given:
            what = "must match" + (f", and only {', '.join(given)} does" if given else "")
            failures.append(Failure(tag=tag.name, rule=rule.name, example=example, what=what))
        if not wanted and given:
            what = f"must not match, but {', '.join(given)} does"
            failures.append(Failure(tag=tag.name, rule=rule.name, example=example, what=what))
    return failures

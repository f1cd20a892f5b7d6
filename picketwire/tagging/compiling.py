"""Compile a rule set: conditions over numbered literals, and what a text needs to be worth a try."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from picketwire.tagging.conditions import any_needs, compile_clause, phrases_of
from picketwire.tagging.fields import FIELDS, LEAD
from picketwire.tagging.versions import by_reference, rule_versions

if TYPE_CHECKING:
    from picketwire.tagging.conditions import Condition, Ids, Needs, Phrases
    from picketwire.tagging.definitions import Clause, Rule, RuleSet, TagDefinition
    from picketwire.tagging.lexicon import Finder, Lexicon


_NOTHING: Ids = frozenset()


class CompiledRule(NamedTuple):
    """A rule made ready, with its place among all rules and the place of its tag among all tags."""

    number: int
    tag: int
    rule: Rule
    condition: Condition
    trigger: Ids  # without one of these literals in a text the rule is not worth a try
    needs: Needs  # nor without one of each of these
    fields: tuple[str, ...]
    weights: dict[str, float]
    version: str


class CompiledTag(NamedTuple):
    """A tag made ready; every tag stands after those it refers to."""

    definition: TagDefinition
    swallow: Phrases | None
    rules: tuple[CompiledRule, ...]


class ForKind(NamedTuple):
    """What tagging items of one kind goes by."""

    wanted: frozenset[str]  # fields that some rule looks at
    first: Finder  # of literals without any of which no rule matches
    by_hit: dict[int, list[CompiledRule]]  # the rules that each literal may trigger
    always: tuple[CompiledRule, ...]  # rules without a trigger


def compile_tags(rule_set: RuleSet, lexicon: Lexicon) -> tuple[CompiledTag, ...]:
    """Return the tags of a rule set made ready; their literals are numbered in `lexicon`."""
    versions = rule_versions(rule_set)
    needs: dict[str, Needs] = {}
    compiled: list[CompiledTag] = []
    done = 0
    for tag in by_reference(rule_set):
        rules: list[CompiledRule] = []
        for rule in tag.rules:
            condition = compile_clause(rule.when, lexicon, needs)
            needed = (*condition.needs(lexicon.commonness), *needs.get(tag.requires or "", ()))
            trigger, *others = sorted(needed, key=lexicon.commonness) or [_NOTHING]
            rules.append(
                CompiledRule(
                    number=done + len(rules),
                    tag=len(compiled),
                    rule=rule,
                    condition=condition,
                    trigger=trigger,
                    needs=tuple(others),
                    fields=tuple(name for name, _ in rule.fields),
                    weights=dict(rule.fields),
                    version=versions[tag.name, rule.name],
                )
            )
        done += len(rules)
        needs[tag.name] = any_needs(((r.trigger,) if r.trigger else () for r in rules), lexicon.commonness)
        swallow = phrases_of(tag.swallow, lexicon) if tag.swallow else None
        compiled.append(CompiledTag(tag, swallow, tuple(rules)))
    return tuple(compiled)


def for_kind(kind: str, tags: tuple[CompiledTag, ...], lexicon: Lexicon) -> ForKind:
    """Return what items of one kind are tagged by."""
    rules = [rule for tag in tags for rule in tag.rules if kind in rule.rule.kinds]
    by_hit: dict[int, list[CompiledRule]] = {}
    first: set[int] = set()
    for rule in rules:
        if tags[rule.tag].definition.requires is None:  # else the tag it requires has triggers of its own
            first |= rule.trigger
        for literal in rule.trigger:
            by_hit.setdefault(literal, []).append(rule)
    wanted = {name for rule in rules for name in (*rule.fields, *_clause_fields(rule.rule.when))}
    return ForKind(
        wanted=frozenset(wanted & {*FIELDS, LEAD}),
        first=lexicon.finder(frozenset(first)),
        by_hit=by_hit,
        always=tuple(rule for rule in rules if not rule.trigger),
    )


def _clause_fields(clause: Clause) -> set[str]:
    found = set(clause.fields)
    for part in clause.parts():
        if not isinstance(part, str):
            found |= _clause_fields(part)
    return found

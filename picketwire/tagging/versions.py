"""Name each rule by a hash of all that decides what it matches, word sets and other tags included."""

from __future__ import annotations

from graphlib import TopologicalSorter
from hashlib import blake2b
from typing import TYPE_CHECKING

from picketwire.tagging.definitions import canonical
from picketwire.tagging.phrases import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from picketwire.tagging.definitions import Clause, Rule, RuleSet, TagDefinition, Word


def rule_versions(rule_set: RuleSet) -> dict[tuple[str, str], str]:
    """Return `rules_version` of each (tag, rule)."""
    words = _Words(rule_set.sets)
    found: dict[tuple[str, str], str] = {}
    of_tags: dict[str, str] = {}
    for tag in by_reference(rule_set):
        basis = _basis(tag, words, of_tags)
        own = {rule.name: _digest(basis + _own(rule, words)) for rule in tag.rules}
        found |= {(tag.name, name): version for name, version in own.items()}
        of_tags[tag.name] = _digest("".join(own.values()))
    return found


def by_reference(rule_set: RuleSet) -> Iterator[TagDefinition]:
    """Yield the tags of a rule set, each after those it refers to."""
    tags = {tag.name: tag for tag in rule_set.tags}
    order = TopologicalSorter({name: dict.fromkeys(tag.refers_to()) for name, tag in tags.items()})
    return (tags[name] for name in order.static_order())


def _basis(tag: TagDefinition, words: _Words, of_tags: Mapping[str, str]) -> str:
    """Return what all rules of a tag depend on: what it swallows, its threshold, the tags it looks at."""
    swallowed = ",".join(f"[{','.join(words.of(phrase))}]" for phrase in tag.swallow)
    looks_at = sorted((name, of_tags[name]) for name in set(tag.refers_to()))
    rest = canonical((tag.threshold, tag.requires, looks_at))
    return f"[{canonical(tag.swallow)},[{swallowed}],{rest[1:]}"


def _own(rule: Rule, words: _Words) -> str:
    """Return what one rule says, with the words of every set that it names, in the order of naming."""
    said = canonical((rule.when, rule.fields, rule.kinds, rule.languages, rule.score))
    return f"{said[:-1]},[{','.join(_named(rule.when, words))}]]"


def _named(clause: Clause, words: _Words) -> Iterator[str]:
    for part in clause.parts():
        yield from words.of(part) if isinstance(part, str) else _named(part, words)


class _Words:
    """The words of sets in their canonical form: written out once, for many rules name the same sets."""

    def __init__(self, sets: Mapping[str, tuple[Word, ...]]) -> None:
        self._sets = sets
        self._written: dict[str, list[str]] = {}

    def of(self, phrase: str) -> Iterator[str]:
        """Yield each word of the sets that a phrase names, followed by those of the sets in it."""
        for step in parse(phrase):
            if step.word_set:
                yield from self._set(step.word_set)

    def _set(self, name: str) -> list[str]:
        if name not in self._written:
            self._written[name] = [
                text for word in self._sets[name] for text in (canonical(word), *self.of(word.phrase))
            ]
        return self._written[name]


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()

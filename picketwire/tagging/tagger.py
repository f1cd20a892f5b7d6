"""Put tags on items: compile a rule set once, then read each item once."""

from __future__ import annotations

from graphlib import TopologicalSorter
from hashlib import blake2b
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from picketwire.records import Tag
from picketwire.tagging import language
from picketwire.tagging.conditions import Context, compile_clause, phrases_of
from picketwire.tagging.definitions import RuleSet, canonical
from picketwire.tagging.fields import FIELDS, LEAD
from picketwire.tagging.lexicon import Lexicon
from picketwire.tagging.phrases import parse
from picketwire.tagging.reading import Reading, Span, segments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from picketwire.records import Item
    from picketwire.tagging.conditions import Condition, Ids, Phrases
    from picketwire.tagging.definitions import Clause, Rule, TagDefinition

KINDS = ("news", "posting")
MAX_EVIDENCE = 5  # spans that one rule gives for one item


class _CompiledRule(NamedTuple):
    number: int  # among all rules
    rule: Rule
    condition: Condition
    needs: Ids | None
    fields: tuple[str, ...]
    weights: dict[str, float]
    version: str


class _CompiledTag(NamedTuple):
    definition: TagDefinition
    swallow: Phrases
    rules: tuple[_CompiledRule, ...]


class Tagger:
    """Gives items the tags of one rule set; picklable, and cheap to rebuild in another process."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self._lexicon = Lexicon(rule_set.sets)
        self._tags = _compile(rule_set, self._lexicon)
        self._by_hit = _by_hit(self._tags)
        self._always = frozenset(r.number for tag in self._tags for r in tag.rules if r.needs is None)
        self._wanted = {kind: _wanted(rule_set, kind) for kind in KINDS}
        self._first = {kind: self._lexicon.finder(self._triggers(kind)) for kind in KINDS}

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return _rebuild, (self.rule_set.to_json(),)

    def _triggers(self, kind: str) -> Ids:
        """Return literals of which one must stand in a text for any rule of this kind to match."""
        found: set[int] = set()
        for tag in self._tags:
            if tag.definition.requires is None:  # else the tag it requires has triggers of its own
                for rule in tag.rules:
                    found |= (rule.needs or frozenset()) if kind in rule.rule.kinds else frozenset()
        return frozenset(found)

    def versions(self) -> dict[tuple[str, str], str]:
        """Return `rules_version` of each (tag, rule): a hash of all that decides what it matches."""
        return {
            (tag.definition.name, rule.rule.name): rule.version for tag in self._tags for rule in tag.rules
        }

    def tag(self, item: Item, *, publisher: str | None = None) -> tuple[Tag, ...]:
        """Return the tags of one item, one per tag and rule, in the order of the rule set."""
        found = segments(item, publisher, self._wanted[item.kind])
        if not found:
            return ()
        reading = Reading(found, self._lexicon, item, self._first[item.kind])
        if not reading.hits:
            return ()
        by_hit = self._by_hit
        possible = self._always.union(*(by_hit[hit] for hit in by_hit.keys() & reading.hits.keys()))
        return tuple(_apply(self._tags, possible, reading, item)) if possible else ()


def _rebuild(stored: str) -> Tagger:
    return Tagger(RuleSet.from_json(stored))


def _by_hit(tags: Iterable[_CompiledTag]) -> dict[int, list[int]]:
    """Return which rules each literal makes possible, so that one look tells all that are worth a try."""
    found: dict[int, list[int]] = {}
    for tag in tags:
        for rule in tag.rules:
            for literal in rule.needs or ():
                found.setdefault(literal, []).append(rule.number)
    return found


def _apply(tags: Iterable[_CompiledTag], possible: Ids, reading: Reading, item: Item) -> list[Tag]:
    """Try the rules that may match; every tag comes after those it refers to."""
    reading.locate()
    given: dict[str, list[Span]] = {}
    masks: dict[tuple[str, ...], Ids] = {}
    found: list[Tag] = []
    for tag in tags:
        rules = [rule for rule in tag.rules if rule.number in possible]
        if not rules:
            continue
        definition = tag.definition
        if definition.requires and definition.requires not in given:
            continue
        context = Context(reading, given, masks)
        everywhere = frozenset(range(len(reading.segments)))
        context.swallowed = [(s.start, s.end) for s in tag.swallow.find(context, everywhere) or ()]
        fired = _fire(rules, context, item)
        doubt = 1.0
        for _, _, score in fired:
            doubt *= 1 - score
        if fired and 1 - doubt >= definition.threshold - 1e-9:
            given[definition.name] = [span for _, spans, _ in fired for span in spans]
            found += [_tag(definition.name, rule, spans, score, reading) for rule, spans, score in fired]
    return found


def _fire(
    rules: Iterable[_CompiledRule], context: Context, item: Item
) -> list[tuple[_CompiledRule, list[Span], float]]:
    """Return the rules whose condition is met, each with its evidence and score."""
    fired = []
    for rule in rules:
        if item.kind not in rule.rule.kinds or not _speaks(rule.rule, item):
            continue
        spans = rule.condition.find(context, context.where(rule.fields))
        if spans is not None:
            fired.append((rule, spans, rule.rule.score * _weight(rule, spans, context.reading)))
    return fired


def _speaks(rule: Rule, item: Item) -> bool:
    """Whether the item is in a language of the rule: by its words, else as stated, else English."""
    if not rule.languages:
        return True
    spoken = (
        language.guess(f"{item.title} {item.summary or item.body[:600]}")
        or (item.language or "en")[:2].lower()
    )
    return spoken in rule.languages


def _weight(rule: _CompiledRule, spans: list[Span], reading: Reading) -> float:
    """Return the weight of the best field that holds evidence."""
    roles = {role for span in spans for role in reading.segments[span.segment].roles}
    return max((rule.weights[role] for role in roles & rule.weights.keys()), default=1.0)


def _tag(name: str, rule: _CompiledRule, spans: list[Span], score: float, reading: Reading) -> Tag:
    evidence = tuple(reading.evidence(span) for span in _tidy(spans))
    return Tag(
        name=name, rule=rule.rule.name, rules_version=rule.version, score=round(score, 3), evidence=evidence
    )


def _tidy(spans: list[Span]) -> list[Span]:
    """Put evidence in order, without repetition and without spans inside others."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept[:MAX_EVIDENCE]


def _compile(rule_set: RuleSet, lexicon: Lexicon) -> tuple[_CompiledTag, ...]:
    definitions = {tag.name: tag for tag in rule_set.tags}
    order = TopologicalSorter(
        {name: dict.fromkeys(tag.refers_to()) for name, tag in definitions.items()}
    ).static_order()
    needs: dict[str, Ids | None] = {}
    versions: dict[str, str] = {}
    compiled: list[_CompiledTag] = []
    numbers = count()
    for name in order:
        definition = definitions[name]
        basis = _basis(definition, rule_set, versions)
        rules = tuple(
            _compile_rule(next(numbers), rule, lexicon, needs, basis, rule_set) for rule in definition.rules
        )
        rule_needs = [rule.needs for rule in rules]
        needs[name] = frozenset().union(*(n for n in rule_needs if n)) if None not in rule_needs else None
        versions[name] = _digest("".join(rule.version for rule in rules))
        compiled.append(_CompiledTag(definition, phrases_of(definition.swallow, lexicon), rules))
    return tuple(compiled)


def _compile_rule(
    number: int, rule: Rule, lexicon: Lexicon, needs: dict[str, Ids | None], basis: str, rule_set: RuleSet
) -> _CompiledRule:
    condition = compile_clause(rule.when, lexicon, needs)
    own = canonical(
        (rule.when, rule.fields, rule.kinds, rule.languages, rule.score, _sets(rule.when, rule_set))
    )
    fields = tuple(name for name, _ in rule.fields)
    needed = condition.needs(lexicon.commonness)
    return _CompiledRule(number, rule, condition, needed, fields, dict(rule.fields), _digest(basis + own))


def _basis(definition: TagDefinition, rule_set: RuleSet, versions: dict[str, str]) -> str:
    """Return what all rules of a tag depend on: what it swallows, its threshold, the tags it looks at."""
    swallowed = [_set_words(phrase, rule_set) for phrase in definition.swallow]
    tags = sorted((name, versions[name]) for name in set(definition.refers_to()))
    return canonical((definition.swallow, swallowed, definition.threshold, definition.requires, tags))


def _sets(clause: Clause, rule_set: RuleSet) -> list[object]:
    """Return the words of every set that a clause names, in the order of naming."""
    found: list[object] = []
    for part in clause.parts():
        found += _set_words(part, rule_set) if isinstance(part, str) else _sets(part, rule_set)
    return found


def _set_words(phrase: str, rule_set: RuleSet) -> list[object]:
    words: list[object] = []
    for step in parse(phrase):
        if step.word_set:
            for word in rule_set.sets[step.word_set]:
                words += [word, *_set_words(word.phrase, rule_set)]
    return words


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _wanted(rule_set: RuleSet, kind: str) -> frozenset[str]:
    """Return the fields that some rule for this kind looks at."""
    found: set[str] = set()
    for tag in rule_set.tags:
        for rule in tag.rules:
            if kind in rule.kinds:
                found.update(name for name, _ in rule.fields)
                found.update(_clause_fields(rule.when))
    return frozenset(found & {*FIELDS, LEAD})


def _clause_fields(clause: Clause) -> set[str]:
    found = set(clause.fields)
    for part in clause.parts():
        if not isinstance(part, str):
            found |= _clause_fields(part)
    return found

"""Put tags on items: compile a rule set once, then read each item once."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from picketwire.records import Tag
from picketwire.tagging import language
from picketwire.tagging.compiling import compile_tags, for_kind
from picketwire.tagging.conditions import Context
from picketwire.tagging.definitions import RuleSet
from picketwire.tagging.lexicon import Lexicon
from picketwire.tagging.reading import Reading, Span, segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from picketwire.records import Item
    from picketwire.tagging.compiling import CompiledRule, CompiledTag, ForKind
    from picketwire.tagging.conditions import Ids
    from picketwire.tagging.definitions import Rule

MAX_EVIDENCE = 5  # spans that one rule gives for one item


class Tagger:
    """Gives items the tags of one rule set; picklable, and cheap to rebuild in another process."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self._lexicon = Lexicon(rule_set.sets)
        self._tags = compile_tags(rule_set, self._lexicon)
        self._by_kind: dict[str, ForKind] = {}

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return _rebuild, (self.rule_set.to_json(),)

    def _for_kind(self, kind: str) -> ForKind:
        mine = self._by_kind[kind] = for_kind(kind, self._tags, self._lexicon)
        return mine

    def tag(self, item: Item, *, publisher: str | None = None) -> tuple[Tag, ...]:
        """Return the tags of one item, one per tag and rule, in the order of the rule set."""
        mine = self._by_kind.get(item.kind) or self._for_kind(item.kind)
        found = segments(item, publisher, mine.wanted)
        if not found:
            return ()
        reading = Reading(found, self._lexicon, item, mine.first)
        if not reading.hits:
            return ()
        possible = _possible(mine, reading.there)
        return tuple(_apply(self._tags, possible, reading, item)) if possible else ()


def _rebuild(stored: str) -> Tagger:
    return Tagger(RuleSet.from_json(stored))


def _possible(mine: ForKind, there: Ids) -> list[CompiledRule]:
    """Return the rules that are worth a try where these literals are found, in the order of the rule set."""
    by_hit = mine.by_hit
    triggered = {rule.number: rule for hit in by_hit.keys() & there for rule in by_hit[hit]}
    triggered.update((rule.number, rule) for rule in mine.always)
    return [
        rule
        for _, rule in sorted(triggered.items())
        if not any(need.isdisjoint(there) for need in rule.needs)
    ]


def _apply(
    tags: Sequence[CompiledTag], possible: Iterable[CompiledRule], reading: Reading, item: Item
) -> list[Tag]:
    """Try the rules that may match; every tag comes after those it refers to."""
    reading.locate()
    given: dict[str, list[Span]] = {}
    masks: dict[tuple[str, ...], Ids] = {}
    found: list[Tag] = []
    everywhere = frozenset(range(len(reading.segments)))
    for number, rules in groupby(possible, key=attrgetter("tag")):
        definition, swallow = tags[number].definition, tags[number].swallow
        if definition.requires and definition.requires not in given:
            continue
        context = Context(reading, given, masks)
        if swallow:
            context.swallowed = [(s.start, s.end) for s in swallow.find(context, everywhere) or ()]
        fired = _fire(rules, context, item)
        doubt = 1.0
        for _, _, score in fired:
            doubt *= 1 - score
        if fired and 1 - doubt >= definition.threshold - 1e-9:
            given[definition.name] = [span for _, spans, _ in fired for span in spans]
            found += [_tag(definition.name, rule, spans, score, reading) for rule, spans, score in fired]
    return found


def _fire(
    rules: Iterable[CompiledRule], context: Context, item: Item
) -> list[tuple[CompiledRule, list[Span], float]]:
    """Return the rules whose condition is met, each with its evidence and score."""
    fired = []
    for rule in rules:
        if not _speaks(rule.rule, item):
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


def _weight(rule: CompiledRule, spans: list[Span], reading: Reading) -> float:
    """Return the weight of the best field that holds evidence."""
    roles = {role for span in spans for role in reading.segments[span.segment].roles}
    return max((rule.weights[role] for role in roles & rule.weights.keys()), default=1.0)


def _tag(name: str, rule: CompiledRule, spans: list[Span], score: float, reading: Reading) -> Tag:
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

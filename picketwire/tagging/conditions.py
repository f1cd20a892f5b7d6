"""Compiled conditions of rules: each finds the words that meet it, or says that it is not met."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from picketwire.tagging.definitions import Clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from picketwire.tagging.lexicon import Lexicon, Step
    from picketwire.tagging.reading import Reading, Span

Ids = frozenset[int]
Needs = tuple[Ids, ...]  # sets of literals: a text that meets a condition holds one of each set
Measure = Callable[[Ids], float]


class Context:
    """What a condition may look at: the reading, what the tag swallows, and the tags given so far."""

    __slots__ = ("_masks", "given", "reading", "swallowed")

    def __init__(
        self, reading: Reading, given: Mapping[str, list[Span]], masks: dict[tuple[str, ...], Ids]
    ) -> None:
        self.reading = reading
        self.given = given
        self.swallowed: list[tuple[int, int]] = []
        self._masks = masks

    def where(self, fields: tuple[str, ...]) -> Ids:
        """Return the numbers of the segments that go by one of these names."""
        mask = self._masks.get(fields)
        if mask is None:
            names = frozenset(fields)
            segments = enumerate(self.reading.segments)
            mask = frozenset(n for n, segment in segments if not segment.roles.isdisjoint(names))
            self._masks[fields] = mask
        return mask

    def spans(self, ids: Iterable[int], where: Ids) -> list[Span]:
        """Return the hits of these literals that the tag may see."""
        return self.reading.spans(ids, where, self.swallowed)


class Condition(Protocol):
    """Finds evidence: a list of spans (empty: met by absence), or None if it is not met."""

    def find(self, context: Context, where: Ids) -> list[Span] | None:
        """Look in the segments `where`."""

    def needs(self, common: Measure) -> Needs:
        """Return the sets of literals of each of which a text must hold one for this to be met.

        Where there is a choice, the one that `common` measures as rarest.
        """


class Phrases(NamedTuple):
    """At least one of many phrases: the plain ones as one set of ids, the others step by step.

    `by_rarest` leads from each literal of the rarest step of a phrase to the phrases it may be part of,
    so that a thousand phrases that are not there cost nothing; `rarest` are these literals.
    """

    plain: Ids
    stepped: tuple[tuple[Step, ...], ...]
    by_rarest: dict[int, list[int]]
    rarest: Ids

    def find(self, context: Context, where: Ids) -> list[Span] | None:
        """Return every match."""
        there = context.reading.there
        found = context.spans(plain, where) if (plain := self.plain & there) else []
        if hints := self.rarest & there:
            for number in sorted({number for hint in hints for number in self.by_rarest[hint]}):
                found += _walk(self.stepped[number], context, where)
        return found or None

    def needs(self, common: Measure) -> Needs:
        """Return the plain literals and those of the rarest step of each stepped phrase."""
        del common
        return (self.plain | self.rarest,)


def _walk(steps: tuple[Step, ...], context: Context, where: Ids) -> list[Span]:
    """Follow a phrase from step to step."""
    found: list[Span] = []
    reading = context.reading
    for step in steps:
        if step.ids.isdisjoint(reading.there):
            return found
    for number, step in enumerate(steps):
        spans = context.spans(step.ids & reading.there, where)
        if not step.is_loose:
            spans = reading.tie(spans, step)
        found = reading.follow(found, spans, step.gap) if number else spans
        if not found:
            break
    return found


class AnyOf(NamedTuple):
    """At least one of several conditions."""

    parts: tuple[Condition, ...]

    def find(self, context: Context, where: Ids) -> list[Span] | None:
        """Return the evidence of every part that is met."""
        results = [found for part in self.parts if (found := part.find(context, where)) is not None]
        return [span for found in results for span in found] if results else None

    def needs(self, common: Measure) -> Needs:
        """Return the rarest that each part needs, if each needs something."""
        return any_needs((part.needs(common) for part in self.parts), common)


class AllOf(NamedTuple):
    """Every one of several conditions."""

    parts: tuple[Condition, ...]

    def find(self, context: Context, where: Ids) -> list[Span] | None:
        """Return the evidence of all parts."""
        results = []
        for part in self.parts:
            found = part.find(context, where)
            if found is None:
                return None
            results += found
        return results

    def needs(self, common: Measure) -> Needs:
        """Return all that the parts need."""
        return tuple(need for part in self.parts for need in part.needs(common))


class NoneOf(NamedTuple):
    """None of several conditions; it has no evidence."""

    part: Condition

    def find(self, context: Context, where: Ids) -> list[Span] | None:
        """Return nothing found, or that something was."""
        return [] if self.part.find(context, where) is None else None

    def needs(self, common: Measure) -> Needs:
        """Need nothing."""
        del common
        return ()


class Near(NamedTuple):
    """All parts close to each other: the first one, and of every other the one nearest to it."""

    parts: tuple[Condition, ...]
    within: int | None
    in_order: bool

    def find(self, context: Context, where: Ids) -> list[Span] | None:
        """Return the evidence of each place where they stand together."""
        lists = []
        for part in self.parts:
            found = part.find(context, where)
            if not found:
                return None
            lists.append(found)
        together = []
        for span in lists[0]:
            others = [self._nearest(span, others, context.reading) for others in lists[1:]]
            if None not in others:
                together += [span, *(other for other in others if other)]
        return together or None

    def _nearest(self, span: Span, others: list[Span], reading: Reading) -> Span | None:
        for other in others:
            if other.segment != span.segment:
                continue
            if reading.apart(span.end, other.start, 0, self._reach):
                return other
            if not self.in_order and reading.apart(other.end, span.start, 0, self._reach):
                return other
        return None

    @property
    def _reach(self) -> int | None:
        # Neighbours may have a comma or a quotation mark between them, which 0 would not allow.
        return self.within if self.within is None else max(self.within, 1)

    def needs(self, common: Measure) -> Needs:
        """Return all that the parts need."""
        return AllOf(self.parts).needs(common)


class HasTag(NamedTuple):
    """The item was given another tag; its evidence counts here too."""

    name: str
    needed: Needs

    def find(self, context: Context, where: Ids) -> list[Span] | None:
        """Return the evidence of that tag."""
        del where
        return context.given.get(self.name)

    def needs(self, common: Measure) -> Needs:
        """Return what that tag's rules need."""
        del common
        return self.needed


class Elsewhere(NamedTuple):
    """A condition that looks in fields of its own."""

    part: Condition
    fields: tuple[str, ...]

    def find(self, context: Context, where: Ids) -> list[Span] | None:
        """Look in the fields of this condition."""
        del where
        return self.part.find(context, context.where(self.fields))

    def needs(self, common: Measure) -> Needs:
        """Return the needs of the part."""
        return self.part.needs(common)


def compile_clause(clause: Clause, lexicon: Lexicon, tag_needs: Mapping[str, Needs]) -> Condition:
    """Turn a clause into a condition; a clause with several keys is all of them."""
    parts: list[Condition] = []
    if clause.tag:
        parts.append(HasTag(clause.tag, tag_needs.get(clause.tag, ())))
    if clause.any:
        parts.append(_any_of(clause.any, lexicon, tag_needs))
    parts += [_part(part, lexicon, tag_needs) for part in clause.all]
    if clause.near:
        near = tuple(_part(part, lexicon, tag_needs) for part in clause.near)
        parts.append(Near(near, clause.within, clause.in_order))
    if clause.none:
        parts.append(NoneOf(_any_of(clause.none, lexicon, tag_needs)))
    whole: Condition = parts[0] if len(parts) == 1 else AllOf(tuple(parts))
    return Elsewhere(whole, clause.fields) if clause.fields else whole


def _part(part: Clause | str, lexicon: Lexicon, tag_needs: Mapping[str, Needs]) -> Condition:
    return phrases_of((part,), lexicon) if isinstance(part, str) else compile_clause(part, lexicon, tag_needs)


def _any_of(
    alternatives: tuple[Clause | str, ...], lexicon: Lexicon, tag_needs: Mapping[str, Needs]
) -> Condition:
    written = tuple(part for part in alternatives if isinstance(part, str))
    found: list[Condition] = [phrases_of(written, lexicon)] if written else []
    found += [compile_clause(part, lexicon, tag_needs) for part in alternatives if isinstance(part, Clause)]
    return found[0] if len(found) == 1 else AnyOf(tuple(found))


def phrases_of(written: Iterable[str], lexicon: Lexicon) -> Phrases:
    """Compile phrases that stand for each other."""
    compiled = [steps for phrase in written for steps in lexicon.compile(phrase)]
    plain = [steps[0].ids for steps in compiled if len(steps) == 1 and steps[0].is_loose]
    stepped = tuple(steps for steps in compiled if len(steps) > 1 or not steps[0].is_loose)
    by_rarest: dict[int, list[int]] = {}
    for number, steps in enumerate(stepped):
        for literal in min((step.ids for step in steps), key=lexicon.commonness):
            by_rarest.setdefault(literal, []).append(number)
    return Phrases(frozenset().union(*plain), stepped, by_rarest, frozenset(by_rarest))


def any_needs(alternatives: Iterable[Needs], common: Measure) -> Needs:
    """Return what a text needs for one of several conditions: the rarest need of each, as one set."""
    found = []
    for needs in alternatives:
        if not needs:
            return ()
        found.append(min(needs, key=common))
    return (frozenset().union(*found),)

"""Compare the archive's tags with what other rules would give, bring them there in batches, and take it back.

Only tags with a changed rule are looked at: each rule has a version, a hash of all that decides what it
matches. A change of rules is dated with one instant; it holds for new items at once, and for stored ones
batch by batch, each in a transaction that also notes how far it has come.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from picketwire.archive import retag as archive
from picketwire.archive import rules as rules_archive
from picketwire.archive.opening import transaction
from picketwire.errors import ArchiveError
from picketwire.pipeline.job import press_pay
from picketwire.tagging.definitions import RuleSet
from picketwire.tagging.tagger import Tagger
from picketwire.tagging.versions import rule_versions
from picketwire.times import parse_instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.archive.retag import Rewrite, Standing, StoredItem
    from picketwire.records import Tag

BATCH = 2000  # items in one transaction
SAMPLES = 3  # items shown for each tag and direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One item that gains or loses a tag, with the rule and the words that speak for it."""

    item: int
    source: str
    title: str
    rule: str
    words: tuple[str, ...]


@dataclass(slots=True)
class TagChange:
    """How many items gain or lose one tag, or keep it for other words; by source, with samples."""

    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    reworded: int = 0
    gained_samples: list[Sample] = field(default_factory=list)
    lost_samples: list[Sample] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Retagged:
    """What a change of rules came to, or would come to.

    `rules_changed` says that the rule sets are not the same text; `looked_at` counts the items that were
    read again, and `new_links` what linking found afterwards.
    """

    rules_changed: bool = False
    tags: dict[str, TagChange] = field(default_factory=dict)
    looked_at: int = 0
    new_links: int = 0

    @property
    def changes(self) -> bool:
        """Whether any item gains or loses a tag, or keeps one for other words."""
        return any(t.gained or t.lost or t.reworded for t in self.tags.values())


def compare(connection: Any, target: RuleSet, *, since: str | None = None) -> Retagged:
    """Say what `target` would change for items first seen `since` an instant; read-only.

    ArchiveError if the archive was never tagged.
    """
    report, plan = _plan(connection, target)
    for batch in plan.batches(connection, 0, since):
        for stored in batch:
            plan.weigh(stored, report, archive.Rewrite())
        report.looked_at += len(batch)
    return report


def apply(
    db: Database,
    target: RuleSet,
    *,
    now: datetime,
    batch: int = BATCH,
    on_batch: Callable[[int, int], None] | None = None,
) -> Retagged:
    """Put `target` in force and bring every stored tagging to it; `db` must be open for writing.

    One that was interrupted is gone on with where it stopped. `on_batch` is told how many items are done,
    and of how many.
    """
    report, plan = _plan(db.conn, target)
    state = archive.unfinished(db.conn)
    if report.rules_changed:
        state, at = _begin(db, target, plan, state, now)
    elif state is None:
        return report
    else:
        at = parse_instant(archive.rule_sets(db.conn, 1)[0].applied)
    for done in _bring(db, plan, state, at, report, batch):
        if on_batch:
            on_batch(done, archive.count_items(db.conn))
    with transaction(db):
        archive.note_finished(db)
    report.new_links = _link(db, now)
    return report


def _bring(
    db: Database, plan: _Plan, state: archive.Unfinished, at: datetime, report: Retagged, size: int
) -> Iterator[int]:
    """Retag batch after batch; yield how many items have been looked at after each."""
    for batch in plan.batches(db.conn, state.done, None, size):
        rewrite = archive.Rewrite()
        for stored in batch:
            plan.weigh(stored, report, rewrite)
        state = archive.Unfinished(rule_set=state.rule_set, bases=state.bases, done=batch[-1].id)
        with transaction(db):
            archive.write(db, rewrite, at)
            archive.note_progress(db, state)
        report.looked_at += len(batch)
        yield report.looked_at


def revert(db: Database, *, now: datetime) -> Retagged:
    """Put the rule set before the present one in force again, in one transaction, with the rows it had.

    Items that are new or have changed since are tagged anew. Reverting twice brings the newer set back.
    ArchiveError if there is no earlier set.
    """
    present, previous = _two(db)
    state = archive.unfinished(db.conn)
    if state is not None and state.bases != (previous.id,):
        raise ArchiveError("several changes of rules are unfinished: `picketwire tags apply` finishes them")
    target = RuleSet.from_json(previous.rules)
    report, plan = _plan(db.conn, target)
    at = _after(present.applied, now)
    with transaction(db):
        rules_archive.apply(db, previous.rules, at)
        archive.note_finished(db)
        moved = archive.moved_since(db, present.applied)
        touched = archive.restore(db, present.applied, at, plan.changed, moved)
        rewrite = archive.Rewrite()
        for each in archive.read_items(db.conn, moved, plan.changed):
            plan.weigh(each, report, rewrite)
        for each in archive.read_items(db.conn, touched, plan.changed):
            plan.follow_pay(each, rewrite)
        archive.write(db, rewrite, at)
        report.looked_at = len(moved) + len(touched)
    report.new_links = _link(db, now)
    return report


def _begin(
    db: Database, target: RuleSet, plan: _Plan, state: archive.Unfinished | None, now: datetime
) -> tuple[archive.Unfinished, datetime]:
    """Put the set in force for what comes from now on, and note that stored items do not follow it yet."""
    in_force = archive.rule_sets(db.conn, 1)[0]
    at = _after(in_force.applied, now)
    bases = (*(state.bases if state else ()), in_force.id)
    with transaction(db):
        rules_archive.apply(db, target.to_json(), at)
        begun = archive.Unfinished(rule_set=archive.rule_sets(db.conn, 1)[0].id, bases=bases, done=0)
        if plan.changed:
            archive.note_progress(db, begun)
    return begun, at


def _after(applied: str, now: datetime) -> datetime:
    """Return `now`, or one second behind the last change of rules: each has an instant of its own."""
    return max(now, parse_instant(applied) + timedelta(seconds=1))


def _two(db: Database) -> tuple[archive.RuleSetRow, archive.RuleSetRow]:
    sets = archive.rule_sets(db.conn, 2)
    if len(sets) < 2:
        raise ArchiveError("there is no earlier rule set to go back to")
    return sets[0], sets[1]


def _link(db: Database, now: datetime) -> int:
    from picketwire.pipeline.link import link  # noqa: PLC0415 -- a preview does without

    return link(db, now=now).new_links


def _plan(connection: Any, target: RuleSet) -> tuple[Retagged, _Plan]:
    """Find out which tags differ between the rules that items are tagged with and `target`."""
    sets = archive.rule_sets(connection, 1)
    if not sets:
        raise ArchiveError("the archive was never tagged; `picketwire run` puts the first rules in force")
    state = archive.unfinished(connection)
    texts = {sets[0].rules, *(archive.rules_of(connection, state.bases) if state else ())}
    report = Retagged(rules_changed=sets[0].rules != target.to_json())
    if texts == {target.to_json()}:
        return report, _Plan(frozenset(), RuleSet())
    changed = changed_tags([RuleSet.from_json(text) for text in texts], target)
    return report, _Plan(changed, part(target, changed))


def changed_tags(before: Iterable[RuleSet], after: RuleSet) -> frozenset[str]:
    """Return the tags that have a rule which is new, gone, or of another version in `after`."""
    wanted = set(rule_versions(after).items())
    return frozenset(tag for rules in before for (tag, _), _ in set(rule_versions(rules).items()) ^ wanted)


def part(rules: RuleSet, names: Iterable[str]) -> RuleSet:
    """Return the part of a rule set that gives these tags: they and all that they refer to."""
    definitions = {tag.name: tag for tag in rules.tags}
    needed: set[str] = set()
    waiting = [name for name in names if name in definitions]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += definitions[name].refers_to()
    return RuleSet(tags=tuple(tag for tag in rules.tags if tag.name in needed), sets=rules.sets)


class _Plan:
    """The tags that changed, and the rules that say what they should be now."""

    def __init__(self, changed: frozenset[str], rules: RuleSet) -> None:
        self.changed = changed
        self._tagger = Tagger(rules) if rules.tags else None

    def batches(
        self, connection: Any, after: int, since: str | None, size: int = BATCH
    ) -> Iterator[list[StoredItem]]:
        """Yield the items that follow number `after`; none if no tag changed."""
        while self.changed and (batch := archive.read_batch(connection, after, size, self.changed, since)):
            yield batch
            after = batch[-1].id

    def weigh(self, stored: StoredItem, report: Retagged, rewrite: Rewrite) -> None:
        """Note what must be opened and closed for one item, in `rewrite`, and what that means in `report`."""
        wanted = {(tag.name, tag.rule): tag for tag in self._wanted(stored)}
        if not wanted and not stored.standing:
            return
        kept, close = set(), []
        for standing in stored.standing:
            tag = wanted.get((standing.tag, standing.rule))
            if tag is not None and tag.rules_version == standing.version and _same(tag, standing):
                kept.add((standing.tag, standing.rule))
            else:
                close.append(standing.id)
        fresh = [tag for name, tag in wanted.items() if name not in kept]
        rewrite.close += close
        if fresh:
            rewrite.open.append((stored.id, fresh))
        if close or fresh:
            self.follow_pay(stored, rewrite, gained=[tag.name for tag in wanted.values()])
            _count(report, stored, list(wanted.values()))

    def follow_pay(self, stored: StoredItem, rewrite: Rewrite, gained: Sequence[str] | None = None) -> None:
        """The press's figures are read from news of AI roles alone: they come and go with the tag."""
        if stored.item.kind != "news" or "ai_role" not in self.changed:
            return
        now = {standing.tag for standing in stored.standing}
        has = "ai_role" in (now if gained is None else gained)
        if gained is None or has != ("ai_role" in now):
            rewrite.pay[stored.id] = press_pay(stored.item, stored.source) if has else ()

    def _wanted(self, stored: StoredItem) -> list[Tag]:
        if self._tagger is None:
            return []
        tags = self._tagger.tag(stored.item, publisher=stored.source.name)
        return [tag for tag in tags if tag.name in self.changed]


def _same(tag: Tag, standing: Standing) -> bool:
    """Whether a tag rests on the same words with the same weight."""
    spans = tuple((e.field, e.start, e.end, e.text) for e in tag.evidence)
    return spans == standing.spans and tag.score == standing.score


def _count(report: Retagged, stored: StoredItem, wanted: Sequence[Tag]) -> None:
    """Count an item under each tag that it gains, loses or keeps for other words."""
    have: dict[str, list[Standing]] = {}
    for standing in stored.standing:
        have.setdefault(standing.tag, []).append(standing)
    want: dict[str, list[Tag]] = {}
    for tag in wanted:
        want.setdefault(tag.name, []).append(tag)
    source = stored.source.slug
    for name in have.keys() | want.keys():
        change = report.tags.setdefault(name, TagChange())
        if name not in have:
            change.gained[source] += 1
            first = want[name][0]
            _sample(change.gained_samples, stored, first.rule, [e.text for e in first.evidence])
        elif name not in want:
            change.lost[source] += 1
            old = have[name][0]
            _sample(change.lost_samples, stored, old.rule, [words for *_, words in old.spans])
        else:
            change.reworded += not _alike(have[name], want[name])


def _alike(standing: Sequence[Standing], tags: Sequence[Tag]) -> bool:
    """Whether the same rules speak for a tag by the same words, whatever their versions."""
    by_rule = {each.rule: each for each in standing}
    return by_rule.keys() == {tag.rule for tag in tags} and all(_same(tag, by_rule[tag.rule]) for tag in tags)


def _sample(samples: list[Sample], stored: StoredItem, rule: str, words: Sequence[str]) -> None:
    if len(samples) < SAMPLES:
        sample = Sample(
            item=stored.id, source=stored.source.slug, title=stored.item.title, rule=rule, words=tuple(words)
        )
        samples.append(sample)

"""What today's parsers read otherwise than what is stored: field by field, with a sample of each (pure)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from picketwire.archive.replays import as_text
from picketwire.identity import Entry, match
from picketwire.records import Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from picketwire.archive.replays import Held, Outline

How = Literal["added", "changed", "lost"]

SAMPLES = 3  # of each kind of difference in each source
_SHOWN = 120  # characters of a value on each side of where two differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One difference in one field of one item; texts are cut to where they differ."""

    item: int
    url: str | None
    field: str
    how: How
    before: str | None
    after: str | None


@dataclass(slots=True)
class SourceReplay:
    """What the replay of one source (or of all sources of one board) came to.

    `items` were compared; `not_replayed` could not be, as some answer that held them is no longer kept.
    `found` items are in kept answers and not in the archive, `missing` the other way round.
    """

    source: str
    documents: int = 0
    unreadable: int = 0
    items: int = 0
    not_replayed: int = 0
    found: int = 0
    missing: int = 0
    fields: dict[str, Counter[How]] = field(default_factory=dict)
    tags_gained: Counter[str] = field(default_factory=Counter)
    tags_lost: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    corrected: int = 0
    added: int = 0
    held_back: int = 0  # differences that are not written, because the identity of items is at stake
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether anything is read otherwise."""
        return bool(self.fields or self.found or self.missing)

    def add(self, item: int, url: str | None, differences: Iterable[Difference]) -> None:
        """Count the differences of one item, and keep the first few of each kind."""
        for each in differences:
            counts = self.fields.setdefault(each.field, Counter())
            counts[each.how] += 1
            if counts[each.how] <= SAMPLES:
                old, new = _cut(as_text(each.before), as_text(each.after))
                self.samples.append(
                    Sample(
                        item=item,
                        url=url,
                        field=each.field,
                        how=each.how,
                        before=old,
                        after=new,
                    )
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that is read otherwise."""

    field: str
    how: How
    before: Any
    after: Any


def differences(before: Held, after: Held, *, complete: bool) -> list[Difference]:
    """Compare an item as stored with the same as read today.

    Where not every answer is kept (`complete` is false), a value that is missing now proves nothing.
    """
    old, new = before.values(), after.values()
    found = [
        Difference(
            field=name, how=_how(old.get(name), new.get(name)), before=old.get(name), after=new.get(name)
        )
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]
    return [each for each in found if complete or each.how != "lost"]


def _how(before: object, after: object) -> How:
    return "added" if not before else "lost" if not after else "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Which stored item each replayed one is, what is stored only, and what was replayed only."""

    same: list[tuple[Outline, Outline]]
    stored: list[Outline]
    replayed: list[Outline]


def pair(stored: Sequence[Outline], replayed: Sequence[Outline]) -> Paired:
    """Find each replayed item among the stored ones by its name for good, else as a poll would find it."""
    by_key = {each.key: each for each in stored}
    same = [(by_key[each.key], each) for each in replayed if each.key in by_key]
    known, left = {after.id for _, after in same}, {each.id: each for each in stored}
    for before, _ in same:
        del left[before.id]
    unknown = [each for each in replayed if each.id not in known]
    places = match([_entry(each) for each in unknown], [each.candidate for each in left.values()])
    found = []
    for place, each in zip(places, unknown, strict=True):
        if place is None:
            found.append(each)
        else:
            same.append((left.pop(place), each))
    return Paired(same=same, stored=list(left.values()), replayed=found)


def _entry(outline: Outline) -> Entry:
    seen = outline.candidate
    item = Item(kind="news", native_id=seen.native_id)
    return Entry(item=item, canonical=seen.canonical, content_hash=seen.content_hash)


def _cut(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Cut two long texts to the neighbourhood of the first place where they differ."""
    if not (before and after):
        return before and before[: 2 * _SHOWN], after and after[: 2 * _SHOWN]
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = max(0, same - _SHOWN // 2)
    lead = "…" if start else ""
    return (lead + before[start : start + 2 * _SHOWN], lead + after[start : start + 2 * _SHOWN])

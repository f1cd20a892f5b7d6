"""Which stored item is this? Decided from ids, addresses and words alone, never from a title by itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from picketwire.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from picketwire.records import Item, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What identity needs to know of a stored item of the same source (or board tenant)."""

    id: int
    native_id: str | None
    canonical: str | None
    content_hash: str


def fold(text: str) -> str:
    """Fold white space, no-break spaces included, so that a change of markup is no change of words."""
    return " ".join(text.split())


def content_hash(item: Item) -> str:
    """Hash the words of an item (hex, 32 characters); white space is folded."""
    words = f"{fold(item.title)}\n{fold(item.summary)}\n{fold(item.body)}"  # what is folded has no line ends
    return hashlib.blake2b(words.encode(errors="surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item as it arrived, with the two things that identity compares it by."""

    item: Item
    canonical: str | None
    content_hash: str
    digests: tuple[bytes, ...] = ()  # of all entries that were folded into it


def canonical_of(item: Item) -> str | None:
    """Return the item's address in canonical form, None where it has none."""
    return canonical(item.url) if item.url else None


def key(entry: Entry, source: Source) -> str:
    """Name an item for good: `system:tenant:id` of a posting, else source and id, address or words."""
    native = entry.item.native_id
    if source.kind == "board" and native:
        return f"{source.system}:{source.tenant or ''}:{native}"
    return f"{source.slug} {native or entry.canonical or entry.content_hash}"


def entries(items: Iterable[Item]) -> list[Entry]:
    """Fold items that say the same under the same id and address into the first of them.

    A posting that stands on two pages of its board is one: its id is the board's own.
    """
    groups: dict[tuple[str | None, ...], list[Entry]] = {}
    for item in items:
        entry = Entry(item=item, canonical=canonical_of(item), content_hash=content_hash(item))
        posting = item.kind == "posting" and item.native_id
        rest = (None, None) if posting else (entry.canonical, entry.content_hash)
        groups.setdefault((item.native_id, *rest), []).append(entry)
    return [_fold_together(same) for same in groups.values()]


def _fold_together(same: Sequence[Entry]) -> Entry:
    return replace(same[0], digests=tuple({e.item.digest: None for e in same if e.item.digest}))


def match(
    incoming: Sequence[Entry], stored: Sequence[Candidate], present: Iterable[Candidate] = ()
) -> list[int | None]:
    """Find the stored item behind each incoming one; None where it is new.

    `present` are stored items whose entries stand in the same document and were recognised without
    being read: their ids and addresses count as taken. In order: the id, once in this document and
    with one stored candidate; the canonical address, likewise; address and words together; new.
    """
    present = list(present)
    found: list[int | None] = [None] * len(incoming)
    if not stored:
        return found
    claimed = {c.id for c in present}
    ids = Counter([e.item.native_id for e in incoming] + [c.native_id for c in present])
    links = Counter([e.canonical for e in incoming] + [c.canonical for c in present])
    by_id, by_link, by_words = _index(stored)

    def claim(place: int, candidates: list[int]) -> None:
        free = [c for c in candidates if c not in claimed]
        if found[place] is None and len(candidates) == 1 and free:
            found[place] = free[0]
            claimed.add(free[0])

    for n, entry in enumerate(incoming):
        if entry.item.native_id and ids[entry.item.native_id] == 1:
            claim(n, by_id.get(entry.item.native_id, []))
    for n, entry in enumerate(incoming):
        if entry.canonical and links[entry.canonical] == 1:
            claim(n, by_link.get(entry.canonical, []))
    for n, entry in enumerate(incoming):
        claim(n, by_words.get((entry.canonical, entry.content_hash), [])[:1])
    return found


def _index(
    stored: Sequence[Candidate],
) -> tuple[dict[str, list[int]], dict[str, list[int]], dict[tuple[str | None, str], list[int]]]:
    by_id: dict[str, list[int]] = {}
    by_link: dict[str, list[int]] = {}
    by_words: dict[tuple[str | None, str], list[int]] = {}
    for candidate in stored:
        if candidate.native_id:
            by_id.setdefault(candidate.native_id, []).append(candidate.id)
        if candidate.canonical:
            by_link.setdefault(candidate.canonical, []).append(candidate.id)
        by_words.setdefault((candidate.canonical, candidate.content_hash), []).append(candidate.id)
    return by_id, by_link, by_words

"""Which stored item is this? Decided from ids, addresses and words alone, never from a title by itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from picketwire.records import Item, Source

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What identity needs to know of a stored item of the same source (or board tenant)."""

    id: int
    native_id: str | None
    canonical: str | None
    content_hash: str


def fold(text: str) -> str:
    """Fold white space, no-break spaces included, so that a change of markup is no change of words."""
    return _SPACE.sub(" ", text).strip()


def content_hash(item: Item) -> str:
    """Hash the words of an item (hex, 32 characters); white space is folded."""
    words = json.dumps([fold(item.title), fold(item.summary), fold(item.body)])
    return hashlib.blake2b(words.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def canonical_of(item: Item) -> str | None:
    """Return the item's address in canonical form, None where it has none."""
    return canonical(item.url) if item.url else None


def key(item: Item, source: Source) -> str:
    """Name the item for good: `system:tenant:id` of a posting, else source and id, address or words."""
    if source.kind == "board" and item.native_id:
        return f"{source.system}:{source.tenant or ''}:{item.native_id}"
    return f"{source.slug} {item.native_id or canonical_of(item) or content_hash(item)}"


def unique(items: Iterable[Item]) -> list[tuple[Item, tuple[bytes, ...]]]:
    """Fold entries that say the same under the same id and address: the first, with the digests of all.

    A posting that stands on two pages of its board is one: its id is the board's own.
    """
    groups: dict[tuple[str | None, ...], list[Item]] = {}
    for item in items:
        posting = item.kind == "posting" and item.native_id
        rest = (None, None) if posting else (canonical_of(item), content_hash(item))
        groups.setdefault((item.native_id, *rest), []).append(item)
    return [(same[0], tuple({i.digest: None for i in same if i.digest})) for same in groups.values()]


def match(
    incoming: Sequence[Item], stored: Sequence[Candidate], present: Iterable[Candidate] = ()
) -> list[int | None]:
    """Find the stored item behind each incoming one; None where it is new.

    `present` are stored items whose entries stand in the same document and were recognised without
    being read: their ids and addresses count as taken. In order: the id, once in this document and
    with one stored candidate; the canonical address, likewise; address and words together; new.
    """
    claimed = {c.id for c in present}
    ids = Counter([i.native_id for i in incoming] + [c.native_id for c in present])
    links = [canonical_of(i) for i in incoming]
    link_counts = Counter(links + [c.canonical for c in present])
    found: list[int | None] = [None] * len(incoming)
    by_id, by_link, by_words = _index(stored)

    def claim(place: int, candidates: list[int]) -> None:
        free = [c for c in candidates if c not in claimed]
        if found[place] is None and len(candidates) == 1 and free:
            found[place] = free[0]
            claimed.add(free[0])

    for n, item in enumerate(incoming):
        if item.native_id and ids[item.native_id] == 1:
            claim(n, by_id.get(item.native_id, []))
    for n, link in enumerate(links):
        if link and link_counts[link] == 1:
            claim(n, by_link.get(link, []))
    for n, item in enumerate(incoming):
        claim(n, by_words.get((links[n], content_hash(item)), [])[:1])
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

"""What the pages of a board's list held: each posting once, however often and wherever it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from picketwire.pipeline.judge import Part, Walk

if TYPE_CHECKING:
    from datetime import timedelta

    from picketwire.errors import FetchError
    from picketwire.pipeline.job import Reading
    from picketwire.records import Document, Exchange, Problem, Request, TaggedItem

_ROOT = re.compile(rb"<([A-Za-z][\w:.-]*)")


@dataclass(slots=True)
class List:
    """One list being walked: the whole board, or one of the parts that it was split into."""

    ids: set[str] = field(default_factory=set)
    first_page: frozenset[str] | None = None
    asked: set[tuple[str, bytes | None]] = field(default_factory=set)
    entries: int = 0
    stated: int | None = None
    ended: bool = False
    circular: bool = False

    def add(self, reading: Reading) -> None:
        """Take one page: its postings, and the board's own count where it gives one.

        Later pages of some systems count 0. Of counts that differ the largest holds: a posting that goes
        while the pages are read moves another one off the page that is asked for next.
        """
        parsed = reading.parsed
        page = frozenset([*(t.item.native_id or "" for t in reading.items), *parsed.known_ids])
        size = len(reading.items) + len(parsed.known) + parsed.lost
        fresh = page - self.ids
        self.entries += size
        self.ids |= page
        self.stated = max(self.stated or 0, parsed.stated_total or 0) or None
        self.circular = bool(page) and page == self.first_page
        if page and self.first_page is None:
            self.first_page = page
        reached = self.stated is not None and len(self.ids) >= self.stated
        self.ended = parsed.next is None or reached or bool(size and not fresh)

    def is_new(self, request: Request) -> bool:
        """Note a request of this list; False where it was sent before: links that lead back showed it all."""
        mark = (request.url, request.body)
        new = mark not in self.asked
        self.ended = self.ended or not new
        self.asked.add(mark)
        return new

    def part(self) -> Part:
        """Return what there is to judge."""
        return Part(
            found=len(self.ids),
            entries=self.entries,
            stated=self.stated,
            ended=self.ended,
            circular=self.circular,
        )


@dataclass(slots=True)
class Listing:
    """What all lists of one poll held between them."""

    pages: int = 0
    first: Document | None = None
    exchanges: list[Exchange] = field(default_factory=list)
    items: dict[str, TaggedItem] = field(default_factory=dict)  # by native id, the first sighting
    known: dict[bytes, str] = field(default_factory=dict)  # digest of a recognised entry: its native id
    problems: list[Problem] = field(default_factory=list)
    lists: list[List] = field(default_factory=list)
    sample: frozenset[str] = frozenset()  # postings of the first page of a list that was split
    stated: int | None = None  # the board's count of that list
    lost: int = 0
    unchanged: bool = False
    trouble: str | None = None
    error: FetchError | None = None
    asked: timedelta | None = None

    def add(self, reading: Reading) -> None:
        """Take one page's postings."""
        parsed = reading.parsed
        for tagged in reading.items:
            self.items.setdefault(tagged.item.native_id or "", tagged)
        self.known.update(zip(parsed.known, parsed.known_ids, strict=True))
        self.problems += parsed.problems
        self.lost += parsed.lost

    def fresh(self) -> tuple[TaggedItem, ...]:
        """Return the postings that were read, less those that were also recognised elsewhere in the list.

        Some boards list a posting several times, once per place: the entry seen first stands for it.
        """
        recognised = set(self.known.values())
        return tuple(tagged for key, tagged in self.items.items() if key not in recognised)

    @property
    def found(self) -> int:
        """Distinct postings."""
        return len(self.items.keys() | set(self.known.values()))

    def walk(self, *, before: int, ceiling: int | None, parts_left: int) -> Walk:
        """Return what there is to judge."""
        held = {key for part in self.lists for key in part.ids}
        return Walk(
            found=self.found,
            before=before,
            parts=[part.part() for part in self.lists],
            ceiling=ceiling,
            stated=self.stated,
            outside=len(self.sample - held),
            parts_left=parts_left,
            lost=self.lost,
            trouble=self.trouble,
            problems=self.problems,
        )


def is_whole(body: bytes) -> bool:
    """Whether a body of unannounced length came to its end: JSON does, markup closes its first element."""
    if body.lstrip()[:1] in {b"{", b"["}:
        return body.rstrip()[-1:] in {b"}", b"]"}
    root = _ROOT.search(body[:2_000])
    return root is not None and b"</" + root[1].lower() in body[-500:].lower()

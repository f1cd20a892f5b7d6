"""Cut what would stall a parser out of an XML feed: depth, attributes, huge fields, too many entries.

One walk over the tags (UTF-8 bytes), tolerant of markup that is not well-formed. It is for large
documents and for those that are about to meet a slow parser; small sound ones never come here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsers.dates.reading import read_instant
from parsers.values import MOST_ENTRIES, newest
from picketwire.records import Problem

if TYPE_CHECKING:
    from datetime import datetime

DEEPEST = 200  # elements inside each other
MOST_ATTRIBUTES = 256  # on one tag
LARGEST_FIELD = 2**20  # bytes of markup in one child of an entry, or of the feed

_TOKEN = re.compile(
    rb"<(?:(!\[CDATA\[)(?:.*?\]\]>|.*)|!--(?:.*?-->|.*)|\?(?:.*?\?>|.*)|!(?:[^>]*+>|.*)"
    rb"|(/?)([A-Za-z_][^\s<>/\"'=]*+)((?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"\s[^\s=<>\"']++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_BROKEN_REFERENCE = re.compile(rb"&[^;&<]{0,12}\Z")
_UNFINISHED_TAG = re.compile(rb"<[^<>]{0,10000}\Z")
_DATE = re.compile(
    rb"<(?:pubDate|(?:dc:)?date|published|(?:dcterms:)?issued|updated|(?:dcterms:)?modified)\b[^>]*>\s*"
    rb"(?:<!\[CDATA\[)?\s*([^<\]]{4,80})",
    re.IGNORECASE,
)
_ENTRIES = {b"item", b"entry"}
_CONTAINERS = {b"rss", b"rdf", b"channel", b"feed", b"items", b"channels", *_ENTRIES}


def limit(data: bytes, *, cut: bool = False) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the document within all limits, and a problem for each thing that had to go.

    `cut` says that the document's own end is missing: then what is open at its end is closed.
    """
    walk = _Walk(_UNFINISHED_TAG.sub(b"", data) if cut else data)
    walk.run()
    cuts = walk.cuts + _surplus(walk)
    end = walk.closing if cut else b""
    return _without(walk.data, cuts) + end, tuple(walk.problems)


def spans(data: bytes) -> tuple[tuple[int, int], ...]:
    """Return where each entry of a feed starts and ends, as bytes."""
    walk = _Walk(data)
    walk.run()
    return tuple(walk.entries)


def _surplus(walk: _Walk) -> list[tuple[int, int, bytes]]:
    """Return the cuts that leave the newest entries: by date if all have one, else the first."""
    entries = walk.entries
    if len(entries) <= MOST_ENTRIES:
        return []
    walk.report("document", f"{len(entries)} entries; only the newest {MOST_ENTRIES} were read")
    kept = set(newest([_date(walk.data, span) for span in entries], MOST_ENTRIES))
    return [(start, end, b"") for n, (start, end) in enumerate(entries) if n not in kept]


def _date(data: bytes, span: tuple[int, int]) -> datetime | None:
    found = _DATE.search(data, *span)
    return read_instant(found[1].decode("utf-8", "ignore").strip()) if found else None


def _without(data: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    """Return the data with each `(start, end)` replaced; a cut inside another is part of it."""
    pieces, at = [], 0
    for start, end, instead in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        if start >= at:
            pieces += [data[at:start], instead]
            at = end
    return b"".join([*pieces, data[at:]])


def _closing(names: list[bytes]) -> bytes:
    return b"".join(b"</" + name + b">" for name in reversed(names))


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2].lower()


class _Walk:
    """What is open at one point of a document, and what has to be cut up to there."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.cuts: list[tuple[int, int, bytes]] = []
        self.problems: list[Problem] = []
        self.entries: list[tuple[int, int]] = []
        self.closing = b""  # what would close the document where it ends
        self._open: list[bytes] = []
        self._too_deep: list[bytes] = []
        self._entry: int | None = None  # start of the entry that is open
        self._entry_depth = 0
        self._field = -1  # depth of the field that is open
        self._field_end = 0  # where it must end
        self._field_cut: tuple[int, bytes] | None = None  # from where it is cut, and what closes it there
        self._at = 0  # end of the last token
        self._in_cdata = False  # the last token is a CDATA section that does not end

    def run(self) -> None:
        """Walk from the first tag to the last."""
        while token := _TOKEN.search(self.data, self._at):
            before, self._at = self._at, token.end()
            if self._field >= 0 and self._field_cut is None and token.end() > self._field_end:
                self._cut_field(token, before)
            elif token[3] is None:
                self._in_cdata = bool(token[1]) and not token[0].endswith(b"]]>")
            elif token[2]:
                self._close_tag(token)
            else:
                self._open_tag(token)
        self._finish()

    def _finish(self) -> None:
        inside = self._open if self._field_cut is None else self._open[: self._field + 1]
        self.closing = (b"]]>" if self._in_cdata and self._field_cut is None else b"") + _closing(inside)
        self._close_field(len(self.data))
        self._close_entry(len(self.data))

    def report(self, where: str, what: str) -> None:
        """Add a problem, once."""
        problem = Problem(where=where, what=what)
        if problem not in self.problems[-3:]:
            self.problems.append(problem)

    def _place(self) -> str:
        return "document" if self._entry is None else f"entry {len(self.entries) + 1}"

    def _open_tag(self, token: re.Match[bytes]) -> None:
        name, attributes = token[3], token[4]
        empty = attributes.endswith(b"/")
        if len(attributes) > MOST_ATTRIBUTES * 6:
            self._cut_attributes(token, empty=empty)
        if len(self._open) >= DEEPEST:
            self.report(self._place(), f"tags deeper than {DEEPEST} were dropped")
            self.cuts.append((*token.span(), b""))
            if not empty:
                self._too_deep.append(name)
            return
        local = _local(name)
        if local in _ENTRIES and self._field < 0:
            self._open_entry(token)
        elif local not in _CONTAINERS and self._field < 0 and not empty:
            self._field, self._field_end = len(self._open), token.end() + LARGEST_FIELD
        if not empty:
            self._open.append(name)
        elif local in _ENTRIES and self._field < 0:
            self._close_entry(token.end())

    def _open_entry(self, token: re.Match[bytes]) -> None:
        if self._entry is not None:  # the one before was never closed
            del self._open[self._entry_depth :]
            self._close_entry(token.start())
        self._entry, self._entry_depth = token.start(), len(self._open)

    def _close_tag(self, token: re.Match[bytes]) -> None:
        name = token[3]
        if name in self._too_deep[-50:]:
            while self._too_deep.pop() != name:
                pass
            self.cuts.append((*token.span(), b""))
            return
        if name not in self._open:
            return
        self._too_deep.clear()
        while self._open.pop() != name:
            pass
        if len(self._open) <= self._field:
            self._close_field(token.start())
        if self._entry is not None and len(self._open) <= self._entry_depth:
            self._close_entry(token.end())

    def _close_entry(self, end: int) -> None:
        if self._entry is not None:
            self.entries.append((self._entry, end))
            self._entry = None

    def _close_field(self, end: int) -> None:
        if self._field_cut is not None:
            start, closing = self._field_cut
            self.cuts.append((start, end, closing))
        self._field, self._field_cut = -1, None

    def _cut_field(self, token: re.Match[bytes], before: int) -> None:
        """Cut a field at the last place before the limit where it can end, and go on behind it.

        `before` is where the tag before `token` ends.
        """
        place, closing = max(before, min(token.start(), self._field_end)), b""
        if token[1] and token.start() < self._field_end:
            place, closing = max(token.start() + len(b"<![CDATA["), self._field_end), b"]]>"
        elif broken := _BROKEN_REFERENCE.search(self.data, max(before, place - 14), place):
            place = broken.start()
        while place < len(self.data) and self.data[place] & 0xC0 == 0x80:  # inside a character
            place -= 1
        name = self._open[self._field]
        self.report(self._place(), f"{name.decode(errors='replace')} was cut after {LARGEST_FIELD} bytes")
        self._field_cut = place, closing + _closing(self._open[self._field + 1 :])
        end = self.data.find(b"</" + name, token.end() if token[1] else place)
        self._at = len(self.data) if end < 0 else end

    def _cut_attributes(self, token: re.Match[bytes], *, empty: bool) -> None:
        found = list(_ATTRIBUTE.finditer(self.data, *token.span(4)))
        if len(found) > MOST_ATTRIBUTES:
            self.report(self._place(), f"attributes after the first {MOST_ATTRIBUTES} of a tag were dropped")
            self.cuts.append((found[MOST_ATTRIBUTES].start(), token.end(4), b"/" if empty else b""))

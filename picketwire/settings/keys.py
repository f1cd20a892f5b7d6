"""The keys that a mapping may have, and typed reading of their values with all problems noted.

Each kind of file declares its keys once: the declaration refuses unknown keys, and the reference in
`docs/config.md` is held against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar, get_args

from picketwire.settings import values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date
    from typing import Any

    from picketwire.settings.yaml import Cell, Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, what a value looks like, and what it is for (both as documented)."""

    name: str
    form: str
    meaning: str
    required: bool = False


class Row:
    """One mapping of a file, read key by key; asking for a key that was not declared is our own mistake."""

    def __init__(self, cell: Cell, keys: Sequence[Key]) -> None:
        self._cell = cell
        self._keys = {key.name: key for key in keys}
        self._values: dict[str, Cell] = {}
        is_mapping = cell.form == "a mapping"
        for name, key, value in cell.pairs():
            if name not in self._keys:
                key.problem(unknown("key", name, self._keys))
            elif not value.is_null:
                self._values[name] = value
        for name in (key.name for key in keys if key.required and is_mapping):
            if name not in self._values:
                cell.problem(f'key "{name}" is missing: {self._keys[name].meaning}')

    @property
    def place(self) -> Place:
        """Where the mapping starts."""
        return self._cell.place

    def problem(self, what: str, key: str | None = None) -> None:
        """Note a problem at the value of `key`, or at the mapping where that has none."""
        (self.cell(key) or self._cell if key else self._cell).problem(what)

    def cell(self, key: str) -> Cell | None:
        """Return the value of `key` with its place, or None where it is not set."""
        if key not in self._keys:
            raise KeyError(f"{key} is not declared")
        return self._values.get(key)

    def read(self, key: str, reader: Callable[[str], T]) -> T | None:
        """Return the value of `key` as `reader` understands it; its ValueError becomes a problem."""
        cell = self.cell(key)
        return read_cell(cell, reader) if cell else None

    def text(self, key: str) -> str | None:
        """Return a text with its outer white space cut off."""
        return self.read(key, str.strip)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.read(key, values.flag)
        return default if value is None else value

    def choice(self, key: str, among: Any) -> Any:
        """Return one of the words of a Literal type (which no type parameter can stand for: hence Any)."""
        words = get_args(among)
        return self.read(key, lambda text: _one_of(text, words))

    def each(self, key: str, reader: Callable[[str], T]) -> Iterator[tuple[T, Cell]]:
        """Yield each readable entry of a list of texts with its cell."""
        cell = self.cell(key)
        for entry in cell.cells() if cell else ():
            value = read_cell(entry, reader)
            if value is not None:
                yield value, entry

    def rows(self, key: str, keys: Sequence[Key]) -> Iterator[Row]:
        """Yield each entry of a list of mappings."""
        cell = self.cell(key)
        for entry in cell.cells() if cell else ():
            yield Row(entry, keys)

    def span(self) -> tuple[date | None, date | None]:
        """Return `since` and `until`, which must leave at least one day between them."""
        since, until = self.read("since", values.day), self.read("until", values.day)
        if since and until and since >= until:
            self.problem(f"until {until} is not after since {since}: until is the first day after", "until")
        return since, until


def read_cell(cell: Cell, reader: Callable[[str], T]) -> T | None:
    """Return the text of `cell` as `reader` understands it; its ValueError becomes a problem there."""
    text = cell.text()
    if text is None:
        return None
    try:
        return reader(text)
    except ValueError as error:
        cell.problem(str(error))
        return None


def check_reference(row: Row, key: str, slug: str | None, among: Collection[str]) -> None:
    """Note a slug under `key` that names no organization."""
    if slug and slug not in among:
        row.problem(unknown("organization", slug, among), key)


def unknown(what: str, name: str, among: Collection[str]) -> str:
    """Say that `name` is not among the known ones, and which of them may have been meant."""
    close = get_close_matches(name, sorted(among), n=1, cutoff=0.7)
    if close:
        return f'unknown {what} "{name}" (did you mean "{close[0]}"?)'
    few = sorted(among)
    return f'unknown {what} "{name}"' + (f": it is one of {', '.join(few)}" if 0 < len(few) <= 30 else "")


def _one_of(text: str, words: Collection[str]) -> str:
    if text not in words:
        close = get_close_matches(text, sorted(words), n=1, cutoff=0.7)
        hint = f' (did you mean "{close[0]}"?)' if close else ""
        raise ValueError(f'"{text}" is not one of {", ".join(words)}{hint}')
    return text

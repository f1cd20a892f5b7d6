"""Read YAML so that every value still knows its file, line and column.

A file is only composed, never constructed: each scalar stays the text that was written, and the key
it belongs to decides what it means. So `NO` is a country, `12:30` a text and `2023` may be a title,
as YAML 1.2 has it. libyaml composes some fifteen times faster than pure Python, which decides
whether a command starts in half a second; where it is missing, PyYAML's own composer takes over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped]  # PyYAML ships no types

from picketwire.errors import ConfigProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What the two composers say, and what the writer of the file can do about it.
_CURES = (
    (r"nesting depth", "no file here nests that deeply"),
    (
        r"\\t|tab|cannot start any token",
        "indent with spaces, not tabs; quote text that starts with @, ` or %",
    ),
    (r"mapping values are not allowed", 'quote text that holds ": "'),
    (r"unexpected end of stream", "close the quotation marks"),
    (r"expected '-'|block end|block mapping", "line the keys up under each other"),
    (r"flow|node content", "close the bracket"),
    (r"undefined alias", "quote text that starts with *"),
    (r"another document", "one file holds one document: drop the second ---"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file as the reader would name it, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(slots=True)
class Problems:
    """Everything found wrong so far, over all files."""

    found: list[ConfigProblem] = field(default_factory=list)

    def add(self, place: Place, what: str) -> None:
        """Note one problem at `place`."""
        self.found.append(ConfigProblem(file=place.file, line=place.line, column=place.column, what=what))

    def sorted(self) -> tuple[ConfigProblem, ...]:
        """Return each problem once, in the order of files, lines and columns."""
        return tuple(sorted(set(self.found), key=lambda p: (p.file, p.line, p.column, p.what)))


class Cell:
    """One value of a file: a text, a list or a mapping, with its place.

    Reading it as what it is not notes a problem and returns nothing, so that a loader goes on and
    finds the next one.
    """

    __slots__ = ("_node", "file", "problems")

    def __init__(self, node: Any, file: str, problems: Problems) -> None:
        self._node = node
        self.file = file
        self.problems = problems

    @property
    def place(self) -> Place:
        """Where the value starts."""
        mark = self._node.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    @property
    def form(self) -> str:
        """What the value is, in words: nothing, text, a list or a mapping."""
        if isinstance(self._node, yaml.ScalarNode):
            return "nothing" if self.is_null else "text"
        return "a list" if isinstance(self._node, yaml.SequenceNode) else "a mapping"

    @property
    def is_null(self) -> bool:
        """Whether nothing, `~` or `null` stands there, without quotation marks."""
        node = self._node
        return isinstance(node, yaml.ScalarNode) and node.style in {None, ""} and node.value in _NULLS

    def problem(self, what: str) -> None:
        """Note that something is wrong with this value."""
        self.problems.add(self.place, what)

    def text(self) -> str | None:
        """Return the text as written, resolved from quotes and folded lines; None if it is none."""
        if isinstance(self._node, yaml.ScalarNode) and not self.is_null:
            return str(self._node.value)
        self._wrong("text")
        return None

    def cells(self) -> tuple[Cell, ...]:
        """Return the entries of a list."""
        if isinstance(self._node, yaml.SequenceNode):
            return tuple(Cell(node, self.file, self.problems) for node in self._node.value)
        if self.form == "text":
            self.problem(f"expected a list, found text: write [{self._node.value}]")
        elif not self.is_null:
            self._wrong("a list")
        return ()

    def pairs(self) -> Iterator[tuple[str, Cell, Cell]]:
        """Yield key, the key's cell and the value's cell of a mapping; a repeated key is a problem."""
        if not isinstance(self._node, yaml.MappingNode):
            if not self.is_null:
                self._wrong("a mapping")
            return
        first: dict[str, int] = {}
        for key_node, value_node in self._node.value:
            key, value = (Cell(node, self.file, self.problems) for node in (key_node, value_node))
            name = key.text()
            if name is None:
                continue
            if name in first:
                key.problem(f'key "{name}" stands here again; it is already in line {first[name]}: keep one')
                continue
            first[name] = key.place.line
            yield name, key, value

    def _wrong(self, wanted: str) -> None:
        self.problem(f"expected {wanted}, found {self.form}")


def read(text: str, file: str, problems: Problems) -> Cell | None:
    """Compose one file; None if it is empty or broken (which is then among the problems)."""
    if bad := _UNPRINTABLE.search(text):
        problems.add(
            _place_of(text, bad.start(), file), f"character U+{ord(bad[0]):04X} is not allowed: delete it"
        )
        return None
    try:
        node = yaml.compose(text, _LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        problems.add(place, _broken(error))
        return None
    except RecursionError:
        problems.add(Place(file), "not YAML: nested too deeply; no file here nests that deeply")
        return None
    return Cell(node, file, problems) if node is not None else None


def _place_of(text: str, offset: int, file: str) -> Place:
    before = text[:offset]
    return Place(file, before.count("\n") + 1, offset - before.rfind("\n"))


def _broken(error: yaml.MarkedYAMLError) -> str:
    said = ", ".join(part for part in (error.context, error.problem) if part)
    if error.context_mark and error.problem_mark and error.context_mark.line != error.problem_mark.line:
        said += f" (it starts in line {error.context_mark.line + 1})"
    cure = next((cure for pattern, cure in _CURES if re.search(pattern, said)), None)
    return f"not YAML: {said}" + (f"; {cure}" if cure else "")

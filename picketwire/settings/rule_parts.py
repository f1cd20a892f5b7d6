"""Read the parts of one tag rule: phrases, clauses, fields, examples."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from picketwire.settings import values
from picketwire.settings.keys import Key, Row, read_cell, unknown
from picketwire.settings.yaml import Cell, Place, Problems
from picketwire.tagging import phrases
from picketwire.tagging.definitions import Clause, Example
from picketwire.tagging.fields import FIELDS, LEAD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KINDS = ("news", "posting")
CLAUSE_KEYS = (
    Key("any", "phrases", "at least one of these must be found"),
    Key("all", "phrases", "each of these must be found"),
    Key("none", "phrases", "not one of these may be found"),
    Key("near", "phrases", "each of these must be found, close together"),
    Key("within", "number", "how many words may lie between the parts of `near`; if not set, the sentence"),
    Key("in_order", "flag", "whether the parts of `near` must come in the order written"),
    Key("tag", "tag", "the item must have this tag"),
    Key("fields", "list", "where this clause looks, if not where its rule does"),
)
EXAMPLE_KEYS = (
    Key("title", "text", "the title", required=True),
    Key("summary", "text", "the summary"),
    Key("body", "text", "the full text"),
    Key("kind", "word", "news or posting"),
    Key("department", "text", "of a posting"),
    Key("language", "code", "as the source states it"),
)
EXAMPLES_KEYS = (
    Key("match", "titles", "made-up items that the rule must tag", required=True),
    Key("no_match", "titles", "made-up items that must not get the tag", required=True),
)


class UsedSet(NamedTuple):
    """A word set that a phrase names: `alone`, or within more words."""

    name: str
    alone: bool
    problems: Problems
    place: Place


@dataclass(slots=True)
class Notes:
    """What has been met so far: the lines of the file at hand, and who names which tag and set where."""

    rows: Sequence[str] = ()
    tags: dict[str, Place] = field(default_factory=dict)
    sets: dict[str, Place] = field(default_factory=dict)
    named: list[tuple[str, str, Cell | None]] = field(default_factory=list)  # tag, the tag it names, where
    used_sets: list[UsedSet] = field(default_factory=list)


def read_clause(row: Row, tag: str, notes: Notes, fields: tuple[str, ...] = ()) -> Clause:
    """Read the conditions of a rule, or of a clause within it that looks in fields of its own."""
    parts = {name: _parts(row.cell(name), tag, notes) for name in ("any", "none")}
    parts |= {name: _parts(row.cell(name), tag, notes, apart=True) for name in ("all", "near")}
    named, within = row.text("tag"), row.read("within", _count)
    if named:
        notes.named.append((tag, named, row.cell("tag")))
    if not named and not any(parts.values()):
        row.problem("nothing to look for: give it any, all, near, none or tag")
    if parts["near"] and len(parts["near"]) < 2:
        row.problem("near needs at least two parts", "near")
    if within is not None and not parts["near"]:
        row.problem("within belongs to near, which is not here", "within")
    return Clause(
        **parts, within=within, in_order=row.flag("in_order", default=False), tag=named, fields=fields
    )


def _parts(cell: Cell | None, tag: str, notes: Notes, *, apart: bool = False) -> tuple[Clause | str, ...]:
    """Read phrases, one a line or as a list in which mappings are clauses.

    `apart`: each entry of a list is a part of its own, so that several lines in one are alternatives.
    """
    if cell is None:
        return ()
    found: list[Clause | str] = []
    is_list = cell.form == "a list"
    for part in cell.cells() if is_list else (cell,):
        if part.form == "a mapping":
            row = Row(part, CLAUSE_KEYS)
            fields = tuple(name for name, _ in row.each("fields", _field))
            found.append(read_clause(row, tag, notes, fields))
        else:
            written = tuple(read_phrases(part, notes))
            found += (Clause(any=written),) if apart and is_list and len(written) > 1 else written
    return tuple(found)


def read_phrases(cell: Cell, notes: Notes) -> Iterator[str]:
    """Yield each phrase of a text with one a line; a line that begins with # is a comment."""
    for part in cell.cells() if cell.form == "a list" else (cell,):
        for phrase, place in lines(part, notes.rows):
            try:
                steps = phrases.parse(phrase)
            except phrases.PhraseError as error:
                part.problems.add(place, str(error))
                continue
            alone = len(steps) == 1 and steps[0].is_plain
            notes.used_sets += [
                UsedSet(step.word_set, alone, part.problems, place) for step in steps if step.word_set
            ]
            yield phrase


def lines(cell: Cell, rows: Sequence[str]) -> list[tuple[str, Place]]:
    """Return the lines of a text that say something, with their places among the `rows` of its file."""
    text = cell.text()
    if text is None:
        return []
    if "\n" not in text.strip():
        return [(text.strip(), cell.place)] if text.strip() else []
    first = cell.place.line + 1  # a block begins on the line after its sign
    found = []
    for number, line in enumerate(text.splitlines(), first):
        if line.strip() and not line.lstrip().startswith("#"):
            column = len(rows[number - 1]) - len(rows[number - 1].lstrip()) + 1 if number <= len(rows) else 1
            found.append((line.strip(), Place(cell.file, number, column)))
    return found


def read_fields(cell: Cell) -> tuple[tuple[str, float], ...]:
    """Read a list of fields, or a mapping of fields to weights."""
    if cell.form != "a mapping":
        return tuple((name, 1.0) for part in cell.cells() if (name := read_cell(part, _field)))
    found = []
    for name, key, value in cell.pairs():
        weight = read_cell(value, _weight)
        if read_cell(key, _field) and weight is not None:
            found.append((name, weight))
    return tuple(found)


def read_examples(
    cell: Cell, notes: Notes, kinds: tuple[str, ...]
) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Read `match` and `no_match`."""
    row = Row(cell, EXAMPLES_KEYS)
    kind = kinds[0]
    match, no_match = (
        tuple(_examples(part, notes, kind)) if (part := row.cell(name)) else ()
        for name in ("match", "no_match")
    )
    return match, no_match


def _examples(cell: Cell, notes: Notes, kind: str) -> Iterator[Example]:
    for part in cell.cells() if cell.form == "a list" else (cell,):
        if part.form == "a mapping":
            row = Row(part, EXAMPLE_KEYS)
            given = {key.name: text for key in EXAMPLE_KEYS if (text := row.text(key.name))}
            yield Example(**{"kind": kind, "title": "", **given})
        else:
            yield from (Example(title=title, kind=kind) for title, _ in lines(part, notes.rows))


def _field(text: str) -> str:
    if text not in {*FIELDS, LEAD}:
        raise ValueError(unknown("field", text, (*FIELDS, LEAD)))
    return text


def _weight(text: str) -> float:
    if not re.fullmatch(r"0?\.\d+|1(\.0+)?", text):
        raise ValueError(f'"{text}" is no weight: write a number above 0 and up to 1')
    return float(text)


def _count(text: str) -> int:
    return 0 if text == "0" else values.whole(text)

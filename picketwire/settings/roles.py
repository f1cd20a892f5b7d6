"""Read `roles.yaml`: which words of a title name which kind of work and which level."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from picketwire.settings import values
from picketwire.settings.keys import Key, Row, read_cell, unknown
from picketwire.tagging.roles import RoleRule, RoleTable, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from picketwire.settings.yaml import Cell

FILE_KEYS = (
    Key("words", "mapping", "word lists that rules name in braces, each as name: alternatives"),
    Key("families", "list", "kinds of work; the first rule that fits a title decides", required=True),
    Key("seniority", "list", "levels; likewise", required=True),
)
_RULE = (
    Key("rule", "text", "what it goes by, shown with its result", required=True),
    Key("title", "list", "alternatives, divided by a bar; one of each entry must be found", required=True),
    Key("not", "list", "alternatives of which none may be found"),
)
FAMILY_KEYS = (Key("family", "slug", "the kind of work", required=True), *_RULE)
LEVEL_KEYS = (Key("level", "slug", "the level", required=True), *_RULE)
_SET = re.compile(r"\{([\w-]*)\}")


def load_roles(cell: Cell) -> RoleTable:
    """Read the table; what cannot be read is noted as a problem and left out."""
    row = Row(cell, FILE_KEYS)
    words = dict(_words(row.cell("words")))
    return RoleTable(
        families=tuple(_rules(row, "families", "family", FAMILY_KEYS, words)),
        seniority=tuple(_rules(row, "seniority", "level", LEVEL_KEYS, words)),
    )


def _words(cell: Cell | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, key, value in cell.pairs() if cell else ():
        if not re.fullmatch(r"[\w-]+", name):
            key.problem(f'"{name}" cannot stand in braces: name a word list with letters and digits')
        yield name, _alternatives(value, {})


def _rules(
    row: Row, key: str, name: str, keys: tuple[Key, ...], words: Mapping[str, tuple[str, ...]]
) -> Iterator[RoleRule]:
    for each in row.rows(key, keys):
        title, without = each.cell("title"), each.cell("not")
        needs = tuple(_alternatives(entry, words) for entry in (title.cells() if title else ()))
        if title and title.form == "a list" and not needs:
            title.problem("an empty list fits every title: write what must be found")
        exclude = [
            phrase for entry in (without.cells() if without else ()) for phrase in _alternatives(entry, words)
        ]
        slug = each.read(name, values.slug)
        if slug and all(needs) and needs:
            yield RoleRule(name=slug, rule=each.text("rule") or "", title=needs, exclude=tuple(exclude))


def _alternatives(cell: Cell, words: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the alternatives of one entry, word lists put in; what is wrong is noted at the entry."""
    text = read_cell(cell, str.strip)
    if text is None:
        return ()
    found: list[str] = []
    for part in (part.strip() for part in text.split("|")):
        if named := _SET.fullmatch(part):
            if named[1] not in words:
                cell.problem(unknown("word list", named[1], words))
            found += words.get(named[1], ())
        elif "{" in part or "}" in part:
            cell.problem(f'"{part}": a word list stands alone between bars, as in {{ai}} | robot~')
        elif not words_of(part):
            cell.problem(f'"{part}" has no word in it: write at least one letter or digit between two bars')
        else:
            found.append(part)
    return tuple(found)

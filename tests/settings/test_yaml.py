"""Reading YAML with places: what is wrong stands where the reader looks for it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml as pyyaml  # type: ignore[import-untyped]  # PyYAML ships no types

from picketwire.settings import yaml
from picketwire.settings.yaml import Cell, Problems, read

LOADERS = [loader for name in ("CBaseLoader", "BaseLoader") if (loader := getattr(pyyaml, name, None))]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__, autouse=True)
def composer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Every rule holds with libyaml and without it."""
    monkeypatch.setattr(yaml, "_LOADER", request.param)


def cells(text: str) -> tuple[dict[str, Cell], Problems]:
    problems = Problems()
    cell = read(text, "f.yaml", problems)
    return {name: value for name, _, value in cell.pairs()} if cell else {}, problems


def said(problems: Problems) -> list[str]:
    return [str(problem) for problem in problems.sorted()]


@pytest.mark.parametrize(
    "text", ["NO", "off", "12:30", "1_000", "0o17", "2023-05-02", "1e3", ".inf", "true", "0x1F"]
)
def test_scalars_stay_as_written(text: str) -> None:
    """Norway is no boolean and half past twelve no number."""
    found, problems = cells(f"key: {text}\n")
    assert found["key"].text() == text
    assert not problems.found


@pytest.mark.parametrize(
    ("text", "null"), [("", True), ("~", True), ("null", True), ('"null"', False), ("''", False)]
)
def test_only_unquoted_nothing_is_nothing(text: str, null: bool) -> None:
    found, _ = cells(f"key: {text}\n")
    assert found["key"].is_null is null


def test_places_count_characters_from_one() -> None:
    found, _ = cells("# ü\na: 1\nßü: [x, é, {k: 😀, l: here}]\n")
    inner = {name: value for name, _, value in found["ßü"].cells()[2].pairs()}
    assert (inner["l"].place.line, inner["l"].place.column) == (3, 22)


def test_a_byte_order_mark_is_no_character() -> None:
    found, problems = cells("\ufeffa: 1\n")
    assert found["a"].text() == "1"
    assert not problems.found


def test_a_repeated_key_is_refused_at_its_second_place() -> None:
    found, problems = cells("a: 1\nb: 2\na: 3\n")
    assert found["a"].text() == "1"
    assert said(problems) == ['f.yaml:3:1: key "a" stands here again; it is already in line 1: keep one']


@pytest.mark.parametrize(
    ("read_as", "text", "complaint"),
    [
        ("text", "k: [a]", "f.yaml:1:4: expected text, found a list"),
        ("text", "k: {a: b}", "f.yaml:1:4: expected text, found a mapping"),
        ("text", "k:", "f.yaml:1:3: expected text, found nothing"),
        ("cells", "k: abc", "f.yaml:1:4: expected a list, found text: write [abc]"),
        ("cells", "k: {a: b}", "f.yaml:1:4: expected a list, found a mapping"),
        ("pairs", "k: abc", "f.yaml:1:4: expected a mapping, found text"),
        ("pairs", "k: [a]", "f.yaml:1:4: expected a mapping, found a list"),
    ],
)
def test_a_value_of_the_wrong_form_is_named(read_as: str, text: str, complaint: str) -> None:
    found, problems = cells(text + "\n")
    result = getattr(found["k"], read_as)()
    assert not (list(result) if result is not None else result)
    assert said(problems) == [complaint]


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        ("a:\n\t- b\n", 2, "spaces, not tabs"),
        ("a: b: c\n", 1, 'quote text that holds ": "'),
        ("a: [1, 2\nb: 3\n", 2, "close the bracket"),
        ("a: 'open\n\n", 3, "close the quotation marks"),
        ("a: @home\n", 1, "quote text that starts with @"),
        ("a: *home\n", 1, "quote text that starts with *"),
        ("a: 1\n---\nb: 2\n", 2, "drop the second ---"),
        ("a: 1\n b: 2\n", 2, 'quote text that holds ": "'),
        ("- a\nb: c\n", 2, "line the keys up"),
    ],
)
def test_broken_yaml_names_line_and_cure(text: str, line: int, cure: str) -> None:
    problems = Problems()
    assert read(text, "f.yaml", problems) is None
    (problem,) = problems.sorted()
    assert problem.line == line
    assert problem.what.startswith("not YAML: ")
    assert cure in problem.what


def test_control_characters_are_named_with_their_place() -> None:
    problems = Problems()
    assert read("a: 1\nb: x\x00y\n", "f.yaml", problems) is None
    assert said(problems) == ["f.yaml:2:5: character U+0000 is not allowed: delete it"]


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "- " * 5000])
def test_a_tower_of_brackets_is_refused_not_climbed(text: str) -> None:
    problems = Problems()
    assert read(text, "f.yaml", problems) is None
    assert len(problems.found) == 1


def test_an_anchor_that_holds_itself_is_no_trap() -> None:
    found, _ = cells("a: &a [*a, b]\n")
    assert [cell.form for cell in found["a"].cells()] == ["a list", "text"]


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_nothing_wrong(text: str) -> None:
    problems = Problems()
    cell = read(text, "f.yaml", problems)
    assert cell is None or cell.is_null
    assert not problems.found

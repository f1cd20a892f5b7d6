"""The rooms keep to their borders: who may import whom, and what never happens anywhere."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("picketwire", "parsers", "flows")
WORDS = {"records", "errors", "urls", "times"}
# room -> rooms of ours that it may import from, beside itself
MAY = {
    "records": set(),
    "errors": {"records"},
    "urls": {"records", "errors"},
    "times": {"records", "errors", "urls"},
    "facts": WORDS,
    "linkage": WORDS | {"facts"},
    "identity": WORDS,
    "changes": WORDS | {"identity"},
    "schedule": WORDS | {"identity"},
    "places": WORDS,
    "stoppages": WORDS | {"facts"},
    "comparing": WORDS | {"facts", "places"},
    "parsers": WORDS,
    "fetching": WORDS,
    "tagging": {"records", "errors"},
    "settings": WORDS | {"facts", "tagging"},
    "archive": WORDS | {"facts", "linkage", "identity", "changes", "comparing", "stoppages"},
    "linking": WORDS | {"facts", "linkage", "places", "archive"},
}
MAY["pipeline"] = set(MAY) | {"parsers"}
MAY["demo"] = MAY["pipeline"] | {"pipeline"}
MAY["cli"] = MAY["demo"] | {"demo", "flows"}
MAY["__main__"] = {"cli"}
MAY["flows"] = {*WORDS, "facts", "pipeline", "settings", "archive"}
NO_CLOCK_NO_WORLD = {
    "socket",
    "urllib.request",
    "http",
    "requests",
    "httpx",
    "aiohttp",
    "sqlite3",
    "time",
    "random",
    "os",
}
PURE = {"records", "identity", "changes", "schedule", "parsers", "tagging", "facts", "linkage"}
PURE |= {"places", "comparing", "stoppages"}


def files():
    found = [p for name in OURS for p in sorted((ROOT / name).rglob("*.py"))]
    assert len(found) > 50
    return found


def room(module: str) -> str | None:
    """Return the room a dotted module name belongs to; None for what is not ours."""
    parts = module.split(".")
    if parts[0] == "picketwire":
        return parts[1] if len(parts) > 1 else None
    return parts[0] if parts[0] in OURS else None


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_a_file_imports_only_from_rooms_that_its_own_may_know(path):
    own = room(name_of(path))
    if own is None or path.name == "__init__.py":
        return
    others = {r for module in imports(path) if (r := room(module))} - {own}
    assert others <= MAY[own], f"{own} must not import from {sorted(others - MAY[own])}"


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_prefect_is_imported_in_flows_only(path):
    if room(name_of(path)) != "flows":
        assert not {m for m in imports(path) if m.split(".")[0] == "prefect"}


@pytest.mark.parametrize("path", [p for p in files() if room(name_of(p)) in PURE], ids=name_of)
def test_pure_rooms_know_neither_clock_nor_network_nor_database(path):
    used = imports(path) & NO_CLOCK_NO_WORLD
    assert not used
    source = path.read_text()
    assert "datetime.now(" not in source
    assert "date.today(" not in source


def test_only_the_prefect_commands_reach_for_flows():
    for path in files():
        if room(name_of(path)) == "cli" and path.name != "prefect.py":
            assert not {m for m in imports(path) if m.split(".")[0] == "flows"}, path


def test_modules_import_each_other_in_no_circle():
    graph = {name_of(p).removesuffix(".__init__"): set() for p in files()}
    for path in files():
        tree = ast.parse(path.read_text())
        for node in tree.body:  # what a module needs to be imported, not what its functions import later
            if isinstance(node, ast.ImportFrom) and node.module:
                modules = {f"{node.module}.{a.name}" for a in node.names} & graph.keys()
                names = modules or {node.module} & graph.keys()
                graph[name_of(path).removesuffix(".__init__")] |= names
    seen: dict[str, int] = {}

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, f"circle: {' > '.join([*trail, module])}"
        if module not in seen:
            for other in graph[module]:
                visit(other, (*trail, module))
            seen[module] = 1

    for module in graph:
        visit(module, ())


def test_init_files_are_empty_but_for_the_one_public_name_of_parsers():
    for path in files():
        if path.name == "__init__.py" and path.parent.name != "parsers":
            assert not path.read_text().strip(), path


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_every_module_says_in_a_sentence_what_it_is_for_and_stays_small(path):
    if path.name == "__init__.py":
        return
    text = path.read_text()
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "no docstring"
    assert docstring.splitlines()[0].endswith((".", ":", "?")), docstring.splitlines()[0]
    assert text.count("\n") <= 400, "split it by noun"


def test_no_flow_file_hides_a_module_of_python_or_of_ours():
    names = {p.stem for p in (ROOT / "flows").glob("*.py")} - {"__init__"}
    assert not names & set(sys.stdlib_module_names)

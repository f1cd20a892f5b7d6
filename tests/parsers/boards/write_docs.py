"""Write docs/boards.md anew: `python -m tests.parsers.boards.write_docs`."""

from __future__ import annotations

from pathlib import Path

from parsers.board import systems
from parsers.board_parts.docs import page
from tests.parsers.boards import expected

PAGE = Path(__file__).parents[3] / "docs" / "boards.md"


def filled() -> dict[str, tuple[frozenset[str], bool]]:
    """Return, for each system, the fields that its samples fill and whether its lists ask for details."""
    found = {}
    for system in systems():
        items = [
            i for case in expected.cases(system) for i in expected.sample(system, case)[1].get("items", [])
        ]
        fields = {name for item in items for name in (*item, *item.get("posting", {}))}
        found[system] = frozenset(fields), any("detail" in item for item in items)
    return found


if __name__ == "__main__":
    PAGE.write_text(page(filled()))

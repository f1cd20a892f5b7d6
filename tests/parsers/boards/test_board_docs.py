"""The reference page of job-board systems says what the code does."""

from __future__ import annotations

from parsers.board import load, systems
from parsers.board_parts.docs import page
from tests.parsers.boards.write_docs import PAGE, filled


def test_the_page_is_current() -> None:
    """A change of a board file or its samples changes docs/boards.md with it."""
    assert PAGE.read_text() == page(filled()), "run: python -m tests.parsers.boards.write_docs"


def test_the_page_names_every_system_its_limits_and_what_was_never_recorded() -> None:
    """A reader learns what cannot be relied on."""
    text = PAGE.read_text()
    for system in systems():
        board = load(system)
        section = text.split(f"\n## {system}\n")[1].split("\n## ")[0]
        assert all(limit in section for limit in board.LIMITS)
        assert ("Untested against a recording" in section) == board.UNTESTED

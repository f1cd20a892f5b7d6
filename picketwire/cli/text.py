"""How words are shown in a terminal: highlights, and evidence in its context."""

from __future__ import annotations

import re
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARK = re.compile(r"\*\*(.+?)\*\*")
_WIDTH = 100  # longer lines are hard to read
_CONTEXT = 60  # code points shown on each side of evidence
# What moves the cursor or hides text in a terminal must not come from a stranger's feed.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Drop control characters and direction marks, so that a title cannot command a terminal."""
    return _CONTROL.sub("", text)


def marked(text: str) -> str:
    """Show what stands between ** in bold."""
    return _MARK.sub(lambda found: click.style(found[1], bold=True, fg="yellow"), plain(text))


def in_context(text: str, start: int, end: int) -> str:
    """Show code points `[start, end)` of a text highlighted, with some words on both sides, on one line."""
    before = text[max(0, start - _CONTEXT) : start]
    after = text[end : end + _CONTEXT]
    lead = "…" if start > _CONTEXT else ""
    tail = "…" if end + _CONTEXT < len(text) else ""
    shown = click.style(plain(text[start:end]), bold=True, fg="yellow")
    return " ".join(f"{lead}{plain(before)}\0{plain(after)}{tail}".split()).replace("\0", shown, 1)


def labelled(pairs: Iterable[tuple[str, object]]) -> str:
    """Lay out label and value in two columns, leaving out what is empty; long values are folded."""
    rows = [(label, str(value)) for label, value in pairs if value not in {None, "", ()}]
    width = max((len(label) for label, _ in rows), default=0)
    return "\n".join(
        f"{click.style(label.rjust(width), dim=True)}  {folded(value, width + 2)}" for label, value in rows
    )


def folded(text: str, indent: int = 0) -> str:
    """Break a text at spaces to fit the terminal; all its lines but the first are indented."""
    width = max(min(get_terminal_size((_WIDTH, 24)).columns, _WIDTH), indent + 30)
    lines = wrap(plain(text), width - indent, break_long_words=False, break_on_hyphens=False)
    return f"\n{' ' * indent}".join(lines)

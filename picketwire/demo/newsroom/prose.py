"""Turn the newsroom's plain paragraphs into the markup that feeds, pages and boards carry."""

from __future__ import annotations

import re
from html import escape

_BREAK = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> tuple[str, ...]:
    """Split text at blank lines and join the lines of each paragraph; a list keeps its lines."""
    blocks = (block.strip() for block in _BREAK.split(text))
    return tuple(block if block.startswith("- ") else " ".join(block.split()) for block in blocks if block)


def markup(text: str) -> str:
    """Render paragraphs, and lists of lines that begin with a dash, as HTML."""
    return "\n".join(_block(block) for block in paragraphs(text))


def _block(block: str) -> str:
    if not block.startswith("- "):
        return f"<p>{escape(block, quote=False)}</p>"
    points = (line.removeprefix("- ").strip() for line in block.splitlines())
    return "<ul>" + "".join(f"<li>{escape(point, quote=False)}</li>" for point in points) + "</ul>"

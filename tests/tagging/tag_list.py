"""Write the list of tags in docs/tags.md from the rule files: `python -m tests.tagging.tag_list`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.tagging.rules import ROOT, shipped

if TYPE_CHECKING:
    from picketwire.tagging.definitions import RuleSet

PAGE = ROOT / "docs" / "tags.md"
_BLOCK = re.compile(r"(<!-- list of tags: written by[^\n]*-->\n)(.*?)(<!-- list of tags: end -->)", re.DOTALL)


def render(rules: RuleSet) -> str:
    """Return the table of tags with their meaning and rules."""
    rows = [f"| `{tag.name}` | {tag.why} | {_rules(len(tag.rules))} |" for tag in rules.tags]
    return "\n".join(["| tag | meaning | rules |", "|---|---|---|", *sorted(rows), ""])


def written() -> str:
    """Return the table as it stands on the page."""
    block = _BLOCK.search(PAGE.read_text(encoding="utf-8"))
    return block[2] if block else ""


def _rules(count: int) -> str:
    return "1 rule" if count == 1 else f"{count} rules"


def main() -> None:
    """Put the present table on the page."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_BLOCK.sub(lambda block: block[1] + render(shipped()) + block[3], page), encoding="utf-8")


if __name__ == "__main__":
    main()

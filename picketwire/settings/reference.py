"""Write the tables of `docs/config.md` from the declared keys: `python -m picketwire.settings.reference`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from picketwire.settings import benchmarks, organizations, roles, settings, sources, strike_facts, strikes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from picketwire.settings.keys import Key

TABLES: Mapping[str, Sequence[Key]] = {
    "settings": settings.KEYS,
    "confirm": settings.CONFIRM_KEYS,
    "sources": sources.KEYS,
    "select": sources.SELECT_KEYS,
    "organizations": organizations.KEYS,
    "alias": organizations.ALIAS_KEYS,
    "membership": organizations.MEMBERSHIP_KEYS,
    "bargaining": organizations.BARGAINING_KEYS,
    "strikes": strikes.KEYS,
    "event": strikes.EVENT_KEYS,
    "fact": strike_facts.FACT_KEYS,
    "benchmarks": benchmarks.KEYS,
    "families": roles.FAMILY_KEYS,
    "seniority": roles.LEVEL_KEYS,
}
_BLOCK = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(name: str) -> str:
    """Return the keys of one kind of mapping as a Markdown table; settings show their defaults."""
    keys = TABLES[name]
    last = "default" if name == "settings" else "needed"
    lines = [f"| key | value | what for | {last} |", "|---|---|---|---|"]
    lines += [f"| `{key.name}` | {key.form} | {key.meaning} | {_last(name, key)} |" for key in keys]
    return "\n".join(lines) + "\n"


def fill(text: str) -> str:
    """Return the page with every table between its marks as the code has it now."""
    return _BLOCK.sub(lambda match: match[1] + table(match[2]) + match[3], text)


def _last(name: str, key: Key) -> str:
    if name == "settings":
        return f"`{default}`" if (default := settings.default_text(key.name)) else ""
    return "yes" if key.required else ""


if __name__ == "__main__":
    page = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/config.md")
    page.write_text(fill(page.read_text(encoding="utf-8")), encoding="utf-8")

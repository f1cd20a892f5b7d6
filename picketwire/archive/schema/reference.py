"""Write docs/archive.md from the descriptions that the schema itself carries."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from picketwire.archive.opening import open_reader, open_writer
from picketwire.archive.schema.descriptions import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.archive.schema.descriptions import Described

_HEAD = """# The archive

One SQLite file in WAL mode; any program may read it while Picketwire writes. Instants are text like
`2023-07-26T12:00:00Z` (UTC), days like `2023-07-26`; lists are JSON. This page is made from the schema:
`python -m picketwire.archive.schema.reference`.
"""


def page() -> str:
    """Return docs/archive.md as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.sqlite"
        with open_writer(path):
            pass
        with open_reader(path) as connection:
            found = describe(connection)
    views = "\n".join(f"| `{d.name}` | {d.about} |" for d in found if d.kind == "view")
    tables = "\n".join("\n".join(_table(d)) for d in found if d.kind == "table")
    return f"{_HEAD}\n## Views that answer questions\n\n| view | holds |\n|---|---|\n{views}\n\n## Tables\n{tables}\n"


def _table(described: Described) -> Iterator[str]:
    yield f"\n### `{described.name}`\n\n{described.about}\n\n| column | means |\n|---|---|"
    yield from (f"| `{name}` | {about} |" for name, about in described.columns.items())


if __name__ == "__main__":
    Path("docs/archive.md").write_text(page(), encoding="utf-8")

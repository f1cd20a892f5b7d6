"""Write a complete Picketwire configuration that watches the sample newsroom."""

from __future__ import annotations

import shutil
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ruamel.yaml import YAML

from picketwire.demo.newsroom.formats import page
from picketwire.demo.newsroom.jobs import boards
from picketwire.demo.newsroom.press import HERE, outlets

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.demo.newsroom.jobs import Board
    from picketwire.demo.newsroom.press import Outlet

_KINDS = {"newssitemap": "sitemap", "page": "page"}  # every other format is a feed


def write_config(
    folder: Path, base_url: str, *, tags: Path | None = None, archive: Path | None = None
) -> None:
    """Write settings, sources, organizations, strikes and benchmarks into `folder`, making it if need be.

    `base_url` is where the newsroom stands; only that host and port may be dialled though they are
    private. `tags` is a folder of tag rules to copy, with the kinds of work beside it (none are written
    otherwise), `archive` the SQLite file to name in the settings. The same arguments write the same bytes.
    """
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    for path in sorted((HERE / "facts").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        text = text.replace("{base}", base_url).replace("{host}", urlsplit(base_url).netloc)
        (folder / path.name).write_text(text, encoding="utf-8")
    if archive is not None:
        with (folder / "settings.yaml").open("a", encoding="utf-8") as settings:
            settings.write(_yaml({"archive": str(archive)}))
    sources = folder / "sources"
    _write(sources / "outlets.yaml", [_outlet(each, base_url) for each in outlets()])
    _write(sources / "boards.yaml", [_board(each, base_url) for each in boards()])
    if tags is not None:
        _copy_rules(tags, folder / "tags")


def _outlet(outlet: Outlet, base: str) -> dict[str, Any]:
    kind = _KINDS.get(outlet.format, "feed")
    row: dict[str, Any] = {
        "slug": outlet.slug,
        "kind": kind,
        "url": f"{base}/{outlet.slug}/{outlet.feed}",
        "name": outlet.name,
        "publisher": outlet.slug,
        "language": "en",
        "country": outlet.country,
        "groups": list(outlet.groups),
    }
    if outlet.full_text:
        row["full_text"] = True
    if kind == "page":
        row["select"] = dict(page.SELECT)
    return row


def _board(board: Board, base: str) -> dict[str, Any]:
    return {
        "slug": f"{board.slug}-jobs",
        "kind": "board",
        "system": board.system,
        "tenant": board.tenant,
        "employer": board.employer,
        "url": base,
        "name": board.name,
        "language": "en",
        "country": "US",
        "groups": ["boards"],
    }


def _write(path: Path, sources: list[dict[str, Any]]) -> None:
    path.write_text(_yaml({"sources": sources}), encoding="utf-8")


def _yaml(value: dict[str, Any]) -> str:
    yaml, text = YAML(), StringIO()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(value, text)
    return text.getvalue()


def _copy_rules(rules: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for path in sorted(rules.glob("*.yaml")):
        shutil.copyfile(path, folder / path.name)
    kinds = rules.parent / "roles.yaml"
    if kinds.exists():
        shutil.copyfile(kinds, folder.parent / kinds.name)

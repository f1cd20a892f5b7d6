"""Write a source into a file of `config/sources/` with everything that stands there kept, comments too."""

from __future__ import annotations

import os
import re
import tempfile
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from picketwire.errors import ConfigError
from picketwire.settings import values
from picketwire.settings.files import shown
from picketwire.settings.load import config_folder, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from picketwire.records import Source

DEFAULT_FILE = "added.yaml"
_HEAD = "# Sources that `picketwire sources add` found. Change and move them freely; see docs/sources.md.\n"
_NAMES = ("slug", "kind", "system", "tenant", "publisher", "employer", "name", "url", "language", "country")
_FIRST_ENTRY = re.compile(r"^sources:[^\n]*\n(?:[ ]*(?:#[^\n]*)?\n)*([ ]*)-[ ]+\S", re.MULTILINE)


def block(source: Source, note: str = "") -> str:
    """Return a source as it stands in a file, with `note` as a comment above it."""
    return "".join(
        f"  {line}\n" for line in [*_comment(note), *_dump(CommentedSeq([_row(source)]), 0).splitlines()]
    )


def check_new(
    existing: Iterable[Source], *, slug: str | None, groups: Iterable[str], file: str | None
) -> None:
    """ConfigError for a slug, group or file that a new source cannot have: before anybody is asked."""
    _file_name(file)
    try:
        for name in (*groups, *([slug] if slug else [])):
            values.slug(name)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    if slug in {source.slug for source in existing}:
        raise ConfigError(f'slug "{slug}" is taken: choose another')


def add_source(
    source: Source,
    *,
    note: str = "",
    file: str | None = None,
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Path:
    """Append a source to a file of the configuration and return its path.

    `file` is a name in `sources/`, by default added.yaml; it is made where it is missing. Nothing is written
    unless the whole configuration is sound with it: ConfigError has every problem.
    """
    root = config_folder(folder, environ)
    path = root / "sources" / _file_name(file)
    before = _read(path)
    after = _appended(before, source, note, shown(path))
    load(root, environ, instead={f"sources/{path.name}": after})
    _replace(path, after)
    return path


def _file_name(file: str | None) -> str:
    name = Path(file or DEFAULT_FILE)
    name = name if name.suffix else name.with_suffix(".yaml")
    inside = name.parent.name in {"", "sources"}
    if not inside or name.suffix != ".yaml" or name.name.startswith("."):
        raise ConfigError(
            f"{file}: sources are read from files sources/*.yaml only: name one, like studios.yaml"
        )
    return name.name


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return f"{_HEAD}\nsources:\n"
    except OSError as error:
        raise ConfigError(f"{shown(path)} cannot be read: {error.strerror}") from error


def _appended(text: str, source: Source, note: str, name: str) -> str:
    """Return the text of a file with one source more."""
    lines_end = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    entry = _FIRST_ENTRY.search(plain)
    dash = len(entry[1]) if entry else 2
    try:
        document = _yaml(dash).load(plain) or CommentedMap()
    except YAMLError as error:
        raise ConfigError(f"{name}: not YAML; see `picketwire check`") from error
    listed = document.get("sources") if isinstance(document, CommentedMap) else None
    if listed is None and isinstance(document, CommentedMap):
        document["sources"] = listed = CommentedSeq()
    if not isinstance(listed, CommentedSeq):
        raise ConfigError(f"{name}: `sources` is no list; see `picketwire check`")
    listed.fa.set_block_style()
    listed.append(_row(source))
    above = "\n".join(["", *note.splitlines()] if len(listed) > 1 else note.splitlines())
    if above:
        listed.yaml_set_comment_before_after_key(len(listed) - 1, before=above, indent=dash)
    return _dump(document, dash).replace("\n", lines_end)


def _comment(note: str) -> list[str]:
    return [f"# {line}" for line in note.splitlines() if line.strip()]


def _row(source: Source) -> CommentedMap:
    row = CommentedMap()
    for name in _NAMES:
        value = getattr(source, name)
        if value is not None and not (name == "name" and value == source.slug):
            row[name] = value
    if source.groups:
        row["groups"] = CommentedSeq(source.groups)
        row["groups"].fa.set_flow_style()
    if source.full_text:
        row["full_text"] = True
    return row


def _yaml(dash: int) -> Any:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=dash + 2, offset=dash)
    return yaml


def _dump(document: object, dash: int) -> str:
    text = StringIO()
    _yaml(dash).dump(document, text)
    return text.getvalue()


def _replace(path: Path, text: str) -> None:
    """Put the file in place in one step, so that nobody ever reads half of it."""
    draft: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, delete=False
        ) as file:
            draft = Path(file.name)
            file.write(text)
        draft.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        draft.replace(path)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise ConfigError(f"{shown(path)} cannot be written: {error.strerror}") from error


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current

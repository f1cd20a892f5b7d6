"""A configuration folder per test, and what `load` has to say about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from picketwire.errors import ConfigError
from picketwire.settings.load import Config, load

ONE_SOURCE = """\
sources:
  - {slug: only, kind: feed, url: "https://news.example/feed"}
"""

Write = Callable[..., Path]
Complain = Callable[..., list[str]]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write files below `config/` in an empty current folder; without a source file a good one is added."""
    monkeypatch.chdir(tmp_path)

    def _write(**files: str) -> Path:
        named = {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
        if not any(name.startswith("sources/") for name in named):
            named["sources/only.yaml"] = ONE_SOURCE
        for name, text in named.items():
            path = tmp_path / "config" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        return tmp_path / "config"

    return _write


@pytest.fixture
def loaded(write: Write) -> Callable[..., Config]:
    """Load a configuration that has nothing wrong with it."""
    return lambda environ=None, **files: load(write(**files), environ or {})


@pytest.fixture
def complaints(write: Write) -> Complain:
    """Return the lines that `load` complains with, or an empty list."""

    def _complaints(environ: dict[str, str] | None = None, **files: str) -> list[str]:
        folder = write(**files)
        try:
            load(folder, environ or {})
        except ConfigError as error:
            return str(error).splitlines()
        return []

    return _complaints

"""What is remembered of a configuration is used for the very same texts only, and never believed blindly."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.settings import cache, load

if TYPE_CHECKING:
    from tests.settings.conftest import Write

SHIPPED = Path(__file__).parents[2] / "config"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Return an environment whose archive lies in a folder that exists."""
    return {"PICKETWIRE_ARCHIVE": str(tmp_path / "archive.sqlite")}


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often a configuration is read in earnest."""
    count: list[int] = []
    in_earnest = load._assemble

    def counted(*given: Any) -> load.Config:
        count.append(1)
        return in_earnest(*given)

    monkeypatch.setattr(load, "_assemble", counted)
    return count


def test_shipped_configuration_is_remembered_whole(environ: dict[str, str], checked: list[int]) -> None:
    first, again = (load.load(SHIPPED, environ, remembered=True) for _ in range(2))
    assert len(checked) == 1
    title = "Senior Machine Learning Engineer"
    assert again.roles.classify(title) == first.roles.classify(title)
    assert replace(again, roles=first.roles) == first


def test_changed_text_and_changed_code_are_read_in_earnest(
    write: Write, environ: dict[str, str], checked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write()
    load.load(folder, environ, remembered=True)
    source = folder / "sources/only.yaml"
    source.write_text(source.read_text().replace("only", "another"))
    assert [s.slug for s in load.load(folder, environ, remembered=True).sources] == ["another"]
    monkeypatch.setattr(cache, "_code", lambda: iter(["another version"]))
    load.load(folder, environ, remembered=True)
    assert len(checked) == 3


def test_settings_follow_the_environment(write: Write, environ: dict[str, str]) -> None:
    folder = write()
    load.load(folder, environ, remembered=True)
    allowing = load.load(folder, {**environ, "PICKETWIRE_ALLOW_PRIVATE": "1"}, remembered=True)
    assert allowing.settings.allow_private


def test_only_polls_leave_something_behind(write: Write, environ: dict[str, str], tmp_path: Path) -> None:
    load.load(write(), environ)
    assert not (tmp_path / cache.NAME).exists()


@pytest.mark.parametrize("damage", [b"", b"short", None])
def test_damaged_file_is_ignored_and_replaced(
    write: Write, environ: dict[str, str], tmp_path: Path, checked: list[int], damage: bytes | None
) -> None:
    folder = write()
    first = load.load(folder, environ, remembered=True)
    kept = tmp_path / cache.NAME
    kept.write_bytes(kept.read_bytes()[:-1] + b"?" if damage is None else damage)
    assert load.load(folder, environ, remembered=True).sources == first.sources
    load.load(folder, environ, remembered=True)
    assert len(checked) == 2


def test_nothing_but_records_is_made_from_the_file(tmp_path: Path) -> None:
    key, content = b"key", pickle.dumps(print)
    (tmp_path / cache.NAME).write_bytes(hashlib.sha256(key + content).digest() + content)
    assert cache.recall(tmp_path, key) is None


def test_folder_that_is_not_there_does_no_harm(tmp_path: Path) -> None:
    cache.remember(tmp_path / "missing", b"key", ("value",))
    assert cache.recall(tmp_path / "missing", b"key") is None

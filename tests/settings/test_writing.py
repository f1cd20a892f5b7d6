"""A source is appended to a file with everything in it kept, and only to a configuration that stays sound."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from picketwire.errors import ConfigError
from picketwire.records import Source
from picketwire.settings.load import load
from picketwire.settings.writing import add_source, block, check_new

NEW = Source(slug="ledger", kind="feed", name="The Ledger: news & #notes", url="https://ledger.example/feed")
FIRST = "slug: a\n    kind: feed\n    url: https://a.example/feed"
SHIPPED = sorted((Path(__file__).parents[2] / "config/sources").glob("*.yaml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    return tmp_path


def add(folder: Path, text: str | None = None, source: Source = NEW, **how: str) -> str:
    """Add a source to a file of this text; return what the file holds then."""
    if text is not None:
        (folder / "sources/added.yaml").write_bytes(text.encode())
    return add_source(source, folder=folder, environ={}, **how).read_bytes().decode()


def test_the_file_is_made_where_it_is_missing_and_says_what_it_is(folder: Path) -> None:
    text = add(folder, note="found 2023-07-26 from https://ledger.example/: the page announces it")
    assert text.startswith("# ")
    assert (
        "  # found 2023-07-26 from https://ledger.example/: the page announces it\n  - slug: ledger\n" in text
    )
    assert load(folder, {}).sources == (NEW,)


@pytest.mark.parametrize(
    "text",
    [
        f"# top\n\nsources:\n  # first\n  - {FIRST}  # beside\n\n  # - slug: off\n  #   kind: feed\n",
        "sources:\n- slug: a   # no indent\n  kind: feed\n  url: 'https://a.example/feed'\n# the end\n",
        f"sources:\n  - {FIRST}\n    groups: [x,   y]\n    every: 30m",
    ],
)
def test_comments_and_order_are_kept(folder: Path, text: str) -> None:
    after = add(folder, text, note="found")
    for comment in (line[line.index("#") :] for line in text.splitlines() if "#" in line):
        assert comment in after
    assert [line.lstrip() for line in after.splitlines()][-5:] == block(NEW, "found").replace(
        "  ", ""
    ).splitlines()
    assert [s.slug for s in load(folder, {}).sources] == ["a", "ledger"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_byte_of_the_shipped_files_changes(folder: Path, path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    assert add(folder, before).startswith(before.rstrip("\n"))


def test_line_ends_and_rights_of_the_file_stay(folder: Path) -> None:
    path = folder / "sources/added.yaml"
    path.write_bytes(f"sources:\n  - {FIRST}\n".replace("\n", "\r\n").encode())
    path.chmod(0o640)
    after = add(folder)
    assert after.count("\r\n") == after.count("\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [p.name for p in path.parent.iterdir()] == ["added.yaml"], "no draft is left behind"


@pytest.mark.parametrize("text", ["", "sources:\n", "# only a comment\n", "sources: []\n"])
def test_a_file_without_sources_takes_the_first(folder: Path, text: str) -> None:
    add(folder, text)
    assert load(folder, {}).sources == (NEW,)


def test_a_list_on_one_line_is_written_out(folder: Path) -> None:
    add(folder, 'sources: [{slug: a, kind: feed, url: "https://a.example/feed"}]\n')
    assert [s.slug for s in load(folder, {}).sources] == ["a", "ledger"]


@pytest.mark.parametrize("text", ["sources: yes\n", "- slug: a\n", "sources:\n  - {slug: a\n"])
def test_a_broken_file_is_left_alone(folder: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"added\.yaml"):
        add(folder, text)
    assert (folder / "sources/added.yaml").read_text() == text


def test_nothing_is_written_that_check_would_refuse(folder: Path) -> None:
    """Every problem is named with its place in the file as it would be."""
    text = f"sources:\n  - {FIRST}\n"
    twin = Source(slug="b", kind="feed", name="B", url="https://a.example/feed")
    with pytest.raises(ConfigError, match="taken by source"):
        add(folder, text, twin)
    (folder / "organizations.yaml").write_text("organizations: []\n")
    with pytest.raises(ConfigError, match="unknown organization"):
        add(
            folder,
            text,
            Source(slug="c", kind="feed", name="C", url="https://c.example/", publisher="nobody"),
        )
    assert (folder / "sources/added.yaml").read_text() == text


@pytest.mark.parametrize("name", ["studios", "studios.yaml", "sources/studios.yaml"])
def test_a_file_is_named_with_or_without_folder_and_ending(folder: Path, name: str) -> None:
    assert add_source(NEW, file=name, folder=folder, environ={}) == folder / "sources/studios.yaml"


@pytest.mark.parametrize("name", ["../evil.yaml", "/etc/x.yaml", "a.yml", ".hidden.yaml", "tags/x.yaml"])
def test_a_file_that_nobody_would_read_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(ConfigError):
        add_source(NEW, file=name, folder=folder, environ={})
    assert not list(folder.rglob("*.yaml"))


@pytest.mark.parametrize(
    "value",
    ["NO", "12:30", "true", "null", "1984", "a: b", "- x", "#1", "@at", "Ünïcode — “quotes”", "x" * 200],
)
def test_a_name_of_any_form_is_read_back_as_it_is(folder: Path, value: str) -> None:
    source = Source(slug="ledger", kind="feed", name=value, url="https://ledger.example/feed", language="nb")
    add(folder, source=source)
    assert load(folder, {}).sources == (source,)


def test_a_board_is_written_with_all_that_it_needs(folder: Path) -> None:
    source = Source(
        slug="quillon-jobs",
        kind="board",
        name="Quillon careers",
        system="eightfold",
        tenant="quillon.example/pcsx",
        url="https://jobs.quillon.example",
        employer="quillon",
        groups=("boards", "studios"),
    )
    add(folder, source=source)
    assert load(folder, {}).sources == (source,)


@pytest.mark.parametrize(
    "wish", [{"slug": "Not A Slug"}, {"slug": "ledger"}, {"groups": ("Big Group",)}, {"file": "../x.yaml"}]
)
def test_what_cannot_be_written_is_said_before_anybody_is_asked(wish: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        check_new([NEW], **({"slug": None, "groups": (), "file": None} | wish))  # type: ignore[arg-type]

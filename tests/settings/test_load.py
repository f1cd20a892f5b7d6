"""Loading a whole folder: everything at once, nothing in silence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from picketwire.errors import ConfigError
from picketwire.settings.load import Config, load, load_settings_only

Loaded = Callable[..., Config]
Complain = Callable[..., list[str]]
Write = Callable[..., Path]


def test_sources_alone_are_enough(loaded: Loaded) -> None:
    config = loaded()
    assert [source.slug for source in config.sources] == ["only"]
    assert (config.organizations, config.strikes, config.benchmarks, config.rules.tags) == ((), (), (), ())


def test_all_problems_of_all_files_come_at_once(complaints: Complain) -> None:
    """Whoever mends one mistake must not meet the next one only then."""
    lines = complaints(
        {"PICKETWIRE_ALLOW_PRIVATE": "everything"},
        settings="spacing: fast\n",
        sources__a="sources:\n  - {slug: a, kind: feed, url: nowhere, evry: 1h}\n",
        sources__b="sources: [\n",
        organizations="organizations:\n  - {slug: o, name: O, kind: firm}\n",
        strikes="strikes:\n  - {slug: s, name: S, union: u, struck: [o], events: []}\n",
        benchmarks="benchmarks: none\n",
        tags__t="tags:\n  - {tag: t}\n",
    )
    files = {line.split(":")[0] for line in lines}
    assert files == {
        "environment variable PICKETWIRE_ALLOW_PRIVATE",
        "config/settings.yaml",
        "config/sources/a.yaml",
        "config/sources/b.yaml",
        "config/organizations.yaml",
        "config/strikes.yaml",
        "config/benchmarks.yaml",
        "config/tags/t.yaml",
    }
    assert sum("config/sources/a.yaml" in line for line in lines) == 2


def test_problems_stand_in_the_order_of_the_file(complaints: Complain) -> None:
    lines = complaints(
        sources__a="""\
        sources:
          - {slug: a, kind: feed, url: no, every: no}
          - {slug: b, kind: nothing}
        zzz: 1
        """
    )
    places = [tuple(map(int, line.split(":")[1:3])) for line in lines]
    assert places == sorted(places)
    assert len(lines) == 4


@pytest.mark.parametrize("text", ["", "sources: []\n", "sources:\n"])
def test_a_folder_without_sources_is_refused(complaints: Complain, text: str) -> None:
    (line,) = complaints(sources__none=text)
    assert line.startswith("config/sources")
    assert "source" in line


def test_a_missing_folder_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"no configuration folder config: .*PICKETWIRE_CONFIG"):
        load(environ={})


def test_the_environment_names_the_folder(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = write()
    monkeypatch.chdir(Path("/"))
    assert load(environ={"PICKETWIRE_CONFIG": str(folder)}).sources[0].slug == "only"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("organisations", "organizations.yaml"),
        ("source/more", "sources/more.yaml"),
        ("sources/deep/more", "sources/more.yaml"),
    ],
)
def test_a_file_that_nobody_reads_is_a_problem(complaints: Complain, name: str, hint: str) -> None:
    (line,) = complaints(
        **{name.replace("/", "__"): "a: 1\n"},
        sources__x="sources: [{slug: a, kind: feed, url: 'https://a.example/'}]",
    )
    assert line.startswith(f"config/{name}.yaml:1:1: nobody reads this file")
    assert hint in line


def test_the_short_ending_is_a_problem(write: Write) -> None:
    folder = write()
    (folder / "sources" / "more.yml").write_text("sources: []\n", encoding="utf-8")
    (folder / "sources" / ".backup.yaml").write_text("not read\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"^config/sources/more\.yml:1:1: .*name it more\.yaml$"):
        load(folder, {})


def test_settings_alone_need_nothing_else(write: Write, tmp_path: Path) -> None:
    """To find the archive, the rest of the configuration may be broken or missing."""
    folder = write(settings="archive: mine.sqlite\n", sources__broken="sources: [\n")
    assert load_settings_only(folder, {}).archive == Path("mine.sqlite")
    assert load_settings_only(folder, {"PICKETWIRE_ARCHIVE": "other.sqlite"}).archive == Path("other.sqlite")
    assert load_settings_only(tmp_path / "nowhere", {}).archive == Path("var/picketwire.sqlite")


def test_settings_alone_are_checked_too(write: Write) -> None:
    with pytest.raises(ConfigError, match=r"^config/settings\.yaml:1:1: unknown key"):
        load_settings_only(write(settings="archiv: mine.sqlite\n"), {})


def test_a_file_in_another_encoding_is_a_problem(write: Write) -> None:
    folder = write()
    (folder / "organizations.yaml").write_bytes("organizations: []\n# Müller\n".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"^config/organizations\.yaml:2:1: not UTF-8"):
        load(folder, {})


def test_texts_are_kept_as_read(loaded: Loaded) -> None:
    """The archive keeps what was configured when, word for word."""
    config = loaded(settings="# mine\nclose_after: 3\n")
    assert config.texts["settings.yaml"] == "# mine\nclose_after: 3\n"
    assert set(config.texts) == {"settings.yaml", "sources/only.yaml"}


def test_names_of_organizations_reach_the_rules_that_ask_for_them(loaded: Loaded) -> None:
    """Sets that no rule names stay out, lest every new employer make the rules look changed."""
    config = loaded(
        organizations="organizations:\n  - {slug: g, name: Guild of Tests, kind: union}\n",
        tags__t="""\
        tags:
          - tag: t
            why: a test
            rules:
              - name: r
                why: a test
                any: "{unions} strikes"
                examples: {match: Guild of Tests strikes, no_match: nothing}
        """,
    )
    assert [word.phrase for word in config.rules.sets["unions"]] == ["Guild of Tests"]
    assert "employers" not in config.rules.sets


def test_loading_needs_no_network_library_and_no_prefect() -> None:
    """A command must start in half a second, so the heavy libraries stay out of its way."""
    heavy = {
        "aiohttp",
        "prefect",
        "feedparser",
        "bs4",
        "lxml",
        "soupsieve",
        "sqlite_utils",
        "ruamel",
        "pydantic",
    }
    code = (
        "import sys; from pathlib import Path; from picketwire.settings.load import load; "
        "load(Path(sys.argv[1]), {}); print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    shipped = Path(__file__).parents[2] / "config"
    done = subprocess.run(
        [sys.executable, "-c", code, str(shipped)], capture_output=True, text=True, check=True, timeout=60
    )
    assert heavy & set(done.stdout.split()) == set()

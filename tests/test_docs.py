"""The documents tell the truth: they are made from the code, or checked against it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from picketwire.archive.opening import open_reader, open_writer
from picketwire.archive.schema.reference import page
from picketwire.cli.main import COMMANDS, cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_the_page_on_the_archive_is_what_the_schema_says():
    """`python -m picketwire.archive.schema.reference` brings it up to date."""
    assert (ROOT / "docs/archive.md").read_text() == page()


def test_every_column_of_every_table_is_described(tmp_path):
    from picketwire.archive.schema.descriptions import describe

    with open_writer(tmp_path / "a.sqlite"):
        pass
    with open_reader(tmp_path / "a.sqlite") as db:
        described = {d.name: d for d in describe(db)}
        for (name,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
        ):
            columns = {row[1] for row in db.execute(f"PRAGMA table_info({name})")}
            assert columns == set(described[name].columns), name


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([\w/.]+)\)", README))))
def test_every_page_that_the_readme_names_is_there(target):
    assert (ROOT / target).exists()


def test_every_make_target_that_the_readme_names_exists():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make (\w+)", README)) <= targets


@pytest.mark.parametrize("line", re.findall(r"^ +picketwire (.+?)(?: +#.*)?$", README, re.MULTILINE))
def test_every_command_line_in_the_readme_is_understood(line):
    """Each is parsed with --help put behind it: a command or option that does not exist fails."""
    import shlex

    words = shlex.split(line)
    result = CliRunner().invoke(cli, [*words, "--help"])
    assert result.exit_code == 0, result.output
    group = result.output
    for option in (word for word in words if word.startswith("--")):
        assert option in group


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_says_what_it_does(name):
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 4
    assert "\\b" not in result.output, "click's mark for lines that stay as they are has to be the character"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_mentioned_in_the_documents(name):
    texts = README + "".join(p.read_text() for p in (ROOT / "docs").glob("*.md"))
    assert re.search(rf"picketwire {name}\b|`{name}`|make {name}\b", texts), name

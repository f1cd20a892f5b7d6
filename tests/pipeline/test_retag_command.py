"""`picketwire tags diff`, `apply`, `revert` and `check`, as they are called, with their exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from picketwire.archive.opening import open_writer
from picketwire.archive.store import store_poll
from picketwire.cli.check import check_command
from picketwire.cli.tags import tags_command
from picketwire.errors import ConfigError
from picketwire.pipeline.job import enrich
from picketwire.pipeline.prepare import prepare
from picketwire.settings.load import load
from picketwire.tagging.tagger import Tagger
from tests.builders import feed, hours, news, poll_of

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

RULES = """
tags:
  - tag: fruit
    why: Fruit.
    rules:
      - name: named
        why: A fruit.
        any: |
          {words}
        examples: {{match: {match}, no_match: Nuts}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a configuration folder whose rules an archive with three items was tagged by."""
    monkeypatch.setenv("PICKETWIRE_CONFIG", str(tmp_path))
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(tmp_path / "archive.sqlite"))
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/all.yaml").write_text(
        "sources:\n  - {slug: ledger, kind: feed, name: Ledger, url: 'https://ledger.example/feed'}\n"
    )
    (tmp_path / "tags").mkdir()
    write(tmp_path, "pear~", "Pears")
    config = load()
    with open_writer(config.settings.archive) as db:
        prepare(db, config, hours(0))
        tagger, source = Tagger(config.rules), feed()
        items = [
            enrich(news(str(n), title), source, tagger) for n, title in enumerate(("Pears", "Plums", "Nuts"))
        ]
        store_poll(db, poll_of(source, items), enrich=lambda i, s: enrich(i, s, tagger))
    return tmp_path


def write(folder: Path, words: str, match: str) -> None:
    """Write the rules."""
    (folder / "tags/fruit.yaml").write_text(RULES.format(words=words, match=match))


def call(*arguments: str) -> Result:
    """Call `picketwire tags`."""
    return CliRunner().invoke(tags_command, arguments)


def test_diff_exits_with_0_when_nothing_would_change_and_with_4_when_something_would(folder: Path) -> None:
    assert call("diff").exit_code == 0
    write(folder, "plum~", "Plums")
    found = call("diff")
    assert found.exit_code == 4
    assert "+1 -1" in found.output
    assert "Plums" in found.output
    told = json.loads(call("diff", "--json").output)
    assert (told["changes"], told["tags"]["fruit"]["gained"], told["tags"]["fruit"]["lost"]) == (True, 1, 1)
    assert told["tags"]["fruit"]["gained_samples"][0]["words"] == ["Plums"]


def test_apply_and_revert_lead_there_and_back(folder: Path) -> None:
    write(folder, "plum~", "Plums")
    assert call("apply").exit_code == 0
    assert call("diff").exit_code == 0
    assert call("revert").exit_code == 0
    assert call("diff").exit_code == 4


def test_check_runs_the_examples_of_the_rules(folder: Path) -> None:
    assert CliRunner().invoke(check_command).exit_code == 0
    write(folder, "plum~", "Pears")
    with pytest.raises(ConfigError, match=r'fruit, rule named: "Pears" must match'):
        CliRunner().invoke(check_command, catch_exceptions=False)

"""Changed facts in config/ change the answers at the next `link`, and `link --dry-run` says so before."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from picketwire.archive import snapshot
from picketwire.archive.opening import open_reader, open_writer
from picketwire.cli.main import cli
from picketwire.errors import ArchiveError
from picketwire.pipeline.link import link
from picketwire.pipeline.poll import utc_now
from picketwire.pipeline.prepare import prepare
from picketwire.pipeline.preview.previewing import preview
from picketwire.settings.load import load
from tests.builders import board, posting
from tests.linking.conftest import Desk, article, product_manager, research_scientist

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = "sources:\n  - {slug: ledger, kind: feed, url: 'https://ledger.example/feed', name: Ledger}\n"
ORGANIZATIONS = """
organizations:
  - {slug: amptp, name: Alliance of Motion Picture and Television Producers, kind: association}
  - slug: netflix
    name: Netflix
    kind: employer
    aliases: ["Netflix, Inc."]
    memberships: [{association: amptp, since: 2021-07-30}]
  - {slug: wga, name: Writers Guild of America, kind: union, aliases: [WGA]}
"""
STRIKES = """
strikes:
  - slug: wga-2023
    name: Writers' strike
    status: confirmed
    union: wga
    struck: [amptp]
    events:
      - {stage: began, date: 2023-05-02, quote: It begins., url: 'https://wga.example/1', basis: primary}
      - {stage: ended, date: 2023-09-27, quote: It ends., url: 'https://wga.example/2', basis: primary}
"""
MEMBERSHIP = ("since: 2021-07-30}", "since: 2021-07-30, until: 2023-05-01}")
ALIAS = ('aliases: ["Netflix, Inc."]', 'aliases: ["Netflix, Inc.", Big N]')
END = ("date: 2023-09-27", "date: 2023-07-11")


@dataclass
class Home:
    """A configuration, and an archive that has been linked by it."""

    config: Path
    archive: Path

    def change(self, file: str, change: tuple[str, str]) -> None:
        """Edit a file of the configuration."""
        text = (self.config / file).read_text()
        assert text.count(change[0]) == 1
        (self.config / file).write_text(text.replace(*change))

    def ask(self, *words: str, code: int = 0) -> str:
        """Call the command line; return what it prints."""
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == code, result.output
        return result.stdout

    def roles(self) -> dict[str, Any]:
        """Return the days of each answer, by posting."""
        printed = self.ask("roles", "--during-strike", "--json").splitlines()
        found = [json.loads(line) for line in printed]
        return {r["posting"]["title"]: [(s["from"], s["to"]) for s in r["strikes"]] for r in found}

    def stored(self) -> tuple[bytes, bytes]:
        """Return the archive, and the log of what is to get into it."""
        log = self.archive.with_name(f"{self.archive.name}-wal")
        return self.archive.read_bytes(), log.read_bytes() if log.exists() else b""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Two postings of Netflix, one under a name that nobody knows yet, and a report."""
    config, archive = tmp_path / "config", tmp_path / "archive" / "archive.sqlite"
    (config / "sources").mkdir(parents=True)
    archive.parent.mkdir()
    files = {
        "sources/a.yaml": SOURCES,
        "organizations.yaml": ORGANIZATIONS,
        "strikes.yaml": STRIKES,
        "settings.yaml": "spacing: 0\n",
    }
    for name, text in files.items():
        (config / name).write_text(text)
    monkeypatch.setenv("PICKETWIRE_CONFIG", str(config))
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(archive))
    with open_writer(archive) as db:
        prepare(db, load(), utc_now())
        desk = Desk(db, load().organizations, load().strikes)
        desk.posts(product_manager())
        desk.posts(
            posting("7", "AI Baker", employer="Big N", opened=date(2023, 7, 1)),
            source=board("fair-jobs", employer=None, tenant="fair"),
        )
        desk.reports(article("a", "Netflix touts $900k AI job as WGA strikes Big N"))
    found = Home(config, archive)
    found.ask("link")
    return found


MANAGER = "Product Manager - Machine Learning Platform"


def test_a_changed_membership_date_changes_the_answers(home: Home) -> None:
    assert home.roles() == {MANAGER: [("2023-07-10", "2023-09-27")]}
    home.change("organizations.yaml", MEMBERSHIP)
    told = home.ask("link", "--dry-run", code=4)
    assert "membership of netflix in amptp ends 2023-05-01 (had no end)" in told
    lost = (
        f"- netflix: {MANAGER} <-> wga-2023: would go, because membership of netflix in amptp ends 2023-05-01"
    )
    assert told.count(lost) == 2  # the link and the answer
    assert home.roles(), "a preview changes no answer"
    home.ask("link")
    assert home.roles() == {}


def test_a_new_alias_changes_the_answers(home: Home) -> None:
    home.change("organizations.yaml", ALIAS)
    told = json.loads(home.ask("link", "--dry-run", "--json", code=4))
    assert told["facts"] == ["name “Big N” of netflix is new"]
    assert (told["employers"]["changed"], told["mentions"]["gained"]) == (1, 1)
    assert told["answers"]["samples"] == [
        {
            "change": "gained",
            "what": "netflix: AI Baker <-> wga-2023",
            "before": None,
            "after": "2023-07-01 to 2023-09-27, via association (amptp), wga, confirmed, reports: 0",
            "because": ["name “Big N” of netflix is new"],
        }
    ]
    home.ask("link")
    assert home.roles().keys() == {MANAGER, "AI Baker"}


def test_a_changed_event_of_a_strike_changes_the_answers(home: Home) -> None:
    home.change("strikes.yaml", END)
    told = json.loads(home.ask("link", "--dry-run", "--json", code=4))
    assert told["facts"] == ["“ended” of wga-2023 on 2023-07-11 (was on 2023-09-27)"]
    [sample] = told["answers"]["samples"]
    assert sample["change"] == "changed"
    assert "to 2023-09-27" in sample["before"]
    assert "to 2023-07-11" in sample["after"]
    assert sample["because"] == told["facts"]
    home.ask("link")
    assert home.roles() == {MANAGER: [("2023-07-10", "2023-07-11")]}


def test_a_preview_writes_nothing(home: Home) -> None:
    """Neither facts nor links: no byte of the archive or of its log."""
    home.change("organizations.yaml", ALIAS)
    home.change("strikes.yaml", END)
    before = home.stored()
    home.ask("link", "--dry-run", code=4)
    home.ask("link", "--dry-run", "--all", "--json", code=4)
    assert home.stored() == before


def test_nothing_to_change_is_exit_code_0(home: Home) -> None:
    assert home.ask("link", "--dry-run") == "nothing would change\n"
    home.change("organizations.yaml", ("{slug: wga,", "{slug: dga, name: DGA, kind: union}\n  - {slug: wga,"))
    told = home.ask("link", "--dry-run")
    assert "organization dga is new" in told
    assert told.endswith("nothing would change, but the facts are not the same\n")
    home.ask("link")
    assert home.ask("link", "--dry-run") == "nothing would change\n"


@pytest.mark.parametrize(
    "changes",
    [
        [("organizations.yaml", MEMBERSHIP)],
        [("organizations.yaml", ALIAS), ("strikes.yaml", END)],
        [("organizations.yaml", ("name: Netflix", "name: Streamflix"))],
        [("strikes.yaml", ("confirmed", "candidate"))],
        [],
    ],
)
def test_link_then_changes_what_the_preview_said_and_nothing_else(
    home: Home, changes: list[tuple[str, tuple[str, str]]]
) -> None:
    """Row by row, with facts that changed and items that are new or were edited."""
    with open_writer(home.archive) as db:
        desk = Desk(db, load().organizations, load().strikes)
        desk.posts(product_manager(), research_scientist(), at=50)
        desk.reports(article("a", "Nobody hires"), article("b", "Netflix seeks AI research scientist"), at=50)
        desk.reports(
            article("c", "Nobody hires at all"), article("d", "WGA at Netflix: AI"), at=51, slug="wire"
        )
    for change in changes:
        home.change(*change)
    told = preview(load(), now=utc_now())
    assert told.changes
    with open_writer(home.archive) as db:
        snapshot.remember(db)
        prepare(db, load(), utc_now())
        report = link(db, now=utc_now())
        found = snapshot.compare(db)
    assert {kind: found[kind] for kind in told.differences} == told.differences
    assert report == told.report


def test_polls_go_on_while_a_preview_runs(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a poll brings meanwhile is no part of the preview, and waits for the next link."""

    def meanwhile(*_: Any) -> None:
        with open_writer(home.archive, wait=False) as db:
            Desk(db, load().organizations, load().strikes).reports(article("z", "Netflix"), at=60)

    monkeypatch.setattr(snapshot, "remember", lambda db, real=snapshot.remember: (meanwhile(), real(db)))
    assert home.ask("link", "--dry-run") == "nothing would change\n"
    with open_reader(home.archive) as connection:
        assert connection.execute("SELECT count(*) FROM unlinked").fetchone()[0] == 1


def test_a_preview_without_room_says_so(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not fill the disk first."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 99, 1))  # type: ignore[attr-defined]
    with pytest.raises(ArchiveError, match=r"no room for a preview.*TMPDIR"):
        preview(load(), now=utc_now())

"""`picketwire sources add` and `test`, `replay`: what they print and write, and how they end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from picketwire.cli.main import cli
from picketwire.errors import ConfigError
from picketwire.settings.load import load
from tests.parsers.boards import expected
from tests.servers import Reply, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Site

ENTRY = (
    "<item><guid>{0}</guid><title>Writers picket {0}</title><link>{1}/{0}</link>"
    "<pubDate>Mon, 24 Jul 2023 12:00:00 GMT</pubDate></item>"
)


def rss(site: Site, title: str = "The Ledger", entries: int = 7) -> Reply:
    items = "".join(ENTRY.format(n, site.url) for n in range(entries))
    return Reply(body=f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode())


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        running.routes |= {
            "/": Reply(
                body=b'<html lang="en"><title>The Ledger</title>'
                b'<link rel="alternate" type="application/rss+xml" href="/feed">'
                b'<link rel="alternate" type="application/rss+xml" href="/strikes/feed">'
            ),
            "/feed": rss(running),
            "/strikes/feed": rss(running, "Strikes \x1b[2J| The Ledger", 2),
            "/robots.txt": Reply(body=b"User-agent: *\nDisallow: /strikes/\nCrawl-delay: 0.1\n"),
        }
        yield running


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration without any source yet."""
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "settings.yaml").write_text("spacing: 0\n")
    monkeypatch.setenv("PICKETWIRE_CONFIG", str(folder))
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(tmp_path / "archive.sqlite"))
    monkeypatch.setenv("PICKETWIRE_ALLOW_PRIVATE", "1")
    return folder


def ask(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def answer(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ask(*words).stdout)
    return found


def test_the_first_source_of_a_configuration_is_added_and_can_be_run(config: Path, site: Site) -> None:
    """What is written passes `check`, tests as working, and polls."""
    result = ask("sources", "add", site.url, "--slug", "ledger", "--group", "trade-press")
    assert result.exit_code == 0, result.output
    assert "share with date 100%, text 0%, author 0%" in result.stdout
    assert "robots.txt: allows it, 0.1 s apart" in result.stdout
    assert result.stdout.count("Writers picket") == 5
    text = (config / "sources/added.yaml").read_text()
    assert text.startswith("# ")
    [source] = load(config, {}).sources
    assert (source.slug, source.name, source.groups) == ("ledger", "The Ledger", ("trade-press",))
    assert ask("check").exit_code == 0
    assert ask("run").exit_code == 0
    tested = ask("sources", "test", "ledger")
    assert tested.exit_code == 0
    assert tested.stdout.startswith("ledger  works")


def test_a_second_time_nothing_is_added(config: Path, site: Site) -> None:
    ask("sources", "add", f"{site.url}/feed", "--slug", "ledger")
    before = (config / "sources/added.yaml").read_text()
    result = ask("sources", "add", site.url)
    assert result.exit_code == 1
    assert 'nothing to add: source "ledger" polls it already' in result.stdout
    assert (config / "sources/added.yaml").read_text() == before


def test_a_dry_run_prints_the_block_alone_and_writes_nothing(config: Path, site: Site) -> None:
    result = ask("sources", "add", site.url, "--dry-run", "--name", "Ledger")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("  # found ")
    assert lines[1:4] == ["  - slug: the-ledger", "    kind: feed", "    name: Ledger"]
    assert "Writers picket" in result.stderr
    assert not (config / "sources").exists()
    (config / "sources").mkdir()
    (config / "sources/mine.yaml").write_text(f"sources:\n{result.stdout}")
    assert ask("check").exit_code == 0


def test_another_candidate_can_be_picked(config: Path, site: Site) -> None:
    found = answer("sources", "add", site.url, "--pick", "2", "--file", "strikes", "--json")
    assert [c["url"] for c in found["candidates"]] == [f"{site.url}/feed", f"{site.url}/strikes/feed"]
    assert (found["picked"], len(found["items"])) == (2, 2)
    assert found["candidates"][1]["robots"].startswith("forbids it")
    [source] = load(config, {}).sources
    assert source.url == f"{site.url}/strikes/feed"
    assert (config / "sources/strikes.yaml").exists()
    assert ask("sources", "add", site.url, "--pick", "9").exit_code == 2


def test_words_of_a_stranger_cannot_command_the_terminal(config: Path, site: Site) -> None:
    assert "\x1b" not in ask("sources", "add", f"{site.url}/strikes/feed").output


def test_a_board_on_a_mirror_is_added_with_the_employer_that_is_known(config: Path, site: Site) -> None:
    body, wanted = expected.sample("greenhouse", "list")
    public = b"https://job-boards.greenhouse.io"
    site.routes["/v1/boards/lanternfish/jobs"] = Reply(body=body.replace(public, site.url.encode()))
    for item in wanted["items"]:
        site.routes[item["url"].removeprefix(public.decode())] = Reply(body=b"<title>A posting</title>")
    employer = wanted["items"][0]["posting"]["employer"].upper()
    (config / "organizations.yaml").write_text(
        f"organizations:\n  - {{slug: fish, name: Fish, kind: employer, aliases: ['{employer}']}}\n"
    )
    result = ask("sources", "add", f"{site.url}/v1/boards/lanternfish/jobs")
    assert result.exit_code == 0, result.output
    [source] = load(config, {}).sources
    assert (source.system, source.tenant, source.url) == ("greenhouse", "lanternfish", site.url)
    assert (source.slug, source.employer) == ("fish-jobs", "fish")


def test_a_board_that_is_empty_for_any_name_is_not_added(config: Path, site: Site) -> None:
    body, _ = expected.sample("smartrecruiters", "empty")
    site.routes["/v1/companies/NoSuchFirm/postings"] = Reply(body=body)
    result = ask("sources", "add", f"{site.url}/v1/companies/NoSuchFirm/postings")
    assert result.exit_code == 1
    assert "refused: it answers 200 but shows no posting" in result.stdout
    assert not (config / "sources").exists()


def test_loopback_is_not_asked_unless_that_is_allowed(
    config: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PICKETWIRE_ALLOW_PRIVATE")
    result = ask("sources", "add", site.url)
    assert result.exit_code == 1
    assert "not a public address" in result.stdout
    assert not site.asked


@pytest.mark.parametrize("wish", [("--slug", "No Slug"), ("--group", "No Slug"), ("--file", "../x.yaml")])
def test_a_wish_that_cannot_be_met_is_refused_before_anybody_is_asked(
    config: Path, site: Site, wish: tuple[str, str]
) -> None:
    assert isinstance(ask("sources", "add", site.url, *wish).exception, ConfigError)
    assert not site.asked


def test_tests_of_sources_print_a_line_each_and_fail_if_one_is_bad(config: Path, site: Site) -> None:
    ask("sources", "add", site.url, "--slug", "ledger", "--group", "good")
    ask("sources", "add", f"{site.url}/strikes/feed", "--slug", "strikes")
    site.routes["/strikes/feed"] = Reply(status=410)
    result = ask("sources", "test")
    assert result.exit_code == 1
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        ["ledger", "works"],
        ["strikes", "gone"],
    ]
    found = [json.loads(line) for line in ask("sources", "test", "strikes", "--json").stdout.splitlines()]
    assert [(f["source"], f["state"], f["bad"]) for f in found] == [("strikes", "gone", True)]
    assert ask("sources", "test", "--group", "good").exit_code == 0
    assert isinstance(ask("sources", "test", "nobody").exception, ConfigError)


def test_a_replay_of_unchanged_parsers_finds_nothing(config: Path, site: Site) -> None:
    ask("sources", "add", site.url, "--slug", "ledger")
    ask("run")
    assert "today's parsers read the same" in ask("replay", "--dry-run").stdout
    found = answer("replay", "--json", "--source", "ledger", "--since", "1d")
    assert (found["differs"], found["applied"], found["items"]) == (False, True, 7)
    assert found["sources"]["ledger"]["fields"] == {}
    assert isinstance(ask("replay", "--source", "nobody").exception, ConfigError)

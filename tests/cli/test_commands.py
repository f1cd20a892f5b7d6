"""The command line's kept forms and exit codes, on a real archive and a real server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from picketwire.cli import main as entry
from picketwire.cli.main import cli
from tests.pipeline.test_poll import rss
from tests.servers import Reply, serve

SETTINGS = "spacing: 0\n"


@pytest.fixture
def site():
    with serve(
        {
            "/feed": Reply(
                body=rss(("1", "Netflix lists AI product manager job at $900,000"), ("2", "Weather"))
            )
        }
    ) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, site, monkeypatch):
    """A configuration with one feed; everything in the environment points at it."""
    config = tmp_path / "config"
    (config / "sources").mkdir(parents=True)
    (config / "settings.yaml").write_text(SETTINGS)
    (config / "sources/a.yaml").write_text(
        f"sources:\n  - {{slug: ledger, kind: feed, url: '{site.url}/feed', name: Ledger, groups: [trade]}}\n"
    )
    monkeypatch.setenv("PICKETWIRE_CONFIG", str(config))
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(tmp_path / "archive.sqlite"))
    monkeypatch.setenv("PICKETWIRE_ALLOW_PRIVATE", "1")
    return tmp_path


def ask(*words: str, stdin: str | None = None):
    """Call the command line; return click's result."""
    return CliRunner().invoke(cli, words, input=stdin)


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_run_prints_one_object_with_the_kept_keys(home):
    result = ask("run", "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report.keys() == {"started", "finished", "sources", "items", "tags", "failures"}
    outcomes = "due complete unchanged partial capped suspicious_zero blocked failed gone"
    assert report["sources"].keys() == set(outcomes.split())
    assert report["items"] == {"seen": 2, "new": 2, "changed": 0}


def test_a_failed_source_is_exit_code_1_and_named(home, site):
    site.routes["/feed"] = Reply(status=500)
    result = ask("run", "--json")
    assert result.exit_code == 1
    [failure] = json.loads(result.stdout)["failures"]
    assert (failure["source"], failure["outcome"]) == ("ledger", "failed")
    assert "500" in failure["reason"]


def test_a_second_run_finds_nothing_due_and_a_named_source_always_is(home):
    ask("run")
    assert json.loads(ask("run", "--json").stdout)["sources"]["due"] == 0
    assert json.loads(ask("run", "ledger", "--json").stdout)["sources"]["due"] == 1


def test_a_dry_run_asks_nobody_and_writes_nothing(home, site):
    assert json.loads(ask("run", "--dry-run", "--json").stdout) == {"due": ["ledger"]}
    assert site.asked == []
    assert not (home / "archive.sqlite").exists()


def test_a_dry_run_on_an_archive_names_only_what_is_due(home, site):
    ask("run")
    asked = len(site.asked)
    assert json.loads(ask("run", "--dry-run", "--json").stdout) == {"due": []}
    assert json.loads(ask("run", "--dry-run", "--all", "--json").stdout) == {"due": ["ledger"]}
    assert len(site.asked) == asked


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["run", "nobody"], 2, "no source 'nobody'"),
        (["run", "--group", "nobodies"], 2, "no group 'nobodies'"),
        (["search", "x"], 3, "picketwire run"),
        (["roles", "--on", "yesterday"], 2, "2023-07-26"),
        (["serach"], 2, "search"),
        (["tags", "show", "nothing"], 2, "no tag is called"),
        (["strikes", "confirm", "nothing"], 3, "picketwire run"),
    ],
)
def test_what_cannot_be_done_says_so_in_a_line_with_its_exit_code(
    home, words, code, said, monkeypatch, capsys
):
    monkeypatch.setattr("sys.argv", ["picketwire", *words])
    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == code
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_a_wrong_line_of_config_is_named_with_its_place_and_nothing_starts(home, site, monkeypatch, capsys):
    (home / "config/sources/a.yaml").write_text(
        "sources:\n  - slug: a\n    kind: feed\n    url: http://x.example/\n    name: A\n    evry: 1h\n"
    )
    monkeypatch.setattr("sys.argv", ["picketwire", "run"])
    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == 2
    assert 'sources/a.yaml:6:5: unknown key "evry" (did you mean "every"?)' in capsys.readouterr().err
    assert not (home / "archive.sqlite").exists()


def test_search_prints_the_kept_keys_and_csv_runs_no_formula(home, site):
    site.routes["/feed"] = Reply(body=rss(("1", '=HYPERLINK("http://x")')))
    ask("run")
    [hit] = lines(ask("search", "hyperlink", "--json").stdout)
    assert hit.keys() == {
        "id",
        "kind",
        "source",
        "url",
        "title",
        "published",
        "first_seen",
        "tags",
        "snippet",
    }
    assert "'=HYPERLINK" in ask("search", "hyperlink", "--csv").stdout


def test_a_title_cannot_command_the_terminal(home, site):
    site.routes["/feed"] = Reply(body=rss(("1", "Red &#x9b;31m alert \u202e gnp")))
    ask("run")
    shown = ask("search", "alert").stdout + ask("show", "1").stdout
    assert "\x9b" not in shown
    assert "\u202e" not in shown


def test_parse_prints_the_kept_keys_in_the_documents_order(home, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(("b", "Second"), ("a", "First")))
    rows = lines(ask("parse", str(file), "--url", "https://ledger.example/feed").stdout)
    assert [row["title"] for row in rows] == ["Second", "First"]
    kept = "kind id url title summary body author published updated language categories"
    assert rows[0].keys() >= set(kept.split())


def test_what_cannot_be_parsed_prints_nothing_and_says_why(home, tmp_path):
    file = tmp_path / "login.html"
    file.write_text("<!doctype html><title>Sign in</title>")
    result = ask("parse", str(file), "--as", "feed")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1


def test_pay_reads_and_writes_json_lines(home):
    [row] = lines(ask("pay", stdin='{"id": 7, "text": "The range is $300,000 - $900,000 a year."}\n').stdout)
    [band] = row["pay"]
    assert row["id"] == 7
    assert (band["low"], band["high"], band["currency"], band["period"]) == (300000, 900000, "USD", "year")


def test_a_line_that_is_no_json_is_named(home, monkeypatch, capsys):
    result = ask("tag", stdin='{"id": 1, "title": "x"}\nnot json\n')
    assert "line 2" in str(result.exception)


def test_sources_list_and_health_tell_what_is_watched_and_how_it_does(home, site):
    assert lines(ask("sources", "list", "--json").stdout)[0]["slug"] == "ledger"
    ask("run")
    [health] = lines(ask("sources", "health", "--json").stdout)
    assert (health["outcome"], health["items"]) == ("complete", 2)
    assert lines(ask("sources", "health", "--bad", "--json").stdout) == []


TRACKER = (
    "ID,Employer,Labor Organization,Start Date,End Date,Strike or Protest\n"
    "1917,The Alliance,Writers Guild of America,05/02/2023,09/27/2023,Strike\n"
)


def test_strikes_reported_by_two_outlets_become_candidates_and_then_a_record(home, site, tmp_path):
    title = "Nurses at Mercy Hospital walk off the job on strike"
    body = (
        "<p>Members of the National Nurses United began a strike against Mercy Hospital on Monday, "
        "July 24, 2023, the union said.</p>"
    )
    item = f"<item><guid>%s</guid><title>{title}</title><link>https://%s.example/1</link>"
    item += f"<description>{body}</description></item>"
    for name in ("one", "two"):
        feed = f"<rss version='2.0'><channel><title>{name}</title>{item % (name, name)}</channel></rss>"
        feed = feed.replace("<p>", "&lt;p&gt;").replace("</p>", "&lt;/p&gt;")
        site.routes[f"/{name}"] = Reply(body=feed.encode())
    rows = "".join(
        f"  - {{slug: {n}, kind: feed, url: '{site.url}/{n}', name: {n.title()}}}\n" for n in ("one", "two")
    )
    (home / "config/sources/a.yaml").write_text(f"sources:\n{rows}")
    tags = Path(__file__).parents[2] / "config/tags"
    (home / "config/tags").symlink_to(tags)
    (home / "config/organizations.yaml").symlink_to(tags.parent / "organizations.yaml")
    assert ask("run").exit_code == 0
    candidates = lines(ask("strikes", "candidates", "--json").stdout)
    assert [c["outlets"] for c in candidates] == [2]
    assert {"slug", "unions", "struck", "stages", "items", "outlets"} <= candidates[0].keys()
    assert ask("strikes", "confirm", candidates[0]["slug"]).exit_code == 0
    [record] = lines(ask("strikes", "list", "--json").stdout)
    assert record["status"] == "confirmed"
    assert lines(ask("strikes", "candidates", "--json").stdout) == []
    export = tmp_path / "export.csv"
    export.write_text(TRACKER)
    assert "0 matched, 0 only theirs, 1 only ours" in ask("strikes", "compare", str(export)).stdout


def test_doctor_finds_a_sound_archive_and_a_damaged_one(home):
    ask("run")
    assert ask("doctor").exit_code == 0
    path = home / "archive.sqlite"
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 20] = b"\xff" * (4096 * 17)
    path.write_bytes(data)
    result = ask("doctor")
    assert result.exit_code == 1
    assert "damaged" in result.stdout


def test_trying_a_text_names_the_words_that_earned_each_tag_and_says_when_there_is_none(home):
    """Also where no colour can mark them."""
    (home / "config/tags").symlink_to(Path(__file__).parents[2] / "config/tags")
    (home / "config/organizations.yaml").symlink_to(Path(__file__).parents[2] / "config/organizations.yaml")
    assert "strike  “on strike” (rule set-phrase)" in ask("tags", "test", "Bakers on strike").stdout
    assert ask("tags", "test", "Bakers on holiday").stdout == "no tag\n"

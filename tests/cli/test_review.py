"""`picketwire review` in a terminal, in a pipe, and as JSON lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from picketwire.archive.opening import open_reader, open_writer
from picketwire.cli.main import cli
from tests.linking.conftest import Desk
from tests.linking.test_candidates import empty, report

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

FERNGLASS, HULU = "candidate wga-fernglass-2023-07", "candidate wga-hulu-2023-07"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with two candidates; everything in the environment points at it."""
    path = tmp_path / "archive.sqlite"
    (tmp_path / "config").mkdir()
    (tmp_path / "config/settings.yaml").write_text("")
    monkeypatch.setenv("PICKETWIRE_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(path))
    with open_writer(path) as db:
        desk = Desk(db)
        empty(desk)
        report(desk, "WGA strike at Fernglass begins", ("began", "strike at Fernglass begins"))
        report(desk, "WGA strike at Hulu begins", ("began", "strike at Hulu begins"), outlet="wire")
        desk.link()
    return path


def ask(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, ["review", *words], input=stdin)


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def kept(archive: Path) -> list[tuple[object, ...]]:
    with open_reader(archive) as db:
        rows = db.execute("SELECT subject, verdict, reason, by FROM verdicts ORDER BY subject").fetchall()
    return [tuple(row) for row in rows]


def slugs(archive: Path) -> list[str]:
    with open_reader(archive) as db:
        return [row[0] for row in db.execute("SELECT slug FROM strikes ORDER BY slug")]


def test_one_key_and_a_reason_decide_one_thing_after_the_other(archive: Path) -> None:
    """The evidence is shown, the answer acts, and nothing is asked twice."""
    result = ask("--by", "ana", stdin="a\nseen myself\nr\n\n")
    assert result.exit_code == 0, result.output
    assert "WGA strike at Fernglass begins" in result.output
    assert "https://ledger.example/" in result.output
    assert "\x1b" not in result.output
    assert kept(archive) == [
        (FERNGLASS, "accepted", "seen myself", "ana"),
        (HULU, "rejected", "", "ana"),
    ]
    assert slugs(archive) == ["wga-fernglass-2023-07"]
    assert "Nothing is open." in ask().output


def test_merging_takes_a_number_or_a_name(archive: Path) -> None:
    """A name that nobody has is asked for again."""
    result = ask(stdin="m\nnobody\n\nm\n1\nsame picket\n")
    assert "no strike and no candidate 'nobody'" in result.output
    assert kept(archive)[0][:3] == (FERNGLASS, "merged", "same picket")


def test_a_stage_can_be_corrected_at_the_prompt(archive: Path) -> None:
    """Enter keeps what is right, and a wrong day is asked for again."""
    ask("--limit", "1", stdin="a\n\n")
    with open_writer(archive) as db:
        title = "WGA strike at Fernglass is over"
        report(Desk.on(db), title, ("ended", "strike at Fernglass is over"), days=9)
        Desk.on(db).link()
    result = ask("--kind", "stage", stdin="c\n\n2023-13-01\n2023-08-05\nthe union says so\n")
    assert "is no day" in result.output
    assert "now ended 2023-08-05" in result.output
    with open_reader(archive) as db:
        assert [row[0] for row in db.execute("SELECT ended FROM strikes")] == ["2023-08-05"]


@pytest.mark.parametrize("stdin", ["q\n", "", "a\n", "x\nq\n"])
def test_leaving_keeps_what_was_answered_and_nothing_else(archive: Path, stdin: str) -> None:
    """Quitting, the end of a pipe, or leaving before the reason is no answer."""
    result = ask(stdin=stdin)
    assert result.exit_code == 0
    assert kept(archive) == []


def test_later_is_asked_again_last(archive: Path) -> None:
    """It is no decision."""
    ask(stdin="l\nq\n")
    assert [q["subject"] for q in lines(ask("--json").stdout)] == [HULU, FERNGLASS]


def test_open_questions_are_printed_and_taken_back_with_verdicts(archive: Path) -> None:
    """The form for other tools: fill in a verdict and return the line; others pass over."""
    first, second = lines(ask("--json").stdout)
    assert first["subject"] == FERNGLASS
    assert {"kind", "asks", "says", "doubts", "rule", "score", "evidence", "targets"} <= first.keys()
    first |= {"verdict": "accept", "reason": "so it is"}
    given = "\n".join(map(json.dumps, (first, second)))
    result = ask("--from", "-", "--by", "bot", "--json", stdin=given)
    assert result.exit_code == 0, result.output
    assert lines(result.stdout) == [{"line": 1, "subject": FERNGLASS, "effect": "on record", "open": True}]
    assert kept(archive) == [(FERNGLASS, "accepted", "so it is", "bot")]
    assert slugs(archive) == ["wga-fernglass-2023-07"]


def test_wrong_lines_are_named_and_cost_no_other(archive: Path, tmp_path: Path) -> None:
    """The exit code says that there were some."""
    file = tmp_path / "answers.jsonl"
    good = [json.dumps({"subject": s, "verdict": "reject"}) for s in (FERNGLASS, HULU)]
    merge = json.dumps({"subject": HULU, "verdict": "merge", "into": "nobody"})
    file.write_text(f"{good[0]}\nno json\n{merge}\n{good[1]}\n")
    result = ask("--from", str(file))
    assert result.exit_code == 1
    assert "line 2: this is no JSON object" in result.stderr
    assert "line 3: there is no strike and no candidate 'nobody'" in result.stderr
    assert [row[:2] for row in kept(archive)] == [(FERNGLASS, "rejected"), (HULU, "rejected")]


def test_verdicts_go_from_one_archive_to_another(archive: Path) -> None:
    """What is printed is what `--from` reads."""
    ask(stdin="a\nyes\nr\nno\n")
    printed = ask("verdicts", "--json").stdout
    with open_writer(archive) as db:
        for table in ("reviews", "verdicts"):
            db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of this test
    assert ask("--from", "-", stdin=printed).exit_code == 0
    assert ask("verdicts", "--json").stdout == printed
    assert FERNGLASS.split()[1][:10] in ask("verdicts").output


def test_the_report_gives_counts_and_no_share_of_a_few(archive: Path) -> None:
    """Two verdicts are no precision."""
    ask(stdin="a\n\nr\n\n")
    (row,) = lines(ask("report", "--json").stdout)
    assert (row["rule"], row["judged"], row["right"], row["precision"]) == ("gathered by union", 2, 1, None)
    assert "too few" in ask("report").output


@pytest.mark.parametrize("words", [(), ("--json",), ("report",), ("verdicts",)])
def test_reviewing_makes_no_archive(
    archive: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """A slip in a path is said, not turned into an empty archive."""
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(archive.with_name("nowhere.sqlite")))
    assert "there is no archive" in str(ask(*words).exception)
    assert not archive.with_name("nowhere.sqlite").exists()


def test_an_archive_from_before_gets_its_table(archive: Path) -> None:
    """Verdicts that somebody kept by hand stay, and count as decided."""
    with open_writer(archive) as db:
        db.conn.execute("DROP TABLE reviews")
        db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm005_review'")
        db.conn.execute(
            "INSERT INTO verdicts (subject, verdict, at) VALUES (?, 'rejected', '2023-08-01T00:00:00Z')",
            (HULU,),
        )
    assert "an older one, which `picketwire link` brings up to date" in str(ask("--json").exception)
    with open_writer(archive):
        pass
    assert [q["subject"] for q in lines(ask("--json").stdout)] == [FERNGLASS]


def test_nobody_is_asked_in_the_name_of_the_rule(archive: Path) -> None:
    assert CliRunner().invoke(cli, ["review", "--by", "rule"], input="a\n\n").exit_code == 2

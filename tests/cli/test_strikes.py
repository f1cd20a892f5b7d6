"""`picketwire strikes`: all that is known of a strike, for people and for programs."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from picketwire.archive.answers.questions import QUESTIONS
from picketwire.archive.facts import save_strikes
from picketwire.archive.opening import open_reader, open_writer, transaction
from picketwire.cli.main import cli
from picketwire.facts import StrikeEvent, StrikeFact
from picketwire.records import TaggedItem
from tests.builders import START, board, posting, tag
from tests.linking.conftest import STRIKES, Desk, article, product_manager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from picketwire.facts import Stage

FACTS = (
    StrikeFact(kind="workers", value="11500", quote="We are 11,500", organization="wga", basis="primary"),
    StrikeFact(kind="workers", value="11000", quote="some 11,000 writers", url="https://ledger.example/1"),
    StrikeFact(kind="not_affected", value="soap operas", quote="did not affect soap operas"),
    StrikeFact(kind="demand", value="pay", quote="They want pay"),
    StrikeFact(kind="ai_demand", value="training", quote="No script may train AI"),
)
AGREED = StrikeEvent(stage="tentative_agreement", date=date(2023, 9, 24), quote="146th day")
WGA = replace(STRIKES[0], events=(*STRIKES[0].events, AGREED), facts=FACTS)


@pytest.fixture(autouse=True)
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that the commands find, with a role at a member of the struck association."""
    monkeypatch.setenv("PICKETWIRE_CONFIG", str(tmp_path))
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(tmp_path / "archive.sqlite"))
    with open_writer(tmp_path / "archive.sqlite") as db:
        found = Desk(db)
        with transaction(db):
            save_strikes(db, (WGA, STRIKES[1]), START)
        found.posts(product_manager())
        raised = replace(product_manager(body="It pays $400,000 - $900,000."), digest=b"2")
        found.posts(raised, at=24)
        found.reports(article("a", "WGA strikes Netflix", "The WGA demands limits on AI."), tags=("strike",))
        found.reports(article("b", "WGA pickets Netflix again"), tags=("strike",), slug="wire", at=31)
        found.link()


@contextmanager
def writing(tmp_path: Path) -> Iterator[Desk]:
    """Write to that archive, which the commands then read."""
    with open_writer(tmp_path / "archive.sqlite") as db:
        desk = Desk.__new__(Desk)
        desk.db = db
        yield desk
        desk.link()


def ask(*words: str) -> str:
    result = CliRunner().invoke(cli, ["strikes", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def shown(*words: str) -> dict[str, Any]:
    return json.loads(ask("show", "wga-2023", *words, "--json"))  # type: ignore[no-any-return]


def test_show_says_what_it_is_about_with_ai_first() -> None:
    """Then who says which number: the primary one first, none added up; scope, length and days idle."""
    text = ask("show", "wga-2023", "--on", "2023-07-26")
    order = [
        "AI demand: training",
        "demand: pay",
        "workers: 11,500",
        "workers: 11,000",
        "not affected: soap operas",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "148 days, began 2023-05-02 to ended 2023-09-27" in " ".join(text.split())
    assert "tentative agreement of 2023-09-24 is not the end" in " ".join(text.split())
    assert "102 working days × 11,500 workers" in " ".join(text.split())
    assert "confirmed: between began 2023-05-02 and ended 2023-09-27" in " ".join(text.split())
    assert "22,500" not in text


def test_show_has_everything_for_programs() -> None:
    data = shown("--on", "2023-09-27")
    assert data["on"] == {"day": "2023-09-27", "state": "no", "why": "it ended on 2023-09-27"}
    assert (data["length"]["days"], data["days_idle"]["days"]) == (148, 102 * 11_500)
    workers = [(w["value"], w["primary"], w["reported"]) for w in data["facts"]["workers"]]
    assert workers == [(11500, 1, 0), (11000, 0, 1)]
    assert [d["value"] for d in data["ai_demands"]] == ["training", "ai"]
    assert [m["organization"] for p in data["parties"] for m in p["members"]] == ["disney", "netflix"]
    assert data["coverage"]["outlets"] == {"Ledger": 1, "Wire": 1}
    assert data["coverage"]["first"]["title"] == "WGA strikes Netflix"


def test_show_tells_what_became_of_roles_during_the_strike() -> None:
    """Opened and changed in its days, by how the strike reaches the employer."""
    (role,) = shown()["roles"]
    assert (role["relation"], role["from"]) == ("via association", "2023-07-10")
    assert [(step["day"], step["what"]) for step in role["steps"]] == [
        ("2023-07-10", "opened"),
        ("2023-07-25", "pay_changed"),
    ]
    assert "direct: none known" in ask("show", "wga-2023")
    assert "$300,000 to $900,000 a year → $400,000 to $900,000 a year" in ask("show", "wga-2023")


def test_a_strike_against_the_employer_itself_is_told_apart(tmp_path: Path) -> None:
    own = TaggedItem(
        item=posting("5", "Machine Learning Engineer", opened=date(2023, 7, 3)), tags=(tag("ai_role"),)
    )
    with writing(tmp_path) as desk:
        desk.brings(board("hulu-jobs", tenant="hulu.com", employer="hulu"), [own], 5)
    [role] = json.loads(ask("show", "hulu-desk-2023", "--json"))["roles"]
    assert (role["relation"], role["to"]) == ("direct", None)


def test_as_of_knows_what_was_known(tmp_path: Path) -> None:
    """The end came later; an unknown strike is none; what is open-ended says so."""
    then = shown("--as-of", "2023-08-30")
    assert (then["ended"], then["length"]["days"]) == (None, None)
    assert then["on"]["state"] == "open-ended"
    assert "no end known: counted to 2023-08-30" in then["days_idle"]["notes"]
    with writing(tmp_path) as desk:
        edited = replace(article("b", "WGA pickets Netflix no more"), digest=b"edited")
        desk.reports(edited, tags=("strike",), slug="wire", at=24 * 60)
    titles = [
        {r["title"] for r in view["coverage"]["reports"]}
        for view in (shown(), shown("--as-of", "2023-08-30"))
    ]
    assert titles[0] - titles[1] == {"WGA pickets Netflix no more"}
    assert titles[1] - titles[0] == {"WGA pickets Netflix again"}
    result = CliRunner().invoke(cli, ["strikes", "show", "wga-2023", "--as-of", "2023-01-01"])
    assert "no strike is called 'wga-2023' as of 2023-01-01" in str(result.exception)


def test_list_has_the_kept_keys() -> None:
    """Programs rely on them; parties are slugs, items and outlets those of the coverage."""
    rows = [json.loads(line) for line in ask("list", "--json").splitlines()]
    kept = {
        "slug",
        "name",
        "scope",
        "began",
        "ended",
        "status",
        "unions",
        "struck",
        "stages",
        "items",
        "outlets",
    }
    assert all(row.keys() >= kept for row in rows)
    (wga,) = (row for row in rows if row["slug"] == "wga-2023")
    assert (wga["unions"], wga["struck"], len(wga["items"]), wga["outlets"]) == (["wga"], ["amptp"], 2, 2)
    assert {"stage", "date", "item", "quote"} <= wga["stages"][0].keys()


EXPORT = """id,employer,start_date,end_date,labor_org,action_type
1,Alliance of Motion Picture and Television Producers,2023-05-02,2023-09-27,Writers Guild of America,Strike
2,Fernglass Inc.,2023-07-24,,Bakers of Tarnby,Strike
"""


def test_compare_prints_all_three_kinds(tmp_path: Path) -> None:
    """Both, only theirs and only ours, with lag and dates; as JSON whole."""
    (tmp_path / "export.csv").write_text(EXPORT)
    rows = [json.loads(line) for line in ask("compare", str(tmp_path / "export.csv"), "--json").splitlines()]
    assert [row["kind"] for row in rows] == ["summary", "matched", "only theirs", "only ours"]
    assert (rows[0]["recall"], rows[0]["precision"], rows[1]["strike"]) == (0.5, 0.5, "wga-2023")
    assert (rows[2]["employers"], rows[2]["start"], rows[3]["slug"]) == (
        ["Fernglass Inc."],
        "2023-07-24",
        "hulu-desk-2023",
    )
    text = ask("compare", str(tmp_path / "export.csv"))
    assert "1 matched, 1 only theirs, 1 only ours\nof 1 only theirs, our news of those days names" in text
    assert "recall 0.50, precision 0.50" in text
    assert "Bakers of Tarnby against Fernglass Inc." in text


def test_a_strike_of_which_nothing_is_heard_any_more_is_open_ended(tmp_path: Path) -> None:
    """Without a known end it is confirmed for two weeks behind the last word of it, and then open-ended."""

    def status(day: str) -> set[str]:
        result = CliRunner().invoke(cli, ["roles", "--json", "--on", day])
        assert result.exit_code == 0, result.output
        strikes = [s for line in result.stdout.splitlines() for s in json.loads(line)["strikes"]]
        return {s["status"] for s in strikes if s["slug"] == "hulu-desk-2023"}

    own = TaggedItem(
        item=posting("5", "Machine Learning Engineer", opened=date(2023, 7, 3)), tags=(tag("ai_role"),)
    )
    hulu = board("hulu-jobs", tenant="hulu.com", employer="hulu")
    with writing(tmp_path) as desk:
        desk.brings(hulu, [own], 5)
        desk.brings(hulu, [own], 24 * 100)
    assert status("2023-07-15") == {"confirmed"}
    assert status("2023-10-20") == {"open-ended"}


def test_no_role_is_struck_in_a_pause_of_the_strike(tmp_path: Path) -> None:
    """`roles --on`, `strikes show --on` and the question in the browser say the same of such a day."""
    asked_of = QUESTIONS["ai_roles_on_a_day"].sql
    steps: tuple[tuple[Stage, int], ...] = (("began", 10), ("suspended", 15), ("resumed", 25))
    events = tuple(StrikeEvent(stage=stage, date=date(2023, 7, day)) for stage, day in steps)
    with writing(tmp_path) as desk:
        save_strikes(desk.db, (replace(WGA, events=events),), START)
    for day, on in (("12", True), ("20", False), ("26", True)):
        result = CliRunner().invoke(cli, ["roles", "--during-strike", "--on", f"2023-07-{day}", "--json"])
        assert bool(result.stdout) is on
        assert (shown("--on", f"2023-07-{day}")["on"]["state"] == "no") is not on
        with open_reader(tmp_path / "archive.sqlite") as connection:
            rows = connection.execute(asked_of, {"day": f"2023-07-{day}"}).fetchall()
        assert any(row["strike"] == "wga-2023" for row in rows) is on
    assert asked("--strike", "wga-2023", "--from", "2023-07-16", "--to", "2023-07-25")[0] == []
    assert asked("--strike", "wga-2023", "--from", "2023-07-16", "--to", "2023-07-26")[0] == ["wga-2023"]


def asked(*words: str) -> tuple[list[str], str]:
    """Return the strikes that `roles --during-strike` names, and what it says on stderr."""
    result = CliRunner().invoke(cli, ["roles", "--during-strike", "--json", *words])
    assert result.exit_code == 0, result.output
    found = [s["slug"] for line in result.stdout.splitlines() for s in json.loads(line)["strikes"]]
    return found, result.stderr


@pytest.mark.parametrize("union", ["wga", "WGA", "Writers Guild of America"])
def test_roles_take_a_union_by_each_of_its_names(union: str) -> None:
    assert asked("--union", union) == (["wga-2023"], "")


@pytest.mark.parametrize("option", ["--union", "--employer", "--strike"])
def test_roles_say_where_a_name_is_known_to_nobody(option: str) -> None:
    """A misspelt name is no answer of none."""
    found, said = asked(option, "wagner")
    assert found == []
    assert "wagner" in said


@pytest.mark.parametrize("wrong", [("--from", "2023-08-01", "--to", "2023-07-01"), ("--json", "--csv")])
def test_roles_refuse_what_cannot_be_asked(wrong: tuple[str, ...]) -> None:
    assert CliRunner().invoke(cli, ["roles", *wrong]).exit_code == 2


@pytest.mark.parametrize("words", [("strikes", "confirm", "x"), ("tags", "revert"), ("tags", "apply")])
def test_only_polling_makes_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """A slip in a path is said, not turned into an empty archive."""
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(tmp_path / "nowhere.sqlite"))
    assert "there is no archive" in str(CliRunner().invoke(cli, words).exception)
    assert not (tmp_path / "nowhere.sqlite").exists()


def test_steps_are_those_within_the_strike(tmp_path: Path) -> None:
    """What became of a role after the strike is no part of it: neither new pay nor its closing."""
    lower = replace(product_manager(body="It pays $500,000 - $900,000."), digest=b"3")
    with writing(tmp_path) as desk:
        desk.posts(lower, at=24 * 100)
        for days in (120, 121, 122):
            desk.brings(board(), [posting("1", "Accountant")], 24 * days)
    (role,) = shown()["roles"]
    assert role["posting"]["closed"] > "2023-11"
    assert [step["what"] for step in role["steps"]] == ["opened", "pay_changed"]


def test_members_are_those_of_the_days_of_the_strike(tmp_path: Path) -> None:
    """Who had left before it began, or joined after it was over, is not named."""
    with writing(tmp_path) as desk:
        desk.db.conn.executemany(
            "INSERT INTO memberships (member, association, since, until) VALUES ('fernglass', 'amptp', ?, ?)",
            [(None, "2023-05-02"), ("2023-09-27", None)],
        )
    (struck,) = (party for party in shown()["parties"] if party["role"] == "struck")
    assert "fernglass" not in {member["organization"] for member in struck["members"]}

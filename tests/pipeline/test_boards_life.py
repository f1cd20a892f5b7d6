"""The life of a posting from its board to the archive: what it asks, its kind, its pages, its changes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from picketwire.archive.answers.show import show
from picketwire.archive.opening import open_reader, open_writer, transaction
from picketwire.archive.role_kinds import classify_all
from picketwire.records import Source
from picketwire.tagging.roles import RoleRule, RoleTable
from tests.pipeline.board_desk import BoardDesk
from tests.pipeline.board_server import Everywhere
from tests.servers import Reply, serve

ROLES = RoleTable(
    families=(RoleRule(name="engineering", rule="engineers", title=(("engineer~",),)),),
    seniority=(RoleRule(name="senior", rule="seniors", title=(("senior",),)),),
)
ASKS = (
    "<p>You have a Bachelor's degree in Computer Science or equivalent experience.</p>"
    "<p>5+ years of experience.</p>"
)


@pytest.fixture
def site():
    with serve() as running:
        yield running


@pytest.fixture
def desk(site, tmp_path):
    source = Source(slug="jobs", kind="board", name="Jobs", system="greenhouse", tenant="moth", url=site.url)
    with open_writer(tmp_path / "archive.sqlite") as db:
        yield BoardDesk(db, tmp_path, source, roles=ROLES)


def greenhouse(*jobs: dict[str, object]) -> Everywhere:
    rows = [{"absolute_url": "https://m.example/1", "content": "<p>Lights.</p>", **job} for job in jobs]
    body = json.dumps({"jobs": rows, "meta": {"total": len(rows)}}).encode()
    return Everywhere(lambda _: Reply(body=body))


def kinds(desk):
    return desk.rows("SELECT family, family_rule, seniority, seniority_rule FROM postings")


def test_a_posting_keeps_what_it_asks_for_with_its_sentences(desk, site):
    site.routes = greenhouse({"id": 1, "title": "Senior Engineer", "content": ASKS})
    desk.poll()
    asked = json.loads(desk.one("SELECT requirements FROM postings"))
    assert [(a["kind"], a["level"], a["or_equivalent"], a["years_low"]) for a in asked] == [
        ("education", "bachelor", True, None),
        ("experience", None, False, 5),
    ]
    body = desk.one("SELECT body FROM items")
    assert all(a["text"] in body and body[a["start"] : a["end"]] in a["text"] for a in asked)
    site.routes = greenhouse(
        {"id": 1, "title": "Senior Engineer", "content": "<p>7+ years of experience.</p>"}
    )
    desk.poll(1)
    asked = json.loads(desk.one("SELECT requirements FROM postings"))
    assert [(a["kind"], a["years_low"]) for a in asked] == [("experience", 7)]


def test_kind_and_level_follow_the_title(desk, site):
    site.routes = greenhouse({"id": 1, "title": "Senior Engineer"})
    desk.poll()
    assert kinds(desk) == [("engineering", "engineers", "senior", "seniors")]
    site.routes = greenhouse({"id": 1, "title": "Gaffer"})
    desk.poll(1)
    assert kinds(desk) == [(None, None, None, None)]


def test_a_changed_table_classifies_what_is_stored(desk, site):
    site.routes = greenhouse({"id": 1, "title": "Senior Engineer"})
    desk.poll()
    other = RoleTable(families=(RoleRule(name="craft", rule="crafts", title=(("engineer",),)),))
    with transaction(desk.db):
        assert classify_all(desk.db, "new table", other.classify) == 1
        assert classify_all(desk.db, "new table", ROLES.classify) == 0, "the same text is applied once"
    assert kinds(desk) == [("craft", "crafts", None, None)]


def test_show_tells_all_of_it(desk, site):
    site.routes = greenhouse({"id": 1, "title": "Senior Engineer", "content": ASKS})
    desk.poll()
    with open_reader(desk.folder / "archive.sqlite") as connection:
        posting = show(connection, 1).posting
    assert (posting["family"], posting["seniority"], posting["arrival"]) == ("engineering", "senior", "stock")
    assert [each["kind"] for each in posting["requirements"]] == ["education", "experience"]


class Eightfold:
    """A board of one position with a page of its own; `text` and `updated` may be changed between polls."""

    def __init__(self) -> None:
        self.title, self.text, self.updated, self.pages = "Senior Engineer", "Build.", 1690000000, 0

    def answer(self, asked) -> Reply:
        """Answer for the list or for the position's own page."""
        job = {"id": 7, "name": self.title, "t_create": 1690000000, "t_update": self.updated}
        if asked.path.startswith("/api/apply/v2/jobs/7"):
            self.pages += 1
            return Reply(body=json.dumps({**job, "job_description": f"<p>{self.text}</p>"}).encode())
        return Reply(body=json.dumps({"count": 1, "positions": [job]}).encode())


def test_dates_that_are_bumped_daily_cost_a_page_a_week_and_lose_no_change(desk, site):
    """Eightfold moves `t_update` of every position daily; a text that was edited shows in nothing else."""
    board = Eightfold()
    site.routes = Everywhere(board.answer)
    desk.source = replace(desk.source, system="eightfold", tenant="q.com")
    desk.details = 10
    for day in range(15):
        board.updated += 86400
        board.text = "Build." if day < 4 else "Build AI."
        desk.poll(24.0 * day)
    assert board.pages == 3
    assert desk.rows("SELECT change, substr(seen, 1, 10) FROM revisions ORDER BY id") == [
        ("text", "2023-07-31"),
        ("ai_words_added", "2023-07-31"),
    ]
    board.title = "Chief Engineer"
    desk.poll(24.0 * 15)
    assert board.pages == 4, "an entry that says something else is a reason to read its page at once"

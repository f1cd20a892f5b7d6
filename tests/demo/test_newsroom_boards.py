"""What the job boards of the sample newsroom answer, in the shape of the systems they play."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.board import load
from picketwire.demo.newsroom.jobs import Board, boards, listing
from picketwire.demo.newsroom.press import Step, steps
from picketwire.demo.newsroom.site import respond
from picketwire.errors import ParseError
from picketwire.records import Item, Request

BASE = "http://127.0.0.1:8427"
EIGHTFOLD = "/api/apply/v2/jobs"
FIRST_AI, HIGH_PAID = 790298011952, 790298014417
MACHINE_LEARNING = {"disney": {4212508004, 4213877004}, "amazonmgmstudios": {5129963003}}
ALL_STEPS = range(1, len(steps()) + 1)


def ask(target: str, number: int) -> Any:
    answer = respond(target, steps()[number - 1], BASE)
    assert answer.status == 200
    return json.loads(answer.body)


def positions(number: int) -> list[dict[str, Any]]:
    """Walk Netflix's board as its paging wants it: on by what arrived."""
    found: list[dict[str, Any]] = []
    while True:
        answer = ask(f"{EIGHTFOLD}?domain=netflix.com&start={len(found)}&num=100&sort_by=new", number)
        if not answer["positions"]:
            assert len(found) == answer["count"]
            return found
        found += answer["positions"]


def jobs(token: str, number: int) -> list[dict[str, Any]]:
    answer = ask(f"/v1/boards/{token}/jobs?content=true", number)
    assert answer["meta"]["total"] == len(answer["jobs"])
    found: list[dict[str, Any]] = answer["jobs"]
    return found


def test_eightfold_gives_ten_a_page_whatever_is_asked() -> None:
    sizes = [
        len(ask(f"{EIGHTFOLD}?domain=netflix.com&start={start}&num=100", 1)["positions"])
        for start in (0, 10, 20, 30)
    ]
    assert sizes == [10, 10, 1, 0]


@pytest.mark.parametrize("number", ALL_STEPS)
def test_every_position_is_listed_once_and_without_its_text(number: int) -> None:
    found = positions(number)
    assert len({each["id"] for each in found}) == len(found)
    assert all(each["job_description"] == "" for each in found)
    assert all(each["canonicalPositionUrl"] == f"{BASE}/careers/job/{each['id']}" for each in found)


@pytest.mark.parametrize("number", ALL_STEPS)
def test_first_ai_posting_is_open_throughout(number: int) -> None:
    posting = next(each for each in positions(number) if each["id"] == FIRST_AI)
    opened = datetime.fromtimestamp(posting["t_create"], UTC)
    assert opened < datetime(2023, 5, 1, tzinfo=UTC)


def test_high_paid_posting_comes_and_goes() -> None:
    """Its last two absences are two polls apart, and none falls on the last step for the first time."""
    listed = [n for n in ALL_STEPS if HIGH_PAID in {each["id"] for each in positions(n)}]
    assert listed == [4, 5]


def test_detail_states_the_pay_in_the_words_of_the_employer() -> None:
    detail = ask(f"{EIGHTFOLD}/{HIGH_PAID}?domain=netflix.com", 4)
    assert (
        "market range for roles in this area of Netflix is typically $300,000 - $900,000."
        in (detail["job_description"])
    )
    assert detail["custom_JD"]["data_fields"]["posting_date"] == ["07-24-2023"]
    assert detail["work_location_option"] is None


def test_closed_position_is_gone_in_detail_and_on_its_page() -> None:
    for target in (f"{EIGHTFOLD}/{HIGH_PAID}?domain=netflix.com", f"/careers/job/{HIGH_PAID}"):
        assert respond(target, steps()[4], BASE).status == 200
        assert respond(target, steps()[5], BASE).status == 404


def test_half_of_netflix_stamps_move_without_a_change() -> None:
    moved = [each["id"] for each in positions(3) if each["t_update"] != each["t_create"]]
    assert 5 <= len(moved) <= 15


@pytest.mark.parametrize("token", MACHINE_LEARNING)
def test_machine_learning_roles_open_in_july_and_state_no_pay(token: str) -> None:
    for number in ALL_STEPS:
        found = {each["id"]: each for each in jobs(token, number)}
        assert (MACHINE_LEARNING[token] <= set(found)) is (number >= 4)
        for posting_id in MACHINE_LEARNING[token] & set(found):
            assert "$" not in html.unescape(found[posting_id]["content"])
            detail = ask(f"/v1/boards/{token}/jobs/{posting_id}?pay_transparency=true", number)
            assert detail["pay_input_ranges"] == []


def test_greenhouse_escapes_its_html_once_more() -> None:
    content = jobs("disney", 1)[0]["content"]
    assert content.startswith("&lt;p&gt;")
    assert html.unescape(content).startswith("<p>")
    assert "content" not in ask("/v1/boards/disney/jobs", 1)["jobs"][0]


def test_greenhouse_states_cents_in_the_detail_and_dollars_in_the_text() -> None:
    detail = ask("/v1/boards/disney/jobs/4201730004?pay_transparency=true", 1)
    band = detail["pay_input_ranges"][0]
    assert (band["min_cents"], band["max_cents"], band["currency_type"]) == (3150, 4200, "USD")
    assert "<span>$31.50</span>" in html.unescape(detail["content"])


def test_nothing_is_missing_for_the_first_time_at_the_last_step() -> None:
    """A second poll of the last step would else close a posting, and a second run must change nothing."""
    last = len(steps())
    for board in boards():
        assert all(opening.gone is None or opening.gone <= last - 1 for opening in board.openings)
        assert last not in board.faults


PARSED = {
    "netflix": [21, 21, 20, 20, 20, 18, 18, 18],
    "disney": [3, 3, 2, 4, 5, 5, 5, 5],
    "amazon-mgm-studios": [2, 2, 2, 3, 4, 3, 3, 3],
    "orchid-plus": [1, 1, 3, 3, 2, None, 2, 2],
    "fernglass": [1, 1, 3, 2, 2, 0, 0, 2],
    "nbcuniversal": [2, 2, 2, 4, 2, 2, 4, 4],
}


@pytest.mark.parametrize("board", boards(), ids=lambda board: board.slug)
def test_boards_are_read_by_the_parsers_of_their_systems(board: Board) -> None:
    """Counts per step; None where a page about upkeep stands in for the board."""
    assert [read(board, step) for step in steps()] == PARSED[board.slug]


def read(board: Board, step: Step) -> int | None:
    """Walk a board as the pipeline does and fill each posting from its detail."""
    system = load(board.system)
    request: Request | None = system.first(board.tenant, BASE)
    items: list[Item] = []
    try:
        while request:
            parsed = system.read(send(request, step), request)
            items += parsed.items
            request = parsed.next
    except ParseError:
        return None
    details = [system.read(send(each.detail, step), each.detail).items[0] for each in items if each.detail]
    for item in [each for each in items if not each.detail] + details:
        assert item.title
        assert item.body
        assert item.posting
        assert item.posting.opened
        assert item.url
        assert item.url.startswith(BASE)
        assert send(Request(url=item.url), step)
    return len({item.native_id for item in items})


def send(request: Request, step: Step) -> bytes:
    answer = respond(request.url.removeprefix(BASE), step, BASE)
    assert answer.status == 200
    return answer.body


def test_short_board_withholds_its_ai_role_and_counts_it() -> None:
    """A reader who trusts the page alone would close the role; the count says that the page is not all."""
    target = "/v1/companies/NBCUniversal3/postings?limit=100&offset="
    for number in (5, 6):
        answer = ask(target + "0", number)
        assert (answer["totalFound"], len(answer["content"])) == (4, 2)
        assert "743999914870239" not in {each["id"] for each in answer["content"]}
        assert ask(target + "2", number)["content"] == []
    assert len(ask(target + "0", 7)["content"]) == 4


def test_any_company_name_is_answered_with_an_empty_list() -> None:
    assert ask("/v1/companies/Nobody/postings", 1)["totalFound"] == 0


def test_empty_board_stays_empty_for_two_polls_and_comes_back() -> None:
    """Two empty answers are as many as it takes to close a posting, were they believed."""
    counts = [len(ask("/posting-api/job-board/Fernglass", number)["jobs"]) for number in (5, 6, 7, 8)]
    assert counts == [2, 0, 0, 2]


def test_first_ai_posting_has_its_pay_raised_while_open() -> None:
    before, after = (ask(f"{EIGHTFOLD}/{FIRST_AI}?domain=netflix.com", n)["job_description"] for n in (5, 6))
    assert "$150,000 - $700,000" in before
    assert "$170,000 - $750,000" in after


def test_only_one_ai_role_is_open_on_the_first_of_may() -> None:
    """The headline of that day is one posting and no strike."""
    words = ("machine learning", "artificial intelligence", "ai ", "scientist")
    titles = [o.title for b in boards() for o in listing(b, steps()[0], BASE).openings]
    assert [t for t in titles if any(word in t.lower() for word in words)] == [
        "Machine Learning Engineer, Personalization"
    ]


def test_posting_pages_carry_their_facts() -> None:
    body = respond("/disney/jobs/4212508004", steps()[3], BASE).body
    assert b'"@type": "JobPosting"' in body
    assert b"Machine Learning Engineer, Studio Research" in body

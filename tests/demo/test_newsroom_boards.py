"""What the job boards of the sample newsroom answer, in the shape of the systems they play."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from picketwire.demo.newsroom.jobs import boards
from picketwire.demo.newsroom.press import steps
from picketwire.demo.newsroom.site import respond

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


def test_posting_pages_carry_their_facts() -> None:
    body = respond("/disney/jobs/4212508004", steps()[3], BASE).body
    assert b'"@type": "JobPosting"' in body
    assert b"Machine Learning Engineer, Studio Research" in body

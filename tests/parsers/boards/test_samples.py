"""Every job-board system reads its samples as expected, and no system comes without them."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from parsers import boards
from parsers.board import load, systems
from picketwire.errors import ParseError
from tests.parsers.boards import expected

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = ("list", "empty", "unknown", "broken")
HOW = (
    "Write tests/samples/boards/{system}/{case}.<json|html|xml> in the system's own shape, content invented, "
    'beside it {case}.expected.json with {{"request": {{"url": ...}}}}, run '
    "`python -m tests.parsers.boards.expected {system} {case}` and read what it filled in."
)


def missing(system: str, folder: Path = expected.FOLDER) -> list[str]:
    """Return the cases that a system lacks: a last page if it pages, a detail if it asks for one."""
    have = {path.name.removesuffix(expected.ENDING) for path in (folder / system).glob(f"*{expected.ENDING}")}
    needed = list(NEEDED)
    if "list" in have:
        listed = json.loads((folder / system / f"list{expected.ENDING}").read_text())
        needed += ["last"] if listed.get("next") else []
        needed += ["detail"] if any("detail" in item for item in listed.get("items", ())) else []
    return [case for case in needed if case not in have]


@pytest.mark.parametrize("system", systems())
def test_every_system_has_its_samples(system: str) -> None:
    """A board file without samples for list, detail, empty, unknown, last and broken does not get in."""
    lacking = missing(system)
    assert not lacking, f"{system} has no sample {lacking[0]!r}. {HOW.format(system=system, case=lacking[0])}"


@pytest.mark.parametrize(("system", "case"), [(s, c) for s in systems() for c in expected.cases(s)])
def test_samples_read_as_expected(system: str, case: str) -> None:
    """What a board file makes of an answer stays what somebody has read and approved."""
    _, wanted = expected.sample(system, case)
    assert {"items", "error"} & set(wanted), HOW.format(system=system, case=case)
    assert expected.read(system, case) == wanted


@pytest.mark.parametrize("system", systems())
def test_what_is_no_answer_is_refused(system: str) -> None:
    """An unknown tenant and a broken answer are errors that say what came instead, never an empty board."""
    for case in expected.cases(system):
        if case.split("_")[0] in {"unknown", "broken"}:
            assert expected.sample(system, case)[1].get("error"), f"{system}/{case}"


@pytest.mark.parametrize("system", systems())
def test_the_list_of_another_system_is_refused(system: str) -> None:
    """A source whose `system` is wrong fails at once; only Phenom reads Jibe's answers, on purpose."""
    board, request = load(system), expected.request_of(expected.sample(system, "list")[1])
    for other in set(systems()) - {system} - ({"jibe"} if system == "phenom" else set()):
        with pytest.raises(ParseError):
            board.read(expected.sample(other, "list")[0], request)


@pytest.mark.parametrize("system", systems())
def test_every_posting_can_be_told_apart_and_opened(system: str) -> None:
    """Each posting of each sample has an id of its own, a title and a web address."""
    for case in expected.cases(system):
        items = expected.sample(system, case)[1].get("items", [])
        assert all(item["native_id"] and item["title"] and item["url"].startswith("http") for item in items)
        assert len({item["native_id"] for item in items}) == len(items)


NEW_SYSTEM = '''"""Invented boards, for a test."""

from parsers.board_parts.item import answer, finished
from parsers.board_parts.json_values import not_ours, read_json
from picketwire.records import Item, Posting, Request


def first(tenant, origin):
    return Request(url=f"{origin or 'https://invented.example'}/{tenant}.json")


def read(body, request):
    data = read_json(body, "Invented")
    if not data["openings"].is_list:
        raise not_ours(body, "Invented")
    return answer("invented", data["openings"], _item)


def _item(job):
    known = {"native_id": job["no"].text, "title": job["what"].text, "url": job["where"].text}
    return finished(Item(kind="posting", posting=Posting(), **known), job.value)


def tenant_of(url):
    return None
'''


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Add one file to the board files, as somebody who adds a system would."""
    (tmp_path / "invented.py").write_text(NEW_SYSTEM)
    monkeypatch.setattr(boards, "__path__", [*boards.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    return "invented"


def test_a_new_system_is_one_file(invented: str) -> None:
    """A file dropped into the folder is found, loaded and reads answers, with nothing else changed."""
    board = load(invented)
    body = json.dumps(
        {"openings": [{"no": 7, "what": "Grip", "where": "https://invented.example/7"}]}
    ).encode()
    parsed = board.read(body, board.first("moth", None))
    assert invented in systems()
    assert [(item.native_id, item.title) for item in parsed.items] == [("7", "Grip")]
    assert (board.CEILING, board.LIMITS, board.UNTESTED) == (None, (), False)


def test_a_new_system_without_samples_fails_and_says_what_to_do(invented: str, tmp_path: Path) -> None:
    """The suite names the sample that is missing and how to write it."""
    with pytest.raises(AssertionError, match=r"no sample 'list'\. Write tests/samples/boards/invented/list"):
        test_every_system_has_its_samples(invented)
    sample: dict[str, Any] = {"items": [{"native_id": "7", "detail": {"url": "x"}}], "next": {"url": "y"}}
    (tmp_path / "invented").mkdir()
    (tmp_path / "invented" / "list.expected.json").write_text(json.dumps(sample))
    assert missing(invented, tmp_path) == ["empty", "unknown", "broken", "last", "detail"]

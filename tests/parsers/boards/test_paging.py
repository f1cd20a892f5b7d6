"""Paging that misses nothing: step by what arrived, never end on a short page, know what wraps."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from parsers.board import load
from parsers.board_parts.url import asking, following, next_page
from picketwire.records import Parsed, Request


def _eightfold(start: int, size: int, total: int) -> bytes:
    positions = [{"id": 1000 + n, "name": f"Role {n}"} for n in range(start, min(start + size, total))]
    return json.dumps({"positions": positions, "count": total}).encode()


def _walk_eightfold(sizes: list[int], total: int) -> list[str]:
    board, ids = load("eightfold"), []
    request: Request | None = board.first("quillon.example", None)
    for size in sizes:
        if request is None:
            break
        start = int(parse_qs(urlsplit(request.url).query)["start"][0])
        parsed = board.read(_eightfold(start, size, total), request)
        ids += [str(item.native_id) for item in parsed.items]
        request = parsed.next
    assert request is None
    return ids


@pytest.mark.parametrize("sizes", [[10] * 5, [10, 3, 10, 10, 10], [1] * 41])
def test_every_position_is_found_once_whatever_a_page_holds(sizes: list[int]) -> None:
    """Ten a page whatever is asked for, and a short page in the middle, lose nothing and repeat nothing."""
    assert _walk_eightfold(sizes, 41) == [str(1000 + n) for n in range(41)]


def _workday(offset: int, got: int, total: int) -> Parsed:
    asked = {"appliedFacets": {}, "limit": 20, "offset": offset, "searchText": ""}
    url = "https://quillon.wd5.myworkdayjobs.com/wday/cxs/quillon/studios/jobs"
    jobs = [{"title": f"Role {n}", "externalPath": f"/job/X/Role_JR{n}"} for n in range(offset, offset + got)]
    request = Request(url=url, method="POST", body=json.dumps(asked).encode())
    return load("workday").read(json.dumps({"total": total, "jobPostings": jobs}).encode(), request)


def _offset(parsed: Parsed) -> int | None:
    return json.loads(parsed.next.body or b"{}")["offset"] if parsed.next else None


def test_a_total_of_zero_on_a_later_page_is_no_end() -> None:
    """Workday counts on its first page only; the later zeros neither end the walk nor count as stated."""
    assert (_workday(0, 20, 43).stated_total, _offset(_workday(0, 20, 43))) == (43, 20)
    assert (_workday(20, 20, 0).stated_total, _offset(_workday(20, 20, 0))) == (None, 40)
    assert (_offset(_workday(40, 3, 0)), _offset(_workday(43, 0, 0))) == (43, None)


def test_workday_is_not_followed_round_its_wrap() -> None:
    """At 2,000 the first page comes again: the walk ends before, and the ceiling is stated."""
    assert _offset(_workday(1960, 20, 0)) == 1980
    assert _offset(_workday(1980, 20, 0)) is None
    assert load("workday").CEILING == 2000


def test_a_board_that_is_cut_off_names_lists_that_hold_it_all() -> None:
    """A full Workday site is cut by the facet with the most values, each asked for from the start."""
    facets = [
        {"facetParameter": "f", "values": [{"id": f"v{n}", "count": 900} for n in range(3)]},
        {"facetParameter": "g", "values": [{"id": "w", "count": 2700}]},
        {"facetParameter": "nested", "values": [{"values": [{"id": f"x{n}"} for n in range(9)]}]},
    ]
    url = "https://quillon.wd5.myworkdayjobs.com/wday/cxs/quillon/studios/jobs"
    body = json.dumps(
        {"total": 2000, "jobPostings": [{"title": "A", "externalPath": "/job/A_1"}], "facets": facets}
    )
    board = load("workday")
    full = board.read(body.encode(), board.first("quillon.wd5/studios", None))
    asked = [json.loads(request.body or b"{}") for request in full.splits]
    assert [(a["appliedFacets"], a["offset"]) for a in asked] == [({"f": [f"v{n}"]}, 0) for n in range(3)]
    assert {request.url for request in full.splits} == {url}
    assert board.read(body.encode(), full.splits[0]).splits == ()


def test_a_request_is_changed_in_one_place_only() -> None:
    """The next page is asked for as this one was: method, headers, other parameters and their order stay."""
    request = Request(url="https://q.example/a?x=1&start=0&b=&x%5B%5D=2#top", headers=(("Accept", "*/*"),))
    assert asking(request, start=10).url == "https://q.example/a?x=1&start=10&b=&x%5B%5D=2#top"
    assert asking(request, start=10).headers == request.headers
    assert asking(request, page=2).url.endswith("&page=2#top")


@pytest.mark.parametrize(
    ("start", "got", "total", "reached"),
    [
        (0, 10, 41, 10),
        (0, 3, 41, 3),
        (31, 10, 41, None),
        (40, 0, 100, None),
        (0, 10, None, 10),
        (10, 10, 0, 20),
        (0, 0, 0, None),
    ],
)
def test_where_a_list_goes_on(start: int, got: int, total: int | None, reached: int | None) -> None:
    """Only an empty page or the count reached ends a list; a count of 0 beside entries is not believed."""
    more = following(Request(url="https://q.example/?start=0"), "start", start, got, total)
    assert (more.url if more else None) == (f"https://q.example/?start={reached}" if reached else None)


def test_counted_pages_go_on_until_an_empty_page() -> None:
    """A page in the middle may have been short: the count ends a list only where its first page holds it."""
    request = Request(url="https://q.example/?page=1")
    assert next_page(request, "page", 1, 100, 250) == Request(url="https://q.example/?page=2")
    assert next_page(request, "page", 1, 100, 100) is None
    assert next_page(request, "page", 2, 100, 200) is not None
    assert next_page(request, "page", 4, 0, 250) is None

"""Manners: so many requests at a time, so far apart, and pauses that a server asks for are kept."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from picketwire.errors import FetchError
from picketwire.fetching.limits import Budget, Limits, retry_after
from picketwire.fetching.settings import FetchSettings
from picketwire.fetching.targets import target
from picketwire.records import Request
from tests.fetching.running import NOW, fetch, fetcher
from tests.servers import Asked, Reply, Site, serve

HERE = target("http://example.com/feed")
THERE = target("https://example.com/feed")


def fetch_many(site: Site, count: int, **changes: Any) -> list[object]:
    async def run() -> list[object]:
        async with fetcher(site.port, **changes) as client:
            fetches = (client.fetch(Request(url=f"{site.url}/{n}"), source="s") for n in range(count))
            return await asyncio.gather(*fetches, return_exceptions=True)

    return asyncio.run(run())


class Crowd:
    """A route that knows how many requests were ever in it at the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self.most = 0

    def __call__(self, _: Asked) -> Reply:
        """Stay a while, then answer."""
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
        time.sleep(0.02)
        with self._lock:
            self._inside -= 1
        return Reply(body=b"x")


@pytest.mark.parametrize("limits", [{"per_origin": 2}, {"origins": 2}])
def test_no_more_requests_at_a_time_than_allowed(limits: dict[str, int]) -> None:
    crowd = Crowd()
    with serve({f"/{n}": crowd for n in range(10)}) as site:
        fetch_many(site, 10, **limits)
    assert len(site.asked) == 10
    assert crowd.most == 2


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Replaces waiting for a turn by a note of how long it would have been."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(round(seconds, 1))

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return found


def take_turns(limits: Limits, *targets: object) -> None:
    async def run() -> None:
        for place in targets:
            async with limits.turn(place, Budget(10)):  # type: ignore[arg-type]
                pass

    asyncio.run(run())


def test_requests_to_one_origin_keep_their_distance_and_others_are_not_held_up(waits: list[float]) -> None:
    take_turns(Limits(FetchSettings(spacing=2)), HERE, THERE, HERE, HERE)
    assert waits == [2, 4]


def test_the_pause_of_a_robots_txt_is_kept_up_to_a_bound(waits: list[float]) -> None:
    limits = Limits(FetchSettings(spacing=1, max_crawl_delay=5))
    limits.slow_down(HERE, 3)
    limits.slow_down(THERE, 3600)
    take_turns(limits, HERE, HERE, THERE, THERE)
    assert waits == [3, 5]


def test_a_short_pause_is_waited_out(waits: list[float]) -> None:
    limits = Limits(FetchSettings(patience=5))
    limits.pause(HERE, timedelta(seconds=4))
    take_turns(limits, THERE, HERE)
    assert waits == [4]


def test_a_long_pause_is_not_waited_out_but_told() -> None:
    limits = Limits(FetchSettings(patience=5))
    limits.pause(HERE, timedelta(seconds=90))
    with pytest.raises(FetchError, match=r"example\.com asked for a pause; 90 s of it are left") as refused:
        take_turns(limits, HERE)
    assert refused.value.retry_after == timedelta(seconds=90)


def test_after_a_429_the_origin_is_left_alone_for_the_rest_of_the_run() -> None:
    reply = Reply(status=429, headers={"Retry-After": "120"})
    with serve({f"/{n}": reply for n in range(5)}) as site:
        errors = fetch_many(site, 5, per_origin=1)
    assert len(site.asked) == 1
    first, *others = errors
    assert isinstance(first, FetchError)
    assert str(first) == "429 Too Many Requests, asked to wait 120 s"
    assert first.retry_after == timedelta(seconds=120)
    for error in others:
        assert isinstance(error, FetchError)
        assert error.exchanges == ()
        assert error.retry_after is not None


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_pause_is_kept_and_then_the_request_is_tried_again(status: int) -> None:
    replies = iter([Reply(status=status, headers={"Retry-After": "0"}), Reply(body=b"x")])
    with serve({"/feed": lambda _: next(replies)}) as site:
        assert fetch(site.port, "/feed").document
    assert len(site.asked) == 2


def test_time_in_line_is_not_counted_against_the_deadline() -> None:
    with serve({f"/{n}": Crowd() for n in range(60)}) as site:
        results = fetch_many(site, 60, per_origin=1, deadline=1.0)
    assert not [result for result in results if isinstance(result, Exception)]


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", timedelta(0)),
        ("120", timedelta(seconds=120)),
        (" 120 ", timedelta(seconds=120)),
        ("86401", DAY),
        ("10000000000000", DAY),
        ("9" * 5000, DAY),
        ("Tue, 02 May 2023 12:31:00 GMT", timedelta(minutes=1)),
        ("Tuesday, 02-May-23 12:31:00 GMT", timedelta(minutes=1)),
        ("Tue May  2 12:31:00 2023", timedelta(minutes=1)),
        ("Tue, 02 May 2023 12:00:00 GMT", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("²", None),
        ("Tue, 99 May 2023 12:31:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms_and_bounded(text: str, expected: timedelta | None) -> None:
    assert retry_after({"retry-after": text}, NOW) == expected


def test_a_date_in_retry_after_counts_from_the_servers_own_clock() -> None:
    headers = {"retry-after": "Tue, 02 May 2023 12:31:00 GMT", "date": "Tue, 02 May 2023 12:30:50 GMT"}
    assert retry_after(headers, datetime(1999, 1, 1, tzinfo=UTC)) == timedelta(seconds=10)

"""Recorded boards replayed: openings, changes, closings and reopenings equal an independent recount."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from picketwire.archive.opening import open_writer
from picketwire.records import Source
from tests.pipeline.board_desk import BoardDesk
from tests.pipeline.board_series import Recount, Snapshot, recount, snapshots
from tests.pipeline.board_server import Everywhere
from tests.servers import Reply, serve

if TYPE_CHECKING:
    from tests.servers import Asked, Site

pytestmark = pytest.mark.data
SERIES = ("greenhouse_a24", "greenhouse_axios", "greenhouse_voxmedia", "netflix_2026")


@pytest.fixture
def site():
    with serve() as running:
        yield running


@pytest.fixture
def desk(site, tmp_path):
    source = Source(slug="jobs", kind="board", name="Jobs", system="eightfold", tenant="q.com", url=site.url)
    with open_writer(tmp_path / "archive.sqlite") as db:
        yield BoardDesk(db, tmp_path, source)


def archived(desk: BoardDesk) -> Recount:
    """Read back from the archive what the recount counts."""
    revisions = desk.rows(
        "SELECT i.native_id, r.seen, r.change FROM revisions r JOIN items i ON i.id = r.item "
        "WHERE r.change NOT LIKE 'ai_words_%'"
    )
    return Recount(
        opened=desk.rows("SELECT native_id, first_seen FROM items"),
        closed=[(key, seen) for key, seen, change in revisions if change == "closed"],
        reopened=[(key, seen) for key, seen, change in revisions if change == "reopened"],
        changes=[row for row in revisions if row[2] not in {"closed", "reopened"}],
    )


@pytest.mark.parametrize("name", SERIES)
def test_a_recorded_board_replayed_equals_the_recount(desk, site, data, name):
    """The recorded answers themselves, one poll each at the time they were recorded."""
    polls = snapshots(data / "jobs/series" / name)
    desk.source = replace(desk.source, system="eightfold" if name == "netflix_2026" else "greenhouse")
    for poll in polls:
        site.routes = Everywhere(lambda _, body=poll.body: Reply(body=body))
        assert desk.poll(poll.at)[0] in {"complete", "unchanged"}
    expected, found = recount(polls), archived(desk)
    print(name, len(polls), "polls:", *(f"{len(part)}" for part in found.events()))
    assert found.events() == expected.events()
    assert desk.one("SELECT count(*) FROM items") == len({key for poll in polls for key in poll.postings})


def test_the_jump_of_a_filter_change_is_flagged_and_is_no_news(desk, site, data):
    """72 postings became 591 in five hours: 519 came at once, and later openings count again."""
    polls = snapshots(data / "jobs/series/netflix_2026")
    for poll in polls:
        site.routes = Everywhere(lambda _, body=poll.body: Reply(body=body))
        desk.poll(poll.at)
    assert [jump for (jump,) in desk.rows("SELECT jump FROM fetches ORDER BY id")] == [0, 519, *[0] * 7]
    arrived = dict(desk.rows("SELECT arrival, count(*) FROM postings GROUP BY arrival"))
    later = len({key for poll in polls for key in poll.postings}) - 591
    assert arrived == {"stock": 72, "jump": 519, "opening": later}
    assert desk.one("SELECT count(*) FROM openings") == later


BROKEN_PAGES = {
    "a page is missing": Reply(status=404),
    "a login page": Reply(body=b"<!doctype html><title>Sign in</title><input type=password>"),
    "a page with nothing on it": Reply(body=b'{"count": 0, "positions": []}'),
    "a page cut in the middle": Reply(body=b'{"count": 40, "positions": [{"id": 1, "na'),
}
FAULTS = (
    *BROKEN_PAGES,
    "the board is empty",
    "the first page again and again",
    "another system's answer",
    "fewer than counted",
    "capped",
)
OTHER = Reply(body=b'{"jobs": [{"id": 1, "title": "x", "absolute_url": "https://x.example"}]}')


class Paged:
    """A snapshot served as Eightfold serves a board, `size` a page, with one fault put in."""

    def __init__(self, snapshot: Snapshot, size: int, fault: str | None) -> None:
        self.jobs = list(snapshot.postings.items())
        self.count, self.size, self.fault = len(self.jobs), size, fault
        self.broken_at = max(self.count // size // 2, 1) * size
        self.shown: set[str] = set()
        if fault == "fewer than counted":
            del self.jobs[::3]

    def answer(self, asked: Asked) -> Reply:
        """Answer one request for a page."""
        start = int(parse_qs(urlsplit(asked.path).query)["start"][0])
        if self.fault in BROKEN_PAGES and start == self.broken_at:
            return BROKEN_PAGES[self.fault]
        if self.fault == "another system's answer":
            return OTHER
        if self.fault == "the board is empty":
            return BROKEN_PAGES["a page with nothing on it"]
        start = 0 if self.fault == "the first page again and again" else start
        page = self.jobs[start : start + self.size]
        self.shown |= {key for key, _ in page}
        rows = [
            {
                "id": key,
                "name": job["title"],
                "location": job["location"],
                "display_job_id": job["requisition_id"],
            }
            for key, job in page
        ]
        return Reply(body=json.dumps({"count": self.count, "positions": rows}).encode())


def poll(desk: BoardDesk, site: Site, snapshot: Snapshot, size: int, fault: str | None = None) -> Snapshot:
    """Poll a snapshot, broken or not; return what was shown of it."""
    played = Paged(snapshot, size, fault)
    site.routes = Everywhere(played.answer)
    desk.pages = 1 if fault == "capped" else 200
    outcome, reason, _ = desk.poll(snapshot.at)
    assert (outcome in {"complete", "unchanged"}) is (fault is None), (fault, outcome, reason)
    assert fault is None or reason
    shown = {key: job for key, job in snapshot.postings.items() if key in played.shown}
    return replace(snapshot, postings=shown, whole=fault is None)


def size_of(name: str) -> int:
    return 40 if name == "netflix_2026" else 2


def _cases(thirds: range) -> list[object]:
    """Each fault on each series; the longest series, and two of three places, only when asked for."""
    cases = []
    for name in SERIES:
        for n, fault in enumerate(FAULTS):
            for third in thirds:
                often = name != "greenhouse_a24" and (len(thirds) == 1 or third == n % len(thirds))
                cases.append(pytest.param(name, fault, third, marks=() if often else (pytest.mark.long,)))
    return cases


@pytest.mark.parametrize(("name", "fault", "third"), _cases(range(1)))
def test_a_fault_before_every_poll_closes_nothing(desk, site, data, name, fault, third):
    polls = snapshots(data / "jobs/series" / name)
    seen: list[Snapshot] = []
    for before, now in pairwise([polls[0], *polls]):
        if seen:
            broken = replace(before, at=now.at - timedelta(minutes=1))
            seen.append(poll(desk, site, broken, size_of(name), fault))
        seen.append(poll(desk, site, now, size_of(name)))
    assert archived(desk).events() == recount(seen).events()
    assert sorted(archived(desk).closed) == sorted(recount(polls).closed), "as if nothing had been broken"


@pytest.mark.parametrize(("name", "fault", "third"), _cases(range(3)))
def test_a_fault_in_place_of_every_third_poll_closes_nothing(desk, site, data, name, fault, third):
    """What a broken poll shows is a sighting, and it proves no absence."""
    polls = snapshots(data / "jobs/series" / name)
    seen = [
        poll(desk, site, now, size_of(name), fault if n and n % 3 == third else None)
        for n, now in enumerate(polls)
    ]
    assert archived(desk).events() == recount(seen).events()

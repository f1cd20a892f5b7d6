"""A board's list is walked whole, each posting found once, or the outcome says what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from picketwire.archive.opening import open_writer
from picketwire.records import Source
from tests.pipeline.board_desk import BoardDesk
from tests.pipeline.board_server import COUNTED, PAGED, PLAYERS, Everywhere, Played
from tests.servers import Reply, serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers import Asked

ALL = list(range(101, 148))  # 47 postings
TWICE = [*ALL[:10], ALL[9], *ALL[10:]]  # the last of the first page stands on the second too


@pytest.fixture
def site():
    with serve() as running:
        yield running


@pytest.fixture
def desk(site, tmp_path):
    source = Source(slug="jobs", kind="board", name="Jobs", system="eightfold", tenant="q.com", url=site.url)
    with open_writer(tmp_path / "archive.sqlite") as db:
        yield BoardDesk(db, tmp_path, source)


@pytest.fixture
def play(desk: BoardDesk, site) -> Callable[..., None]:
    """Put a played board on the server, as the desk's one source."""

    def put(system: str, board: Played, *, instead: dict[int, Reply] | None = None) -> None:
        tenant, player = PLAYERS[system]
        count = len(site.asked)

        def answer(asked: Asked) -> Reply:
            fault = (instead or {}).get(len(site.asked) - count - 1)
            return fault or player(board, asked)

        site.routes = Everywhere(answer)
        desk.source = replace(desk.source, system=system, tenant=tenant)

    return put


def distinct(desk: BoardDesk) -> int:
    titles = [title for (title,) in desk.rows("SELECT title FROM items ORDER BY id")]
    assert len(titles) == len(set(titles)), "a posting was stored twice"
    return len(titles)


@pytest.mark.parametrize("system", PAGED)
@pytest.mark.parametrize("short_at", [None, 10], ids=["ten a page", "a short page in the middle"])
def test_every_posting_of_a_board_is_found_once(play, desk, system, short_at):
    play(system, Played(ALL, short_at=short_at))
    assert (desk.poll(), distinct(desk)) == (("complete", "", 47), 47)


@pytest.mark.parametrize("system", PAGED)
def test_an_id_on_two_pages_is_one_posting(play, desk, system):
    play(system, Played(TWICE))
    assert (desk.poll(), distinct(desk)) == (("complete", "", 47), 47)
    assert (desk.poll(1), distinct(desk)) == (("unchanged", "", 47), 47)


@pytest.mark.parametrize("system", sorted({*COUNTED} - {"amazon"}))
def test_a_count_that_says_zero_on_later_pages_ends_nothing(play, desk, system):
    play(system, Played(ALL, later=0))
    assert (desk.poll()[0], distinct(desk)) == ("complete", 47)


@pytest.mark.parametrize("system", sorted({*COUNTED} - {"amazon"}))
@pytest.mark.parametrize("later", [None, 20], ids=["the count stands", "the count sinks"])
def test_fewer_postings_than_counted_are_partial(play, desk, system, later):
    """A posting that goes while pages are read moves another off the next page: nothing is proved then."""
    play(system, Played([*ALL[:10], *ALL[11:]], stated=47, later=later))
    outcome, reason, seen = desk.poll()
    assert outcome == "partial"
    assert f"{seen} of the 47" in reason


@pytest.mark.parametrize("system", PAGED)
def test_a_pager_that_shows_its_first_page_for_ever_is_no_complete_board(play, desk, system):
    play(system, Played(ALL, stuck=True))
    outcome, reason, seen = desk.poll()
    assert (outcome, seen, distinct(desk)) == ("partial", 10, 10)
    assert "first page came again" in reason or "10 of the 47" in reason


def test_a_last_page_that_links_back_has_shown_it_all(play, desk, site):
    """Links that lead in a circle are not a pager that ignores what it is asked."""
    play("teamtailor", Played(ALL))
    forward = site.routes.get("")

    def back(asked: Asked) -> Reply:
        reply = forward(asked)
        return (
            reply
            if b"next_url" in reply.body
            else replace(
                reply, body=reply.body.replace(b'"items"', b'"next_url": "/jobs.json?start=40", "items"')
            )
        )

    site.routes = Everywhere(back)
    assert (desk.poll(), distinct(desk)) == (("complete", "", 47), 47)


def test_workday_beyond_2000_is_read_by_its_facets(play, desk):
    """The list wraps to its first page at 2,000; the parts of a facet hold the whole."""
    ids = list(range(2350))
    facets = (("camera", ids[:900]), ("sound", ids[900:1800]), ("stage", ids[1750:]))
    play("workday", Played(ids, size=20, wrap=2000, later=0, facets=facets))
    assert (desk.poll()[0], distinct(desk)) == ("complete", 2350)


@pytest.mark.slow
def test_a_part_of_workday_that_is_cut_off_itself_is_read_by_another_facet(play, desk):
    ids = list(range(4600))
    facets = (("camera", ids[:4300]), ("sound", ids[4300:4450]), ("stage", ids[4450:]))
    within = (("rome", ids[:1500]), ("oslo", ids[1500:3000]), ("bonn", ids[3000:]))
    play("workday", Played(ids, size=20, wrap=2000, later=0, facets=facets, facets_within=within))
    desk.pages = 400
    assert (desk.poll()[0], distinct(desk)) == ("complete", 4600)


@pytest.mark.parametrize(
    ("facets", "words"),
    [
        ((), "no more than 2,000"),
        ((("all", list(range(2350))),), "no more than 2,000"),
        (
            (("camera", list(range(100, 1200))), ("sound", list(range(1200, 2350)))),
            "20 postings of the whole",
        ),
    ],
    ids=["no facet", "a facet that is too large itself", "facets that leave postings out"],
)
def test_workday_beyond_2000_is_capped_where_its_facets_do_not_help(play, desk, facets, words):
    play("workday", Played(list(range(2350)), size=20, wrap=2000, later=0, facets=facets))
    outcome, reason, _ = desk.poll()
    assert (outcome, words in reason) == ("capped", True), reason
    assert distinct(desk) >= 2000


@pytest.mark.slow
@pytest.mark.parametrize("covered", [True, False], ids=["categories hold all", "a category is missing"])
def test_amazon_beyond_10000_is_read_by_category(play, desk, covered):
    ids = list(range(10_300))
    facets = (("film", ids[:6000]), ("books", ids[6000:] if covered else ids[6000:9000]))
    play("amazon", Played(ids, size=100, facets=facets))
    outcome, reason, _ = desk.poll()
    expected = (10_300, "complete") if covered else (9000, "partial")
    assert (distinct(desk), outcome) == expected, reason


def test_a_walk_that_meets_the_limit_of_pages_is_capped(play, desk):
    desk.pages = 3
    play("eightfold", Played(ALL))
    outcome, reason, seen = desk.poll()
    assert (outcome, seen) == ("capped", 30)
    assert "limit of pages per run" in reason


def test_the_list_of_threads_holds_no_posting_and_is_no_end(play, desk):
    play("hackernews", Played(ALL))
    assert (desk.poll()[0], distinct(desk)) == ("complete", 47)


@pytest.mark.parametrize("system", ["hackernews", "weworkremotely"])
def test_what_leaves_a_list_of_the_newest_is_not_closed(play, desk, system):
    """It is no longer known to be open either."""
    play(system, Played(ALL))
    desk.poll()
    for n in range(1, 5):
        play(system, Played(ALL[10 + n :]))
        assert desk.poll(n)[0] == "complete"
    assert desk.rows("SELECT count(*) FROM postings WHERE closed IS NOT NULL OR missing <> '[]'") == [(0,)]
    assert desk.rows("SELECT count(*) FROM open_postings") == [(33,)]


LOGIN = Reply(body=b"<!doctype html><title>Sign in</title><form><input type=password></form>")
CHALLENGE = Reply(body=b"<!doctype html><title>Just a moment...</title><script src=/cf-chl.js></script>")
MARKETING = Reply(body=b"<!doctype html><title>Hire faster with Quillon</title><p>Book a demo!</p>")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (LOGIN, "a login page"),
        (CHALLENGE, "a challenge page"),
        (MARKETING, "Hire faster"),
        (Reply(body=b""), "empty"),
        (Reply(status=404), "404"),
        (Reply(body=b'{"detail": "Not found."}'), "detail"),
    ],
    ids=["login", "challenge", "marketing", "empty body", "404", "other JSON"],
)
@pytest.mark.parametrize("system", sorted({*PAGED} - {"teamtailor"}))
def test_a_page_that_is_none_is_named_and_proves_nothing(play, desk, system, fault, words):
    """As the first page it fails the poll, as a later one it makes it partial; nothing closes."""
    board = Played(ALL)
    play(system, board)
    desk.poll()
    for n, at in enumerate((0, 0, 1, 1), 1):
        play(system, board, instead=dict.fromkeys(range(at, at + 20), fault))
        outcome, reason, _ = desk.poll(n)
        assert outcome == ("partial" if at else "failed"), reason
        assert words in reason
    assert desk.rows("SELECT count(*) FROM postings WHERE closed IS NOT NULL OR missing <> '[]'") == [(0,)]


@pytest.mark.parametrize("system", PAGED)
def test_a_board_that_had_postings_and_shows_none_is_suspicious(play, desk, system):
    play(system, Played(ALL))
    desk.poll()
    for n in (1, 2, 3):
        play(system, Played([]))
        outcome, reason, _ = desk.poll(n)
        assert outcome in {"suspicious_zero", "failed"}, reason
        assert reason
    assert desk.rows("SELECT count(*) FROM postings WHERE closed IS NOT NULL") == [(0,)]


def test_a_posting_listed_once_per_place_keeps_the_words_of_its_first_entry(play, desk, site):
    """The second entry of an id neither overwrites the first nor becomes a posting of its own."""
    pages = {
        0: b'{"count": 3, "positions": [{"id": 1, "name": "A", "location": "Rome"}, {"id": 2, "name": "B"}]}',
        2: b'{"count": 3, "positions": [{"id": 1, "name": "A", "location": "Oslo"}, {"id": 3, "name": "C"}]}',
    }
    site.routes = Everywhere(
        lambda asked: Reply(body=pages.get(int(asked.path.split("start=")[1].split("&")[0]), b"{}"))
    )
    assert [desk.poll(n)[0] for n in range(3)] == ["complete", "unchanged", "unchanged"]
    assert desk.rows("SELECT locations FROM postings ORDER BY item") == [('["Rome"]',), ("[]",), ("[]",)]
    assert desk.rows("SELECT count(*) FROM revisions") == [(0,)]

"""What every board file offers, and what becomes of lists and details together."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from parsers.board import about, load, recognise, recognised, systems
from parsers.board_parts.item import digest, with_detail
from picketwire.errors import ParseError
from picketwire.records import Parsed, Request
from picketwire.urls import is_web_address
from tests.parsers.boards import expected

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED = """
greenhouse lever ashby workday eightfold amazon radancy smartrecruiters successfactors workable recruitee
icims phenom oracle personio teamtailor breezy pinpoint jibe jobvite comeet avature netflix remoteok
weworkremotely hackernews apple jsonld bamboohr rippling ultipro gem
"""
# Address, system, tenant, and the origin where it is not the system's own.
ADDRESSES = """
https://boards.greenhouse.io/lanternfish/jobs/7001  greenhouse  lanternfish
https://job-boards.eu.greenhouse.io/lanternfish  greenhouse  lanternfish  https://boards-api.eu.greenhouse.io
https://boards.greenhouse.io/embed/job_board?for=lanternfish&b=x  greenhouse  lanternfish
https://jobs.lever.co/lanternfish/0a1b  lever  lanternfish
https://jobs.eu.lever.co/lanternfish  lever  lanternfish  https://api.eu.lever.co
https://jobs.ashbyhq.com/Moth%26Lamp/09bd  ashby  Moth&Lamp
https://quillon.wd5.myworkdayjobs.com/en-US/studios/job/Burbank/X_JR1  workday  quillon.wd5/studios
https://wd5.myworkdaysite.com/en-US/recruiting/quillon/studios  workday  quillon.wd5/studios  https://wd5.myworkdaysite.com
https://quillon.eightfold.ai/careers?domain=quillon.com  eightfold  quillon.com
https://explore.jobs.netflix.net/careers  eightfold  netflix.com  https://explore.jobs.netflix.net
https://jobs.quillon.tv/careers?domain=quillon.tv  eightfold  quillon.tv  https://jobs.quillon.tv
https://www.amazon.jobs/en/business_categories/amazon-mgm-studios  amazon  amazon-mgm-studios
https://jobs.quillon.tv/fr/search-jobs  radancy  jobs.quillon.tv/fr
https://jobs.smartrecruiters.com/NBCUniversal3/7440-x  smartrecruiters  NBCUniversal3
https://career5.successfactors.eu/career?company=quillon  successfactors  quillon  https://career5.successfactors.eu
https://careers.quillon.tv/job/Burbank-Archivist/110123/  successfactors  careers.quillon.tv
https://apply.workable.com/moth-lamp/j/A1B2/  workable  moth-lamp
https://mothlamp.recruitee.com/o/painter  recruitee  mothlamp
https://careers-lanternfish.icims.com/jobs/8214/x/job  icims  careers-lanternfish
https://careers.quillon.tv/us/en/job/Q1/Driver  phenom  careers.quillon.tv/us/en
https://eqz.fa.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/job/7  oracle  eqz.fa.oraclecloud.com/CX_1
https://mothlamp.jobs.personio.de/job/1  personio  mothlamp  https://mothlamp.jobs.personio.de
https://mothlamp.teamtailor.com/jobs  teamtailor  mothlamp
https://moth-lamp.breezy.hr/p/33b7-x  breezy  moth-lamp
https://mothlamp.pinpointhq.com/en/postings/1  pinpoint  mothlamp
https://careers.quillon.tv/api/jobs?page=1  jibe  careers.quillon.tv
https://jobs.jobvite.com/mothlamp/job/octx  jobvite  mothlamp
https://www.comeet.com/jobs/mothlamp/F6.0A3  comeet  mothlamp/F6.0A3
https://jobs.quillon.tv/en_US/careers/JobDetail/Slug/13268  avature  jobs.quillon.tv/en_US/careers
https://jobs.netflix.com/jobs/65824437  netflix  all
https://remoteok.com/remote-machine-learning-jobs  remoteok  machine-learning
https://weworkremotely.com/categories/remote-design-jobs  weworkremotely  remote-design-jobs
https://news.ycombinator.com/item?id=48700000  hackernews  48700000
https://jobs.apple.com/en-gb/search  apple  en-gb
https://mothlamp.bamboohr.com/careers/41  bamboohr  mothlamp
https://ats.rippling.com/en-GB/moth-lamp/jobs/aa-1  rippling  moth-lamp
https://recruiting2.ultipro.com/MOTH/JobBoard/f11a0b52-5153-4c12-ad2c-b7f3b0a74112/  ultipro  MOTH/f11a0b52-5153-4c12-ad2c-b7f3b0a74112  https://recruiting2.ultipro.com
https://jobs.gem.com/moth-lamp/4003629005  gem  moth-lamp
""".strip()  # noqa: E501 -- a table
NO_BOARDS = [
    "https://paper.example/news/world/story/2023/08", "https://paper.example/o/opinion",
    "https://paper.example/job/loss/1",
    "", "https://", "http://[", "https://quillon.example/news", "mailto:x@quillon.example", "https://www.greenhouse.io/",
]  # fmt: skip
JUNK = [
    b"", b"null", b"[]", b"{}", b"0", b"<", b"\xff\xfe\x00", b"[" * 100_000,
    b'{"jobs":' * 50_000, b"<div>" * 50_000,
]  # fmt: skip


def test_the_promised_systems_are_there() -> None:
    """No system that config may name gets lost."""
    assert set(WANTED.split()) <= set(systems())


def test_an_unknown_system_is_an_error_that_names_the_known_ones() -> None:
    """A typing error in config says what could have been meant."""
    with pytest.raises(ParseError, match="no job-board system is called 'greenhose'; known: amazon, "):
        load("greenhose")


@pytest.mark.parametrize("system", systems())
def test_every_system_asks_at_its_own_host_or_where_it_is_told(system: str) -> None:
    """The origin of a mirror or a test replaces the host of the first request, and nothing else."""
    board = load(system)
    own, mirrored = board.first(board.EXAMPLE, None), board.first(board.EXAMPLE, "http://127.0.0.1:8000/")
    assert is_web_address(own.url)
    assert mirrored.url.startswith("http://127.0.0.1:8000/")
    assert "//" not in mirrored.url.removeprefix("http://")
    assert (own.method, own.body) == (mirrored.method, mirrored.body)


@pytest.mark.parametrize("line", ADDRESSES.splitlines())
def test_a_careers_address_tells_its_tenant(line: str) -> None:
    """What stands in the browser's address line is enough to know whom to ask."""
    url, system, tenant, origin = [*line.split("  "), None][:4]
    assert load(system).tenant_of(url) == (tenant, origin)
    assert is_web_address(load(system).first(tenant, origin).url)


@pytest.mark.parametrize("url", NO_BOARDS)
def test_other_addresses_are_no_boards(url: str) -> None:
    """A page that is no board is not taken for one, and junk raises nothing."""
    assert recognise(url) is None


def test_an_address_is_recognised_across_all_systems() -> None:
    """One call over all board files finds system and tenant."""
    assert recognise("https://jobs.lever.co/lanternfish") == ("lever", "lanternfish", None)


@pytest.mark.parametrize("system", systems())
def test_every_board_file_says_what_it_is_and_how_that_is_known(system: str) -> None:
    """The docstring opens with one sentence and names its sources; files without a recording say so."""
    words = about(system)
    assert words.splitlines()[0].endswith((".", ":"))
    assert "Known from" in words
    assert ("no recording at hand" in words) == load(system).UNTESTED


def _item(system: str, case: str) -> Any:
    body, wanted = expected.sample(system, case)
    return load(system).read(body, expected.request_of(wanted)).items[0]


def test_a_detail_adds_to_its_list_entry_and_blanks_nothing() -> None:
    """A detail may leave out what the list states; identity and digest stay those of the list."""
    listed, detailed = _item("eightfold", "list"), _item("eightfold", "detail")
    both = with_detail(listed, detailed)
    assert detailed.posting.remote == "onsite"
    assert both.body == detailed.body
    assert both.posting.team == "Content & Studio Research"
    assert both.posting.opened == date(2026, 4, 24)
    assert (both.native_id, both.url, both.digest, both.detail) == (
        listed.native_id,
        listed.url,
        listed.digest,
        None,
    )
    blank = with_detail(detailed, listed)
    assert blank.body == detailed.body


def test_a_digest_changes_with_the_entry_and_not_with_its_order() -> None:
    """An entry is recognised when the answer merely comes in another order."""
    one = digest({"a": 1, "b": "x"})
    assert one == digest({"b": "x", "a": 1})
    assert one != digest({"a": 2, "b": "x"})
    assert one == digest({"a": 1, "b": "x", "postedOn": "Posted 3 Days Ago"}, without=("postedOn",))
    assert len(one) == 16


def test_entries_seen_before_are_counted_and_not_read_anew() -> None:
    """What stood unchanged at the last poll comes back as known, and paging does not notice."""
    body, wanted = expected.sample("eightfold", "list")
    parsed = load("eightfold").read(body, expected.request_of(wanted))
    again = recognised(parsed, {parsed.items[0].digest})
    assert (again.items, again.known) == (parsed.items[1:], (parsed.items[0].digest,))
    assert (again.next, again.stated_total) == (parsed.next, parsed.stated_total)


def test_a_workday_entry_is_the_same_tomorrow() -> None:
    """The words "Posted 3 Days Ago" become 4 without the posting having changed."""
    body, wanted = expected.sample("workday", "list")
    tomorrow = body.replace(b"Posted 3 Days Ago", b"Posted 4 Days Ago")
    board, request = load("workday"), expected.request_of(wanted)
    assert board.read(body, request).items[0].digest == board.read(tomorrow, request).items[0].digest


def test_greenhouse_metadata_is_never_kept() -> None:
    """Links of the employer's intranet in `metadata` do not reach the archive."""
    body, _ = expected.sample("greenhouse", "list")
    assert b"intranet" in body
    assert "intranet" not in json.dumps(expected.read("greenhouse", "list"))


def _paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    pairs = (
        value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    )
    for key, part in pairs:
        yield from _paths(part, (*at, key))


def _replaced(value: Any, path: tuple[Any, ...], new: object) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _replaced(value[path[0]], path[1:], new)
    return copy


HOSTILE = (
    None,
    True,
    -1,
    10**400,
    "",
    "\ud800 &#9999999999; <b",
    "&lt;p&gt;&#" + "9" * 5_000,
    [],
    {},
    [[None]],
    {"name": {"name": []}},
)


@pytest.mark.parametrize("system", systems())
def test_no_shape_of_json_breaks_a_board_file(system: str) -> None:
    """Whatever one value of an answer turns into, the answer is read or refused; nothing else is raised."""
    board = load(system)
    for case in expected.cases(system):
        body, wanted = expected.sample(system, case)
        if "items" not in wanted or body.lstrip()[:1] not in {b"{", b"["}:
            continue
        data, request = json.loads(body), expected.request_of(wanted)
        for path in _paths(data):
            for new in HOSTILE:
                broken = json.dumps(_replaced(data, path, new)).encode()
                try:
                    assert isinstance(board.read(broken, request), Parsed)
                except ParseError:
                    continue


@pytest.mark.parametrize("body", JUNK)
@pytest.mark.parametrize("system", systems())
def test_junk_is_refused_or_empty(system: str, body: bytes) -> None:
    """A body of junk gives no posting and no other error than ParseError."""
    try:
        parsed = load(system).read(body, Request(url="https://quillon.example/"))
    except ParseError:
        return
    assert parsed.items == ()

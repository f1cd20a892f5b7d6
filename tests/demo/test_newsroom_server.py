"""The sample newsroom as a client meets it: conditional requests, compression, steps, port."""

from __future__ import annotations

import gzip
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING

import pytest

from picketwire.demo.newsroom import press
from picketwire.demo.server import Newsroom
from picketwire.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

LEDGER = "/backlot-ledger/feed.xml"
REGISTER = "/shop-floor-register/atom.xml"


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(0) as opened:
        yield opened


def get(newsroom: Newsroom, target: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", newsroom.port, timeout=10)
    try:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", target, headers=fields)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_unchanged_feed_answers_304_to_its_tag(newsroom: Newsroom) -> None:
    first, _ = get(newsroom, REGISTER)
    second, body = get(newsroom, REGISTER, If_None_Match=first.headers["ETag"])
    assert (second.status, body) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]


def test_date_alone_is_enough_to_be_spared_the_body(newsroom: Newsroom) -> None:
    first, _ = get(newsroom, REGISTER)
    assert get(newsroom, REGISTER, If_Modified_Since=first.headers["Last-Modified"])[0].status == 304
    assert get(newsroom, REGISTER, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT")[0].status == 200
    assert get(newsroom, REGISTER, If_Modified_Since="yesterday")[0].status == 200


def test_new_step_changes_what_the_same_address_answers(newsroom: Newsroom) -> None:
    tag = get(newsroom, REGISTER)[0].headers["ETag"]
    newsroom.step = 2
    response, body = get(newsroom, REGISTER, If_None_Match=tag)
    assert response.status == 200
    assert b"writers-strike-begins" in body


def test_last_modified_is_the_step_that_brought_the_change(newsroom: Newsroom) -> None:
    newsroom.step = 4
    response, _ = get(newsroom, REGISTER)
    # Nothing came between the actors' walkout and the placard of 27 July.
    assert response.headers["Last-Modified"] == "Fri, 14 Jul 2023 20:00:00 GMT"


def test_one_outlet_sends_no_validators(newsroom: Newsroom) -> None:
    response, _ = get(newsroom, "/bytes-at-noon/rss.xml")
    assert response.headers["ETag"] is None
    assert response.headers["Last-Modified"] is None


def test_compressed_and_plain_bodies_are_the_same(newsroom: Newsroom) -> None:
    plain, body = get(newsroom, LEDGER)
    packed, squeezed = get(newsroom, LEDGER, Accept_Encoding="gzip")
    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed) == body


def test_head_tells_the_length_and_sends_nothing(newsroom: Newsroom) -> None:
    connection = HTTPConnection("127.0.0.1", newsroom.port, timeout=10)
    connection.request("HEAD", LEDGER)
    response = connection.getresponse()
    assert response.read() == b""
    assert int(response.headers["Content-Length"]) == len(get(newsroom, LEDGER)[1])
    connection.close()


def test_taken_port_is_an_error_that_says_what_to_do(newsroom: Newsroom) -> None:
    with (
        pytest.raises(ConfigError, match=rf"127\.0\.0\.1:{newsroom.port}.*another port"),
        Newsroom(newsroom.port),
    ):
        pass


def test_port_is_free_again_after_the_newsroom_closes() -> None:
    with Newsroom(0) as first:
        port = first.port
        get(first, LEDGER)
    with Newsroom(port) as second:
        assert get(second, LEDGER)[0].status == 200


def test_address_is_the_same_in_every_run() -> None:
    assert Newsroom().base_url == "http://127.0.0.1:8427"


@pytest.mark.parametrize("number", [0, 9, -1])
def test_step_that_does_not_exist_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="steps 1 to 8"):
        Newsroom(0, step=number)


def test_unknown_addresses_are_404(newsroom: Newsroom) -> None:
    targets = (
        "/",
        "/nothing",
        "/backlot-ledger/2023/05/02/nothing",
        "/v1/boards/nobody/jobs",
        "/api/apply/v2/jobs",
    )
    assert [get(newsroom, target)[0].status for target in targets] == [404] * len(targets)


def test_articles_are_served_from_their_day_on(newsroom: Newsroom) -> None:
    target = "/halyard-wire/2023/05/02/writers-guild-of-america-begins-strike"
    assert get(newsroom, target)[0].status == 404
    newsroom.step = 2
    response, body = get(newsroom, target)
    assert response.status == 200
    assert b"12:01 a.m. Pacific time on Tuesday, May 2" in body


def test_steps_go_forward_from_may_to_november() -> None:
    when = [step.when for step in press.steps()]
    assert when == sorted(when)
    assert [step.number for step in press.steps()] == list(range(1, len(when) + 1))
    assert (f"{when[0]:%Y-%m-%d}", f"{when[-1]:%Y-%m-%d}") == ("2023-05-01", "2023-11-10")

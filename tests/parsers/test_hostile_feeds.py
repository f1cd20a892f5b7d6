"""No document, however hostile, raises, stalls, opens anything or takes its neighbours with it."""

from __future__ import annotations

import builtins
import os
import random
import signal
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import parse
from parsers.feeds.limits import DEEPEST
from parsers.feeds.reader import MOST_CATEGORIES, Loose
from parsers.values import LONGEST_TEXT, LONGEST_TITLE, MOST_ENTRIES
from tests.parsers.hostile import HOSTILE, item, rss

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.records import Parsed

URL = "http://host.example/feed"
SAMPLES = Path(__file__).parents[1] / "samples"
NO_GOOD_ITEM = {"billion laughs", "quadratic blow-up", "parameter entity", "a DOCTYPE never closed"}


@pytest.fixture
def watched() -> Iterator[None]:
    """End what uses 20 seconds of processor time, many times what any document needs."""

    def stop(*_: object) -> None:
        raise TimeoutError("20 seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 20)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_entry_costs_at_most_itself(name: str) -> None:
    parsed = parse(HOSTILE[name](), url=URL, hint="feed")
    assert not any("reading failed" in problem.what for problem in parsed.problems)
    assert parsed.items or parsed.problems
    if name not in NO_GOOD_ITEM:
        assert any("good" in (entry.title, entry.native_id) for entry in parsed.items)
    for entry in parsed.items:
        assert len(entry.title) <= LONGEST_TITLE
        assert len(entry.body) + len(entry.summary) <= 2 * LONGEST_TEXT
        assert len(entry.categories) <= MOST_CATEGORIES
        f"{entry}".encode()


@pytest.mark.parametrize("name", ["billion laughs", "quadratic blow-up", "parameter entity"])
def test_entities_are_dropped_never_expanded(name: str) -> None:
    parsed = parse(HOSTILE[name](), url=URL)
    assert "defines entities" in parsed.problems[0].what
    assert not any("haha" in entry.title or "xxx" in entry.title for entry in parsed.items)


def test_nothing_is_lost_silently_below_the_depth_that_is_read() -> None:
    """Deeper tags go, their text stays, and that is reported."""
    parsed = parse(
        item(b"<description>" + b"<b>" * 1_000 + b"bottom" + b"</b>" * 1_000 + b" and on</description>"),
        url=URL,
    )
    assert parsed.items[1].summary == "bottom and on"
    assert f"deeper than {DEEPEST}" in parsed.problems[0].what


@pytest.mark.parametrize(
    "reference", [b"&#xD800;", b"&#xFFFFFFFF;", b"&#" + b"9" * 5_000 + b";", b"&#0;", b"&#x1f;", b"&#65535;"]
)
@pytest.mark.parametrize("broken", [b"", b"<br>"])
def test_a_reference_to_no_character_costs_no_entry(reference: bytes, broken: bytes) -> None:
    parsed = parse(item(b"<description>a " + reference + b" b" + broken + b"</description>"), url=URL)
    assert [entry.title for entry in parsed.items] == ["good", "odd"]
    assert parsed.items[1].summary in ("a \ufffd b", "a b")


def test_two_entries_of_one_id_are_two_items() -> None:
    entry = b"<item><guid>1</guid><title>%s</title><link>http://a.example/%d</link></item>"
    parsed = parse(rss(entry % (b"job", 1) + entry % (b"weather", 2)), url=URL)
    assert [(one.native_id, one.title) for one in parsed.items] == [("1", "job"), ("1", "weather")]


def _dated(count: int) -> list[bytes]:
    start = datetime(2023, 1, 1, tzinfo=UTC)
    return [
        b"<item><guid>%d</guid><pubDate>%s</pubDate></item>"
        % (n, format_datetime(start + timedelta(minutes=n)).encode())
        for n in range(count)
    ]


def _ids(parsed: Parsed) -> set[int]:
    return {int(entry.native_id or "") for entry in parsed.items}


@pytest.mark.usefixtures("watched")
def test_of_very_many_entries_the_newest_are_read_wherever_they_stand() -> None:
    entries = _dated(5_000)
    for order in (entries, entries[::-1], random.Random(1).sample(entries, len(entries))):
        parsed = parse(rss(b"".join(order)), url=URL)
        assert _ids(parsed) == set(range(5_000 - MOST_ENTRIES, 5_000))
        assert "5000 entries; only the newest 2000 were read" in {problem.what for problem in parsed.problems}


@pytest.mark.usefixtures("watched")
def test_of_200_000_entries_without_dates_the_first_are_read() -> None:
    entries = b"".join(
        b"<item><guid>%d</guid><title>a title of some length</title></item>" % n for n in range(200_000)
    )
    parsed = parse(rss(entries), url=URL)
    assert _ids(parsed) == set(range(MOST_ENTRIES))
    assert any("entries; only the newest" in problem.what for problem in parsed.problems)


@pytest.mark.parametrize("hint", ["feed", "sitemap", "article", None])
@pytest.mark.parametrize(
    "body", [b"/dev/zero", b"file:///etc/hostname", b"http://127.0.0.1:9/feed", b"feed.xml"]
)
def test_a_body_that_is_a_path_or_an_address_opens_nothing(
    body: bytes, hint: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "feed.xml").write_bytes(rss(b"<item><title>secret</title></item>"))
    monkeypatch.chdir(tmp_path)
    parse(rss(b""), url=URL)  # what is imported late is imported now

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was opened")

    for owner, name in ((builtins, "open"), (os, "open"), (socket, "socket"), (socket, "create_connection")):
        monkeypatch.setattr(owner, name, refuse)
    parsed = parse(body, url=URL, hint=hint)
    monkeypatch.undo()
    assert not any("secret" in entry.title or "opened" in entry.title for entry in parsed.items)
    assert not any("opened" in problem.what for problem in parsed.problems)


@pytest.mark.parametrize(
    "charset", ["undefined", "punycode", "idna", "unicode_escape", "utf-7", "rot13", "zlib", "no-such"]
)
def test_a_charset_that_is_none_is_not_used(charset: str) -> None:
    for content_type, declaration in (
        (f"application/rss+xml; charset={charset}", b""),
        (None, b'<?xml version="1.0" encoding="%s"?>' % charset.encode()),
    ):
        body = declaration + "<rss><channel><item><title>café +ADw-</title></item></channel></rss>".encode()
        assert parse(body, url=URL, content_type=content_type).items[0].title == "café +ADw-"


def test_where_feedparser_raises_the_other_entries_are_read_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The scanner itself is made to fail on a mark, as it did on references that are now repaired before."""
    read_text = Loose.handle_data

    def fail(self: Loose, text: str, escape: int = 1) -> None:
        if "MARK" in text:
            raise AssertionError("scanner")
        read_text(self, text, escape)

    monkeypatch.setattr(Loose, "handle_data", fail)
    entries = [
        b"<item><title>%s</title><br></item>" % (b"MARK" if n in (3, 17) else b"%d" % n) for n in range(20)
    ]
    parsed = parse(rss(b"".join(entries)), url=URL)
    assert [entry.title for entry in parsed.items] == [str(n) for n in range(20) if n not in (3, 17)]
    assert parsed.lost == 2
    assert [problem.where for problem in parsed.problems[:2]] == ["entry 4", "entry 18"]


_DOCUMENTS = [
    path.read_bytes() for path in sorted((SAMPLES / "feeds").iterdir()) if ".expected" not in path.name
]
_SPLICES = st.one_of(
    st.sampled_from(list("<>&\"'\ud83d}")),
    st.sampled_from(
        ["]]>", "<![CDATA[", "<!--", "-->", "</", "/>", "<?xml", "<!DOCTYPE [<!ENTITY", 'xmlns:x="y"']
    ),
    st.sampled_from(
        ["&#xD800;", "&#x", "&nbsp;", "<item>", "</item>", "<entry>", "</entry>", "<title>", "</link>"]
    ),
    st.sampled_from(
        ["<link>", "<textInput>", "<image>", "</where>", "</license>", "<media:player/>", "<source>"]
    ),
    st.sampled_from(["<category>", '<content type="xhtml">', "<author>", '{"items":[']),
)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(_DOCUMENTS),
    st.lists(
        st.tuples(st.floats(0, 1), st.one_of(_SPLICES, st.binary(max_size=3)), st.integers(0, 200)),
        max_size=6,
    ),
    st.sampled_from(["feed", "sitemap", "article", None]),
)
def test_a_mutated_document_never_raises(
    document: bytes, changes: list[tuple[float, str | bytes, int]], hint: str | None
) -> None:
    for place, splice, removed in changes:
        at = int(place * len(document))
        inserted = splice if isinstance(splice, bytes) else splice.encode(errors="surrogatepass")
        document = document[:at] + inserted + document[at + removed :]
    parsed = parse(document, url=URL, hint=hint)
    assert parsed.items or parsed.known or parsed.problems
    assert not any("reading failed" in problem.what for problem in parsed.problems)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["feed", "sitemap", "page", "article", "nonsense", None]))
def test_any_bytes_never_raise(body: bytes, hint: str | None) -> None:
    parsed = parse(body, url=URL, hint=hint)
    assert parsed.items or parsed.problems

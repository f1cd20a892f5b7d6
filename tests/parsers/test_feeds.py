"""Feeds mean what feedparser says they mean, in the source's own words, with links that lead somewhere."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from parsers import parse
from parsers.encoding import decode
from parsers.feeds.document import read_document
from parsers.feeds.prescan import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.records import Item

URL = "https://host.example/dir/feed.xml"
SAMPLES = Path(__file__).parents[1] / "samples" / "feeds"
# Where we differ from feedparser on purpose: it dates, resolves links and ids, and makes any second
# abstract of an entry its content.
OURS = {"itunes_summary", "itunes_summary_detail", "media_description", "media_description_detail"}
RESOLVED = {"id", "link", "links", "comments", "source", "wfw_comment", "wfw_commentrss", "href"}
PEOPLE = {"author_detail", "authors", "contributors"}  # with a relative link to a profile


def entry_of(inner: str, channel: str = "") -> Item:
    """Read an RSS feed with one item of `inner`."""
    spaces = 'xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"'
    body = f'<rss version="2.0" {spaces}><channel>{channel}<item>{inner}</item></channel></rss>'
    (item,) = parse(body.encode(), url=URL).items
    return item


def differences(body: bytes) -> Iterator[tuple[str, Any, Any]]:
    """Yield every field of every entry on which our reading of a document is not feedparser's."""
    data = prepare(decode(body).text.encode())[0]
    headers = {"content-location": URL, "content-type": "application/xml; charset=utf-8"}
    theirs = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    ours = read_document(data, URL)
    assert len(ours.entries) == len(theirs.entries)
    assert ours.version == theirs.get("version", "")
    for mine, their in zip(ours.entries, theirs.entries, strict=True):
        abstracts = {"summary", "summary_detail", "content"} if OURS & mine.keys() else set()
        for key in (mine.keys() | their.keys()) - OURS - abstracts:
            values = dict.get(mine, key), dict.get(their, key)
            if values[0] != values[1] and not key.endswith("_parsed"):
                yield key, *values


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.[xr][md][lf]")), ids=lambda path: path.name)
def test_our_way_into_feedparser_changes_nothing_it_says(path: Path) -> None:
    """The guard of parsers/feeds/reader.py: its shortcuts must stay equal to the pinned feedparser."""
    if path.name not in {"not_well_formed.xml", "entities_defined.xml"}:  # those are mended first
        assert {key for key, *_ in differences(path.read_bytes())} <= RESOLVED


@pytest.mark.data
@pytest.mark.parametrize("folder", ["feeds/real", "feeds/broken", "suites/feedparser-6.0.14"])
def test_nor_on_recorded_feeds(data: Path, folder: str) -> None:
    for path in sorted((data / folder).rglob("*")):
        if path.is_file() and b"<" in path.read_bytes()[:2000] and not path.name.endswith((".json", ".tsv")):
            body = path.read_bytes()
            try:
                found = {key: values for key, *values in differences(body)}
            except feedparser.exceptions.UndeclaredNamespace:  # pragma: no cover -- feedparser's own
                continue
            assert found.keys() <= RESOLVED | PEOPLE, (path.name, found)


@pytest.mark.parametrize(
    ("base", "link", "url"),
    [
        ("", "/story", "https://host.example/story"),
        ("", "story", "https://host.example/dir/story"),
        ("<link>https://site.example/news/</link>", "/story", "https://site.example/story"),
        ("<link>https://site.example/news/</link>", "story", "https://site.example/news/story"),
        ("<link>/news/</link>", "story", "https://host.example/news/story"),
        ("<link>https://site.example/</link>", "http://other.example/x", "http://other.example/x"),
        ("", "//cdn.example/x", "https://cdn.example/x"),
        ("", " https://site.example/a\n b ", "https://site.example/a%20b"),
        ("", "https://site.example/a?x=1&amp;y=2", "https://site.example/a?x=1&y=2"),
        ("", "javascript:alert(1)", None),
        ("", "data:text/html,x", None),
        ("", "mailto:a@b.example", None),
    ],
)
def test_a_link_is_made_absolute_against_the_feeds_own_link(base: str, link: str, url: str | None) -> None:
    assert entry_of(f"<title>t</title><link>{link}</link>", channel=base).url == url


@pytest.mark.parametrize(
    "url", ["https://host.example/a/../dir/feed.xml?x#y", "https://host.example", "file:///f.xml", ""]
)
def test_the_feeds_own_link_is_the_base_wherever_the_document_came_from(url: str) -> None:
    body = b"<rss><channel><link>https://site.example/</link><item><title>t</title><link>x</link></item></channel></rss>"
    assert parse(body, url=url).items[0].url == "https://site.example/x"


def test_an_xml_base_comes_before_all_other_bases_and_ends_with_its_element() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://site.example/"/>
    <entry xml:base="https://base.example/a/"><id>1</id><link href="x"/></entry>
    <entry><id>2</id><link href="y"/></entry></feed>"""
    items = parse(feed.encode(), url=URL).items
    assert [item.url for item in items] == ["https://base.example/a/x", "https://site.example/y"]


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        (
            "<link>https://feeds.feedburner.com/x/1</link><guid>https://own.example/1</guid>",
            "https://own.example/1",
        ),
        (
            "<link>https://rss.site.example/~r/x/~3/AbC/</link><guid>https://own.example/1</guid>",
            "https://own.example/1",
        ),
        ("<link>https://feeds.feedburner.com/x/1</link><guid>17</guid>", "https://feeds.feedburner.com/x/1"),
        ("<link>https://site.example/1</link><guid>https://own.example/1</guid>", "https://site.example/1"),
        ("<guid>https://own.example/1</guid>", "https://own.example/1"),
        ('<guid isPermaLink="false">https://own.example/1</guid>', "https://own.example/1"),
        ("<guid>7bd204c6-1655</guid>", None),
        (
            "<link>https://feeds.feedburner.com/x/1</link><f:origLink>https://own.example/2</f:origLink>",
            "https://own.example/2",
        ),
    ],
)
def test_the_publishers_own_address_comes_before_a_proxys(inner: str, url: str | None) -> None:
    assert entry_of(f"<title>t</title>{inner}").url == url


@pytest.mark.parametrize(
    "given_id", ["12345", "HTTP://Example.COM/x", "tag:a,2023:1", "urn:x", "../relative"]
)
def test_an_id_stays_exactly_as_the_feed_gives_it(given_id: str) -> None:
    assert entry_of(f"<title>t</title><guid> {given_id} </guid>").native_id == given_id


@pytest.mark.parametrize(
    ("inner", "summary", "body"),
    [
        ("<description>S</description>", "S", ""),
        ("<description>S</description><c:encoded>B</c:encoded>", "S", "B"),
        ("<c:encoded>B</c:encoded><description>S</description>", "S", "B"),
        ("<c:encoded>B</c:encoded>", "", "B"),
        ("<c:encoded>short</c:encoded><c:encoded>the longer one</c:encoded>", "", "the longer one"),
        ("<description>&lt;p&gt;A&lt;/p&gt;&lt;p&gt;B &amp;amp; C&lt;/p&gt;</description>", "A\nB & C", ""),
    ],
)
def test_content_is_the_body_and_an_abstract_is_the_summary(inner: str, summary: str, body: str) -> None:
    item = entry_of(f"<title>t</title>{inner}")
    assert (item.summary, item.body) == (summary, body)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("5 &lt; 6 &amp; 7", "5 < 6 & 7"),
        ("The &lt;i&gt;Daily&lt;/i&gt;", "The Daily"),
        ("One&lt;br&gt;two", "One two"),
        ("<![CDATA[R&D &#8217; <b>x</b>]]>", "R&D ’ x"),
        ("I &lt;3 unions", "I <3 unions"),
        ("\n  two\n lines ", "two lines"),
    ],
)
def test_an_rss_title_is_what_a_reader_would_see(title: str, shown: str) -> None:
    assert entry_of(f"<title>{title}</title>").title == shown


@pytest.mark.parametrize(
    ("kind", "title", "shown"),
    [("text", "&lt;b&gt; &amp;amp;", "<b> &amp;"), ("html", "&lt;b&gt;x&lt;/b&gt; &amp;amp; y", "x & y")],
)
def test_an_atom_title_is_read_by_its_declared_type(kind: str, title: str, shown: str) -> None:
    entry = f'<entry><id>1</id><title type="{kind}">{title}</title></entry>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    assert parse(feed.encode(), url=URL).items[0].title == shown


def test_the_one_date_of_an_rss_entry_is_that_of_publication() -> None:
    item = entry_of(
        '<title>t</title><dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2023-05-02</dc:date>'
    )
    assert item.published is not None
    assert item.updated is None


def test_a_ttl_beyond_reason_is_none() -> None:
    for ttl, expected in (
        ("60", timedelta(hours=1)),
        ("-5", None),
        ("1e99", None),
        ("nan", None),
        ("soon", None),
    ):
        parsed = parse(
            f"<rss><channel><ttl>{ttl}</ttl><item><title>t</title></item></channel></rss>".encode(), url=URL
        )
        assert parsed.ttl == expected


_LETTERS = st.characters(exclude_characters="<&", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Cn"])


def _is_utf8_read_as_latin1(text: str) -> bool:
    try:
        return text.encode("iso-8859-1").decode("utf-8") != text
    except UnicodeError:
        return False


def test_utf8_that_was_read_as_latin1_is_mended_as_feedparser_does_it() -> None:
    assert entry_of("<title>Streik fÃ¼r mehr Lohn</title><guid>1</guid>").title == "Streik für mehr Lohn"


@given(st.text(_LETTERS))
@example("Â¡")
def test_a_title_of_any_letters_arrives_folded_and_whole(title: str) -> None:
    assume(not _is_utf8_read_as_latin1(title.strip()))
    arrived = entry_of(f"<title>{title}</title><guid>1</guid>").title
    assert "".join(arrived.split()) == "".join(title.split()) or len(title) > 4000


def test_the_digest_follows_what_an_entry_says_and_nothing_else() -> None:
    def marks(channel: str, inner: str) -> bytes:
        return entry_of(f"<title>t</title>{inner}", channel=channel).digest

    plain = marks("<lastBuildDate>now</lastBuildDate>", "<description>x</description>")
    assert plain == marks(
        "<lastBuildDate>then</lastBuildDate>", "\n<description>x</description>\n<ignored>y</ignored>"
    )
    assert (
        len({plain, marks("", "<description>y</description>"), marks("", "<link>http://a.example/</link>")})
        == 3
    )

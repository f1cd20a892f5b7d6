"""What stands around the entries: bytes, kinds of document, limits, and the one door to all of it."""

from __future__ import annotations

import gzip
import json
from xml.parsers.expat import ExpatError, ParserCreate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import parse
from parsers.encoding import LARGEST, decode
from parsers.feeds.limits import DEEPEST, LARGEST_FIELD, MOST_ATTRIBUTES, limit, spans
from parsers.feeds.prescan import prepare, repair
from parsers.sniff import Kind, kind_of
from parsers.values import MOST_ENTRIES, is_feed_proxy, language_tag, newest
from picketwire.records import Request, Selectors
from tests.parsers.hostile import item, rss

URL = "https://host.example/dir/document"
RUSSIAN = '<?xml version="1.0"{}?><rss><channel><title>Забастовка — 5 мая</title></channel></rss>'


def well_formed(data: bytes) -> bool:
    """Whether expat reads `data` to its end."""
    try:
        ParserCreate("utf-8").Parse(data, True)
    except ExpatError:
        return False
    return True


@pytest.mark.parametrize(
    ("charset", "declared", "header"),
    [
        ("utf-8", "", None),
        ("utf-8", ' encoding="iso-8859-1"', None),  # what is UTF-8 is UTF-8, whatever it is called
        ("utf-8", "", "text/xml; charset=us-ascii"),
        ("windows-1251", ' encoding="windows-1251"', None),
        ("windows-1251", ' encoding="windows-1251"', "text/xml; charset=ISO-8859-1"),  # a server's default
        ("koi8-r", "", 'application/xml; charset="KOI8-R"'),
        ("iso-8859-5", ' encoding="ISO-8859-5"', None),
        ("utf-16", ' encoding="utf-16"', None),
        ("utf-16-be", ' encoding="utf-16"', None),
        ("utf-32", "", None),
    ],
)
def test_a_document_is_decoded_by_what_it_is(charset: str, declared: str, header: str | None) -> None:
    text = RUSSIAN.format(declared)
    if charset in ("windows-1251", "koi8-r", "iso-8859-5"):
        text = text.replace("—", "-")
    assert decode(text.encode(charset), header).text == text


def test_what_windows_calls_latin_1_is_read_as_windows_writes_it() -> None:
    assert decode("it’s".encode("cp1252"), "text/html; charset=iso-8859-1").text == "it’s"


def test_a_few_bad_bytes_do_not_turn_a_page_of_utf_8_into_nonsense() -> None:
    decoded = decode("Забастовка".encode() + b"\xff" + "кончилась".encode())
    assert decoded.text == "Забастовка\ufffdкончилась"
    assert decoded.oddities == ("1 characters are not utf-8",)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_compressed_document_is_opened_as_far_as_it_goes(layers: int) -> None:
    body = b"<rss/>" * 10
    for _ in range(layers):
        body = gzip.compress(body)
    assert decode(body).text == "<rss/>" * 10
    assert "gzip" in decode(body).oddities[0]
    assert decode(gzip.compress(b"x" * 100)[:-9]).text.startswith("x")


def test_a_compressed_bomb_is_opened_up_to_the_limit() -> None:
    decoded = decode(gzip.compress(b"\n" * (LARGEST * 8)))
    assert len(decoded.text) == LARGEST
    assert decoded.cut


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/xml; charset=utf-16", "x; charset=big5", "charset=hz", ";;="]),
)
def test_any_bytes_are_decoded(body: bytes, header: str | None) -> None:
    decode(body, header).text.encode()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("<rss/>", "feed"),
        ('\n<?xml version="1.0"?><!-- c --><!DOCTYPE rss [<!ENTITY a "]>">]><rss>', "feed"),
        ("<rdf:RDF>", "feed"),
        ("<a:feed>", "feed"),
        ("Warning: mysql in x.php<br><rss version='2.0'>", "feed"),
        ("<urlset>", "sitemap"),
        ("<sitemapindex>", "sitemap"),
        ("https://a.example/1\nhttps://a.example/2", "addresses"),
        ("<!DOCTYPE html><html>", "html"),
        ("<!doctype HTML><p>", "html"),
        ("<html><body>&lt;rss&gt;<rss>", "html"),
        ('{"version": "https://jsonfeed.org/version/1"}', "jsonfeed"),
        ('{"items": []}', "jsonfeed"),
        ('{"jobs": []}', "json"),
        ("<opml>", "xml"),
        ("PK\x03\x04", "unknown"),
        ("/etc/passwd", "unknown"),
    ],
)
def test_a_document_is_known_by_how_it_begins(text: str, kind: Kind) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("body", "hint", "words"),
    [
        (b"", "feed", "empty"),
        (b"<html><title>Log in</title></html>", "feed", "an HTML page titled 'Log in'"),
        (
            b'<html><title>x</title><link rel="alternate" type="application/rss+xml" href="/f"></html>',
            "feed",
            "https://host.example/f",
        ),
        (b"<opml/>", "feed", "XML whose root is <opml>"),
        (b'{"jobs":[]}', "feed", "no JSON Feed"),
        (b"\x89PNG\r\n", "feed", "text that begins"),
        (b"[1, 2", "feed", "JSON"),
        (b"<html><title>x</title></html>", "sitemap", "no feed or sitemap"),
        (b"<html></html>", "page", "selectors"),
        (b"<html><title>Log in to continue</title><p>Please sign in.</p></html>", "article", "no article"),
        (b"<html></html>", "article", "no article"),
        (b"<rss/>", "no-such-board", "no-such-board"),
    ],
)
def test_what_cannot_be_read_says_what_it_is_instead(body: bytes, hint: str, words: str) -> None:
    parsed = parse(body, url=URL, hint=hint)
    assert not parsed.readable
    assert words in parsed.problems[0].what
    assert "\n" not in parsed.problems[0].what


def test_an_empty_feed_is_readable_and_says_that_it_is_empty() -> None:
    for body in (
        b"<rss><channel><title>t</title></channel></rss>",
        b'{"version":"https://jsonfeed.org/version/1","items":[]}',
        b"<urlset/>",
    ):
        parsed = parse(body, url=URL, hint="feed")
        assert parsed.readable
        assert not parsed.items
        assert "holds no" in parsed.problems[0].what


def test_a_feed_is_a_feed_whatever_it_was_taken_for() -> None:
    for hint in ("feed", "sitemap", "page", "article", None):
        assert [one.title for one in parse(item(b""), url=URL, hint=hint).items] == ["good", "odd"]


def test_a_board_is_read_by_its_own_file_with_the_request_it_answers() -> None:
    url = "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true"
    body = json.dumps({"jobs": [], "meta": {"total": 0}}).encode()
    parsed = parse(body, url=url, hint="greenhouse", request=Request(url=url))
    assert (parsed.readable, parsed.format) == (True, "greenhouse")


def test_selectors_alone_make_a_page() -> None:
    select = Selectors(item="li", title="a", link="a")
    parsed = parse(b"<html><li><a href=x>One</a></html>", url=URL, select=select)
    assert [(one.title, one.url) for one in parsed.items] == [("One", "https://host.example/dir/x")]


def test_a_selector_that_is_none_or_matches_nothing_is_named() -> None:
    page = b"<html><title>T</title><body></body></html>"
    broken = parse(page, url=URL, hint="page", select=Selectors(item="li[", title="a", link="a"))
    assert not broken.readable
    assert "bad selector" in broken.problems[0].what
    nothing = parse(page, url=URL, hint="page", select=Selectors(item="li", title="a", link="a"))
    assert nothing.readable
    assert "nothing matches 'li'" in nothing.problems[0].what


def test_the_newest_of_a_sitemap_or_json_feed_are_read() -> None:
    days = [f"2023-{n % 12 + 1:02}-{n % 28 + 1:02}T{n % 24:02}:00:00Z" for n in range(MOST_ENTRIES + 500)]
    urls = "".join(
        f"<url><loc>https://a.example/{n}</loc><lastmod>{day}</lastmod></url>" for n, day in enumerate(days)
    )
    entries = [{"id": str(n), "date_published": day} for n, day in enumerate(days)]
    kept = newest(days, MOST_ENTRIES)  # type: ignore[arg-type]  # ISO dates compare as instants do
    sitemap = parse(f"<urlset>{urls}</urlset>".encode(), url=URL)
    assert [one.url for one in sitemap.items] == [f"https://a.example/{n}" for n in kept]
    feed = parse(json.dumps({"items": entries}).encode(), url=URL)
    assert [one.native_id for one in feed.items] == [str(n) for n in kept]
    assert all("only the newest 2000" in parsed.problems[0].what for parsed in (sitemap, feed))


def test_an_index_that_lists_itself_leads_nowhere() -> None:
    body = f"<sitemapindex><sitemap><loc>{URL}</loc></sitemap></sitemapindex>".encode()
    assert parse(body, url=URL).next is None


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"items":' + b"[" * 100_000, b'{"items":[{"id":' + b"9" * 10_000 + b"}]}"]
)
def test_json_that_nests_or_counts_too_far_is_no_error(body: bytes) -> None:
    assert "reading failed" not in parse(body, url=URL, hint="feed").problems[0].what


def test_what_is_nearly_well_formed_is_mended() -> None:
    data = b"<a>R&D &nbsp; &eacute; &foo; &amp; &#38; 5 < 6 <3<![CDATA[R&D <b>&nbsp;]]><!-- & --></a>"
    mended = repair(data)
    assert mended.startswith(b"<a>R&amp;D &#160; &#233; &amp;foo; &amp; &#38; 5 &lt; 6 &lt;3<![CDATA[")
    assert mended.endswith(b"<![CDATA[R&D <b>&nbsp;]]><!-- & --></a>")
    assert well_formed(mended)
    assert repair(mended) == mended


def test_what_comes_before_the_document_is_cut_off() -> None:
    assert prepare(b"\n  <?xml version='1.0'?>\n<rss/>") == (b"<rss/>", [])
    assert prepare(b"Notice: x<?xml version='1.0'?><rss/>") == (
        b"<rss/>",
        ["text before the document was cut off"],
    )


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.example/rss-0.91.dtd">',
        b'<!-- <!DOCTYPE x> --><!DOCTYPE rss [<!ENTITY a "b]>">]>',
        b"<?pi ?><!doctype rss [ ]>",
    ],
)
def test_no_dtd_reaches_a_parser(doctype: bytes) -> None:
    data, _ = prepare(doctype + b"<rss>&a;</rss>")
    assert b"<!DOCTYPE" not in data.replace(b"<!-- <!DOCTYPE x> -->", b"").upper()


def test_limits_leave_alone_what_is_within_them() -> None:
    data = item(b"<description><![CDATA[<p>x</p>]]></description><!-- c --><br><p>unclosed")
    assert limit(data) == (data, ())


def test_attributes_beyond_the_limit_go() -> None:
    tag = b"<x " + b" ".join(b'a%d="%d"' % (n, n) for n in range(MOST_ATTRIBUTES + 100)) + b"/>"
    data, problems = limit(rss(tag))
    assert data.count(b"=") == MOST_ATTRIBUTES + 1  # and the version of rss
    assert well_formed(data)
    assert len(problems) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"word & " * (LARGEST_FIELD // 5),
        b"&amp;" * (LARGEST_FIELD // 4),
        "Ё".encode() * LARGEST_FIELD,
        b"<![CDATA[" + b"<p>x</p>" * (LARGEST_FIELD // 6) + b"]]>",
        b"<div><p>x</p>" * (LARGEST_FIELD // 10) + b"</div>" * (LARGEST_FIELD // 10),
        b"<p>x</p>" * (LARGEST_FIELD // 6),
    ],
)
def test_a_huge_field_is_cut_where_it_can_be_closed(content: bytes) -> None:
    content = content.replace(b" & ", b" &amp; ")
    data, problems = limit(
        item(b"<description>" + content + b"</description><link>http://a.example/2</link>")
    )
    assert well_formed(data)
    assert len(data) < LARGEST_FIELD + 5_000
    assert data.endswith(b"</description><link>http://a.example/2</link></item></channel></rss>")
    assert any("description was cut" in problem.what for problem in problems)
    data.decode()


def test_a_document_without_its_end_is_closed() -> None:
    whole = item(b"<description><![CDATA[<p>some text]]></description>")
    for end in range(whole.index(b"<item>"), len(whole)):
        data, _ = limit(whole[:end], cut=True)
        assert well_formed(data), data


def test_entries_are_found_where_they_stand() -> None:
    data = rss(b"<item>a</item> <item/><ITEM><title>x</title></ITEM><item>unclosed<item>b</item>")
    assert [data[start:end] for start, end in spans(data)] == [
        b"<item>a</item>",
        b"<item/>",
        b"<ITEM><title>x</title></ITEM>",
        b"<item>unclosed",
        b"<item>b</item>",
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<a>", "</a>", "<b>", "</b>", "<item>", "</item>", "<title>", "</title>", "x", "<i/>"]
        )
    )
)
def test_limits_change_nothing_that_does_not_nest_too_deep(parts: list[str]) -> None:
    data = "".join(parts).encode()
    assert len(parts) > DEEPEST or limit(data)[0] == data


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en", "en"),
        ("EN_us", "en-US"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("pt-BR", "pt-BR"),
        (" de ", "de"),
        ("english", None),
        ("", None),
        (3, None),
    ],
)
def test_a_language_is_a_tag_or_none(text: object, tag: str | None) -> None:
    assert language_tag(text) == tag


def test_a_tilde_in_an_address_makes_no_proxy() -> None:
    assert not is_feed_proxy("https://uni.example/~rita/2023")
    assert is_feed_proxy("http://rss.paper.example/~r/paper/world/~3/abc/story.html")

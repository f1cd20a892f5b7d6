"""Text comes out as a reader would see it, whatever goes in."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from parsers.text import clean, clean_lines, plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("no markup at all", "no markup at all"),
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("<p>line<br/>break</p>", "line\nbreak"),
        ("in<b>side</b> a word", "inside a word"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("  folded \n\t white&nbsp;&nbsp;space\u00a0 ", "folded white space"),
        ("R&amp;D", "R&D"),
        ("R&amp;amp;D", "R&amp;D"),  # resolved once
        ("&lt;b&gt; is a tag", "<b> is a tag"),
        ("caf&eacute; &#8217; &#x2019; &#146;", "café ’ ’ ’"),
        ("AT&T and 3 < 4 <3", "AT&T and 3 < 4 <3"),
        ("<a title=\"a > b\" href='x>y'>link</a>", "link"),
        ("<p don't>still read</p>", "still read"),
        ("a<script>if (a < b) evil()</script>b<style>p{}</style>c", "abc"),
        ("a<script>never closed", "a"),
        ("a<svg/>b<iframe src=x />c", "abc"),
        ("<!-- <p>hidden</p> -->shown<!--->too", "showntoo"),
        ("<![CDATA[x]]>y", "y"),  # a bogus comment in HTML, which ends at the first ">"
        ("cut in a ta<b", "cut in a ta"),
        ("<P>UPPER</P><Script>x</sCRIPT>", "UPPER"),
    ],
)
def test_markup_becomes_what_a_browser_shows(markup: str, text: str) -> None:
    assert plain(markup) == text


@pytest.mark.parametrize(
    "code", [0x00, 0x07, 0x1B, 0x7F, 0x81, 0xD800, 0xDFFF, 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF]
)
def test_characters_no_database_or_reader_wants_are_dropped(code: int) -> None:
    for function in (plain, clean, clean_lines):
        assert function(f"a{chr(code)}b") == "ab"


def test_invisible_characters_do_not_hide_words_from_a_search() -> None:
    assert plain("stri\u00adke Net\u200bflix \ufeffAI") == "strike Netflix AI"


def test_joiners_that_languages_need_are_kept() -> None:
    assert plain("می\u200cخواهم 👩\u200d💻") == "می\u200cخواهم 👩\u200d💻"


def test_windows_characters_labelled_latin_1_are_mapped() -> None:
    assert plain("it\x92s \x93quoted\x94") == "it’s “quoted”"


def test_a_reference_of_five_thousand_digits_is_no_error() -> None:
    assert plain("a&#" + "9" * 5000 + ";b &amp; c") == "a\ufffdb & c"
    assert plain("a&#xD800;b&#xFFFFFFFF;c") == "a\ufffdb\ufffdc"


def test_declared_plain_text_keeps_what_looks_like_markup() -> None:
    assert clean(" if a <b> c\n &amp; d ") == "if a <b> c &amp; d"
    assert clean_lines("one\r\ntwo  words\n\n\nthree") == "one\ntwo words\nthree"


def test_no_text_is_lost_below_any_depth() -> None:
    assert plain("<div>" * 5000 + "deep" + "</div>" * 5000 + "<p>after</p>") == "deep\nafter"


@pytest.mark.parametrize(
    "flood",
    [
        "<!--",
        "<svg>",
        '<a "',
        '<a ="',
        "<",
        "&",
        "</",
        "<script",
        "<script>",
        "=",
        "<a ='",
        "&#",
        "<p",
        "<!",
        "<![",
        "<td",
    ],
)
def test_floods_of_openings_end_at_once(flood: str) -> None:
    """Half a million repeats take well under a second; a quadratic pattern would not end at all."""
    assert len(plain(flood * 500_000)) <= len(flood) * 500_000


_TAGS = [
    "&amp;",
    "&lt;",
    "&#",
    "&#x",
    "<p>",
    "</p>",
    "<br/>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<a href=",
]
_FRAGMENTS = st.sampled_from([*"<>&; \n\"'=a9é’\x00\x1e\ud800\ufffe\u00a0", *_TAGS])
_MARKUP = st.one_of(st.text(), st.lists(_FRAGMENTS, max_size=60).map("".join))


@given(_MARKUP)
def test_whatever_goes_in_plain_text_comes_out(markup: str) -> None:
    text = plain(markup)
    assert all(char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"} for char in text)
    assert "\u00a0" not in text
    assert "  " not in text
    assert text == "\n".join(line.strip() for line in text.split("\n") if line.strip())
    text.encode()


@given(_MARKUP)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)
    assert clean_lines(plain(text)) == plain(text)


@given(
    st.lists(
        st.sampled_from(
            ["word", "<b>", "</b>", "<p>", "</p>", "<i>", "</i>", " ", "&amp;", "&eacute;", "<br>"]
        )
    )
)
def test_words_are_those_of_an_html_parser(parts: list[str]) -> None:
    markup = "".join(parts)
    parsed = BeautifulSoup(f"<div>{markup}</div>", "lxml").get_text()
    assert "".join(plain(markup).split()) == "".join(parsed.split())


def test_every_code_point_is_survived() -> None:
    plain("".join(map(chr, range(sys.maxunicode + 1)))).encode()

"""Links resolved as a browser would, and the one form in which two links to one document are equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picketwire.urls import canonical, is_web_address, origin, resolve


@pytest.mark.parametrize(
    ("base", "link", "absolute"),
    [
        ("https://a.example/x/y", "../z", "https://a.example/z"),
        ("https://a.example/x", "?page=2", "https://a.example/x?page=2"),
        ("https://a.example/", "//b.example/c", "https://b.example/c"),
        ("https://a.example/", " https://b.example/c\n", "https://b.example/c"),
        ("https://a.example/", "/ä", "https://a.example/%C3%A4"),
        (None, "https://a.example/", "https://a.example/"),
    ],
)
def test_a_link_is_resolved(base, link, absolute):
    assert resolve(base, link) == absolute


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "\x01javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "",
        None,
        "http://[::1",
        "ftp://a.example/",
    ],
)
def test_what_is_no_web_address_is_dropped(link):
    assert resolve("https://a.example/", link) is None


@pytest.mark.parametrize(
    "same",
    [
        "http://www.wsj.example/a?mod=rss_Technology",
        "https://wsj.example/a/?utm_source=x&utm_medium=y",
        "https://WSJ.example:443/a#12",
        "https://wsj.example/a?at_campaign=KARANGA&at_medium=RSS",
    ],
)
def test_tracking_scheme_host_and_slash_do_not_tell_two_links_apart(same):
    assert canonical(same) == "https://wsj.example/a"


@pytest.mark.parametrize(
    "other",
    [
        "https://wsj.example/a?gh_jid=7",
        "https://wsj.example/a?id=7",
        "https://wsj.example/a#job-7",
        "https://wsj.example:8443/a",
        "https://wsj.example/A",
    ],
)
def test_what_names_another_document_stays(other):
    assert canonical(other) != "https://wsj.example/a"


def test_the_order_of_parameters_says_nothing():
    assert canonical("https://a.example/?b=2&a=1") == canonical("https://a.example?a=1&b=2")


@given(st.text())
def test_neither_ever_raises_and_what_resolves_is_a_web_address(text):
    canonical(text)
    found = resolve("https://a.example/x", text)
    assert found is None or is_web_address(found)


@given(st.text(alphabet="abc/?&=#.1", max_size=30))
def test_a_canonical_address_is_its_own_canonical_address(path):
    once = canonical(f"https://a.example/{path}")
    assert canonical(once) == once


def test_the_unit_of_request_limits_is_scheme_host_and_port():
    assert origin("https://A.example/x") == ("https", "a.example", 443)
    with pytest.raises(ValueError, match="no host"):
        origin("/x")

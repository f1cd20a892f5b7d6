"""Documents that stall or break feed parsers, built when they are needed."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>'


def rss(inner: bytes, head: bytes = b"") -> bytes:
    """Return an RSS document around `inner`."""
    return head + b'<rss version="2.0"><channel><title>t</title>' + inner + b"</channel></rss>"


def item(inner: bytes) -> bytes:
    """Return an RSS document with one good item and one that holds `inner`."""
    return rss(
        b"<item><title>good</title><link>http://a.example/1</link></item><item><title>odd</title>"
        + inner
        + b"</item>"
    )


def _laughs() -> bytes:
    steps = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return rss(b"<item><title>&l9;</title></item>", b'<!DOCTYPE r [<!ENTITY l0 "ha">' + steps + b"]>")


def _blowup() -> bytes:
    return rss(
        b"<item><title>" + b"&a;" * 20_000 + b"</title></item>",
        b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 50_000 + b'">]>',
    )


def _deep(count: int) -> bytes:
    return b"<b>" * count + b"bottom" + b"</b>" * count


# Built when asked for: some are large.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "billion laughs": _laughs,
    "quadratic blow-up": _blowup,
    "parameter entity": lambda: rss(b"", b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'),
    "author of 32 kB": lambda: item(b"<author>" + b"a.b-" * 8_000 + b"@</author>"),
    "author of 1 MB": lambda: item(b"<author>" + b"a@" * 500_000 + b"</author>"),
    "20,000 creators": lambda: item(
        b'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">a@b.example</dc:creator>' * 5_000
    ),
    "100,000 attributes": lambda: item(b"<x " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>"),
    "20,000 namespaces": lambda: item(
        b"".join(b'<n%d:x xmlns:n%d="u%d"/>' % (n, n, n) for n in range(20_000))
    ),
    "comment flood in CDATA": lambda: item(
        b"<description><![CDATA[" + b"<!--" * 200_000 + b"]]></description>"
    ),
    "20,000 categories": lambda: item(b"".join(b"<category>c%d</category>" % n for n in range(20_000))),
    "100,000 links": lambda: item(b"<link>http://a.example/</link>" * 20_000),
    "depth 100,000 of XML": lambda: item(_deep(100_000)),
    "depth 100,000 of XHTML": lambda: (
        ATOM
        + b'<entry><id>good</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        + _deep(100_000)
        + b"</div></content></entry></feed>"
    ),
    "depth 100,000 of escaped HTML": lambda: item(
        b"<description><![CDATA[" + _deep(100_000) + b"]]></description>"
    ),
    "a title of 10 MB": lambda: item(b"").replace(b"<title>odd", b"<title>" + b"x" * 10_000_000),
    "an entry of 50 MB": lambda: item(b"<description>" + b"word " * 10_000_000 + b"</description>"),
    "an entry of 50 MB of HTML": lambda: item(
        b"<description><![CDATA[" + b"<p>word</p>" * 4_600_000 + b"]]></description>"
    ),
    "an entry of 20 MB of XHTML": lambda: item(
        b"<description>" + b"<p>word</p>" * 1_900_000 + b"</description>"
    ),
    "surrogate reference": lambda: item(b"<description>a &#xD800; b</description>"),
    "huge reference": lambda: item(b"<description>a &#xFFFFFFFF; b &#99999999999; c</description>"),
    "reference of 5,000 digits": lambda: item(b"<description>a &#" + b"9" * 5_000 + b"; b</description>"),
    "references in an ill-formed feed": lambda: item(
        b"<description>R&D &#xD800; &#0; &#" + b"9" * 5_000 + b"; <br></description>"
    ),
    "where": lambda: item(
        b'<georss:where xmlns:georss="http://www.georss.org/georss">x</georss:where></where>'
    ),
    "textinput in an item": lambda: item(b"<textinput><title>x</title></textinput>"),
    "end of a license": lambda: item(b"</license></creativeCommons:license>"),
    "player": lambda: item(b"</media:player><media:player/>"),
    "NUL and controls": lambda: item(b"<description>a\x00b\x07c\xef\xbf\xbfd</description>"),
    "gzip as XML": lambda: gzip.compress(item(b"")),
    "gzip twice": lambda: gzip.compress(gzip.compress(item(b""))),
    "tags never closed": lambda: item(b"<description>" + b"<p>" * 300_000),
    "tags never finished": lambda: item(b"<a " * 300_000),
    "quotes never closed": lambda: item(b'<a b="' * 150_000),
    "ampersands": lambda: item(b"<description>" + b"&" * 1_000_000),
    "CDATA never closed": lambda: item(b"<description>" + b"<![CDATA[" * 100_000),
    "comments never closed": lambda: item(b"<!--" * 250_000),
    "instructions never closed": lambda: item(b"<?" * 500_000),
    "a DOCTYPE never closed": lambda: b"<!DOCTYPE rss [" + b"]" * 900_000,
}

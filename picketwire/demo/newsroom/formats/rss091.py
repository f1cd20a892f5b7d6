"""Write an edition as RSS 0.91: titles, links and descriptions, no ids and no dates."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from picketwire.demo.newsroom.press import Edition, Entry

CONTENT_TYPE = "text/xml"


def render(edition: Edition) -> bytes:
    """Return the feed as UTF-8."""
    outlet = edition.outlet
    lines = [
        '<?xml version="1.0"?>',
        '<rss version="0.91">',
        "<channel>",
        f"<title>{escape(outlet.name)}</title>",
        f"<link>{escape(edition.home)}</link>",
        f"<description>{escape(outlet.about)}</description>",
        "<language>en</language>",
        *(_item(entry) for entry in edition.entries),
        "</channel>",
        "</rss>",
    ]
    return "\n".join(lines).encode()


def _item(entry: Entry) -> str:
    return (
        f"<item>\n<title>{escape(entry.title)}</title>\n<link>{escape(entry.link)}</link>\n"
        f"<description>{escape(entry.summary)}</description>\n</item>"
    )

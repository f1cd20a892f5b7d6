"""Write an edition as RSS 1.0, the RDF one: items stand beside the channel, dates are Dublin Core."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from picketwire.demo.newsroom.press import Edition, Entry

CONTENT_TYPE = "application/rdf+xml"
_NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def render(edition: Edition) -> bytes:
    """Return the feed as UTF-8."""
    outlet = edition.outlet
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<rdf:RDF {_NAMESPACES}>",
        f"<channel rdf:about={quoteattr(edition.address)}>",
        f"<title>{escape(outlet.name)}</title>",
        f"<link>{escape(edition.home)}</link>",
        f"<description>{escape(outlet.about)}</description>",
        "<dc:language>en</dc:language>",
        "<items><rdf:Seq>",
        *(f"<rdf:li rdf:resource={quoteattr(entry.id)}/>" for entry in edition.entries),
        "</rdf:Seq></items>",
        "</channel>",
        *(_item(entry) for entry in edition.entries),
        "</rdf:RDF>",
    ]
    return "\n".join(lines).encode()


def _item(entry: Entry) -> str:
    lines = [
        f"<item rdf:about={quoteattr(entry.id)}>",
        f"<title>{escape(entry.title)}</title>",
        f"<link>{escape(entry.link)}</link>",
        f"<description>{escape(entry.summary)}</description>",
        f"<dc:date>{entry.at.isoformat()}</dc:date>",
        *([f"<dc:creator>{escape(entry.by)}</dc:creator>"] if entry.by else []),
        *(f"<dc:subject>{escape(topic)}</dc:subject>" for topic in entry.topics),
        "</item>",
    ]
    return "\n".join(lines)

"""Write an edition as a news sitemap: addresses, titles and dates, with the text left to the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from picketwire.demo.newsroom.press import Edition, Entry

CONTENT_TYPE = "application/xml"
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def render(edition: Edition) -> bytes:
    """Return the sitemap as UTF-8."""
    rows = "\n".join(_url(entry, edition) for entry in edition.entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_NAMESPACES}>\n{rows}\n</urlset>\n'.encode()


def _url(entry: Entry, edition: Edition) -> str:
    return (
        f"<url><loc>{escape(entry.link)}</loc>\n<news:news>\n"
        f"<news:publication><news:name>{escape(edition.outlet.name)}</news:name>"
        "<news:language>en</news:language></news:publication>\n"
        f"<news:publication_date>{entry.at.isoformat()}</news:publication_date>\n"
        f"<news:title>{escape(entry.title)}</news:title>\n"
        f"<news:keywords>{escape(', '.join(entry.topics))}</news:keywords>\n</news:news></url>"
    )

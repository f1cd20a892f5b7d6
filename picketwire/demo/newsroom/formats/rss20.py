"""Write an edition as RSS 2.0, with the extras that an outlet's software may have."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from picketwire.demo.newsroom.prose import markup

if TYPE_CHECKING:
    from picketwire.demo.newsroom.press import Edition, Entry, Options

CONTENT_TYPE = "application/rss+xml"
_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
)


def render(edition: Edition) -> bytes:
    """Return the feed in the encoding of its outlet."""
    outlet, options = edition.outlet, edition.outlet.options
    lines = [
        f'<?xml version="1.0" encoding="{options.encoding}"?>',
        f'<rss version="2.0" {_NAMESPACES}>',
        "<channel>",
        f"<title>{escape(outlet.name)}</title>",
        f"<link>{escape(edition.home)}</link>",
        f"<description>{escape(outlet.about)}</description>",
        f'<atom:link rel="self" type="{CONTENT_TYPE}" href={quoteattr(edition.address)}/>',
        f"<language>en-{outlet.country.lower()}</language>",
        *_build_date(edition),
        *(_item(entry, options) for entry in edition.entries),
        "</channel>",
        "</rss>",
    ]
    return "\n".join(lines).encode(options.encoding, "xmlcharrefreplace")


def _build_date(edition: Edition) -> list[str]:
    if not edition.outlet.options.build_date:
        return []
    built = edition.step.when - timedelta(minutes=3)
    return [f"<lastBuildDate>{format_datetime(built, usegmt=True)}</lastBuildDate>"]


def _item(entry: Entry, options: Options) -> str:
    is_link = "true" if entry.id == entry.link else "false"
    lines = [
        "<item>",
        f"<title>{escape(entry.title)}</title>",
        f"<link>{escape(entry.link)}</link>",
        f'<guid isPermaLink="{is_link}">{escape(entry.id)}</guid>',
        f"<pubDate>{format_datetime(entry.at, usegmt=True)}</pubDate>",
        f"<description>{_description(entry, options)}</description>",
        *(f"<category>{escape(topic)}</category>" for topic in entry.topics),
        *([f"<dc:creator>{escape(entry.by)}</dc:creator>"] if entry.by else []),
        *_extras(entry, options),
        "</item>",
    ]
    return "\n".join(lines)


def _description(entry: Entry, options: Options) -> str:
    if not options.markup:
        return escape(entry.summary)
    return f"<![CDATA[{markup(entry.summary)}<p><a href={quoteattr(entry.link)}>Read on</a></p>]]>"


def _extras(entry: Entry, options: Options) -> list[str]:
    extras = []
    if options.full_content:
        extras.append(f"<content:encoded><![CDATA[{markup(entry.body or entry.summary)}]]></content:encoded>")
    if options.media:
        extras.append(f'<media:content url={quoteattr(entry.link + ".jpg")} medium="image" width="1200"/>')
    return extras

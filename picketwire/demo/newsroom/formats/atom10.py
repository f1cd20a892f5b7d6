"""Write an edition as Atom 1.0, with ids of its own and links relative to the feed's base."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from picketwire.demo.newsroom.prose import markup

if TYPE_CHECKING:
    from datetime import datetime

    from picketwire.demo.newsroom.press import Edition, Entry

CONTENT_TYPE = "application/atom+xml"


def render(edition: Edition) -> bytes:
    """Return the feed as UTF-8; its own date is that of its newest change."""
    outlet = edition.outlet
    changed = max((entry.updated for entry in edition.entries), default=edition.step.when)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base={quoteattr(edition.home)}>',
        f"<title>{escape(outlet.name)}</title>",
        f"<subtitle>{escape(outlet.about)}</subtitle>",
        f"<id>{escape(edition.address)}</id>",
        f'<link rel="self" href={quoteattr(edition.address)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(edition.home)}/>',
        f"<updated>{_stamp(changed)}</updated>",
        *(_entry(entry, edition) for entry in edition.entries),
        "</feed>",
    ]
    return "\n".join(lines).encode()


def _entry(entry: Entry, edition: Edition) -> str:
    relative = entry.link.removeprefix(edition.home)
    lines = [
        "<entry>",
        f"<title>{escape(entry.title)}</title>",
        f"<id>{escape(_tag(entry, edition))}</id>",
        f'<link rel="alternate" type="text/html" href={quoteattr(relative)}/>',
        f"<published>{_stamp(entry.at)}</published>",
        f"<updated>{_stamp(entry.updated)}</updated>",
        *([f"<author><name>{escape(entry.by)}</name></author>"] if entry.by else []),
        *(f"<category term={quoteattr(topic)}/>" for topic in entry.topics),
        f'<summary type="text">{escape(entry.summary)}</summary>',
        *([f'<content type="html">{escape(markup(entry.body))}</content>'] if entry.body else []),
        "</entry>",
    ]
    return "\n".join(lines)


def _tag(entry: Entry, edition: Edition) -> str:
    path = urlsplit(entry.link).path.rsplit("/", 1)[-1]
    return f"tag:{edition.outlet.slug}.example,{entry.at:%Y-%m-%d}:{path}"


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

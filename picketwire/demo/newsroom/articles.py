"""Write the page of one story, with its text in the body and its facts in JSON-LD."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from picketwire.demo.newsroom.prose import markup

if TYPE_CHECKING:
    from picketwire.demo.newsroom.press import Entry, Outlet


def render(entry: Entry, outlet: Outlet) -> bytes:
    """Return the page as UTF-8."""
    title, facts = escape(entry.title), json.dumps(_facts(entry, outlet)).replace("</", "<\\/")
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<link rel="canonical" href="{escape(entry.link)}">\n'
        f'<meta property="og:title" content="{title}">\n'
        f'<script type="application/ld+json">{facts}</script>\n</head>\n<body>\n'
        f"<header><p>{escape(outlet.name)}</p></header>\n<article>\n<h1>{title}</h1>\n"
        f'<p class="byline">{escape(entry.by or outlet.name)} · <time>{entry.at.isoformat()}</time></p>\n'
        f"{markup(entry.body or entry.summary)}\n</article>\n"
        f"<aside><h3>More</h3><p>{escape(outlet.about)}</p></aside>\n</body>\n</html>\n"
    ).encode()


def _facts(entry: Entry, outlet: Outlet) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": entry.title,
        "description": entry.summary,
        "datePublished": entry.at.isoformat(),
        "dateModified": entry.updated.isoformat(),
        "mainEntityOfPage": entry.link,
        "author": [{"@type": "Person", "name": entry.by or outlet.name}],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
        "keywords": list(entry.topics),
    }

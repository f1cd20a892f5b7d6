"""Write an edition as JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from picketwire.demo.newsroom.prose import markup

if TYPE_CHECKING:
    from picketwire.demo.newsroom.press import Edition, Entry

CONTENT_TYPE = "application/feed+json"


def render(edition: Edition) -> bytes:
    """Return the feed as UTF-8."""
    outlet = edition.outlet
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.about,
        "home_page_url": edition.home,
        "feed_url": edition.address,
        "language": "en",
        "items": [_item(entry) for entry in edition.entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.link,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": markup(entry.body or entry.summary),
        "date_published": entry.at.isoformat(),
        "tags": list(entry.topics),
        "authors": [{"name": entry.by}] if entry.by else [],
    }
    return item if entry.updated == entry.at else item | {"date_modified": entry.updated.isoformat()}

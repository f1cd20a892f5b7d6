"""Write an edition as a plain HTML page that lists its stories, for an outlet without any feed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from picketwire.demo.newsroom.press import Edition, Entry

CONTENT_TYPE = "text/html; charset=utf-8"
SELECT = {
    "item": "article.notice",
    "title": "h2",
    "link": "h2 a",
    "date": "time",
    "summary": "p.text",
}


def render(edition: Edition) -> bytes:
    """Return the page as UTF-8."""
    name = escape(edition.outlet.name)
    notices = "\n".join(_notice(entry) for entry in edition.entries)
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{name}</title></head>\n'
        f'<body>\n<nav><a href="{escape(edition.home)}">{name}</a></nav>\n<h1>Notices</h1>\n'
        f"<main>\n{notices}\n</main>\n<footer>{escape(edition.outlet.about)}</footer>\n</body>\n</html>\n"
    ).encode()


def _notice(entry: Entry) -> str:
    path = escape(urlsplit(entry.link).path)
    return (
        f'<article class="notice">\n<h2><a href="{path}">{escape(entry.title)}</a></h2>\n'
        f'<time datetime="{entry.at.isoformat()}">{entry.at:%B} {entry.at.day}, {entry.at:%Y}</time>\n'
        f'<p class="text">{escape(entry.summary)}</p>\n</article>'
    )

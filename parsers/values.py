"""The small values that every kind of news document has: digests, languages, links, texts within limits."""

from __future__ import annotations

import re
from hashlib import blake2b
from heapq import nlargest
from typing import TYPE_CHECKING

import feedparser

from picketwire.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

MOST_ENTRIES = 2_000  # of one document; the newest are kept
LONGEST_TEXT = 2**20  # characters of a field that are read
LONGEST_TITLE = 4_000  # characters of a title that are kept
MOST_MEDIA = 50  # links to pictures and sound of one item
# Part of every digest: raised when the same entry is read otherwise, so that all are read anew.
VERSION = f"news-2 feedparser-{feedparser.__version__}".encode()

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8}){0,3})")
_FEED_PROXY = re.compile(
    r"https?://(?:feedproxy\.google\.com|feeds\d*\.feedburner\.com|feeds\.pheedo\.com|[^/]*feedsportal\.com)/"
    r"|https?://[^/?#]+/(?:[^?#]*/)?~(?:r|3)/",
    re.IGNORECASE,
)


def digest(parts: Iterable[str | None]) -> bytes:
    """Hash the raw fields of an entry, in a fixed order."""
    raw = "\x1f".join("" if part is None else part for part in parts)
    return blake2b(raw.encode(errors="surrogatepass"), digest_size=16, key=VERSION).digest()


def language_tag(text: object) -> str | None:
    """Return a BCP 47 tag in its usual case ("en", "pt-BR", "zh-Hant"), or None if `text` is none."""
    found = _LANGUAGE.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    rest = [part for part in re.split("[-_]", found[2]) if part]
    rest = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest]
    return "-".join([found[1].lower(), *rest])


def newest(dates: Sequence[datetime | None], most: int) -> list[int]:
    """Return the places of the `most` newest, in order; where a date is missing the first are the newest."""
    places = range(len(dates))
    if len(places) > most and all(dates):
        order = [(date, -place) for place, date in enumerate(dates)]
        return sorted(nlargest(most, places, key=order.__getitem__))
    return list(places[:most])


def is_feed_proxy(url: str) -> bool:
    """Whether `url` counts a click somewhere before it leads to the publisher."""
    return _FEED_PROXY.match(url) is not None


def links(base: str, found: Iterable[str]) -> tuple[str, ...]:
    """Return web addresses resolved against `base`, each once, in order, up to a limit."""
    resolved = (resolve(base, link) for link in found if link)
    return tuple(dict.fromkeys(link for link in resolved if link))[:MOST_MEDIA]

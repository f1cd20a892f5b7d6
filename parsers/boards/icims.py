"""iCIMS career portals, read from the pages that they show inside a frame.

Known from saved pages and public collectors. Portals choose which fields a card shows and what they are
called. The public address of a posting is the card's link without `in_iframe`. The page of an expired
posting answers 410. Structured data on a posting's page says UNAVAILABLE where it has nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from parsers.board_parts.item import collected, finished, text_of
from parsers.board_parts.job_posting import detail
from parsers.board_parts.json_values import not_ours
from parsers.board_parts.page import markup, of_class, tree, words
from parsers.board_parts.url import base, host_and_path, next_page, number
from parsers.board_parts.values import midnight, remote_in, slashed_days, written_day
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

if TYPE_CHECKING:
    from datetime import date

EXAMPLE = "careers-wipfli"
LIMITS = (
    "The tenant is the portal's host without icims.com: careers-wipfli.",
    "A card often has no date and never the whole text: both come with the posting's own page.",
)
_ID = re.compile(r"/jobs/(\d+)/")
_PAGES = re.compile(r"Page\s+\d+\s+of\s+(\d+)", re.IGNORECASE)
# The table of results and the words in its place; a portal with no opening shows the latter.
_LIST = (b"iCIMS_JobsTable", b"iCIMS_JobCardItem", b"iCIMS_SearchResults", b"iCIMS_NoResults")
_ROWS = f"//*[{of_class('iCIMS_JobsTable')}]//*[{of_class('row')}]"
_NUMBER = ("job id", "requisition id", "requisition number", "job number", "id")
_FRAME = re.compile(r"[?&]in_iframe=1")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the first page of every posting."""
    return Request(url=f"{base(origin, f'https://{tenant}.icims.com')}/jobs/search?ss=1&pr=0&in_iframe=1")


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of cards, or the page of one posting."""
    if any(mark in body for mark in _LIST) and not _ID.search(request.url):
        return _page(body, request)
    if b"icims" not in body.lower() or "/jobs/search" in request.url:
        raise not_ours(body, "iCIMS")
    return _posting(body, request)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the portal's name out of its host."""
    found = re.match(r"([\w-]+)\.icims\.com(?:/|$)", host_and_path(url))
    return (found[1], None) if found and found[1] not in {"www", "developer"} else None


def _page(body: bytes, request: Request) -> Parsed:
    page = tree(body)
    cards = page.xpath(f"//*[{of_class('iCIMS_JobCardItem')}]") or page.xpath(_ROWS)
    days = slashed_days(_posted(card) for card in cards)
    items = [item for card in cards if (item := _item(card, request, days))]
    found, now = _PAGES.search(words(page)), number(request.url, "pr")
    ended = found is not None and now + 1 >= int(found[1])
    more = None if ended else next_page(request, "pr", now, len(items), None)
    return collected("icims", items, following=more)


def _posting(body: bytes, request: Request) -> Parsed:
    item = detail(body, request.url)
    known = _ID.search(request.url) or _ID.search((item and item.url) or "")
    if item is None or known is None:
        raise not_ours(body, "iCIMS")
    return Parsed(
        items=(replace(item, native_id=known[1], url=_FRAME.sub("", item.url or "")),), format="icims"
    )


def _posted(card: Any) -> str:
    return words(card.xpath(".//span[contains(@title, '/')]/@title"))


def _item(card: Any, request: Request, days: dict[str, date]) -> Item | None:
    links = [a for a in card.xpath(".//a[@href]") if _ID.search(a.get("href"))]
    if not links:
        return None
    found, facts = _ID.search(links[0].get("href")), _facts(card)
    url = resolve(request.url, _FRAME.sub("", links[0].get("href")))
    place = facts.get("job locations") or facts.get("location") or _first_with(facts, "location")
    opened = days.get(_posted(card)) or written_day(_first_with(facts, "posted"))
    item = Item(
        kind="posting",
        native_id=found[1] if found else "",
        title=_title(links[0]),
        url=url,
        summary=text_of(*(markup(e) for e in card.xpath(f".//*[{of_class('description')}]"))),
        published=midnight(opened),
        detail=Request(url=f"{url}?in_iframe=1") if url else None,
        posting=Posting(
            department=_first_with(facts, "category") or _first_with(facts, "department"),
            locations=tuple(re.split(r"\s*\|\s*", place)),
            remote=remote_in(place, facts.get("remote", "")),
            employment_type=_first_with(facts, "type"),
            requisition_id=next(filter(None, (facts.get(name) for name in _NUMBER)), None),
            opened=opened,
        ),
    )
    lasting = {name: text for name, text in facts.items() if "posted" not in name}  # not "3 weeks ago"
    return finished(item, [item.title, item.summary, str(opened), lasting])


def _title(link: Any) -> str:
    return (
        words(link.xpath(".//h1 | .//h2 | .//h3 | .//h4"))
        or words(link.xpath(".//span[last()]"))
        or words(link)
    )


def _facts(card: Any) -> dict[str, str]:
    """Return what the card says under each of its labels, the labels in lower case."""
    pairs = [(words(dt), words(dt.xpath("following-sibling::dd[1]"))) for dt in card.xpath(".//dt")]
    labels = card.xpath(f".//span[{of_class('field-label')}]")
    pairs += [(words(label), words(label.xpath("following-sibling::span[1]"))) for label in labels]
    return {name.lower(): text for name, text in pairs if name and text}


def _first_with(facts: dict[str, str], word: str) -> str:
    return next((text for name, text in facts.items() if word in name), "")

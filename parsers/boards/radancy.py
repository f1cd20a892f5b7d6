"""Radancy TalentBrew career sites (Disney, Sony Pictures).

Known from recorded answers and public collectors. The list is JSON that wraps a piece of HTML; without
both module names in the request the piece is empty and nothing says so. A posting's address ends in the
organization's and the posting's number, sometimes followed by a fragment. Sites word and style the rest
as they like, so places, categories and types are found by the class names that all of them share.
"""

from __future__ import annotations

import re
from typing import Any

from parsers.board_parts.item import collected, finished, text_of
from parsers.board_parts.job_posting import detail
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.look import is_markup
from parsers.board_parts.page import cards, links_by_id, markup, tree, words
from parsers.board_parts.url import base, host_and_path, next_page, number
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

EXAMPLE = "jobs.disneycareers.com"
LIMITS = (
    "The tenant is the site's host, and its language where it has one: jobs.veolia.com/fr.",
    "The list has no date and no text: both come with a posting's own page.",
)
_QUERY = (
    "ActiveFacetID=0&CurrentPage=1&RecordsPerPage=100&Distance=50&RadiusUnitType=0&Keywords=&Location="
    "&ShowRadius=False&IsPagination=True&CustomFacetName=&FacetTerm=&FacetType=0&SearchResultsModuleName=Search+Results"
    "&SearchFiltersModuleName=Search+Filters&SortCriteria=0&SortDirection=0&SearchType=5"
)
_SITE = re.compile(
    r"([^/]+)(?:/([a-z]{2}(?:-[a-z]{2})?))?/"
    r"(?:search-jobs(?:/|$)|(?:job|emploi|empleo|stelle|vaga|lavoro|baan)/[^/]+/[^/]+/\d+/\d+/?$)"
)
_ID = re.compile(r"/\d+/(\d+)/?(?:[?#].*)?$")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the first page of the whole board."""
    host, _, language = tenant.partition("/")
    start = f"{base(origin, f'https://{host}')}{'/' if language else ''}{language}/search-jobs"
    headers = (("X-Requested-With", "XMLHttpRequest"), ("Accept", "application/json"), ("Referer", start))
    return Request(url=f"{start}/results?{_QUERY}", headers=headers)


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of results, or the page of one posting."""
    if is_markup(body) and "/search-jobs/results" not in request.url:
        return _posting(body, request)
    data = read_json(body, "Radancy")
    if "results" not in data or not data["results"].raw.strip():
        raise not_ours(body, "Radancy")
    return _page(tree(data["results"].raw.encode(errors="replace")), request)


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Recognise a site by the form of its search and posting addresses."""
    found = _SITE.match(host_and_path(url))
    if found is None:
        return None
    return (f"{found[1]}/{found[2]}" if found[2] else found[1]), None


def _page(page: Any, request: Request) -> Parsed:
    root = next(iter(page.xpath("//*[@data-total-results]")), None)
    if root is None:
        raise not_ours(markup(page).encode(errors="replace"), "Radancy")
    total = Node(root.get("data-total-job-results") or root.get("data-total-results")).count
    links = links_by_id(page, _ID)
    around = cards(links)
    items = [_item(key, link, _nearest(link, around[key]), request) for key, link in links.items()]
    pages, now = Node(root.get("data-total-pages")).count or 0, number(request.url, "CurrentPage", 1)
    more = next_page(request, "CurrentPage", now, len(items), None) if now < pages else None
    return collected("radancy", items, total=total, following=more)


def _nearest(link: Any, card: Any) -> Any:
    """Return the list entry around a link where the site uses lists, else the card found by its links."""
    return next(iter(link.xpath("ancestor::li[1]")), card)


def _item(key: str, link: Any, entry: Any, request: Request) -> Item:
    url = resolve(request.url, link.get("href").partition("#")[0].rstrip("/"))
    facts = _facts(entry)
    item = Item(
        kind="posting",
        native_id=key,
        title=words(entry.xpath(".//h2 | .//h3")) or words(link),
        url=url,
        detail=Request(url=url) if url else None,
        posting=Posting(
            employer=words(
                entry.xpath(".//*[contains(@class, 'brand-col') or contains(@class, 'job-brand')]")
            ),
            department=facts.get("category", ""),
            locations=tuple(_places(entry)),
            employment_type=facts.get("type", ""),
        ),
    )
    return finished(item, markup(entry))


def _places(entry: Any) -> list[str]:
    return [
        words(e)
        for e in entry.xpath(".//*[contains(@class, 'job-location') or contains(@class, 'job-address')]")
    ]


def _facts(entry: Any) -> dict[str, str]:
    """Read "Position Type | Full-Time" and "Job function: Finance" by the last word of the label."""
    pairs = (words(e).replace("|", ":").split(":", 1) for e in entry.xpath(".//span | .//div[not(*)]"))
    named = ((pair[0].lower().split()[-1:], pair[1].strip()) for pair in pairs if len(pair) == 2)
    return {label[0].replace("function", "category"): text for label, text in named if label}


def _posting(body: bytes, request: Request) -> Parsed:
    known, address = _ID.search(request.url), request.url.partition("#")[0]
    item = detail(body, request.url, native_id=known[1] if known else "", url=address)
    item = item or (_plain_posting(tree(body), known[1], address) if known else None)
    if item is None:
        raise not_ours(body, "Radancy")
    return Parsed(items=(item,), format="radancy")


def _plain_posting(page: Any, key: str, address: str) -> Item | None:
    """Read a page that carries no structured data, by the class names of its parts."""
    texts = page.xpath("//*[contains(@class, 'ats-description') or contains(@class, 'job-description')]")
    if not texts:
        return None
    place = words(page.xpath("//*[contains(@class, 'job-location')]"))
    item = Item(
        kind="posting", native_id=key, title=words(page.xpath("//h1")), url=address,
        body=text_of(markup(texts[0])), posting=Posting(locations=(place,)),
    )  # fmt: skip
    return finished(item, item.body)

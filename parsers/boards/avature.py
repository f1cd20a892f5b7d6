"""Avature career sites, read from their search pages.

Known from saved pages and public collectors. Page size and markup are each site's own; what all share is the
path of a posting, `/JobDetail/title/number`. Beyond record 2,000 a site answers an error page with status
200 and no postings, which looks like the end.
"""

from __future__ import annotations

import re
from typing import Any

from parsers.board_parts.item import collected, finished, text_of
from parsers.board_parts.job_posting import detail
from parsers.board_parts.json_values import not_ours
from parsers.board_parts.page import cards, links_by_id, markup, of_class, tree, words
from parsers.board_parts.url import asking, base, host_and_path, number
from parsers.board_parts.values import midnight, written_day
from picketwire.records import Item, Parsed, Posting, Request
from picketwire.urls import resolve

CEILING = 2000
EXAMPLE = "jobs.ea.com/en_US/careers"
LIMITS = (
    "The tenant is host and section of the site: jobs.ea.com/en_US/careers.",
    "Beyond 2,000 postings the site answers with an error page.",
    "The list has a teaser at most: the text comes with a posting's own page.",
)
_JOB = re.compile(r"/JobDetail(?:/(?:[^?#]*/)?|\?(?:[^#]*&)?jobId=)(\d+)/?(?:[?#&].*)?$")
_DATE = re.compile(
    r"\b(?:posted|posting date|date posted|published)\b\W{0,5}(?:on\s+)?"
    r"(\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\bRef(?:erence)?\.?\s*#?:?\s*(\w*\d[\w-]*)")
_TOTAL = re.compile(r"(?:\bof|/)\s+([\d,.]+)\s+(?:results|jobs|positions|openings)", re.IGNORECASE)
# The outermost elements that hold text, in the newer and in the older markup.
_TEXTS = (
    "//*[contains(@class, 'article__content') and not(ancestor::*[contains(@class, 'article__content')])]"
    " | //*[contains(@class, 'jobDescription')]"
)
_OURS = (b"avature", b"SearchJobs")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the first page of a search for everything."""
    host, _, section = tenant.partition("/")
    return Request(url=f"{base(origin, f'https://{host}')}/{section or 'careers'}/SearchJobs/?jobOffset=0")


def read(body: bytes, request: Request) -> Parsed:
    """Read a page of the search, or the page of one posting."""
    if _JOB.search(request.url):
        return _posting(body, request)
    page = tree(body)
    links = links_by_id(page, _JOB)
    if not links and not all(mark in body for mark in _OURS):
        raise not_ours(body, "Avature")
    around = cards(links)
    items = [_item(key, link, around[key], request) for key, link in links.items()]
    total = _TOTAL.search(words(page))
    reached = number(request.url, "jobOffset") + len(items)
    more = asking(request, jobOffset=reached) if items and not _is_last(page) else None
    return collected(
        "avature", items, total=int(re.sub(r"\D", "", total[1])) if total else None, following=more
    )


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Recognise a site by its search and posting addresses: host and section."""
    found = re.match(
        r"([^/]+/(?:[a-z]{2}_[A-Z]{2}/)?[\w-]+)/(?:SearchJobs|JobDetail)(?:/|$)", host_and_path(url)
    )
    return (found[1], None) if found else None


def _is_last(page: Any) -> bool:
    """Whether the page links to other pages and not to a next one."""
    others = page.xpath("//a[contains(@href, 'jobOffset=') and contains(@href, 'SearchJobs')]")
    return bool(others) and not any(
        "Next" in a.get("class", "") + a.getparent().get("class", "") for a in others
    )


def _posting(body: bytes, request: Request) -> Parsed:
    known = _JOB.search(request.url)
    if known is None or b"avature" not in body.lower():
        raise not_ours(body, "Avature")
    item = detail(body, request.url, native_id=known[1], url=request.url)
    return collected("avature", [item or _plain_posting(tree(body), known[1], request)])


def _plain_posting(page: Any, key: str, request: Request) -> Item:
    """Read a posting's page without structured data: labelled fields, then the text."""
    labels = page.xpath("//*[contains(@class, 'field__label')]")
    facts = {words(e).rstrip(":").lower(): words(e.xpath("following-sibling::*[1]")) for e in labels}
    found = _DATE.search(words(page))
    opened = written_day(found[1]) if found else None
    item = Item(
        kind="posting",
        native_id=key,
        title=words(page.xpath(f"//h1 | //h2[{of_class('title')}] | //*[contains(@class, 'jobTitle')]")),
        url=request.url,
        body=text_of(*(markup(e) for e in page.xpath(_TEXTS))),
        published=midnight(opened),
        posting=Posting(
            locations=tuple(text for name, text in facts.items() if "location" in name)[:1],
            opened=opened,
            requisition_id=next((t for n, t in facts.items() if "ref" in n or "requisition" in n), None),
        ),
    )
    return finished(item, item.body)


def _item(key: str, link: Any, card: Any, request: Request) -> Item:
    url, text = resolve(request.url, link.get("href")), words(card)
    found, reference = _DATE.search(text), _REFERENCE.search(text)
    opened = written_day(found[1]) if found else None
    item = Item(
        kind="posting",
        native_id=key,
        title=words(link) or words(link.xpath("@title")),
        url=url,
        summary=text_of(*(markup(e) for e in card.xpath(".//*[contains(@class, 'jobDescription')]"))),
        published=midnight(opened),
        published_raw=found[1] if found else None,
        detail=Request(url=url) if url else None,
        posting=Posting(
            locations=(words(card.xpath(".//*[contains(translate(@class, 'L', 'l'), 'location')]")),),
            requisition_id=reference[1] if reference else None,
            opened=opened,
        ),
    )
    return finished(item, markup(card))

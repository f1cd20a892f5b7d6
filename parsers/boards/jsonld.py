"""Any page that carries schema.org JobPosting, as JSON-LD or microdata: the way in where no system is known.

Known from the schema.org vocabulary and from saved pages. Seen in the wild and read: `@graph`, lists and
nested values, types written as addresses or lists, `application/ld&#x2B;json`, trailing commas, raw new
lines, comment wrappers, days without leading zeros, numbers as text.
"""

from __future__ import annotations

from functools import partial

from parsers.board_item import answer
from parsers.board_jsonld import address_of_page, item_of, postings
from parsers.board_look import looks_like
from picketwire.errors import ParseError
from picketwire.records import Parsed, Request

CEILING = None
LIMITS = (
    "The tenant is the address of one page; there is no paging.",
    "Without an identifier in the markup a posting is known by its address.",
)


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the page itself; `tenant` is its address, or its path where `origin` is given."""
    if origin and "://" not in tenant:
        return Request(url=f"{origin.rstrip('/')}/{tenant.lstrip('/')}")
    return Request(url=tenant if "://" in tenant else f"https://{tenant}")


def read(body: bytes, request: Request) -> Parsed:
    """Read every JobPosting of a page."""
    found = postings(body)
    if not found:
        raise ParseError(f"no schema.org JobPosting in {looks_like(body)}")
    return answer("jsonld", found, partial(item_of, page=address_of_page(body, request.url)))


def tenant_of(url: str) -> tuple[str, str | None] | None:  # noqa: ARG001 -- part of the protocol
    """Recognise nothing: whether a page carries a posting is not seen from its address."""
    return None

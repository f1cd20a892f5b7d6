"""Any page that carries schema.org JobPosting, as JSON-LD or microdata: the way in where no system is known.

Known from the schema.org vocabulary and from saved pages. Seen in the wild and read: `@graph`, lists and
nested values, types written as addresses or lists, `application/ld&#x2B;json`, trailing commas, raw new
lines, comment wrappers, days without leading zeros, numbers as text.
"""

from __future__ import annotations

from functools import partial

from parsers.board_parts.item import answer
from parsers.board_parts.job_posting import address_of_page, item_of, postings
from parsers.board_parts.look import looks_like
from parsers.board_parts.url import site
from picketwire.errors import ParseError
from picketwire.records import Parsed, Request

EXAMPLE = "https://www.example.com/careers/sound-mixer"
LIMITS = (
    "The tenant is the address of one page; there is no paging.",
    "Without an identifier in the markup a posting is known by its address.",
)


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the page itself; `tenant` is its address, of which `origin` replaces the host."""
    address = tenant if "://" in tenant else f"https://{tenant}"
    if not origin:
        return Request(url=address)
    return Request(url=origin.rstrip("/") + address.removeprefix(site(address)))


def read(body: bytes, request: Request) -> Parsed:
    """Read every JobPosting of a page."""
    found = postings(body)
    if not found:
        raise ParseError(f"no schema.org JobPosting in {looks_like(body)}")
    return answer("jsonld", found, partial(item_of, page=address_of_page(body, request.url)))


def tenant_of(url: str) -> tuple[str, str | None] | None:  # noqa: ARG001 -- part of the protocol
    """Recognise nothing: whether a page carries a posting is not seen from its address."""
    return None

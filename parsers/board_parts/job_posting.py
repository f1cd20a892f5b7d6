"""Find schema.org JobPosting in a page (JSON-LD, broken JSON-LD too, or microdata) and read it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from parsers.board_parts.item import finished, text_of
from parsers.board_parts.json_values import Node, unescaped
from parsers.board_parts.page import markup, tree, words
from parsers.board_parts.values import address, band, country, period_in, written_day, written_pay
from picketwire.records import Item, Posting
from picketwire.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.records import Pay, StatedBy

_WRAPPING = re.compile(r"(?:\s|<!--|-->|//|/\*|\*/|<!\[CDATA\[|\]\]>|;|\ufeff)+")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_TYPED = "contains(@itemtype, 'schema.org/JobPosting')"
_SCRIPT = "//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"
_BLANK = {"unavailable", "n/a", "none", "null", "undefined"}  # what stands in fields that must not be empty
_MOST = 20_000  # values looked at in one page


def postings(body: bytes) -> list[Node]:
    """Return every JobPosting of a page, as JSON-LD has it; from microdata where there is no JSON-LD."""
    page = tree(body)
    scripts = [value for script in page.xpath(_SCRIPT) for value in _values(script.text or "")]
    found = [node for value in scripts for node in _job_postings(value)]
    return found or [Node(_scope(element)) for element in page.xpath(f"//*[{_TYPED}]")]


def address_of_page(body: bytes, asked: str) -> str | None:
    """Return the address that a page calls its own (canonical link, og:url), else the one asked for."""
    page = tree(body)
    named = [
        *page.xpath("//link[@rel='canonical']/@href"),
        *page.xpath("//meta[@property='og:url']/@content"),
    ]
    return next((url for link in named if (url := resolve(asked, link))), resolve(None, asked))


def item_of(node: Node, page: str | None, *, native_id: str = "", url: str | None = None) -> Item:
    """Read one JobPosting that stands on the page at the address `page`.

    `native_id` and `url` are what the board knows better than the markup.
    """
    posted, places = (
        node["datePosted"].text,
        [place for n in _each(node["jobLocation"]) if (place := _place(n))],
    )
    link = url or resolve(page, node["url"].raw) or page
    item = Item(
        kind="posting",
        native_id=native_id or _identifier(node) or link,
        title=node["title"].text or node["name"].text,
        url=link,
        body=text_of(*(node[f].raw for f in ("description", "responsibilities", "qualifications", "skills"))),
        published_raw=posted,
        language=node["inLanguage"].text,
        categories=tuple(text for f in ("industry", "occupationalCategory") for text in _texts(node[f])),
        posting=Posting(
            employer=node["hiringOrganization"].label("name", "legalName"),
            locations=tuple(places) or _texts(node["applicantLocationRequirements"]),
            remote="remote" if "TELECOMMUTE" in _texts(node["jobLocationType"]) else None,
            employment_type=", ".join(_texts(node["employmentType"])),
            pay=_pay(node["baseSalary"], node, "employer-field")
            + _pay(node["estimatedSalary"], node, "board-estimate"),
            opened=written_day(posted),
            closes=written_day(node["validThrough"].text),
        ),
    )
    return finished(item, node.value, country=country(_nation(node)))


def detail(body: bytes, page: str | None, *, native_id: str = "", url: str | None = None) -> Item | None:
    """Read the one posting of a posting's own page; None when the page carries none."""
    found = postings(body)
    return item_of(found[0], page, native_id=native_id, url=url) if found else None


def _values(text: str) -> Iterator[object]:
    """Parse one script: as it stands, then with the usual damage mended; several values in a row are kept."""
    for attempt in (text, unescaped(text)):
        mended = _TRAILING_COMMA.sub(r"\1", attempt)
        for candidate in (attempt, mended):
            found = list(_in_a_row(candidate))
            if found:
                yield from found
                return


def _in_a_row(text: str) -> Iterator[object]:
    decoder, at = json.JSONDecoder(strict=False, parse_float=Decimal), 0
    while at < len(text):
        gap = _WRAPPING.match(text, at)
        at = gap.end() if gap else at
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value


def _job_postings(value: object) -> Iterator[Node]:
    waiting, left = [value], _MOST
    while waiting and left:
        left -= 1
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            if any(name.rpartition("/")[2] == "JobPosting" for name in _texts(Node(value.get("@type")))):
                yield Node(value)
            else:
                waiting.extend(reversed(list(value.values())))


def _scope(element: Any) -> dict[str, object]:
    """Return an element's microdata in the shape of JSON-LD."""
    found: dict[str, object] = {}
    waiting = list(element)[::-1]
    while waiting:
        child = waiting.pop()
        nested = child.get("itemscope") is not None
        for name in (child.get("itemprop") or "").split():
            value = _scope(child) if nested else _microdata(child, name)
            found[name] = value if name not in found else [*_listed(found[name]), value]
        if not nested:
            waiting.extend(list(child)[::-1])
    return found


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _microdata(element: Any, name: str) -> str:
    for attribute in ("content", "datetime", "href"):
        if element.get(attribute):
            return str(element.get(attribute))
    return (
        markup(element) if name in {"description", "responsibilities", "qualifications"} else words(element)
    )


def _each(node: Node) -> list[Node]:
    return list(node) if node.is_list else [node]


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(text for each in _each(node) if (text := each.label("name", "value")))


def _identifier(node: Node) -> str:
    return next(
        (text for each in _each(node["identifier"]) if (text := each.label("value", "@id", "name"))), ""
    )


def _place(place: Node) -> str:
    postal = place["address"] if place.is_object else place
    if not postal.is_object:
        return postal.text or place["name"].text
    fields = (
        postal["addressLocality"].text,
        postal["addressRegion"].text,
        postal["addressCountry"].label("name"),
    )
    named = address(*(text for text in fields if text.lower() not in _BLANK))
    return named or postal["streetAddress"].text or place["name"].text


def _nation(node: Node) -> str:
    places = (place["address"]["addressCountry"].label("name") for place in _each(node["jobLocation"]))
    return next(filter(None, places), "") or next(iter(_texts(node["applicantLocationRequirements"])), "")


def _pay(salary: Node, node: Node, stated_by: StatedBy) -> tuple[Pay, ...]:
    return tuple(pay for each in _each(salary) for pay in _band(each, node, stated_by))


def _band(salary: Node, node: Node, stated_by: StatedBy) -> tuple[Pay, ...]:
    value = salary["value"] if salary["value"] else salary
    unit = value["unitText"].text or salary["unitText"].text or salary["duration"].text
    currency = salary["currency"].text or value["currency"].text or node["salaryCurrency"].text
    one = value["value"].amount or value.amount
    low, high = value["minValue"].amount or one, value["maxValue"].amount or one
    if low is None and high is None:
        return written_pay(value.text, country=country(_nation(node)), stated_by=stated_by)
    return band(low, high, currency, period_in(unit), words=unit, stated_by=stated_by)

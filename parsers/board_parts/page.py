"""Look things up in the HTML pages, XML lists and embedded JSON of job boards."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from parsers.board_parts.json_values import Node, line

if TYPE_CHECKING:
    from collections.abc import Iterable

# "<>375852015</>": some feeds leave the name of an element out.
_NAMELESS = re.compile(rb"</?>")


def tree(body: bytes) -> Any:
    """Parse an HTML page or fragment; an empty document for a body that holds no element."""
    parser = html.HTMLParser(
        encoding=None if re.search(rb"charset=", body[:2_000]) else "utf-8", huge_tree=False
    )
    try:
        return html.document_fromstring(body, parser=parser)
    except (etree.ParserError, ValueError):
        return html.document_fromstring("<html></html>")


def xml(body: bytes) -> Any:
    """Parse XML as far as it goes, with no entity and no address resolved; None where nothing can be read."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(_NAMELESS.sub(b"", body.strip()), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def of_class(name: str) -> str:
    """Return the XPath condition that an element carries the class `name`."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def words(nodes: Any) -> str:
    """Return the text of an element, or of the first of several that has any, as one line."""
    for node in nodes if isinstance(nodes, list) else [nodes]:
        found = line(node if isinstance(node, str) else node.text_content())
        if found:
            return found
    return ""


def markup(node: Any) -> str:
    """Return an element as HTML, for `parsers.text.plain`."""
    return str(html.tostring(node, encoding="unicode", with_tail=False))


def links_by_id(page: Any, pattern: re.Pattern[str]) -> dict[str, Any]:
    """Return one link, with words if any has, for each id that a link's address holds (the first group)."""
    found: dict[str, Any] = {}
    for link in page.xpath("//a[@href]"):
        match = pattern.search(link.get("href"))
        if match and (match[1] not in found or not words(found[match[1]])):
            found[match[1]] = link
    return found


def cards(links: dict[str, Any]) -> dict[str, Any]:
    """Return the largest element around each link that holds no other link of these."""
    owner: dict[Any, str | None] = {}
    for key, link in links.items():
        for element in (link, *link.iterancestors()):
            owner[element] = key if owner.get(element, key) == key else None
    return {
        key: [e for e in (link, *link.iterancestors()) if owner[e] == key][-1] for key, link in links.items()
    }


def child(entry: Any, *names: str) -> str:
    """Return the raw text of the first filled child with one of these names, whatever its namespace."""
    for name in names:
        for element in entry.iterchildren():
            if isinstance(element.tag, str) and etree.QName(element).localname.lower() == name.lower():
                text = "".join(element.itertext()).strip()
                if text:
                    return text
    return ""


def fields_of(entry: Any) -> dict[str, str]:
    """Return every child's raw text by local name, for hashing an entry."""
    pairs: Iterable[tuple[str, str]] = (
        (etree.QName(e).localname, "".join(e.itertext()))
        for e in entry.iterchildren()
        if isinstance(e.tag, str)
    )
    found: dict[str, str] = {}
    for name, text in pairs:
        found[name] = f"{found[name]}\n{text}" if name in found else text
    return found


def embedded(body: bytes, marker: str) -> Node:
    """Return the JSON value that follows `marker` in a page; an empty node where there is none.

    A value that the page hands to `JSON.parse("...")` is parsed twice.
    """
    text = body.decode("utf-8", "replace")
    found = re.search(marker + r"\s*[=:]?\s*(JSON\.parse\()?\s*", text)
    if found is None:
        return Node(None)
    try:
        value, _ = json.JSONDecoder(strict=False, parse_float=Decimal).raw_decode(text, found.end())
        again = found[1] and isinstance(value, str)
        return Node(json.loads(value, parse_float=Decimal) if again else value)
    except (ValueError, RecursionError):
        return Node(None)

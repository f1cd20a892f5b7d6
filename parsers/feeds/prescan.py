"""Make an XML document safe and, where it is nearly well-formed, readable, before any XML parser sees it.

`prepare` is for every document and cheap; `repair` is for one that turned out not to be well-formed.
Both take and return UTF-8. Every pattern is linear: what never closes runs to the end.
"""

from __future__ import annotations

import html.entities
import re

_ILLEGAL = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})  # controls that XML 1.0 has no place for
_NONCHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]")
_DECLARATION = re.compile(rb"<\?xml\b[^>]*+>\s*+")
_JUNK_BEFORE = re.compile(
    rb"[^<]{0,4096}?(?=<\?xml\b)|[^<]{1,4096}?(?=<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b)"
)
_DOCTYPE = re.compile(
    rb"((?:\s|<\?(?:.*?\?>|.*)|<!--(?:.*?-->|.*))*+)<!DOCTYPE\b[^\[>]*+(?:\[(?:.*?\]\s*>|.*)|>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(rb"<!ENTITY\b")
# References to a number that may be no character: two digits or fewer, very many, or the odd ranges.
_DOUBTFUL_REFERENCE = re.compile(
    rb"&#(?:([0-9]{1,2}(?![0-9])|0[0-9]*|[0-9]{6,}|5[5-7][0-9]{3}(?![0-9])|6553[45](?![0-9]))|[xX]([0-9a-fA-F]+));?"
)
_REPLACEMENT = "\ufffd".encode()
_LOOSE_END = re.compile(
    rb"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)"
    rb"|&(?:#[0-9]+;|#x[0-9a-fA-F]+;|([A-Za-z][A-Za-z0-9]*);)?"
    rb"|<(?![A-Za-z_/!?])",
    re.DOTALL,
)
_XML_ENTITIES = {b"amp", b"lt", b"gt", b"quot", b"apos"}


def prepare(data: bytes) -> tuple[bytes, list[str]]:
    """Drop the declaration, any DTD and what XML cannot hold; return the rest and what is worth reporting.

    The charset is known by now, so the declaration says nothing more. A DTD is never read: the entities
    that it might define are the way to blow up a parser or to make it read files.
    """
    oddities = []
    data = _NONCHARACTERS.sub(b"", data.translate(None, _ILLEGAL)).lstrip()
    junk = _JUNK_BEFORE.match(data)
    if junk is not None and junk.end():
        data = data[junk.end() :]
        oddities.append("text before the document was cut off")
    declaration = _DECLARATION.match(data)
    if declaration is not None:
        data = data[declaration.end() :]
    doctype = _DOCTYPE.match(data)
    if doctype is not None:
        if _ENTITY.search(doctype[0]):
            oddities.append("the document defines entities; they were dropped")
        data = doctype[1] + data[doctype.end() :]
    if b"&#" in data:
        data = _DOUBTFUL_REFERENCE.sub(_possible, data)
    return data, oddities


def _possible(match: re.Match[bytes]) -> bytes:
    """Keep a reference to a character that XML allows, replace any other."""
    digits = match[1] or match[2]
    if len(digits.lstrip(b"0")) > 7:
        return _REPLACEMENT
    code = int(digits, 10 if match[1] else 16)
    if (
        code in (0x09, 0x0A, 0x0D)
        or 0x20 <= code < 0xD800
        or 0xE000 <= code < 0xFFFE
        or 0x10000 <= code <= 0x10FFFF
    ):
        return match[0]
    return _REPLACEMENT


def repair(data: bytes) -> bytes:
    """Escape `&` and `<` that mean themselves, and write HTML's named characters as numbers."""
    return _LOOSE_END.sub(_escaped, data)


def _escaped(match: re.Match[bytes]) -> bytes:
    found, name = match[0], match[1]
    if name is not None:
        if name in _XML_ENTITIES:
            return found
        code = html.entities.name2codepoint.get(name.decode())
        return b"&amp;" + found[1:] if code is None else b"&#%d;" % code
    if found == b"&":
        return b"&amp;"
    return b"&lt;" if found == b"<" else found

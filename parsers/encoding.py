"""Turn bytes into text by what they are, what the server says and what the document says, in that order."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

LARGEST = 15 * 2**20  # bytes of a document that are read; what follows is cut off
_GZIP = b"\x1f\x8b\x08"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How a document begins in families of charsets that are no superset of ASCII.
_FAMILIES = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),  # "<?xm" in EBCDIC
)
# Python's codecs that are charsets of documents; others stall ("punycode") or fail in ways of their own.
_CHARSETS = re.compile(
    r"ascii|utf-(?:8|16|32)(?:-[bl]e|-sig)?|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|big5\w*|gb(?:k|2312|18030)|hz|"
    r"euc_\w+|shift_jis\w*|iso2022_\w+|johab|tis-620|ptcp154|kz1048|hp-roman8"
)
# Labels that Python does not know, and codecs of which the web means a superset (as the HTML standard says).
_LABELS = {"windows-31j": "cp932", "x-sjis": "cp932", "windows-874": "cp874", "iso-8859-8-i": "iso8859-8"}
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']?([^"'\s?>]+)""")
_META = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?([\w:.-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?([^\s"';,]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A document as text, and what was odd about its bytes (sentences for a person)."""

    text: str
    oddities: tuple[str, ...] = ()
    cut: bool = False  # the document is longer than `LARGEST`


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode a document of any text format; never raises, and says what it guessed, cut or replaced."""
    oddities = []
    if body.startswith(_GZIP):
        body = _unzipped(body)
        oddities.append("the document itself is compressed (gzip)")
    cut = len(body) > LARGEST
    if cut:
        oddities.append(f"only the first {LARGEST} bytes were read")
    text, oddity = _text(body[:LARGEST] if cut else body, content_type)
    if oddity:
        oddities.append(oddity)
    return Decoded(text=text.lstrip("\ufeff"), oddities=tuple(oddities), cut=cut)


def _unzipped(body: bytes) -> bytes:
    """Undo gzip up to the limit; what comes before a fault is kept."""
    for _ in range(2):  # some servers compress twice
        if not body.startswith(_GZIP):
            break
        machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        pieces = bytearray()
        for start in range(0, len(body), 2**16):
            try:
                pieces += machine.decompress(body[start : start + 2**16], LARGEST + 1 - len(pieces))
            except zlib.error:
                break
            if len(pieces) > LARGEST:
                break
        body = bytes(pieces)
    return body


def _text(body: bytes, content_type: str | None) -> tuple[str, str | None]:
    for mark, charset in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return _lenient(body[len(mark) :], charset)
    for start, charset in _FAMILIES:
        if body.startswith(start):
            return _lenient(body, _family_member(body, charset))
    said = [codec for label in _labels(body, content_type) if (codec := _codec(label))]
    if not any(codec.startswith(("iso2022", "hz")) for codec in said):  # those look like ASCII
        try:
            text = body.decode()
        except UnicodeDecodeError:
            pass
        else:
            wrong = said and said[0] not in ("utf-8", "cp1252") and not text.isascii()
            return text, f"called {said[0]}, but is utf-8" if wrong else None
    return _guessed(body, said)


def _labels(body: bytes, content_type: str | None) -> list[str]:
    """Return what the server and the document call their charset."""
    inside = _DECLARED.match(body[:1024]) or _META.search(body[:4096])
    labels = _HEADER.findall(content_type or "")[:1]
    return [*labels, inside[1].decode("ascii", "ignore")] if inside else labels


def _family_member(body: bytes, charset: str) -> str:
    inside = _DECLARED.match(body[:1024].decode(charset, "ignore").encode()) if charset == "cp037" else None
    return (inside and _codec(inside[1].decode("ascii", "ignore"))) or charset


def _codec(label: str) -> str | None:
    """Return the name of Python's codec for a charset's label, None for what is none."""
    label = label.strip().lower()[:40]
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(name, name) if _CHARSETS.fullmatch(name) else None


def _guessed(body: bytes, said: list[str]) -> tuple[str, str | None]:
    """Decode what is not UTF-8: by its label if that fits, as damaged UTF-8, or as what Windows writes."""
    for codec in said:
        if codec not in ("utf-8", "cp1252"):
            text = body.decode(codec, "replace")
            if text.count("\ufffd") <= len(text) // 200:
                bad = text.count("\ufffd")
                return text, f"{bad} characters are not {codec}" if bad else None
    text = body.decode(errors="replace")
    bad = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - bad
    if whole > bad:
        return text, f"{bad} characters are not utf-8"
    oddity = "called utf-8, but is not" if "utf-8" in said else None
    try:
        return body.decode("cp1252"), oddity
    except UnicodeDecodeError:
        return body.decode("latin-1"), oddity


def _lenient(body: bytes, codec: str) -> tuple[str, str | None]:
    text = body.decode(codec, "replace")
    bad = text.count("\ufffd")
    return text, f"{bad} characters are not {codec}" if bad else None

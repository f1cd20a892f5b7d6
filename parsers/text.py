"""Turn HTML fragments and raw strings into the plain text that a reader would see.

A tokeniser of regular expressions does what the HTML standard says of tags, comments and raw text,
and no tree is built: lxml silently drops text below depth 256 and after a text of 10 MB, and a tree per
summary costs more than all else a feed needs. Every pattern is possessive or consumes to the end when
it finds no close, so time grows with length only.
"""

from __future__ import annotations

import html
import re

_BREAK = "\x1e"  # stands for a new line until the white space of the source is folded
# After a tag's name: quotes count only behind "=", and a tag that never closes runs to the end.
_REST = r"""[^>=]*+(?:=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?[^>=]*+)*+(?:>|\Z)"""
_HIDDEN = re.compile(
    r"<(?:!--(?:-?>|.*?--!?>|.*)"
    r"|[!?][^>]*+(?:>|\Z)"
    r"|(script|style|template|noscript|iframe|object|svg|head|title)\b" + _REST +
    r"(?:(?<=/>)|.*?</\1\b[^>]*+(?:>|\Z)|.*))",
    re.DOTALL | re.IGNORECASE,
)  # fmt: skip
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|li|[uod]l|d[dt]|h[1-6r]|table|tr|blockquote|section|article|header|footer|main|nav|"
    r"aside|fig(?:ure|caption)|pre|address|form|fieldset|details|summary|caption|t(?:head|body|foot)|center|"
    r"body)\b" + _REST,
    re.IGNORECASE,
)  # fmt: skip
_CELL_TAG = re.compile(r"</?t[dh]\b" + _REST, re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z]" + _REST)
_REFERENCE = re.compile(r"&(?:[A-Za-z]{2,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_LONG_REFERENCE = re.compile(r"&#0*[0-9]{8,};?")
# Controls, lone surrogates and noncharacters; and what shows nothing but splits words for a search.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1d\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "\u00ad\u200b\u2060\ufeff]"
)
# What text made on Windows and labelled Latin-1 leaves behind.
_WINDOWS = {code: char for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))}


def plain(markup: str) -> str:
    """Return the text of an HTML fragment as a reader would see it, one paragraph a line.

    Entities are resolved once; scripts, styles and comments are left out; white space, no-break
    spaces included, is folded; characters that show nothing are dropped. Never raises.
    """
    markup = markup.replace(_BREAK, " ")
    if "<" in markup:
        markup = _HIDDEN.sub("", markup)
        markup = _BLOCK_TAG.sub(_BREAK, markup)
        markup = _TAG.sub("", _CELL_TAG.sub(" ", markup))
    return _fold(_unescape(markup) if "&" in markup else markup)


def clean(text: str) -> str:
    """Return text that carries no markup on one line: white space folded, invisible characters dropped."""
    return _fold(text.replace(_BREAK, " "))


def clean_lines(text: str) -> str:
    """Do as `clean`, line by line; empty lines are dropped."""
    return _fold(text.replace(_BREAK, " ").replace("\r\n", "\n").replace("\r", "\n").replace("\n", _BREAK))


def label(words: str) -> str:
    """Return a title or name on one line that should be plain text, and is HTML by the habit of many."""
    return plain(words).replace("\n", " ") if _REFERENCE.search(words) else clean(words)


def _unescape(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # int() refuses numbers of thousands of digits
        return html.unescape(_LONG_REFERENCE.sub("\ufffd", text))


def _fold(text: str) -> str:
    if _BREAK not in text and (line := " ".join(text.split())).isprintable():
        return line
    lines = [" ".join(line.split()) for line in text.split(_BREAK)]
    if not "".join(lines).isprintable():
        visible = _INVISIBLE.sub("", text.translate(_WINDOWS))
        lines = [" ".join(line.split()) for line in visible.split(_BREAK)]
    return "\n".join(filter(None, lines))

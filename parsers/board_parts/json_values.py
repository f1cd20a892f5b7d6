"""Walk JSON whose shape is promised by nobody, without a type check at every step."""

from __future__ import annotations

import html
import json
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from parsers.board_parts.look import looks_like
from parsers.text import plain
from picketwire.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator

_HUGE = Decimal(10) ** 15


def line(value: str) -> str:
    """Return one line as a reader sees it: entities resolved once, white space folded, no junk.

    A "<" is no markup here ("Editor <m/f/d>").
    """
    return " ".join(plain(value.replace("<", "&lt;")).split())


def unescaped(text: str) -> str:
    """Resolve entities once, as text whose tags are escaped needs it; leave hostile ones alone."""
    try:
        return html.unescape(text)
    except ValueError:  # int() refuses numbers of thousands of digits
        return text


class Node:
    """One JSON value; looking up what is not there gives an empty node, never an error."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __getitem__(self, key: str) -> Node:
        return Node(self.value.get(key)) if isinstance(self.value, dict) else _NOTHING

    def __iter__(self) -> Iterator[Node]:
        return map(Node, self.value) if isinstance(self.value, list) else iter(())

    def __len__(self) -> int:
        return len(self.value) if isinstance(self.value, (list, dict)) else 0

    def __bool__(self) -> bool:
        return bool(self.value)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def items(self) -> Iterator[tuple[str, Node]]:
        """Yield the members of an object; nothing for any other value."""
        if isinstance(self.value, dict):
            yield from ((str(key), Node(value)) for key, value in self.value.items())

    @property
    def is_list(self) -> bool:
        """Whether the value is a JSON array."""
        return isinstance(self.value, list)

    @property
    def is_object(self) -> bool:
        """Whether the value is a JSON object."""
        return isinstance(self.value, dict)

    @property
    def raw(self) -> str:
        """The text of a string or number just as it stands (markup included), else ''."""
        if isinstance(self.value, bool) or not isinstance(self.value, (str, int, Decimal)):
            return ""
        return str(self.value)

    @property
    def text(self) -> str:
        """The text of a string or number as one clean line, else ''."""
        return line(self.raw)

    @property
    def count(self) -> int | None:
        """A whole number that is not negative, written as a number or as digits, else None."""
        raw = self.raw
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 16 else None

    @property
    def amount(self) -> Decimal | None:
        """A finite number, written as a number or as text (commas and spaces allowed), else None."""
        try:
            number = Decimal(re.sub(r"[,\s]", "", self.raw)[:40])
        except InvalidOperation:
            return None
        return number if number.is_finite() and abs(number) < _HUGE else None

    def first(self, *keys: str) -> Node:
        """Return the first of several members that holds anything."""
        return next((self[key] for key in keys if self[key]), _NOTHING)

    def label(self, *keys: str) -> str:
        """Return the text, or that of the first filled member among `keys` where the value is an object."""
        return self.text or next((text for key in keys if (text := self[key].text)), "")


_NOTHING = Node(None)


def read_json(body: bytes, system: str) -> Node:
    """Parse an answer of `system`; ParseError says what the body looks like when it is no JSON."""
    try:
        return Node(
            json.loads(body.removeprefix(b"\xef\xbb\xbf"), parse_float=Decimal, parse_constant=_no_number)
        )
    except (ValueError, RecursionError) as error:
        raise not_ours(body, system) from error


def not_ours(body: bytes, system: str) -> ParseError:
    """Return the error for a body that is not an answer of `system`, saying what it looks like."""
    return ParseError(f"not an answer of {system}: {looks_like(body)}")


def _no_number(_name: str) -> None:
    """Read NaN and the infinities as nothing."""

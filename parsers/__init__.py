"""Bytes in, items out: feeds, JSON feeds, sitemaps, list pages, articles and job boards, all by `parse`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parsers.dispatch import parse

__all__ = ["parse"]


def __getattr__(name: str) -> object:
    """Import `parse` when it is asked for: who only looks up a board starts without every parser."""
    if name != "parse":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from parsers.dispatch import parse  # noqa: PLC0415 -- the point of it

    return parse

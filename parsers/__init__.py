"""Bytes in, items out: feeds, JSON feeds, sitemaps, list pages, articles and job boards, all by `parse`."""

from parsers.dispatch import parse

__all__ = ["parse"]

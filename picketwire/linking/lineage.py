"""Whom an organization belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from picketwire.facts import Organization


def lineages(organizations: Iterable[Organization]) -> dict[str, frozenset[str]]:
    """Return each organization with itself and all its forebears; a circle ends where it closes."""
    parents = {o.slug: o.parent for o in organizations}
    found = {}
    for slug, parent in parents.items():
        line, current = {slug}, parent
        while current is not None and current not in line:
            line.add(current)
            current = parents.get(current)
        found[slug] = frozenset(line)
    return found

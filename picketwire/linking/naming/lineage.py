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


def associations(organizations: Iterable[Organization]) -> dict[str, frozenset[str]]:
    """Return the associations that each organization is or was in, itself or through its forebears."""
    organizations = tuple(organizations)
    own = {o.slug: frozenset(m.association for m in o.memberships) for o in organizations}
    return {
        slug: frozenset().union(*(own.get(forebear, frozenset()) for forebear in line))
        for slug, line in lineages(organizations).items()
    }

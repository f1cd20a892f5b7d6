"""What a person may mean by the names typed into a question: organizations, and what strikes and postings know."""

from __future__ import annotations

from typing import Any

_KNOWN = {
    "employer": "SELECT organization FROM postings UNION SELECT employer FROM postings "
    "UNION SELECT o.name FROM postings p JOIN organizations o ON o.slug = p.organization",
    "union": "SELECT DISTINCT coalesce(organization, named) FROM strike_parties WHERE role = 'union'",
    "strike": "SELECT slug FROM strikes",
}


def called(connection: Any, name: str) -> str | None:
    """Return the one organization with this slug, name or alias, case aside; None if there is none or several."""
    rows = connection.execute(
        "SELECT slug, 1 AS near FROM organizations WHERE slug = ?1 COLLATE NOCASE "
        "UNION SELECT slug, 2 FROM organizations WHERE name = ?1 COLLATE NOCASE "
        "UNION SELECT organization, 3 FROM aliases WHERE alias = ?1 COLLATE NOCASE ORDER BY near",
        (name.strip(),),
    ).fetchall()
    nearest = {slug for slug, near in rows if near == rows[0][1]}
    return nearest.pop() if len(nearest) == 1 else None


def known_names(connection: Any, what: str) -> tuple[str, ...]:
    """Return in small letters what there is of "employer" (of postings), "union" or "strike" (on record)."""
    rows = connection.execute(_KNOWN[what])
    return tuple(sorted(row[0].casefold() for row in rows if row[0]))

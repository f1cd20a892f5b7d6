"""One strike, one record: a curated strike takes the place of the one that coverage had put on record before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.facts import began, ended
from picketwire.times import instant

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlite_utils.db import Database

    from picketwire.facts import Strike

# Same union, struck parties that fit (named, by association, or by nobody), a start within the other's days.
_SAME = """
SELECT s.slug FROM strikes s
WHERE s.slug <> :slug AND s.status = 'confirmed'
  AND s.began >= date(:first, '-21 days') AND s.began <= coalesce(:last, date(:first, '+60 days'))
  AND NOT EXISTS (SELECT 1 FROM strike_events e WHERE e.strike = s.slug AND e.item IS NULL AND e.until IS NULL)
  AND EXISTS (SELECT 1 FROM strike_parties a JOIN strike_parties b ON b.organization = a.organization AND b.role = 'union'
              WHERE a.strike = :slug AND a.role = 'union' AND b.strike = s.slug)
  AND (NOT EXISTS (SELECT 1 FROM strike_parties p WHERE p.strike = s.slug AND p.role = 'struck')
       OR EXISTS (SELECT 1 FROM strike_parties a JOIN strike_parties b ON b.strike = s.slug AND b.role = 'struck'
                  WHERE a.strike = :slug AND a.role = 'struck' AND (a.organization = b.organization
                    OR EXISTS (SELECT 1 FROM memberships m JOIN organizations o ON m.member IN (o.slug, o.parent)
                               WHERE o.slug = b.organization AND m.association = a.organization))))
ORDER BY s.slug
"""


def take_over(db: Database, strike: Strike, now: datetime) -> None:
    """Give what coverage had on record of this curated strike to its record, as known until now.

    Its stages stand no longer, but for who asks what was known before; what is derived is derived anew.
    """
    first, last = began(strike), ended(strike)
    if first is None or strike.status != "confirmed":
        return
    for slug in _same(db, strike.slug, first, last):
        db.conn.execute(
            "UPDATE strike_events SET strike = ?1, item = NULL, until = coalesce(until, max(known, ?2)) WHERE strike = ?3",
            (strike.slug, instant(now), slug),
        )
        db.conn.execute(
            "INSERT OR IGNORE INTO strike_items (strike, item, why) SELECT ?, item, why FROM strike_items WHERE strike = ?",
            (strike.slug, slug),
        )
        for table in ("strike_items", "strike_facts", "strike_parties", "links"):
            db.conn.execute(f"DELETE FROM {table} WHERE strike = ?", (slug,))
        db.conn.execute("UPDATE statements SET strike = ? WHERE strike = ?", (strike.slug, slug))
        db.conn.execute("DELETE FROM strikes WHERE slug = ?", (slug,))


def _same(db: Database, slug: str, first: date, last: date | None) -> list[str]:
    asked = {"slug": slug, "first": first.isoformat(), "last": last and last.isoformat()}
    return [row[0] for row in db.conn.execute(_SAME, asked)]

"""Write what the configuration says of organizations and strikes; events keep the time they became known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from picketwire.archive.rows import dump
from picketwire.archive.stages import derive_days
from picketwire.archive.strike_facts import save_curated
from picketwire.archive.taking_over import take_over
from picketwire.facts import began, ended
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.facts import Organization, Strike, StrikeEvent


def save_organizations(db: Database, organizations: Iterable[Organization]) -> None:
    """Replace the organizations with those of the configuration; a party that is gone from it keeps its name."""
    organizations = list(organizations)
    for table in ("aliases", "memberships", "bargaining"):
        db.conn.execute(f"DELETE FROM {table}")
    db.conn.executemany(
        "INSERT INTO organizations (slug, name, kind, parent) VALUES (?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE "
        "SET name = excluded.name, kind = excluded.kind, parent = excluded.parent",
        [(o.slug, o.name, o.kind, o.parent) for o in organizations],
    )
    slugs = json.dumps([o.slug for o in organizations])
    gone = "NOT IN (SELECT value FROM json_each(?))"
    db.conn.execute(
        "UPDATE strike_parties SET named = (SELECT name FROM organizations WHERE slug = organization), organization = NULL "
        f"WHERE organization {gone}",
        (slugs,),
    )
    db.conn.execute(f"DELETE FROM organizations WHERE slug {gone}", (slugs,))
    db.conn.executemany(
        "INSERT INTO aliases (organization, alias, since, until) VALUES (?, ?, ?, ?)",
        [(o.slug, a.text, _day(a.since), _day(a.until)) for o in organizations for a in o.aliases],
    )
    db.conn.executemany(
        "INSERT INTO memberships (member, association, since, until) VALUES (?, ?, ?, ?)",
        [(o.slug, m.association, _day(m.since), _day(m.until)) for o in organizations for m in o.memberships],
    )
    db.conn.executemany(
        "INSERT INTO bargaining (union_party, counterpart, called, unless, since, until) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (o.slug, b.counterpart, dump(b.called), dump(b.unless), _day(b.since), _day(b.until))
            for o in organizations
            for b in o.bargains
        ],
    )


def save_strikes(db: Database, strikes: Iterable[Strike], now: datetime) -> None:
    """Bring the curated strikes to what the configuration says.

    An event is known from its own day or from its first load, whichever is later; one that is no
    longer in the configuration is withdrawn with a date, not deleted. So are all those of a strike that
    has gone from it; what coverage tells of that one stands. A strike that coverage had put on record
    before is taken over: there are never two records of one strike.
    """
    strikes = list(strikes)
    for strike in strikes:
        first, last = began(strike), ended(strike)
        db.conn.execute(
            "INSERT INTO strikes (slug, name, scope, status, began, ended) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE "
            "SET name = excluded.name, scope = excluded.scope, status = excluded.status, began = excluded.began, ended = excluded.ended",
            (strike.slug, strike.name, strike.scope, strike.status, _day(first), _day(last)),
        )
        db.conn.execute("DELETE FROM strike_parties WHERE strike = ?", (strike.slug,))
        db.conn.executemany(
            "INSERT INTO strike_parties (strike, role, organization, named) VALUES (?, ?, ?, ?)",
            [(strike.slug, p.role, p.organization, p.named) for p in strike.parties],
        )
        _save_events(db, strike.slug, strike.events, now)
        save_curated(db, strike.slug, strike.facts, now)
        take_over(db, strike, now)
    _withdraw_others(db, {strike.slug for strike in strikes}, now)


def _withdraw_others(db: Database, kept: set[str], now: datetime) -> None:
    rows = db.conn.execute("SELECT DISTINCT strike FROM strike_events WHERE item IS NULL AND until IS NULL")
    for slug in sorted({row[0] for row in rows} - kept):
        _save_events(db, slug, (), now)
        save_curated(db, slug, (), now)
        derive_days(db, slug)


def _save_events(db: Database, strike: str, events: Iterable[StrikeEvent], now: datetime) -> None:
    """Curated events have no item; those with one were found in coverage and are not touched here."""
    rows = db.conn.execute(
        "SELECT id, stage, date, quote, url, basis FROM strike_events WHERE strike = ? AND item IS NULL AND until IS NULL",
        (strike,),
    ).fetchall()
    standing = {tuple(row[1:]): row[0] for row in rows}
    wanted = {(e.stage, e.date.isoformat(), e.quote, e.url, e.basis) for e in events}
    for event, number in standing.items():
        if event not in wanted:
            db.conn.execute("UPDATE strike_events SET until = ? WHERE id = ?", (instant(now), number))
    for stage, day, quote, url, basis in sorted(wanted - standing.keys(), key=lambda e: (e[1], e[0])):
        known = max(instant(now), f"{day}T00:00:00Z")
        db.conn.execute(
            "INSERT INTO strike_events (strike, stage, date, quote, url, basis, known) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (strike, stage, day, quote, url, basis, known),
        )


def _day(day: object) -> str | None:
    return str(day) if day is not None else None

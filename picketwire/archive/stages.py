"""Correct what is on record of a strike's stages: what was known before stays answerable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.archive.rows import dump
from picketwire.archive.verdicts import news_at
from picketwire.facts import Strike, StrikeEvent, StrikeParty, began, ended
from picketwire.times import parse_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlite_utils.db import Database

    from picketwire.linkage import Verdict


def settle_stage(db: Database, verdict: Verdict, earlier: Verdict | None = None) -> None:
    """Withdraw what a page has put on record where a person says otherwise, and record what holds instead.

    `earlier` is the verdict that this one takes the place of. Done again, it changes nothing.
    """
    stage, address = verdict.subject.names
    right = (verdict.stage or stage, verdict.date)
    for number, strike, said, day in _standing(db, news_at(db, address)):
        here = (said, parse_day(day))
        refused = said == stage and verdict.verdict in {"rejected", "corrected"}
        if (refused or _undone(earlier, stage, *here)) and here != right:
            _withdraw(db, number, verdict.at)
            if verdict.verdict == "corrected":
                _amend(db, number, verdict)
            derive_days(db, strike)


def _undone(earlier: Verdict | None, stage: str, said: str, day: date) -> bool:
    if earlier is None or earlier.verdict != "corrected":
        return False
    return said == (earlier.stage or stage) and earlier.date in {day, None}


def supersede(db: Database, strike: str, stage: str, day: date, at: str) -> None:
    """Withdraw other days that coverage gave for a stage which a strike has once."""
    rows = db.conn.execute(
        "SELECT id FROM strike_events WHERE strike = ? AND stage = ? AND date <> ? AND until IS NULL AND item IS NOT NULL",
        (strike, stage, day.isoformat()),
    ).fetchall()
    for row in rows:
        _withdraw(db, row[0], at)


def standing_days(db: Database, strike: str) -> list[tuple[str, date, bool]]:
    """Return stage and day of the events that stand, and whether coverage put them there."""
    rows = db.conn.execute(
        "SELECT stage, date, item IS NOT NULL FROM strike_events WHERE strike = ? AND until IS NULL ORDER BY date, id",
        (strike,),
    )
    return [(stage, parse_day(day), bool(reported)) for stage, day, reported in rows]


def withdrawn_days(db: Database, strike: str) -> list[tuple[str, date]]:
    """Return stage and day of what coverage had put on record and a person withdrew."""
    rows = db.conn.execute(
        "SELECT stage, date FROM strike_events WHERE strike = ? AND until IS NOT NULL AND item IS NOT NULL",
        (strike,),
    )
    return [(stage, parse_day(day)) for stage, day in rows]


def events(db: Database, strike: str) -> list[StrikeEvent]:
    """Read the events of a strike that stand, by stage and day."""
    rows = db.conn.execute(
        "SELECT stage, date FROM strike_events WHERE strike = ? AND until IS NULL", (strike,)
    )
    return [StrikeEvent(stage=stage, date=parse_day(day)) for stage, day in rows]


def derive_days(db: Database, strike: str) -> None:
    """Derive a strike's first and last day from the events that stand."""
    record = Strike(
        slug=strike, name="", parties=(StrikeParty(role="union"),), events=tuple(events(db, strike))
    )
    first, last = began(record), ended(record)
    db.conn.execute(
        "UPDATE strikes SET began = ?1, ended = ?2 WHERE slug = ?3 AND (began IS NOT ?1 OR ended IS NOT ?2)",
        (first and first.isoformat(), last and last.isoformat(), strike),
    )


def _standing(db: Database, items: Iterable[int]) -> list[tuple[int, str, str, str]]:
    return db.conn.execute(
        "SELECT id, strike, stage, date FROM strike_events WHERE until IS NULL "
        "AND item IN (SELECT value FROM json_each(?)) ORDER BY id",
        (dump(list(items)),),
    ).fetchall()


def _withdraw(db: Database, number: int, at: str) -> None:
    db.conn.execute("UPDATE strike_events SET until = max(known, ?) WHERE id = ?", (at, number))


def _amend(db: Database, number: int, verdict: Verdict) -> None:
    """Record what a person put in the place of an event; nobody knew it before."""
    db.conn.execute(
        "INSERT INTO strike_events (strike, stage, date, quote, item, url, basis, known) "
        "SELECT strike, coalesce(?, stage), coalesce(?, date), quote, item, url, basis, until FROM strike_events WHERE id = ?",
        (verdict.stage, verdict.date and verdict.date.isoformat(), number),
    )

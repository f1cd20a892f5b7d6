"""The headline question: which AI roles were open, at what pay, at an employer on strike, and who reported it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from picketwire.archive.asof import ALWAYS, fields_as_of, reasons_as_of
from picketwire.archive.pay import bands
from picketwire.archive.rows import pay_as_json
from picketwire.archive.schema.migrations import roles_query
from picketwire.facts import StrikeEvent
from picketwire.linkage import MET, days_met
from picketwire.stoppages import EVIDENCE_LASTS, spans
from picketwire.times import Interval, parse_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from picketwire.records import Pay
    from picketwire.stoppages import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFilter:
    """Which roles to return; `on` a day, `since`/`until` a span `[since, until)`; slugs where known."""

    during_strike: bool = False
    employer: str | None = None
    union: str | None = None
    strike: str | None = None
    on: date | None = None
    since: date | None = None
    until: date | None = None
    as_of: str = ALWAYS
    min_pay: float | None = None  # per year, any currency
    relation: str | None = None  # direct, association
    family: str | None = None  # kind of work
    seniority: str | None = None  # level
    item: int | None = None  # this posting alone


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeAtRole:
    """A strike that overlapped a role's opening; days `[since, until)` of the overlap, None while both are open."""

    slug: str
    name: str
    union: str | None
    struck_party: str | None
    relation: str
    began: str
    ended: str | None
    status: str
    since: str
    until: str | None
    last_evidence: str
    reasons: tuple[str, ...] = ()  # how the strike reaches the employer

    def as_json(self) -> dict[str, Any]:
        """Return the kept form that `roles --json` prints."""
        names = ("slug", "name", "union", "struck_party", "relation", "began", "ended", "status")
        days = {"from": self.since, "to": self.until}
        return {name: getattr(self, name) for name in names} | days | {"reasons": list(self.reasons)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A news item that reports a role."""

    id: int
    url: str | None
    title: str
    publisher: str
    published: str | None
    score: float
    reasons: tuple[str, ...]
    pay: tuple[Pay, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the kept form that `roles --json` prints."""
        return {
            "id": self.id,
            "url": self.url,
            "title": self.title,
            "publisher": self.publisher,
            "published": self.published,
            "score": self.score,
            "reasons": list(self.reasons),
            "pay": [pay_as_json(band) for band in self.pay],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Words that say a role is an AI role, or that a strike stage happened."""

    what: str  # tag or "strike stage"
    rule: str
    field: str
    start: int | None
    end: int | None
    text: str
    url: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the kept form that `roles --json` prints."""
        names = ("rule", "field", "start", "end", "text")
        address = {"url": self.url} if self.url else {}
        return {"tag": self.what} | {name: getattr(self, name) for name in names} | address


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One AI role with everything that the headline question asks for."""

    id: int
    url: str | None
    title: str
    employer: str | None
    organization: str | None
    locations: tuple[str, ...]
    opened: str
    closed: str | None
    last_known: str
    open_now: bool
    family: str | None = None
    seniority: str | None = None
    pay: tuple[Pay, ...] = ()
    strikes: tuple[StrikeAtRole, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    evidence: tuple[Proof, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the kept form that `roles --json` prints."""
        return {
            "posting": {
                "id": self.id,
                "url": self.url,
                "title": self.title,
                "employer": self.organization or self.employer,
                "employer_name": self.employer,
                "locations": list(self.locations),
                "opened": self.opened,
                "closed": self.closed,
                "last_known": self.last_known,
                "family": self.family,
                "seniority": self.seniority,
            },
            "pay": [pay_as_json(band) for band in self.pay],
            "strikes": [s.as_json() for s in self.strikes],
            "coverage": [c.as_json() for c in self.coverage],
            "evidence": [p.as_json() for p in self.evidence],
        }


_STILL_OPEN = timedelta(
    days=1
)  # how long after a sighting a posting that was not missed since counts as open
_SPANS = """
SELECT o.item AS id, i.url, i.title, coalesce(org.name, p.employer) AS employer, p.organization, p.locations,
  p.family, p.seniority, o.since AS opened, o.until, o.closed, o.last_known
FROM spans_open o JOIN items i ON i.id = o.item JOIN postings p ON p.item = o.item
LEFT JOIN organizations org ON org.slug = p.organization
ORDER BY o.since, o.item
"""


def roles(connection: Any, wanted: RoleFilter) -> list[Role]:
    """Return the AI roles that fit, oldest first, each with pay, strikes, coverage and evidence.

    With `on`, strikes are those of that day; with `since` or `until`, those that were on while the role
    was open in that span. A pause of a strike is no day of it. With `during_strike` (or a union, strike
    or relation asked for) only roles with a fitting strike are returned.
    """
    at = {"as_of": wanted.as_of}
    strikes: dict[int, list[StrikeAtRole]] = {}
    for row in connection.execute(roles_query(), at):
        if wanted.item not in {None, row["item"]}:
            continue
        strikes.setdefault(row["item"], []).append(_strike(connection, row))
    slugs = {s.slug for each in strikes.values() for s in each}
    on = {slug: _spans_known(connection, slug, wanted.as_of) for slug in slugs}
    found = []
    for row in connection.execute(roles_query(_SPANS), at):
        fitting = tuple(
            _told(s, wanted.on)
            for s in strikes.get(row["id"], ())
            if _strike_fits(s, wanted) and _on_then(s, on[s.slug], wanted)
        )
        if _role_fits(row, fitting, wanted):
            role = _role(connection, row, fitting, wanted.as_of)
            if wanted.min_pay is None or _pays(role, wanted.min_pay):
                found.append(role)
    return found


def _spans_known(connection: Any, slug: str, as_of: str) -> tuple[Span, ...]:
    """Return the days on which a strike was on, as far as was known."""
    rows = connection.execute(
        "SELECT stage, date FROM strike_events WHERE strike = ?1 AND known <= ?2 AND (until IS NULL OR until > ?2)",
        (slug, as_of),
    )
    return spans(StrikeEvent(stage=row[0], date=parse_day(row[1])) for row in rows)


def _on_then(strike: StrikeAtRole, on: Iterable[Span], wanted: RoleFilter) -> bool:
    """Whether a strike was on, pauses left out, while the role was open on the days asked for."""
    asked = Interval(wanted.since, wanted.until)
    met = Interval(parse_day(strike.since), parse_day(strike.until) if strike.until else None).overlap(asked)
    both = [met.overlap(Interval(span.since, span.until)) for span in on] if met else []
    return any(days is not None and (wanted.on is None or days.holds(wanted.on)) for days in both)


def _role_fits(row: Any, strikes: tuple[StrikeAtRole, ...], wanted: RoleFilter) -> bool:
    for name, value in (("id", wanted.item), ("family", wanted.family), ("seniority", wanted.seniority)):
        if value is not None and row[name] != value:
            return False
    needs_strike = wanted.during_strike or wanted.union or wanted.strike or wanted.relation
    if needs_strike and not strikes:
        return False
    name = (row["employer"] or "").casefold()
    if wanted.employer and wanted.employer != row["organization"] and wanted.employer.casefold() != name:
        return False
    if wanted.on and not _open_on(row, wanted.on):
        return False
    if wanted.until and row["opened"] >= wanted.until.isoformat():
        return False
    ends = row["until"] or "9999"
    return not wanted.since or ends > wanted.since.isoformat()


def _open_on(row: Any, day: date) -> bool:
    if parse_day(row["opened"]) > day:
        return False
    if row["until"]:
        return day < parse_day(row["until"])
    return day <= parse_day(row["last_known"]) + _STILL_OPEN


def _strike(connection: Any, row: Any) -> StrikeAtRole:
    name = connection.execute("SELECT name FROM strikes WHERE slug = ?", (row["strike"],)).fetchone()[0]
    return StrikeAtRole(
        slug=row["strike"],
        name=name,
        union=row["labor_union"],
        struck_party=row["struck_party"],
        relation=row["relation"],
        began=row["began"],
        ended=row["ended"],
        status=row["status"],
        since=row["overlap_from"],
        until=row["overlap_to"],
        last_evidence=row["last_evidence"],
        reasons=_reasons(connection, row),
    )


def _reasons(connection: Any, row: Any) -> tuple[str, ...]:
    """Return what ties the employer to the strike; `_told` adds the days as they were known."""
    kept = connection.execute(
        "SELECT reasons FROM links WHERE kind = 'strike' AND posting = ? AND strike = ?",
        (row["item"], row["strike"]),
    ).fetchone()
    return tuple(takewhile(lambda reason: not reason.startswith(MET), json.loads(kept[0]) if kept else ()))


def _strike_fits(strike: StrikeAtRole, wanted: RoleFilter) -> bool:
    relation = {"association": "via association"}.get(wanted.relation or "", wanted.relation)
    if wanted.union not in {None, strike.union} or wanted.strike not in {None, strike.slug}:
        return False
    return relation in {None, strike.relation}


def _told(strike: StrikeAtRole, on: date | None) -> StrikeAtRole:
    status = _status(strike, on)
    days = days_met(strike.since, strike.until, status)
    return replace(strike, status=status, reasons=(*strike.reasons, *days))


def _status(strike: StrikeAtRole, on: date | None) -> str:
    """Say whether the strike was confirmed on a day: before a known end, or with evidence not older than 14 days."""
    if on is None or strike.ended:
        return strike.status
    return "confirmed" if parse_day(strike.last_evidence) + EVIDENCE_LASTS >= on else "open-ended"


def _pays(role: Role, least: float) -> bool:
    return any((p.high_year or p.low_year or 0) >= least for p in role.pay)


def _role(connection: Any, row: Any, strikes: tuple[StrikeAtRole, ...], as_of: str) -> Role:
    return Role(
        id=row["id"],
        url=row["url"],
        title=_title(connection, row["id"], row["title"], as_of),
        employer=row["employer"],
        organization=row["organization"],
        locations=tuple(json.loads(row["locations"])),
        opened=row["opened"],
        closed=row["closed"] and row["closed"][:10],
        last_known=row["last_known"],
        open_now=row["until"] is None,
        family=row["family"],
        seniority=row["seniority"],
        pay=bands(connection, row["id"], as_of),
        strikes=strikes,
        coverage=coverage_of(connection, row["id"], as_of),
        evidence=_evidence(connection, row["id"], strikes, as_of),
    )


def coverage_of(connection: Any, posting: int, as_of: str = ALWAYS) -> tuple[Coverage, ...]:
    """Return the news items that report a posting, by publication."""
    rows = connection.execute(
        "SELECT i.id, i.url, i.title, s.name, i.published, l.score, l.reasons FROM links l JOIN items i ON i.id = l.item "
        "JOIN sources s ON s.slug = i.source WHERE l.kind = 'coverage' AND l.posting = ? AND i.first_seen <= ? "
        "ORDER BY coalesce(i.published, i.first_seen), i.id",
        (posting, as_of),
    ).fetchall()
    return tuple(
        Coverage(
            id=r[0],
            url=r[1],
            title=_title(connection, r[0], r[2], as_of),
            publisher=r[3],
            published=r[4],
            score=r[5],
            reasons=reasons_as_of(json.loads(r[6]), as_of),
            pay=bands(connection, r[0], as_of),
        )
        for r in rows
    )


def _title(connection: Any, item: int, title: str, as_of: str) -> str:
    return fields_as_of(connection, [item], ["title"], as_of).get((item, "title")) or title


def _evidence(
    connection: Any, posting: int, strikes: tuple[StrikeAtRole, ...], as_of: str
) -> tuple[Proof, ...]:
    rows = connection.execute(
        'SELECT t.tag, t.rule, s.field, s.start, s."end", s.text FROM taggings t JOIN spans s ON s.tagging = t.id '
        "WHERE t.item = ?1 AND (t.tag = 'ai_role' OR t.tag LIKE 'ai_role/%') AND t.since <= ?2 "
        "AND (t.until IS NULL OR t.until > ?2) ORDER BY t.tag, t.rule, s.n",
        (posting, as_of),
    )
    proofs = [Proof(what=r[0], rule=r[1], field=r[2], start=r[3], end=r[4], text=r[5]) for r in rows]
    for strike in strikes:
        rows = connection.execute(
            "SELECT stage, date, quote, url, basis FROM strike_events WHERE strike = ?1 AND known <= ?2 "
            "AND (until IS NULL OR until > ?2) ORDER BY date, id",
            (strike.slug, as_of),
        )
        proofs += [
            Proof(
                what=f"strike {strike.slug}: {r[0]} {r[1]}",
                rule=r[4],
                field="quote",
                start=None,
                end=None,
                text=r[2] or "",
                url=r[3],
            )
            for r in rows
        ]
    return tuple(proofs)

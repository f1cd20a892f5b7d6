"""All that is known of one strike: what follows from its record, its parties' members, roles and coverage."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from picketwire.archive.answers.roles import RoleFilter, roles
from picketwire.archive.answers.strikes import strike
from picketwire.archive.asof import ALWAYS, fields_as_of
from picketwire.archive.pay import history
from picketwire.archive.rows import pay_as_json
from picketwire.archive.strike_facts import facts_of
from picketwire.stoppages import days_idle, length, on_day, readings

if TYPE_CHECKING:
    from picketwire.archive.answers.roles import Role
    from picketwire.archive.answers.strikes import StrikeRecord
    from picketwire.archive.strike_facts import KnownFact
    from picketwire.records import Pay
    from picketwire.stoppages import DaysIdle, Length, OnDay, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a strike, with the members it had in the days of the strike if it is an association."""

    role: str  # union or struck
    organization: str | None  # slug
    name: str
    kind: str | None
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an association; None is an unknown or open end."""

    organization: str
    name: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happened to a role during a strike: opened, pay changed or closed."""

    day: str
    what: str
    before: tuple[Pay, ...] = ()
    after: tuple[Pay, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the step with its bands of pay."""
        pay = {"before": [pay_as_json(p) for p in self.before], "after": [pay_as_json(p) for p in self.after]}
        return {"day": self.day, "what": self.what, **(pay if self.what.startswith("pay") else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDuring:
    """An AI role at a struck employer that stood open on a day of the strike, and its steps in that time."""

    role: Role
    relation: str  # direct, via association
    reasons: tuple[str, ...]
    since: str
    until: str | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A news item about the strike."""

    item: int
    title: str
    url: str | None
    outlet: str
    day: str  # of publication, else of its first sighting
    story: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeView:
    """A strike with everything that hangs on it."""

    record: StrikeRecord
    parties: tuple[Party, ...]
    length: Length
    on: OnDay
    idle: DaysIdle
    facts: tuple[KnownFact, ...]
    readings: tuple[Reading, ...]
    roles: tuple[RoleDuring, ...]
    reports: tuple[Report, ...]

    def read(self, *kinds: str) -> tuple[Reading, ...]:
        """Return the readings of some kinds of facts, in the order of the kinds asked for."""
        return tuple(r for kind in kinds for r in self.readings if r.kind == kind)

    @property
    def stories(self) -> int:
        """How many events the reports tell of: stories, and reports that are of none."""
        return len({r.story if r.story is not None else -r.item for r in self.reports})

    @property
    def outlets(self) -> dict[str, int]:
        """Reports by outlet, the most first."""
        return dict(Counter(r.outlet for r in sorted(self.reports, key=lambda r: r.outlet)).most_common())


def strike_view(connection: Any, slug: str, day: date, as_of: str = ALWAYS) -> StrikeView:
    """Return a strike as the archive knew it at `as_of`, and whether it was on on `day`.

    An open strike's days idle count to `day`. ArchiveError where no such strike was known.
    """
    record = strike(connection, slug, as_of)
    facts = facts_of(connection, slug, as_of)
    outlets = {each.fact: each.outlet for each in facts}
    read = readings(outlets, outlets.__getitem__)
    return StrikeView(
        record=record,
        parties=_parties(connection, record),
        length=length(record.stages),
        on=on_day(record.stages, day),
        idle=days_idle(record.stages, [r for r in read if r.kind == "workers"], day),
        facts=tuple(facts),
        readings=read,
        roles=_roles(connection, slug, as_of),
        reports=_reports(connection, record, as_of),
    )


def _parties(connection: Any, record: StrikeRecord) -> tuple[Party, ...]:
    rows = connection.execute(
        "SELECT p.role, p.organization, coalesce(o.name, p.named), o.kind FROM strike_parties p "
        "LEFT JOIN organizations o ON o.slug = p.organization WHERE p.strike = ? ORDER BY p.role DESC, p.rowid",
        (record.slug,),
    ).fetchall()
    return tuple(
        Party(role=r[0], organization=r[1], name=r[2], kind=r[3], members=_members(connection, r[1], record))
        for r in rows
    )


def _members(connection: Any, association: str | None, record: StrikeRecord) -> tuple[Member, ...]:
    rows = connection.execute(
        "SELECT m.member, o.name, m.since, m.until FROM memberships m JOIN organizations o ON o.slug = m.member "
        "WHERE m.association = ?1 AND coalesce(m.since, '0000') < coalesce(?3, '9999') "
        "AND coalesce(m.until, '9999') > coalesce(?2, '0000') ORDER BY o.name, m.since",
        (association, record.began, record.ended),
    )
    return tuple(Member(organization=r[0], name=r[1], since=r[2], until=r[3]) for r in rows)


def _roles(connection: Any, slug: str, as_of: str) -> tuple[RoleDuring, ...]:
    found = []
    for role in roles(connection, RoleFilter(strike=slug, as_of=as_of)):
        [at] = role.strikes
        found.append(
            RoleDuring(
                role=role,
                relation=at.relation,
                reasons=at.reasons,
                since=at.since,
                until=at.until,
                steps=_steps(connection, role, at.since, at.until or "9999", as_of),
            )
        )
    return tuple(
        sorted(found, key=lambda r: (r.relation, r.role.organization or "", r.role.opened, r.role.id))
    )


def _steps(connection: Any, role: Role, since: str, until: str, as_of: str) -> tuple[Step, ...]:
    steps = [Step(day=role.opened, what="opened")] if since <= role.opened < until else []
    steps += [
        Step(day=change.seen[:10], what=change.change, before=change.before, after=change.after)
        for change in history(connection, role.id, as_of)
        if change.change.startswith("pay") and since <= change.seen[:10] < until
    ]
    # The strike may have ended on the very day; the overlap ends with the role where it closed first.
    if role.closed and since <= role.closed <= until:
        steps.append(Step(day=role.closed, what="closed"))
    return tuple(steps)


def _reports(connection: Any, record: StrikeRecord, as_of: str) -> tuple[Report, ...]:
    found, titles = [], fields_as_of(connection, record.items, ["title"], as_of)
    for item in record.items:
        row = connection.execute(
            "SELECT i.id, i.title, i.url, s.name, substr(coalesce(i.published, i.first_seen), 1, 10), i.story "
            "FROM items i JOIN sources s ON s.slug = i.source WHERE i.id = ?",
            (item,),
        ).fetchone()
        title = titles.get((item, "title")) or row[1]
        found.append(Report(item=row[0], title=title, url=row[2], outlet=row[3], day=row[4], story=row[5]))
    return tuple(sorted(found, key=lambda r: (r.day, r.item)))


def view_json(view: StrikeView) -> dict[str, Any]:
    """Return everything as one object; the keys of `strikes list --json` are among its own."""
    return {
        **view.record.as_json(),
        "parties": [asdict(party) for party in view.parties],
        "length": {
            "days": view.length.days,
            "spans": [_text_days(asdict(span)) for span in view.length.spans],
            "words": view.length.words,
        },
        "on": {"day": view.on.day.isoformat(), "state": view.on.state, "why": view.on.why},
        "days_idle": {**asdict(view.idle), "notes": list(view.idle.notes)},
        "facts": {
            kind: [_reading_json(r) for r in view.read(kind)]
            for kind in dict.fromkeys(r.kind for r in view.readings)
        },
        "ai_demands": [_reading_json(r) for r in view.read("ai_demand")],
        "roles": [_role_json(each) for each in view.roles],
        "coverage": {
            "reports": [asdict(report) for report in view.reports],
            "outlets": view.outlets,
            "stories": view.stories,
            "first": asdict(view.reports[0]) if view.reports else None,
        },
    }


def _reading_json(reading: Reading) -> dict[str, Any]:
    return {
        "value": int(reading.value) if reading.kind == "workers" else reading.value,
        "primary": reading.primary,
        "reported": reading.reported,
        "said": [_text_days(asdict(fact)) for fact in reading.facts],
    }


def _role_json(each: RoleDuring) -> dict[str, Any]:
    kept = each.role.as_json()
    return {
        "relation": each.relation,
        "from": each.since,
        "to": each.until,
        "reasons": list(each.reasons),
        "steps": [step.as_json() for step in each.steps],
        "posting": kept["posting"],
        "pay": kept["pay"],
    }


def _text_days(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}

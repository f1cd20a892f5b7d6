"""What hangs on one posting: pay and its history, figures beside it, strikes, reports, reactions."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from picketwire.archive.answers.reports import first_report
from picketwire.archive.answers.roles import RoleFilter, coverage_of, roles
from picketwire.archive.answers.said import reactions
from picketwire.archive.answers.spread import FLOOR, spread, whole
from picketwire.archive.benchmarks import yardsticks
from picketwire.archive.pay import bands, history, stated
from picketwire.archive.rows import pay_as_json
from picketwire.comparing import Offer, compare
from picketwire.records import RoleKind
from picketwire.times import parse_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from picketwire.archive.answers.reports import FirstReport
    from picketwire.archive.answers.roles import Coverage, Role
    from picketwire.archive.answers.said import Said
    from picketwire.archive.answers.spread import Spread
    from picketwire.archive.pay import PayChange
    from picketwire.comparing import Comparison
    from picketwire.records import Pay


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingView:
    """What hangs on a posting."""

    employer: str | None  # name of the hiring organization, else as the source gives it
    pay_history: tuple[PayChange, ...]
    benchmarks: tuple[Comparison, ...]
    own: Spread | None  # the archive's own distribution that its pay belongs to
    role: Role | None  # with its strikes, where it is an AI role
    coverage: tuple[Coverage, ...]
    first_report: FirstReport | None
    reactions: tuple[Said, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as `show --json` prints it."""
        return {
            "employer": self.employer,
            "pay_history": [_change_json(change) for change in self.pay_history],
            "benchmarks": [comparison_json(comparison) for comparison in self.benchmarks],
            "own_distribution": self.own and _own_json(self.own),
            "role": self.role and self.role.as_json(),
            "coverage": [report.as_json() for report in self.coverage],
            "first_report": self.first_report and asdict(self.first_report),
            "reactions": [asdict(said) for said in self.reactions],
        }


def posting_view(connection: Any, item: int, title: str, as_of: str) -> PostingView:
    """Read what hangs on a posting as the archive knew it; figures and strikes' parties are those of today."""
    row = connection.execute(
        "SELECT p.*, coalesce(o.name, p.employer, e.name) AS hirer, s.country, "
        "coalesce(p.opened, substr(i.first_seen, 1, 10)) AS day "
        "FROM postings p JOIN items i ON i.id = p.item JOIN sources s ON s.slug = i.source "
        "LEFT JOIN organizations o ON o.slug = p.organization LEFT JOIN organizations e ON e.slug = s.employer "
        "WHERE p.item = ?",
        (item,),
    ).fetchone()
    role = next(iter(roles(connection, RoleFilter(as_of=as_of, item=item))), None)
    pay, coverage = bands(connection, item, as_of), coverage_of(connection, item, as_of)
    strikes = role.strikes if role else ()
    parties = _forebears(connection, row["organization"]) | {s.union for s in strikes if s.union}
    return PostingView(
        employer=row["hirer"],
        pay_history=history(connection, item, as_of),
        benchmarks=compare(_offer(row, title, pay, parties), yardsticks(connection)),
        own=_own(connection, row, pay, as_of),
        role=role,
        coverage=coverage,
        first_report=first_report(connection, [report.id for report in coverage], as_of),
        reactions=reactions(connection, item, {s.slug for s in strikes}, as_of),
    )


def _offer(row: Any, title: str, pay: tuple[Pay, ...], parties: Iterable[str]) -> Offer:
    return Offer(
        title=title,
        pay=pay,
        role=RoleKind(**{name: row[name] for name in RoleKind.__dataclass_fields__}),
        places=tuple(json.loads(row["locations"])),
        country=row["country"],
        day=parse_day(row["day"]),
        parties=frozenset(parties),
    )


def _own(connection: Any, row: Any, pay: tuple[Pay, ...], as_of: str) -> Spread | None:
    own = whole(pay) or stated(pay)
    if not own or not row["family"]:
        return None
    return spread(connection, row["family"], row["day"][:7], own[0], as_of)


def _own_json(own: Spread) -> dict[str, Any]:
    return asdict(own) | {"like": pay_as_json(own.like), "floor": FLOOR}


def _forebears(connection: Any, organization: str | None) -> set[str]:
    """Return an organization and whom it belongs to."""
    rows = connection.execute(
        "WITH RECURSIVE line(slug) AS (SELECT ?1 WHERE ?1 IS NOT NULL UNION "
        "SELECT o.parent FROM line JOIN organizations o ON o.slug = line.slug WHERE o.parent IS NOT NULL) "
        "SELECT slug FROM line",
        (organization,),
    )
    return {row[0] for row in rows}


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return one comparison as JSON shows it, figures as numbers."""
    benchmark = comparison.benchmark
    figures = {name: _number(getattr(benchmark, name)) for name in ("figure", "low", "high", "share")}
    times = {name: _number(getattr(comparison, name)) for name in ("low", "midpoint", "high")}
    threshold = benchmark.statistic == "share_below"
    return {
        "benchmark": asdict(benchmark) | figures | {"date": benchmark.date.isoformat()},
        "verdict": comparison.verdict,
        "reasons": list(comparison.reasons),
        "concerned": comparison.concerned,
        "pay": comparison.pay and pay_as_json(comparison.pay),
        "times_threshold" if threshold else "ratio": times if comparison.high or comparison.low else None,
        "grounds": [asdict(ground) for ground in comparison.grounds],
    }


def _number(amount: Any) -> float | None:
    return None if amount is None else float(amount)


def _change_json(change: PayChange) -> dict[str, Any]:
    before, after = ([pay_as_json(pay) for pay in bands] for bands in (change.before, change.after))
    return {"seen": change.seen, "change": change.change, "before": before, "after": after}

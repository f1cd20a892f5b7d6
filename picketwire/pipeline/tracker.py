"""Compare the strikes on record with an export of the Labor Action Tracker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from picketwire.archive import candidates as archive
from picketwire.archive import links
from picketwire.archive.answers.strikes import news_naming, strikes
from picketwire.linking.naming.lineage import lineages
from picketwire.linking.naming.names import Names
from picketwire.linking.strikes.tracker import WINDOW, Ours, phrases, read_actions, reconcile
from picketwire.times import parse_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils.db import Database

    from picketwire.linking.strikes.tracker import Action, Reconciliation

_TOLD_FOR = timedelta(days=60)  # after its start a strike may be in the news


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What both sets share, and news that names the employer of a strike that only they have."""

    found: Reconciliation
    named: Mapping[str, tuple[int, ...]]  # id of their action -> items of its days


def compare(db: Database, export: str) -> Comparison:
    """Compare confirmed strikes with the text of an export (CSV or JSON).

    Their actions count on days of which the archive has news.
    """
    organizations = links.organizations(db)
    known = {record.slug: record.known for record in archive.recorded(db)}
    ours = tuple(
        Ours(
            slug=record.slug,
            name=record.name,
            unions=record.unions,
            struck=record.struck,
            began=parse_day(record.began),
            ended=parse_day(record.ended) if record.ended else None,
            known=parse_day((known[record.slug] or record.began)[:10]),
        )
        for record in strikes(db.conn, status="confirmed")
        if record.began
    )
    called = {o.slug: o.name for o in organizations}
    covered = archive.days_covered(db)
    found = reconcile(
        ours, read_actions(export), Names(organizations), called, covered, lineages(organizations)
    )
    return Comparison(found=found, named={a.id: items for a in found.only_theirs if (items := _named(db, a))})


def _named(db: Database, action: Action) -> tuple[int, ...]:
    since, until = action.start - WINDOW, action.start + _TOLD_FOR
    return tuple(sorted({i for name in phrases(action) for i in news_naming(db.conn, name, since, until)}))

"""Compare the strikes on record with an export of the Labor Action Tracker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.archive import candidates as archive
from picketwire.archive import links
from picketwire.linking.names import Names
from picketwire.linking.tracker import Ours, read_actions, reconcile
from picketwire.times import parse_day

if TYPE_CHECKING:
    from sqlite_utils.db import Database

    from picketwire.linking.tracker import Reconciliation


def compare(db: Database, export: str) -> Reconciliation:
    """Compare confirmed strikes with the text of an export (CSV or JSON).

    Their actions count on days of which the archive has news.
    """
    organizations = links.organizations(db)
    ours = tuple(
        Ours(
            slug=record.slug,
            unions=tuple(sorted(record.unions)),
            struck=tuple(sorted(record.struck)),
            began=parse_day(record.began),
            ended=parse_day(record.ended) if record.ended else None,
            known=parse_day(record.known[:10]),
        )
        for record in archive.recorded(db)
        if record.status == "confirmed" and record.began and record.known
    )
    called = {o.slug: o.name for o in organizations}
    return reconcile(ours, read_actions(export), Names(organizations), called, archive.days_covered(db))

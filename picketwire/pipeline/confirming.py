"""Bring the strikes on record to what persons decided, and to the rule by which coverage alone suffices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from picketwire.archive import candidates as archive
from picketwire.archive import links, stages
from picketwire.archive import verdicts as verdicts_archive
from picketwire.archive.verdicts import BY_RULE
from picketwire.facts import STARTS
from picketwire.linkage import Subject, Verdict
from picketwire.linking.doubts import told_by
from picketwire.linking.strikes.candidates import ONCE
from picketwire.pipeline.candidates import coverage
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.linkage import Candidate, ReportedEvent
    from picketwire.pipeline.candidates import Coverage
    from picketwire.settings.settings import ConfirmRule

_PASSES = 3


def has_work(db: Database, items: Sequence[int] | None, rule: ConfirmRule | None) -> bool:
    """Whether these new items (None: any) can change what verdicts or the rule put on record.

    Gathering candidates takes a second per thousand reports: a poll that brings nothing for it does without.
    """
    if items is None:
        return rule is not None or verdicts_archive.on_strikes(db)
    if rule is not None and verdicts_archive.has_strike_news(db, items):
        return True
    return verdicts_archive.concerned(db, items)


def settle(db: Database, now: datetime, rule: ConfirmRule | None = None) -> bool:
    """Put on record, correct and withdraw what verdicts and the rule say; return whether anything changed.

    Runs inside a transaction. Done again, it changes nothing.
    """
    changed = False
    # A strike that has just come on record may be that of another candidate too.
    for _ in range(_PASSES):
        before = db.conn.total_changes
        _pass(db, now, rule)
        if db.conn.total_changes == before:
            break
        changed = True
    return changed


def _pass(db: Database, now: datetime, rule: ConfirmRule | None) -> None:
    for subject, verdict in verdicts_archive.read(db).items():
        if subject.kind == "stage":
            stages.settle_stage(db, verdict)
        elif subject.kind == "candidate" and verdict.verdict != "later":
            archive.set_status(db, subject.names[0], rejected=verdict.verdict != "accepted")
    told = coverage(db)
    slugs = {o.slug for o in links.organizations(db)}
    for candidate in told.candidates:
        _settle(db, candidate, told, slugs, now, rule)


def satisfies(candidate: Candidate, told: Coverage, rule: ConfirmRule) -> bool:
    """Whether enough outlets tell of a strike that has begun, and both parties are named if the rule asks."""
    parties = bool(candidate.unions and candidate.struck) or not rule.both_parties
    enough = len({told.outlets[i] for i in candidate.items}) >= rule.outlets
    return enough and parties and any(e.stage in STARTS for e in candidate.events)


def _settle(
    db: Database,
    candidate: Candidate,
    told: Coverage,
    slugs: Collection[str],
    now: datetime,
    rule: ConfirmRule | None,
) -> None:
    verdict = told.judged.get(candidate.slug)
    if candidate.strike is None:
        if verdict and verdict.verdict == "accepted":
            archive.put_on_record(db, candidate, slugs)
        elif rule and satisfies(candidate, told, rule):
            sure = _by_rule(candidate, told, rule)
            archive.put_on_record(db, replace(candidate, events=sure), slugs)
            verdicts_archive.save(db, [_rule_verdict(candidate, told, now, rule)])
        return
    events = {e for e in candidate.events if e.confirmed}
    for event in events:
        if event.stage in ONCE:
            stages.supersede(db, candidate.strike, event.stage, event.date, _said_at(event, told))
    merged, by_rule = _merged(candidate, told), rule is not None and _is_by_rule(candidate.strike, told)
    if (merged or by_rule) and told.records[candidate.strike].items:
        here = archive.party_names(db, candidate.strike, "struck")
        more = [s for s in candidate.struck if s in slugs and s not in here]
        archive.add_parties(db, candidate.strike, "struck", more, slugs)
    events |= {e for e in candidate.events if told.addresses[e.item] in merged}
    if rule and by_rule:
        events |= {*_by_rule(candidate, told, rule)}
    if events:
        kept = tuple(e for e in candidate.events if e in events)
        archive.put_on_record(db, replace(candidate, events=kept), slugs)


def _said_at(event: ReportedEvent, told: Coverage) -> str:
    """Return when a person said that an event is so: a corrected one carries it."""
    subject = Subject("stage", (event.stage, told.addresses[event.item]))
    return event.since or told.verdicts[subject].at


def _by_rule(candidate: Candidate, told: Coverage, rule: ConfirmRule) -> tuple[ReportedEvent, ...]:
    """Return the start, and what as many outlets tell of as the rule asks for."""
    claims, outlets = told.claims[candidate.slug], told.outlets
    return tuple(
        e
        for e in candidate.events
        if e.confirmed
        or e.stage in STARTS
        or len({outlets[c.item] for c in told_by(e, claims)}) >= rule.outlets
    )


def _rule_verdict(candidate: Candidate, told: Coverage, now: datetime, rule: ConfirmRule) -> Verdict:
    both = ", both parties named" if rule.both_parties else ""
    subject = Subject("candidate", (candidate.slug,))
    outlets = len({told.outlets[i] for i in candidate.items})
    return Verdict(
        subject=subject,
        verdict="accepted",
        by=BY_RULE,
        at=instant(now),
        reason=f"{outlets} outlets, {rule.outlets} asked for{both}",
        question=str(subject),
        addresses=tuple(sorted({told.addresses[i] for i in candidate.items})),
    )


def _is_by_rule(strike: str, told: Coverage) -> bool:
    verdict = told.verdicts.get(Subject("candidate", (strike,)))
    return verdict is not None and verdict.by == BY_RULE


def _merged(candidate: Candidate, told: Coverage) -> set[str]:
    """Return the addresses of the reports that a person merged into this strike."""
    ours = {candidate.slug, candidate.strike}
    return {
        address
        for subject, v in told.verdicts.items()
        if v.verdict == "merged" and subject.kind == "candidate" and v.target in ours
        for address in v.addresses
    }

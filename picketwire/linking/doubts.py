"""Tell what a person should look at: stages on which reports do not agree, links that are half a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from picketwire.facts import STARTS, STOPS
from picketwire.linking.strikes.candidates import ONCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from picketwire.linkage import Candidate, Link, ReportedEvent
    from picketwire.linking.strikes.stage_claims import Claim

SURE = 0.8  # a link with a higher score is not asked about
_NEAR = timedelta(days=2)  # within which reports mean the same day
_RETOLD = timedelta(days=30)
_DECISIVE = (
    STARTS | STOPS | {"averted", "tentative_agreement", "ratified"}
)  # what the state of a strike hangs on
_GOES_ON = frozenset({"continues", "expanded"})
_MANY = 3  # outlets, among which one alone is worth a look
_OTHER_DAYS = 0.25  # share of reports with another day that makes a doubt
# What the sentences of linking.coverage say of the rule behind a link; the first that fits names it.
_LINK_RULES = (
    ("guess at the same pay", re.compile(r"It does not say which .*guess\.")),
    ("same pay, other reports", re.compile(r"It does not say which .*name this one\.")),
    (
        "address",
        re.compile(r"It gives the address of the posting: .*|The text links to the posting's address: .*"),
    ),
    ("number", re.compile(r"It gives the employer's number of the posting: .*")),
    ("title", re.compile(r"It gives the title of the posting: .*")),
    ("both ends of the pay", re.compile(r"It states .*, both ends of the employer's own band\.")),
    ("upper end of the pay", re.compile(r"It states .*, the upper end of the employer's own band\.")),
    ("lower end of the pay", re.compile(r"It states .*, the lower end of the employer's own band\.")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why an event is doubtful, and what stands for and against it."""

    event: ReportedEvent
    reasons: tuple[str, ...]
    claims: tuple[Claim, ...]  # that say so, the one behind the event first
    against: tuple[Claim, ...]
    score: float  # share of the reports of this stage that give this day


def doubtful_events(
    candidate: Candidate, claims: Sequence[Claim], outlets: Mapping[int, str]
) -> tuple[Doubt, ...]:
    """Weigh the decisive stages of a candidate; one without reasons to doubt has none."""
    return tuple(
        _doubt(candidate, event, claims, outlets)
        for event in candidate.events
        if event.stage in _DECISIVE and not event.confirmed
    )


def _doubt(
    candidate: Candidate, event: ReportedEvent, claims: Sequence[Claim], outlets: Mapping[int, str]
) -> Doubt:
    same = [c for c in claims if c.stage == event.stage]
    told = told_by(event, claims)
    elsewhen = [c for c in same if c not in told and _tells_another_day(c, event)]
    later = _later(event, claims)
    reasons = []
    all_outlets, own = {outlets[i] for i in candidate.items}, {outlets[c.item] for c in told}
    if len(own) == 1 and len(all_outlets) >= _MANY:
        reasons.append(f"Of {len(all_outlets)} outlets only {min(own)} tells of it.")
    if event.stage in ONCE and len(elsewhen) >= max(1, _OTHER_DAYS * len(told)):
        reasons.append(f"Others give another day: {_days(elsewhen)}.")
    if later:
        reasons.append(f"Later reports say that it goes on: {_days(later)}.")
    if told and all(c.score < 1 and c.field != "title" for c in told):
        reasons.append("It stands in no title, and its words weigh little.")
    return Doubt(
        event=event,
        reasons=tuple(reasons),
        claims=tuple(told),
        against=(*elsewhen, *later),
        score=round(len(told) / max(1, len(same)), 3),
    )


def told_by(event: ReportedEvent, claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that give this stage on about this day, the one behind the event first."""
    same = (c for c in claims if c.stage == event.stage and abs(c.date - event.date) <= _NEAR)
    return sorted(same, key=lambda c: (c.item != event.item, c.date, c.item))


def _tells_another_day(claim: Claim, event: ReportedEvent) -> bool:
    """Whether a claim contradicts a day: long after it, reports tell of it as of something known."""
    return claim.date < event.date or (claim.stated and claim.date <= event.date + _RETOLD)


def _later(event: ReportedEvent, claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that a strike went on after it was said to be over, until the next start."""
    if event.stage not in STOPS | {"averted"}:
        return []
    after = event.date + timedelta(days=1)
    resumed = min((c.date for c in claims if c.stage == "resumed" and c.date > event.date), default=date.max)
    return [c for c in claims if c.stage in _GOES_ON and after < c.date < resumed]


def _days(claims: Iterable[Claim]) -> str:
    return ", ".join(sorted({c.date.isoformat() for c in claims}))


def link_rule(link: Link) -> str:
    """Name the rule that made a link to a posting."""
    for name, form in _LINK_RULES:
        if any(form.fullmatch(reason) for reason in link.reasons):
            return name
    return "other"


def link_doubts(link: Link, rivals: Iterable[str]) -> tuple[str, ...]:
    """Say why a link is doubtful; `rivals` are the titles of other postings that the item is linked to."""
    rule, rivals = link_rule(link), tuple(rivals)
    reasons = []
    if rule == "guess at the same pay":
        reasons.append("Nothing says which of several postings at this pay is meant.")
    elif rule == "same pay, other reports":
        reasons.append("Only other reports of these weeks say which posting is meant.")
    elif link.score < SURE:
        reasons.append(f"Its score is low: {link.score}.")
    if rivals and rule not in {"address", "number"}:
        reasons.append(f"The item is linked to other postings as well: {'; '.join(rivals)}.")
    return tuple(reasons)


def candidate_rule(candidate: Candidate) -> str:
    """Name what the reports of a candidate were gathered by."""
    if candidate.unions:
        return "gathered by union"
    return "gathered by group of workers" if candidate.workers else "gathered by employer"

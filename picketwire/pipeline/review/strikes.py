"""Questions about strikes: candidates that are not on record, and stages that are in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.archive import stages, verdicts
from picketwire.facts import STARTS, STOPS
from picketwire.linkage import Subject
from picketwire.linking.doubts import candidate_rule, doubtful_events
from picketwire.linking.strikes.candidates import ONCE
from picketwire.linking.strikes.similar import most_alike, of_candidate, of_record
from picketwire.pipeline.review.questions import Evidence, Question, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlite_utils.db import Database

    from picketwire.archive.candidates import Recorded
    from picketwire.archive.verdicts import Report
    from picketwire.linkage import Candidate
    from picketwire.linking.doubts import Doubt
    from picketwire.linking.strikes.stage_claims import Claim
    from picketwire.pipeline.candidates import Coverage

_SHOWN = 4  # reports beside those that tell of a stage
_SAME_DAYS = 3


def strike_questions(db: Database, told: Coverage, *, sure: bool = False) -> Iterator[Question]:
    """Yield each candidate with its doubtful stages (`sure`: all decisive ones) behind it.

    The most widely told comes first.
    """
    reports = verdicts.reports(db, {i for c in told.candidates for i in c.items})
    for candidate in sorted(told.candidates, key=lambda c: (-c.outlets, c.slug)):
        verdict = told.judged.get(candidate.slug)
        doubts = doubtful_events(candidate, told.claims[candidate.slug], told.outlets)
        if candidate.strike is None and (verdict is None or verdict.verdict == "later"):
            yield _candidate(candidate, told, reports, doubts)
        for doubt in doubts:
            beside = tuple(_beside_record(db, candidate, doubt, told))
            # What the only outlet says is before whoever decides on the strike itself.
            twofold = candidate.outlets > 1 or beside or doubt.against
            doubtful = twofold and (doubt.reasons or beside)
            if (sure or doubtful) and not _settled(db, candidate, doubt, told):
                yield _stage(candidate, doubt, (*doubt.reasons, *beside), told, reports)


def _candidate(
    candidate: Candidate, told: Coverage, reports: Mapping[int, Report], doubts: Iterable[Doubt]
) -> Question:
    subject = Subject("candidate", (candidate.slug,))
    verdict = told.judged.get(candidate.slug)
    facts = (
        ("candidate", candidate.name),
        ("union", ", ".join(candidate.unions) or "none named"),
        ("workers", ", ".join(candidate.workers)),
        ("struck", ", ".join(candidate.struck) or "not named"),
        ("stages", ", ".join(f"{e.stage} {e.date}" for e in candidate.events) or "none"),
        ("told by", f"{_count(candidate.outlets, 'outlet')} in {_count(len(candidate.items), 'report')}"),
    )
    stages_shown = list({e.stage: e for e in reversed(candidate.events)}.values())[::-1]  # each once
    told_of = {e.item for e in candidate.events}
    others = [i for i in candidate.items if i not in told_of]
    return Question(
        subject=subject,
        asks="Is this a strike of its own?",
        facts=tuple((label, value) for label, value in facts if value),
        doubts=(*_weak(candidate), *(f"{_name(d)}: {reason}" for d in doubts for reason in d.reasons)),
        rule=candidate_rule(candidate),
        score=None,
        evidence=tuple(
            Evidence(says=f"{e.stage} {e.date}", quote=e.quote, report=reports[e.item]) for e in stages_shown
        )
        + tuple(Evidence(says="strike", quote="", report=reports[i]) for i in others[:_SHOWN]),
        targets=_targets(candidate, told),
        covers=(subject,),
        strike=candidate.slug,
        addresses=tuple(sorted({told.addresses[i] for i in candidate.items})),
        put_off=verdict.at if verdict else None,
    )


def _weak(candidate: Candidate) -> Iterator[str]:
    if candidate.outlets == 1:
        yield "Only one outlet tells of it."
    if not candidate.struck:
        yield "No report says who is struck."
    if not any(e.stage in STARTS for e in candidate.events):
        yield "No report says that it began."


def _targets(candidate: Candidate, told: Coverage) -> tuple[Target, ...]:
    """Return the strikes that this one may be part of; a candidate on record stands for its strike."""
    here = of_candidate(candidate, told.members, told.stories)
    records = {slug: r for slug, r in told.records.items() if r.status == "confirmed"}
    loose = {c.slug: c for c in told.candidates if c.strike is None}
    sides = [of_record(r, told.members, told.stories) for r in records.values()]
    sides += [of_candidate(c, told.members, told.stories) for c in loose.values()]
    return tuple(
        Target(name=slug, label=_of_record(records[slug]) if slug in records else loose[slug].name)
        for slug in most_alike(here, sides)
    )


def _of_record(record: Recorded) -> str:
    parties = f"{', '.join(sorted(record.unions))} against {', '.join(sorted(record.struck)) or 'unknown'}"
    return f"on record: {parties}, {record.began or 'not begun'} to {record.ended or 'no end known'}"


def _stage(
    candidate: Candidate,
    doubt: Doubt,
    reasons: tuple[str, ...],
    told: Coverage,
    reports: Mapping[int, Report],
) -> Question:
    event = doubt.event
    covers = tuple(sorted({Subject("stage", (c.stage, told.addresses[c.item])) for c in doubt.claims}))
    first = min(doubt.claims, key=lambda c: (reports[c.item].day, told.addresses[c.item]))
    subject = Subject("stage", (event.stage, told.addresses[first.item]))
    said = {c.item for c in (*doubt.claims, *doubt.against)}
    stories = {s for i in said if (s := told.stories.get(i)) is not None}
    alike = [i for i in candidate.items if i not in said and told.stories.get(i) in stories]
    verdict = told.verdicts.get(subject) or (None if candidate.strike else told.judged.get(candidate.slug))
    return Question(
        subject=subject,
        asks=f"Did the strike reach the stage “{event.stage}” on {event.date}?",
        facts=(
            ("strike", candidate.name),
            ("slug", candidate.strike or f"{candidate.slug} (not on record)"),
            ("stage", event.stage),
            ("date", event.date.isoformat()),
        ),
        doubts=reasons,
        rule=next((c.rule for c in doubt.claims), ""),
        score=doubt.score,
        evidence=_quoted(doubt.claims, reports),
        against=_quoted(doubt.against[:_SHOWN], reports),
        similar=tuple(Evidence(says="same story", quote="", report=reports[i]) for i in alike[:_SHOWN]),
        covers=covers,
        strike=candidate.strike or candidate.slug,
        stage=event.stage,
        date=event.date,
        put_off=verdict.at if verdict and verdict.verdict == "later" else None,
    )


def _quoted(claims: Iterable[Claim], reports: Mapping[int, Report]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            says=f"{c.stage} {c.date}" + ("" if c.stated else " (day of the report)"),
            quote=c.quote,
            report=reports[c.item],
        )
        for c in claims
    )


def _beside_record(db: Database, candidate: Candidate, doubt: Doubt, told: Coverage) -> Iterator[str]:
    """Say how a stage of a strike on record differs from what is on record."""
    if candidate.strike is None:
        return
    event, standing = doubt.event, stages.standing_days(db, candidate.strike)
    if any(_is(event.stage, event.date, *each[:2]) for each in standing):
        return
    if not told.records[candidate.strike].items:
        yield "On record, the strike has no end."
        return
    withdrawn = stages.withdrawn_days(db, candidate.strike)
    other = [day.isoformat() for stage, day, _ in standing if stage == event.stage and stage in ONCE]
    if any(_is(event.stage, event.date, *each) for each in withdrawn):
        yield "Somebody withdrew it, and now another report says so."
    elif other:
        yield f"On record it has another day: {', '.join(other)}."
    else:
        yield "It is not on record yet."


def _settled(db: Database, candidate: Candidate, doubt: Doubt, told: Coverage) -> bool:
    """Whether config/ says what there is to say: of its strikes only a missing end is asked about."""
    if candidate.strike is None or told.records[candidate.strike].items:
        return False
    event, standing = doubt.event, stages.standing_days(db, candidate.strike)
    known = any(_is(event.stage, event.date, *each[:2]) for each in standing)
    return known or event.stage not in STOPS or told.records[candidate.strike].ended is not None


def _is(stage: str, day: object, other: str, when: object) -> bool:
    return stage == other and abs((day - when).days) <= _SAME_DAYS  # type: ignore[operator]


def _name(doubt: Doubt) -> str:
    return f"{doubt.event.stage} {doubt.event.date}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")

"""Ask a person what is doubtful, and let the answers act: keep them, correct the archive, link anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.archive import stages, verdicts
from picketwire.archive.opening import transaction
from picketwire.linkage import Subject, Verdict
from picketwire.pipeline.candidates import coverage
from picketwire.pipeline.link import link
from picketwire.pipeline.review.links import link_questions
from picketwire.pipeline.review.strikes import strike_questions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.linkage import SubjectKind
    from picketwire.pipeline.review.questions import Answer, Question
    from picketwire.settings.settings import ConfirmRule

KINDS: tuple[SubjectKind, ...] = ("candidate", "stage", "link")
_MAY: Mapping[SubjectKind, frozenset[str | None]] = {
    "candidate": frozenset({"accepted", "rejected", "merged", "later", None}),
    "stage": frozenset({"accepted", "rejected", "corrected", "later", None}),
    "link": frozenset({"accepted", "rejected", "merged", "later", None}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an answer did, in a sentence; `open` says whether its question was open."""

    subject: Subject
    says: str
    open: bool


def questions(
    db: Database, kinds: Collection[SubjectKind] = KINDS, *, sure: bool = False
) -> tuple[Question, ...]:
    """Return what is doubtful, in the order in which to ask: what was put off comes last.

    With `sure`, also the decisive stages and the links that nobody has a reason to doubt.
    """
    found: list[Question] = []
    if {"candidate", "stage"} & {*kinds}:
        found += (q for q in strike_questions(db, coverage(db), sure=sure) if q.kind in kinds)
    if "link" in kinds:
        found += link_questions(db, verdicts.read(db), sure=sure)
    return tuple(sorted(found, key=lambda q: q.put_off or ""))


def decide(db: Database, answer: Answer, asked: Mapping[Subject, Question]) -> Effect:
    """Keep one answer and correct the stages on record; ValueError says why an answer makes no sense.

    `asked` are the open questions by every subject that they cover. An answer to what is not open
    here is kept for when it comes. `db` must be open for writing; `finish` does the rest.
    """
    question = asked.get(answer.subject)
    with transaction(db):
        said = verdicts.read(db)
        _check(db, answer, question, said)
        kept = _verdicts(answer, question, said)
        verdicts.forget(db, answer.subject)
        verdicts.save(db, kept)
        for each in kept:
            if each.subject.kind == "stage":
                stages.settle_stage(db, each, said.get(each.subject))
        if answer.subject.kind == "link":
            verdicts.look_again(db, verdicts.news_at(db, answer.subject.names[1]))
    return Effect(subject=answer.subject, says=_effect(answer, question), open=question is not None)


def finish(db: Database, now: datetime, confirm: ConfirmRule | None = None) -> None:
    """Bring strikes on record and links to what was decided; the next run would, if nobody did."""
    link(db, now=now, confirm=confirm)


def by_subject(found: Iterable[Question]) -> dict[Subject, Question]:
    """Return questions by every subject that they cover."""
    return {subject: q for q in found for subject in (*q.covers, q.subject)}


def _check(db: Database, answer: Answer, question: Question | None, said: Mapping[Subject, Verdict]) -> None:
    kind = answer.subject.kind
    if answer.verdict not in _MAY[kind]:
        raise ValueError(f"a {kind} cannot be {answer.verdict}")
    if answer.by == verdicts.BY_RULE:
        raise ValueError(f"nobody can decide as {answer.by!r}: that is the rule in settings.yaml")
    if answer.verdict == "corrected":
        now = (question.stage, question.date) if question else (answer.subject.names[0], None)
        if (answer.stage or now[0], answer.date or now[1]) == now:
            raise ValueError("a correction needs another `date` or `stage`")
    if answer.verdict == "merged":
        _check_target(db, answer, question, said)


def _check_target(
    db: Database, answer: Answer, question: Question | None, said: Mapping[Subject, Verdict]
) -> None:
    target = answer.target
    if not target or target == answer.subject.names[0]:
        raise ValueError("merging needs `into`: the slug or key of another one")
    if answer.subject.kind == "link":
        if question and verdicts.posting_of(db, target) is None:
            raise ValueError(f"there is no posting {target!r}")
        return
    told = coverage(db) if question else None
    if told and target not in {*told.records, *(c.slug for c in told.candidates)}:
        raise ValueError(f"there is no strike and no candidate {target!r}")
    seen = {answer.subject.names[0]}
    while (further := said.get(Subject("candidate", (target,)))) and further.verdict == "merged":
        seen.add(target)
        target = further.target or ""
        if target in seen:
            raise ValueError(f"{target} is itself merged into {answer.target}")


def _verdicts(answer: Answer, question: Question | None, said: Mapping[Subject, Verdict]) -> list[Verdict]:
    """Return what to keep: a verdict on each subject that the question covers, or once covered."""
    if answer.verdict is None:
        return []
    covers: Collection[Subject] = question.covers if question else {answer.subject}
    if question is None and answer.subject.kind == "stage":
        covers = {answer.subject, *(s for s, v in said.items() if v.question == str(answer.subject))}
    kept = [_verdict(answer, question, subject, said.get(subject)) for subject in sorted(covers)]
    if answer.subject.kind == "link" and answer.verdict == "merged" and answer.target:
        other = Subject("link", (answer.target, answer.subject.names[1]))
        kept.append(
            Verdict(
                subject=other,
                verdict="accepted",
                by=answer.by,
                at=answer.at,
                reason=answer.reason,
                question=str(answer.subject),
            )
        )
    return kept


def _verdict(answer: Answer, question: Question | None, subject: Subject, earlier: Verdict | None) -> Verdict:
    """Make a verdict; what the machine said comes from the open question, else from where it was known."""
    known = question or (answer if answer.rule or answer.addresses else earlier or answer)
    asked = str(question.subject) if question else answer.question or str(answer.subject)
    return Verdict(
        subject=subject,
        verdict=answer.verdict or "later",
        by=answer.by,
        at=answer.at,
        reason=answer.reason,
        question=asked,
        rule=known.rule,
        score=known.score,
        target=answer.target,
        stage=answer.stage,
        date=answer.date,
        addresses=known.addresses,
    )


def _effect(answer: Answer, question: Question | None) -> str:
    if answer.verdict is None:
        return "taken back; what is on record stays until the next verdict"
    if answer.verdict == "later":
        return "put off; it comes last the next time"
    if question is None:
        return "kept; nothing here asks for it now"
    return {
        ("candidate", "accepted"): "on record",
        ("candidate", "rejected"): "not offered again",
        ("candidate", "merged"): f"joined to {answer.target}",
        ("stage", "accepted"): "confirmed",
        ("stage", "rejected"): "withdrawn",
        ("stage", "corrected"): f"now {answer.stage or question.stage} {answer.date or question.date}",
        ("link", "accepted"): "confirmed",
        ("link", "rejected"): "the link goes",
        ("link", "merged"): f"linked to {answer.target} instead",
    }[answer.subject.kind, answer.verdict]

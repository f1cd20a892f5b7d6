"""How a doubtful thing is put before a person in a terminal, and what is asked beside the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from picketwire.cli.options import Day
from picketwire.cli.text import folded, labelled, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from picketwire.linkage import Verdict
    from picketwire.pipeline.review.questions import Evidence, Question


def shown(question: Question, left: int) -> str:
    """Lay a question out: what the machine says, why it is doubtful, and who says what."""
    return "\n".join(_lines(question, left))


def help_text(question: Question) -> str:
    """Return the letters that answer a question."""
    third = "[c]orrect" if question.kind == "stage" else "[m]erge"
    return f"[a]ccept  [r]eject  {third}  [l]ater  [q]uit "


def verdict_text(verdict: Verdict, also: int) -> str:
    """Show a verdict; `also` counts other pages that the same answer decided."""
    value = " ".join(str(v) for v in (verdict.target, verdict.stage, verdict.date) if v)
    word = click.style(verdict.verdict, bold=True) + (f" to {plain(value)}" if value else "")
    pages = f" and {also} more" if also else ""
    said = f"\n    {folded(verdict.reason, 4)}" if verdict.reason else ""
    return f"{verdict.at[:10]}  {plain(verdict.by)}  {word}  {plain(str(verdict.subject))}{pages}{said}"


def _lines(question: Question, left: int) -> Iterator[str]:
    yield ""
    more = f", {left} more" if left else ""
    yield click.style(f"── {question.kind}{more} " + "─" * 40, dim=True)
    yield click.style(question.asks, bold=True)
    yield labelled(question.facts)
    for doubt in question.doubts:
        yield f"  {click.style('?', fg='yellow')} {folded(doubt, 4)}"
    said = f"rule: {question.rule}" + ("" if question.score is None else f", score {question.score:g}")
    yield click.style(f"  {said}", dim=True)
    yield from _evidence("", question.evidence)
    yield from _evidence("But:", question.against)
    yield from _evidence("Similar:", question.similar)
    if question.targets:
        yield "\nMay belong to:" if question.kind == "candidate" else "\nOr another posting:"
        for number, target in enumerate(question.targets, start=1):
            yield f"  {number}  {folded(f'{target.label}  ({target.name})', 5)}"
    yield ""


def _evidence(heading: str, found: tuple[Evidence, ...]) -> Iterator[str]:
    if heading and found:
        yield f"\n{heading}"
    for each in found:
        where = f"{each.report.outlet}, {each.report.day}: {each.report.title}"
        yield f"\n  {click.style(plain(each.says), fg='cyan')}  {folded(where, 4)}"
        if each.quote and each.quote != each.report.title:
            yield f"    “{folded(each.quote, 5)}”"
        yield click.style(f"    {plain(each.report.url or each.report.address)}", dim=True)


def _ask_target(question: Question) -> dict[str, Any]:
    """Ask what to merge into: a number of the list, or any slug or key."""
    given = str(click.prompt("into (number or name)")).strip()
    if given.isdigit() and 0 < int(given) <= len(question.targets):
        given = question.targets[int(given) - 1].name
    return {"target": given}


def _ask_correction(question: Question) -> dict[str, Any]:
    """Ask for the right stage and day; Enter keeps what the machine says."""
    from picketwire.pipeline.review.lines import STAGES  # noqa: PLC0415 -- help is quicker without

    stage = click.prompt("stage", default=question.stage, type=click.Choice(STAGES), show_choices=False)
    day = click.prompt("date", default=str(question.date), type=Day())
    return {
        "stage": stage if stage != question.stage else None,
        "date": day if day != question.date else None,
    }


ASK_FOR: Mapping[str, Callable[[Question], dict[str, Any]]] = {
    "merged": _ask_target,
    "corrected": _ask_correction,
}

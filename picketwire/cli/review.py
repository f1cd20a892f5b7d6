"""`picketwire review`: a person decides what is doubtful, one thing at a time or as JSON lines."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Any, TextIO

import click

from picketwire.archive.opening import open_reading, open_writer
from picketwire.archive.verdicts import BY_RULE
from picketwire.cli.options import (
    archive_path,
    existing,
    json_option,
    load_settings,
    print_json_lines,
    print_table,
)
from picketwire.cli.review_text import ASK_FOR, help_text, shown, verdict_text
from picketwire.cli.text import folded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from sqlite_utils.db import Database

    from picketwire.linkage import Subject, SubjectKind
    from picketwire.pipeline.review.asking import Effect
    from picketwire.pipeline.review.questions import Answer, Question
    from picketwire.settings.settings import Settings

_ASKED = (
    "Without --all only doubtful things are asked about: so the rules fare there, not on all that they say."
)
# As in pipeline.review, which takes longer to import.
_KINDS: tuple[SubjectKind, ...] = ("candidate", "stage", "link")


def _whoami() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a name for its user
        return "somebody"


def _opened(settings: Settings) -> AbstractContextManager[Database]:
    """Open the archive for writing where there is one: reviewing makes none."""
    return open_writer(existing(settings.archive))


@click.group("review", invoke_without_command=True)
@click.option(
    "--kind", "kinds", type=click.Choice(_KINDS), multiple=True, help="Only these; may be given again."
)
@click.option("--all", "sure", is_flag=True, help="Also what nobody has a reason to doubt.")
@click.option("--limit", type=click.IntRange(min=1), help="No more than so many.")
@click.option(
    "--from",
    "lines",
    type=click.File("r", encoding="utf-8", errors="replace"),
    help="Read answers as JSON lines (- for stdin).",
)
@click.option("--by", default=_whoami, show_default="your user name", help="Who decides.")
@json_option
@click.pass_context
def review_command(
    ctx: click.Context,
    kinds: tuple[SubjectKind, ...],
    sure: bool,
    limit: int | None,
    lines: TextIO | None,
    by: str,
    as_json: bool,
) -> None:
    """Decide what is doubtful: strikes not on record, stages, links between news and postings.

    Asks one thing at a time and takes a letter and a reason. Answers are kept, act at once and are
    never asked for again; `later` puts a question last.

    \b
    picketwire review --json > open.jsonl          what is open, one question a line
    picketwire review --from open.jsonl            the same lines, each with a "verdict" put in
    picketwire review verdicts --json              all that was decided, for another archive's --from

    A line for --from: {"subject": …, "verdict": "accept" | "reject" | "merge" | "correct" | "later" |
    "open", "reason": …, "by": …, "into": … (merge), "date": …, "stage": … (correct)}. `open` takes a
    verdict back. A wrong line is named by its number and costs no other; the exit code is then 1.
    """  # noqa: D301 -- click reads the character \b, not two characters
    if ctx.invoked_subcommand is not None:
        return
    if by == BY_RULE:
        raise click.UsageError(f"nobody can decide as {by!r}: that is the rule in settings.yaml")
    desk = _Desk(load_settings(), kinds or _KINDS, by, sure=sure)
    if lines is not None:
        desk.take(lines, as_json=as_json)
    elif as_json:
        print_json_lines(question.as_json() for question in desk.open_questions()[:limit])
    else:
        desk.ask(limit)


@review_command.command("report")
@json_option
def report_command(as_json: bool) -> None:
    """How often each rule of the machine was right, by the verdicts kept (rules, counts, 95 % interval)."""
    from picketwire.pipeline.review.report import FEW, report  # noqa: PLC0415 -- help is quicker without

    with open_reading(archive_path()) as db:
        scores = report(db)
    if as_json:
        print_json_lines(score.as_json() for score in scores)
        return
    rows = [
        (
            s.kind,
            s.rule,
            s.judged,
            s.right,
            s.wrong,
            "too few" if s.precision is None else f"{s.precision:.2f}",
            f"{s.low:.2f} to {s.high:.2f}",
        )
        for s in scores
    ]
    print_table(("kind", "rule", "judged", "right", "wrong", "precision", "95 % interval"), rows)
    click.echo(folded(f"{_ASKED} Below {FEW} verdicts no share is given."))


@review_command.command("verdicts")
@json_option
def verdicts_command(as_json: bool) -> None:
    """All that was decided; with --json in the form that `review --from` reads."""
    from picketwire.archive.verdicts import read  # noqa: PLC0415 -- as above
    from picketwire.pipeline.review.lines import as_json as line  # noqa: PLC0415

    with open_reading(archive_path()) as db:
        found = list(read(db).values())
    if as_json:
        print_json_lines(line(v) for v in found if v.by != BY_RULE)
        return
    for verdict in found:
        if str(verdict.subject) == verdict.question:
            also = sum(v.question == verdict.question and v.rule is not None for v in found) - 1
            click.echo(verdict_text(verdict, also))


class _Desk:
    """Takes the writer lock only to keep an answer: polls go on while a person thinks."""

    def __init__(self, settings: Settings, kinds: Sequence[SubjectKind], by: str, *, sure: bool) -> None:
        self.settings = settings
        self.kinds = kinds
        self.by = by
        self.sure = sure
        self.kept = 0

    def open_questions(self) -> tuple[Question, ...]:
        """Read what is open now."""
        from picketwire.pipeline.review.asking import questions  # noqa: PLC0415 -- as above

        with open_reading(self.settings.archive) as db:
            return questions(db, self.kinds, sure=self.sure)

    def keep(self, answer: Answer, asked: dict[Subject, Question]) -> Effect:
        """Keep one answer; ValueError where it makes no sense."""
        from picketwire.pipeline.review.asking import decide  # noqa: PLC0415 -- as above

        with _opened(self.settings) as db:
            effect = decide(db, answer, asked)
        self.kept += 1
        return effect

    def finish(self) -> None:
        """Link what the answers moved."""
        from picketwire.pipeline.poll import utc_now  # noqa: PLC0415 -- as above
        from picketwire.pipeline.review.asking import finish  # noqa: PLC0415

        if self.kept:
            with _opened(self.settings) as db:
                finish(db, utc_now(), self.settings.strikes)

    def take(self, lines: TextIO, *, as_json: bool) -> None:
        """Keep the answers of a file, each by itself."""
        from picketwire.pipeline.poll import utc_now  # noqa: PLC0415 -- as above
        from picketwire.pipeline.review.asking import by_subject  # noqa: PLC0415
        from picketwire.pipeline.review.lines import read_lines  # noqa: PLC0415

        self.kinds, self.sure = _KINDS, True  # so that it is known what the machine said of it
        asked, wrong = by_subject(self.open_questions()), 0
        for line in read_lines(lines, self.by, utc_now()):
            problem, effect = line.wrong, None
            try:
                effect = self.keep(line.answer, asked) if line.answer else None
            except ValueError as error:
                problem = str(error)
            if effect is None:
                click.echo(f"line {line.number}: {problem}", err=True)
                wrong += 1
                continue
            said = {
                "line": line.number,
                "subject": str(effect.subject),
                "effect": effect.says,
                "open": effect.open,
            }
            if as_json:
                print_json_lines([said])
        self.finish()
        click.echo(f"{self.kept} kept, {wrong} wrong", err=True)
        if wrong:
            raise SystemExit(1)

    def ask(self, limit: int | None) -> None:
        """Ask one question after the other until all are answered or somebody quits."""
        seen: set[Subject] = set()
        gone: set[str] = set()  # strikes put off or rejected, whose stages nobody need look at
        queue = list(self.open_questions())
        try:
            while queue and (limit is None or len(seen) < limit):
                question = queue.pop(0)
                seen.add(question.subject)
                answer = self._one(question, len(queue))
                if question.kind == "candidate" and answer in {"later", "rejected"}:
                    gone.add(question.strike)
                if question.kind != "link" and answer in {"merged", "corrected"}:
                    queue = list(self.open_questions())  # other questions may have become another's
                queue = [q for q in queue if q.subject not in seen and q.strike not in gone]
        except click.Abort:
            click.echo()
        finally:
            self.finish()
        click.echo(f"{self.kept} answered." if seen else "Nothing is open.")

    def _one(self, question: Question, left: int) -> str | None:
        """Ask until an answer makes sense, keep it and return its verdict."""
        from picketwire.pipeline.review.asking import by_subject  # noqa: PLC0415 -- as above

        click.echo(shown(question, left))
        while True:
            answer = self._answer(question)
            try:
                effect = self.keep(answer, by_subject([question]))
            except ValueError as error:
                click.echo(f"{error}.", err=True)
                continue
            click.echo(click.style(effect.says, fg="green"))
            return answer.verdict

    def _answer(self, question: Question) -> Answer:
        from picketwire.pipeline.poll import utc_now  # noqa: PLC0415 -- as above
        from picketwire.pipeline.review.questions import Answer  # noqa: PLC0415
        from picketwire.times import instant  # noqa: PLC0415

        word = self._word(question)
        more: dict[str, Any] = ASK_FOR[word](question) if word in ASK_FOR else {}
        reason = "" if word == "later" else click.prompt("why", default="", show_default=False)
        return Answer(
            subject=question.subject,
            verdict=word,
            by=self.by,
            at=instant(utc_now()),
            reason=reason.strip(),
            **more,
        )

    def _word(self, question: Question) -> Any:
        words = {"a": "accepted", "r": "rejected", "l": "later", "q": "quit"}
        words |= {"c": "corrected"} if question.kind == "stage" else {"m": "merged"}
        while True:
            key = click.prompt(help_text(question), prompt_suffix="> ").strip().lower()[:1]
            if key == "q":
                raise click.Abort
            if key in words:
                return words[key]

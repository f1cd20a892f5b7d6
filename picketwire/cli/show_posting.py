"""What `picketwire show` prints of a posting: pay, figures beside it, strikes, reports and reactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.cli import beside
from picketwire.cli.money import band
from picketwire.records import AVERAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from picketwire.archive.answers.posting_view import PostingView
    from picketwire.archive.answers.reports import FirstReport, Report
    from picketwire.archive.answers.roles import Coverage, Role
    from picketwire.archive.answers.said import Said
    from picketwire.archive.answers.show import View
    from picketwire.records import Pay

Section = tuple[str, list[tuple[str, object]]]  # heading, and label and value of each line
_SAID = 5  # statements about the strikes that are shown; all those about the posting are
_OUTLETS = 3  # named for each figure of the press
_STATED = {
    "employer-field": "employer's field",
    "employer-text": "employer's text",
    "board-estimate": "board's guess",
}


def sections(view: View, posting: PostingView) -> Iterator[Section]:
    """Yield the sections as a reader asks: what pay, beside what, which strikes, who reported and reacted."""
    yield "Pay", [*_stated(view.pay), *_press(posting.coverage), *_history(posting, view.first_seen)]
    unpaid: list[tuple[str, object]] = [("", "nothing, since no pay is stated")] if posting.benchmarks else []
    figures = list(beside.rows(posting.benchmarks)) if view.pay else unpaid
    summary = [("", text)] if (text := beside.paragraph(posting.benchmarks)) else []
    yield "Beside other figures", [*summary, *figures, *beside.own_rows(posting.own)]
    yield "Strikes", list(_strikes(posting.role))
    yield "Reported", [*_first(posting.first_report), *_coverage(posting.coverage)]
    opened = posting.role.opened if posting.role else ""
    yield "Reactions", list(_reactions(posting.reactions, view.id, opened))


def _stated(pay: Sequence[Pay]) -> Iterator[tuple[str, object]]:
    for each in pay:
        label = f", {each.label}" if each.label else ""
        yield _STATED.get(each.stated_by, each.stated_by), f"{band(each)}{label}{quoted(each.text)}"
    if not pay:
        yield "employer", "states none"


def _press(coverage: Sequence[Coverage]) -> Iterator[tuple[str, object]]:
    """Gather the figures of the press: which outlets state which, those that most do first."""
    found: dict[str, list[str]] = {}
    for report in coverage:
        for words in dict.fromkeys(_named(pay) for pay in report.pay):
            found.setdefault(words, []).append(report.publisher)
    ordered = sorted(found.items(), key=lambda each: -len(each[1]))
    for n, (words, outlets) in enumerate(ordered):
        more = f" and {len(outlets) - _OUTLETS} more" if len(outlets) > _OUTLETS else ""
        yield "" if n else "press", f"{words}: {', '.join(outlets[:_OUTLETS])}{more}"


def _named(pay: Pay) -> str:
    return f"{AVERAGE} of such jobs {band(pay)}" if pay.label == AVERAGE else band(pay)


def _history(view: PostingView, first_seen: str) -> Iterator[tuple[str, object]]:
    changes = [change for change in view.pay_history if change.change != "reparsed"]
    if changes:
        yield first_seen[:10], f"first seen with {_bands(changes[0].before)}"
    for change in changes:
        yield change.seen[:10], f"{change.change.removeprefix('pay_')}: {_bands(change.after)}"


def _bands(pay: Sequence[Pay]) -> str:
    return "; ".join(band(each) for each in pay) or "no pay"


def _strikes(role: Role | None) -> Iterator[tuple[str, object]]:
    for strike in role.strikes if role else ():
        days = f"{strike.since} to {strike.until or 'now'}"
        how = strike.relation if strike.relation == "direct" else f"{strike.relation} {strike.struck_party}"
        yield strike.slug, f"{strike.name}, {how}, {days}, {strike.status}"
        yield from (("", reason) for reason in strike.reasons)
        began = f"strike {strike.slug}: began"
        proofs = role.evidence if role else ()
        yield from (("", f"“{p.text}” {p.url or ''}") for p in proofs if p.what.startswith(began) and p.text)


def _first(first: FirstReport | None) -> Iterator[tuple[str, object]]:
    if first is None:
        return
    if first.published:
        yield "first published", _report(first.published, first.published.published)
    yield "first seen here", _report(first.sighted, first.sighted.first_seen)
    if first.credited:
        yield "credited as first", first.credited


def _report(report: Report, when: str | None) -> str:
    return f"{report.outlet}, {(when or '')[:16].replace('T', ' ')}, item {report.id}"


def _coverage(coverage: Sequence[Coverage]) -> Iterator[tuple[str, object]]:
    for item in coverage:
        yield (item.published or "no date")[:10], f"{item.publisher}: {item.title} (item {item.id})"


def _reactions(said: Sequence[Said], posting: int, opened: str) -> Iterator[tuple[str, object]]:
    """Yield what is said of the posting, then some of what people say of its strikes since it opened."""
    about = [s for s in said if s.posting == posting]
    wider = [s for s in said if s.posting != posting]
    named = [s for s in wider if (s.speaker or s.organization) and (s.published or "") >= opened]
    for each in (*about, *named[:_SAID]):
        yield from statement(each)
    if more := len(wider) - len(named[:_SAID]):
        yield "", f"{more} more about its strikes, before and since: --json has all"


def statement(said: Said) -> Iterator[tuple[str, object]]:
    """Say what was said, by whom for whom, about what, and where it stands."""
    yield spoken(said)
    copies = f" and {said.copies} more" if said.copies else ""
    yield "", f"{said.outlet}, {(said.published or 'no date')[:10]}, item {said.item}{copies}"


def spoken(said: Said) -> tuple[str, str]:
    """Return the kind of a statement, and who said what."""
    speaker = said.speaker or said.organization_name or "nobody named"
    both = said.speaker and said.organization_name and said.speaker != said.organization_name
    whom = f" ({said.organization_name})" if both else ""
    about = "" if said.strike is None or said.posting is not None else f" on {said.strike}"
    return said.kind.replace("_", " "), f"{speaker}{whom}{about}: “{said.text.strip().rstrip(',')}”"


def quoted(text: str) -> str:
    """Put the sentence behind a figure; nothing where it is not known."""
    return f": “{' '.join(text.split())}”" if text.strip() else ""

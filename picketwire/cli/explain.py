"""`picketwire explain`: every claim of an item with what it rests on."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from picketwire.archive.answers.posting_view import comparison_json
from picketwire.archive.answers.show import field_texts, show
from picketwire.archive.opening import open_reader
from picketwire.archive.rows import pay_as_json
from picketwire.cli import beside
from picketwire.cli.money import band
from picketwire.cli.options import archive_path, as_of_option, json_option
from picketwire.cli.text import in_context, labelled, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.archive.answers.show import View


@click.command("explain")
@click.argument("item", type=int)
@as_of_option
@json_option
def explain_command(item: int, as_of: str, as_json: bool) -> None:
    """Why ITEM says what it says: each tag, pay, kind of work, link, strike and ratio with its evidence.

    \b
    tags         the rule that gave it, and the words that earned it
    pay          the sentence it was read from
    kind, level  the rule of config/roles.yaml that its title fits
    links        the reasons for each report and each posting
    strikes      how they reach the employer, and the words that prove their stages
    benchmarks   each respect in which figure and pay are alike (=), unlike (≠) or not known to be (?)
    """  # noqa: D301 -- click needs the character itself
    with open_reader(archive_path()) as connection:
        view = show(connection, item, as_of)
    if as_json:
        click.echo(json.dumps(_json(view), ensure_ascii=False))
        return
    click.echo(click.style(plain(view.title), bold=True))
    _print_tags(view)
    for heading, pairs in _sections(view):
        if rows := list(pairs):
            click.echo(f"\n{click.style(heading, bold=True)}\n{labelled(rows)}")


def _json(view: View) -> dict[str, Any]:
    found: dict[str, Any] = {"id": view.id, "tags": [asdict(t) for t in view.tags]}
    found["pay"] = [pay_as_json(p) | {"field": p.field, "start": p.start, "end": p.end} for p in view.pay]
    if view.of_posting:
        names = ("family", "family_rule", "seniority", "seniority_rule")
        found |= {name: (view.posting or {}).get(name) for name in names}
        found["links"] = [
            {"item": c.id, "score": c.score, "reasons": c.reasons} for c in view.of_posting.coverage
        ]
        found["strikes"] = view.of_posting.role.as_json()["strikes"] if view.of_posting.role else []
        found["evidence"] = view.of_posting.role.as_json()["evidence"] if view.of_posting.role else []
        found["benchmarks"] = [comparison_json(c) for c in view.of_posting.benchmarks]
    if view.of_news:
        found["links"] = [asdict(each) for each in view.of_news.reports_on]
        found["mentions"] = [asdict(each) for each in view.of_news.mentions]
        found["statements"] = [asdict(each) for each in view.of_news.statements]
    return found


def _print_tags(view: View) -> None:
    texts = field_texts(view)
    for tagging in view.tags:
        tag = click.style(tagging.tag, fg="cyan", bold=True)
        click.echo(f"\n{tag}  rule “{tagging.rule}”, score {tagging.score:g}, since {tagging.since}")
        for span in tagging.spans:
            click.echo(f"  {span.field}: {in_context(texts[span.field], span.start, span.end)}")
    if not view.tags:
        click.echo("no tags")


def _sections(view: View) -> Iterator[tuple[str, Iterator[tuple[str, object]]]]:
    yield "Pay", _pay(view)
    if view.of_posting:
        yield "Kind of work", _kind(view.posting or {})
        yield "Beside other figures", _beside(view)
        yield "Strikes", _strikes(view)
        yield "Reports", _reports(view)
    if view.of_news:
        yield "Postings it reports on", _postings(view)
        yield "Said", _said(view)
        yield "Names", _named(view)


def _pay(view: View) -> Iterator[tuple[str, object]]:
    for pay in view.pay:
        place = f" in {pay.field}, code points {pay.start} to {pay.end}" if pay.field else ""
        yield pay.stated_by, f"{band(pay)}{place}"
        yield "", f"“{pay.text.strip()}”" if pay.text.strip() else "its sentence is not kept"
        yield "", "the words do not say whether it is base or total pay" if pay.basis == "unknown" else ""
    for change in view.of_posting.pay_history if view.of_posting else ():
        before, after = ("; ".join(map(band, bands)) or "none" for bands in (change.before, change.after))
        yield change.seen[:10], f"{change.change}: {before} → {after}"


def _kind(posting: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for name, label in (("family", "kind of work"), ("seniority", "level")):
        if posting.get(name):
            yield (
                label,
                f"{posting[name]}: the title fits rule “{posting[f'{name}_rule']}” of config/roles.yaml",
            )
        else:
            yield label, "no rule of config/roles.yaml fits the title"


def _beside(view: View) -> Iterator[tuple[str, object]]:
    if view.of_posting:
        yield from beside.rows(view.of_posting.benchmarks, why=True)
        yield from beside.own_rows(view.of_posting.own, why=True)


def _strikes(view: View) -> Iterator[tuple[str, object]]:
    role = view.of_posting and view.of_posting.role
    for strike in role.strikes if role else ():
        yield (
            strike.slug,
            f"{strike.relation} {strike.struck_party}, {strike.since} to {strike.until or 'now'}",
        )
        yield from (("", reason) for reason in strike.reasons)
        yield "", f"{strike.status}: the last evidence of the strike is of {strike.last_evidence}"
        for proof in role.evidence if role else ():
            what = proof.what.removeprefix(f"strike {strike.slug}: ")
            if what != proof.what:
                yield "", f"{what} ({proof.rule}): “{proof.text}” {proof.url or ''}"


def _reports(view: View) -> Iterator[tuple[str, object]]:
    for report in view.of_posting.coverage if view.of_posting else ():
        yield f"item {report.id}", f"{report.publisher}: {report.title} (score {report.score:.2f})"
        yield from (("", reason) for reason in report.reasons)
        yield from (("", f"states {band(pay)}: “{pay.text.strip()}”") for pay in report.pay)


def _postings(view: View) -> Iterator[tuple[str, object]]:
    for each in view.of_news.reports_on if view.of_news else ():
        yield f"posting {each.posting}", f"{each.title} (score {each.score:.2f})"
        yield from (("", reason) for reason in each.reasons)


def _said(view: View) -> Iterator[tuple[str, object]]:
    for said in view.of_news.statements if view.of_news else ():
        who = said.speaker or said.organization_name or "nobody named"
        yield (
            said.kind.replace("_", " "),
            f"{who}: “{said.text}” in {said.field}, code points {said.start} to {said.end}",
        )


def _named(view: View) -> Iterator[tuple[str, object]]:
    for each in view.of_news.mentions if view.of_news else ():
        times = f", {each.times} times" if each.times > 1 else ""
        yield (
            each.organization,
            f"“{each.text}” in {each.field}, code points {each.start} to {each.end}{times}",
        )

"""`picketwire show` and `picketwire explain`: all that is known of an item, and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from picketwire.archive.opening import open_reader
from picketwire.archive.rows import pay_as_json
from picketwire.archive.show import field_texts, show
from picketwire.cli.money import band
from picketwire.cli.options import archive_path, as_of_option, json_option
from picketwire.cli.text import in_context, labelled, plain

if TYPE_CHECKING:
    from picketwire.archive.show import View

_BODY_SHOWN = 1200


@click.command("show")
@click.argument("item", type=int)
@as_of_option
@json_option
def show_command(item: int, as_of: str, as_json: bool) -> None:
    """All that is known of ITEM (its number, as search prints it)."""
    with open_reader(archive_path()) as connection:
        view = show(connection, item, as_of)
    if as_json:
        data = asdict(view) | {
            "pay": [pay_as_json(p) for p in view.pay],
            "role": view.role and view.role.as_json(),
        }
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    click.echo(click.style(plain(view.title), bold=True))
    click.echo(labelled(_facts(view)))
    for text in (view.summary, view.body[:_BODY_SHOWN] + ("…" if len(view.body) > _BODY_SHOWN else "")):
        if text.strip():
            click.echo(f"\n{plain(text)}")
    _print_links(view)
    if view.changes:
        click.echo("\nChanges")
        for change in view.changes:
            click.echo(f"  {change.seen}  {change.change}: {_short(change.before)} → {_short(change.after)}")


def _facts(view: View) -> list[tuple[str, object]]:
    posting = view.posting or {}
    return [
        ("address", view.url),
        ("source", f"{view.source.name} ({view.source.slug})"),
        ("author", view.author),
        ("published", view.published or view.published_raw),
        ("seen", f"{view.first_seen} to {view.last_known}"),
        ("employer", posting.get("employer")),
        ("department", posting.get("department")),
        ("places", ", ".join(posting.get("locations", ()))),
        ("requisition", posting.get("requisition_id")),
        ("kind of work", _by_rule(posting, "family")),
        ("level", _by_rule(posting, "seniority")),
        *(("asks for", _asked(each)) for each in posting.get("requirements", ())),
        ("opened", posting.get("opened")),
        ("last day", posting.get("closes")),
        ("arrived", _ARRIVALS.get(posting.get("arrival", ""))),
        ("closed", posting.get("closed") and f"{posting['closed']}, {posting['closed_because']}"),
        *(("pay", f"{band(pay)}, {pay.stated_by}: “{_short(pay.text)}”") for pay in view.pay),
        ("tags", " ".join(dict.fromkeys(t.tag for t in view.tags))),
        ("raw answer", view.source.warc),
    ]


_ARRIVALS = {
    "stock": "stood there when its board was first read whole",
    "jump": "came with a jump of its source, so no opening",
}


def _by_rule(posting: dict[str, Any], name: str) -> str | None:
    """Name what a title says, with the rule of roles.yaml that says so."""
    return f"{posting[name]} (rule “{posting[f'{name}_rule']}”)" if posting.get(name) else None


def _asked(asked: dict[str, Any]) -> str:
    """Put one requirement into words, with the sentence it stands in."""
    if asked["kind"] == "education":
        what = f"{asked['level']}{' or equivalent experience' if asked['or_equivalent'] else ''}"
    else:
        low, high = asked["years_low"], asked["years_high"]
        years = f"{low} to {high}" if low is not None and high is not None and low != high else low or high
        what = f"{'up to ' if low is None else ''}{years}{'+' if high is None else ''} years"
    area = f" in {asked['area']}" if asked["area"] else ""
    return f"{what}{area}{', a plus' if asked['preferred'] else ''}: “{_short(asked['text'])}”"


def _print_links(view: View) -> None:
    for number, title in view.reports_on:
        click.echo(f"\nReports on posting {number}: {plain(title)}")
    if view.role is None:
        return
    for strike in view.role.strikes:
        click.echo(
            f"\nStrike: {strike.name} ({strike.slug}), {strike.relation} {strike.struck_party}, "
            f"{strike.since} to {strike.until or 'now'}, {strike.status}"
        )
    for item in view.role.coverage:
        click.echo(f"\nReported by {item.publisher}, {(item.published or '')[:10]}: {plain(item.title)}")
        click.echo(f"  {'; '.join(item.reasons)}")


def _short(text: str | None, limit: int = 160) -> str:
    text = " ".join((text or "nothing").split())
    return plain(text if len(text) <= limit else f"{text[: limit - 1]}…")


@click.command("explain")
@click.argument("item", type=int)
@as_of_option
@json_option
def explain_command(item: int, as_of: str, as_json: bool) -> None:
    """Each tag of ITEM with the rule that gave it and the words that earned it."""
    with open_reader(archive_path()) as connection:
        view = show(connection, item, as_of)
    if as_json:
        click.echo(json.dumps({"id": view.id, "tags": [asdict(t) for t in view.tags]}, ensure_ascii=False))
        return
    texts = field_texts(view)
    click.echo(click.style(plain(view.title), bold=True))
    for tagging in view.tags:
        tag = click.style(tagging.tag, fg="cyan", bold=True)
        click.echo(f"\n{tag}  rule “{tagging.rule}”, score {tagging.score:g}, since {tagging.since}")
        for span in tagging.spans:
            click.echo(f"  {span.field}: {in_context(texts[span.field], span.start, span.end)}")
    if not view.tags:
        click.echo("no tags")

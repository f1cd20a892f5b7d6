"""`picketwire show`: all that is known of an item."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from picketwire.archive.answers.show import show
from picketwire.archive.opening import open_reader
from picketwire.archive.rows import pay_as_json
from picketwire.cli import show_news, show_posting
from picketwire.cli.options import archive_path, as_of_option, json_option
from picketwire.cli.text import folded, labelled, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from picketwire.archive.answers.show import Change, View

_BODY_SHOWN = 1200


@click.command("show")
@click.argument("item", type=int)
@as_of_option
@json_option
def show_command(item: int, as_of: str, as_json: bool) -> None:
    """All that is known of ITEM (its number, as search prints it).

    Of a posting: pay as it changed, as the employer and the press state it, and beside other figures;
    strikes; who reported it first; who said what about it. Of news: the postings it reports, its story,
    who speaks in it and whom it names.
    """
    with open_reader(archive_path()) as connection:
        view = show(connection, item, as_of)
    if as_json:
        click.echo(json.dumps(_json(view), ensure_ascii=False))
        return
    click.echo(click.style(plain(view.title), bold=True))
    click.echo(labelled(_facts(view)))
    if view.of_news:
        _print_text(view)
        _print(show_news.sections(view.of_news, view.pay))
    if view.of_posting:
        _print(show_posting.sections(view, view.of_posting))
    _print([("Changes", [(c.seen[:16].replace("T", " "), _change(c)) for c in view.changes])])
    if view.of_posting:
        _print_text(view)


def _json(view: View) -> dict[str, Any]:
    more = view.of_posting or view.of_news
    data = asdict(view) | {"pay": [pay_as_json(p) for p in view.pay]} | (more.as_json() if more else {})
    del data["of_posting"], data["of_news"]
    return data


def _print(sections: Iterable[show_posting.Section]) -> None:
    for heading, rows in sections:
        if rows:
            click.echo(f"\n{click.style(heading, bold=True)}\n{labelled(rows)}")


def _print_text(view: View) -> None:
    for text in (view.summary, view.body[:_BODY_SHOWN] + ("…" if len(view.body) > _BODY_SHOWN else "")):
        if text.strip():
            click.echo("\n" + "\n".join(folded(line) for line in text.splitlines()))


def _change(change: Change) -> str:
    return f"{change.change}: {_short(change.before)} → {_short(change.after)}"


def _facts(view: View) -> list[tuple[str, object]]:
    posting = view.posting or {}
    return [
        ("address", view.url),
        ("source", f"{view.source.name} ({view.source.slug})"),
        ("author", view.author),
        ("published", view.published or view.published_raw),
        ("seen", f"{view.first_seen} to {view.last_known}"),
        ("employer", view.of_posting and view.of_posting.employer),
        ("department", posting.get("department")),
        ("places", "; ".join(posting.get("locations", ()))),
        ("requisition", posting.get("requisition_id")),
        ("kind of work", _by_rule(posting, "family")),
        ("level", _by_rule(posting, "seniority")),
        *(("asks for", _asked(each)) for each in posting.get("requirements", ())),
        ("opened", posting.get("opened")),
        ("last day", posting.get("closes")),
        ("arrived", _ARRIVALS.get(posting.get("arrival", ""))),
        ("closed", ", ".join(filter(None, (posting.get("closed"), posting.get("closed_because"))))),
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


def _short(text: str | None, limit: int = 160) -> str:
    text = " ".join((text or "nothing").split())
    return plain(text if len(text) <= limit else f"{text[: limit - 1]}…")

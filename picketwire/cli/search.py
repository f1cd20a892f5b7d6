"""`picketwire search`: find items."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from picketwire.archive.answers.search import Query, search
from picketwire.archive.opening import open_reader
from picketwire.cli.options import (
    Moment,
    archive_path,
    as_of_option,
    csv_option,
    json_option,
    print_csv,
    print_json_lines,
)

if TYPE_CHECKING:
    from picketwire.archive.answers.search import Hit

_COLUMNS = ("id", "kind", "source", "url", "title", "published", "first_seen", "tags", "snippet")


@click.command("search")
@click.argument("words", nargs=-1)
@click.option("--tag", "tags", multiple=True, help="Only items with this tag (repeatable).")
@click.option("--kind", type=click.Choice(["news", "posting"]), help="Only news items or only postings.")
@click.option(
    "--employer", help="Only postings of this organization (slug, or part of the name on the board)."
)
@click.option("--source", help="Only items of this source.")
@click.option(
    "--since", type=Moment(), help="Published (else seen) from then on: 2023-07-01, or 7d for a week back."
)
@click.option("--until", type=Moment(), help="Published (else seen) before then.")
@as_of_option
@click.option("-l", "--limit", default=20, show_default=True, type=click.IntRange(1), help="At most so many.")
@json_option
@csv_option
def search_command(words: tuple[str, ...], as_json: bool, as_csv: bool, **options: Any) -> None:
    """Find items: WORDS are all required, "a phrase" stays together, word* matches beginnings.

    \b
    picketwire search '"product manager"' --tag ai_role
    picketwire search picket --since 7d --json
    """  # noqa: D301 -- click needs the character itself
    query = Query(words=" ".join(words), **options)
    with open_reader(archive_path()) as connection:
        hits = search(connection, query)
    if as_json:
        print_json_lines(asdict(hit) for hit in hits)
    elif as_csv:
        rows = [{**asdict(hit), "tags": " ".join(hit.tags)} for hit in hits]
        print_csv(_COLUMNS, [[row[c] for c in _COLUMNS] for row in rows])
    else:
        for hit in hits:
            _print(hit)
        click.echo(
            f"{len(hits)} items" + (" (more may match: --limit)" if len(hits) == query.limit else ""),
            err=True,
        )


def _print(hit: Hit) -> None:
    from picketwire.cli.text import marked, plain  # noqa: PLC0415 -- only for people

    when = (hit.published or hit.first_seen)[:10]
    number, title = click.style(str(hit.id), bold=True), click.style(plain(hit.title), bold=True)
    click.echo(f"{number}  {when}  {hit.source}  {title}")
    if hit.tags:
        click.echo(f"    {click.style(' '.join(hit.tags), fg='cyan')}")
    if hit.snippet:
        click.echo(f"    {marked(' '.join(hit.snippet.split()))}")
    if hit.url:
        click.echo(f"    {plain(hit.url)}")

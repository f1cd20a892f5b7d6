"""`picketwire tags`: which tags there are, what their rules say, what a change of them does; undo it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from picketwire.archive.opening import open_reader, open_writer
from picketwire.cli import tags_change
from picketwire.cli.options import Moment, archive_path, existing, load_config, print_table

if TYPE_CHECKING:
    from picketwire.pipeline.retag import Retagged


@click.group("tags")
def tags_command() -> None:
    """Tags and their rules; try a text, preview a change of rules, apply it, take it back."""


@tags_command.command("list")
def list_command() -> None:
    """List the tags of the configuration."""
    rows = [(tag.name, len(tag.rules), tag.why) for tag in load_config().rules.tags]
    print_table(("tag", "rules", "what it says"), rows)


@tags_command.command("show")
@click.argument("name")
def show_tag_command(name: str) -> None:
    """Every rule of one tag, with the reason it exists and its examples."""
    tags = {tag.name: tag for tag in load_config().rules.tags}
    if name not in tags:
        raise click.UsageError(f"no tag is called {name!r}; there are: {', '.join(tags)}")
    tag = tags[name]
    click.echo(f"{click.style(tag.name, bold=True)}  {tag.why}")
    for rule in tag.rules:
        click.echo(f"\n{click.style(rule.name, fg='cyan')}  {rule.why}")
        for example in rule.match:
            click.echo(f"  yes: {example.title}")
        for example in rule.no_match:
            click.echo(f"  no:  {example.title}")


@tags_command.command("test")
@click.argument("text")
@click.option("--kind", type=click.Choice(["news", "posting"]), default="news", show_default=True)
def test_command(text: str, kind: str) -> None:
    """Print the tags that TEXT would get as a title, with their evidence."""
    from picketwire.records import Item, Posting  # noqa: PLC0415
    from picketwire.tagging.tagger import Tagger  # noqa: PLC0415

    posting = Posting() if kind == "posting" else None
    item = Item(kind="posting" if posting else "news", title=text, posting=posting)
    tags = Tagger(load_config().rules).tag(item)
    for tag in tags:
        words = ", ".join(f"“{evidence.text}”" for evidence in tag.evidence)
        click.echo(f"{click.style(tag.name, fg='cyan')}  {words} (rule {tag.rule})")
    if not tags:
        click.echo("no tag")


@tags_command.command("diff")
@click.option("--since", type=Moment(), help="Only items first seen since then: a day, an instant, or 7d.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def diff_command(since: str | None, as_json: bool) -> None:
    """Show which items would gain or lose a tag by the rules in config/.

    Exit code 0: none would. 4: some would; `picketwire tags apply` does it.
    """
    from picketwire.pipeline.retag import compare  # noqa: PLC0415 -- the tagger costs start-up time

    config = load_config(may_be_empty=True)
    with open_reader(config.settings.archive) as connection:
        report = compare(connection, config.rules, since=since)
    _show(report, as_json=as_json, samples=True)
    if not as_json and not report.changes:
        click.echo("nothing would change" + (", but the rules are not the same" * report.rules_changed))
    sys.exit(4 if report.changes else 0)


@tags_command.command("apply")
@click.option("--no-wait", is_flag=True, help="Leave with exit code 3 if another process is writing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def apply_command(no_wait: bool, as_json: bool) -> None:
    """Put the rules in config/ in force and bring the tags of all stored items to them.

    One that was interrupted goes on where it stopped. `picketwire tags revert` takes it back.
    """
    from picketwire.pipeline.poll import utc_now  # noqa: PLC0415 -- as above
    from picketwire.pipeline.prepare import prepare  # noqa: PLC0415
    from picketwire.pipeline.retag import apply  # noqa: PLC0415

    config, now = load_config(may_be_empty=True), utc_now()
    with open_writer(existing(config.settings.archive), wait=not no_wait, on_wait=_waiting) as db:
        prepare(db, config, now)
        report = apply(db, config.rules, now=now, on_batch=_progress if sys.stderr.isatty() else None)
    _show(report, as_json=as_json, samples=False)
    if not as_json:
        click.echo(f"{report.looked_at} items looked at, {report.new_links} new links")


@tags_command.command("revert")
@click.option("--no-wait", is_flag=True, help="Leave with exit code 3 if another process is writing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def revert_command(no_wait: bool, as_json: bool) -> None:
    """Put the rules that were in force before the last change in force again, with the tags they gave.

    The files in config/ stay as they are. A second revert brings the newer rules back.
    """
    from picketwire.pipeline.poll import utc_now  # noqa: PLC0415 -- as above
    from picketwire.pipeline.retag import revert  # noqa: PLC0415

    with open_writer(existing(archive_path()), wait=not no_wait, on_wait=_waiting) as db:
        report = revert(db, now=utc_now())
    if as_json:
        click.echo(json.dumps({"items": report.looked_at, "new_links": report.new_links}))
    else:
        click.echo(f"the earlier rules are in force again: {report.looked_at} items changed")


def _show(report: Retagged, *, as_json: bool, samples: bool) -> None:
    if as_json:
        click.echo(json.dumps(tags_change.as_json(report), ensure_ascii=False))
        return
    for line in tags_change.lines(report, samples=samples):
        click.echo(line)


def _waiting(holder: str) -> None:
    click.echo(f"waiting for process {holder}, which is writing the archive …", err=True)


def _progress(done: int, total: int) -> None:
    click.echo(f"{done} of {total} items", err=True)

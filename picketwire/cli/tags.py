"""`picketwire tags`: which tags there are, what their rules say, and what a text would get."""

from __future__ import annotations

import click

from picketwire.cli.options import load_config, print_table
from picketwire.cli.text import in_context


@click.group("tags")
def tags_command() -> None:
    """Tags and their rules; try a text."""


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
    for tag in Tagger(load_config().rules).tag(item):
        click.echo(f"{click.style(tag.name, fg='cyan')}  rule “{tag.rule}”")
        for evidence in tag.evidence:
            click.echo(f"  {in_context(text, evidence.start, evidence.end)}")

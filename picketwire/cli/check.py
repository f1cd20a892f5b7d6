"""`picketwire check`: everything that is wrong with the configuration, in one go."""

from __future__ import annotations

import click

from picketwire.cli.options import load_config


@click.command("check")
def check_command() -> None:
    """Validate the configuration: file, line, what is wrong, how to mend it. Exit code 2 if anything is."""
    config = load_config()
    enabled = sum(source.enabled for source in config.sources)
    click.echo(
        f"{enabled} sources enabled of {len(config.sources)}, {len(config.rules.tags)} tags, "
        f"{len(config.organizations)} organizations, {len(config.strikes)} strikes, "
        f"{len(config.benchmarks)} benchmarks: nothing wrong"
    )

"""`picketwire check`: everything that is wrong with the configuration, in one go."""

from __future__ import annotations

import click

from picketwire.cli.options import load_config
from picketwire.errors import ConfigError


@click.command("check")
def check_command() -> None:
    """Validate the configuration: file, line, what is wrong, how to mend it. Exit code 2 if anything is.

    The examples beside the rules of tags are run too.
    """
    from picketwire.tagging.examples import check_examples  # noqa: PLC0415 -- help is quicker without

    config = load_config()
    if failures := check_examples(config.rules):
        raise ConfigError("\n".join(f"tags: {failure}" for failure in failures))
    enabled = sum(source.enabled for source in config.sources)
    click.echo(
        f"{enabled} sources enabled of {len(config.sources)}, {len(config.rules.tags)} tags, "
        f"{len(config.organizations)} organizations, {len(config.strikes)} strikes, "
        f"{len(config.benchmarks)} benchmarks: nothing wrong"
    )

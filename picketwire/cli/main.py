"""The command `picketwire`: finds each command's file only when it is called, so that help is quick."""

from __future__ import annotations

import gc
import importlib
import sys
from difflib import get_close_matches
from typing import Any

import click

from picketwire.errors import ArchiveError, ConfigError, PicketwireError

# name -> (module of this folder, one-line help). The files are imported when their command is asked for.
COMMANDS = {
    "run": ("run", "Poll what is due (or named) once, now."),
    "serve": ("prefect", "Server, UI, schedules and runner for one machine, until Ctrl-C."),
    "trigger": ("prefect", "The same as run, through a Prefect deployment."),
    "demo": ("demo", "The whole pipeline against the bundled sample newsroom."),
    "check": ("check", "Validate the configuration: file, line, what is wrong, how to mend it."),
    "sources": ("sources", "List, add and test the sources; how they do."),
    "search": ("search", "Find items by words, tags, employer, source and time."),
    "show": ("show", "All that is known of an item."),
    "explain": ("explain", "Why an item says what it says: each claim with its evidence."),
    "roles": ("roles", "AI roles: at struck employers, at what pay, who reported them."),
    "strikes": ("strikes", "Strikes on record, with their stages and evidence."),
    "review": ("review", "Decide what is doubtful, one thing at a time; how often the machine was right."),
    "tags": ("tags", "Tags and their rules: try a text, preview a change, apply it, take it back."),
    "parse": ("records", "Read a saved file with any parser: JSON lines out."),
    "tag": ("records", "JSON lines in, JSON lines with tags and evidence out."),
    "pay": ("records", "JSON lines in, JSON lines with pay out."),
    "link": ("link", "Link postings to coverage and strikes again."),
    "replay": ("replay", "Read the kept answers again with today's parsers; correct what differs."),
    "site": ("site", "The archive in a browser, read-only (Datasette)."),
    "doctor": ("doctor", "Look for trouble: versions, archive, configuration."),
}


class Commands(click.Group):
    """A group that imports a command's file only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names of the commands in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            near = get_close_matches(cmd_name, COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"No such command {cmd_name!r}.{hint}", ctx)
        module = importlib.import_module(f"picketwire.cli.{COMMANDS[cmd_name][0]}")
        command: Any = getattr(module, f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in COMMANDS.items()])


@click.command(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="picketwire", prog_name="picketwire")
def cli() -> None:
    """Watch news feeds and job boards for AI roles at employers on strike, and keep the evidence.

    \b
    picketwire run                                poll what is due
    picketwire roles --during-strike              the headline question
    picketwire search '"machine learning"' --tag ai_role

    Exit codes: 0 done, 1 done with failed sources, 2 usage or configuration, 3 archive.
    """  # noqa: D301 -- click reads the character \b, not two characters


def main() -> None:
    """Run the command line and turn our own errors into one line and an exit code."""
    gc.set_threshold(50_000, 20, 50)  # a command makes much, drops little of it and is soon gone
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except PicketwireError as error:
        click.echo(str(error) if isinstance(error, ConfigError) else f"picketwire: {error}", err=True)
        sys.exit(3 if isinstance(error, ArchiveError) else 2 if isinstance(error, ConfigError) else 1)

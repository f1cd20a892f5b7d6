"""`picketwire site`: the archive in a browser, read-only."""

from __future__ import annotations

import json

import click

from picketwire.archive.answers.questions import metadata
from picketwire.archive.opening import open_reader
from picketwire.cli.options import archive_path


@click.command("site")
@click.option("--port", default=8001, show_default=True, help="Port to listen on.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; whoever reaches it may read everything.",
)
@click.option(
    "--metadata", "only_metadata", is_flag=True, help="Print Datasette's metadata (JSON) and leave."
)
def site_command(port: int, host: str, only_metadata: bool) -> None:
    """Open the archive read-only in Datasette, with descriptions and questions to ask; Ctrl-C ends it."""
    path = archive_path()
    with open_reader(path) as connection:
        if only_metadata:
            click.echo(json.dumps(metadata(connection, path.stem), indent=2))
            return
        import uvicorn  # noqa: PLC0415 -- Datasette costs more than a second to import

        from picketwire.cli.site_app import site  # noqa: PLC0415

        app = site(connection, path).app()
    click.echo(f"http://{host}:{port}  (Ctrl-C ends it)", err=True)
    uvicorn.run(app, host=host, port=port, log_level="warning")

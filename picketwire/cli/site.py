"""`picketwire site`: the archive in a browser, read-only."""

from __future__ import annotations

import json

import click

from picketwire.archive.opening import open_reader
from picketwire.archive.questions import metadata
from picketwire.cli.options import archive_path


@click.command("site")
@click.option("--port", default=8001, show_default=True, help="Port on loopback.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; think before opening it."
)
@click.option(
    "--metadata", "only_metadata", is_flag=True, help="Print Datasette's metadata (JSON) and leave."
)
def site_command(port: int, host: str, only_metadata: bool) -> None:
    """Open the archive read-only in Datasette, with descriptions and questions to ask; Ctrl-C ends it."""
    path = archive_path()
    with open_reader(path) as connection:
        about = metadata(connection, path)
    if only_metadata:
        click.echo(json.dumps(about, indent=2))
        return
    import uvicorn  # noqa: PLC0415 -- Datasette costs more than a second to import
    from datasette.app import Datasette  # noqa: PLC0415

    limits = {"sql_time_limit_ms": 3000, "default_page_size": 50, "max_returned_rows": 2000}
    site = Datasette([str(path)], metadata=about, settings=limits)
    click.echo(f"http://{host}:{port}/{path.stem}  (Ctrl-C ends it)", err=True)
    uvicorn.run(site.app(), host=host, port=port, log_level="warning")

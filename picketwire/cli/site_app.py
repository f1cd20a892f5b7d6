"""The archive as a Datasette application: read-only, item numbers as links, CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar, cast

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from markupsafe import Markup

from picketwire.archive.answers.questions import metadata

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path

    Send = Callable[[dict[str, Any]], Awaitable[None]]
    Application = Callable[[Any, Any, Send], Awaitable[None]]

F = TypeVar("F", bound="Callable[..., Any]")
_SETTINGS = {
    "sql_time_limit_ms": 3000,
    "default_page_size": 50,
    "max_returned_rows": 2000,
    "truncate_cells_html": 140,
    "suggest_facets": False,  # ours are enough, and each suggestion costs a query
    "allow_csv_stream": False,  # a CSV answer is bounded, so that it can be looked at before it leaves
}
_STATIC = "picketwire-static"
_ITEMS = {"item", "posting"}  # columns that hold the number of an item
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs what begins so (OWASP, CSV injection)


def _hook(function: F) -> F:
    return cast("F", hookimpl(function))


def site(connection: Any, path: Path) -> Datasette:
    """Make the application for the archive at `path`; `connection` reads it to learn what it holds."""
    from datasette import handle_exception  # noqa: PLC0415 -- it is no plugin if it is imported before the app

    # With Rich at hand it prints each query that is refused with all variables; the page says what is wrong.
    handle_exception.rich = None
    if not pm.has_plugin(__name__):
        pm.register(sys.modules[__name__], __name__)
    about = metadata(connection, path.stem) | {"extra_css_urls": [f"/{_STATIC}/site.css"]}
    statics = [(_STATIC, str(files("picketwire.cli") / "site_static"))]
    return Datasette([str(path)], metadata=about, settings=_SETTINGS, static_mounts=statics)


@_hook
def render_cell(value: Any, column: str, database: str, datasette: Datasette) -> Markup | None:
    """Make an item's number a link to the item, and to the evidence for it (a hook of Datasette)."""
    if column not in _ITEMS or not isinstance(value, int) or not value:
        return None
    row = datasette.urls.row(database, "items", str(value))
    why = f"{datasette.urls.query(database, 'how_do_you_know')}?item={value}"
    return Markup('<a href="{}">{}</a> <a href="{}">why?</a>').format(row, value, why)


@_hook
def asgi_wrapper() -> Callable[[Application], Application]:
    """Look at every CSV answer before it leaves (a hook of Datasette)."""
    return _with_safe_csv


def _with_safe_csv(app: Application) -> Application:
    async def wrapped(scope: Mapping[str, Any], receive: Any, send: Send) -> None:
        is_csv = scope["type"] == "http" and scope["path"].endswith(".csv")
        await app(scope, receive, _CsvGuard(send).pass_on if is_csv else send)

    return wrapped


class _CsvGuard:
    """Holds a CSV answer back until it is whole, then sends it with its formulas made text."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._parts: list[bytes] | None = None

    async def pass_on(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kinds = [value for name, value in message["headers"] if name.lower() == b"content-type"]
            if any(kind.startswith((b"text/csv", b"text/plain")) for kind in kinds):  # not an error's page
                self._parts = []
        elif self._parts is not None:
            self._parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            message = message | {"body": safe_csv(b"".join(self._parts).decode()).encode()}
        await self._send(message)


def safe_csv(text: str) -> str:
    """Put a quote before cells that a spreadsheet would run as a formula; numbers stay numbers."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in csv.reader(io.StringIO(text, newline="")):
        writer.writerow([f"'{cell}" if _is_formula(cell) else cell for cell in row])
    return out.getvalue()


def _is_formula(cell: str) -> bool:
    if not cell.startswith(_FORMULA):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False

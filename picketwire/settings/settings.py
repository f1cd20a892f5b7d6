"""Read `settings.yaml` and the environment into `Settings`; everything has a default."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picketwire.settings import values
from picketwire.settings.keys import Key, Row, read_cell
from picketwire.settings.yaml import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from picketwire.settings.yaml import Cell, Problems

KEYS = (
    Key("archive", "path", "the SQLite file; WARC files go into warc/ beside it"),
    Key("contact", "mail or web address", "goes into the User-Agent, so that a site can reach you"),
    Key(
        "allow_private",
        "true, false or a list of host:port",
        "whether loopback and private addresses may be dialled, for tests and intranets",
    ),
    Key("per_origin", "whole number", "requests at a time to one origin (scheme, host and port)"),
    Key("spacing", "seconds", "pause between the starts of two requests to one origin"),
    Key("origins", "whole number", "origins asked at the same time"),
    Key("deadline", "seconds", "limit for one whole response, redirects included"),
    Key("wire_limit", "size", "largest body as sent, compressed or not"),
    Key("decoded_limit", "size", "largest body after decompression"),
    Key("redirects", "whole number", "redirects followed for one request"),
    Key("min_interval", "duration", "no source is polled more often, unless it says `every`"),
    Key("max_interval", "duration", "no source is polled less often, however quiet it is"),
    Key(
        "articles_per_run", "whole number", "linked articles fetched for one source in one run (`full_text`)"
    ),
    Key("details_per_run", "whole number", "detail pages of postings fetched for one board in one run"),
    Key("pages_per_run", "whole number", "pages of one board's list fetched in one run"),
    Key("parse_seconds", "seconds", "time that a worker may spend on one document"),
    Key("parse_memory", "size", "memory that a parser worker may use"),
    Key("parse_workers", "whole number", "parser workers"),
    Key("close_after", "whole number", "complete polls without a posting before it counts as closed"),
    Key(
        "strikes",
        "confirm: {outlets, both_parties}",
        "how many outlets put a strike on record by themselves; otherwise a person does",
    ),
)
CONFIRM_KEYS = (
    Key("outlets", "whole number", "outlets that must tell of the strike", required=True),
    Key("both_parties", "true or false", "whether union and struck party must be named; true if not set"),
)
STRIKES_KEYS = (Key("confirm", "a mapping", "when coverage alone puts a strike on record"),)
ENVIRONMENT = {
    "PICKETWIRE_ARCHIVE": "archive",
    "PICKETWIRE_CONTACT": "contact",
    "PICKETWIRE_ALLOW_PRIVATE": "allow_private",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRule:
    """When coverage alone puts a strike on record."""

    outlets: int
    both_parties: bool = True  # union and struck party are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How Picketwire behaves on this machine."""

    archive: Path = Path("var/picketwire.sqlite")
    contact: str | None = None
    allow_private: bool = False  # every loopback and private address
    allow_hosts: frozenset[tuple[str, int]] = frozenset()  # these (host, port) only
    per_origin: int = 2
    spacing: float = 0.2  # seconds
    origins: int = 32
    deadline: float = 20.0  # seconds
    wire_limit: int = 5 * 2**20  # bytes
    decoded_limit: int = 15 * 2**20  # bytes
    redirects: int = 5
    min_interval: timedelta = timedelta(minutes=15)
    max_interval: timedelta = timedelta(days=1)
    articles_per_run: int = 20
    details_per_run: int = 100
    pages_per_run: int = 200
    parse_seconds: float = 5.0
    parse_memory: int = 512 * 2**20  # bytes
    parse_workers: int = 2
    close_after: int = 2
    strikes: ConfirmRule | None = None  # none: a person confirms

    @property
    def warc(self) -> Path:
        """Folder of the raw responses, beside the archive."""
        return self.archive.parent / "warc"


READERS: Mapping[str, Callable[[str], Any]] = {
    "archive": lambda text: Path(text).expanduser(),
    "contact": values.one_line,
    "per_origin": values.whole,
    "spacing": values.seconds,
    "origins": values.whole,
    "deadline": values.limit,
    "wire_limit": values.size,
    "decoded_limit": values.size,
    "redirects": values.whole,
    "min_interval": values.duration,
    "max_interval": values.duration,
    "articles_per_run": values.whole,
    "details_per_run": values.whole,
    "pages_per_run": values.whole,
    "parse_seconds": values.limit,
    "parse_memory": values.size,
    "parse_workers": values.whole,
    "close_after": values.whole,
}


def load_settings(cell: Cell | None, environ: Mapping[str, str], problems: Problems) -> Settings:
    """Read settings.yaml (None where there is none); what the environment sets wins."""
    given: dict[str, Any] = {}
    if cell is not None:
        row = Row(cell, KEYS)
        read = {name: row.read(name, reader) for name, reader in READERS.items()}
        given.update({name: value for name, value in read.items() if value is not None})
        given.update(_allowed(row.cell("allow_private")))
        given.update(_confirming(row.cell("strikes")))
        _check_bounds(row, Settings(**given))
    for variable, name in ENVIRONMENT.items():
        if text := environ.get(variable, "").strip():
            given.update(_from_environment(variable, name, text, problems))
    return Settings(**given)


def default_text(name: str) -> str:
    """Return the default of a setting as one would write it in settings.yaml."""
    value: Any = next(field.default for field in fields(Settings) if field.name == name)
    if isinstance(value, timedelta):
        return _with_unit(int(value.total_seconds()), (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)))
    if READERS.get(name) is values.size:
        return _with_unit(value, ((" GiB", 2**30), (" MiB", 2**20), (" KiB", 2**10), (" B", 1)))
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: ""}[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


def _with_unit(number: int, units: tuple[tuple[str, int], ...]) -> str:
    unit, factor = next((unit, factor) for unit, factor in units if number % factor == 0)
    return f"{number // factor}{unit}"


def _allowed(cell: Cell | None) -> dict[str, Any]:
    if cell is None:
        return {}
    if cell.form == "a list":
        hosts = (read_cell(entry, values.host_port) for entry in cell.cells())
        return {"allow_hosts": frozenset(host for host in hosts if host)}
    flag = read_cell(cell, values.flag)
    return {} if flag is None else {"allow_private": flag}


def _confirming(cell: Cell | None) -> dict[str, Any]:
    """Read when coverage alone puts a strike on record."""
    confirm = Row(cell, STRIKES_KEYS).cell("confirm") if cell else None
    if confirm is None:
        return {}
    row = Row(confirm, CONFIRM_KEYS)
    outlets = row.read("outlets", values.whole)
    both = row.flag("both_parties", default=True)
    return {"strikes": ConfirmRule(outlets=outlets, both_parties=both)} if outlets else {}


def _from_environment(variable: str, name: str, text: str, problems: Problems) -> dict[str, Any]:
    try:
        return _allowed_by(text) if name == "allow_private" else {name: READERS[name](text)}
    except ValueError as error:
        problems.add(Place(f"environment variable {variable}"), str(error))
        return {}


def _allowed_by(text: str) -> dict[str, Any]:
    if text.lower() in {"0", "1", "true", "false"}:
        return {"allow_private": text.lower() in {"1", "true"}, "allow_hosts": frozenset()}
    hosts = frozenset(values.host_port(part.strip()) for part in text.split(",") if part.strip())
    return {"allow_private": False, "allow_hosts": hosts}


def _check_bounds(row: Row, settings: Settings) -> None:
    if settings.min_interval > settings.max_interval:
        row.problem("min_interval is longer than max_interval: swap them or change one", "min_interval")
    if settings.wire_limit > settings.decoded_limit:
        row.problem(
            "wire_limit is larger than decoded_limit: an uncompressed body must pass both", "wire_limit"
        )

"""Find the file that knows one job-board system, and say what every such file must offer.

A file in `parsers/boards/` is one system and its name is the name used in config. It describes the
requests that list a tenant's postings and reads the answers; sending them, and the loop over
pages, happen elsewhere.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, cast

from parsers import boards
from picketwire.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Collection

    from picketwire.records import Parsed, Request


class Board(Protocol):
    """What a file in `parsers/boards/` offers.

    `CEILING` is the number of postings after which the system is known to stop answering truthfully
    (None where none is known). `NEWEST_ONLY` says that the list is a window on the newest postings, so
    that one missing from it proves nothing. `LIMITS` is what a user should know, `EXAMPLE` a tenant as
    config writes it, `UNTESTED` whether the file was written from a documented shape without a recording.
    All but the functions may be left out.
    """

    CEILING: int | None
    NEWEST_ONLY: bool
    EXAMPLE: str
    LIMITS: tuple[str, ...]
    UNTESTED: bool

    def first(self, tenant: str, origin: str | None) -> Request:
        """Return the request that starts the list of `tenant`; `origin` replaces the system's own host."""
        ...

    def read(self, body: bytes, request: Request) -> Parsed:
        """Read a list or detail answer; ParseError says what the body looks like when it is neither.

        `Parsed.next` asks for the following page, computed from `request` and what arrived.
        """
        ...

    def tenant_of(self, url: str) -> tuple[str, str | None] | None:
        """Return (tenant, origin where it is not the system's own) behind a careers address, or None."""
        ...


_OPTIONAL: dict[str, object] = {
    "CEILING": None,
    "NEWEST_ONLY": False,
    "EXAMPLE": "lanternfish",
    "LIMITS": (),
    "UNTESTED": False,
}


def systems() -> tuple[str, ...]:
    """Return the name of every supported system, in alphabetical order."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(boards.__path__)))


def load(system: str) -> Board:
    """Return the board file called `system`; ParseError names the known ones when there is none."""
    if system not in systems():
        raise ParseError(f"no job-board system is called {system!r}; known: {', '.join(systems())}")
    module = importlib.import_module(f"parsers.boards.{system}")
    for name, default in _OPTIONAL.items():
        vars(module).setdefault(name, default)
    return cast("Board", module)


def recognised(parsed: Parsed, known: Collection[bytes]) -> Parsed:
    """Return the answer with the items whose digest is in `known` counted as known, not as items."""
    fresh = tuple(item for item in parsed.items if item.digest not in known)
    seen = [item for item in parsed.items if item.digest in known]
    return replace(
        parsed,
        items=fresh,
        known=(*parsed.known, *(item.digest for item in seen)),
        known_ids=(*parsed.known_ids, *(item.native_id or "" for item in seen)),
    )


def about(system: str) -> str:
    """Return the docstring of a board file: what the system is and where the facts come from."""
    return (importlib.import_module(f"parsers.boards.{system}").__doc__ or "").strip()


def recognise(url: str) -> tuple[str, str, str | None] | None:
    """Return (system, tenant, origin) of the first system that knows the careers address `url`."""
    for system in systems():
        found = load(system).tenant_of(url)
        if found is not None:
            return system, *found
    return None

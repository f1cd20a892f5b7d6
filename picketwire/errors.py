"""The errors of Picketwire: one root, one line each, and they say what to do.

PicketwireError
├── ConfigError       something in config/, the environment or the command line (exit 2)
├── ArchiveError      the archive cannot be opened, read or written (exit 3)
│   └── ArchiveBusy   another process holds the writer lock
├── FetchError        a request got no usable answer; has `outcome`
└── ParseError        a document cannot be read; reported by a parser as a problem, not raised
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.records import Outcome

if TYPE_CHECKING:
    from datetime import timedelta

    from picketwire.records import Exchange


class PicketwireError(Exception):
    """Root of all errors that Picketwire raises on purpose; `str()` is one line for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigProblem:
    """One thing wrong in a configuration file, with its place (line and column from 1)."""

    file: str
    line: int
    column: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}"


class ConfigError(PicketwireError):
    """The configuration cannot be used; carries every problem found, not just the first."""

    def __init__(self, problems: tuple[ConfigProblem, ...] | str) -> None:
        self.problems = () if isinstance(problems, str) else problems
        super().__init__(problems if isinstance(problems, str) else "\n".join(map(str, problems)))


class ArchiveError(PicketwireError):
    """The archive cannot be opened, read or written."""


class ArchiveBusy(ArchiveError):  # noqa: N818 -- a state of the world, not a defect
    """Another process holds the writer lock of the archive."""


class FetchError(PicketwireError):
    """A request got no usable answer.

    `outcome` says what that means for the source: `failed` (try again), `blocked` (refused by
    robots.txt, by the address guard or by the server), `gone` (410). `exchanges` are those that took
    place all the same, the last one last; `retry_after` is the pause that the server asked for.
    """

    def __init__(
        self,
        reason: str,
        *,
        url: str,
        outcome: Outcome = Outcome.FAILED,
        exchanges: tuple[Exchange, ...] = (),
        retry_after: timedelta | None = None,
    ) -> None:
        self.url = url
        self.outcome = outcome
        self.exchanges = exchanges
        self.retry_after = retry_after
        super().__init__(reason)


class ParseError(PicketwireError):
    """A document is not what it should be; `parsers.parse` turns it into a problem."""

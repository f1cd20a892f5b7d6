"""The one place where an archive is opened, for writing or for reading."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from picketwire.archive.lock import writer_lock
from picketwire.archive.schema.migrations import migrate, migrations
from picketwire.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SQLITE_VERSION: str = sqlite3.sqlite_version
_BUSY_MS = 60_000
# https://www.sqlite.org/releaselog/3_51_3.html: two connections that write or checkpoint can corrupt a WAL file.
_WAL_RESET_FIXED = {(3, 44): 6, (3, 50): 7}


def wal_reset_bug(version: str = SQLITE_VERSION) -> bool:
    """Whether a SQLite version has the WAL-reset bug (3.7.0 to 3.51.2, but for two fixed lines)."""
    major, minor, patch = (int(n) for n in version.split(".")[:3])
    fixed = _WAL_RESET_FIXED.get((major, minor))
    if fixed is not None and patch >= fixed:
        return False
    return (3, 7, 0) <= (major, minor, patch) <= (3, 51, 2)


@contextmanager
def open_writer(
    path: Path, *, wait: bool = True, on_wait: Callable[[str], None] | None = None
) -> Iterator[Database]:
    """Open an archive for writing under the writer lock, created and migrated as needed.

    Raises ArchiveBusy (another process writes and `wait` is false) or ArchiveError.
    """
    with writer_lock(path, wait=wait, on_wait=on_wait), archive_errors(path):
        connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_MS / 1000)
        try:
            for pragma in (
                "journal_mode = WAL",
                "synchronous = FULL",
                "foreign_keys = ON",
                f"busy_timeout = {_BUSY_MS}",
            ):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("PRAGMA cache_size = -65536")  # 64 MiB
            database = Database(connection, execute_plugins=False)
            _refuse_newer(database, path)
            migrate(database)
            yield database
        finally:
            connection.close()


def _refuse_newer(database: Database, path: Path) -> None:
    known = {m.name for m in migrations._migrations}  # the library has no public list
    unknown = [m.name for m in migrations.applied(database) if m.name not in known]
    if unknown:
        raise ArchiveError(f"{path} was written by a newer Picketwire (it has {unknown[0]}); update this one")


@contextmanager
def transaction(database: Database) -> Iterator[None]:
    """Run one short writing transaction that takes the write lock at its start (`BEGIN IMMEDIATE`)."""
    connection = database.conn
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def open_reader(path: Path) -> Iterator[Any]:
    """Open an archive for reading only: a DB-API connection with rows by name that writers do not hinder."""
    if not path.exists():
        raise ArchiveError(f"there is no archive at {path}; `picketwire run` makes one")
    with archive_errors(path):
        connection = sqlite3.connect(f"file:{quote_path(path)}?mode=ro", uri=True, timeout=_BUSY_MS / 1000)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            yield connection
        finally:
            connection.close()


@contextmanager
def open_reading(path: Path) -> Iterator[Database]:
    """Open an archive for reading only, for what the pipeline works out without keeping it."""
    with open_reader(path) as connection:
        yield Database(connection, execute_plugins=False)


def quote_path(path: Path) -> str:
    """Escape a file path for a SQLite `file:` address."""
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


@contextmanager
def archive_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one sentence that names the archive and says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{path}: {explain(str(error))}") from error


def explain(message: str) -> str:
    """Put SQLite's words into ours, with the way out."""
    for words, meaning in _MEANINGS.items():
        if words in message:
            return f"{meaning} ({message})"
    return message


_MEANINGS = {
    "disk is full": "no space left on the disk; nothing already stored is lost: make room and run again",
    "readonly": "the file or its folder cannot be written; check its owner and permissions",
    "unable to open": "cannot be opened; check that its folder exists and may be read and written",
    "malformed": "the file is damaged; stop writing, keep a copy and restore a backup",
    "not a database": "this is no SQLite file",
    "locked": "another program holds a lock on it for longer than a minute",
    "no such table": "this is no Picketwire archive, or an older one, which `picketwire link` brings up to date",
    "no such column": "this archive is an older one; `picketwire link` brings it up to date",
}

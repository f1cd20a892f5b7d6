"""One writer at a time: a kernel lock on a file beside the archive, which dies with its owner."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from picketwire.errors import ArchiveBusy, ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def lock_path(archive: Path) -> Path:
    """Return the path of the lock file of an archive."""
    return archive.with_name(archive.name + ".lock")


@contextmanager
def writer_lock(
    archive: Path,
    *,
    wait: bool = True,
    timeout: float | None = None,
    on_wait: Callable[[str], None] | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Hold the writer lock; `timeout` in seconds bounds the wait (None: for ever).

    Raises ArchiveBusy when another process holds it and `wait` is false or the time is up. The file
    names the holder's process id for people; the lock itself is the kernel's (`flock`), so that it
    ends with its owner however that ends.
    """
    path = lock_path(archive)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise ArchiveError(f"cannot open the lock file {path}: {error.strerror}") from error
    try:
        if not _try(handle):
            holder = os.pread(handle, 32, 0).decode(errors="replace").strip() or "unknown"
            if not wait:
                raise ArchiveBusy(f"{archive} is being written by process {holder}")
            if on_wait:
                on_wait(holder)
            _wait(handle, archive, holder, timeout, pause)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _try(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(
    handle: int, archive: Path, holder: str, timeout: float | None, pause: Callable[[float], None]
) -> None:
    end = None if timeout is None else time.monotonic() + timeout
    while not _try(handle):
        if end is not None and time.monotonic() > end:
            raise ArchiveBusy(f"{archive} was still being written by process {holder} after {timeout:.0f} s")
        pause(0.1)

"""Keep every answer as it came, before anybody reads it, in WARC files that other tools can open.

A run writes files of its own, `warc/YYYY/MM/DD/<time>-<pid>-<n>.warc.gz` below the archive's folder.
An exchange is two records, written at once: the *response*, with its headers as received and its body
as it came over the wire (content coding kept, chunked framing undone and its header renamed), and right
behind it the *request*. A body that was kept before becomes a *revisit* that names the first one's file
and offset. `warc_reading.read_record` turns them into documents again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Self

from picketwire.errors import ArchiveError
from picketwire.fetching import warc_records
from picketwire.fetching.warc_records import Original
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from picketwire.fetching.results import Answer

_FULL = 2**30  # bytes, after which a further file is begun


class Place(NamedTuple):
    """Where a record is: the file relative to the archive's folder, and the offset of its gzip member."""

    file: str
    offset: int


class WarcSink:
    """Appends answers to the WARC files of one run; nothing is created before the first answer.

    `earlier` may look up the SHA-256 of a body (hex, as on the wire) among the exchanges of former
    runs, so that what was kept then is not kept again. Every method raises ArchiveError with the
    reason (a full disk, no right to write) where an answer cannot be kept.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        agent: str = "Picketwire",
        earlier: Callable[[str], tuple[str, int] | None] | None = None,
        full: int = _FULL,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._agent = agent
        self._earlier = earlier
        self._full = full
        self._originals: dict[str, Original] = {}
        self._descriptor: int | None = None
        self._file = ""
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep(self, answer: Answer) -> Place:
        """Write an answer and its request, hand them to the operating system, and say where they are."""
        original = self._original(answer)
        name = warc_records.record_id()
        if original:
            record = warc_records.revisit(answer, name, original)
        else:
            record = warc_records.response(answer, name)
        place = self._append(record + warc_records.request(answer, name))
        if not original and answer.wire and not answer.truncated:
            self._originals[answer.sha256] = Original(
                record=name, url=answer.request.url, date=instant(answer.received), **place._asdict()
            )
        return place

    def close(self) -> None:
        """Force what was written onto the disk and close the file; the sink may be used again."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        try:
            os.fsync(descriptor)
        except OSError as error:
            raise self._unkept(error) from error
        finally:
            os.close(descriptor)

    def _original(self, answer: Answer) -> Original | None:
        """Find the record that holds this very body, in this run or an earlier one."""
        if not answer.wire or answer.truncated:
            return None
        if answer.sha256 not in self._originals and self._earlier:
            place = self._earlier(answer.sha256)
            original = _look_up(self._folder, Place(*place), answer.sha256) if place else None
            if original:
                self._originals[answer.sha256] = original
        return self._originals.get(answer.sha256)

    def _append(self, records: bytes) -> Place:
        try:
            if self._descriptor is None or self._size >= self._full:
                self._begin_file()
            place = Place(self._file, self._size)
            self._write(records)
        except OSError as error:
            raise self._unkept(error) from error
        return place

    def _begin_file(self) -> None:
        self.close()
        now = self._clock()
        folder = self._folder / f"warc/{now:%Y/%m/%d}"
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(10_000):
            path = folder / f"{now:%Y%m%dT%H%M%SZ}-{os.getpid()}-{number}.warc.gz"
            with suppress(FileExistsError):
                self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
                break
        self._file = path.relative_to(self._folder).as_posix()
        self._size = 0
        self._write(warc_records.warcinfo(path.name, self._agent, now))

    def _write(self, data: bytes) -> None:
        """Append all of `data` or nothing, so that a full disk leaves a file that can be read."""
        descriptor, rest = self._descriptor, memoryview(data)
        if descriptor is None:
            raise FileNotFoundError(f"no name is free for a new file beside {self._file}")
        try:
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        except OSError:
            with suppress(OSError):
                os.ftruncate(descriptor, self._size)
                os.lseek(descriptor, self._size, os.SEEK_SET)
            raise
        self._size += len(data)

    def _unkept(self, error: OSError) -> ArchiveError:
        where = self._folder / "warc"
        return ArchiveError(f"answers cannot be kept in {where}: {error.strerror or error}")


def _look_up(folder: Path, place: Place, sha256: str) -> Original | None:
    # Imported here: warcio costs 0.1 s, and a run without repeated bodies does without it.
    from picketwire.fetching.warc_reading import find_original  # noqa: PLC0415 -- see above

    try:
        return find_original(folder, place.file, place.offset, sha256)
    except ArchiveError:
        return None  # the file is gone or damaged: the body is kept anew

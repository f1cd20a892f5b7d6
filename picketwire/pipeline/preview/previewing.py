"""Say what linking would change, on a copy of the archive: by the facts in config/, new items and verdicts.

The copy is taken in one step that hinders nobody, so that polls go on meanwhile. The archive itself is only
read: not even the facts of the configuration get into it.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils.utils import sqlite3

from picketwire.archive import links, snapshot
from picketwire.archive.opening import open_reader, open_writer
from picketwire.errors import ArchiveError
from picketwire.pipeline.link import link
from picketwire.pipeline.prepare import prepare
from picketwire.pipeline.preview.facts import told
from picketwire.pipeline.preview.samples import Causes, Describing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.archive.snapshot import Difference
    from picketwire.linkage import LinkReport
    from picketwire.pipeline.preview.samples import Sample
    from picketwire.settings.load import Config

_ROOM = 2  # times the archive: linking anew rewrites much of the copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What linking would change: rows by kind, a few of each in words, and facts that are not the same."""

    report: LinkReport
    facts: tuple[str, ...]
    differences: Mapping[str, Difference]
    samples: Mapping[str, tuple[Sample, ...]]

    @property
    def changes(self) -> bool:
        """Whether any row that linking derives would change."""
        return any(self.differences.values())


def preview(config: Config, *, now: datetime, everything: bool = False, samples: int = 5) -> Preview:
    """Do what `picketwire link` would do, and say what came of it; nothing is written.

    Up to `samples` changes of each kind and direction are put into words. Raises ArchiveError where there
    is no archive, or no room for a copy.
    """
    with _copy(config.settings.archive) as db:
        snapshot.remember(db)
        waiting, before = set(links.unlinked(db)), links.organizations(db)
        prepare(db, config, now)
        report = link(db, now=now, everything=everything, confirm=config.settings.strikes)
        found = snapshot.compare(db)
        facts = told(found)
        describing = Describing(db, Causes(facts, waiting, before, links.organizations(db)))
        return Preview(
            report=report,
            facts=tuple(fact.text for fact in facts),
            differences={kind: found[kind] for kind in snapshot.DERIVED},
            samples={
                kind: describing.samples(kind, found[kind], samples)
                for kind in snapshot.DERIVED
                if found[kind]
            },
        )


@contextmanager
def _copy(archive: Path) -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="picketwire-preview-") as folder:
        path = Path(folder) / "copy.sqlite"
        with open_reader(archive) as connection:
            _want_room(archive, path.parent)
            with closing(sqlite3.connect(path)) as copy:
                connection.backup(copy)
        with open_writer(path) as db:
            db.conn.execute("PRAGMA synchronous = OFF")  # nobody needs it after a crash
            yield db


def _want_room(archive: Path, folder: Path) -> None:
    files = (archive, archive.with_name(f"{archive.name}-wal"))
    needed = _ROOM * sum(file.stat().st_size for file in files if file.exists())
    if shutil.disk_usage(folder).free < needed:
        raise ArchiveError(
            f"no room for a preview: a copy of {archive} needs {needed / 2**20:,.0f} MB in {folder.parent}; "
            "the environment variable TMPDIR can name another folder"
        )

"""Open the archive for writing from a flow that can still be cancelled while another process writes."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING

from prefect.logging import get_run_logger

from picketwire.archive.opening import open_writer
from picketwire.errors import ArchiveBusy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlite_utils.db import Database

PATIENCE = 600.0  # seconds that a run waits for its turn
_PAUSE = 0.5  # seconds between two tries


@asynccontextmanager
async def writing(archive: Path, *, patience: float = PATIENCE) -> AsyncIterator[Database]:
    """Open the archive for writing when no other process does; ArchiveBusy after `patience` seconds.

    The archive's own wait would block the event loop: here a run can be cancelled while it waits.
    """
    with ExitStack() as stack:
        yield await _enter(stack, archive, monotonic() + patience)


async def _enter(stack: ExitStack, archive: Path, end: float) -> Database:
    said = False
    while True:
        try:
            return stack.enter_context(open_writer(archive, wait=False))
        except ArchiveBusy as busy:
            if monotonic() >= end:
                raise
            if not said:
                get_run_logger().info("waiting: %s", busy)
                said = True
            await asyncio.sleep(_PAUSE)

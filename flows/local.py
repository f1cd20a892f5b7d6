"""Server, UI, schedules and runner for one machine: everything that `picketwire serve` starts and ends."""

from __future__ import annotations

import asyncio
import fcntl
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flows import environment, lifetime
from flows.server import running_server
from picketwire.errors import PicketwireError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import timedelta
    from pathlib import Path

DEPLOYMENT = "poll/poll"


def serve(
    folder: Path,
    *,
    port: int = environment.PORT,
    every: timedelta,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Run until SIGINT or SIGTERM: a Prefect server on loopback `port`, its UI, and polls on a schedule.

    `folder` takes Prefect's own files; `every` is the time between two polls of whatever is due. The
    server is a process of its own that dies with this one, however this one ends. PicketwireError if
    the folder or the port is in use, or the server does not come up.
    """
    environment.prepare(**environment.home(folder), **environment.server(port))
    lifetime.announce()
    folder.mkdir(parents=True, exist_ok=True)
    with _sigterm_as_exit(), _only_one(folder), running_server(folder / "server.log", port):
        from flows.deployments import serve_deployments  # noqa: PLC0415 -- imports Prefect

        asyncio.run(serve_deployments(every, lambda: on_ready and on_ready(f"http://127.0.0.1:{port}")))


@contextmanager
def _sigterm_as_exit() -> Iterator[None]:
    """Let SIGTERM unwind this process in an orderly way until Prefect's runner takes the signal over."""

    def leave(number: int, frame: object) -> None:  # noqa: ARG001 -- a signal handler's signature
        sys.exit(0)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold a lock on Prefect's folder: a second server there would take the first one's runs for dead."""
    with (folder / "serve.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PicketwireError(
                f"another `picketwire serve` is running on {folder}; end it first"
            ) from None
        yield

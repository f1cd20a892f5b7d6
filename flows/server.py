"""A Prefect server on loopback as a process of its own, which cannot outlive the process that started it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from flows.lifetime import end_with
from picketwire.errors import PicketwireError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START_SECONDS = 180
_STOP_SECONDS = 15


@contextmanager
def running_server(log: Path, port: int) -> Iterator[None]:
    """Run `prefect server` until the block ends; it is healthy when the block begins.

    The environment must be prepared (flows.environment). Its output goes to `log`, that of the time
    before to a second file. PicketwireError if the port is taken or the server does not come up.
    """
    _refuse_taken(port)
    if log.exists():
        log.replace(log.with_suffix(".old.log"))
    process = _start(log)
    try:
        asyncio.run(_wait_until_healthy(process, log))
        yield
    finally:
        _end(process)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # ports in TIME_WAIT are free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PicketwireError(
                f"port {port} on 127.0.0.1 cannot be used ({error.strerror}): "
                "end what listens there, or choose another with --port"
            ) from error


def _start(log: Path) -> subprocess.Popen[bytes]:
    parent = os.getpid()
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches us first, so that runs end before their server does
            preexec_fn=lambda: _in_child(parent),  # noqa: PLW1509 -- no thread runs yet
        )


def _in_child(parent: int) -> None:
    """Hear SIGINT even as a shell's background job: Prefect passes SIGTERM on as SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    end_with(parent, signal.SIGTERM)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


async def _wait_until_healthy(process: subprocess.Popen[bytes], log: Path) -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415 -- only after the environment is set

    async with get_client() as client:
        for _ in range(_START_SECONDS * 2):
            if process.poll() is not None:
                raise PicketwireError(
                    f"the Prefect server ended at once (exit code {process.returncode}); see {log}"
                )
            if await client.api_healthcheck() is None:
                return
            await asyncio.sleep(0.5)
    raise PicketwireError(f"the Prefect server did not answer within {_START_SECONDS} s; see {log}")

"""Server, UI, schedules and runner for one machine: everything that `picketwire serve` starts and ends."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flows import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import timedelta
    from pathlib import Path

_PR_SET_PDEATHSIG = 1  # prctl(2)
_START_SECONDS = 120
_STOP_SECONDS = 15
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
    server is a process of its own that dies with this one, however this one ends. RuntimeError if
    it does not come up.
    """
    address = environment.server(port)
    environment.prepare(**environment.home(folder), **address)
    folder.mkdir(parents=True, exist_ok=True)
    with _server(folder / "server.log") as process:
        asyncio.run(_wait_until_healthy(process))
        asyncio.run(_crash_leftovers())
        if on_ready:
            on_ready(f"http://127.0.0.1:{port}")
        _run_deployments(every)


def _run_deployments(every: timedelta) -> None:
    from prefect import serve as serve_deployments  # noqa: PLC0415 -- only after the environment is set
    from prefect.flows import EntrypointType  # noqa: PLC0415
    from prefect.schedules import Interval  # noqa: PLC0415

    from flows.link import link  # noqa: PLC0415
    from flows.poll import poll  # noqa: PLC0415

    by_module: dict[str, Any] = {"entrypoint_type": EntrypointType.MODULE_PATH}
    deployments = [
        poll.to_deployment(name="poll", schedule=Interval(every, slug="due"), **by_module),
        link.to_deployment(name="link", **by_module),
    ]
    # The core's own lock lets one poll write at a time; a limit of Prefect's would outlive a crash.
    serve_deployments(*deployments, limit=2, pause_on_shutdown=False)  # type: ignore[arg-type]


@contextmanager
def _server(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start `prefect server`, and end it whatever happens."""
    parent = os.getpid()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches us first, so that runs end before their server does
            preexec_fn=lambda: _die_with_parent(parent),  # noqa: PLW1509 -- no thread runs yet
        )
    try:
        yield process
    finally:
        _end(process)


def _die_with_parent(parent: int) -> None:
    """Ask the kernel to end this process when its parent ends, even by SIGKILL (Linux)."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


async def _wait_until_healthy(process: subprocess.Popen[bytes]) -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415

    async with get_client() as client:
        for _ in range(_START_SECONDS * 2):
            if process.poll() is not None:
                raise RuntimeError(f"the Prefect server ended at once (exit code {process.returncode})")
            if await client.api_healthcheck() is None:
                return
            await asyncio.sleep(0.5)
    raise RuntimeError(f"the Prefect server did not answer within {_START_SECONDS} s")


async def _crash_leftovers() -> None:
    """Mark runs that an earlier, killed server left Pending or Running as Crashed: nobody is running them."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.client.schemas.filters import FlowRunFilter  # noqa: PLC0415
    from prefect.client.schemas.objects import StateType  # noqa: PLC0415
    from prefect.states import Crashed  # noqa: PLC0415

    unfinished = [StateType.PENDING.value, StateType.RUNNING.value, StateType.CANCELLING.value]
    wanted = FlowRunFilter.model_validate({"state": {"type": {"any_": unfinished}}})
    async with get_client() as client:
        for run in await client.read_flow_runs(flow_run_filter=wanted, limit=200):
            state: Any = Crashed(message="left over from a server that is gone")
            await client.set_flow_run_state(run.id, state, force=True)

"""Server, UI, schedules and runner for one machine: everything that `picketwire serve` starts and ends."""

from __future__ import annotations

import asyncio
import fcntl
import signal
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flows import environment
from flows.server import running_server
from picketwire.errors import PicketwireError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from prefect import Runner

DEPLOYMENT = "poll/poll"
_FIRST = timedelta(seconds=5)  # from the start to the first poll
_RUNS = 2  # at a time: one polls, another can wait for the archive or link it


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
    folder.mkdir(parents=True, exist_ok=True)
    with _sigterm_as_exit(), _only_one(folder), running_server(folder / "server.log", port):
        asyncio.run(_crash_leftovers())
        runner = _runner(every)
        if on_ready:
            on_ready(f"http://127.0.0.1:{port}")
        asyncio.run(runner.start())


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


def _runner(every: timedelta) -> Runner:
    """Make the deployments and what will run them; the first poll is due within seconds."""
    from prefect import Runner  # noqa: PLC0415 -- only after the environment is set
    from prefect.flows import EntrypointType  # noqa: PLC0415
    from prefect.schedules import Interval  # noqa: PLC0415

    from flows.link import link  # noqa: PLC0415
    from flows.poll import poll  # noqa: PLC0415

    # A scheduled poll leaves when another one is at work: it would find nothing due afterwards.
    options = {"options": {"wait": False}}
    schedule = Interval(every, anchor_date=datetime.now(UTC) + _FIRST, slug="due", parameters=options)
    by_module: dict[str, Any] = {"entrypoint_type": EntrypointType.MODULE_PATH}
    # The core's own lock lets one run write at a time; a limit of Prefect's would outlive a crash.
    runner = Runner(limit=_RUNS, pause_on_shutdown=False)
    runner.add_deployment(poll.to_deployment(name="poll", schedule=schedule, **by_module))
    runner.add_deployment(link.to_deployment(name="link", **by_module))
    return runner


async def _crash_leftovers() -> None:
    """Mark runs that an earlier, killed `serve` left unfinished as Crashed: nobody is running them."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415 -- as above
    from prefect.client.schemas.filters import FlowRunFilter  # noqa: PLC0415
    from prefect.client.schemas.objects import StateType  # noqa: PLC0415
    from prefect.states import Crashed  # noqa: PLC0415

    unfinished = [StateType.PENDING.value, StateType.RUNNING.value, StateType.CANCELLING.value]
    wanted = FlowRunFilter.model_validate({"state": {"type": {"any_": unfinished}}})
    crashed: Any = Crashed(message="left over from a `picketwire serve` that is gone")
    async with get_client() as client:
        while runs := await client.read_flow_runs(flow_run_filter=wanted, limit=200):
            for run in runs:
                await client.set_flow_run_state(run.id, crashed, force=True)

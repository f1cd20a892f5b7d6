"""The deployments that `picketwire serve` makes, and the runner that runs them on this machine."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import StateType
from prefect.flows import EntrypointType
from prefect.runner import Runner
from prefect.schedules import Interval
from prefect.states import Cancelled, Crashed

from flows.link import link
from flows.poll import poll
from flows.retag import retag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prefect.client.schemas.objects import FlowRun

_FIRST = timedelta(seconds=5)  # from the start to the first poll
_RUNS = 2  # at a time: one polls, another can wait for the archive


async def serve_deployments(every: timedelta, on_ready: Callable[[], object]) -> None:
    """Make the deployments, and run what is due or triggered until cancelled; a first poll is due at once."""
    await _end(await _unfinished(), Crashed(message="left over from a `picketwire serve` that is gone"))
    await _end(await _missed(), Cancelled(message="missed: `picketwire serve` was not running"))
    runner = await _runner(every)
    on_ready()
    try:
        await runner.start()
    finally:
        with suppress(httpx.HTTPError):  # the server may be gone first
            await _end(await _unfinished(), Cancelled(message="`picketwire serve` was ended"))


async def _runner(every: timedelta) -> Runner:
    # A scheduled poll leaves when another one is at work: it would find nothing due afterwards.
    options = {"options": {"wait": False}}
    schedule = Interval(every, anchor_date=datetime.now(UTC) + _FIRST, slug="due", parameters=options)
    by_module: dict[str, Any] = {"entrypoint_type": EntrypointType.MODULE_PATH}
    # The core's own lock lets one run write at a time; a limit of Prefect's would outlive a crash.
    runner = Runner(limit=_RUNS, pause_on_shutdown=False)
    await runner.aadd_deployment(await poll.ato_deployment(name="poll", schedule=schedule, **by_module))
    await runner.aadd_deployment(await link.ato_deployment(name="link", **by_module))
    await runner.aadd_deployment(await retag.ato_deployment(name="retag", **by_module))
    return runner


async def _unfinished() -> list[FlowRun]:
    """Find runs that count as alive."""
    return await _find(state=(StateType.PENDING, StateType.RUNNING, StateType.CANCELLING))


async def _missed() -> list[FlowRun]:
    """Find what the schedule planned for a time of standstill: one poll now does the work of all of them."""
    past = await _find(state=(StateType.SCHEDULED,), expected_start_time={"before_": datetime.now(UTC)})
    return [run for run in past if run.auto_scheduled]  # what somebody triggered still waits for its turn


async def _find(*, state: Sequence[StateType], **more: Any) -> list[FlowRun]:
    wanted = {"state": {"type": {"any_": [each.value for each in state]}}, **more}
    async with get_client() as client:
        return await client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(wanted), limit=200)


async def _end(runs: Sequence[FlowRun], state: Any) -> None:
    """Put runs that nobody runs into a final state."""
    async with get_client() as client:
        for run in runs:
            await client.set_flow_run_state(run.id, state, force=True)

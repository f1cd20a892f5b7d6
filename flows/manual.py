"""Start a poll by hand through a deployment, wait for it, and say how it ended."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter
from prefect.deployments import arun_deployment

from flows.local import DEPLOYMENT

_ATTEMPTS = 5  # the first requests to a server that has just started may be refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a run that was started by hand ended; `summary` is the text of its artifact, None if there is none."""

    name: str
    state: str
    completed: bool
    message: str | None
    summary: str | None


async def start(options: dict[str, Any], *, deployment: str = DEPLOYMENT, timeout: float | None) -> Finished:
    """Start `deployment` with these poll options; wait `timeout` seconds for its end (0: do not wait)."""
    run = await _start(deployment, options, timeout)
    state = run.state
    return Finished(
        name=run.name,
        state=state.name if state else "unknown",
        completed=bool(state and state.is_completed()),
        message=state.message if state else None,
        summary=await _summary(run.id) if timeout != 0 else None,
    )


async def _start(deployment: str, options: dict[str, Any], timeout: float | None) -> Any:
    from prefect.exceptions import PrefectHTTPStatusError  # noqa: PLC0415 -- beside its only use

    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return await arun_deployment(
                deployment, parameters={"options": options}, timeout=timeout, poll_interval=1
            )
        except PrefectHTTPStatusError as error:
            if attempt == _ATTEMPTS or error.response.status_code < 500:
                raise
            await asyncio.sleep(attempt)
    raise AssertionError("unreachable")


async def _summary(run: object) -> str | None:
    wanted = ArtifactFilter.model_validate(
        {"flow_run_id": {"any_": [run]}, "key": {"any_": ["poll-summary"]}}
    )
    async with get_client() as client:
        artifacts = await client.read_artifacts(artifact_filter=wanted)
    return str(artifacts[0].data) if artifacts else None

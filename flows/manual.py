"""Start a poll by hand through its deployment, wait for it, and say how it ended."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter
from prefect.deployments import arun_deployment
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.settings import get_current_settings

from flows.artifacts import SUMMARY
from flows.local import DEPLOYMENT
from picketwire.errors import PicketwireError

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.schemas.objects import FlowRun

_ATTEMPTS = 5  # a server that has just started, or whose database is busy, refuses requests with 5xx


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a run that was started by hand ended; `summary` is the text of its artifact, if there is one."""

    name: str
    state: str
    completed: bool
    message: str | None
    summary: str | None


async def start(options: dict[str, Any], *, deployment: str = DEPLOYMENT, timeout: float | None) -> Finished:
    """Start `deployment` with these poll options, and wait `timeout` seconds for its end.

    No `timeout` waits for ever, 0 not at all. PicketwireError if no server answers, or it does not
    know the deployment.
    """
    try:
        run = await _run(deployment, options, timeout)
        summary = await _summary(run.id) if timeout != 0 else None
    except httpx.TransportError as error:
        api = get_current_settings().api.url
        raise PicketwireError(
            f"no Prefect server answers at {api}; start one with `picketwire serve`"
        ) from error
    except ObjectNotFound as error:
        raise PicketwireError(
            f"the Prefect server has no deployment {deployment}; `picketwire serve` makes it"
        ) from error
    state = run.state
    return Finished(
        name=run.name,
        state=state.name if state and state.name else "unknown",
        completed=bool(state and state.is_completed()),
        message=state.message if state else None,
        summary=summary,
    )


async def _run(deployment: str, options: dict[str, Any], timeout: float | None) -> FlowRun:
    key = str(uuid4())  # however often we ask, one run
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return await arun_deployment(
                deployment,
                parameters={"options": options},
                timeout=timeout,
                poll_interval=1,
                idempotency_key=key,
            )
        except PrefectHTTPStatusError as error:
            if attempt == _ATTEMPTS or error.response.status_code < 500:
                raise
            await asyncio.sleep(attempt)
    raise AssertionError("unreachable")


async def _summary(run: UUID) -> str | None:
    wanted = ArtifactFilter.model_validate({"flow_run_id": {"any_": [run]}, "key": {"any_": [SUMMARY]}})
    async with get_client() as client:
        artifacts = await client.read_artifacts(artifact_filter=wanted)
    return str(artifacts[0].data) if artifacts else None

"""What deploy/ says is true: every entry point loads, and what is told to Prefect is told once."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from flows import environment

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DEPLOYMENTS = yaml.safe_load((DEPLOY / "prefect.yaml").read_text())["deployments"]


@pytest.mark.parametrize("entrypoint", [d["entrypoint"] for d in DEPLOYMENTS])
def test_every_entry_point_loads_strictly(entrypoint: str) -> None:
    """`prefect deploy` takes a placeholder for a flow that cannot be loaded, and says nothing."""
    from prefect.flows import load_flow_from_entrypoint

    assert "/" not in entrypoint, "a file's folder would stay at the front of sys.path"
    flow: Any = load_flow_from_entrypoint(entrypoint, use_placeholder_flow=False)
    assert flow.name == entrypoint.rpartition(".")[2]


def test_every_schedule_has_a_name_and_every_parameter_is_one_of_the_flow() -> None:
    from prefect.flows import load_flow_from_entrypoint

    for deployment in DEPLOYMENTS:
        flow: Any = load_flow_from_entrypoint(deployment["entrypoint"], use_placeholder_flow=False)
        for schedule in deployment["schedules"]:
            assert schedule["slug"]
            flow.validate_parameters(schedule.get("parameters", {}))


def test_the_form_of_a_manual_run_knows_every_option_and_refuses_others() -> None:
    """A return annotation that cannot be resolved turns the form into one untyped box."""
    from flows.poll import poll

    schema = poll.parameters.definitions["PollOptions"]
    assert set(schema["properties"]) == {"sources", "groups", "everything", "dry_run", "wait", "at"}
    assert all(field["description"] for field in schema["properties"].values())
    assert schema["additionalProperties"] is False


def test_prefect_env_says_what_flows_say_by_themselves() -> None:
    lines = (DEPLOY / "prefect.env").read_text().splitlines()
    told = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert told == environment.DEFAULTS | environment.server(environment.PORT)


def test_the_automation_is_one_that_prefect_takes() -> None:
    from prefect.events.schemas.automations import AutomationCore

    automation = AutomationCore.model_validate(yaml.safe_load((DEPLOY / "automations.yaml").read_text()))
    beats = int(environment.DEFAULTS["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"])
    assert automation.trigger.within.total_seconds() == 3 * beats  # type: ignore[union-attr]


def test_deploy_sh_is_a_shell_script() -> None:
    subprocess.run(["sh", "-n", str(DEPLOY / "deploy.sh")], check=True)


def test_no_flow_file_is_called_like_a_module_that_somebody_imports() -> None:
    """Whoever loads a flow by its file puts flows/ at the front of sys.path."""
    names = {path.stem for path in (ROOT / "flows").glob("*.py")} - {"__init__"}
    taken = {*sys.stdlib_module_names, *packages_distributions(), "picketwire", "parsers", "flows", "tests"}
    assert not names & taken


def test_the_commands_that_use_prefect_can_be_imported_without_it() -> None:
    code = "import picketwire.cli.prefect, flows.local, sys; sys.exit('prefect' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)

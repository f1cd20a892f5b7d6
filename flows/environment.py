"""What Prefect must be told before it is imported: where it lives, and that it calls nobody."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PORT = 4200
# Prefect reads its settings from the environment when it is imported; what the user has set wins.
DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",  # its pages ask an outside host for settings; those of V1 do not
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_RUNNER_POLL_FREQUENCY": "2",
    "PREFECT_WORKER_QUERY_SECONDS": "5",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}


def home(folder: Path) -> dict[str, str]:
    """Return the settings that keep Prefect's own files under `folder`."""
    place = folder.absolute()
    return {"PREFECT_HOME": str(place), "PREFECT_LOCAL_STORAGE_PATH": str(place / "storage")}


def server(port: int) -> dict[str, str]:
    """Return the settings of a server on loopback and of everything that talks to it.

    The server's own port must be set too: its pages ask whatever address that setting gives.
    """
    return {
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_UI_API_URL": f"http://127.0.0.1:{port}/api",
    }


def prepare(**settings: str) -> None:
    """Put the defaults, and `settings` over them, into the environment; call before importing Prefect."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    os.environ.update(settings)

"""No process outlives the one that started it, and no two serves share a folder or a port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from flows.local import _only_one
from flows.server import running_server
from picketwire.errors import PicketwireError
from tests.flows.processes import alive

if TYPE_CHECKING:
    from pathlib import Path

CHILD = """
import os, signal, sys, time
from flows.lifetime import end_with
end_with(int(sys.argv[1]), signal.SIGKILL)
print(os.getpid(), flush=True)
time.sleep(60)
"""
PARENT = f"""
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {CHILD!r}, str(os.getpid())])
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_a_process_ends_with_its_parent_even_if_that_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert alive([child]) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_a_process_whose_parent_is_gone_already_does_not_begin() -> None:
    not_its_parent = str(os.getppid())
    done = subprocess.run([sys.executable, "-c", CHILD, not_its_parent], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")


def test_a_port_that_is_taken_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(PicketwireError, match=f"port {port} .* cannot be used"),
            running_server(tmp_path / "log", port),
        ):
            pass
    assert not list(tmp_path.iterdir())


def test_a_second_serve_on_one_folder_is_refused(tmp_path: Path) -> None:
    with (
        _only_one(tmp_path),
        pytest.raises(PicketwireError, match="another `picketwire serve`"),
        _only_one(tmp_path),
    ):
        pass
    with _only_one(tmp_path):
        pass


def test_sigterm_before_the_runner_listens_unwinds_in_order() -> None:
    code = (
        "import os, signal\nfrom flows.local import _sigterm_as_exit\n"
        "with _sigterm_as_exit():\n"
        "    try:\n        os.kill(os.getpid(), signal.SIGTERM)\n"
        "    finally:\n        print('unwound')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "unwound\n")
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL

"""CPU seconds of a whole process tree, orphans included, as the kernel accounts them."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PR_SET_CHILD_SUBREAPER = 36  # prctl(2): what a child leaves behind becomes ours, so its time is counted


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of all processes of a command, wall seconds, peak MB of the largest."""

    cpu: float
    wall: float
    peak: float
    code: int


def measure(command: Sequence[str], environ: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end, every process it leaves behind included."""
    helper = [sys.executable, "-m", "tests.bench.processes", *command]
    done = subprocess.run(
        helper, env={**os.environ, **(environ or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-800:]}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def _watch(command: Sequence[str]) -> Cost:
    """Be the only parent: whatever the command leaves behind becomes a child of this process."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    cpu, peak, code = 0.0, 0, 0
    while True:
        try:
            pid, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss)
        if pid == process.pid:
            code = os.waitstatus_to_exitcode(status)
    if code not in {0, 1}:
        sys.exit(f"ended with {code}")
    return Cost(cpu=cpu, wall=time.monotonic() - started, peak=peak / 1024, code=code)


if __name__ == "__main__":
    print(json.dumps(asdict(_watch(sys.argv[1:]))))

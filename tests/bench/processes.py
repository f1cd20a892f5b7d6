"""CPU seconds of a whole process tree, orphans included, as the kernel accounts them."""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PR_SET_CHILD_SUBREAPER = 36  # prctl(2): what a child leaves behind becomes ours, so its time is counted


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command used: user and system seconds of all its processes, wall seconds, peak MB of the largest."""

    cpu: float
    wall: float
    peak: float
    code: int


def measure(command: Sequence[str], environ: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end, every process it leaves behind included."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    started = time.monotonic()
    process = subprocess.Popen(
        command, env={**os.environ, **(environ or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    error = process.stderr.read() if process.stderr else b""
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
    process.returncode = code
    if code not in {0, 1}:
        raise RuntimeError(f"{' '.join(command)} ended with {code}: {error.decode(errors='replace')[-800:]}")
    return Cost(cpu=cpu, wall=time.monotonic() - started, peak=peak / 1024, code=code)

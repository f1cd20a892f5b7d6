"""What is left of processes: a zombie that nobody has collected yet counts as gone."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """Return all processes below one."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()[1:]]
    found, below = [], [pid]
    while below:
        below = [child for child, parent in pairs if parent in below]
        found += below
    return found


def alive(pids: list[int], seconds: float = 15) -> list[int]:
    """Return those that are still there after a while."""
    end = time.monotonic() + seconds
    while (pids := [pid for pid in pids if _runs(pid)]) and time.monotonic() < end:
        time.sleep(0.1)
    return pids


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False

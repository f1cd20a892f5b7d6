"""Processes that cannot outlive the one that started them, however that one ends (Linux)."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)
_SERVED_BY = "PICKETWIRE_SERVED_BY"  # process id of the `picketwire serve` that a run belongs to


def end_with(parent: int, number: signal.Signals) -> None:
    """Have the kernel send this process a signal when its parent ends; leave at once if it has already."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(number))
    if os.getppid() != parent:
        os._exit(1)


def announce() -> None:
    """Tell the processes of runs that they belong to this one."""
    os.environ[_SERVED_BY] = str(os.getpid())


def end_with_server() -> None:
    """In the process of a run that `picketwire serve` started: end when that does.

    Nothing acknowledged is lost, because a source is stored in one transaction; a run that went on
    would try for minutes to report to a server that is gone.
    """
    if parent := os.environ.get(_SERVED_BY):
        end_with(int(parent), signal.SIGKILL)

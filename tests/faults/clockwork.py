"""Runs a module under the clock of a run: ``python -m tests.faults.clockwork CLOCK_FILE MODULE ARGUMENT...``

The module is untouched: time.time(), datetime.now() and their kin tell the clock of the run, in this process and in
those it forks, and follow when it is moved. Timers run by the monotonic clock, as on a machine whose clock is
set. Each process dies with the one that started it, and its database connections bear its number, so that the run
knows whom to kill.
"""

import ctypes
import os
import runpy
import signal
import sys
from pathlib import Path

import time_machine

# time_machine keeps the true clock here; its own travellers read it too.
from _time_machine import original_time_ns

from tests.faults.clock import Clock

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


class Follower(time_machine.Traveller):
    """A traveller whose distance from now stands in the clock file."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(0, None, tick=True)
        self._clock = clock

    def time_ns(self) -> int:
        """The true time and the distance, read at each call."""
        return original_time_ns() + self._clock.offset


def _begin() -> None:
    """In every process: die with the parent, sign the database connections."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.environ["PGAPPNAME"] = str(os.getpid())


if __name__ == "__main__":
    _begin()
    os.register_at_fork(after_in_child=_begin)
    time_machine.travel(0).start()
    time_machine.traveller_stack[-1] = Follower(Clock(Path(sys.argv[1])))
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)

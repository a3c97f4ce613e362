"""One launcher for a checkout at a time: it holds a lock that the system lets go of, whatever ends it."""

import fcntl
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.demo.places import RUN, RefusedError
from deploy.demo.processes import PATIENCE_SECONDS, identity
from deploy.demo.system import HOST, STOP_ORDER

LOCK = RUN / "launcher"
STOPPED_WITHIN_SECONDS = PATIENCE_SECONDS * len(STOP_ORDER)


@contextmanager
def only_launcher() -> Iterator[None]:
    """Be the launcher of this checkout, or refuse and name the one that is."""
    with LOCK.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            number = LOCK.read_text().split()[0]
            raise RefusedError(
                f"The demo of this folder is running already (process {number}). Ctrl-C stops it where it was "
                f"started; from here: kill {number}"
            ) from error
        lock.truncate(0)
        lock.write(identity(os.getpid()) or "")
        lock.flush()
        yield


def stop_running_launcher() -> None:
    """Ask a launcher that runs in this checkout to stop, and wait until it did."""
    with LOCK.open("a+") as lock:
        signal.alarm(STOPPED_WITHIN_SECONDS)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.kill(int(LOCK.read_text().split()[0]), signal.SIGTERM)
            fcntl.flock(lock, fcntl.LOCK_EX)
        signal.alarm(0)


def refuse_if_busy(port: int) -> None:
    """Refuse a port that another program listens on."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError as error:
            raise RefusedError(
                f"Port {port} is not free ({error.strerror}). Choose another: make demo PORT={port + 1}"
            ) from error

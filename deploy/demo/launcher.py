"""One launcher for a checkout at a time: it holds a lock that the system lets go of, whatever ends it."""

import fcntl
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from deploy.demo.places import RUN, RefusedError
from deploy.demo.processes import LOOK_AGAIN_SECONDS, PATIENCE_SECONDS, identity
from deploy.demo.system import HOST, STOP_ORDER

LOCK = RUN / "launcher"
STOPPED_WITHIN_SECONDS = PATIENCE_SECONDS * len(STOP_ORDER)
LAST_PORT = 65_535
NOT_STOPPED = (
    "The demo of this folder (process {holder}) did not stop within {seconds} seconds, and nothing was reset. "
    "End it where it was started, then try again: make demo-reset"
)


@contextmanager
def only_launcher() -> Iterator[None]:
    """Be the launcher of this checkout, or refuse and name the one that is."""
    with LOCK.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusedError(_running_already(_holder())) from error
        lock.truncate(0)
        lock.write(identity(os.getpid()) or "")
        lock.flush()
        yield


def stop_running_launcher() -> None:
    """Ask a launcher that runs in this checkout to stop, and wait until it did."""
    with LOCK.open("a+") as lock:
        deadline = time.monotonic() + STOPPED_WITHIN_SECONDS
        while not _is_free(lock):
            if time.monotonic() > deadline:
                raise RefusedError(NOT_STOPPED.format(holder=_holder() or "unknown", seconds=STOPPED_WITHIN_SECONDS))
            if asked := _holder():
                _ask_to_stop(asked)
            time.sleep(LOOK_AGAIN_SECONDS)


def _is_free(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder() -> int | None:
    """The process that wrote itself into the lock; None in the moment before it has."""
    written = LOCK.read_text().split()
    return int(written[0]) if written else None


def _ask_to_stop(number: int) -> None:
    """A polite kill; one that has just ended needs none. Asked twice it stops all the same."""
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGTERM)


def _running_already(number: int | None) -> str:
    if number is None:
        return "The demo of this folder is just being started. Ctrl-C stops it where it was started."
    return (
        f"The demo of this folder is running already (process {number}). Ctrl-C stops it where it was "
        f"started; from here: kill {number}"
    )


def refuse_if_busy(port: int) -> None:
    """Refuse a number that is no port, and a port that another program listens on."""
    if not 0 < port <= LAST_PORT:
        raise RefusedError(f"{port} is no port; choose one from 1024 to {LAST_PORT}: make demo PORT=8001")
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError as error:
            other = port + 1 if port < LAST_PORT else port - 1
            raise RefusedError(
                f"Port {port} is not free ({error.strerror}). Choose another: make demo PORT={other}"
            ) from error

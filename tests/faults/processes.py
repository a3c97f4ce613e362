"""The processes of a run: workers and clocks as deploy/systemd starts them, and started again as systemd would."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

RESTART_SECONDS = 2.0  # RestartSec of deploy/systemd
LOOK_AGAIN_SECONDS = 0.2
# The second clock starts this much later than the first, so that they ring by turns and not at once.
BETWEEN_CLOCKS_SECONDS = 0.5
CELERY = ("celery", "--app", "carbonpeak")
WORKER = (*CELERY, "worker", "--concurrency=2", "--without-gossip")
BEAT = (*CELERY, "beat", "--pidfile=")
WORKERS = ("worker1", "worker2")
BEATS = ("beat1", "beat2")


class Crew:
    """Two workers of two children each, and two clocks. Who ends is started again, until the crew is sent home."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self._home = home
        self._environment = environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        self._is_at_work = False
        self._is_over = threading.Event()
        self.restarts = 0
        # Children die with the thread that started them (PR_SET_PDEATHSIG), so one thread starts them all.
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def start(self) -> None:
        """Lets everybody work."""
        self._is_at_work = True

    def kill_all(self) -> None:
        """Ends everything at once, and nothing starts until :meth:`start`."""
        self._is_at_work = False
        for name in (*WORKERS, *BEATS):
            self.kill(name)

    def end(self) -> None:
        """Sends everybody home for good."""
        self.kill_all()
        self._is_over.set()
        self._watcher.join()

    def kill(self, name: str) -> None:
        """Ends a process with all its children."""
        with self._lock:
            process = self._running.get(name)
            if process is not None and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def pool_children(self) -> list[int]:
        """The processes in which the jobs of both workers run."""
        with self._lock:
            mains = {process.pid for name, process in self._running.items() if name in WORKERS}
        return [pid for pid, parent in _parents() if parent in mains]

    def _watch(self) -> None:
        ended: dict[str, float] = {}
        while not self._is_over.wait(LOOK_AGAIN_SECONDS):
            for name in (*WORKERS, *BEATS) if self._is_at_work else ():
                if self._keep_alive(name, ended) and name in BEATS:
                    self._is_over.wait(BETWEEN_CLOCKS_SECONDS)

    def _keep_alive(self, name: str, ended: dict[str, float]) -> bool:
        """Starts who is not there and may be; returns whether it did."""
        with self._lock:
            process = self._running.get(name)
            if not self._is_at_work or (process is not None and process.poll() is None):
                return False
            since = ended.setdefault(name, time.monotonic()) if process else 0.0
            is_time = time.monotonic() - since >= RESTART_SECONDS
            if is_time:
                ended.pop(name, None)
                self.restarts += process is not None
                self._running[name] = self._start(name)
        return is_time

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        command = WORKER if name in WORKERS else BEAT
        with (self._home / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                clocked(self._home, *command),
                env={**self._environment, "BEAT_FILE": str(self._home / f"{name}.schedule")},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def clocked(home: Path, *command: str) -> list[str]:
    """The command that runs a module under the clock of the run."""
    return [sys.executable, "-m", "tests.faults.clockwork", str(home / "clock"), *command]


def owner_of(port: int, candidates: list[int]) -> int | None:
    """Which of these processes holds the loopback connection with this local port (Linux, /proc)."""
    wanted = f"0100007F:{port:04X}"
    rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    inode = next((row[9] for row in rows if row[1] == wanted), None)
    return next((pid for pid in candidates if f"socket:[{inode}]" in _files_of(pid)), None)


def _files_of(pid: int) -> set[str]:
    try:
        return {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:
        return set()


def _parents() -> Iterator[tuple[int, int]]:
    """Every process of the machine with its parent."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "stat").read_text()
        except OSError:
            continue
        yield int(folder.name), int(status.rpartition(")")[2].split()[1])

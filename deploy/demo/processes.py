"""Processes of the demo: each is written down when it starts, so that the next run finds what a killed one left."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from deploy.demo.places import LOG, ROOT, RUN

LOOK_AGAIN_SECONDS = 0.1
# A worker finishes the job it is in; its own limit is 30 s (CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT).
PATIENCE_SECONDS = 35


def identity(pid: int) -> str | None:
    """Tell this process from a later one with the same number: number and time of start; None when it is gone."""
    if Path("/proc/self/stat").exists():
        try:
            # The second field is the name in brackets, which may itself hold anything.
            fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] == "Z" else f"{pid} {fields[19]}"
    shown = subprocess.run(["ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = shown.stdout.strip().partition(" ")
    return None if not started or state.startswith("Z") else f"{pid} {started.strip()}"


def tail(log: Path) -> str:
    """The last lines of a log, as far as a screen holds them."""
    return log.read_text(errors="replace")[-3000:]


@dataclass
class Child:
    """One process of the demo, in a session of its own: Ctrl-C reaches the launcher, which stops it in its turn.

    One that `is_asked` something answers on its standard output; all others write everything into their log.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    folder: Path = ROOT
    is_asked: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        """Where it writes what it has to say."""
        return LOG / f"{self.name}.log"

    def start(self) -> None:
        """Start it and write it down."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if self.is_asked else log,
                stderr=log,
                start_new_session=True,
            )
        (RUN / self.name).write_text(identity(self.process.pid) or "")

    def answer(self) -> str | None:
        """Wait until one that was asked has ended, and return what it printed; None when it failed."""
        if self.process is None:
            return None
        printed, _ = self.process.communicate()
        stop(self.name, self.process)
        return None if self.process.returncode else printed.decode()

    def has_ended(self) -> bool:
        """Did it end by itself? Then end also what it started."""
        if self.process is None or self.process.poll() is None:
            return False
        _kill_group(self.process.pid)
        return True

    def last_words(self) -> str:
        """The end of its log."""
        return tail(self.log)


def stop(name: str, process: subprocess.Popen[bytes] | None = None) -> bool:
    """Stop the process written down as `name`, if it is still that one; `process` is given by its parent.

    Returns whether there was anything to stop.
    """
    note = RUN / name
    recorded = note.read_text() if note.exists() else ""
    if not recorded or identity(pid := int(recorded.split()[0])) != recorded:
        note.unlink(missing_ok=True)
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while identity(pid) == recorded and time.monotonic() < deadline:
        time.sleep(LOOK_AGAIN_SECONDS)
    _kill_group(pid)
    if process is not None:
        process.wait()
    note.unlink()
    return True


def _kill_group(pid: int) -> None:
    """Kill what is left of the session that `pid` led."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return

"""A process is stopped when it is really the one that was written down, and never another."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.demo import processes
from deploy.demo.processes import Child, identity, stop

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
]


def child(name: str, command: list[str]) -> Child:
    started = Child(name, command, dict(os.environ))
    started.start()
    return started


def test_a_child_is_written_down_and_stopped(run_folder: Path) -> None:
    started = child("sleeper", SLEEP)
    assert started.process
    assert (run_folder / "sleeper").read_text() == identity(started.process.pid)
    assert stop("sleeper", started.process)
    assert identity(started.process.pid) is None
    assert not (run_folder / "sleeper").exists()


def test_another_process_with_the_same_number_is_left_alone(run_folder: Path) -> None:
    stranger = subprocess.Popen(SLEEP)
    (run_folder / "web").write_text(f"{stranger.pid} an earlier time")
    assert not stop("web")
    assert stranger.poll() is None
    assert not (run_folder / "web").exists()
    stranger.kill()
    stranger.wait()


@pytest.mark.parametrize("note", [None, "", "999999999 1"], ids=["never written", "half written", "long gone"])
def test_there_may_be_nothing_to_stop(run_folder: Path, note: str | None) -> None:
    if note is not None:
        (run_folder / "web").write_text(note)
    assert not stop("web")


def test_one_that_does_not_listen_is_killed(run_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE_SECONDS", 0.3)
    deaf = child("deaf", DEAF)
    assert deaf.process
    while not deaf.log.read_text():
        time.sleep(0.02)
    assert stop("deaf", deaf.process)
    assert deaf.process.returncode == -9


def test_a_child_that_ended_is_noticed_with_its_last_words(run_folder: Path) -> None:
    brief = child("brief", [sys.executable, "-c", "print('端口被占用')"])
    assert brief.process
    brief.process.wait()
    assert brief.has_ended()
    assert brief.last_words() == "端口被占用\n"

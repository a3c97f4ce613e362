"""The demo on a copy of this checkout: it starts, refuses a second one, survives its own death, stops, is reset."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from deploy.demo.processes import identity

NOT_COPIED = shutil.ignore_patterns(".*", "var", "tests", "docs", "__pycache__")
PATIENCE_SECONDS = 120
# Less than the 30 s for which SQLite lets a writer wait, which are counted from that statement on.
TO_ITS_FIRST_STATEMENT_SECONDS = 8
YEAR = """
INSERT INTO tasks_app_cycle (year, item_due_on, cut_off_on, evaluation_on, state, drafted_by_id, version, is_imported)
VALUES (2026, '2026-11-30', '2026-12-31', '2027-01-15', 'draft', 1, 0, 0)
"""
COUNTS = "SELECT (SELECT count(*) FROM accounts_user), (SELECT count(*) FROM tasks_app_cycle)"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the code in a folder with a Chinese name and a space."""
    return Path(shutil.copytree(settings.BASE_DIR, tmp_path / "碳 达峰", ignore=NOT_COPIED))


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def launched(checkout: Path, port: int) -> Iterator[list[subprocess.Popen[str]]]:
    """The launchers of one test; whatever happens to it, nothing is left running."""
    launchers: list[subprocess.Popen[str]] = []
    yield launchers
    for launcher in launchers:
        launcher.kill()
        launcher.communicate()
    demo(checkout, "reset").communicate()


def demo(checkout: Path, *words: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.endswith(("_URL", "_MODULE"))}
    environment |= {"ALLOWED_HOSTS": "dcs.example.gov.cn"}  # somebody's shell, in which the demo must live
    return subprocess.Popen(
        [sys.executable, "-m", "deploy.demo", *words],
        cwd=checkout,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def start(checkout: Path, port: int, launched: list[subprocess.Popen[str]]) -> tuple[subprocess.Popen[str], str]:
    """Start a launcher; return it with what it said until it was ready."""
    launcher = demo(checkout, "start", "--port", str(port))
    launched.append(launcher)
    assert launcher.stdout
    said = ""
    for line in launcher.stdout:
        said += line
        if "demo-reset" in line:
            return launcher, said
    pytest.fail(said)


def written_down(checkout: Path) -> dict[str, str]:
    """The processes of the demo and what identifies each."""
    run = checkout / "var" / "demo" / "run"
    return {name: (run / name).read_text() for name in ("valkey", "web", "worker", "beat")}


def alive(identities: dict[str, str]) -> list[str]:
    return [name for name, recorded in identities.items() if identity(int(recorded.split()[0])) == recorded]


def test_a_launcher_killed_while_it_prepares_leaves_nobody_behind(
    checkout: Path, port: int, launched: list[subprocess.Popen[str]]
) -> None:
    launcher = demo(checkout, "start", "--port", str(port))
    launched.append(launcher)
    note = checkout / "var" / "demo" / "run" / "prepare"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (note.exists() and note.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    orphan = {"prepare": note.read_text()}
    launcher.kill()
    launcher.wait()
    assert alive(orphan) == ["prepare"]

    following = demo(checkout, "start", "--port", str(port))
    launched.append(following)
    assert following.stdout
    assert following.stdout.readline() == "Stopped what an earlier run had left behind: prepare, valkey.\n"
    assert alive(orphan) == []


def test_who_loads_while_another_process_does_finds_its_year(checkout: Path) -> None:
    """The second waits for the first, then finds its year: whoever killed the launcher may start it again at once."""
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "carbonpeak.settings.demo",
        "DATABASE_URL": f"sqlite:///{checkout.parent / 'demo.sqlite3'}",
        "ALLOWED_HOSTS": "localhost",
        "SECRET_KEY": "two-who-load-at-once",
    }

    def manage(command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "manage.py", command], cwd=checkout, env=surroundings)

    assert manage("migrate").wait() == 0
    with closing(sqlite3.connect(checkout.parent / "demo.sqlite3", isolation_level=None)) as first:
        first.execute("BEGIN IMMEDIATE")
        first.execute(YEAR)
        second = manage("load_demo")
        time.sleep(TO_ITS_FIRST_STATEMENT_SECONDS)
        first.execute("COMMIT")
        assert second.wait() == 0
        assert first.execute(COUNTS).fetchone() == (0, 1)


def test_the_demo_survives_its_own_death(checkout: Path, port: int, launched: list[subprocess.Popen[str]]) -> None:
    launcher, said = start(checkout, port, launched)
    assert f"http://127.0.0.1:{port}/" in said
    with urlopen(f"http://127.0.0.1:{port}/healthz") as response:
        assert json.load(response)["ok"]

    refused = demo(checkout, "start", "--port", str(port))
    assert "running already" in refused.communicate()[0]
    assert refused.returncode == 1

    launcher.kill()
    launcher.wait()
    orphans = written_down(checkout)
    assert sorted(alive(orphans)) == ["beat", "valkey", "web", "worker"]

    launcher, said = start(checkout, port, launched)
    assert "Stopped what an earlier run had left behind: beat, worker, web, valkey." in said
    assert alive(orphans) == []

    worker = written_down(checkout)["worker"]
    os.kill(int(worker.split()[0]), signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (ours := written_down(checkout))["worker"] == worker and time.monotonic() < deadline:
        time.sleep(0.1)
    assert sorted(alive(ours)) == ["beat", "valkey", "web", "worker"]

    launcher.send_signal(signal.SIGTERM)
    launcher.communicate(timeout=PATIENCE_SECONDS)
    assert (launcher.returncode, alive(ours)) == (0, [])
    assert (checkout / "var" / "demo" / "carbonpeak.sqlite3").exists()

    reset = demo(checkout, "reset")
    reset.communicate(timeout=PATIENCE_SECONDS)
    assert reset.returncode == 0
    assert list((checkout / "var").iterdir()) == []

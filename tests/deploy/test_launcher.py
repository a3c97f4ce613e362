"""One launcher at a time, a free port, and a Redis-compatible server; else a sentence."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from deploy.demo import broker, launcher, valkey
from deploy.demo.broker import choose_broker
from deploy.demo.launcher import only_launcher, refuse_if_busy, stop_running_launcher
from deploy.demo.places import RefusedError, socket_folder

# A launcher that holds the lock and writes itself down a moment later.
HOLDER = """
import fcntl, os, sys, time
lock = open(sys.argv[1], "a+")
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(0.3)
lock.write(f"{os.getpid()} now")
lock.flush()
time.sleep(60)
"""


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any Redis."""
    monkeypatch.setattr(valkey, "embedded_server", lambda: None)
    monkeypatch.setattr(valkey, "server_on_path", lambda: None)
    monkeypatch.delenv("REDIS_URL", raising=False)


def test_the_second_launcher_is_refused_and_told_of_the_first(run_folder: Path) -> None:
    with only_launcher(), pytest.raises(RefusedError, match="running already"), only_launcher():
        pass
    with only_launcher():
        pass


def test_a_launcher_that_has_not_written_itself_down_yet_is_one_all_the_same(run_folder: Path) -> None:
    with only_launcher():
        (run_folder / "launcher").write_text("")
        with pytest.raises(RefusedError, match="just being started"), only_launcher():
            pass


def test_a_reset_waits_for_a_launcher_to_end(run_folder: Path) -> None:
    """It asks again until the lock is free, also one that had not written itself down."""
    holding = subprocess.Popen([sys.executable, "-c", HOLDER, str(run_folder / "launcher")], stdout=subprocess.PIPE)
    with holding:
        assert holding.stdout
        holding.stdout.readline()
        stop_running_launcher()
        assert holding.wait() == -signal.SIGTERM


def test_a_reset_that_waited_in_vain_says_so(run_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "STOPPED_WITHIN_SECONDS", 0.2)
    monkeypatch.setattr(launcher.os, "kill", lambda number, sign: None)
    with only_launcher(), pytest.raises(RefusedError, match=f"process {os.getpid()}.*did not stop within"):
        stop_running_launcher()


@pytest.mark.parametrize("port", [-1, 0, 65_536, 99_999])
def test_a_number_that_is_no_port_is_refused_with_the_way_out(port: int) -> None:
    with pytest.raises(RefusedError, match=f"^{port} is no port; choose one from 1024 to 65535: make demo PORT=8001"):
        refuse_if_busy(port)


def test_a_busy_port_is_refused_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RefusedError, match=f"make demo PORT={port + 1}"):
            refuse_if_busy(port)
    refuse_if_busy(port)


def test_without_any_server_the_sentence_says_what_to_install(no_server: None) -> None:
    with pytest.raises(RefusedError, match="apt-get install redis-server"):
        choose_broker()


def test_without_the_wheel_a_named_server_is_used(no_server: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", settings.REDIS_URL)
    assert choose_broker() == (settings.REDIS_URL, None)


def test_a_named_server_that_does_not_answer_is_refused(no_server: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    with pytest.raises(RefusedError, match="No server answers at REDIS_URL"):
        choose_broker()


def test_a_server_on_the_path_is_used_where_the_wheel_does_not_fit(
    no_server: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(valkey, "server_on_path", lambda: Path("/usr/bin/redis-server"))
    monkeypatch.setattr(broker, "socket_folder", lambda: tmp_path)
    address, child = choose_broker()
    assert address == f"unix://{tmp_path}/valkey.sock?db=0"
    assert child
    assert child.command[0] == "/usr/bin/redis-server"


def test_the_socket_is_short_enough_and_private(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        monkeypatch.setattr(tempfile, "tempdir", temporary)
        folder = socket_folder()
        assert len(bytes(folder / valkey.SOCKET)) <= 100
        assert folder.stat().st_mode & 0o077 == 0

"""One launcher at a time, a free port, and a Redis-compatible server; else a sentence."""

import socket
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from deploy.demo import broker, valkey
from deploy.demo.broker import choose_broker
from deploy.demo.launcher import only_launcher, refuse_if_busy
from deploy.demo.places import RefusedError, socket_folder


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

"""An early pytest plugin: a real PostgreSQL and a real Valkey, up before Django reads its settings.

    pytest                  everything, on PostgreSQL
    pytest --portable       what is marked `portable`, on SQLite
    DATABASE_URL=… pytest   the given database instead of one of our own

Workers of pytest-xdist inherit the addresses and take one Redis database each; pytest-django gives each
worker a database of its own. The servers end with the run, whatever ends it (see `keeper`).
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from deploy.demo import valkey
from tests.plugins import keeper, postgres

READY_WITHIN_SECONDS = 30
LOOK_AGAIN_SECONDS = 0.05

_held = ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --portable."""
    parser.addoption("--portable", action="store_true", help="run the tests marked portable, on SQLite")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start what is not there yet, before pytest-django loads the settings."""
    options = early_config.known_args_namespace
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        number = int(worker.removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].partition('?')[0]}?db={number}"
    elif not (options.help or options.version):
        if options.portable:
            folder = _held.enter_context(tempfile.TemporaryDirectory())
            os.environ["DATABASE_URL"] = f"sqlite:///{quote(folder)}/carbonpeak.sqlite3"
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = start_postgres()
        if "REDIS_URL" not in os.environ:
            os.environ["REDIS_URL"] = _start_valkey()


def pytest_configure(config: pytest.Config) -> None:
    """Let --portable choose the tests as well."""
    if config.option.portable and not config.option.markexpr:
        config.option.markexpr = "portable"


def pytest_unconfigure() -> None:
    """Stop the servers at the end of the run."""
    stop()


def stop() -> None:
    """Stop what was started here and wait for it, so that the run leaves nothing behind."""
    _held.close()


def start_postgres() -> str:
    """Start PostgreSQL and return its DATABASE_URL; it runs until :func:`stop`."""
    folder = _folder()
    address = f"postgresql://carbonpeak@/postgres?host={folder}"

    def answers() -> bool:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    _keep(folder, postgres.prepare(folder), answers)
    return address


def _start_valkey() -> str:
    """Start Valkey and return its REDIS_URL."""
    server = valkey.embedded_server() or valkey.server_on_path()
    if server is None:
        raise pytest.UsageError("A Redis server is needed: install valkey-server or name one in REDIS_URL.")
    folder = _folder()
    address = valkey.url(folder / valkey.SOCKET)
    _keep(folder, valkey.command(server, folder / valkey.SOCKET), lambda: valkey.answers(address))
    return address


def _folder() -> Path:
    """A new short folder: the path of a unix socket may have 107 bytes at most."""
    return Path(tempfile.mkdtemp(prefix="cp-", dir="/tmp"))


def _keep(folder: Path, command: list[str], answers: Callable[[], bool]) -> None:
    """Give `command` to a keeper until the end of the run, and wait until the server `answers`."""
    _held.callback(keep(folder, command, answers).communicate)


def keep(folder: Path, command: list[str], answers: Callable[[], bool]) -> subprocess.Popen[bytes]:
    """Give `command` to a keeper and wait until the server `answers`; `communicate()` stops it and waits for it."""
    kept = subprocess.Popen(
        [sys.executable, keeper.__file__, str(folder), *command],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not answers():
        if time.monotonic() > deadline or kept.poll() is not None:
            log = (folder / "server.log").read_text(errors="replace")
            kept.communicate()
            raise pytest.UsageError(f"{command[0]} does not answer:\n{log}")
        time.sleep(LOOK_AGAIN_SECONDS)
    return kept

"""The PostgreSQL of a run. Its data outlives a stop of the server, and of the run."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg

from tests.plugins import postgres, services

# What was committed outlives the server's death, as in production (the disk may lag: only processes die here). Few
# connections, so that they can be used up; commit times, so that the order of two commits can be asked.
MORE_OPTIONS = {
    "synchronous_commit": "on",
    "max_connections": "40",
    "track_commit_timestamp": "on",
    "deadlock_timeout": "500ms",
}
LOOK_AGAIN_SECONDS = 0.2
PATIENCE_SECONDS = 60
# Every sweep passes this gate at its commit; a run that closes it catches whoever commits.
GATE = 20_260_302
GATE_SQL = f"""
    CREATE OR REPLACE FUNCTION pass_gate() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock_shared({GATE}); RETURN NULL; END $$;
    DROP TRIGGER IF EXISTS gate ON tasks_app_obligation;
    CREATE CONSTRAINT TRIGGER gate AFTER INSERT ON tasks_app_obligation
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pass_gate();
"""


class Database:
    """Starts, stops and asks. ``url`` stays the same over all of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = f"postgresql://carbonpeak@/postgres?host={folder}"
        self._kept: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the server; the first time it makes the cluster."""
        is_new = not (self._folder / "data").exists()
        command = postgres.prepare(self._folder) if is_new else postgres.command(self._folder)
        options = [word for name, value in MORE_OPTIONS.items() for word in ("-c", f"{name}={value}")]
        log_folder = Path(tempfile.mkdtemp(prefix="server-", dir=self._folder.parent))
        log_folder.chmod(0o755)  # the server may run as nobody and begins there
        self._kept = services.keep(log_folder, [*command, *options], self.answers)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stops the server as ``pg_ctl stop`` would: SIGINT is fast, SIGQUIT immediate."""
        if self._kept is None:
            return
        os.kill(int((self._folder / "data" / "postmaster.pid").read_text().splitlines()[0]), how)
        self._kept.communicate()
        self._kept = None

    def answers(self) -> bool:
        """Whether a connection can be had."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, **options: Any) -> psycopg.Connection:
        """A new connection; autocommit unless said otherwise."""
        return psycopg.connect(self.url, connect_timeout=5, **{"autocommit": True, **options})

    def ask(self, sql: str, values: Sequence[Any] | dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of one question, on a connection of its own; asked again while the server is away."""
        return patiently(lambda: self._ask(sql, values))

    def _ask(self, sql: str, values: Sequence[Any] | dict[str, Any] | None) -> list[tuple[Any, ...]]:
        with self.connect() as connection:
            cursor = connection.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    def plant_gate(self) -> None:
        """Puts the gate before every commit that writes to the ledger."""
        self.ask(GATE_SQL)


def patiently(asked: Callable[[], Any], away: tuple[type[Exception], ...] = (psycopg.OperationalError,)) -> Any:
    """What ``asked`` returns, asked again while the database is ``away``. Raises after a minute."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return asked()
        except away:
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_AGAIN_SECONDS)

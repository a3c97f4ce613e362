"""How long it takes until a wave that comes after a fault is fired and mailed as if nothing had happened."""

import threading
import time
from contextlib import suppress

import psycopg

from tests.faults.clock import Clock
from tests.faults.database import Database
from tests.faults.log import Log
from tests.faults.waves import FIRST, LINES, OWED

LOOK_AGAIN_SECONDS = 0.3
# Whatever of a wave may leave today has left: nothing urgent and no first message of the day waits.
HEALED = """
    SELECT count(*) >= %(owed)s AND NOT EXISTS (
        SELECT FROM tasks_app_notification AS one
        JOIN tasks_app_obligation AS row ON row.id = one.obligation_id
        LEFT JOIN tasks_app_message AS sent ON sent.id = one.message_id
        WHERE row.of_line_id BETWEEN %(first)s AND %(last)s AND coalesce(sent.state, '') NOT IN ('sent', 'failed')
          AND NOT (NOT one.urgent AND one.message_id IS NULL AND EXISTS (
              SELECT FROM tasks_app_message AS todays
              WHERE todays.recipient_id = one.recipient_id AND todays.slot = %(slot)s)))
    FROM tasks_app_obligation WHERE of_line_id BETWEEN %(first)s AND %(last)s
"""


class Healing:
    """Watches waves until they are through, and writes the seconds into the log of the run."""

    def __init__(self, database: Database, clock: Clock, log: Log) -> None:
        self._database = database
        self._clock = clock
        self._log = log
        self._open: dict[int, tuple[int, float]] = {}
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def expect(self, wave: int, injection: int, since: float) -> None:
        """Starts to watch a wave; ``since`` is when the fault was over, by the monotonic clock."""
        with self._lock:
            self._open[wave] = (injection, since)

    def end(self) -> None:
        """Watches no longer."""
        self._is_over.set()
        self._watcher.join()

    def waiting(self) -> dict[int, float]:
        """The waves that are not through yet, with the seconds they have waited so far."""
        with self._lock:
            return {wave: time.monotonic() - since for wave, (_, since) in self._open.items()}

    def _watch(self) -> None:
        while not self._is_over.wait(LOOK_AGAIN_SECONDS):
            with suppress(psycopg.OperationalError), self._database.connect() as connection:
                for wave in self.waiting():
                    if self._is_through(connection, wave):
                        self._note(wave)

    def _note(self, wave: int) -> None:
        with self._lock:
            injection, since = self._open.pop(wave)
        self._log.note("wave", wave=wave, injection=injection, seconds=round(time.monotonic() - since, 2))

    def _is_through(self, connection: psycopg.Connection, wave: int) -> bool:
        first = FIRST + wave * LINES
        today = self._clock.today().isoformat()
        values = {"owed": OWED, "first": first, "last": first + LINES - 1, "slot": today}
        row = connection.execute(HEALED, values).fetchone()
        return bool(row and row[0])

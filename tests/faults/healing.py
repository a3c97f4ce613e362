"""How long it takes until a wave that comes after a fault is fired and mailed as if nothing had happened.

Faults do not wait for that, so later ones may hit the wave again. *Healing* counts from the fault that hit it last: a
mail that was taken for sending a second time had been hit when it was taken before, and one that was put off without
a try, since no server was there, when it was put off: only while the mail server really is away, or was just before,
else the house would set the bar for itself. How long the wave waited in all is noted beside it.
"""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import psycopg

from tests.faults.clock import Clock
from tests.faults.database import Database
from tests.faults.log import Log
from tests.faults.mailbox import Mailbox
from tests.faults.waves import FIRST, LINES, OWED, PEOPLE

LOOK_AGAIN_SECONDS = 0.3
# So late at most is seen that a mail was put off: a look waits for a database that is down.
SEEN_SECONDS = 20.0
# Whatever of a wave may leave today has left: nothing urgent and no first message of the day waits.
THROUGH = """
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
MAILS = """
    SELECT id, tries, try_after, state = 'sending' FROM tasks_app_message WHERE recipient_id BETWEEN %s AND %s
"""


class Mail(NamedTuple):
    """A mail as it was seen: how often it was taken, until when it waits, and whether somebody has it in hand."""

    tries: int
    try_after: datetime
    is_sending: bool


@dataclass
class Wave:
    """A wave under way: its fault, when that was over, and each of its mails with the moment it was last taken."""

    injection: int
    over: float
    hit: float
    seen: dict[int, tuple[Mail, float]] = field(default_factory=dict)

    def see(self, number: int, mail: Mail, now: float, *, is_server_away: bool) -> None:
        """Notes how a mail stands; taken once more, or put off for want of a server, it had been hit."""
        before, taken = self.seen.get(number, (Mail(0, mail.try_after, is_sending=False), now))
        if mail.tries > before.tries:
            if before.tries:
                self.hit = max(self.hit, taken)
            taken = now
        elif mail.try_after > before.try_after and (mail.tries < before.tries or not before.is_sending):
            self.hit = max(self.hit, now) if is_server_away else self.hit
        self.seen[number] = mail, taken


class Healing:
    """Watches waves until they are through, and writes the seconds into the log of the run."""

    def __init__(self, database: Database, clock: Clock, mailbox: Mailbox, log: Log) -> None:
        self._database = database
        self._mailbox = mailbox
        self._clock = clock
        self._log = log
        self._open: dict[int, Wave] = {}
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def expect(self, wave: int, injection: int, over: float) -> None:
        """Starts to watch a wave; ``over`` is when its fault was over, by the monotonic clock."""
        with self._lock:
            self._open[wave] = Wave(injection, over, over)

    def end(self) -> None:
        """Watches no longer."""
        self._is_over.set()
        self._watcher.join()

    def waiting(self) -> list[int]:
        """The waves that are not through yet."""
        with self._lock:
            return list(self._open)

    def _watch(self) -> None:
        while not self._is_over.wait(LOOK_AGAIN_SECONDS):
            with suppress(psycopg.OperationalError), self._database.connect() as connection:
                for number in self.waiting():
                    self._look(connection, number)

    def _look(self, connection: psycopg.Connection, number: int) -> None:
        wave, now = self._open[number], time.monotonic()
        people, is_away = FIRST + number * PEOPLE, self._mailbox.was_away(SEEN_SECONDS)
        for mail, *standing in connection.execute(MAILS, [people, people + PEOPLE - 1]):
            wave.see(mail, Mail(*standing), now, is_server_away=is_away)
        first, slot = FIRST + number * LINES, self._clock.today().isoformat()
        values = {"owed": OWED, "first": first, "last": first + LINES - 1, "slot": slot}
        row = connection.execute(THROUGH, values).fetchone()
        if row and row[0]:
            with self._lock:
                del self._open[number]
            healed, waited = round(now - wave.hit, 2), round(now - wave.over, 2)
            self._log.note("wave", wave=number, injection=wave.injection, seconds=healed, waited=waited)

"""Faults of what the house stands on: broker, database, mail server. Each function ends when the fault is over."""

import os
import signal
import time
from contextlib import ExitStack, suppress
from random import Random

import psycopg

from tests.faults.database import GATE, LOOK_AGAIN_SECONDS
from tests.faults.kills import HOLD_NOTICES, INSERTING, catch
from tests.faults.mailbox import Mood
from tests.faults.site import Site
from tests.faults.waves import FIRST, LINES

# So long at most until a mail comes: workers that were killed are at work again by then.
PATIENCE_SECONDS = 20.0
COMMITTING = "wait_event = 'advisory'"
OF_CREW = "application_name ~ '^[0-9]+$'"


def broker_refuses(site: Site, lot: Random) -> None:
    """The broker is gone for a while."""
    site.broker.kill()
    time.sleep(site.break_seconds)
    site.broker.start()


def broker_freezes(site: Site, lot: Random) -> None:
    """The broker takes connections and answers nothing."""
    site.broker.freeze(site.break_seconds)


def broker_forgets(site: Site, lot: Random) -> None:
    """The broker loses everything it had."""
    site.broker.client().flushall()


def broker_restarts(site: Site, lot: Random) -> None:
    """The broker is shut down in order and started again."""
    site.broker.shut_down()
    site.broker.start()


def broker_is_full(site: Site, lot: Random) -> None:
    """The broker takes nothing more."""
    site.broker.client().config_set("maxmemory", 1)
    time.sleep(site.break_seconds)
    site.broker.client().config_set("maxmemory", 0)


def database_restarts(site: Site, lot: Random) -> None:
    """The database is stopped, in order or at once, and started again."""
    site.database.stop(lot.choice((signal.SIGINT, signal.SIGQUIT)))
    time.sleep(1)
    site.database.start()


def backend_dies_at_commit(site: Site, lot: Random) -> None:
    """The server process that is about to commit a sweep is killed; all others are thrown out with it."""
    with suppress(psycopg.OperationalError), site.database.connect() as asking:
        asking.execute("SELECT pg_advisory_lock(%s)", [GATE])
        os.kill(catch(site, COMMITTING, asking).backend, signal.SIGKILL)
        time.sleep(site.break_seconds)
    while not site.database.answers():
        time.sleep(LOOK_AGAIN_SECONDS)


def deadlock(site: Site, lot: Random) -> None:
    """A sweep waits for us and we for its line: the database ends one of both."""
    with site.database.connect() as asking, site.database.connect(autocommit=False) as holding:
        holding.execute(HOLD_NOTICES)
        first = FIRST + catch(site, INSERTING, asking).wave * LINES
        with suppress(psycopg.errors.DeadlockDetected):
            holding.execute(
                "SELECT id FROM tasks_app_unitline WHERE id BETWEEN %s AND %s FOR UPDATE", [first, first + LINES - 1]
            )
        holding.rollback()


def connections_gone(site: Site, lot: Random) -> None:
    """Everybody is thrown out, and all connections are taken by somebody else."""
    with ExitStack() as taken:
        asking = taken.enter_context(site.database.connect())
        deadline = time.monotonic() + site.break_seconds
        while time.monotonic() < deadline:
            asking.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OF_CREW}")  # noqa: S608
            with suppress(psycopg.OperationalError):
                while True:
                    taken.enter_context(site.database.connect())
            time.sleep(LOOK_AGAIN_SECONDS)


def mail_refuses(site: Site, lot: Random) -> None:
    """Nobody listens at the mail server's port."""
    site.mailbox.close()
    time.sleep(site.break_seconds)
    site.mailbox.open()


def mail_defers(site: Site, lot: Random) -> None:
    """The mail server takes nothing for now (4xx)."""
    _until_met(site, Mood.DEFERS, at_least=site.break_seconds)


def mail_rejects(site: Site, lot: Random) -> None:
    """The mail server refuses one mail for good (5xx)."""
    _until_met(site, Mood.REJECTS)


def mail_hangs(site: Site, lot: Random) -> None:
    """The mail server takes mails and says nothing."""
    _until_met(site, Mood.HANGS, at_least=site.break_seconds)


def mail_drops(site: Site, lot: Random) -> None:
    """The mail server takes a mail and hangs up before it says so."""
    _until_met(site, Mood.DROPS)


def _until_met(site: Site, mood: Mood, *, at_least: float = 0.0) -> None:
    """The mood passes when a mail has met it, and after a while. Raises TimeoutError where none comes."""
    site.mailbox.met.clear()
    site.mailbox.mood = mood
    try:
        time.sleep(at_least)
        if not site.mailbox.met.wait(PATIENCE_SECONDS):
            raise TimeoutError(f"no mail came to a server that {mood.value}")
    finally:
        site.mailbox.mood = Mood.FINE

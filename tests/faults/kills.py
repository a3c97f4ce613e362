"""Kills: a pool child in the middle of a sweep, before the commit, after SMTP's 250; and a whole worker."""

import os
import signal
import threading
import time
from collections.abc import Callable
from random import Random
from typing import NamedTuple

import psycopg

from tests.faults.processes import WORKERS, owner_of
from tests.faults.site import CLOCK_SECONDS, Site

PATIENCE_SECONDS = 2.5
TRIES = 10
LOOK_AGAIN_SECONDS = 0.003
SWEEPING = "xact_start IS NOT NULL AND query LIKE '%tasks_app_unitline%'"
INSERTING = """wait_event_type = 'Lock' AND query LIKE 'INSERT INTO "tasks_app_notification"%'"""
# Nobody writes a notice while this is held, so that a sweep stands still between its INSERT and its COMMIT.
HOLD_NOTICES = "LOCK TABLE tasks_app_notification IN SHARE MODE"


class Caught(NamedTuple):
    """A pool child in the act: its process, the backend of its connection, and the wave that was released."""

    child: int
    backend: int
    wave: int


def catch(site: Site, where: str, asking: psycopg.Connection) -> Caught:
    """Releases waves until a pool child is seen in a place of pg_stat_activity. Raises TimeoutError."""
    sql = f"SELECT application_name, pid FROM pg_stat_activity WHERE application_name ~ '^[0-9]+$' AND {where}"  # noqa: S608
    for _ in range(TRIES):
        wave = site.release()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for name, backend in asking.execute(sql).fetchall():
                if int(name) in site.crew.pool_children():
                    return Caught(int(name), backend, wave)
            time.sleep(LOOK_AGAIN_SECONDS)
    raise TimeoutError(f"nobody was seen where {where}")


def kill_child(site: Site, lot: Random) -> None:
    """A pool child dies somewhere in a sweep."""
    with site.database.connect() as asking:
        caught = catch(site, SWEEPING, asking)
    time.sleep(lot.random() * 0.02)
    _end(caught.child)


def kill_before_commit(site: Site, lot: Random) -> None:
    """A pool child dies after it wrote to the ledger and before it commits."""
    with site.database.connect() as asking, site.database.connect(autocommit=False) as holding:
        holding.execute(HOLD_NOTICES)
        _end(catch(site, INSERTING, asking).child)
        holding.rollback()


def kill_after_receipt(site: Site, lot: Random) -> None:
    """A pool child dies when the mail server has said 250 and nobody has noted it yet."""
    killed = threading.Event()

    def look_up(port: int) -> Callable[[], None]:
        sender = owner_of(port, site.crew.pool_children())

        def kill() -> None:
            if sender is None:  # somebody else's mail: wait for the next one
                site.mailbox.after_receipt = look_up
            else:
                _end(sender)
                killed.set()

        return kill

    site.mailbox.after_receipt = look_up
    for _ in range(TRIES):
        site.release()
        if killed.wait(PATIENCE_SECONDS):
            return
    site.mailbox.after_receipt = None
    raise TimeoutError("no mail was sent")


def kill_worker(site: Site, lot: Random) -> None:
    """A worker dies with all its children."""
    site.release(lot)
    time.sleep(lot.random() * CLOCK_SECONDS)
    site.crew.kill(lot.choice(WORKERS))


def _end(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:  # its worker was faster
        return

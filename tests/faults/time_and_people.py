"""Faults of time and of timing: the house is down for days, its clock jumps, people act in the middle of a sweep."""

import time
from datetime import timedelta
from random import Random

from tests.faults.kills import HOLD_NOTICES, INSERTING, catch
from tests.faults.site import Site
from tests.faults.waves import LATE, UNSIGNED, line_of

A_MOMENT = 0.3


def down_3_days(site: Site, lot: Random) -> None:
    """Power is cut and comes back after three days."""
    _down(site, lot, days=3)


def down_40_days(site: Site, lot: Random) -> None:
    """Power is cut and comes back after forty days."""
    _down(site, lot, days=40)


def _down(site: Site, lot: Random, *, days: int) -> None:
    site.crew.kill_all()
    if lot.random() < 0.5:
        site.broker.kill()
        site.broker.start()
    site.next_morning(days)
    site.crew.start()


def clock_ahead(site: Site, lot: Random) -> None:
    """The clocks jump ten days ahead and, after a while, back, under everybody's feet."""
    _jump(site, timedelta(days=10))


def clock_behind(site: Site, lot: Random) -> None:
    """The clocks jump a day back and, after a while, on again."""
    _jump(site, timedelta(days=-1))


def _jump(site: Site, by: timedelta) -> None:
    site.clock.shift(by)
    site.latest_day = max(site.latest_day, site.clock.today())
    time.sleep(site.break_seconds)
    site.clock.shift(-by)


def closed_during_sweep(site: Site, lot: Random) -> None:
    """A late line is closed while a sweep holds it, or one moment before."""
    _act_during_sweep(site, lot, "close", LATE)


def signed_during_sweep(site: Site, lot: Random) -> None:
    """A line is signed for while a sweep holds it, or one moment before."""
    _act_during_sweep(site, lot, "sign", UNSIGNED)


def extended_during_sweep(site: Site, lot: Random) -> None:
    """The deadline of a late line is moved while a sweep holds it, or one moment before."""
    _act_during_sweep(site, lot, "extend", LATE)


def _act_during_sweep(site: Site, lot: Random, act: str, story: int) -> None:
    if lot.random() < 0.5:
        site.people.ask(line=line_of(site.release(), story), act=act)
    else:
        with site.database.connect() as asking, site.database.connect(autocommit=False) as holding:
            holding.execute(HOLD_NOTICES)
            caught = catch(site, INSERTING, asking)
            site.people.ask(line=line_of(caught.wave, story), act=act)
            time.sleep(A_MOMENT)
            holding.rollback()
    site.people.wait()

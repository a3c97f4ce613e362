"""The whole of a run under one roof: servers, crew, people, clock and waves."""

import os
import secrets
import sys
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from tests.faults.broker import Broker
from tests.faults.clock import SHANGHAI, Clock
from tests.faults.database import Database
from tests.faults.helpers import Helper
from tests.faults.mailbox import Mailbox
from tests.faults.processes import Crew, clocked
from tests.faults.waves import FIRST, LATE, NEAR, STARTS_AT, TOMORROW, UNSIGNED, has_target, line_of

ROOT = Path(__file__).resolve().parents[2]
# Once a second instead of once a minute: what is measured here heals up to 59 seconds later in a real house.
CLOCK_SECONDS = 1
MORNING = time(10)
# Migrations and a house made by real actions: some seconds, minutes on a machine that others use.
BUILDING_SECONDS = 300.0
# Who acts on which of a wave's lines, while it is swept.
ACTS = (("sign", UNSIGNED), ("close", TOMORROW), ("accept", NEAR), None)

# How often the unit reports its figure while its target is swept, where it has one.
FIGURES_IN_TIME = 0.5


class Site:
    """A house that is about to have a bad day. :meth:`open` it in a folder, and :meth:`close` it again.

    What is broken stays so for ``break_seconds``.
    """

    def __init__(self, home: Path, break_seconds: float) -> None:
        self.home = home
        self.break_seconds = break_seconds
        for name in ("pg", "valkey", "media", "static"):
            (home / name).mkdir(exist_ok=True)
        home.chmod(0o711)  # PostgreSQL may have to run as nobody
        self.clock = Clock(home / "clock")
        self.database = Database(home / "pg")
        self.broker = Broker(home / "valkey")
        self.mailbox = Mailbox(home / "mails")
        self.latest_day = STARTS_AT.date()
        self._wave = 0
        self._open: list[Callable[[], None]] = []

    def open(self) -> None:
        """Starts the servers, takes up the world where it stands or makes it, and lets everybody work."""
        self._begin(self.database.start, self.database.stop)
        self._begin(self.broker.start, self.broker.kill)
        self._begin(self.mailbox.open, self.mailbox.close)
        environment = self._environment()
        if not self.clock.offset:
            self.clock.set_to(STARTS_AT)
        self._world = Helper([sys.executable, "-m", "tests.faults.world"], environment, self.home / "world.log")
        self._open.append(self._world.end)
        people = clocked(self.home, "tests.faults.people")
        self.people = Helper(people, environment, self.home / "people.log")
        self._open.append(self.people.end)
        self._take_up()
        self.crew = Crew(self.home, environment)
        self._begin(self.crew.start, self.crew.end)

    def close(self) -> None:
        """Ends everybody before what they stand on."""
        for one in reversed(self._open):
            one()
        self._open.clear()

    def release(self, lot: Random | None = None) -> int:
        """Brings the next wave in, due today; with a lot, somebody may act on one of its lines meanwhile."""
        self._wave += 1
        self._world.ask(wave=self._wave, today=self.clock.today().isoformat())
        self._world.wait()
        if lot and (act := lot.choice(ACTS)):
            self.people.ask(line=line_of(self._wave, act[1]), act=act[0])
        if lot and has_target(self._wave) and lot.random() < FIGURES_IN_TIME:
            self.people.ask(line=line_of(self._wave, LATE), act="figure")
        return self._wave

    def next_morning(self, days: int) -> None:
        """Lets this many nights pass. Only while nobody is at work."""
        day = self.clock.today() + timedelta(days=days)
        self.clock.set_to(datetime.combine(day, MORNING, SHANGHAI))
        self.latest_day = max(self.latest_day, day)

    def _begin(self, start: Callable[[], None], end: Callable[[], None]) -> None:
        self._open.append(end)
        start()

    def _take_up(self) -> None:
        """The first wave tells that the world is there; a run that is taken up goes on after its last one."""
        self._world.ask(wave=1, today=self.clock.today().isoformat())
        self._world.wait(BUILDING_SECONDS)
        self.database.plant_gate()
        ((last,),) = self.database.ask("SELECT max(id) FROM accounts_unit")
        self._wave = last - FIRST
        ((day,),) = self.database.ask("SELECT max(at AT TIME ZONE 'Asia/Shanghai')::date FROM tasks_app_obligation")
        self.latest_day = max(self.clock.today(), day or STARTS_AT.date())

    def _environment(self) -> dict[str, str]:
        """Production's settings, complete, and nothing but them."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "carbonpeak.settings.production",
            "PYTHONPATH": str(ROOT),
            "SECRET_KEY": secrets.token_hex(),
            "DATABASE_URL": self.database.url,
            "DATABASE_STATEMENT_SECONDS": "120",
            "REDIS_URL": self.broker.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mailbox.port}",
            "DEFAULT_FROM_EMAIL": "office@people.test",
            "PUBLIC_ADDRESS": "https://faults.test",
            "ALLOWED_HOSTS": "faults.test",
            "MEDIA_ROOT": str(self.home / "media"),
            "STATIC_ROOT": str(self.home / "static"),
            "CLOCK_SECONDS": str(CLOCK_SECONDS),
        }

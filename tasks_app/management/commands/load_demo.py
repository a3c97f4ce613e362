"""Loads the demo: the plan from its source text, people for each role, and this year's past. Safe to run again."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import User
from tasks_app.actions import calendars, inbox, plans, policies
from tasks_app.actions.sweeps import sweep
from tasks_app.management.demo import people
from tasks_app.management.demo.absences import Absences
from tasks_app.management.demo.cast import Cast
from tasks_app.management.demo.correspondence import Correspondence
from tasks_app.management.demo.figures import Figures
from tasks_app.management.demo.moments import Moments
from tasks_app.management.demo.past import Past
from tasks_app.models import Cycle, Notification
from tasks_app.models.calendar import working_calendar

YEARS_AROUND = 2
# The clock's past: sweeps on these working days before today, so that rungs were climbed one at a time.
SWEPT_DAYS_AGO = (24, 11, 6, 1)
PLAN_FILE = "zhuhai_carbon_peak_2023.txt"


class Command(BaseCommand):
    """``manage.py load_demo``: prints who can log in. Refuses outside a demo."""

    help = "Load the demo data (演示数据) and print who can log in; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads once; afterwards only prints."""
        if not settings.DEMO_BANNER:
            raise CommandError("load_demo runs only in the demo: its people share one printed password")
        load(timezone.now())
        self.stdout.write(_table(people.shown()))


@transaction.atomic
def load(now: datetime) -> Cycle:
    """Makes the whole demo as of ``now``, all or nothing; where there is one, returns its year.

    That is asked inside the transaction: SQLite's IMMEDIATE lets a second loader wait here until the first is done.
    """
    if loaded := Cycle.objects.first():
        return loaded
    year = timezone.localdate(now).year
    setup = Actor.clock("演示数据", str(year), on=timezone.localdate(now))
    for known in range(2023, year + YEARS_AROUND):
        calendars.seed_year(known, by=setup, at=now)
    calendar = working_calendar()
    moments = Moments.of(now, calendar)
    imported = moments.at(moments.imported_on)
    source = settings.BASE_DIR / "fixtures" / "plans" / PLAN_FILE
    plans.import_reading(plans.read(source.read_bytes(), name=PLAN_FILE), by=setup, at=imported)
    policies.seed_default(by=setup, at=imported)
    people.settle(by=setup, at=imported, year=year)
    cast = Cast()
    cycle, papers = Past(moments, calendar, cast).play(), Correspondence(moments, calendar, cast)
    papers.open()
    Figures(moments, calendar, cast).play()
    for days_ago in SWEPT_DAYS_AGO:
        day = calendar.plus(moments.today, -days_ago)
        _everybody_reads(moments.at(day, 8))
        sweep(at=moments.at(day, 9))
    papers.play()
    Absences(moments, calendar).play()
    return cycle


def _everybody_reads(at: datetime) -> None:
    """In the morning people read what came the days before; what the last sweep told them still waits."""
    waiting = Notification.objects.unread().order_by().values("recipient")
    for reader in User.objects.filter(pk__in=waiting).annotate(newest=Max("notifications")):
        me = Actor.of(reader, timezone.localdate(at))
        inbox.read_all(up_to=reader.newest, by=me, at=at)


def _table(shown: list[people.Person]) -> str:
    rows = [f"  {person.username:<14}{person.role_label} · {person.unit}" for person in shown]
    return "\n".join([f"可以登录的人（密码均为 {people.PASSWORD}）:", *rows])

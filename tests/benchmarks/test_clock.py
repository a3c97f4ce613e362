"""The clock's benchmark measures what it says: so many lines are due, each is told once, nothing the second time."""

import pytest
from django.db import connection

from benchmarks import clock_floors, clock_house, clock_jobs, house
from tasks_app.models import Message, MessageState, Notification, Obligation, UnitLine

LINES, DUE = 600, 180

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="COPY is PostgreSQL's"),
]


def test_what_is_due_fires_once_and_is_mailed_as_digests() -> None:
    house.build()
    clock_house.wind_up()
    clock_house.fill(LINES, DUE)
    for line in UnitLine.objects.exclude(next_step_on=None).order_by("id")[:20]:
        line.full_clean()

    assert clock_jobs.counted(clock_jobs.empty).number == 0
    assert clock_jobs.counted(clock_jobs.due).number == DUE
    assert clock_jobs.counted(clock_jobs.due).number == 0
    assert Obligation.objects.filter(rule="R15").count() == Obligation.objects.count() == DUE
    assert clock_floors.rewrite() > 0
    assert Notification.objects.count() == DUE

    readers = Notification.objects.values("recipient").distinct().count()
    assert clock_jobs.counted(clock_jobs.digests).number == readers
    assert Message.objects.filter(state=MessageState.SENT).count() == readers

"""The clock's jobs are doorbells: each rings an action now, and may ring twice."""

from datetime import timedelta

import pytest
import time_machine

from tasks_app import jobs
from tasks_app.models import Heartbeat, Message, MessageState, Obligation
from tests.clock.scene import at
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
NOW = at("11-23 10:00")


def test_sweep_then_deliver_carries_a_notice_out_of_the_house(house: House, mailoutbox: list) -> None:
    with time_machine.travel(NOW, tick=False):
        jobs.sweep()
        jobs.deliver()
    assert Obligation.objects.filter(rule="R5").exists()
    assert len(mailoutbox) == Message.objects.filter(state=MessageState.SENT).count() > 0
    assert set(Heartbeat.objects.values_list("name", "beaten_at")) == {("sweep", NOW), ("deliver", NOW)}


def test_ringing_twice_changes_nothing(house: House, mailoutbox: list) -> None:
    with time_machine.travel(NOW, tick=False):
        for _ in range(2):
            jobs.sweep()
            jobs.deliver()
    rows, sent = Obligation.objects.count(), len(mailoutbox)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        jobs.sweep()
        jobs.deliver()
    assert (Obligation.objects.count(), len(mailoutbox)) == (rows, sent)
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == sent


def test_a_long_queue_is_sent_to_its_end_in_one_ring(
    house: House, mailoutbox: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks_app.notifications.delivery.BATCH", 2)
    with time_machine.travel(NOW, tick=False):
        jobs.sweep()
        jobs.deliver()
    assert len(mailoutbox) > 2
    assert not Message.objects.exclude(state=MessageState.SENT).exists()

"""What the database promises of ledger and outbox: each constraint refuses the row that breaks it, by its name."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction

from tasks_app.models import Message, MessageState, Notification, Obligation, PhoneUrge
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import outbox
from tests import extension_factories
from tests.clock.scene import a_late_line, at
from tests.factories import House

pytestmark = pytest.mark.django_db
Break = Callable[[House], object]


def again(row: models.Model) -> None:
    """Stores the same row a second time."""
    row.pk = None
    row.save(force_insert=True)


def change(model: type[models.Model], **changes: object) -> None:
    model._default_manager.update(**changes)


def a_message(house: House) -> Message:
    outbox.gather(at=at("12-01"), calendar=working_calendar())
    return Message.objects.order_by("pk")[0]


def the_same_message_twice(house: House) -> None:
    message = a_message(house)
    message.message_id = "<another@carbonpeak.example>"
    again(message)


def a_decision_told_twice(house: House) -> None:
    request = extension_factories.asked(house, house.transport)
    extension_factories.grant(request, by=house.office.director)
    again(Notification.objects.filter(topic=f"extension:{request.pk}")[0])


BREAKS: dict[str, Break] = {
    "obligation_once": lambda house: again(Obligation.objects.filter(rule="U1")[0]),
    "obligation_has_one_subject": lambda house: Obligation.objects.filter(rule="U1").update(line=None),
    "obligation_of_a_line_or_a_target": lambda house: change(Obligation, of_line=None),
    "obligation_decided_by_and_at": lambda house: change(Obligation, decided_at=at("12-01")),
    "notification_of_the_clock_or_of_a_topic": lambda house: change(Notification, obligation=None),
    "notification_once_a_topic": a_decision_told_twice,
    "notification_once": lambda house: again(Notification.objects.order_by("pk")[0]),
    "message_once_a_slot": the_same_message_twice,
    "message_sent_at": lambda house: Message.objects.filter(pk=a_message(house).pk).update(state=MessageState.SENT),
}


def test_every_promise_is_tried() -> None:
    promised = {row.name for model in (Obligation, Notification, Message, PhoneUrge) for row in model._meta.constraints}
    assert promised == set(BREAKS)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not name a broken unique key")
@pytest.mark.parametrize("name", sorted(BREAKS))
def test_the_database_refuses(house: House, name: str) -> None:
    a_late_line(house)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BREAKS[name](house)


def test_an_identity_is_given_once(house: House) -> None:
    a_late_line(house)
    message = a_message(house)
    message.slot = "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        again(message)

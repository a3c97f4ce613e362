"""Sending again what failed for good: the same message under the same identity, once, by whom it belongs to."""

import pytest

from accounts.models import User
from tasks_app.actions import resending
from tasks_app.domain.refusals import NotAllowed, NotNow
from tasks_app.models import Message, MessageState
from tasks_app.notifications import delivery
from tests import factories
from tests.clock.scene import at
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
NOW = at("12-01")


def a_message(house: House, state: str = MessageState.FAILED) -> Message:
    message = Message.objects.create(
        recipient=house.commerce.liaison.user, channel="email", slot="2026-12-01", subject="您有 1 件待办",
        body="请登录。", message_id="<1@x>", state=state, at=NOW, try_after=NOW, tries=11,
    )  # fmt: skip
    delivery.Attempt.objects.create(message=message, at=NOW, outcome="refused", detail="550 no such user")
    return message


def test_it_goes_again_under_the_same_identity_and_says_who_sent_it(house: House, mailoutbox: list) -> None:
    message, director = a_message(house), house.office.director
    resending.resend(message, by=director, at=NOW)
    assert delivery.deliver_batch(at=NOW).sent == 1
    (mail,) = mailoutbox
    assert mail.extra_headers["Message-ID"] == "<1@x>"
    tries = message.attempts.order_by("id").values_list("outcome", "detail")
    assert list(tries)[1:] == [("resent", director.label), ("sent", "")]


def test_it_is_tried_as_often_as_any_other(house: House) -> None:
    message = resending.resend(a_message(house), by=house.office.director, at=NOW)
    (claimed,) = delivery._claimed(NOW)
    delivery._note(claimed, delivery.Outcome("refused"), NOW)
    message.refresh_from_db()
    assert (message.state, message.try_after) == (MessageState.WAITING, NOW + delivery.BACKOFF[0])


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.SENDING, MessageState.RETRACTED])
def test_what_is_not_over_is_not_sent_again(house: House, state: str) -> None:
    with pytest.raises(NotNow, match="无需再次重发"):
        resending.resend(a_message(house, state), by=house.office.director, at=NOW)


def test_somebody_without_an_address_gets_one_first(house: House) -> None:
    message = a_message(house, MessageState.UNREACHABLE)
    User.objects.filter(pk=message.recipient_id).update(email="")
    with pytest.raises(NotNow, match="没有可用的邮箱"):
        resending.resend(message, by=house.office.director, at=NOW)
    User.objects.filter(pk=message.recipient_id).update(email="new@city.example")
    resending.resend(message, by=house.office.director, at=NOW)
    assert delivery.deliver_batch(at=NOW).sent == 1


def test_it_belongs_to_the_director_and_the_system_administrator(house: House) -> None:
    message = a_message(house)
    for somebody in (house.office.clerk, house.commerce.liaison, house.office.leader):
        with pytest.raises(NotAllowed):
            resending.resend(message, by=somebody, at=NOW)
    resending.resend(message, by=factories.working("system_admin", house.office.unit), at=NOW)

"""Taking a notice back: before it left the house it stays inside, afterwards the reason stands beside it."""

import pytest

from tasks_app.actions import retractions
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.models import Message, MessageState, Notification, Obligation, StateChange
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import delivery, outbox
from tests import factories
from tests.clock.scene import a_late_line, a_proposal, at, ledger, sweep_on
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
WHY = "时限登记有误。"
NOW = at("12-01 10:00")


def an_urge(house: House) -> Obligation:
    """An urge of today; the reminders before it have left, so that it is alone in its message."""
    line = a_late_line(house)
    Notification.objects.exclude(obligation__rule="U1").update(message=a_message_of_yesterday(house))
    return Obligation.objects.get(of_line=line, rule="U1")


def a_message_of_yesterday(house: House) -> Message:
    return Message.objects.create(
        recipient=house.commerce.liaison.user, channel="email", slot="2026-11-30", subject="", body="",
        message_id="<1@x>", state=MessageState.SENT, at=at("11-30"), try_after=at("11-30"), sent_at=at("11-30"),
    )  # fmt: skip


def retract(row: Obligation, house: House) -> Obligation:
    return retractions.retract(row, reason=WHY, by=house.office.director, at=NOW)


def gather() -> None:
    outbox.gather(at=NOW, calendar=working_calendar())


def test_before_it_is_gathered_it_never_leaves(house: House) -> None:
    row = an_urge(house)
    retract(row, house)
    gather()
    assert not Message.objects.filter(notifications__obligation=row).exists()
    notice = Notification.objects.filter(obligation=row)[0]
    assert (notice.retracted_at, notice.retracted_why) == (NOW, WHY)
    assert not Notification.objects.filter(obligation=row).unread().exists()


def test_a_message_that_waits_and_says_nothing_else_stays_in_the_house(house: House, mailoutbox: list) -> None:
    row = an_urge(house)
    gather()
    waiting = Message.objects.filter(notifications__obligation=row)
    assert set(waiting.values_list("state", flat=True)) == {MessageState.WAITING}
    retract(row, house)
    assert set(waiting.values_list("state", flat=True)) == {MessageState.RETRACTED}
    delivery.deliver_batch(at=NOW)
    assert mailoutbox == []


def two_in_a_digest(house: House) -> tuple[Message, list[Obligation]]:
    """A digest that tells of two reminders of one line, and their rows."""
    a_late_line(house)
    rows = list(Obligation.objects.filter(rule__in=("R15", "R5"), state="fired"))
    Notification.objects.exclude(obligation__in=rows).update(message=a_message_of_yesterday(house))
    gather()
    return Message.objects.get(notifications__obligation=rows[0]), rows


def test_a_digest_that_says_more_goes_out_with_what_is_left(house: House, mailoutbox: list) -> None:
    digest, rows = two_in_a_digest(house)
    assert digest.subject == "您有 2 件待办"
    retract(rows[0], house)
    delivery.deliver_batch(at=NOW)
    (mail,) = mailoutbox
    assert (mail.subject, mail.extra_headers["Message-ID"]) == ("您有 1 件待办", digest.message_id)
    digest.refresh_from_db()
    assert (digest.state, digest.subject) == (MessageState.SENT, "您有 1 件待办")
    assert digest.body == mail.body


def test_nothing_is_left_of_it_after_it_was_claimed_and_it_stays_in_the_house(house: House, mailoutbox: list) -> None:
    digest, rows = two_in_a_digest(house)
    claimed = delivery._claimed(NOW)
    for row in rows:
        retract(row, house)
    assert delivery._send(claimed, NOW).sent == 0
    digest.refresh_from_db()
    assert (digest.state, digest.lease, mailoutbox) == (MessageState.RETRACTED, None, [])


def test_nothing_is_left_of_it_when_its_lease_runs_out_and_it_stays_in_the_house(
    house: House, mailoutbox: list
) -> None:
    """Its sender died with it; taken up again, it has nothing more to say."""
    digest, rows = two_in_a_digest(house)
    delivery._claimed(NOW)
    for row in rows:
        retract(row, house)
    digest.refresh_from_db()
    assert digest.state == MessageState.SENDING
    assert delivery.deliver_batch(at=NOW + 2 * delivery.LEASE).sent == 0
    digest.refresh_from_db()
    assert (digest.state, mailoutbox) == (MessageState.RETRACTED, [])


@pytest.mark.parametrize(("outcome", "said"), [("refused", "您有 1 件待办"), ("lost", "您有 2 件待办")])
def test_what_may_have_arrived_keeps_its_words(house: House, mailoutbox: list, outcome: str, said: str) -> None:
    """Two mails of one identity never say two things; a mail that was refused in plain words was never one."""
    _, rows = two_in_a_digest(house)
    (claimed,) = delivery._claimed(NOW)
    delivery._note(claimed, delivery.Outcome(outcome, is_lost=outcome == "lost"), NOW)
    retract(rows[0], house)
    delivery.deliver_batch(at=NOW + delivery.BACKOFF[0])
    assert [mail.subject for mail in mailoutbox] == [said]


def test_after_it_was_sent_the_reason_stays_visible(house: House) -> None:
    row = an_urge(house)
    gather()
    delivery.deliver_batch(at=NOW)
    retract(row, house)
    message = Message.objects.filter(notifications__obligation=row)[0]
    assert message.state == MessageState.SENT
    assert message.notifications.get().retracted_why == WHY
    row.refresh_from_db()
    assert (row.state, row.reason, row.decided_by) == ("retracted", WHY, house.office.director.post)
    step = StateChange.objects.get(kind="obligation", object_id=row.pk)
    assert (step.act, step.why) == ("retract", WHY)


def test_it_keeps_its_place_in_the_ledger(house: House) -> None:
    row = an_urge(house)
    retract(row, house)
    sweep_on("12-02", "12-03")
    assert Obligation.objects.filter(of_line=row.of_line, rule="U1").count() == 1
    assert "U1" not in ledger(row.of_line)


def test_a_reason_is_needed_and_once_is_enough(house: House) -> None:
    row = an_urge(house)
    with pytest.raises(Invalid):
        retractions.retract(row, reason="　", by=house.office.director, at=NOW)
    retract(row, house)
    with pytest.raises(NotNow):
        retract(row, house)


def test_only_the_director_retracts(house: House) -> None:
    proposal = a_proposal(house)
    for somebody in (house.office.clerk, house.commerce.reviewer):
        with pytest.raises(NotAllowed):
            retractions.retract(proposal, reason=WHY, by=somebody, at=NOW)


def test_who_is_in_conflict_takes_nothing_back(house: House) -> None:
    row = an_urge(house)
    moonlighter = factories.post("office_director", house.office.unit, user=house.commerce.reviewer.user)
    with pytest.raises(NotAllowed, match="按回避要求"):
        retractions.retract(row, reason=WHY, by=factories.actor(moonlighter, NOW), at=NOW)
    row.refresh_from_db()
    assert row.state == "fired"

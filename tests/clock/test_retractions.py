"""Taking a notice back: before it left the house it stays inside, afterwards the reason stands beside it."""

import pytest

from tasks_app.actions import retractions
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.models import Message, MessageState, Notification, Obligation, StateChange
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import delivery, outbox
from tests.clock.scene import a_late_line, a_proposal, at, ledger, sweep_on
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
WHY = "时限登记有误。"
NOW = at("12-01 10:00")


def an_urge(house: House) -> Obligation:
    return Obligation.objects.get(of_line=a_late_line(house), rule="U1")


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
    sent = Message.objects.filter(state=MessageState.SENT)
    assert not sent.filter(pk__in=waiting).exists()
    assert len(mailoutbox) == sent.count()


def test_a_digest_that_says_more_goes_out(house: House) -> None:
    a_late_line(house)
    rows = Obligation.objects.filter(rule__in=("R15", "R5"), state="fired")
    gather()
    digest = Message.objects.get(notifications__obligation=rows[0])
    retract(rows[0], house)
    digest.refresh_from_db()
    assert digest.state == MessageState.WAITING


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

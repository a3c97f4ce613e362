"""The switches: holding what leaves the house, and releasing the brake; each by whom it belongs to, with a reason."""

import pytest

from tasks_app.actions import outgoing
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.models import Message, Notification, Outgoing
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import delivery, outbox
from tests.clock.scene import a_line_at_work, at, sweep_on
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
NOW = at("11-23")


def test_while_held_notices_are_written_and_shown_but_nothing_leaves(house: House, mailoutbox: list) -> None:
    a_line_at_work(house)
    outgoing.hold(why="恢复备份，待核对", by=house.office.director, at=NOW)
    sweep_on("11-23")
    assert outbox.gather(at=NOW, calendar=working_calendar()) == 0
    assert delivery.deliver_batch(at=NOW).taken == 0
    assert Notification.objects.filter(recipient=house.commerce.liaison.user).unread().exists()
    assert mailoutbox == []
    outgoing.release(by=house.office.director, at=NOW)
    outbox.gather(at=NOW, calendar=working_calendar())
    assert delivery.deliver_batch(at=NOW).sent == len(mailoutbox) == Message.objects.count() > 0


def test_holding_is_recorded_with_its_reason(house: House) -> None:
    row = outgoing.hold(why=" 恢复备份 ", by=house.office.director, at=NOW)
    assert (row.held, row.why) == (True, "恢复备份")
    row = outgoing.release(by=house.office.director, at=NOW)
    assert (row.held, row.why) == (False, "")
    reasons = Outgoing.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert [str(reason).partition("｜")[0] for reason in reasons][-2:] == ["暂停外发：恢复备份", "恢复外发"]


def test_a_reason_is_needed(house: House) -> None:
    with pytest.raises(Invalid):
        outgoing.hold(why="　", by=house.office.director, at=NOW)


def test_what_is_held_is_not_held_again_and_what_is_not_held_is_not_released(house: House) -> None:
    director = house.office.director
    with pytest.raises(NotNow, match="没有暂停"):
        outgoing.release(by=director, at=NOW)
    outgoing.hold(why="核对", by=director, at=NOW)
    with pytest.raises(NotNow, match="已经暂停"):
        outgoing.hold(why="另一个理由", by=director, at=NOW)
    assert Outgoing.objects.get().why == "核对"


def test_a_page_that_was_overtaken_turns_no_switch(house: House) -> None:
    """The director's hold overwrote the reason of the administrator, unasked."""
    seen = 0
    outgoing.hold(why="邮件服务器迁移", by=house.office.director, at=NOW, version=seen)
    for act in (
        lambda: outgoing.hold(why="试试", by=house.office.director, at=NOW, version=seen),
        lambda: outgoing.release(by=house.office.director, at=NOW, version=seen),
        lambda: outgoing.release_brake(brake_at=9, by=house.office.director, at=NOW, version=seen),
    ):
        with pytest.raises(Stale):
            act()
    row = Outgoing.objects.get()
    assert (row.held, row.why, row.version) == (True, "邮件服务器迁移", 1)


def test_a_brake_that_is_not_on_is_not_released(house: House) -> None:
    with pytest.raises(NotNow):
        outgoing.release_brake(brake_at=5000, by=house.office.director, at=NOW)


def test_clerks_and_units_touch_no_switch(house: House) -> None:
    Outgoing.objects.create(pk=1, braked_at=NOW)
    for somebody in (house.office.clerk, house.commerce.liaison, house.office.leader):
        for act in (
            lambda by: outgoing.hold(why="试试", by=by, at=NOW),
            lambda by: outgoing.release(by=by, at=NOW),
            lambda by: outgoing.release_brake(brake_at=9, by=by, at=NOW),
        ):
            with pytest.raises(NotAllowed):
                act(somebody)

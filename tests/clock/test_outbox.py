"""Notices become messages: the day's digest for each person, what is urgent in office hours, under one identity."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import User
from tasks_app.models import Message, MessageState, Notification, Outgoing, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import outbox
from tests.clock.scene import a_line_at_work, at, sweep_on
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def gather(when: str) -> int:
    return outbox.gather(at=at(when), calendar=working_calendar())


def a_quiet_line(house: House) -> UnitLine:
    """A line of which everything up to 20 November was told and sent."""
    line = a_line_at_work(house)
    sweep_on("11-09", "11-20")
    gather("11-20")
    return line


def slots() -> list[str]:
    return list(Message.objects.order_by("slot").values_list("slot", flat=True))


def test_a_person_gets_one_digest_a_day_whoever_runs_twice(house: House) -> None:
    sweep_on("11-09 08:00")
    assert gather("11-09 09:00") == 8  # two people of three units each, and two clerks for the office's own line
    assert gather("11-09 09:01") == 0
    digest = Message.objects.get(recipient=house.commerce.liaison.user)
    waiting = Notification.objects.filter(recipient=house.commerce.liaison.user)
    assert waiting.count() == digest.notifications.count() > 1
    assert digest.slot == "2026-11-09"
    assert f"您有 {waiting.count()} 件待办" == digest.subject
    assert not Notification.objects.unsent().exists()


def test_what_a_clock_ten_days_ahead_wrote_leaves_when_the_clock_is_right_again(house: House) -> None:
    sweep_on("11-19 08:00")
    assert gather("11-09 09:00") == 8
    assert not Notification.objects.unsent().exists()


def test_what_was_in_a_digest_is_in_no_other(house: House) -> None:
    sweep_on("11-09 08:00")
    gather("11-09")
    assert gather("11-10") == 0
    assert slots() == ["2026-11-09"] * 8


def test_what_comes_after_the_hour_waits_for_the_next_working_day(house: House) -> None:
    a_line_at_work(house)
    sweep_on("11-09 08:00")
    gather("11-09 09:00")
    sweep_on("11-23 15:00")
    assert gather("11-23 15:01") == 1  # no digest yet today
    Notification.objects.filter(obligation__rule="R5").update(message=None)
    assert gather("11-23 15:02") == 0  # today's has left
    assert gather("11-24 09:00") == 1


@pytest.mark.parametrize(
    ("when", "made"),
    [("11-23 08:59", 0), ("11-23 09:00", 1), ("11-28 09:00", 0), ("11-29 23:59", 0), ("11-30 09:00", 1)],
    ids=["before the hour", "at the hour", "a Saturday", "a Sunday", "the Monday after"],
)
def test_digests_leave_at_the_hour_on_working_days(house: House, when: str, made: int) -> None:
    a_quiet_line(house)
    sweep_on("11-23 00:01")
    assert gather(when) == made


def test_a_make_up_saturday_is_a_working_day(house: House) -> None:
    a_line_at_work(house)
    sweep_on("05-08 18:00")  # the report of spring is long overdue by now
    assert gather("05-09 09:00") == 2  # liaison and reviewer


def test_the_office_chooses_the_hour(house: House, settings: Settings) -> None:
    a_quiet_line(house)
    settings.DIGEST_HOUR = 14
    sweep_on("11-23")
    assert (gather("11-23 13:59"), gather("11-23 14:00")) == (0, 1)


# --- what is urgent --------------------------------------------------------------------------------------------------
def urgent_ones() -> "list[Message]":
    return list(Message.objects.filter(slot__startswith="urgent:").order_by("recipient"))


def test_what_is_urgent_to_a_person_leaves_as_one_message_named_after_its_first_notice(house: House) -> None:
    sweep_on("11-27 00:01", "12-01 00:01")  # every line falls due on 30 November: R1, then U1
    people = set(Notification.objects.filter(urgent=True).values_list("recipient", flat=True))
    assert Notification.objects.filter(urgent=True).count() == 2 * len(people) == 12
    gather("12-01 08:00")
    assert {message.recipient_id for message in urgent_ones()} == people
    for message in urgent_ones():
        notices = message.notifications.order_by("pk")
        assert message.slot == f"urgent:{notices[0].pk}"
        assert message.subject == f"您有 {len(notices)} 件待办"
    assert not Notification.objects.unsent().filter(urgent=True).exists()
    assert gather("12-01 08:01") == 0


def test_what_comes_later_the_same_day_is_a_message_of_its_own(house: House) -> None:
    a_quiet_line(house)
    sweep_on("11-27 08:30")
    assert gather("11-27 08:31") == 1
    sweep_on("12-01 10:00")
    gather("12-01 10:01")
    assert Message.objects.filter(recipient=house.commerce.liaison.user, slot__startswith="urgent:").count() == 2


@pytest.mark.parametrize(
    ("when", "made"),
    [
        ("12-01 00:02", 0), ("12-01 07:59", 0), ("12-01 08:00", 2), ("12-01 19:59", 2), ("12-01 20:00", 0),
        ("12-05 10:00", 0), ("12-07 08:00", 2),
    ],
    ids=["midnight", "before", "opening", "last minute", "evening", "a Saturday", "the Monday after"],
)  # fmt: skip
def test_urgent_ones_ring_in_the_hours_of_the_office(house: House, when: str, made: int) -> None:
    a_quiet_line(house)
    sweep_on("11-27 08:00")
    gather("11-27 08:00")
    sweep_on("12-01 00:01")
    gather(when)
    assert len([one for one in urgent_ones() if one.at == at(when)]) == made


@pytest.mark.parametrize(
    ("when", "made"),
    [("11-28 07:59", 0), ("11-28 10:00", 1), ("11-28 23:00", 1), ("11-29 10:00", 0)],
    ids=["before opening", "on that Saturday", "that night", "the Sunday after"],
)
def test_what_is_due_that_very_day_rings_on_a_rest_day_too(house: House, when: str, made: int) -> None:
    a_quiet_line(house)
    sweep_on("11-27")  # R1: due on the Monday
    Notification.objects.filter(urgent=True).update(due_on=date(2026, 11, 28))
    assert gather(when) == made


def test_the_office_chooses_the_hours_of_what_is_urgent(house: House, settings: Settings) -> None:
    settings.URGENT_FROM_HOUR, settings.URGENT_UNTIL_HOUR = 6, 7
    a_quiet_line(house)
    sweep_on("12-01 00:01")
    assert (gather("12-01 07:00"), gather("12-02 06:00")) == (0, 2)


def test_more_people_than_a_portion_are_all_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "PEOPLE", 2)
    monkeypatch.setattr(outbox, "SLICE", 3)
    sweep_on("11-27", "12-01")
    people = Notification.objects.unsent().filter(urgent=True).values("recipient").distinct().count()
    assert people > 4
    gather("12-01 08:02")
    assert len(urgent_ones()) == people
    assert not Notification.objects.unsent().filter(urgent=True).exists()
    for message in urgent_ones():
        assert set(message.notifications.values_list("recipient", flat=True)) == {message.recipient_id}


# --- while outgoing messages are held --------------------------------------------------------------------------------
def test_while_held_nothing_is_gathered_and_afterwards_there_is_one_digest(house: House) -> None:
    a_quiet_line(house)
    switch = Outgoing.objects.create(pk=1, held=True, why="恢复备份后核对")
    for day in ("11-23", "11-27", "12-01", "12-02"):
        sweep_on(day)
        assert gather(day) == 0
    switch.held = False
    switch.save()
    gather("12-03")
    mine = Message.objects.filter(recipient=house.commerce.liaison.user, at=at("12-03"))
    assert sorted(slot.partition(":")[0] for slot in mine.values_list("slot", flat=True)) == ["2026-12-03", "urgent"]
    assert not Notification.objects.unsent().exists()


# --- what a message says ---------------------------------------------------------------------------------------------
def test_a_message_says_a_count_the_nearest_day_and_the_way_in(house: House, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://carbon.example.cn"
    sweep_on("11-09 08:00")
    gather("11-09")
    message = Message.objects.get(recipient=house.transport.liaison.user)
    nearest = Notification.objects.filter(message=message).order_by("due_on")[0].due_on
    assert nearest == date(2026, 10, 15)
    number = message.notifications.count()
    assert message.body.startswith(
        f"您有 {number} 件待办，最近一件 10月15日到期，请登录办理：https://carbon.example.cn/inbox/"
    )


def test_message_ids_are_all_different_and_stay(house: House) -> None:
    sweep_on("11-09", "11-27", "12-01")
    gather("12-01")
    before = dict(Message.objects.values_list("pk", "message_id"))
    assert len(set(before.values())) == len(before) > 4
    gather("12-02")
    assert before.items() <= dict(Message.objects.values_list("pk", "message_id")).items()


def test_who_cannot_be_reached_is_seen(house: House) -> None:
    a_line_at_work(house)
    sweep_on("11-23")
    User.objects.filter(pk=house.commerce.liaison.own_post.user_id).update(email="")
    gather("11-23")
    message = Message.objects.get(recipient=house.commerce.liaison.user)
    assert message.state == MessageState.UNREACHABLE
    assert message.notifications.exists()


def test_retracted_notices_are_not_counted(house: House) -> None:
    a_line_at_work(house)
    sweep_on("11-23")
    Notification.objects.all().update(retracted_at=at("11-23"))
    assert gather("11-23") == 0


def test_a_digest_costs_the_same_for_one_person_and_for_many(house: House) -> None:
    a_quiet_line(house)
    sweep_on("11-23")
    with CaptureQueriesContext(connection) as for_one:
        assert gather("11-23") == 1
    UnitLine.objects.update(ended_on=None)
    sweep_on("11-24")
    with CaptureQueriesContext(connection) as for_many:
        assert gather("11-24") > 2
    assert len(for_many) == len(for_one)

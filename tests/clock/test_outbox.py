"""Notices become messages: the day's digest for each person, urgent ones at once, each under one identity for ever."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import User
from tasks_app.models import Message, MessageState, Notification, UnitLine
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


def test_urgent_ones_go_at_once_each_alone(house: House) -> None:
    a_quiet_line(house)
    sweep_on("12-01 00:01")
    assert gather("12-01 00:02") == 2  # the unit's liaison and reviewer
    urgent = Notification.objects.filter(obligation__rule="U1")
    assert slots()[-2:] == sorted(f"notice:{notice.pk}" for notice in urgent)
    assert {message.subject for message in Message.objects.filter(slot__startswith="notice:")} == {"您有 1 件待办"}


def test_more_urgent_ones_than_a_batch_all_leave(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "BATCH", 2)
    sweep_on("11-23", "12-01")
    waiting = Notification.objects.unsent().filter(urgent=True).count()
    assert waiting > 4
    assert gather("12-01 00:02") == waiting


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


@pytest.mark.parametrize("changes", [{"email": ""}, {"is_active": False}])
def test_who_cannot_be_reached_is_seen(house: House, changes: dict[str, object]) -> None:
    a_line_at_work(house)
    sweep_on("11-23")
    User.objects.filter(pk=house.commerce.liaison.own_post.user_id).update(**changes)
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

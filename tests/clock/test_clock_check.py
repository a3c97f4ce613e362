"""The hourly proof: it agrees with the clock through a year, and sees what was lost, unseen, early or doubled."""

import logging
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks_app import jobs
from tasks_app.actions import clock_checks
from tasks_app.actions.heartbeats import beat
from tasks_app.dashboards.clock_check import Kind, Mismatch, missing
from tasks_app.dashboards.clock_health import COMPARISON, DELIVERY, SWEEP, clock_health
from tasks_app.dashboards.inbox import pulse_of
from tasks_app.domain.report_states import ReportState
from tasks_app.models import (
    Heartbeat,
    Message,
    MessageState,
    Notification,
    Obligation,
    Outgoing,
    PolicyVersion,
    UnitLine,
)
from tests import factories
from tests.clock.scene import a_late_line, a_proposal, at, sweep_on
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
DAYS = [f"{month:02}-{day:02}" for month in (3, 4, 7, 10, 11, 12) for day in range(3, 31, 3)]


def test_it_agrees_with_the_clock_through_the_year(house: House) -> None:
    for day in DAYS:
        sweep_on(day)
        assert missing(at(f"{day} 09:20")) == [], day


def test_it_agrees_while_people_act(house: House) -> None:
    line = a_late_line(house)
    draft = factories.closing_draft(line, house.commerce, at=at("12-02"))
    factories.advance(draft, ReportState.SENT_BACK, house, house.commerce, at=at("12-03"))
    for day in ("12-03", "12-04", "12-07", "12-08", "12-09", "12-14", "12-22"):
        sweep_on(f"{day} 18:00")
        assert missing(at(f"{day} 18:20")) == [], day


def test_what_no_sweep_had_in_hand_yet_is_left_to_the_next(house: House) -> None:
    """After downtime, and in the first minute of a day, the proof is as often before the sweep as after it."""
    sweep_on("11-09")
    assert missing(at("12-08 00:00")) == []
    sweep_on("12-08 00:01")
    assert missing(at("12-08 00:02")) == []


def a_lost_row(line: UnitLine) -> list[Mismatch]:
    Notification.objects.filter(obligation__of_line=line, obligation__rule="U1").delete()
    Obligation.objects.filter(of_line=line, rule="U1").delete()
    return [Mismatch(Kind.LOST, f"line:{line.pk}", "U1")]


def a_cache_too_late(line: UnitLine) -> list[Mismatch]:
    UnitLine.objects.filter(pk=line.pk).update(next_step_on=date(2026, 12, 8))
    return [Mismatch(Kind.UNSEEN, f"line:{line.pk}")]


def a_cache_that_forgot(line: UnitLine) -> list[Mismatch]:
    UnitLine.objects.filter(pk=line.pk).update(next_step_on=None)
    return [Mismatch(Kind.UNSEEN, f"line:{line.pk}")]


def a_line_nobody_looked_at(line: UnitLine) -> list[Mismatch]:
    UnitLine.objects.filter(pk=line.pk).update(next_step_on=date(2026, 12, 1))
    return [Mismatch(Kind.UNSEEN, f"line:{line.pk}")]


def a_row_before_its_day(line: UnitLine) -> list[Mismatch]:
    Obligation.objects.filter(of_line=line, rule="U1").update(at=at("11-30"))
    return [Mismatch(Kind.EARLY, f"line:{line.pk}", "U1")]


def a_doubled_row(line: UnitLine) -> list[Mismatch]:
    row = Obligation.objects.get(of_line=line, rule="U1")
    row.pk, row.round = None, 1
    row.save()
    return [Mismatch(Kind.DOUBLED, f"line:{line.pk}", "U1")]


@pytest.mark.parametrize(
    "plant",
    [
        a_lost_row,
        a_cache_too_late,
        a_cache_that_forgot,
        a_line_nobody_looked_at,
        a_row_before_its_day,
        a_doubled_row,
    ],
)
def test_it_sees_what_is_wrong(house: House, plant: Callable[[UnitLine], list[Mismatch]]) -> None:
    line = a_late_line(house)
    sweep_on("12-02")
    assert missing(at("12-02 09:20")) == []
    planted = plant(line)
    assert missing(at("12-02 09:20")) == planted


def test_an_unchased_proposal_is_seen(house: House) -> None:
    proposal = a_proposal(house)
    sweep_on("12-08", "12-10")
    assert missing(at("12-10 10:00")) == []
    Notification.objects.filter(obligation__rule="OP3").delete()
    Obligation.objects.filter(rule="OP3").delete()
    assert missing(at("12-10 10:00")) == [Mismatch(Kind.LOST, f"proposal:{proposal.pk}", "OP3")]


def test_what_the_next_sweep_is_about_to_look_at_is_left_to_it(house: House) -> None:
    line = a_late_line(house)
    a_lost_row(line)
    UnitLine.objects.filter(pk=line.pk).update(next_step_on=date(2026, 12, 2))
    assert missing(at("12-02 09:20")) == []


def test_what_it_finds_turns_health_red_until_it_agrees_again(house: House, caplog: pytest.LogCaptureFixture) -> None:
    line = a_late_line(house)
    sweep_on("12-02")
    beat(DELIVERY, at=at("12-02"))
    a_lost_row(line)
    with caplog.at_level(logging.ERROR):
        clock_checks.compare(at=at("12-02 09:20"))
    assert f"line:{line.pk} U1" in caplog.text
    health = clock_health(at("12-02 09:03"))
    assert not health.is_well
    assert health.banner == (
        f"时钟核对发现问题：1 处不一致，例如应触发而未触发：line:{line.pk} U1。请联系系统管理员。",
    )
    UnitLine.objects.filter(pk=line.pk).update(next_step_on=date(2026, 12, 2))
    sweep_on("12-02 10:00")
    beat(DELIVERY, at=at("12-02 10:00"))
    assert clock_checks.compare(at=at("12-02 10:20")) == []
    assert clock_health(at("12-02 10:03")).is_well


@pytest.mark.parametrize(
    ("name", "later", "said"),
    [
        (SWEEP, "09:04", ""), (SWEEP, "09:06", "督办巡检已超过 5 分钟"), (DELIVERY, "09:04", ""),
        (DELIVERY, "09:06", "外发已超过 5 分钟"), (COMPARISON, "10:59", ""),
        (COMPARISON, "11:01", "时钟核对已超过 2 小时"),
    ],
)  # fmt: skip
def test_a_job_that_fell_silent_is_a_banner(house: House, name: str, later: str, said: str) -> None:
    now = at(f"12-02 {later}")
    for job in (SWEEP, DELIVERY, COMPARISON):
        beat(job, at=at("12-02 09:00") if job == name else now)
    health = clock_health(now)
    assert (health.is_well, len(health.banner)) == (not said, bool(said))
    assert said in "".join(health.banner)


def test_jobs_that_fell_silent_together_are_one_sentence(house: House) -> None:
    assert clock_health(at("12-02")).banner == (
        "督办巡检已超过 5 分钟、外发已超过 5 分钟、时钟核对已超过 2 小时没有成功运行，"
        "提醒、催办和邮件可能延误，请检查后台作业。",
    )


def test_a_brake_says_why_the_sweep_is_silent(house: House) -> None:
    Outgoing.objects.create(pk=1, braked_at=at("12-02"))
    braked, silent = clock_health(at("12-02")).banner
    assert "制动" in braked
    assert "督办巡检" not in silent


def test_what_every_page_asks_in_one_statement_is_the_same(house: House, django_assert_num_queries: object) -> None:
    Outgoing.objects.create(pk=1, held=True, why="恢复备份后核对。", braked_at=at("12-02"))
    beat(DELIVERY, at=at("12-02"))
    beat(COMPARISON, at=at("12-02"), trouble="1 处不一致")
    for moment in ("12-02 09:02", "12-02 12:00"):
        with django_assert_num_queries(1):  # type: ignore[operator]
            pulse = pulse_of(house.office.clerk, at(moment))
        assert pulse.health == clock_health(at(moment))
    assert pulse.health.held_why == "恢复备份后核对。"


@pytest.mark.parametrize(
    ("state", "made", "tried", "is_amiss"),
    [
        (MessageState.FAILED, "12-01 09:00", True, True),
        (MessageState.FAILED, "11-20 09:00", True, False),
        (MessageState.WAITING, "12-02 08:00", True, True),
        (MessageState.WAITING, "12-02 09:30", True, False),
        (MessageState.WAITING, "12-01 09:00", False, False),
        (MessageState.UNREACHABLE, "12-02 09:00", False, False),
    ],
    ids=["given up", "given up long ago", "still here", "just tried", "never tried: held", "without an address"],
)
def test_mail_that_does_not_arrive_is_a_banner(
    house: House, state: str, made: str, tried: bool, is_amiss: bool
) -> None:
    """Also while every job runs: they run, and nobody hears."""
    now = at("12-02 10:00")
    for job in (SWEEP, DELIVERY, COMPARISON):
        beat(job, at=now)
    Message.objects.create(
        recipient=house.commerce.liaison.user,
        channel="email",
        slot="2026-12-02",
        message_id="<1@carbonpeak.example>",
        state=state,
        at=at(made),
        try_after=now if tried else at(made),
    )
    health = clock_health(now)
    assert (health.is_well, health.undelivered) == (not is_amiss, int(is_amiss))
    assert ("1 封邮件未送达" in "".join(health.banner)) == is_amiss
    assert pulse_of(house.office.clerk, now).health == health


def test_without_a_policy_there_is_nothing_to_prove(house: House) -> None:
    PolicyVersion.objects.update(starts_on=date(2027, 1, 1))
    assert missing(at("12-02")) == []


def test_the_job_keeps_its_pulse(house: House) -> None:
    jobs.compare_clock()
    assert Heartbeat.objects.filter(name=COMPARISON).exists()


def test_it_reads_all_lines_in_a_known_number_of_queries(house: House) -> None:
    sweep_on("03-05")
    UnitLine.objects.exclude(pk=house.line(house.commerce).pk).update(ended_on=date(2026, 3, 2))
    with CaptureQueriesContext(connection) as for_one:
        missing(at("03-05 10:00"))
    UnitLine.objects.update(ended_on=None)
    with CaptureQueriesContext(connection) as for_seven:
        missing(at("03-05 10:00"))
    assert len(for_seven) == len(for_one)

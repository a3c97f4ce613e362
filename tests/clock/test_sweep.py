"""One sweep: it finds by the index, decides once, records, tells, and does nothing the second time."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks_app.actions import calendars, cycles, lines, outgoing, policies, sweeps
from tasks_app.dashboards.clock_check import missing
from tasks_app.domain.facts import Anchor
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.report_states import ReportState
from tasks_app.models import (
    CalendarDay,
    CalendarYear,
    Heartbeat,
    Notification,
    Obligation,
    ObligationState,
    Outgoing,
    PolicyVersion,
    UnitLine,
)
from tests import factories
from tests.clock.scene import a_late_line, a_line_at_work, alone, at, codes, ledger, sweep_on
from tests.factories import House, actor, moment, published_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def test_a_line_is_told_on_its_days_and_never_twice(house: House) -> None:
    line = a_line_at_work(house)
    heard = {day: codes(sweep_on(day).fired) for day in ("11-09", "11-10", "11-23", "11-27", "11-30", "12-01", "12-02")}
    assert [rule for rules in heard.values() for rule in rules if rule[0] in "RU"] == ["R15", "R5", "R1", "U1"]
    assert heard["12-02"] == []
    assert (
        Notification.objects.filter(obligation__of_line=line).count()
        == Obligation.objects.filter(of_line=line, state=ObligationState.FIRED).count() + 2
    )  # reviewers hear of the urges: of the deadline, and of the report of autumn


def test_the_second_run_adds_nothing(house: House) -> None:
    first = sweep_on("11-09")
    rows, notices = Obligation.objects.count(), Notification.objects.count()
    second = sweep_on("11-09")
    assert first.fired
    assert (second.planned, second.fired, second.superseded) == (0, [], [])
    assert (Obligation.objects.count(), Notification.objects.count()) == (rows, notices)


def test_even_a_lost_cache_fires_nothing_again(house: House) -> None:
    sweep_on("11-09")
    UnitLine.objects.update(next_step_on=date(2026, 1, 1))
    assert sweep_on("11-09").planned == 0


def test_a_row_of_the_ledger_says_why(house: House) -> None:
    line = a_late_line(house)
    row = Obligation.objects.get(of_line=line, rule="U1")
    assert (row.subject, row.round, row.line_id) == (f"line:{line.pk}", 0, line.pk)
    assert (row.anchor, row.anchor_on, row.due_on) == (Anchor.DEADLINE, date(2026, 11, 30), date(2026, 12, 1))
    assert (row.at, row.policy.version) == (at("12-01"), 1)


@pytest.mark.parametrize(
    ("up_again", "heard", "skipped"),
    [("11-12", "R15", []), ("11-30", "R1", ["R15", "R5"]), ("12-31", "U1", ["E20", "R1", "R15", "R5"])],
    ids=["down three days", "down three weeks", "down over the deadline"],
)
def test_catching_up(house: House, up_again: str, heard: str, skipped: list[str]) -> None:
    """Only the latest is told; what was skipped is seen in the ledger."""
    line = a_line_at_work(house)
    sweep_on("11-06")
    outcome = sweep_on(up_again)
    assert [rule for subject, rule, _ in outcome.fired if subject == f"line:{line.pk}"] == [heard]
    assert sorted(rule for subject, rule, _ in outcome.superseded if subject == f"line:{line.pk}") == skipped


def test_after_forty_days_the_letter_waits_its_days(house: House) -> None:
    line = a_line_at_work(house)
    sweep_on("11-20", "12-31")
    assert "D5" not in ledger(line)
    sweep_on("01-01", "01-04", "01-05")
    assert "D5" not in ledger(line)
    assert codes(sweep_on("01-07").fired) == ["D5"]


def test_a_line_that_closed_before_the_sweep_hears_nothing(house: House) -> None:
    line = a_line_at_work(house)
    sweep_on("11-09", "11-23", "11-27")
    draft = factories.closing_draft(line, house.commerce, at=at("11-30 16:00"))
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=at("11-30 23:59"))
    assert sweep_on("12-01").fired == []


def test_sent_back_it_resumes_where_it_stood(house: House) -> None:
    line = a_line_at_work(house)
    sweep_on("11-09", "11-23", "11-27")
    draft = factories.closing_draft(line, house.commerce, at=at("11-30 16:00"))
    factories.advance(draft, ReportState.SENT_BACK, house, house.commerce, at=at("11-30 17:00"))
    heard = {day: codes(sweep_on(day).fired) for day in ("11-30 18:00", "12-01", "12-02", "12-03", "12-04")}
    # To be redone by the 3rd: on the day after it the line is urged, which covers the report that is overdue too.
    assert {day: rules for day, rules in heard.items() if rules} == {"12-02": ["X1"], "12-04": ["U1"]}
    assert "XU1" in ledger(line, ObligationState.SUPERSEDED)


def test_the_office_is_chased_while_the_unit_is_not(house: House) -> None:
    line = a_line_at_work(house)
    sweep_on("11-27")
    draft = factories.closing_draft(line, house.commerce, at=at("11-27 16:00"))
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=at("11-27 17:00"))
    heard = {day: codes(sweep_on(day).fired) for day in ("12-01", "12-02", "12-03", "12-04", "12-07")}
    assert {day: rules for day, rules in heard.items() if rules} == {"12-02": ["O3"], "12-04": ["O5"]}


def test_a_reopened_line_has_a_round_of_its_own(house: House) -> None:
    line = a_late_line(house)
    draft = factories.closing_draft(line, house.commerce, at=at("12-02"))
    factories.advance(draft, ReportState.ACCEPTED, house, house.commerce, at=at("12-02 15:00"))
    lines.reopen(line, reason="核查发现数据有误。", by=house.office.director, at=at("12-10"))
    assert sweep_on("12-10 12:00").fired == []
    assert (f"line:{line.pk}", "U1", 1) in sweep_on("12-11").fired
    assert not Obligation.objects.filter(of_line=line, subject__startswith="period", round__gt=0).exists()


# --- periods ---------------------------------------------------------------------------------------------------------
def test_a_report_handed_in_silences_its_period_and_a_refusal_starts_its_own_clock(house: House) -> None:
    line = a_line_at_work(house)
    sweep_on("04-09")
    report = factories.periodic_draft(line, house.commerce, house.period(), at=at("04-14"))
    factories.advance(report, ReportState.SENT_BACK, house, house.commerce, at=at("04-14 15:00"))
    assert [codes(sweep_on(day).fired) for day in ("04-14 18:00", "04-15", "04-16", "04-17", "04-20")] == [
        [],
        [],
        ["X1"],  # to be redone by the 17th
        [],
        ["XU1"],
    ]


def test_supporting_units_are_asked_three_working_days_earlier(house: House) -> None:
    line = a_line_at_work(house, house.transport)
    UnitLine.objects.filter(pk=line.pk).update(part="support")
    period = house.period()
    assert (period.supporting_due_on, period.due_on) == (date(2026, 4, 10), date(2026, 4, 15))
    sweep_on("04-02")
    heard = {day: codes(sweep_on(day).fired) for day in ("04-03", "04-07", "04-09", "04-13")}
    assert heard == {"04-03": [], "04-07": ["P3"], "04-09": ["P1"], "04-13": ["PU1"]}


def test_a_period_that_was_over_before_the_line_was_handed_out_asks_nothing(house: House) -> None:
    line = a_line_at_work(house)
    UnitLine.objects.filter(pk=line.pk).update(issued_on=date(2026, 4, 15))
    sweep_on("04-20", "06-30")
    assert ledger(line) == []


def test_what_is_supervised_elsewhere_stops_at_reminders(house: House) -> None:
    line = a_line_at_work(house)
    line.work_item.supervised_by = "市政府督查室"
    line.work_item.save()
    sweep_on("11-09", "11-23", "11-27", "12-01", "12-07", "12-22", "12-31")
    assert {"U1", "D5", "PU1"} & set(ledger(line)) == set()
    assert {"R15", "R5", "R1", "E20"} <= set(ledger(line))


# --- policies and calendars ------------------------------------------------------------------------------------------
def a_version(version: int, starts_on: str, **offsets: int) -> dict[str, Any]:
    """The default rules as a later version, some of them on other days."""
    data = policies.default_rules() | {"version": version, "starts_on": starts_on}
    for entry in data["rules"]:
        entry["offset"] = offsets.get(entry["code"], entry["offset"])
    return data


def test_a_new_version_fires_nothing_old_again(house: House) -> None:
    line = a_late_line(house)
    before = ledger(line)
    policies.put_in_force(
        a_version(2, "2026-12-02", R5=-8, U1=2),
        basis="办公室主任会议",
        by=actor(house.office.director.own_post, at("12-02")),
        at=at("12-02"),
    )
    assert sweep_on("12-02").planned == 0
    sweep_on("12-04")
    assert ledger(line) == before
    assert codes(sweep_on("12-07").fired) == ["D5"]


def test_a_version_that_starts_later_is_obeyed_from_its_day(house: House) -> None:
    """No cache of the day of the old rules may sleep through the first day of the new ones."""
    line = a_line_at_work(house)
    sweep_on("10-19")
    asleep_until = UnitLine.objects.get(pk=line.pk).next_step_on
    assert asleep_until == date(2026, 11, 9)
    policies.put_in_force(
        a_version(2, "2026-10-28", R15=-22),
        basis="办公室主任会议",
        by=house.office.director,
        at=at("10-19 15:00"),
    )
    assert [codes(sweep_on(day).fired) for day in ("10-19 16:00", "10-27", "10-28", "10-29")] == [[], [], [], ["R15"]]


def test_publishing_a_year_moves_what_has_not_fired_and_sends_nothing_again(house: House) -> None:
    line = a_late_line(house)
    sweep_on("12-07")
    before = Obligation.objects.count()
    assert UnitLine.objects.get(pk=line.pk).next_step_on == date(2026, 12, 8)
    sweep_on("12-08")
    assert UnitLine.objects.get(pk=line.pk).next_step_on == date(2026, 12, 10)  # the director hears of the proposal
    sweep_on("12-10")
    assert UnitLine.objects.get(pk=line.pk).next_step_on == date(2026, 12, 22)  # 20 assumed days before 20 January
    rest = {date(2027, 1, number): (False, "元旦") for number in (1, 2, 3, 4, 5)}
    calendars.publish_year(2027, rest, basis="国办通知", by=house.office.clerk, at=at("12-10 15:00"))
    assert sweep_on("12-10 16:00").planned == 0
    assert UnitLine.objects.get(pk=line.pk).next_step_on == date(2026, 12, 18)
    assert Obligation.objects.count() == before + 1
    assert codes(sweep_on("12-18").fired) == ["E20"]


def test_a_finished_line_with_an_unreviewed_report_is_asked_again_too(house: House) -> None:
    line = a_line_at_work(house)
    report = factories.periodic_draft(line, house.commerce, house.period(), at=at("04-10"))
    factories.advance(report, ReportState.SUBMITTED, house, house.commerce, at=at("04-10 10:00"))
    closing = factories.closing_draft(line, house.commerce, at=at("04-10 11:00"))
    factories.advance(closing, ReportState.ACCEPTED, house, house.commerce, at=at("04-10 12:00"))
    sweep_on("04-10 13:00")
    calendars.edit_day(date(2026, 4, 11), works=True, name="", by=house.office.clerk, at=at("04-10 15:00"))
    sweep_on("04-10 16:00")
    assert UnitLine.objects.get(pk=line.pk).next_step_on == date(2026, 4, 14)


def test_no_calendar_at_all_stops_nothing(house: House) -> None:
    CalendarDay.objects.all().delete()
    CalendarYear.objects.all().delete()
    line = a_line_at_work(house)
    sweep_on("11-09", "12-01")
    assert {"R15", "U1"} <= set(ledger(line))


# --- the brake -------------------------------------------------------------------------------------------------------
def test_the_brake_stops_before_the_number_and_a_person_releases_it(house: House) -> None:
    Outgoing.objects.create(pk=1, brake_at=3)
    braked = sweep_on("03-05")
    assert braked.braked
    assert len(braked.fired) == Obligation.objects.filter(state=ObligationState.FIRED).count() == 3
    assert (sweep_on("03-05 10:00").braked, sweep_on("03-06").fired) == (True, [])
    assert len(sweeps.sweep(at=at("03-06"), dry_run=True).fired) == 4  # the person sees what waits
    outgoing.release_brake(brake_at=100, by=house.office.director, at=at("03-06"))
    released = sweep_on("03-06 11:00")
    assert (released.braked, len(released.fired)) == (False, 4)
    assert Obligation.objects.filter(rule="S3").count() == UnitLine.objects.count() == 7


def test_a_pulled_brake_says_why_in_its_history(house: House) -> None:
    Outgoing.objects.create(pk=1, brake_at=1)
    sweep_on("03-05")
    latest = Outgoing.history.order_by("-history_id")[0]
    assert "单次巡检超过 1 条" in latest.history_change_reason


def test_a_limit_below_what_one_line_fires_stops_the_clock_only_until_the_next_release(house: House) -> None:
    """A line passes whole, and each release lets at least one pass."""
    line = a_line_at_work(house)
    report = factories.periodic_draft(line, house.commerce, house.period(), at=at("04-10"))
    factories.advance(report, ReportState.SUBMITTED, house, house.commerce, at=at("04-10 10:00"))
    other = factories.signed_line(house, house.transport)
    UnitLine.objects.filter(pk=other.pk).update(ended_on=None)
    alone(line, other)
    Outgoing.objects.create(pk=1, brake_at=1)
    first = sweep_on("11-09")
    assert (first.braked, len(first.fired) > 1) == (True, True)
    outgoing.release_brake(brake_at=1, by=house.office.director, at=at("11-09 10:00"))
    second = sweep_on("11-09 11:00")
    assert (second.braked, bool(second.fired)) == (False, True)
    assert {row.of_line_id for row in Obligation.objects.filter(state="fired")} == {line.pk, other.pk}


def test_a_brake_that_another_sweep_pulls_stops_this_one_after_its_batch(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "BATCH", 2)
    settle = sweeps._settle

    def settle_while_another_brakes(*arguments: object, **options: object) -> None:
        settle(*arguments, **options)  # type: ignore[arg-type]
        Outgoing.objects.update_or_create(pk=1, defaults={"braked_at": at("03-05")})

    monkeypatch.setattr(sweeps, "_settle", settle_while_another_brakes)
    outcome = sweep_on("03-05")
    assert (outcome.braked, len(outcome.fired)) == (True, 2)


def test_a_moment_no_calendar_reaches_is_refused(house: House) -> None:
    with pytest.raises(Invalid, match="超出系统的日历范围"):
        sweeps.sweep(at=moment("9999-12-31"), dry_run=True)


# --- when the clock is silent ----------------------------------------------------------------------------------------
def test_before_a_policy_it_is_silent_and_that_is_seen(house: House) -> None:
    PolicyVersion.objects.update(starts_on=date(2027, 1, 1))
    assert sweep_on("11-09").planned == 0
    assert not Heartbeat.objects.filter(name="sweep").exists()


def test_a_year_that_is_not_issued_is_left_alone(house: House) -> None:
    cycle = cycles.open_year(2027, by=house.office.clerk, at=at("12-01"), calendar=published_calendar())
    cycles.draft_items(cycle, by=house.office.clerk, at=at("12-01"))
    sweeps.sweep(at=moment("2027-12-01"))
    assert not Obligation.objects.filter(of_line__cycle=cycle).exists()


def test_a_sweep_leaves_its_pulse(house: House) -> None:
    sweep_on("11-09")
    assert Heartbeat.objects.get(name="sweep").beaten_at == at("11-09")


def test_a_rehearsed_sweep_writes_nothing(house: House) -> None:
    rehearsed = sweeps.sweep(at=at("03-05"), dry_run=True)
    assert codes(rehearsed.fired) == ["S3"] * 7
    assert (Obligation.objects.count(), Notification.objects.count(), Heartbeat.objects.count()) == (0, 0, 0)
    assert sweep_on("03-05").fired == rehearsed.fired


def test_a_batch_costs_the_same_for_one_line_and_for_many(house: House) -> None:
    sweep_on("03-04")
    one = house.line(house.commerce)
    alone(one)
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        sweep_on("03-05")
    UnitLine.objects.exclude(pk=one.pk).update(ended_on=None)
    with CaptureQueriesContext(connection) as for_six:
        outcome = sweep_on("03-05")
    assert len(outcome.fired) == 6
    assert len(for_six) == len(for_one) <= 34


@pytest.mark.parametrize("change", ["rules", "calendar"])
def test_what_is_published_while_a_sweep_runs_holds_for_what_it_looks_at_next(
    house: House, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Else the sweep would write the old day over the new one, and nobody would look at the line in time."""
    line = a_line_at_work(house)
    sweep_on("11-09")
    look_at_a_batch = sweeps._sweep_batch
    publish = {"rules": _earlier_reminder, "calendar": _later_working_days}[change]

    def batch_after_a_publication(*args: Any, **more: Any) -> int | None:
        monkeypatch.setattr(sweeps, "_sweep_batch", look_at_a_batch)
        publish(house)
        return look_at_a_batch(*args, **more)

    monkeypatch.setattr(sweeps, "_sweep_batch", batch_after_a_publication)
    sweep_on("11-13")
    sweep_on("11-16")
    assert "R5" in ledger(line)
    assert missing(at("11-16 10:00")) == []


def _earlier_reminder(house: House) -> None:
    """From the sixteenth on R5 comes ten working days before the deadline."""
    rules = policies.default_rules() | {"version": 2, "starts_on": "2026-11-16"}
    next(rule for rule in rules["rules"] if rule["code"] == "R5")["offset"] = -10
    policies.put_in_force(rules, basis="办公室会议", by=factories.clock(), at=at("11-13"))


def _later_working_days(house: House) -> None:
    """The week before the deadline is free, so that five working days before it is the sixteenth or earlier."""
    for number in range(17, 28):
        day = date(2026, 11, number)
        if day.isoweekday() <= 5:
            calendars.edit_day(day, works=False, name="临时放假", by=house.office.clerk, at=at("11-13"))

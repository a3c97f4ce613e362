"""The clock asks for the figures of targets: once, of whoever reports, in the words that unit may read."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.models import UnitKind
from tasks_app.actions import policies, retractions, sweeps, targets
from tasks_app.actions.sweep_books import Sweep
from tasks_app.actions.target_sweeps import sweep_targets
from tasks_app.dashboards.clock_check import missing
from tasks_app.domain.one_voice import TOLD_TOGETHER
from tasks_app.models import Notification, Obligation, Target
from tasks_app.notifications import outbox
from tests import factories
from tests.clock.brute import Law, recorded
from tests.clock.brute_targets import replay_targets
from tests.clock.scene import alone, clocked_house
from tests.conftest import Standing
from tests.factories import House, moment, published_calendar
from tests.target_factories import reading, reported_by, target

pytestmark = pytest.mark.django_db
SWEPT = ("2026-06-08", "2026-06-09", "2026-06-23", "2026-07-01", "2026-07-02", "2026-07-14", "2026-07-15")


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(clocked_house) as built:
        yield built


@pytest.fixture(autouse=True)
def _no_lines(house: House) -> None:
    alone()


def swept(*days: str) -> list[str]:
    """What fired about targets on these days, in order."""
    for day in days:
        sweeps.sweep(at=moment(day))
    rows = Obligation.objects.filter(target__isnull=False, state="fired").order_by("at", "id")
    return [f"{row.at:%m-%d} {row.rule} {row.subject.rpartition('/')[2]}" for row in rows]


def a_target(house: House, **details: object) -> Target:
    return reported_by(target(house.plan, year=2025, value="25", **details), house.commerce.unit, house)


def test_the_unit_is_reminded_then_urged_and_the_office_told(house: House) -> None:
    row = a_target(house)
    assert swept(*SWEPT) == ["06-08 T15 2025", "06-23 T5 2025", "07-01 TU1 2025", "07-14 T10 2025"]
    urge = Notification.objects.filter(obligation__rule="TU1")
    people = {house.commerce.liaison.user, house.commerce.reviewer.user}
    assert {notice.recipient for notice in urge} == people
    assert urge[0].title == "催办：填报2025年“非化石能源消费比重”数据"
    assert urge[0].address == f"/targets/{row.pk}/"
    told = Notification.objects.filter(obligation__rule="T10")
    assert {notice.recipient for notice in told} == {house.office.clerk.user, house.office.second_clerk.user}
    assert told[0].title.startswith("提醒：市商务局填报2025年")


def test_a_sweep_more_says_nothing_more(house: House) -> None:
    a_target(house)
    once = swept("2026-07-01")
    assert swept("2026-07-01 12:00") == once == ["07-01 TU1 2025"]
    assert Obligation.objects.filter(target__isnull=False, state="superseded").count() == 2


def test_a_quick_figure_is_enough_for_the_clock(house: House) -> None:
    row = a_target(house)
    reading(row, 2025, "24", kind="quick", by=house.commerce.liaison, at=moment("2026-06-15"))
    assert swept("2026-07-01", "2026-07-20") == []


def test_what_nobody_reports_is_the_office_s(house: House) -> None:
    for name in ("甲", "乙", "丙"):
        target(house.plan, name=name, year=2025, value="25")
    assert swept("2026-06-09", "2026-07-14") == ["06-09 TN15 2025", "07-14 TN10 2025"]
    assert Obligation.objects.filter(rule="TN10", state="superseded", reason=TOLD_TOGETHER).count() == 2
    names = {notice.recipient for notice in Notification.objects.filter(obligation__rule="TN10")}
    office = house.office
    assert names == {office.clerk.user, office.second_clerk.user, office.director.user}


def test_a_unit_named_late_has_its_time_and_another_unit_begins_again(house: House) -> None:
    row = a_target(house)
    swept("2026-07-01")
    row.refresh_from_db()
    day = moment("2026-07-06")
    row = targets.keep(row, unit=house.transport.unit, month=6, day=30, by=house.office.clerk, at=day)
    assert swept("2026-07-06") == ["07-01 TU1 2025", "07-06 T15 2025"]
    assert swept("2026-07-21")[-1] == "07-21 TU1 2025"
    assert Obligation.objects.get(rule="TU1", round=2).anchor_on == date(2026, 7, 20)


def test_an_asked_unit_reads_no_word_that_is_not_for_it(house: House) -> None:
    people = factories.staff(factories.unit("市委组织部", UnitKind.PARTY))
    reported_by(target(house.plan, year=2025, value="25"), people.unit, house)
    swept("2026-07-01")
    notice = Notification.objects.get(recipient=people.liaison.user)
    assert notice.title.startswith("逾期提醒：")
    assert "催办" not in notice.title + notice.asked + notice.because


def test_a_notice_leaves_with_the_digest_and_follows_the_target_to_its_new_unit(house: House) -> None:
    row = a_target(house)
    swept("2026-07-01")
    row.refresh_from_db()
    targets.keep(row, unit=house.transport.unit, month=6, day=30, by=house.office.clerk, at=moment("2026-07-01 10:00"))
    outbox.gather(at=moment("2026-07-02 09:30"), calendar=published_calendar())
    left = Notification.objects.filter(obligation__rule="TU1", retracted_at__isnull=True)
    assert {notice.recipient for notice in left} == {house.transport.liaison.user, house.transport.reviewer.user}


def test_the_director_takes_a_notice_back(house: House) -> None:
    a_target(house)
    swept("2026-07-01")
    row = Obligation.objects.get(rule="TU1", state="fired")
    retractions.retract(row, reason="数据已电话报来", by=house.office.director, at=moment("2026-07-01 11:00"))
    assert not Notification.objects.filter(obligation=row, retracted_at__isnull=True).exists()
    assert swept("2026-07-02") == []


def test_the_hourly_comparison_finds_what_was_lost_about_a_target(house: House) -> None:
    row = a_target(house)
    target(house.plan, name="森林覆盖率", year=2025)
    swept("2026-06-08", "2026-06-09", "2026-07-01", "2026-07-02")
    noon = moment("2026-07-02 12:00")
    assert missing(noon) == []
    Notification.objects.all().delete()
    Obligation.objects.filter(rule__in=("TU1", "TN15")).delete()
    lost = [(one.kind, one.rule) for one in missing(noon)]
    assert sorted(lost) == [("lost", "TN15"), ("lost", "TU1")]
    reading(row, 2025, "24", by=house.commerce.liaison, at=noon)
    assert [one.rule for one in missing(noon)] == ["TN15"]


def test_the_brute_force_agrees_through_a_year_in_which_people_act(house: House) -> None:
    """Figures in time, late and quick, a unit named late and another after it, a notice taken back, a milestone."""
    clerk, commerce, transport = house.office.clerk, house.commerce, house.transport
    rows = [a_target(house, name=name) for name in ("甲", "乙", "丙")]
    reported_by(target(house.plan, name="丁", year=None, data_month=12, data_day=20), commerce.unit, house)
    target(house.plan, name="节点", kind="milestone", year=2026, is_before=True)
    nobody = [target(house.plan, name=name) for name in ("戊", "己")]
    days = ("04-10", "06-08", "06-12", "06-23", "07-01", "07-06", "07-15", "07-21", "09-01", "12-31", "2027-01-15")
    deeds = {
        "06-12": lambda at: reading(rows[0], 2025, "24", kind="quick", by=commerce.liaison, at=at),
        "07-06": lambda at: targets.keep(rows[1], unit=transport.unit, month=6, day=30, by=clerk, at=at),
        "07-15": lambda at: targets.keep(nobody[0], unit=transport.unit, month=6, day=30, by=clerk, at=at),
        "09-01": lambda at: reading(rows[1], 2025, "24", by=transport.liaison, at=at),
    }
    swept = []
    for day in days:
        at = moment(day if day.startswith("2027") else f"2026-{day}")
        for row in rows:
            row.refresh_from_db()
        deeds.get(day, lambda at: None)(at)
        sweeps.sweep(at=at)
        swept.append(at)
    known = published_calendar(2025, 2026).days
    works = lambda day: known.get(day, day.weekday() < 5)  # noqa: E731  (a law of its own, told by hand)
    expected = replay_targets(swept, lambda at: Law(policies.default_rules()["rules"], works))
    found = [entry for entry in recorded() if entry.subject.startswith("target:")]
    assert found == expected
    assert {entry.rule for entry in found} == {"T15", "T5", "TU1", "T10", "TN15", "TN10"}
    assert missing(moment("2027-01-15 10:00")) == []


def test_the_brake_holds_the_targets_too(house: House) -> None:
    for name in ("甲", "乙", "丙"):
        a_target(house, name=name)
    outcome = Sweep()
    sweep_targets(moment("2026-07-01"), 2, outcome, dry_run=False)
    assert (outcome.braked, outcome.told) == (True, 0)
    assert not Obligation.objects.exists()


def test_a_plan_without_targets_costs_one_query(house: House, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        sweep_targets(moment("2026-07-01"), 100, Sweep(), dry_run=False)

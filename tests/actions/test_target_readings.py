"""What is entered against a target, by whom, and what is refused in a sentence; who keeps a target."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tasks_app.actions import target_readings as acts
from tasks_app.actions import targets
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.domain.target_words import ReadingKind, TargetKind
from tasks_app.models import Target, TargetReading
from tests.factories import House, moment
from tests.target_factories import KEPT_AT, REPORTED_AT, entry, reading, reported_by, target

pytestmark = pytest.mark.django_db


@pytest.fixture
def level(house: House) -> Target:
    target(house.plan, year=2025, value="25")
    return reported_by(target(house.plan), house.commerce.unit, house)


@pytest.fixture
def first(house: House) -> Target:
    """The target of 2025 of the same indicator as a later one, reported by 市商务局."""
    row = reported_by(target(house.plan, year=2025, value="25"), house.commerce.unit, house)
    target(house.plan)
    return row


def test_the_reporting_unit_enters_a_quick_figure_and_then_the_verified_one(house: House, first: Target) -> None:
    reading(first, 2025, "24", kind=ReadingKind.QUICK, by=house.commerce.liaison)
    row = reading(first, 2025, "25.5", by=house.commerce.reviewer)
    assert list(first.readings.values_list("kind", "value")) == [("quick", Decimal(24)), ("verified", Decimal("25.5"))]
    last = row.history.get()
    assert last.history_user == house.commerce.reviewer.user
    assert last.history_change_reason.startswith("填报目标数据")


def test_the_verified_figure_may_come_first(house: House, first: Target) -> None:
    reading(first, 2025, "25.5", by=house.commerce.liaison)
    reading(first, 2025, "24", kind=ReadingKind.QUICK, by=house.commerce.liaison)
    assert first.readings.count() == 2


def test_nobody_else_enters(house: House, first: Target) -> None:
    for other in (house.transport.liaison, house.office.clerk, house.office.director, house.office.leader):
        with pytest.raises(NotAllowed):
            acts.enter(first, entry(), by=other, at=REPORTED_AT)
    for other in (house.commerce.liaison, house.office.director):
        with pytest.raises(NotAllowed):
            acts.enter(first, entry(), by=other, at=REPORTED_AT, told_by="王某来电")
    assert not TargetReading.objects.exists()


def test_the_office_enters_for_the_unit_what_it_was_told(house: House, first: Target) -> None:
    with pytest.raises(Invalid) as refused:
        acts.enter(first, entry(), by=house.office.clerk, at=REPORTED_AT, told_by=" ")
    assert refused.value.faults == {"told_by": acts.CALLER_NEEDED}
    row = acts.enter(first, entry(), by=house.office.clerk, at=REPORTED_AT, told_by="王某 4 月 10 日来电")
    assert row.on_behalf == "王某 4 月 10 日来电"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"value": None}, "value", acts.NUMBER_NEEDED),
        ({"value": Decimal("NaN")}, "value", acts.NUMBER_NEEDED),
        ({"value": Decimal(-1)}, "value", acts.NEGATIVE_SHARE),
        ({"value": Decimal("0.12345")}, "value", acts.TOO_LARGE),
        ({"value": Decimal(10) ** 10}, "value", acts.TOO_LARGE),
        ({"is_reached": True}, "value", acts.NUMBER_NEEDED),
        ({"year": 1899}, "year", acts.TOO_EARLY_YEAR),
        ({"year": 2027}, "year", acts.FUTURE_YEAR),
        ({"year": 2026}, "year", acts.FUTURE_YEAR),
        ({"kind": "final"}, "kind", acts.KIND_NEEDED),
        ({"source": "　"}, "source", acts.SOURCE_NEEDED),
        ({"note": "长" * 501}, "note", acts.TOO_LONG.format(longest=500)),
    ],
)
def test_what_does_not_hold_is_said_and_nothing_is_written(
    house: House, first: Target, changes: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        acts.enter(first, replace(entry(), **changes), by=house.commerce.liaison, at=REPORTED_AT)
    assert refused.value.faults == {field: sentence}
    assert not TargetReading.objects.exists()


def test_a_year_of_the_other_target_is_entered_there(house: House, level: Target, first: Target) -> None:
    at = moment("2028-03-01")
    with pytest.raises(Invalid, match="另一个目标年份"):
        acts.enter(level, entry(2024), by=house.commerce.liaison, at=at)
    with pytest.raises(Invalid, match="到 2025 年为止"):
        acts.enter(first, entry(2026), by=house.commerce.liaison, at=at)
    assert acts.enter(level, entry(2020), by=house.commerce.liaison, at=at).year == 2020  # before the plan: a base


def test_the_same_figure_is_not_entered_twice(house: House, first: Target) -> None:
    reading(first, 2025, "25", by=house.commerce.liaison)
    with pytest.raises(Invalid, match="2025 年核定数已经填报"):
        reading(first, 2025, "25", by=house.commerce.liaison)


def test_a_milestone_asks_whether_it_was_reached(house: House) -> None:
    row = reported_by(
        target(house.plan, name="配套规程印发", year=2025, kind=TargetKind.MILESTONE), house.commerce.unit, house
    )
    with pytest.raises(Invalid, match="节点是否已完成"):
        acts.enter(row, entry(), by=house.commerce.liaison, at=REPORTED_AT)
    done = acts.enter(row, entry(value=None, is_reached=True), by=house.commerce.liaison, at=REPORTED_AT)
    assert done.is_reached


def test_a_correction_asks_why_and_keeps_what_stood_there(house: House, first: Target) -> None:
    row, liaison = reading(first, 2025, "25", by=house.commerce.liaison), house.commerce.liaison
    with pytest.raises(Invalid) as refused:
        acts.correct(row, entry(2025, "26"), reason=" ", by=liaison, at=REPORTED_AT)
    assert refused.value.faults == {"reason": acts.REASON_NEEDED}
    with pytest.raises(Invalid, match="没有改动"):
        acts.correct(row, entry(2025, "25"), reason="核对", by=liaison, at=REPORTED_AT)
    with pytest.raises(NotAllowed):
        acts.correct(row, entry(2025, "26"), reason="核对", by=house.office.clerk, at=REPORTED_AT)
    acts.correct(row, entry(2025, "26"), reason="小数点有误", by=liaison, at=REPORTED_AT, version=0)
    with pytest.raises(Stale):
        acts.correct(row, entry(2025, "27"), reason="再改", by=liaison, at=REPORTED_AT, version=0)
    now, before = row.history.order_by("-history_id")
    assert (before.value, now.value) == (25, 26)
    assert now.history_change_reason.startswith("更正：小数点有误")


def test_the_office_says_who_reports_and_by_when(house: House) -> None:
    row = target(house.plan)
    for other in (house.commerce.liaison, house.office.leader):
        with pytest.raises(NotAllowed):
            targets.keep(row, unit=house.commerce.unit, month=6, day=30, by=other, at=KEPT_AT)
    clerk = house.office.clerk
    with pytest.raises(Invalid, match="没有这一天"):
        targets.keep(row, unit=house.commerce.unit, month=2, day=29, by=clerk, at=KEPT_AT)
    kept = targets.keep(row, unit=house.commerce.unit, month=9, day=15, by=clerk, at=KEPT_AT)
    assert (kept.reporting_round, kept.reporting_since) == (1, KEPT_AT.date())
    with pytest.raises(Invalid, match="都没有改动"):
        targets.keep(kept, unit=house.commerce.unit, month=9, day=15, by=clerk, at=KEPT_AT)
    moved = targets.keep(kept, unit=house.commerce.unit, month=7, day=15, by=clerk, at=moment("2026-05-04"))
    assert (moved.reporting_round, moved.reporting_since) == (1, KEPT_AT.date())


def test_the_province_sets_what_the_plan_left_open(house: House) -> None:
    row = target(house.plan, name="能耗强度", year=2025, value=None, set_by="省", kind=TargetKind.CHANGE)
    clerk = house.office.clerk
    with pytest.raises(Invalid) as refused:
        targets.set_value(row, value=None, basis=" ", by=clerk, at=KEPT_AT)
    assert set(refused.value.faults) == {"value", "basis"}
    row = targets.set_value(row, value=Decimal("14.5"), basis="粤发改〔2026〕1号", by=clerk, at=KEPT_AT)
    assert (row.value, row.value_basis) == (Decimal("14.5"), "粤发改〔2026〕1号")
    assert "粤发改〔2026〕1号" in row.history.first().history_change_reason
    with pytest.raises(NotNow, match="方案载明"):
        targets.set_value(target(house.plan), value=Decimal(1), basis="文件", by=clerk, at=KEPT_AT)

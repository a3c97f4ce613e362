"""Targets come in with the plan: changed with history, never overwriting what was entered, never lost with figures."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Unit
from tasks_app.actions import plans
from tasks_app.actions.import_run import Change
from tasks_app.documents.plan_export import sheet_of
from tasks_app.domain.plan_sheet import as_json
from tasks_app.domain.refusals import Invalid
from tasks_app.models import Plan, PlanImport, Target
from tests.factories import clock, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

SOURCE = Path(settings.BASE_DIR, "fixtures/plans/zhuhai_carbon_peak_2023.txt").read_text("utf-8")
AT, LATER = moment("2026-03-02"), moment("2026-04-01")
BIOMASS = "生物质发电装机容量"


def bring_in(source: str = SOURCE, at=AT, name: str = "plan.txt") -> tuple[Change, ...]:
    return plans.import_reading(plans.read(source.encode(), name=name), by=clock(at.date()), at=at).changes


def of_targets(changes: tuple[Change, ...]) -> list[tuple[str, str, str, str]]:
    return [(change.act, change.name, change.before, change.after) for change in changes if change.subject == "target"]


@pytest.fixture
def imported() -> None:
    bring_in()


def test_targets_stand_in_their_order_with_measure_sentence_and_line() -> None:
    changes = of_targets(bring_in())
    assert len(changes) == Target.objects.count() == 58
    assert changes[0] == ("create", "单位地区生产总值能源消耗", "", "单位地区生产总值能源消耗 2025 年 不低于 14.5 %")
    lines = Plan.objects.get().source_text.split("\n")
    target = Target.objects.get(name=BIOMASS, year=2030)
    assert (target.measure.number, target.value, target.wording) == ("2", 20, "力争")
    assert target.sentence in lines[target.source_line - 1]
    assert (target.reporting_unit, target.data_month, target.data_day) == (None, 6, 30)
    assert [row.order for row in Target.objects.all()] == list(range(1, 59))


def test_second_import_changes_nothing(imported) -> None:
    assert bring_in(at=LATER) == ()
    assert PlanImport.objects.count() == 1
    assert all(target.history.count() == 1 for target in Target.objects.all())


def test_value_that_a_new_issue_changes_is_a_change_with_history(imported) -> None:
    before = Target.objects.get(name=BIOMASS, year=2030)
    Target.objects.filter(pk=before.pk).update(reporting_unit=Unit.objects.first(), data_month=9)
    changes = bring_in(SOURCE.replace("生物质发电装机容量达到 20 万千瓦", "生物质发电装机容量达到 25 万千瓦"), LATER)
    assert [change[:2] for change in of_targets(changes)] == [("change", "风电和光伏发电装机容量"), ("change", BIOMASS)]
    assert of_targets(changes)[1][2:] == (
        "生物质发电装机容量 2030 年 不低于 20 万千瓦（力争）",
        "生物质发电装机容量 2030 年 不低于 25 万千瓦（力争）",
    )
    target = Target.objects.get(pk=before.pk)
    assert (target.value, target.data_month, target.reporting_unit) == (25, 9, Unit.objects.first())
    assert sorted(row.value for row in target.history.all()) == [20, 25]


def test_value_that_the_province_set_stays(imported) -> None:
    target = Target.objects.get(name="单位地区生产总值二氧化碳排放", year=2025)
    assert (target.value, target.set_by) == (None, "省")
    Target.objects.filter(pk=target.pk).update(value=Decimal("20.5"), unit="%", comparator="≥", baseline_year=2020)
    assert bring_in(at=LATER) == ()
    target.refresh_from_db()
    assert (target.value, target.unit) == (Decimal("20.5"), "%")


def test_target_that_moved_or_was_renamed_is_still_itself(imported) -> None:
    was = {target.name: target.pk for target in Target.objects.filter(measure__number="33")}
    moved = SOURCE.replace(
        "全市森林覆盖率达 32.2%，森林蓄积量达 249 万立方米", "森林蓄积量达 249 万立方米，全市森林覆盖率达 32.2%"
    )
    told = of_targets(bring_in(moved, LATER))
    assert [change[:2] for change in told] == [("change", "森林蓄积量"), ("change", "森林覆盖率")]
    assert told[0][2].endswith("森林覆盖率达 32.2%，森林蓄积量达 249 万立方米。")
    assert {target.name: target.pk for target in Target.objects.filter(measure__number="33")} == was
    reading = plans.read(moved.encode(), name="plan.txt")
    named = tuple(
        replace(target, name="林木蓄积量") if target.name == "森林蓄积量" else target for target in reading.targets
    )
    plans.import_reading(replace(reading, targets=named), by=clock(LATER.date()), at=LATER)
    assert Target.objects.get(name="林木蓄积量").pk == was["森林蓄积量"]
    assert [row.order for row in Target.objects.all()] == list(range(1, 59))


def test_target_that_is_no_longer_promised_goes_and_is_told(imported) -> None:
    without = SOURCE.replace("，森林蓄积量达 249 万立方米", "")
    changes = of_targets(bring_in(without, LATER))
    assert ("remove", "森林蓄积量", "森林蓄积量 2030 年 不低于 249 万立方米", "") in changes
    assert Target.history.filter(name="森林蓄积量", history_type="-").count() == 1


def test_target_that_somebody_reports_never_vanishes_by_import(imported) -> None:
    Target.objects.filter(name="森林蓄积量").update(reporting_unit=Unit.objects.first())
    with pytest.raises(Invalid, match="来源缺少已导入的目标“森林蓄积量 2030 年 不低于 249 万立方米”"):
        bring_in(SOURCE.replace("，森林蓄积量达 249 万立方米", ""), LATER)
    assert Target.objects.count() == 58


def test_table_alone_leaves_the_targets_as_they_are(imported) -> None:
    notice, table = SOURCE[: SOURCE.index("一、总体要求")], SOURCE[SOURCE.index("重点任务分工表") :]
    assert of_targets(bring_in(notice + table.replace("强化领导干部培训。", "强化培训。"), LATER)) == []
    assert not Target.objects.filter(source_line=None).exists()


def test_json_goes_round(imported) -> None:
    plan = Plan.objects.get()
    written = json.dumps(as_json(sheet_of(plan)), ensure_ascii=False)
    assert sheet_of(plan) == plans.read(SOURCE.encode(), name="plan.txt").sheet
    assert bring_in(written, LATER, "plan.json") == ()
    elsewhere = written.replace("珠府〔2023〕39号", "试〔2026〕1号")
    assert len(of_targets(bring_in(elsewhere, LATER, "plan.json"))) == 58
    assert sheet_of(Plan.objects.get(number="试〔2026〕1号")).targets == sheet_of(plan).targets

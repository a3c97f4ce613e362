"""Measures come in with the plan: stored with their lines and rows, changed with history, never lost."""

from pathlib import Path

import pytest
from django.conf import settings

from tasks_app.actions import plans
from tasks_app.actions.import_run import Change
from tasks_app.domain.refusals import Invalid
from tasks_app.models import Measure, MeasureTask, Plan, PlanImport, Task
from tests.factories import clock, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

SOURCE = Path(settings.BASE_DIR, "fixtures/plans/zhuhai_carbon_peak_2023.txt").read_text("utf-8")
AT, LATER = moment("2026-03-02"), moment("2026-04-01")


def bring_in(source: str = SOURCE, at=AT) -> tuple[Change, ...]:
    return plans.import_reading(plans.read(source.encode(), name="plan.txt"), by=clock(at.date()), at=at).changes


def rows_of(number: str) -> list[int]:
    links = MeasureTask.objects.filter(measure__number=number, task__superseded_by__isnull=True)
    return sorted(links.values_list("task__number", flat=True))


def of_measures(changes: tuple[Change, ...]) -> list[tuple[str, str, str, str]]:
    return [(change.act, change.name, change.before, change.after) for change in changes if change.subject == "measure"]


def test_measures_stand_in_the_source_at_their_lines() -> None:
    changes = bring_in()
    assert len(of_measures(changes)) == Measure.objects.count() == 52
    lines = Plan.objects.get().source_text.split("\n")
    for measure in Measure.objects.all():
        assert measure.title in lines[measure.source_line - 1]
        assert lines[measure.source_end_line - 1].replace("**", "").endswith(measure.text[-4:])
    assert rows_of("5") == [2, 3]
    assert [measure.order for measure in Measure.objects.order_by("order")] == list(range(1, 53))


def test_changed_text_changes_the_measure_with_history_and_is_told() -> None:
    bring_in()
    changes = bring_in(SOURCE.replace("生物质发电装机容量达到 20 万千瓦", "生物质发电装机容量达到 25 万千瓦"), LATER)
    [(act, name, before, after)] = of_measures(changes)
    assert (act, name) == ("change", "措施 2")
    assert before.endswith("达到 20 万千瓦。")
    assert after.endswith("达到 25 万千瓦。")
    measure = Measure.objects.get(number="2")
    assert measure.text == after
    assert [row.text for row in measure.history.order_by("history_date")] == [before, after]
    assert [change.subject for change in changes] == ["measure", "target", "target"]


def test_links_follow_the_new_version_of_a_row() -> None:
    bring_in()
    head, table = SOURCE.split("重点任务分工表")
    changes = bring_in(f"{head}重点任务分工表{table.replace('强化领导干部培训。', '强化各级领导干部培训。')}", LATER)
    assert of_measures(changes) == []
    old, new = Task.objects.filter(number=21).order_by("id")
    assert not old.measure_links.exists()
    link = new.measure_links.get()
    assert link.measure.number == "39"
    assert [row.task_id for row in link.history.order_by("history_date")] == [old.pk, new.pk]


def test_link_that_the_text_no_longer_bears_goes_and_is_told() -> None:
    bring_in()
    quoted = "到 2030 年，钢铁、水泥、炼油、乙烯等重点行业整体能效水平和碳排放强度达到国际先进水平。 |"
    assert SOURCE.count(quoted) == 1
    changes = bring_in(SOURCE.replace(quoted, "|"), LATER)
    assert of_measures(changes) == [("change", "措施 12", "第 7、11 行", "第 11 行")]
    assert rows_of("12") == [11]


def test_lines_follow_a_source_that_moved() -> None:
    bring_in()
    bring_in(SOURCE.replace("一、总体要求", "\n一、总体要求").replace("达到 20 万千瓦", "达到 21 万千瓦"), LATER)
    lines = Plan.objects.get().source_text.split("\n")
    assert all(measure.title in lines[measure.source_line - 1] for measure in Measure.objects.all())


def test_measures_never_vanish_by_import() -> None:
    bring_in()
    shorter = SOURCE.replace(SOURCE[SOURCE.index("45.加强绿色金融合作") : SOURCE.index("三、政策保障")], "")
    with pytest.raises(Invalid, match="缺少已导入的措施 45"):
        bring_in(shorter, LATER)
    assert Measure.objects.count() == 52


def test_source_that_holds_the_table_alone_leaves_the_measures_where_they_stand() -> None:
    bring_in()
    notice, table = SOURCE[: SOURCE.index("一、总体要求")], SOURCE[SOURCE.index("重点任务分工表") :]
    bring_in(notice + table.replace("强化领导干部培训。", "强化培训。"), LATER)
    assert not Measure.objects.filter(source_line=None).exists()
    assert rows_of("39") == [21]
    assert PlanImport.objects.count() == 2

"""The table of the plan: the same rows for everyone, lights only for those who may see the work."""

import re

import pytest
from django.urls import reverse

from accounts.models import Alias, Role
from tasks_app.actions import recording
from tasks_app.domain.parts import Basis
from tasks_app.domain.plan_columns import OURS
from tasks_app.models import Heading, PlanImport, Responsibility, Task
from tests import factories
from tests.factories import House
from tests.views.walking import GARBAGE, LATE_DAY, Walker, words

PLAN = "/plan/"


def lights(page: object) -> list[str]:
    """The codes of the lights inside the table, in their order."""
    table = re.search(r"<table.*</table>", page.content.decode(), re.DOTALL)
    return re.findall(r'class="light light-(\w+)"', table.group()) if table else []


def numbers(page: object) -> list[str]:
    """The 序号 of the rows that are shown."""
    return re.findall(r'id="task-(\d+)"', page.content.decode())


def test_everyone_who_can_log_in_reads_the_published_table(house: House) -> None:
    for actor in (house.office.clerk, house.commerce.liaison, house.water.liaison, administrator(house)):
        page = words(Walker(actor).get(PLAN))
        assert "重点任务分工表" in page
        assert "推进第2项重点任务。完成年度目标。" in page
        second_row = page[page.index("推进第2项") :]
        assert second_row.index("市发展改革局") < second_row.index("市商务局")


def administrator(house: House) -> object:
    return factories.working(Role.AUDIT_ADMIN, house.office.unit)


def test_heading_over_several_rows_is_one_cell(house: House) -> None:
    second = factories.task(house.plan, 4, [house.water.unit])
    second.heading = Heading.objects.get(name="行动2")
    second.number, third = 4, Task.objects.get(number=3)
    third.number = 5
    for row in (third, second):
        recording.save(row, by=factories.clock(), at=LATE_DAY, why="测试")
    page = Walker(house.office.clerk).get(PLAN).content.decode()
    assert page.count(">行动2</th>") == 1
    assert '<th scope="rowgroup" rowspan="2">行动2</th>' in page


def test_office_sees_a_light_beside_every_holder(house: House) -> None:
    assert lights(Walker(house.office.clerk).get(PLAN)) == ["late", "late", "late", "late", "behind", "idle"]


def test_light_of_a_group_stands_for_all_its_members(house: House) -> None:
    page = words(Walker(house.office.clerk).get(PLAN))
    assert "未到期2件" in page


def test_unit_sees_lights_only_where_it_stands(house: House) -> None:
    """Of another unit's line what state and dates say: that the office did not report (behind) is not told."""
    assert lights(Walker(house.transport.liaison).get(PLAN)) == ["late", "late", "idle", "idle"]
    assert lights(Walker(house.host.liaison).get(PLAN)) == ["late", "late"]


def test_unit_without_a_part_and_administrators_see_the_bare_table(house: House) -> None:
    for actor in (house.water.liaison, administrator(house)):
        page = Walker(actor).get(PLAN)
        assert lights(page) == []
        assert "亮灯" not in words(page)


def test_inferred_lead_is_the_offices_own_guess(house: House) -> None:
    assert "推定牵头" in words(Walker(house.office.clerk).get(PLAN))
    assert "推定" not in words(Walker(house.commerce.liaison).get(PLAN))


def test_declared_lead_is_shown_to_everyone(house: House) -> None:
    first = Responsibility.objects.get(task__number=1, order=1)
    first.basis = Basis.DECLARED
    recording.save(first, by=factories.clock(), at=LATE_DAY, why="测试")
    assert "市商务局牵头" in words(Walker(house.water.liaison).get(PLAN))


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("第2项", ["2"]),
        ("交通运输", ["1"]),
        ("成员单位", ["3"]),
        ("商委", ["1", "2"]),
        ("%", []),
        ("_", []),
        ("\x00", ["1", "2", "3"]),
    ],
)
def test_search_finds_words_units_and_aliases_and_takes_signs_as_signs(
    house: House, sought: str, found: list[str]
) -> None:
    alias = Alias(text="市商委", jurisdiction="珠海市", unit=house.commerce.unit, starts_on=factories.BEGINNING)
    recording.save(alias, by=factories.clock(), at=LATE_DAY, why="测试")
    assert numbers(Walker(house.office.clerk).get(PLAN, q=sought)) == found


def test_chips_narrow_to_a_kind_and_to_a_light(house: House) -> None:
    walker = Walker(house.office.clerk)
    assert numbers(walker.get(PLAN, kind="organisation")) == ["3"]
    assert numbers(walker.get(PLAN, light="late")) == ["1", "2"]
    assert numbers(walker.get(PLAN, kind="organisation", light="late")) == []


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_address_breaks_nothing(house: House, garbage: str) -> None:
    walker = Walker(house.office.clerk)
    for name in ("q", "kind", "light", "page", "sort"):
        assert walker.get(PLAN, **{name: garbage}).status_code == 200
    assert walker.get(reverse("plan_source"), task=garbage, sentence=garbage).status_code == 200


def test_table_costs_the_same_at_any_length(house: House, django_assert_max_num_queries) -> None:
    for number in range(10, 40):
        factories.task(house.plan, number, [house.water.unit, house.commerce.unit])
    walker = Walker(house.office.clerk)
    walker.get(PLAN)
    with django_assert_max_num_queries(14):
        assert len(numbers(walker.get(PLAN))) == 33


# --- one row ---------------------------------------------------------------------------------------------------------
def test_row_shows_its_text_units_and_this_years_item(house: House) -> None:
    page = words(Walker(house.commerce.liaison).get(reverse("plan_task", args=[2])))
    assert "推进第2项重点任务。完成年度目标。" in page
    assert "市发展改革局责任单位" in page
    assert "完成时限2026-11-30" in page


def test_row_links_no_item_to_a_unit_that_does_not_stand_on_it(house: House) -> None:
    page = Walker(house.water.liaison).get(reverse("plan_task", args=[2]))
    assert "/items/" not in page.content.decode()
    assert "推定" not in words(page)


def test_who_sees_all_is_told_that_there_is_none(house: House) -> None:
    factories.task(house.plan, 9, [house.water.unit])
    page = reverse("plan_task", args=[9])
    assert "2026年没有安排这一项的年度任务" in words(Walker(house.office.clerk).get(page))
    assert "没有您可以查看的年度任务" in words(Walker(house.water.liaison).get(page))


def test_row_that_was_replaced_shows_what_it_said_before(house: House) -> None:
    before = Task.objects.get(number=1)
    after = factories.task(house.plan, 9, [house.commerce.unit])
    before.superseded_by = after
    after.number = 1
    for row in (before, after):
        recording.save(row, by=factories.clock(), at=LATE_DAY, why="测试")
    page = words(Walker(house.office.clerk).get(reverse("plan_task", args=[1])))
    assert "以前的表述" in page
    assert "推进第删去1增加9项重点任务。" in page
    # The year was issued from the version before: its item and its lights stay with the row.
    assert "完成时限2026-11-30" in page
    assert "市商务局牵头推定（排序第一）逾期" in page
    assert "市商务局删去、市交通运输局" in page


@pytest.mark.parametrize("number", [0, 99, 2**15, 2**63])
def test_row_that_does_not_exist_is_not_found(house: House, number: int) -> None:
    assert Walker(house.office.clerk).get(f"/plan/tasks/{number}/").status_code == 404


def test_row_costs_few_statements(house: House, django_assert_max_num_queries) -> None:
    walker = Walker(house.office.clerk)
    walker.get(PLAN)
    with django_assert_max_num_queries(15):
        walker.get(reverse("plan_task", args=[2]))


# --- source and import -----------------------------------------------------------------------------------------------
def test_source_marks_the_line_of_the_row(house: House) -> None:
    house.plan.source_text = "关于印发的通知\n\n| 1 | <行动> |"
    task = Task.objects.get(number=1)
    task.source_line = 3
    for row in (house.plan, task):
        recording.save(row, by=factories.clock(), at=LATE_DAY, why="测试")
    page = Walker(house.water.liaison).get(reverse("plan_source"), task="1").content.decode()
    assert '<li id="line-3" class="is-sought" aria-current="true">| 1 | &lt;行动&gt; |</li>' in page
    assert page.count("is-sought") == 1


def test_import_report_is_the_offices(house: House) -> None:
    PlanImport.objects.create(
        plan=house.plan,
        at=LATE_DAY,
        by="系统时钟（import_plan）",
        source_name="plan.txt",
        source_sha256="a" * 64,
        repairs=[{"line": 254, "what": "“和”被译作 and", "before": "体系 and 带", "after": "体系和带"}],
        doubts=[
            {
                "row": 19,
                "cell": "units_text",
                "kind": "unit",
                "message": "认不出",
                "candidates": ["甲"],
                "chosen": None,
            },
            {"row": None, "cell": "targets", "kind": "left_out_figure", "message": "5G 属于名称", "candidates": []},
        ],
        changes=[{"subject": "plan", "act": "create", "name": "珠府"}],
    )
    page = words(Walker(house.office.clerk).get(reverse("import_report")))
    assert "疑点1处" in page
    assert "未列为目标的数字1处5G属于名称" in page
    assert "“和”被译作and1处" in page
    assert "体系and带体系和带" in page
    assert Walker(house.commerce.liaison).get(reverse("import_report")).status_code == 403


def test_cells_of_own_columns_stand_under_their_headings_and_are_found(house: House) -> None:
    row = Task.objects.get(number=2)
    row.cells = ["市级财政", ""]
    house.plan.columns = [
        *({"heading": column.heading, "meaning": column.meaning} for column in OURS),
        {"heading": "资金来源", "meaning": "own"},
        {"heading": "备注", "meaning": "own"},
    ]
    for each in (row, house.plan):
        recording.save(each, by=factories.clock(), at=LATE_DAY, why="测试")
    walker = Walker(house.commerce.liaison)
    for page in (PLAN, reverse("plan_task", args=[2])):
        read = words(walker.get(page))
        assert "资金来源市级财政" in read
        assert "备注" not in read
    assert numbers(walker.get(f"{PLAN}?q=市级财政")) == ["2"]

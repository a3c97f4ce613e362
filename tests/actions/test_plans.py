"""Importing a plan: what is created, what a second import does, what a changed row does, what is never touched."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from accounts.actor import Actor
from accounts.models import Alias, GroupMembership, Post, Role, Unit, UnitGroup, UnitName, UnitSuccession
from tasks_app.actions import plans, responsibilities
from tasks_app.documents.plan_export import sheet_of
from tasks_app.documents.plan_export_files import csv_file, xlsx_file
from tasks_app.domain.parts import Basis, Part
from tasks_app.domain.plan_sheet import as_json
from tasks_app.domain.refusals import Invalid, NotAllowed
from tasks_app.importing.reading import Masthead
from tasks_app.models import Heading, Measure, MeasureTask, Plan, PlanImport, Responsibility, Task
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

SOURCE = Path(settings.BASE_DIR, "fixtures/plans/zhuhai_carbon_peak_2023.txt").read_bytes()
AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CLOCK = Actor.clock("import_plan", "test", on=AT.date())


def bring_in(source=SOURCE, *, at=AT, by=CLOCK, **options):
    return plans.import_reading(plans.read(source, name="plan.txt", **options), by=by, at=at)


def edited(before, after):
    assert SOURCE.count(before.encode()) >= 1
    head, tail = SOURCE.split("重点任务分工表".encode())
    return head + "重点任务分工表".encode() + tail.replace(before.encode(), after.encode(), 1)


def first_line_of(heading):
    """The line of the source in which the table first names it."""
    return min(task.source_line for task in heading.tasks.current())


def row(number):
    return Task.objects.current().get(number=number)


@pytest.fixture
def plan():
    return bring_in().plan


@pytest.fixture
def director(plan):
    office = Unit.objects.get(name="市碳达峰碳中和工作领导小组办公室")
    user = factories.person("主任")
    post = Post.objects.create(user=user, unit=office, role=Role.OFFICE_DIRECTOR, starts_on=date(2026, 1, 1))
    return Actor.in_post(post, AT.date())


def confirm(number, unit, director):
    share = row(number).responsibilities.get(unit__name=unit)
    return responsibilities.confirm_lead(row(number), share.pk, basis_note="会议纪要", by=director, at=AT)


def test_the_table_that_goes_in_comes_out(plan):
    assert sheet_of(plan) == plans.read(SOURCE, name="plan.txt").sheet


def test_first_import_creates_the_whole_plan(plan):
    assert (plan.number, plan.issued_on, plan.jurisdiction) == ("珠府〔2023〕39号", date(2023, 5, 19), "珠海市")
    assert Heading.objects.count() == 20
    assert Task.objects.count() == 30
    assert Responsibility.objects.count() == 194
    assert Responsibility.objects.filter(part=Part.LEAD, basis=Basis.INFERRED).count() == 30


def test_source_text_holds_every_task_at_its_line(plan):
    lines = plan.source_text.split("\n")
    assert all(lines[task.source_line - 1].startswith(f"| {task.number} |") for task in plan.tasks.all())
    assert all(heading.source_line == first_line_of(heading) for heading in plan.headings.all())


def test_units_have_kinds_names_since_the_plan_and_aliases(plan):
    assert Unit.objects.exclude(kind__in=["department", "institution", "coordination", "district"]).count() == 13
    assert UnitName.objects.filter(starts_on=date(2023, 5, 19)).count() == Unit.objects.count() == 42
    assert Alias.objects.get(text="市发展改革委").unit.name == "市发展改革局"
    assert Alias.objects.get(text="各区政府（管委会）").group.name == "各区人民政府（管委会）"


def test_office_sits_in_the_commission_provisionally(plan):
    office = Unit.objects.get(kind="coordination")
    assert office.hosted_by.name == "市发展改革局"
    assert office.is_provisional


def test_groups_have_dated_provisional_members(plan):
    groups = {group.name: group.memberships.count() for group in UnitGroup.objects.all()}
    assert groups == {"各区人民政府（管委会）": 5, "市碳达峰碳中和工作领导小组成员单位": 36}
    assert GroupMembership.objects.filter(is_provisional=True, starts_on=date(2023, 5, 19)).count() == 41


def test_believed_successions_are_proposed_only(plan):
    assert UnitSuccession.objects.count() == 4
    assert all(succession.is_proposed for succession in UnitSuccession.objects.all())


def test_report_keeps_repairs_doubts_and_changes(plan):
    report = PlanImport.objects.get()
    assert (len(report.repairs), len(report.doubts)) == (71, 43)
    assert sum(change["subject"] == "responsibility" for change in report.changes) == 194
    assert report.by == "系统时钟（import_plan test）"


def test_every_row_has_history_with_a_reason(plan):
    for model in (
        Plan,
        Heading,
        Task,
        Unit,
        UnitName,
        Alias,
        UnitGroup,
        GroupMembership,
        Responsibility,
        Measure,
        MeasureTask,
    ):
        assert set(model.history.values_list("id", flat=True)) == set(model.objects.values_list("pk", flat=True))
        assert not model.history.exclude(history_change_reason__contains="导入 珠府〔2023〕39号").exists()


def test_second_import_changes_nothing(plan, django_assert_max_num_queries):
    before = {model: model.history.count() for model in (Plan, Task, Unit, Responsibility, Measure, MeasureTask)}
    with django_assert_max_num_queries(30):
        outcome = bring_in(at=LATER)
    assert outcome.changes == ()
    assert {model: model.history.count() for model in before} == before
    assert PlanImport.objects.count() == 1


def test_rehearsal_tells_the_changes_and_writes_nothing():
    outcome = plans.rehearse_import(plans.read(SOURCE, name="plan.txt"), by=CLOCK, at=AT)
    assert len(outcome.changes) > 300
    assert not Plan.objects.exists()
    assert not Unit.objects.exists()


def test_changed_text_becomes_a_new_version(plan):
    outcome = bring_in(edited("强化领导干部培训。", "强化各级领导干部培训。"), at=LATER)
    assert [(change.subject, change.act) for change in outcome.changes if change.subject == "task"] == [
        ("task", "supersede")
    ]
    old, new = Task.objects.filter(number=21).order_by("id")
    assert (old.superseded_by, new.superseded_by) == (new, None)
    assert (old.text, new.text) == ("强化领导干部培训。", "强化各级领导干部培训。")
    assert old.responsibilities.filter(ends_on=LATER.date()).count() == 12
    assert new.responsibilities.filter(ends_on=None, starts_on=LATER.date()).count() == 12


def test_lines_of_unchanged_rows_follow_the_new_source(plan):
    shifted = edited("| 21 | |", "\n| 21 | |").replace("强化领导干部培训。 |".encode(), "强化干部培训。 |".encode())
    bring_in(shifted, at=LATER)
    plan.refresh_from_db()
    lines = plan.source_text.split("\n")
    assert all(lines[task.source_line - 1].startswith(f"| {task.number} |") for task in plan.tasks.current())
    assert all(heading.source_line == first_line_of(heading) for heading in plan.headings.all())


def test_a_table_alone_changes_rows_and_leaves_the_text_with_the_body(plan):
    """Measures and targets point into the stored text; a table that came without it has other lines."""
    table = xlsx_file(sheet_of(plan))
    changed = xlsx_file(replace(sheet_of(plan), rows=tuple(_reworded(one) for one in sheet_of(plan).rows)))
    assert bring_in(table, at=LATER).changes == ()
    acts = {(change.subject, change.act, change.row) for change in bring_in(changed, at=LATER).changes}
    assert acts == {("task", "supersede", 21), ("responsibility", "create", 21)}
    stored, places = Plan.objects.get(), dict(Measure.objects.values_list("number", "source_line"))
    assert stored.source_text == plan.source_text
    assert "推广绿色建筑设计" in stored.source_text.split("\n")[places["14"] - 1]
    assert (row(20).source_line, row(21).source_line) == (Task.objects.get(number=20).source_line, None)


def _reworded(one):
    return replace(one, text="强化各级领导干部培训。") if one.number == 21 else one


def test_changed_units_make_the_new_unit_known_as_provisional(plan):
    outcome = bring_in(edited("市财政局、发展改革局、珠海市税务局", "市财政局、珠海市税务局、审计局"), at=LATER)
    assert ("unit", "create", "市审计局") in {(change.subject, change.act, change.name) for change in outcome.changes}
    assert Unit.objects.get(name="市审计局").is_provisional
    assert [share.name for share in row(27).responsibilities.all()] == ["市财政局", "珠海市税务局", "市审计局"]


def test_confirmed_lead_survives_a_second_import(plan, director):
    confirm(2, "市统计局", director)
    assert bring_in(at=LATER).changes == ()
    assert bring_in(at=LATER, lead="none").plan == plan
    assert row(2).responsibilities.get(part=Part.LEAD).name == "市统计局"


def test_confirmed_lead_goes_on_in_a_new_version(plan, director):
    confirm(21, "市教育局", director)
    bring_in(edited("强化领导干部培训。", "强化各级领导干部培训。"), at=LATER)
    lead = row(21).responsibilities.get(part=Part.LEAD)
    assert (lead.name, lead.basis, lead.basis_note) == ("市教育局", Basis.CONFIRMED, "会议纪要")


def test_a_unit_that_a_new_version_adds_stands_on_no_old_minutes(plan, director):
    confirm(21, "市教育局", director)
    cell = row(21).units_text
    bring_in(edited(cell, f"{cell}、市水务局"), at=LATER)
    notes = {share.name: share.basis_note for share in row(21).responsibilities.all()}
    assert notes.pop("市水务局") == "按新版方案增列"
    assert set(notes.values()) == {"会议纪要"}


def test_confirmed_lead_that_left_the_row_is_asked_for_again(plan, director):
    confirm(27, "市发展改革局", director)
    outcome = bring_in(edited("市财政局、发展改革局、珠海市税务局", "市财政局、珠海市税务局"), at=LATER)
    assert ("ask_again", "市发展改革局", 27) in {(change.act, change.name, change.row) for change in outcome.changes}
    lead = row(27).responsibilities.get(part=Part.LEAD)
    assert (lead.name, lead.basis) == ("市财政局", Basis.INFERRED)


def test_another_convention_adjusts_only_what_nobody_confirmed(plan, director):
    confirm(2, "市统计局", director)
    bring_in(at=LATER, lead="none")
    leads = Responsibility.objects.filter(part=Part.LEAD)
    assert [lead.task.number for lead in leads] == [2]


def test_members_and_aliases_of_the_office_stay_as_they_are(plan):
    GroupMembership.objects.filter(unit__name="鹤洲新区管委会").update(ends_on=date(2026, 2, 1))
    Alias.objects.filter(text="高新区").delete()
    assert bring_in(at=LATER).changes == ()
    assert GroupMembership.objects.filter(ends_on__isnull=False).count() == 1
    assert not Alias.objects.filter(text="高新区").exists()


def test_renamed_unit_is_found_by_its_former_name(plan):
    unit = Unit.objects.get(name="市政务服务数据管理局")
    unit.names.update(ends_on=date(2025, 1, 1))
    UnitName.objects.create(unit=unit, text="市政务服务和数据管理局", starts_on=date(2025, 1, 2))
    unit.name = "市政务服务和数据管理局"
    unit.save()
    assert bring_in(at=LATER).changes == ()
    assert "市政务服务数据管理局" in sheet_of(plan).rows[23].support


def test_rows_never_vanish_by_import(plan):
    shorter = SOURCE[: SOURCE.rindex(b"| 30 |")]
    with pytest.raises(Invalid, match="缺少已导入的第 30 行"):
        bring_in(shorter, at=LATER)
    assert Task.objects.current().count() == 30


def test_reading_with_faults_is_refused_whole():
    with pytest.raises(Invalid, match="第 1 行主要负责单位：单元格为空"):
        bring_in(
            edited("市发展改革局、工业和信息化局、住房城乡建设局、交通运输局、珠海供电局，各区人民政府（管委会）", "")
        )
    assert not Plan.objects.exists()


def test_only_the_office_may_import(plan):
    user = factories.person("联络员甲")
    unit = Unit.objects.get(name="市商务局")
    post = Post.objects.create(user=user, unit=unit, role=Role.LIAISON, starts_on=date(2026, 1, 1))
    with pytest.raises(NotAllowed):
        bring_in(by=Actor.in_post(post, AT.date()))


def test_unknown_jurisdiction_brings_its_own_units():
    other = SOURCE.replace("珠海市人民政府关于印发".encode(), "某某市人民政府关于印发".encode()).replace(
        "〔2023〕39号".encode(), "〔2023〕40号".encode(), 1
    )
    plan = bring_in(other).plan
    assert plan.jurisdiction == "某某市"
    assert set(Unit.objects.values_list("jurisdiction", "is_provisional")) == {("某某市", True)}


def test_deadlines_come_with_the_rows_and_a_moved_one_is_a_new_version():
    table = (
        "珠海市人民政府关于印发珠海市某方案的通知（珠府〔2024〕1号）\n2024年1月2日\n"
        "| 序号 | 领域 | 重点任务 | 责任单位 | 完成时限 |\n"
        "| 1 | 能源 | 做甲事。 | 市统计局牵头 | 2026年6月底前 |\n"
        "| 2 | 能源 | 做乙事。 | 市统计局牵头 | 持续推进 |\n"
    )
    bring_in(table.encode())
    assert (row(1).deadline_text, row(1).deadline) == ("2026年6月底前", date(2026, 6, 30))
    assert (row(2).deadline_text, row(2).deadline) == ("持续推进", None)
    assert bring_in(table.encode()).changes == ()
    silent = table.replace(" | 完成时限 |", " |").replace(" | 2026年6月底前 |", " |").replace(" | 持续推进 |", " |")
    bring_in(silent.encode())
    assert row(1).deadline == date(2026, 6, 30)
    bring_in(table.replace("6月底前", "9月底前").encode())
    assert row(1).deadline == date(2026, 9, 30)
    assert row(1).supersedes.get().deadline == date(2026, 6, 30)


# --- columns of its own ----------------------------------------------------------------------------------------------
FOREIGN = """珠海市人民政府关于印发珠海市某方案的通知（珠府〔2024〕9号）
| 序号 | 工作任务 | 牵头单位 | 配合单位 | 资金来源 | 备注 |
| 1 | 做甲事。 | 市财政局 | 市教育局、各区政府 | 市级财政 | |
| 2 | 做乙事。 | 市教育局 | 无 | | 急 |"""


def foreign(text=FOREIGN, **options):
    return bring_in(text.encode(), **options)


def foreign_row(number):
    return Task.objects.current().get(plan__number="珠府〔2024〕9号", number=number)


def acts(outcome):
    return [(change.subject, change.act, change.row) for change in outcome.changes]


def test_a_foreign_plan_keeps_its_own_columns_and_comes_out_under_them(db):
    plan = foreign().plan
    headings = [column.heading for column in sheet_of(plan).drawn_columns]
    assert headings == ["序号", "工作任务", "牵头单位", "配合单位", "资金来源", "备注"]
    assert foreign_row(1).text == "做甲事。"
    assert foreign_row(1).own_cells == (("资金来源", "市级财政"),)
    assert foreign_row(2).cells == ["市教育局", "无", "", "急"]
    assert sheet_of(plan) == plans.read(FOREIGN.encode(), name="plan.txt").sheet
    assert foreign(at=LATER).changes == ()
    assert bring_in(xlsx_file(sheet_of(plan)), at=LATER).changes == ()


def test_a_changed_cell_of_its_own_column_is_a_new_version(db):
    foreign()
    changed = foreign(FOREIGN.replace("| 急 |", "| 特急 |"), at=LATER)
    [change] = [change for change in changed.changes if change.subject == "task"]
    assert (change.act, change.row, change.before, change.after) == ("supersede", 2, "急", "特急")


def test_columns_met_for_the_first_time_complete_the_rows_in_place(db):
    """A plan from before, when nothing was known of columns: it promises the same, so nothing is superseded."""
    plan = foreign().plan
    old = {task.number: task.pk for task in plan.tasks.all()}
    plan.tasks.update(cells=[])
    Plan.objects.filter(pk=plan.pk).update(columns=[])
    outcome = foreign(at=LATER)
    assert acts(outcome) == [("task", "change", 1), ("task", "change", 2), ("plan", "change", None)]
    assert {task.number: task.pk for task in plan.tasks.current()} == old
    assert foreign_row(2).cells == ["市教育局", "无", "", "急"]
    assert Plan.objects.get(pk=plan.pk).history.count() >= 2
    assert foreign(at=LATER).changes == ()


def test_a_source_without_columns_leaves_them_and_divides_changed_units(db):
    plan = foreign().plan
    said = as_json(sheet_of(plan))
    del said["plan"]["columns"]
    for task in said["tasks"]:
        del task["cells"]
    assert bring_in(json.dumps(said).encode(), at=LATER).changes == ()
    said["tasks"][1] |= {"units_text": "牵头单位：市教育局；配合单位：市财政局", "support": ["市财政局"]}
    bring_in(json.dumps(said).encode(), at=LATER)
    assert foreign_row(1).cells == ["市财政局", "市教育局、各区政府", "市级财政", ""]
    assert foreign_row(2).cells == ["市教育局", "市财政局", "", "急"]
    said["tasks"][0] |= {"units_text": "市商务局、市财政局", "leads": ["市商务局"], "support": ["市财政局"]}
    bring_in(json.dumps(said).encode(), at=LATER)
    assert foreign_row(1).units_text == "牵头单位：市商务局；配合单位：市财政局"
    assert bring_in(json.dumps(said).encode(), at=LATER).changes == ()
    assert bring_in(xlsx_file(sheet_of(plan)), at=LATER).changes == ()


def test_merged_cells_stay_merged_when_a_file_that_has_none_comes_in(db):
    plan = foreign(FOREIGN.replace("| 市教育局 | 无 | | 急 |", "| | | | |")).plan
    sheet = sheet_of(Plan.objects.get(pk=plan.pk))
    assert [runs for column in sheet.columns if (runs := column.merged)] == [((1, 2),), ((1, 2),)]
    head = Masthead(sheet.number, sheet.title, sheet.issuer)
    assert bring_in(csv_file(sheet), given=head, at=LATER).changes == ()
    assert sheet_of(Plan.objects.get(pk=plan.pk)) == sheet


def test_the_number_of_another_place_s_plan_is_refused(db):
    plan = foreign().plan
    with pytest.raises(Invalid, match="珠海市"):
        foreign(given=Masthead(plan.number, "某方案", "广州市人民政府"), at=LATER)
    assert Plan.objects.get().title == plan.title

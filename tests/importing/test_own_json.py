"""What export_plan writes, import_plan reads back."""

import json

import pytest

from tasks_app.domain.plan_sheet import as_json
from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.registry import UnitRegistry


@pytest.fixture
def exported(reading):
    return as_json(reading.sheet)


def read(content, known, **options):
    return read_plan(json.dumps(content, ensure_ascii=False).encode(), name="plan.json", known=known, **options)


def test_json_of_a_reading_reads_back_the_same(reading, exported, known):
    back = read(exported, known)
    assert back.faults == ()
    assert back.sheet == reading.sheet
    assert (len(back.measures), len(back.targets)) == (52, 58)
    assert [task.responsibilities for task in back.tasks] == [task.responsibilities for task in reading.tasks]


def test_json_reads_the_same_where_no_alias_is_known(reading, exported):
    back = read(exported, lambda _: UnitRegistry())
    assert back.faults == ()
    assert back.sheet == reading.sheet


def test_json_from_before_the_body_was_read_still_reads(reading, exported, known):
    del exported["measures"]
    exported["targets"] = []
    for task in exported["tasks"]:
        del task["measures"]
    back = read(exported, known)
    assert (back.faults, back.measures, back.targets) == ((), (), ())
    assert back.sheet.rows[0].text == reading.sheet.rows[0].text


def test_json_that_keeps_to_the_contract_alone_says_enough(exported, known):
    asked = ("measure", "tasks", "name", "year", "comparator", "value", "unit", "baseline_year", "wording")
    exported["targets"] = [{key: target[key] for key in asked} for target in exported["targets"][:5]]
    back = read(exported, known)
    assert back.faults == ()
    assert [target.kind for target in back.targets] == ["change", "milestone", "milestone", "milestone", "milestone"]
    assert [target.sentence for target in back.targets] == [""] * 5


def test_lead_confirmed_elsewhere_arrives_as_declared(exported, known):
    row = exported["tasks"][0]
    row |= {"lead": "市统计局", "lead_basis": "confirmed"}
    row["leads"], row["support"] = [row["support"][0]], [row["leads"][0], *row["support"][1:]]
    back = read(exported, known).sheet.rows[0]
    assert back.leads == tuple(row["leads"])
    assert back.lead_basis == "declared"
    assert back.units_text == row["units_text"]


def test_convention_declared_drops_inferred_leads(exported, known):
    assert all(row.leads == () for row in read(exported, known, lead="declared").sheet.rows)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda plan: plan["tasks"][0].pop("text"), "tasks 第 1 项缺少 text"),
        (lambda plan: plan["tasks"][0].update(number="1"), "tasks 第 1 项的 number 不是正整数"),
        (lambda plan: plan["tasks"][0].update(number=True), "tasks 第 1 项的 number 不是正整数"),
        (lambda plan: plan["tasks"][0].update(leads="市商务局"), "tasks 第 1 项缺少 leads"),
        (lambda plan: plan["tasks"][0].update(support=[1]), "support 应是文字的列表"),
        (lambda plan: plan["tasks"][0]["support"].pop(), "第 1 行主要负责单位：单元格与 leads、support"),
        (lambda plan: plan["tasks"][0].update(text=""), "第 1 行重点任务：单元格为空"),
        (lambda plan: plan.update(tasks=[]), "文件的 tasks 是空的"),
        (lambda plan: plan.update(tasks=[1]), "文件的 tasks 应是对象的列表"),
        (lambda plan: plan.update(tasks=5), "文件缺少 tasks，或者它不是列表"),
        (lambda plan: plan["tasks"][0].update(text="某\0事。"), "tasks 第 1 项的 text 含有无法保存的字符"),
        (lambda plan: plan["measures"][0].update(text="某\x01事。"), "measures 第 1 项的 text 含有无法保存的字符"),
        (lambda plan: plan["plan"].update(title="某\uffff方案"), "plan 的 title 含有无法保存的字符"),
        (lambda plan: plan["tasks"].append(plan["tasks"][0]), "序号 1 出现不止一次"),
        (lambda plan: plan["plan"].update(issued_on="2023-02-29"), "issued_on 不是日期"),
        (lambda plan: plan["plan"].update(number=None), "缺少 number"),
        (lambda plan: plan["plan"]["headings"][0].update(kind="other"), "plan.headings 的 kind 应是"),
        (lambda plan: plan.update(measures={}), "文件缺少 measures，或者它不是列表"),
        (lambda plan: plan["measures"][0].update(number=1), "measures 第 1 项缺少 number"),
        (lambda plan: plan["measures"][0].update(title="长" * 121), "measures 第 1 项的 title 超过 120 字"),
        (lambda plan: plan["measures"][0].update(tasks=[99]), "measures 第 1 项的 tasks 含有文件中没有的第 99 行"),
        (lambda plan: plan["measures"][0].update(tasks=[True]), "tasks 应是整数的列表"),
        (lambda plan: plan["measures"][1].update(number="1"), "措施编号 1 出现不止一次"),
        (lambda plan: plan.update(targets=None), "文件缺少 targets，或者它不是列表"),
        (lambda plan: plan["targets"][0].update(measure="99"), "targets 第 1 项的 measure 不是文件中的措施编号"),
        (lambda plan: plan["targets"][0].update(value="14.5"), "targets 第 1 项的 value 应是数字"),
        (lambda plan: plan["targets"][0].update(value=True), "targets 第 1 项的 value 应是数字"),
        (lambda plan: plan["targets"][0].update(value=float("inf")), "targets 第 1 项的 value 应是数字"),
        (lambda plan: plan["targets"][0].update(value=10**400), "targets 第 1 项的 value 应是数字"),
        (lambda plan: plan["targets"][0].update(value=0.00001), "targets 第 1 项的 value 应是数字"),
        (lambda plan: plan["targets"][0].pop("year"), "targets 第 1 项的 year 应是 1900 至 2199 的年份或 null"),
        (lambda plan: plan["targets"][0].update(comparator=[">"]), "targets 第 1 项的 comparator 应是 ≥、≤、about 或"),
        (lambda plan: plan["targets"][0].update(wording={}), "targets 第 1 项的 wording 应是必须、力争"),
        (lambda plan: plan["targets"][0].update(name=""), "targets 第 1 项的 name 应是 120 字以内的文字"),
        (lambda plan: plan["tasks"][0]["measures"].pop(), "第 1 行的 measures 与文件的 measures 列表对不上"),
    ],
)
def test_json_of_another_shape_is_named(exported, known, spoil, sentence):
    spoil(exported)
    assert any(sentence in fault.message for fault in read(exported, known).faults)

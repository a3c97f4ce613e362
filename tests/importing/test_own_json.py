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
    assert [task.responsibilities for task in back.tasks] == [task.responsibilities for task in reading.tasks]


def test_json_reads_the_same_where_no_alias_is_known(reading, exported):
    back = read(exported, lambda _: UnitRegistry())
    assert back.faults == ()
    assert back.sheet == reading.sheet


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
        (lambda plan: plan["tasks"].append(plan["tasks"][0]), "序号 1 出现不止一次"),
        (lambda plan: plan["plan"].update(issued_on="2023-02-29"), "issued_on 不是日期"),
        (lambda plan: plan["plan"].update(number=None), "缺少 number"),
        (lambda plan: plan["plan"]["headings"][0].update(kind="other"), "plan.headings 的 kind 应是"),
    ],
)
def test_json_of_another_shape_is_named(exported, known, spoil, sentence):
    spoil(exported)
    assert any(sentence in fault.message for fault in read(exported, known).faults)

"""Files as they should not be: one Chinese sentence that names row and cell, never a traceback."""

import codecs
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_app.importing import plan_file
from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.reading import Masthead
from tasks_app.importing.registry import UnitRegistry
from tasks_app.importing.source import MAX_BYTES
from tests.importing.conftest import HEADER, NOTICE

ROW = "| 1 | 某行动 | 某事。 | 市商务局 |"


def faults(content, known, **options):
    content = content if isinstance(content, bytes) else content.encode()
    return [fault.message for fault in read_plan(content, name="plan.txt", known=known, **options).faults]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "文件为空", id="no-bytes"),
        pytest.param(b" \n\t\n", "文件里没有文字", id="blank"),
        pytest.param(b"x" * (MAX_BYTES + 1), "超过 4 MB", id="huge"),
        pytest.param("第一行\n第二\0行".encode(), "第 2 行含有空字符", id="nul"),
        pytest.param("珠海市碳达峰实施方案\n重点任务分工表".encode()[:-1], "可能被截断", id="cut-in-a-character"),
        pytest.param(b"\xff\xff\xff\xff", "无法识别文件编码", id="no-encoding"),
        pytest.param('{"plan": {', "第 1 行第", id="cut-json"),
        pytest.param("[" * 100_000, "结构无法解析", id="json-too-deep"),
        pytest.param("[]", "最外层应是对象", id="json-list"),
        pytest.param("{}", "文件缺少 plan", id="json-empty"),
    ],
)
def test_file_that_is_no_plan_is_named(content, sentence, known):
    assert any(sentence in message for message in faults(content, known))


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        pytest.param("", "没有找到重点任务分工表", id="no-table"),
        pytest.param(ROW, "没有找到重点任务分工表", id="no-header"),
        pytest.param(HEADER, "只有表头", id="no-rows"),
        pytest.param("| 序号 | 重点任务 | |\n" + ROW, "表头缺少“主要负责单位”列", id="no-units-column"),
        pytest.param(f"{HEADER}{ROW}\n{ROW}", "第 1 行序号：序号 1 出现不止一次", id="number-twice"),
        pytest.param(HEADER + ROW.replace("1", "2", 1), "第 1 行序号：缺少序号 1", id="row-missing"),
        pytest.param(HEADER + ROW.replace("1", "一", 1), "序号“一”不是正整数", id="number-in-words"),
        pytest.param(HEADER + ROW.replace("某事。", ""), "第 1 行重点任务：单元格为空", id="no-text"),
        pytest.param(HEADER + ROW.replace("市商务局", ""), "第 1 行主要负责单位：单元格为空", id="no-units"),
        pytest.param(HEADER + ROW.replace("市商务局", "、，"), "没有读出任何单位", id="only-separators"),
        pytest.param(HEADER + ROW.replace("某行动", ""), "第 1 行行动：单元格为空", id="no-heading-above"),
        pytest.param(HEADER + ROW.replace("某行动", "行" * 121), "第 1 行行动：超过 120 字", id="long-heading"),
        pytest.param(HEADER + ROW.replace("市商务局", "市" + "商" * 120), "单位名称超过 120 字", id="long-unit"),
        pytest.param(HEADER + ROW[:-1], "表格行有 4 个单元格", id="row-cut"),
        pytest.param(HEADER + ROW + " 5 |", "表格行有 5 个单元格，表头有 4 个", id="cell-too-many"),
    ],
)
def test_table_that_does_not_hold_is_named_by_row_and_cell(table, sentence, known):
    assert any(sentence in message for message in faults(NOTICE + table, known))


def test_all_faults_come_at_once(known):
    table = HEADER + "| 1 | 某行动 | | 市商务局 |\n| 3 | 某行动 | 某事。 | 、，|"
    assert len(faults(NOTICE + table, known)) == 3


def test_table_that_nobody_could_answer_is_refused(known, monkeypatch):
    monkeypatch.setattr(plan_file, "MOST_DOUBTS", 3)
    reading = read_plan(
        (NOTICE + HEADER + ROW.replace("市商务局", "甲局、乙局、丙局、丁局")).encode(), name="a", known=known
    )
    assert len(reading.doubts) == 3
    assert any("疑点超过" in fault.message for fault in reading.faults)


def test_masthead_that_the_source_does_not_say_is_asked_for(known):
    assert len(faults(HEADER + ROW, known)) == 3
    stated = Masthead("珠府〔2024〕1号", "某方案", "珠海市人民政府")
    assert faults(HEADER + ROW, known, given=stated) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings_are_read_and_listed(seed, known, reading, encoding):
    other = read_plan(seed.decode().encode(encoding), name="plan.txt", known=known)
    assert other.sheet == reading.sheet
    assert "文件编码转换为 UTF-8" in {repair.what for repair in other.repairs}


def test_windows_line_ends_change_nothing(seed, known, reading):
    other = read_plan(seed.replace(b"\n", b"\r\n"), name="plan.txt", known=known)
    assert other.sheet == reading.sheet
    assert [task.line for task in other.tasks] == [task.line for task in reading.tasks]


def test_full_width_numbers_are_numbers(read_rows):
    assert read_rows(ROW.replace("1", "１", 1)).tasks[0].number == 1


def test_unseen_characters_are_removed_and_listed(read_rows):
    reading = read_rows(ROW.replace("某事。", "某\u200b\u202e事。"))
    assert reading.tasks[0].text == "某事。"
    assert "不可见字符" in {repair.what for repair in reading.repairs}


def test_byte_order_mark_alone_is_an_empty_file(known):
    assert any("没有文字" in message for message in faults(codecs.BOM_UTF8, known))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet='|序号重点任务 主要负责单位1市局、，（\n{}[]",:', max_size=400))
def test_no_file_makes_the_reader_fall_over(content):
    faults(content, lambda _: UnitRegistry())


def many_rows(count, row):
    return NOTICE + HEADER + "\n".join(row.format(n=number) for number in range(1, count + 1))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(many_rows(60_000, "| {n} | 行动 | 事。 | 市商务局 |"), id="too-many-rows"),
        pytest.param(
            many_rows(4_000, "| {n} | 行动 | 事。 | 市甲{n}局、乙{n}丙局、丁{n}院、戊{n}会 |"), id="unknown-units"
        ),
        pytest.param(many_rows(200_000, "| {n} |"), id="cut-rows"),
        pytest.param(many_rows(1, "| {n} | 行动 | 事。 | " + "甲、" * 600_000 + " |"), id="endless-cell"),
        pytest.param(many_rows(900, "| {n} | 行动 | " + "字\u200b" * 700 + " | 市商务局 |"), id="unseen-characters"),
        pytest.param("关于印发" * 300_000, id="endless-notice"),
        pytest.param('{"plan": {}, "tasks": [' + "{}," * 600_000 + "{}]}", id="json-of-nothing"),
    ],
)
def test_hostile_file_is_answered_soon(content, known):
    begun = time.process_time()
    read_plan(content.encode(), name="plan.txt", known=known)
    assert time.process_time() - begun < 5

"""Tasks in prose: every item that ends in its units is a row."""

import time

import pytest

from tests.importing.test_tables import doubts, read, rows


def test_points_under_sections_bear_their_title():
    reading = read(
        """一、总体要求
到2025年完成。
二、重点任务
（一）推进能源转型
1.发展光伏。建设屋顶光伏1.5万千瓦。（责任单位：市发展改革局、工业和信息化局，各区政府）
2.发展风电。（牵头单位：市自然资源局，配合单位：珠海供电局）
（二）推进工业降碳
3.绿色工厂。（市工业和信息化局牵头，市财政局、各区政府（管委会）按职责分工负责）
4.绿色园区。（市商务局、市生态环境局）
三、保障措施
加强领导。"""
    )
    assert reading.faults == ()
    assert rows(reading) == [
        "1 推进能源转型 市发展改革局 < 市工业和信息化局+各区政府",
        "2 推进能源转型 市自然资源局 < 珠海供电局",
        "3 推进工业降碳 市工业和信息化局 < 市财政局+各区政府（管委会）",
        "4 推进工业降碳 市商务局 < 市生态环境局",
    ]
    assert reading.tasks[0].text == "发展光伏。建设屋顶光伏1.5万千瓦。"
    assert [task.line for task in reading.tasks] == [5, 6, 8, 9]


def test_text_without_line_ends_is_cut_at_its_numbers():
    reading = read(
        "一、任务 1.做甲。（市教育局负责）2.做乙，增长2.5%。（市民政局牵头，各区配合）"
        "3.做丙。（各区政府（管委会）负责）"
    )
    assert rows(reading) == [
        "1 任务 市教育局 < ",
        "2 任务 市民政局 < 各区",
        "3 任务  < 各区政府（管委会）",
    ]
    assert doubts(reading) == {(3, "no_lead")}


def test_labels_on_lines_of_their_own_and_deadlines_beside_them():
    reading = read(
        """（一）甲任务。做甲。
责任单位：市教育局、财政局
完成时限：2026年12月
（二）乙任务。做乙。
牵头单位：市民政局
配合单位：市公安局、
市司法局
（三）丙任务。（完成时限：持续推进；牵头单位：市公安局，配合单位：市司法局）"""
    )
    assert rows(reading) == [
        "1 重点任务 市教育局 < 市财政局",
        "2 重点任务 市民政局 < 市公安局+市司法局",
        "3 重点任务 市公安局 < 市司法局",
    ]
    assert [task.deadline_text for task in reading.tasks] == ["2026年12月", "", "持续推进"]


def test_names_cut_by_line_ends_and_pages_are_whole():
    reading = read(
        """（一）推进甲事。（责任单位：市发展改
革局、市人力资源和社会保
— 3 —

障局，各区人民政府〔管委
会〕）
（二）推进乙事，到 年建成 个。（责任单位：市工业和信息化局）
２０２５ １０
"""
    )
    assert rows(reading) == [
        "1 重点任务 市发展改革局 < 市人力资源和社会保障局+各区人民政府〔管委会〕",
        "2 重点任务 市工业和信息化局 < ",
    ]
    assert reading.tasks[1].text == "推进乙事，到２０２５年建成１０个。"
    assert doubts(reading) == {(2, "displaced_figures")}


def test_item_without_units_is_no_task_and_is_said():
    reading = read("（一）甲。（市教育局负责）\n（二）乙，没有单位。\n（三）丙。（市民政局负责）")
    assert [task.number for task in reading.tasks] == [1, 3]
    assert {(3, "item_without_units"), (None, "missing_numbers")} <= doubts(reading)


@pytest.mark.parametrize(
    "piece",
    ["（", "（一）", "（负责", "（市教育局）", "（责任单位：", "责任单位：市教育局\n", "甲 乙\n1\n", "第一位的为",
     "〔2020〕", "时限：", "1.", "国务院办公厅关于印发"],
)  # fmt: skip
def test_no_text_of_100_kb_makes_the_reader_crawl(piece):
    text = piece * (100_000 // len(piece.encode()))
    begun = time.process_time()
    read(text)
    read(f"| 序号 | 重点任务 | 责任单位 |\n| 1 | {text[:50]} | {text} |")
    assert time.process_time() - begun < 2


def test_deadline_behind_the_units_is_no_unit():
    reading = read(
        "（一）甲。（市教育局牵头，各区政府按职责分工负责，2026年底前完成）\n（二）乙。（市民政局负责，持续推进）"
    )
    assert rows(reading) == ["1 重点任务 市教育局 < 各区政府", "2 重点任务 市民政局 < "]
    assert [task.deadline_text for task in reading.tasks] == ["2026年底前完成", "持续推进"]


def test_persons_beside_the_units_are_no_units():
    reading = read(
        """1.甲。（牵头领导：张某；牵头单位：市教育局；责任单位：市财政局）
2.乙。
分管领导：李某、王某
牵头单位：市民政局
配合单位：市公安局
3.丙。（责任人：赵某，责任单位：市司法局）"""
    )
    assert rows(reading) == [
        "1 重点任务 市教育局 < 市财政局",
        "2 重点任务 市民政局 < 市公安局",
        "3 重点任务 市司法局 < ",
    ]


def test_units_may_stand_behind_a_sentence_without_brackets():
    reading = read(
        "1.甲。做甲。牵头单位：市教育局；责任单位：市财政局、各区。\n2.乙。牵头单位：市民政局。完成时限：2026年底。"
    )
    assert rows(reading) == ["1 重点任务 市教育局 < 市财政局+各区", "2 重点任务 市民政局 < "]
    assert [task.text for task in reading.tasks] == ["甲。做甲。", "乙。"]
    assert [task.deadline_text for task in reading.tasks] == ["", "2026年底"]


def test_rule_for_all_items_below_is_doubted_and_not_applied():
    reading = read(
        "（一）甲。（市教育局负责。以下均需各区政府落实，不再列出）\n（二）乙。（市民政局牵头，市公安局等参加）"
    )
    assert rows(reading) == ["1 重点任务 市教育局 < ", "2 重点任务 市民政局 < 市公安局+有关单位"]
    assert (1, "units_for_all_below") in doubts(reading)

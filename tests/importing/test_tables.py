"""Tables of tasks as other governments draw them."""

import pytest

from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.reading import Masthead, PlanReading
from tasks_app.importing.registry import UnitRegistry

GIVEN = Masthead("某府〔2024〕1号", "某方案", "珠海市人民政府")


def read(text: str, **options) -> PlanReading:
    return read_plan(text.encode(), name="plan.txt", known=lambda _: UnitRegistry(), given=GIVEN, **options)


def rows(reading: PlanReading) -> list[str]:
    return [f"{row.number} {row.action} {'+'.join(row.leads)} < {'+'.join(row.support)}" for row in reading.sheet.rows]


def repairs(reading: PlanReading) -> list[str]:
    return [repair.what for repair in reading.repairs]


def doubts(reading: PlanReading) -> set[tuple[int | None, str]]:
    return {(doubt.row, doubt.kind) for doubt in reading.doubts if doubt.kind not in NOISE}


NOISE = {"unknown_unit", "heading_kind", "issued_on", "inferred_lead"}


def test_columns_for_lead_support_and_deadline_under_a_title_with_sections_and_totals():
    reading = read(
        """| 任务分解表 | | | | | |
| 序号 | 工作任务 | 具体措施 | 牵头单位 | 配合单位 | 完成时限 |
|---|---|---|---|---|---|
| 一、能源领域 | | | | | |
| 1 | 发展光伏 | 建设屋顶光伏。 | 市发展改革局 | 市财政局、各区政府 | 2026年底前 |
| 2 | | 推广储能。 | | 市工业和信息化局 | 持续推进 |
| 序号 | 工作任务 | 具体措施 | 牵头单位 | 配合单位 | 完成时限 |
| 3 | 节能 | 节能改造。 | 市工业和信息化局、财政局 | 无 | 尽快 |
| 合计 | | | | | |
| 注：以上任务按季调度。 | | | | | |"""
    )
    assert reading.faults == ()
    assert rows(reading) == [
        "1 发展光伏 市发展改革局 < 市财政局+各区政府",
        "2 发展光伏 市发展改革局 < 市工业和信息化局",
        "3 节能 市工业和信息化局+市财政局 < ",
    ]
    assert [task.text for task in reading.tasks] == ["建设屋顶光伏。", "推广储能。", "节能改造。"]
    assert doubts(reading) == {(2, "carried_cell"), (3, "unreadable_deadline")}
    assert repairs(reading) == [
        "表头上方的标题行已略过",
        "分节行作为标题，不作为任务",
        "合并的行动单元格沿用上一行",
        "合并的牵头单位单元格沿用上一行",
        "分页重复的表头已略过",
        "合计行已略过",
        "表注已略过",
    ]


def test_table_without_numbers_and_headings_is_counted():
    reading = read(
        """| 重点工作 | 责任单位及分工 | 完成时间 |
| 做甲事 | 市发展改革局牵头，市财政局配合 | 2026年3月底前 |
| 做乙事 | | 长期坚持 |
| 做丙事 | 市教育局<br>市卫生健康局 | “十四五”期间 |"""
    )
    assert rows(reading) == [
        "1 重点任务 市发展改革局 < 市财政局",
        "2 重点任务 市发展改革局 < 市财政局",
        "3 重点任务 市教育局 < 市卫生健康局",
    ]
    assert doubts(reading) == {(None, "counted_numbers"), (2, "carried_cell")}
    assert "表格没有序号列，按顺序编号" in repairs(reading)


def test_header_of_two_rows_is_one_header():
    reading = read(
        """| 序号 | 任务 | 责任单位 | | 时限 |
| | | 牵头单位 | 配合单位 | |
| 1 | 甲 | 市教育局 | 市财政局 | 2025年 |
| 2 | 乙 | 市民政局 | — | 2027年上半年 |"""
    )
    assert rows(reading) == ["1 重点任务 市教育局 < 市财政局", "2 重点任务 市民政局 < "]


def test_tabs_lost_at_the_end_of_a_line_are_no_fault():
    reading = read("序号\t重点任务\t责任部门\t备注\n1\t甲事\t市教育局、财政局\t重要\n2\t乙事\t市民政局")
    assert reading.faults == ()
    assert rows(reading) == ["1 重点任务 市教育局 < 市财政局", "2 重点任务 市民政局 < "]
    assert [task.text for task in reading.tasks] == ["甲事", "乙事"]
    assert [task.cells for task in reading.tasks] == [("重要",), ("",)]


def test_sections_that_count_from_one_are_counted_through_and_are_the_headings():
    reading = read(
        """| 序号 | 任务内容 | 责任单位 |
| 一、甲类 | 一、甲类 | 一、甲类 |
| 1 | 甲一 | 市教育局 |
| 2 | 甲二 | 市民政局 |
| 二、乙类 | 二、乙类 | 二、乙类 |
| 1 | 乙一 | 市公安局 |"""
    )
    assert rows(reading) == ["1 甲类 市教育局 < ", "2 甲类 市民政局 < ", "3 乙类 市公安局 < "]
    assert doubts(reading) == {(None, "counted_numbers")}


def test_row_cut_by_a_page_goes_on_in_text_and_units():
    reading = read(
        """| 序号 | 行动 | 重点任务 | 责任单位 |
| 1 | A行动 | 前半段 | 市教育局、财 |
| | | ，后半段。 | |
| | | | 政局 |
| 2 | | 二 | 市民政局 |"""
    )
    assert rows(reading) == ["1 A行动 市教育局 < 市财政局", "2 A行动 市民政局 < "]
    assert reading.tasks[0].text == "前半段，后半段。"
    assert (1, "carried_cell") in doubts(reading)


@pytest.mark.parametrize("lead", ["first", "declared"])
def test_declaration_in_the_text_makes_the_first_listed_a_declared_lead(lead):
    reading = read(
        """注：责任单位中排在第一位的为牵头单位，下同。
| 序号 | 任务 | 责任单位 |
| 1 | 甲 | 市教育局、财政局 |
| 2 | 乙 | 市民政局、各区政府按职责分工负责 |""",
        lead=lead,
    )
    assert rows(reading) == ["1 重点任务 市教育局 < 市财政局", "2 重点任务  < 市民政局+各区政府"]
    assert reading.sheet.rows[0].lead_basis == "declared"


def test_characters_that_look_alike_are_mapped_and_full_width_signs_stay():
    reading = read("| 序号 | 重点任务 | 责任单位 |\n| 1 | 推进⼯业绿⾊（低碳）发展。 | 市发展改⾰局，⺠政局 |")
    assert rows(reading) == ["1 重点任务 市发展改革局 < 市民政局"]
    assert reading.tasks[0].text == "推进工业绿色（低碳）发展。"
    assert "形近字（部首字符）换为正字" in repairs(reading)


def test_private_characters_are_never_guessed():
    reading = read("| 序号 | 重点任务 | 责任单位 |\n| 1 | 推进\ue123业。 | 市教育局 |")
    assert (None, "private_character") in doubts(reading)
    assert reading.tasks[0].text == "推进\ue123业。"


def test_column_of_those_who_answer_goes_before_the_one_of_those_who_build():
    reading = read("| 序号 | 项目名称 | 承办单位 | 责任单位 |\n| 1 | 甲 | 某公司 | 市教育局 |")
    assert rows(reading) == ["1 重点任务 市教育局 < "]
    assert (reading.tasks[0].text, reading.tasks[0].cells) == ("甲", ("某公司",))


def test_list_of_what_is_to_be_mended_is_a_table_of_tasks():
    reading = read(
        """| 序号 | 反馈问题 | 整改措施 | 责任单位及责任人 | 督导单位 | 整改时限 |
| 1 | 管网不配套 | 新建管网 | 市水务局 | 市住建局 | 2026年12月 |"""
    )
    assert rows(reading) == ["1 重点任务 市水务局 < "]
    assert (reading.tasks[0].text, reading.tasks[0].cells) == ("新建管网", ("管网不配套", "市住建局"))
    assert reading.tasks[0].deadline_text == "2026年12月"


def test_title_stands_for_an_empty_text_and_is_doubted():
    reading = read(
        """| 序号 | 任务名称 | 工作举措 | 责任单位 |
| 1 | 发展光伏 | | 市教育局 |
| 2 | 节能 | 节能改造。 | 市民政局 |"""
    )
    assert reading.faults == ()
    assert [(task.heading, task.text) for task in reading.tasks] == [("发展光伏", "发展光伏"), ("节能", "节能改造。")]
    [doubt] = [doubt for doubt in reading.doubts if doubt.kind == "title_as_text"]
    assert (doubt.row, doubt.cell) == (1, "text")
    assert doubt.message == "第 1 行工作举措：单元格为空，以“任务名称”列的“发展光伏”作为任务内容，请核对。"


def test_merged_title_over_an_empty_text_is_a_fault():
    reading = read("| 序号 | 任务名称 | 措施 | 责任单位 |\n| 1 | 甲 | 做。 | 市教育局 |\n| 2 | | | 市民政局 |")
    assert [fault.row for fault in reading.faults] == [2]


def test_own_cells_go_on_over_a_page_and_a_later_header_adds_its_own():
    reading = read(
        """| 序号 | 重点任务 | 责任单位 | 备注 |
| 1 | 甲事 | 市教育局 | 前半 |
| | | | 后半 |
| 序号 | 工作任务 | 责任部门 | 依据 |
| 2 | 乙事 | 市民政局 | 某文 |"""
    )
    assert [column.heading for column in reading.columns] == ["序号", "重点任务", "责任单位", "备注", "依据"]
    assert [task.cells for task in reading.tasks] == [("前半后半", ""), ("", "某文")]


def test_parts_that_divide_their_units_differently_come_under_our_headings():
    reading = read(
        """| 序号 | 重点任务 | 责任单位 | 备注 |
| 1 | 甲事 | 市教育局 | 急 |
| 序号 | 重点任务 | 牵头单位 | 配合单位 |
| 2 | 乙事 | 市民政局 | 市财政局 |"""
    )
    headings = ["序号", "重点任务", "", "主要负责单位", "备注"]
    assert [column.heading for column in reading.columns] == headings
    assert [task.cells for task in reading.tasks] == [("急",), ("",)]


def test_own_cell_too_long_to_be_one_is_a_fault():
    reading = read(f"| 序号 | 重点任务 | 责任单位 | 备注 |\n| 1 | 甲 | 市教育局 | {'长' * 4001} |")
    assert [fault.message for fault in reading.faults] == ["第 1 行备注：超过 4000 字，请检查表格是否断裂。"]


def test_only_names_of_rows_may_skip_a_number():
    counted, named = (read(f"| {each} | 重点任务 | 责任单位 |\n| 2 | 甲 | 市教育局 |") for each in ("序号", "编号"))
    assert [fault.message for fault in counted.faults] == ["第 1 行序号：缺少序号 1。"]
    assert (named.faults, (None, "missing_numbers") in doubts(named)) == ((), True)


def test_enterprises_known_by_a_short_name_get_no_level():
    reading = read("| 序号 | 重点任务 | 责任单位 |\n| 1 | 甲 | 市商务局、招商港口、中海油广东分公司、招商局 |")
    assert reading.sheet.rows[0].support == ("招商港口", "中海油广东分公司", "市招商局")

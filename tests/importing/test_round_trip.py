"""import(export(x)) == x: the plan of the house in every kind of file, and tables nobody thought of."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_app.documents.plan_export_files import csv_file, json_file, xlsx_file
from tasks_app.documents.plan_export_table import Span, drawn_table
from tasks_app.documents.plan_export_word import docx_file
from tasks_app.domain.plan_columns import OURS, without_merged
from tasks_app.domain.plan_sheet import PlanSheet, SheetRow
from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.reading import Masthead
from tasks_app.importing.registry import UnitRegistry
from tasks_app.importing.table import drawn
from tests.importing.made_files import part_of, with_parts, workbook

WRITERS = [json_file, csv_file, xlsx_file, docx_file]
SAMPLES = sorted(Path(__file__, "../samples").resolve().glob("*.txt"))
STATED = Masthead("试〔2026〕1号", "某方案", "珠海市人民政府")


def given_for(write, sheet):
    """A .csv has no place for number, title, issuer and day: whoever imports one states them."""
    stated = Masthead(sheet.number, sheet.title, sheet.issuer, sheet.issued_on)
    return stated if write is csv_file else Masthead()


def without_the_body(sheet):
    """The rows of the table alone, as it was issued: only our own JSON carries measures and targets."""
    return tuple(replace(row, measures=()) for row in sheet.rows)


@pytest.mark.parametrize("write", WRITERS)
def test_the_plan_comes_back_as_it_went_out(write, reading, known):
    back = read_plan(write(reading.sheet), name="plan", known=known, given=given_for(write, reading.sheet))
    assert back.faults == ()
    assert back.masthead == reading.masthead
    assert back.sheet.rows == (reading.sheet.rows if write is json_file else without_the_body(reading.sheet))
    body = (reading.sheet.measures, reading.sheet.targets) if write is json_file else ((), ())
    assert (back.sheet.measures, back.sheet.targets) == body
    assert [share for _task, share in back.responsibilities] == [share for _task, share in reading.responsibilities]
    if write is csv_file:  # nor does it say which headings are 政策保障: that stays as it is stored
        assert [heading.title for heading in back.headings] == [heading.title for heading in reading.headings]
        assert not any(heading.is_sure for heading in back.headings)
    else:
        assert back.sheet.headings == reading.sheet.headings


def test_another_plan_typed_over_our_file_is_not_taken_for_the_old_one(reading, known):
    file = docx_file(reading.sheet)
    text = part_of(file, "word/document.xml").replace(reading.masthead.number, "珠府〔2030〕1号")
    typed_over = with_parts(file, {"word/document.xml": text})
    assert reading.masthead.number in part_of(typed_over, "docProps/core.xml")
    assert read_plan(typed_over, name="plan.docx", known=known).masthead.number == "珠府〔2030〕1号"


# Cells as an import leaves them: trimmed, without invisible characters; a backslash before a line end gets a space.
CELL = st.text(alphabet="甲乙，、。|\\\n<br>=+-@'\"&;,_x000D 1a𠮷", min_size=1, max_size=30).map(
    lambda text: re.sub(r"\\+\n", "\n", text).strip() or "空"
)
DEADLINES = st.sampled_from(["", "2026年12月", "持续推进", "2027年底前"])
UNITS = st.lists(st.sampled_from(["市商务局", "市财政局", "珠海供电局"]), min_size=1, max_size=3, unique=True)


@st.composite
def sheets(draw):
    count, has_deadlines = draw(st.integers(1, 5)), draw(st.booleans())
    action = st.sampled_from(["甲行动", "乙行动", "丙行动"])
    rows = []
    for number in range(1, count + 1):
        units = draw(UNITS)
        deadline = draw(DEADLINES) if has_deadlines else ""
        rows.append(
            SheetRow(
                number,
                draw(action),
                draw(CELL),
                "、".join(units),
                (units[0],),
                tuple(units[1:]),
                "inferred",
                deadline=deadline,
            )
        )
    titles = tuple(dict.fromkeys(row.action for row in rows))
    headings = tuple((title, "action") for title in titles)
    return PlanSheet("试〔2026〕1号", "某方案", "珠海市人民政府", None, headings, tuple(rows))


@settings(max_examples=60, deadline=None)
@given(sheets(), st.sampled_from(WRITERS))
def test_any_table_comes_back_cell_by_cell(sheet, write):
    back = read_plan(write(sheet), name="plan", known=lambda _: UnitRegistry(), given=given_for(write, sheet))
    assert back.faults == ()
    assert [(row.number, row.action, row.text, row.units_text, row.deadline) for row in back.sheet.rows] == [
        (row.number, row.action, row.text, row.units_text, row.deadline) for row in sheet.rows
    ]


def read(content, given=STATED):
    return read_plan(content, name="plan", known=lambda _: UnitRegistry(), given=given)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("source", SAMPLES, ids=lambda path: path.stem)
def test_a_published_plan_comes_back_as_it_went_out(source, write):
    """Three are lists in prose and go out under our own headings; the fourth is a table with headings of its own."""
    truth = json.loads(source.with_suffix(".json").read_text("utf-8"))
    sheet = read(source.read_bytes(), Masthead(**truth["given"])).sheet
    back = read(write(sheet), given_for(write, sheet))
    assert back.faults == ()
    assert without_the_body(back.sheet) == without_the_body(sheet)
    assert back.sheet.columns == sheet.columns
    assert (source.stem == "zhejiang_datasets_2025") == bool(sheet.columns)


def test_the_table_of_the_house_has_no_columns_but_ours(reading):
    assert (reading.columns, reading.sheet.drawn_columns) == ((), OURS)


@pytest.mark.parametrize("write", WRITERS)
def test_a_foreign_table_bears_its_own_headings_in_their_order(write):
    header = ("序号", "备注", "工作领域", "主要任务", "牵头单位", "配合单位", "资金来源", "完成时间", "备注")
    rows = [
        ("1.1", "", "甲类", "做甲事。", "市商务局", "无", "市级财政", "2026年12月", "乙"),
        ("1.2", "急", "乙类", "做乙事。", "市财政局、市商务局", "", "", "长期", ""),
    ]
    sheet = read("\n".join(map(drawn, (header, *rows))).encode()).sheet
    back = read(write(sheet), given_for(write, sheet)).sheet
    table = drawn_table(back)
    assert tuple(column.heading for column in table.columns) == header
    assert [line.cells for line in table.lines] == rows
    assert back.rows[0].text == "做甲事。"
    assert back.rows[0].cells == ("1.1", "", "市商务局", "无", "市级财政", "乙")


def merged_table(_book, page):
    """A header of two rows, and cells merged downwards: of units, a deadline and a remark."""
    for place, words in ((0, "序号"), (1, "重点任务"), (4, "完成时限"), (7, "备注")):
        page.merge_range(0, place, 1, place, words)
    page.merge_range(0, 2, 0, 3, "责任单位")
    page.merge_range(0, 5, 0, 6, "年度目标")
    page.write_row(1, 2, ["牵头单位", "配合单位"])
    page.write_row(1, 5, ["2025年", "2026年"])
    for number, words in enumerate(("做甲。", "做乙。", "做丙。", "做丁。"), start=1):
        page.write_row(number + 1, 0, [number, words])
    page.merge_range(2, 2, 3, 2, "市商务局")
    page.write_row(4, 2, ["市财政局", "无", "/", "一万", "两万"])
    page.write_row(5, 2, ["市财政局", "", "", "一万"])
    page.merge_range(2, 4, 3, 4, "2026年12月")
    page.merge_range(2, 7, 4, 7, "同一笔资金")


@pytest.mark.parametrize("write", WRITERS)
def test_two_rows_of_headings_and_merged_cells_go_out_as_they_came_in(write):
    sheet = read(workbook([], change=merged_table)).sheet
    table = drawn_table(sheet)
    assert [(each.rows.lines, each.columns) for each in table.header if each.words == "责任单位"] == [
        (range(1), Span(2, 3, "责任单位"))
    ]
    assert [line.cells[4:] for line in table.lines] == [
        ("2026年12月", "", "", "同一笔资金"),
        ("2026年12月", "", "", "同一笔资金"),
        ("/", "一万", "两万", "同一笔资金"),
        ("", "一万", "", ""),
    ]
    assert table.merged == {
        2: (Span(0, 1, "市商务局"),),
        4: (Span(0, 1, "2026年12月"),),
        7: (Span(0, 2, "同一笔资金"),),
    }
    back = read(write(sheet), given_for(write, sheet))
    assert back.faults == ()
    assert without_merged(back.sheet.columns) == without_merged(sheet.columns)
    assert back.sheet.rows == sheet.rows
    if write is not csv_file:  # it writes merged words out in every row
        assert drawn_table(back.sheet) == table


def test_a_header_of_two_rows_that_a_page_break_repeats_is_no_fault():
    header = ("| 序号 | 任务 | 责任单位 |  |", "|  |  | 牵头单位 | 配合单位 |")
    rows = ("| 1 | 甲 | 市商务局 | 无 |", "| 2 | 乙 | 市财政局 | 无 |")
    reading = read("\n".join((*header, rows[0], *header, rows[1])).encode())
    assert (reading.faults, [row.leads for row in reading.sheet.rows]) == ((), [("市商务局",), ("市财政局",)])


def test_cells_in_quotes_between_tabs_are_a_table_whatever_the_file_is_called():
    text = '"序号"\t"重点任务"\t""\t"责任部门"\n"1"\t"甲行动"\t"做甲事，\n再做乙事。"\t"市商务局"\n'
    assert [row.text for row in read(text.encode()).sheet.rows] == ["做甲事，\n再做乙事。"]


NUMBERS = st.sampled_from(["序号", "编号", "项次", ""])
TEXTS = st.sampled_from(
    [("重点任务", ""), ("领域", "主要任务"), ("工作任务", "具体措施"), ("工作任务",), ("工作类别", "措施（2026年）")]
)
HOLDERS = st.sampled_from([("责任单位",), ("牵头单位", "配合单位"), ("牵头部门",), ("责任单位", "配合单位")])
FURTHER = st.lists(st.sampled_from(["备注", "资金来源", "总投资\n（亿元）", "=进展", "依据"]), max_size=2)
OWN = st.just("") | CELL


@st.composite
def tables(draw):
    """A header and rows as another office may draw them: columns in any order, sections, numbers as names."""
    blocks = [(name,) for name in draw(HOLDERS)]
    blocks += [(name,) for name in (draw(NUMBERS), draw(st.sampled_from(["", "完成时限", "办结时间"]))) if name]
    blocks += [draw(TEXTS), *((name,) for name in draw(FURTHER))]
    header = tuple(name for block in draw(st.permutations(blocks)) for name in block)
    step = draw(st.sampled_from(["", "1."]))
    sections = draw(st.sampled_from([(), ("一、甲类", "二、乙类")]))
    rows = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        if sections and number in (1, 3):
            rows.append((sections[number // 2],) * len(header))
        rows.append(tuple(draw(cell_under(name, f"{step}{number}")) for name in header))
    return header, rows


def cell_under(heading, number):
    """A cell that fits its heading."""
    if heading in ("序号", "编号", "项次"):
        return st.just(number)
    if heading in ("领域", "工作类别", "重点任务"):
        return st.sampled_from(["甲行动", "乙行动"])
    if heading.endswith(("单位", "部门")):
        return UNITS.map("、".join) | st.just("无" if heading == "配合单位" else "市商务局")
    if heading in ("完成时限", "办结时间"):
        return DEADLINES.filter(bool)
    if heading == "工作任务":  # beside 具体措施 it is the 行动, which is one line
        return CELL.map(lambda text: "".join(text.split()))
    return OWN if heading in ("备注", "资金来源", "总投资\n（亿元）", "=进展", "依据") else CELL


@settings(max_examples=150, deadline=None)
@given(tables(), st.sampled_from(WRITERS))
def test_any_columns_come_back_in_their_order_with_every_cell(table, write):
    header, rows = table
    sheet = read("\n".join(map(drawn, (header, *rows))).encode()).sheet
    tasks = [row for row in rows if len(set(row)) > 1]
    assert [column.heading for column in drawn_table(sheet).columns] == list(header)
    assert [line.cells for line in drawn_table(sheet).lines if not line.is_section] == tasks
    back = read(write(sheet), given_for(write, sheet))
    assert back.faults == ()
    assert (back.sheet.columns, back.sheet.rows) == (sheet.columns, sheet.rows)


def test_what_another_source_said_gets_a_column_where_the_table_has_none():
    sheet = read("| 序号 | 任务 | 牵头单位 | 备注 |\n| 1 | 甲 | 市商务局 | 急 |".encode()).sheet
    told = replace(sheet, rows=(replace(sheet.rows[0], action="甲行动", deadline="2026年12月"),))
    back = read(csv_file(told)).sheet
    assert [column.heading for column in back.columns] == ["序号", "行动", "任务", "牵头单位", "备注", "完成时限"]
    assert back.rows == told.rows


def test_a_mended_cell_has_nothing_left_to_mend():
    text = "推进**重点** and **一般** and \u200b工作"
    [once] = read(f"| 序号 | 任务 | 责任单位 |\n| 1 | {text} | 市商务局 |".encode()).sheet.rows
    assert once.text == "推进重点和一般和工作"

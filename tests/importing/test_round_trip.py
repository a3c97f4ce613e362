"""import(export(x)) == x: the plan of the house in every kind of file, and tables nobody thought of."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_app.documents.plan_export_files import csv_file, json_file, xlsx_file
from tasks_app.documents.plan_export_word import docx_file
from tasks_app.domain.plan_sheet import PlanSheet, SheetRow
from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.reading import Masthead
from tasks_app.importing.registry import UnitRegistry
from tests.importing.made_files import part_of, with_parts

WRITERS = [json_file, csv_file, xlsx_file, docx_file]


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

"""珠府〔2023〕39号 against a truth written by hand."""

import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.registry import UnitRegistry

MOST_CALLS = 36_000
TRUTH = json.loads((Path(__file__).parent / "truth_zhuhai.json").read_text("utf-8"))["rows"]


def table_cells(seed):
    """Cells of the 30 rows, cut by hand rather than by the code under test."""
    lines = seed.decode().splitlines()
    rows = (line.split("|") for line in lines if line.startswith("| ") and line[2].isdigit())
    return {int(number): (text.strip(), units.strip()) for _, number, _heading, text, units, _ in rows}


def test_masthead_names_number_title_issuer_and_day(reading):
    masthead = reading.masthead
    assert masthead.number == "珠府〔2023〕39号"
    assert masthead.title == "珠海市碳达峰实施方案"
    assert masthead.issuer == "珠海市人民政府"
    assert masthead.issued_on == date(2023, 5, 19)


def test_reading_has_no_fault(reading):
    assert reading.faults == ()


def test_headings_are_20_of_three_kinds(reading):
    assert Counter(heading.kind for heading in reading.headings) == {"action": 13, "policy": 4, "organisation": 3}
    assert [heading.title for heading in reading.headings] == list(dict.fromkeys(row["heading"] for row in TRUTH))


@pytest.mark.parametrize("truth", TRUTH, ids=lambda row: str(row["number"]))
def test_row_names_its_heading_and_units_as_the_paper_does(reading, truth):
    row = reading.sheet.rows[truth["number"] - 1]
    assert (row.number, row.action) == (truth["number"], truth["heading"])
    assert row.leads == (truth["lead"],)
    assert row.support == tuple(truth["support"])
    assert row.lead_basis == "inferred"


def test_texts_and_units_cells_stand_as_issued(reading, seed):
    for row in reading.sheet.rows:
        text, units_text = table_cells(seed)[row.number]
        assert row.text == text.replace(" and ", "和")
        assert row.units_text == units_text


def test_191_entries_of_53_spellings_make_194_responsibilities(reading):
    entries = [(task.number, share.raw) for task, share in reading.responsibilities]
    assert len(entries) == 194
    assert len(set(entries)) == 191
    assert len({raw for _number, raw in entries}) == 53


def test_every_task_knows_its_line_in_the_source(reading, seed):
    lines = seed.decode().splitlines()
    assert all(lines[task.line - 1].startswith(f"| {task.number} |") for task in reading.tasks)
    for heading in reading.headings:
        assert heading.line == min(task.line for task in reading.tasks if task.heading == heading.title)


def test_36_units_are_named_and_13_of_them_do_not_belong_to_the_city_government(reading):
    kinds = Counter(party.kind for party in reading.parties)
    assert kinds == {
        "department": 22,
        "institution": 1,
        "party": 5,
        "mass": 2,
        "central": 5,
        "company": 1,
        "coordination": 1,
        "group": 2,
    }


def test_every_repair_is_listed(reading):
    assert Counter(repair.what for repair in reading.repairs) == {
        "合并的行动单元格沿用上一行": 9,
        "分页重复的表头已略过": 6,
        "标题内多余空格": 2,
        "“和”被译作 and": 3,
        "加粗标记 **": 36,
        "分页断开的段落已接合": 15,
    }
    assert any(repair.before == "强化 责任 落实" and repair.after == "强化责任落实" for repair in reading.repairs)


def test_the_only_doubts_about_units_are_the_inferred_leads(reading):
    doubts = [doubt for doubt in reading.doubts if doubt.cell == "units_text"]
    assert [(doubt.row, doubt.kind) for doubt in doubts] == [(n, "inferred_lead") for n in range(1, 31)]
    assert [doubt.chosen for doubt in doubts] == [row["lead"] for row in TRUTH]
    assert {doubt.cell for doubt in reading.doubts} == {"units_text", "measures", "targets"}


@pytest.mark.parametrize("lead", ["declared", "none"])
def test_without_the_convention_nobody_leads(seed, known, lead):
    reading = read_plan(seed, name="plan.txt", known=known, lead=lead)
    assert all(row.leads == () and row.lead_basis is None for row in reading.sheet.rows)
    about_units = {doubt.kind for doubt in reading.doubts if doubt.cell == "units_text"}
    assert about_units == ({"no_lead"} if lead == "declared" else set())


def test_without_known_units_every_name_is_flagged_and_nearly_all_are_right(seed, reading):
    from_nothing = read_plan(seed, name="plan.txt", known=lambda _: UnitRegistry())
    flagged = {doubt.chosen for doubt in from_nothing.doubts if doubt.kind == "unknown_unit"}
    assert flagged == {party.name for party in from_nothing.parties}
    # What no rule can know: that two spellings are one unit and one group.
    assert {party.name for party in from_nothing.parties} - {party.name for party in reading.parties} == {
        "市发展改革委",
        "各区政府（管委会）",
    }


def test_reading_is_little_work(seed, known):
    """Calls are counted, not seconds: a third of a second on any machine, and the same on a busy one."""
    calls = Counter()
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, argument: calls.update([event]))
    try:
        read_plan(seed, name="plan.txt", known=known)
    finally:
        sys.setprofile(before)
    assert calls["call"] < MOST_CALLS

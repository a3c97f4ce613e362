"""督查台账 as a workbook: its head, its columns, how it prints, and where it stops."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from tasks_app.actions import calendars
from tasks_app.dashboards.late import Sought, lines_sought, with_words
from tasks_app.documents import supervision_ledger
from tasks_app.documents.ledger_columns import COLUMNS
from tasks_app.documents.supervision_ledger import Heading
from tasks_app.models.calendar import working_calendar
from tests import factories
from tests.factories import House, moment

LATE_DAY = moment("2026-12-07")
TODAY = LATE_DAY.date()
HEADINGS = (
    "序号、行动、重点任务、年度任务、承办单位、分工、承办科室、承办人、交办日期、完成时限、原定时限、状态、灯、逾期工作日、"
    "自报进度、核实情况、最近报送期、最近报送日期、本期进展、存在问题、下一步安排"
)


def ledger(house: House, *, demo: str = "") -> bytes:
    """The late lines of the house as the clerk takes them away."""
    calendars.seed_year(2026, by=factories.clock(), at=LATE_DAY)
    calendar = working_calendar()
    sought, moment = Sought(house.cycle), house.cycle.moment(TODAY, calendar)
    lines = with_words(lines_sought(sought, house.office.clerk, moment), sought, moment)
    out = BytesIO()
    supervision_ledger.write(lines, Heading(2026, TODAY, "逾期未完成", demo), calendar=calendar, out=out)
    return out.getvalue()


def rows(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def sheet_xml(content: bytes) -> str:
    return ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


def test_head_names_every_column_in_order(house: House) -> None:
    title, note, headings, *entries = rows(ledger(house, demo="演示数据，与实际工作无关"))
    assert title[0] == "2026年度督查台账"
    assert note[0] == "截至2026年12月7日　逾期未完成　共 4 件　演示数据，与实际工作无关"
    assert "、".join(map(str, headings)) == HEADINGS
    assert len(entries) == 4


def test_row_says_whose_since_when_and_what_was_said_last(house: House) -> None:
    line = factories.signed_line(house)
    first = factories.periodic_draft(line, house.commerce, house.period())
    factories.advance(first, "accepted", house, house.commerce)
    behind = factories.Words("开工建设。", "缺少用地指标。", "协调用地。", "behind", 40, fall_reason="用地调整。")
    second = factories.periodic_draft(line, house.commerce, house.period(2), words=behind, at=moment("2026-07-10"))
    factories.advance(second, "submitted", house, house.commerce, at=moment("2026-07-13"))
    factories.periodic_draft(line, house.commerce, house.period(3), at=moment("2026-10-09"))
    entry = dict(zip(HEADINGS.split("、"), rows(ledger(house))[3], strict=True))
    assert entry == {
        "序号": 1,
        "行动": "行动1",
        "重点任务": 1,
        "年度任务": "推进第1项重点任务",
        "承办单位": "市商务局",
        "分工": "责任单位",
        "承办科室": "",
        "承办人": "",
        "交办日期": date(2026, 3, 2),
        "完成时限": date(2026, 11, 30),
        "原定时限": "",
        "状态": "办理中",
        "灯": "逾期未完成",
        "逾期工作日": 5,
        "自报进度": "滞后 40%",
        "核实情况": "无证据",
        "最近报送期": date(2026, 7, 15),
        "最近报送日期": date(2026, 7, 13),
        "本期进展": "开工建设。",
        "存在问题": "缺少用地指标。",
        "下一步安排": "协调用地。",
    }


def test_inner_drafts_of_a_unit_never_leave(house: House) -> None:
    line = factories.signed_line(house)
    factories.periodic_draft(line, house.commerce, house.period())
    assert rows(ledger(house))[3][15:] == ["", "", "", "", "", ""]


def test_header_is_frozen_and_repeated_on_every_printed_page(house: House) -> None:
    content = ledger(house, demo="演示数据，与实际工作无关")
    names = ZipFile(BytesIO(content)).read("xl/workbook.xml").decode()
    assert "'督查台账'!$3:$3" in names or "督查台账!$3:$3" in names
    xml = sheet_xml(content)
    assert 'topLeftCell="A4"' in xml
    assert 'orientation="landscape"' in xml
    assert 'paperSize="9"' in xml
    assert re.search(r"<oddFooter>&amp;L演示数据，与实际工作无关&amp;R第 &amp;P 页，共 &amp;N 页</oddFooter>", xml)


def test_very_long_ledger_stops_and_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision_ledger, "MOST_ROWS", 3)
    _, note, _, *entries = rows(ledger(house))
    assert len(entries) == 3
    assert "仅列前 3 件，其余请缩小筛选范围后分次导出" in note[0]


def test_ledger_reads_in_chunks_not_row_by_row(house: House, django_assert_max_num_queries) -> None:
    ledger(house)
    with django_assert_max_num_queries(8):
        ledger(house)


def test_every_column_has_a_width_and_a_name() -> None:
    assert len({column.heading for column in COLUMNS}) == len(COLUMNS)
    assert all(column.width > 0 for column in COLUMNS)

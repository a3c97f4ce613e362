"""汇总表 and 进展情况通报: exactly what was reported, and what was not is said."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from tasks_app.dashboards.period import lines_in, tallies_of
from tasks_app.documents import period_bulletin, period_summary
from tasks_app.documents.period_summary import Summary, SummaryRow
from tasks_app.domain.parts import Part
from tasks_app.domain.period_figures import figures_of
from tasks_app.domain.report_states import ReportState
from tasks_app.models import ReportPart, ReportPeriod, UnitLine
from tests import factories
from tests.factories import LATER, WORDS, House

pytestmark = pytest.mark.django_db

TODAY = LATER.date()
WORDS_AFTER = (WORDS.problems, WORDS.next_steps, WORDS.standing)
OFFICE = "市碳达峰碳中和工作领导小组办公室"
DEMO = "演示数据，与实际工作无关"
# No ranking and no blame: none of these words on a neutral paper.
BLAME = ("批评", "排名", "末位", "最差", "落后", "不力", "催办", "督办", "约谈")


def period_of(house: House) -> ReportPeriod:
    return ReportPeriod.objects.select_related("cycle").get(pk=house.period().pk)


def rows(house: House) -> list[SummaryRow]:
    period = period_of(house)
    return list(period_summary.rows_of(lines_in(period, house.office.clerk), period))


def closed(house: House) -> int:
    return figures_of(tallies_of(period_of(house), house.office.clerk)).closed


def workbook(house: House, demo: str = "") -> bytes:
    out = BytesIO()
    summary = Summary(period_of(house), TODAY, demo)
    period_summary.write(rows(house), summary, closed=closed(house), out=out)
    return out.getvalue()


def test_what_was_handed_in_stands_with_its_words_and_what_was_not_is_said(house: House) -> None:
    factories.report_in(ReportState.ACCEPTED, house)
    factories.report_in(ReportState.SUBMITTED, house, number=2)
    factories.report_in(ReportState.UNIT_REVIEW, house, unit_staff=house.transport)
    told = {(row.unit, row.task): (row.progress, row.state) for row in rows(house)}
    assert told == {
        ("市商务局", "推进第1项重点任务"): (WORDS.progress_text, "自报达到序时进度；无证据"),
        ("市商务局", "推进第2项重点任务"): (WORDS.progress_text, "自报达到序时进度；待审核"),
        ("市交通运输局", "推进第1项重点任务"): ("未报送", "未报送"),
        ("市发展改革局", "推进第2项重点任务"): ("未报送", "未报送"),
        (OFFICE, "推进第3项重点任务"): ("未报送", "未报送"),
    }


def test_a_lead_s_row_quotes_its_supporting_units_and_only_what_it_took_in(house: House) -> None:
    UnitLine.objects.filter(pk=house.line(house.commerce).pk).update(part=Part.LEAD)
    source = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.transport)
    report = factories.report_in(ReportState.SUBMITTED, house)
    told = {"quoted_by": house.commerce.liaison.post, "quoted_at": factories.LATER, "submitted_at": factories.LATER}
    for order, (owner, is_included) in enumerate(
        [(source.line, True), (house.line(house.commerce, 2), False)], start=1
    ):
        ReportPart.objects.create(
            **{"report": report, "line": owner, "source": source, "order": order, "is_included": is_included, **told},
            unit_name=owner.unit_name,
            progress_text="充电桩建成 120 个。",
        )
    [row] = [row for row in rows(house) if row.unit == "市商务局" and row.task == "推进第1项重点任务"]
    assert row.progress == f"{WORDS.progress_text}\n【市交通运输局】充电桩建成 120 个。"


def test_what_was_sent_back_counts_as_not_reported(house: House) -> None:
    factories.report_in(ReportState.SENT_BACK, house)
    [row] = [row for row in rows(house) if row.state != "未报送"]
    assert (row.progress, row.problems, row.state) == ("未报送", "—", "退回修改，尚未重报")
    assert not row.is_reported


def test_a_unit_that_writes_not_reported_did_report(house: House) -> None:
    line = factories.signed_line(house)
    draft = factories.periodic_draft(
        line, house.commerce, house.period(), words=factories.Words("未报送", *WORDS_AFTER)
    )
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce)
    assert [row.is_reported for row in rows(house)].count(True) == 1


def test_a_line_that_asked_for_closing_in_time_owes_no_report_and_is_counted_apart(house: House) -> None:
    factories.line_in("office_review", house)
    assert "市商务局" not in {row.unit for row in rows(house) if row.task == "推进第1项重点任务"}
    assert closed(house) == 1


def test_the_workbook_has_the_columns_of_the_paper_on_a4_landscape(house: House) -> None:
    factories.report_in(ReportState.ACCEPTED, house)
    content = workbook(house, DEMO)
    title, note, header, *entries = (
        CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    )
    assert title[0] == "2026年第一季度重点任务进展情况汇总表"
    assert note[0] == f"截至2026年4月13日，应报送 5 件，已报送 1 件，未报送 4 件。　{DEMO}"
    assert header == ["序号", "重点任务", "责任单位", "本期进展", "存在问题", "下一步安排", "状态"]
    assert [row[0] for row in entries] == [1, 2, 3, 4, 5]
    assert all(row[3] for row in entries)
    sheet = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<pageSetup paperSize="9"[^>]*orientation="landscape"', sheet)
    assert DEMO in sheet
    assert "_xlnm.Print_Titles" in ZipFile(BytesIO(content)).read("xl/workbook.xml").decode()


def test_words_are_never_formulas(house: House) -> None:
    line = factories.signed_line(house)
    evil = factories.Words('=HYPERLINK("x")', *WORDS_AFTER)
    draft = factories.periodic_draft(line, house.commerce, house.period(), words=evil)
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce)
    assert b"<f>" not in ZipFile(BytesIO(workbook(house))).read("xl/worksheets/sheet1.xml")


def test_the_contents_of_the_paper_are_those_of_the_workbook(house: House) -> None:
    factories.report_in(ReportState.ACCEPTED, house)
    paper = period_summary.contents(rows(house), Summary(period_of(house), TODAY, DEMO), closed=0)
    [table] = paper.tables
    assert (len(table.header), len(table.rows), paper.demo) == (7, 5, DEMO)
    assert table.rows[0][:3] == ("1", "推进第1项重点任务", "市商务局")


def test_the_bulletin_tells_figures_and_plain_facts_in_plan_order(house: House) -> None:
    factories.report_in(ReportState.ACCEPTED, house)
    paper = period_bulletin.contents(tallies_of(period_of(house), house.office.clerk), house.period(), today=TODAY)
    assert paper.title == "关于2026年第一季度碳达峰重点任务进展情况的通报"
    came_in, stands, silent = paper.paragraphs
    assert "本期应报送 5 件，涉及 4 家单位；已报送 1 件，未报送 4 件，其中 0 家单位已全部报送。" in came_in
    assert "达到序时进度 1 件，滞后 0 件，已完成 0 件；领导小组办公室已采用 1 件" in stands
    assert silent == (
        f"尚未报送的单位（按方案中的顺序）：市交通运输局、市发展改革局、{OFFICE}。"
        "部分事项尚未报送的单位（按方案中的顺序）：市商务局。"
    )
    [table] = paper.tables
    assert table.rows[-1] == ("合计", "5", "1", "1", "0", "0", "4")
    assert [word for word in BLAME for text in paper.paragraphs if word in text] == []


def test_when_all_are_in_nobody_is_named(house: House) -> None:
    bureau = factories.staff(house.office.unit)
    wanted = ((house.commerce, 1), (house.transport, 1), (house.host, 2), (house.commerce, 2), (bureau, 3))
    for people, number in wanted:
        factories.report_in(ReportState.SUBMITTED, house, unit_staff=people, number=number)
    paper = period_bulletin.contents(tallies_of(period_of(house), house.office.clerk), house.period(), today=TODAY)
    assert paper.paragraphs[-1] == "各单位均已报送。"

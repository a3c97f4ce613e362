"""A quarter of the office: it asks by a paper, a unit fills one sheet, papers come out of what was accepted."""

import os
import re
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import expect

from accounts.models import UnitKind
from tasks_app.actions import calendars, cycles, lines
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Download, Heading, ProgressReport, UnitLine
from tests import factories, paper_factories
from tests.browser import paper_way
from tests.browser.conftest import BANNER, Visit
from tests.browser.paper_way import Bureau
from tests.browser.visitor import Visitor
from tests.factories import ISSUED_AT, SIGNED_AT, House, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROBLEM = "缺少企业用能数据。"
NOTICE = "关于报送第一季度重点任务进展情况的通知"
# What comes out of the page of a period at one click each: the words of the link, and how the file is called.
FILES = {
    "汇总表（.xlsx）": r"汇总表_\d{8}\.xlsx",
    "汇总表（.docx）": r"汇总表\.docx",
    "进展情况通报（.docx）": r"通报\.docx",
}


def quarter() -> House:
    """市商务局 has five lines by the quarter, all signed for."""
    house = factories.house(is_issued=False)
    calendars.seed_year(2026, by=factories.clock(), at=ISSUED_AT)
    for number in (11, 12, 13):
        factories.task(house.plan, number, [house.commerce.unit])
    cycles.draft_items(house.cycle, by=house.office.clerk, at=ISSUED_AT)
    cycles.issue(house.cycle, by=house.office.director, at=ISSUED_AT)
    own = UnitLine.objects.filter(unit=house.commerce.unit)
    lines.sign_all(own, by=house.commerce.liaison, at=SIGNED_AT)
    paper_factories.mandate(house)
    paper_factories.series(house)
    return house


def test_a_quarter_from_the_sheet_to_the_brief(visit: Visit, clock: time_machine.Traveller, tmp_path: Path) -> None:
    house = quarter()
    period = house.period()
    clock.move_to(moment("2026-04-01 09:00"))
    bureau, liaison = paper_way.bureau_of(house, visit), visit(house.commerce.liaison.user)
    when_the_office_asks_by_a_paper(bureau)
    when_the_unit_signs_for_it(liaison)
    clock.move_to(moment("2026-04-10 09:00"))
    liaison.logs_in()
    reviewer, clerk = visit(house.commerce.reviewer.user), bureau.clerk
    when_the_liaison_fills_the_sheet_with_the_keyboard(liaison)
    when_the_reviewer_approves_once(reviewer)
    clerk.logs_in()
    when_the_clerk_accepts_by_exception(clerk)
    then_the_papers_of_the_quarter_come_out(clerk, tmp_path)
    assert ProgressReport.objects.filter(period=period, state=ReportState.ACCEPTED).count() == 4
    assert Download.objects.count() == len(FILES) + 1, "the brief is a look that is written down too"


def when_the_office_asks_by_a_paper(bureau: Bureau) -> None:
    """调度通知 to all departments at once, drafted from the page of the period."""
    clerk = bureau.clerk
    clerk.opens("/supervision/late/")
    clerk.follows("调度")
    clerk.follows("拟调度通知或函")
    clerk.page.get_by_role("radio", name=re.compile("市直部门.*调度通知")).check()
    clerk.looks()
    clerk.presses("拟稿")
    clerk.reads("已拟稿", NOTICE)
    path = clerk.page.url.removeprefix(clerk.address)
    paper_way.write(clerk, path, {"报送要求": "请于4月15日前在系统中一表报送。", **paper_way.CONTACT})
    bureau.present(path)
    bureau.sign(path)
    bureau.send_out(path, "珠碳办〔2026〕1号")
    clerk.reads("市商务局", "市交通运输局")


def when_the_unit_signs_for_it(liaison: Visitor) -> None:
    liaison.opens("/")
    liaison.reads("1 件来文待签收")
    liaison.follows("全部来文")
    liaison.follows(NOTICE)
    liaison.presses("签收")
    liaison.reads("已签收，本件不要求答复")


def when_the_liaison_fills_the_sheet_with_the_keyboard(liaison: Visitor) -> None:
    liaison.opens("/")
    liaison.reads("本期 5 件，已填 0 件")
    liaison.follows("一表报送（第一季度）")
    liaison.reads("共 5 件：5 件待填报或未送审")
    page = liaison.page
    for row in page.locator(".period-row").all():
        _types(liaison, row.get_by_label("本期进展"), "已完成方案编制并开工。")
        _types(liaison, row.get_by_label("存在问题"), "无。")
        _types(liaison, row.get_by_label("下一步安排"), "按计划推进。")
    liaison.looks()
    with liaison.refused(422):
        _presses_by_key(liaison, "送审")
        liaison.reads("还不能送审，请改正以下 5 处", "草稿已经保存，尚未送审")
    liaison.looks()
    for row in page.locator(".period-row").all():
        row.get_by_role("radio", name="达到序时进度").focus()
        page.keyboard.press("Space")
    last = page.locator(".period-row").last
    last.get_by_label("存在问题").fill(PROBLEM)
    _presses_by_key(liaison, "送审")
    liaison.reads("已送审2026年第一季度一表报送：5 件")
    liaison.looks()


def _types(liaison: Visitor, field: object, words: str) -> None:
    field.focus()  # type: ignore[attr-defined]
    liaison.page.keyboard.insert_text(words)


def _presses_by_key(liaison: Visitor, button: str) -> None:
    liaison.page.get_by_role("button", name=button, exact=True).focus()
    liaison.page.keyboard.press("Enter")


def when_the_reviewer_approves_once(reviewer: Visitor) -> None:
    reviewer.opens("/")
    reviewer.follows("一表报送（第一季度）")
    reviewer.reads("待您审核 5 件", PROBLEM)
    reviewer.looks()
    reviewer.decides("审核通过（报送）")
    reviewer.reads("已审核通过并报送：2026年第一季度一表报送 5 件。")


def when_the_clerk_accepts_by_exception(clerk: Visitor) -> None:
    clerk.opens("/supervision/late/")
    clerk.follows("调度")
    clerk.reads("请逐件查看 1 件", "反映问题", "没有异常 4 件", "未报送")
    expect(clerk.page.get_by_role("checkbox", checked=True)).to_have_count(4)
    clerk.looks()
    tick = clerk.page.get_by_role("checkbox", checked=False)
    tick.check()
    expect(clerk.page.get_by_role("button", name="采用所选 5 件")).to_be_visible()
    clerk.page.locator(".review-row").first.get_by_role("checkbox").uncheck()
    clerk.presses("采用所选 4 件")
    clerk.reads("采用所选 4 件？", "有一件办不成，即全部不办")
    clerk.looks()
    clerk.presses("采用 4 件")
    clerk.reads("已采用2026年第一季度调度的报送件 4 件。", "待审核 1 件")


def then_the_papers_of_the_quarter_come_out(clerk: Visitor, folder: Path) -> None:
    for link, name in FILES.items():
        with clerk.page.expect_download() as file:
            clerk.follows(link)
        assert re.fullmatch(rf".*2026年第一季度.*{name}", file.value.suggested_filename)
    clerk.follows("打印专报")
    clerk.reads("第一季度应报送", "各行动亮灯情况")
    expect(clerk.page.get_by_text(BANNER)).to_be_visible()
    clerk.looks()
    assert pages_of(clerk, folder) == 1


def pages_of(visitor: Visitor, folder: Path) -> int:
    """How many pages of paper the page takes."""
    paper = Path(os.environ.get("KEEP_BRIEF") or folder / "brief.pdf")
    visitor.page.pdf(path=paper, prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper.read_bytes()))


def test_the_brief_of_a_whole_city_fits_on_one_page(
    visit: Visit, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    """Twenty headings, and more late units than the picture shows."""
    house = city()
    clock.move_to(moment("2026-12-21 10:00"))
    director = visit(house.office.director.user)
    director.opens(f"/periods/{house.period(3).pk}/brief/")
    director.reads("第三季度应报送", "超过完成时限", "另有 7 家")
    director.looks()
    assert pages_of(director, tmp_path) == 1


def city() -> House:
    """A plan of twenty headings, whose units all let the year go by; names are as long as those of a real plan."""
    house = factories.house(is_issued=False)
    calendars.seed_year(2026, by=factories.clock(), at=ISSUED_AT)
    for number in range(4, 21):
        kind = UnitKind.CENTRAL if number % 5 == 0 else UnitKind.DEPARTMENT
        holder = factories.unit(f"市第{number}住房和城乡建设局", kind) if number < 18 else house.commerce.unit
        factories.task(house.plan, number, [holder, house.transport.unit])
    for heading in Heading.objects.all():
        Heading.objects.filter(pk=heading.pk).update(name=f"能源绿色低碳转型和节能降碳增效行动（{heading.order}）")
    cycles.draft_items(house.cycle, by=house.office.clerk, at=ISSUED_AT)
    cycles.issue(house.cycle, by=house.office.director, at=ISSUED_AT)
    return house


def test_two_reviewers_approve_one_sheet_at_once(visit: Visit, clock: time_machine.Traveller) -> None:
    house = factories.house()
    for number in (1, 2):
        line = factories.signed_line(house, number=number)
        draft = factories.periodic_draft(line, house.commerce, house.period())
        factories.advance(draft, ReportState.UNIT_REVIEW, house, house.commerce)
    clock.move_to(moment("2026-04-13"))
    other = factories.working("unit_reviewer", house.commerce.unit)
    first, second = visit(house.commerce.reviewer.user), visit(other.user)
    for reviewer in (first, second):
        reviewer.opens(f"/periods/{house.period().pk}/sheet/")
    first.decides("审核通过（报送）")
    first.reads("已审核通过并报送")
    with second.refused(409):
        second.decides("退回修改", 退回理由="请补充数据。")
        second.reads("第 1 项", "审核通过", house.commerce.reviewer.user.full_name)
    assert set(ProgressReport.objects.values_list("state", flat=True)) == {ReportState.SUBMITTED}


def test_the_liaison_s_old_page_keeps_its_words(visit: Visit, clock: time_machine.Traveller) -> None:
    house = factories.house()
    draft = factories.periodic_draft(factories.signed_line(house), house.commerce, house.period())
    clock.move_to(moment("2026-04-13"))
    first = visit(house.commerce.liaison.user)
    second = first.another_tab()
    for tab in (first, second):
        tab.opens(f"/periods/{house.period().pk}/sheet/")
    first.page.get_by_label("本期进展").fill("先保存的文字。")
    first.presses("保存草稿")
    first.reads("已保存2026年第一季度一表报送：1 件")
    second.page.get_by_label("本期进展").fill("后填写的文字。")
    with second.refused(409):
        second.presses("保存草稿")
        second.reads("第 1 项", "您填写的文字保留在下方", "已保存的版本", "先保存的文字。")
    expect(second.page.get_by_label("本期进展")).to_have_value("后填写的文字。")
    second.looks()
    second.presses("保存草稿")
    second.reads("已保存")
    assert ProgressReport.objects.get(pk=draft.pk).progress_text == "后填写的文字。"

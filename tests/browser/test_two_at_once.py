"""Two tabs, two clicks, two people: one wins, the other reads a sentence and loses no word."""

import pytest
import time_machine
from playwright.sync_api import expect

from tasks_app.domain.report_states import ReportState
from tasks_app.models import ProgressReport, StateChange
from tests import factories
from tests.browser.conftest import Visit
from tests.factories import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_stale_tab_keeps_its_words_beside_those_that_were_saved(visit: Visit, clock: time_machine.Traveller) -> None:
    house = factories.house()
    draft = factories.periodic_draft(factories.signed_line(house), house.commerce, house.period())
    clock.move_to(moment("2026-04-13"))
    first = visit(house.commerce.liaison.user)
    second = first.another_tab()
    for tab in (first, second):
        tab.opens(f"/reports/{draft.pk}/edit/")

    first.writes(本期进展="先保存的文字。")
    first.presses("保存草稿")
    first.reads("已保存草稿")

    second.writes(本期进展="后填写的文字。")
    with second.refused(409):
        second.presses("保存草稿")
        second.reads("您填写的文字保留在下方", "已保存的版本", "先保存的文字。")
    expect(second.page.get_by_label("本期进展")).to_have_value("后填写的文字。")
    second.looks()

    second.presses("保存草稿")
    second.reads("已保存草稿", "后填写的文字。")
    assert ProgressReport.objects.get().progress_text == "后填写的文字。"


def test_a_draft_saves_itself_until_somebody_else_was_faster(visit: Visit, clock: time_machine.Traveller) -> None:
    house = factories.house()
    draft = factories.periodic_draft(factories.signed_line(house), house.commerce, house.period())
    clock.move_to(moment("2026-04-13"))
    first = visit(house.commerce.liaison.user)
    second = first.another_tab()
    for tab in (first, second):
        tab.page.clock.install()
        tab.opens(f"/reports/{draft.pk}/edit/")

    first.writes(本期进展="没有按保存的文字。")
    first.page.clock.fast_forward(9000)
    first.reads("已自动保存")
    assert ProgressReport.objects.get().progress_text == "没有按保存的文字。"
    first.presses("保存草稿")
    first.reads("已保存草稿", "没有按保存的文字。")

    second.writes(本期进展="后填写的文字。")
    with second.refused(409):
        second.page.clock.fast_forward(9000)
        second.reads("未能自动保存")
    expect(second.page.get_by_label("本期进展")).to_have_value("后填写的文字。")
    with second.refused(409):
        second.presses("保存草稿")
        second.reads("已保存的版本", "没有按保存的文字。")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_double_click_signs_once(visit: Visit, clock: time_machine.Traveller, scripts: bool) -> None:
    house = factories.house()
    line = house.line(house.commerce)
    liaison = visit(house.commerce.liaison.user, scripts=scripts)
    liaison.opens(f"/items/{line.work_item_id}/?line={line.pk}")
    liaison.page.get_by_role("button", name="签收", exact=True).dblclick()
    liaison.reads("办理中")
    expect(liaison.page.get_by_role("button", name="签收", exact=True)).to_have_count(0)
    assert StateChange.objects.filter(line=line, act="sign").count() == 1


def test_two_clerks_decide_at_once_and_one_is_told_who_was_faster(visit: Visit, clock: time_machine.Traveller) -> None:
    house = factories.house()
    report = factories.report_in(ReportState.SUBMITTED, house)
    clock.move_to(moment("2026-04-13"))
    first, second = visit(house.office.clerk.user), visit(house.office.second_clerk.user)
    for clerk in (first, second):
        clerk.opens(f"/reports/{report.pk}/")

    first.decides("采用")
    first.reads("已采用")
    with second.refused(409):
        second.decides("退回修改", 理由="请补充完成数量。")
        second.reads(f"{house.office.clerk.user.full_name}已于", "采用")
    assert ProgressReport.objects.get().state == ReportState.ACCEPTED

"""What a unit has not handed in, says of itself or was not told stays where it belongs, whichever door one tries."""

import pytest
from django.urls import reverse

from accounts.models import Role
from tasks_app.actions import lines, reports, responsibilities
from tasks_app.actions.report_drafts import Words
from tasks_app.domain.refusals import Stale
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Download, Evidence, ProgressReport, StateChange, UnitLine
from tests import factories
from tests.factories import House, moment
from tests.views.walking import Walker, words

pytestmark = pytest.mark.django_db

AT = moment("2026-04-10 10:00")
INNER = "这一句还没有报出去"
RECORDED = {
    "progress_text": "已开工。",
    "problems": "无。",
    "next_steps": "按计划推进。",
    "standing": "on_schedule",
    "on_behalf_source": "电话",
    "on_behalf_of": "王某",
}


@pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.UNIT_REVIEW])
def test_recording_for_a_unit_does_not_show_its_draft(house: House, state: str) -> None:
    """The refusal showed the clerk what the unit had written so far, as "the version stored meanwhile"."""
    line = factories.signed_line(house)
    draft = factories.periodic_draft(
        line, house.commerce, house.period(), words=Words(INNER, "无。", "无。", "on_schedule")
    )
    factories.advance(draft, state, house, house.commerce)
    answer = Walker(house.office.clerk, AT).post(
        reverse("report_on_behalf", args=[line.pk]), period=house.period().pk, **RECORDED
    )
    assert answer.status_code == 409
    assert INNER not in words(answer)
    assert RECORDED["progress_text"] in words(answer)
    assert ProgressReport.objects.count() == 1


def test_the_unit_itself_still_sees_what_a_colleague_began(house: House) -> None:
    line = factories.signed_line(house)
    factories.periodic_draft(line, house.commerce, house.period(), words=Words(INNER, "无。", "无。", "on_schedule"))
    answer = Walker(house.commerce.reviewer, AT).post(
        reverse("report_new", args=[line.pk]), period=house.period().pk, progress_text="另一份"
    )
    assert (answer.status_code, INNER in words(answer)) == (409, True)


class TestLightsOfOthers:
    """The plan's table told every unit on an item which of the others called itself behind, or had not reported."""

    @pytest.fixture
    def behind(self, house: House) -> House:
        line = factories.signed_line(house, house.transport)
        factories.signed_line(house)
        slow = Words("进展缓慢。", "缺资金。", "加快。", "behind")
        report = factories.periodic_draft(line, house.transport, house.period(), words=slow)
        factories.advance(report, ReportState.SUBMITTED, house, house.transport)
        return house

    @pytest.mark.parametrize("address", ["/plan/", "/plan/tasks/1/", "/plan/?light=behind"])
    def test_another_unit_does_not_see_it(self, behind: House, address: str) -> None:
        page = Walker(behind.commerce.liaison, AT).get(address).content.decode()
        assert "light-behind" not in page

    @pytest.mark.parametrize("who", ["transport", "office"])
    def test_the_unit_and_the_office_see_it(self, behind: House, who: str) -> None:
        reader = behind.transport.liaison if who == "transport" else behind.office.clerk
        assert "light-behind" in Walker(reader, AT).get("/plan/tasks/1/").content.decode()

    def test_a_unit_that_did_not_report_is_not_shown_to_the_others(self, behind: House) -> None:
        may = moment("2026-05-11 10:00")
        page = Walker(behind.transport.liaison, may).get("/plan/tasks/1/").content.decode()
        assert "light-behind" in page  # its own
        assert page.count("light-behind") == 1


def test_a_confirmed_lead_sees_the_lights_of_those_who_support_it(house: House) -> None:
    line = factories.signed_line(house, house.transport)
    slow = Words("进展缓慢。", "缺资金。", "加快。", "behind")
    report = factories.periodic_draft(line, house.transport, house.period(), words=slow)
    factories.advance(report, ReportState.SUBMITTED, house, house.transport)
    first = line.work_item.year_plan.task.responsibilities.get(unit=house.commerce.unit)
    responsibilities.confirm_lead(first.task, first.pk, basis_note="会议纪要。", by=house.office.director, at=AT)
    assert "light-behind" in Walker(house.commerce.liaison, AT).get("/plan/tasks/1/").content.decode()


def test_taking_back_within_the_unit_is_the_units_own_step(house: House) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house)
    reports.withdraw(report, by=house.commerce.liaison, at=AT)
    steps = StateChange.objects.filter(kind="report", object_id=report.pk)
    assert not steps.visible_to(house.office.clerk).exists()
    assert set(steps.visible_to(house.commerce.reviewer).values_list("act", flat=True)) == {"send", "withdraw"}


def test_taking_back_what_the_office_had_is_told(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    reports.withdraw(report, by=house.commerce.liaison, at=AT)
    steps = StateChange.objects.filter(kind="report", object_id=report.pk).visible_to(house.office.clerk)
    assert set(steps.values_list("act", flat=True)) == {"approve", "withdraw"}


def test_a_stale_page_does_not_name_an_inner_step(house: House) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house, kind=ReportKind.CLOSING)
    shown = UnitLine.objects.get(pk=report.line_id)
    reports.return_to_author(report, reason="请补数据。", by=house.commerce.reviewer, at=AT)
    with pytest.raises(Stale) as refused:
        lines.reopen(shown, reason="重办。", by=house.office.director, at=AT, version=shown.version)
    assert "退回修改" not in refused.value.sentence
    assert house.commerce.reviewer.name not in refused.value.sentence
    with pytest.raises(Stale, match="退回修改"):
        reports.send(report, by=house.commerce.liaison, at=AT, version=report.version)


def test_the_book_of_downloads_does_not_name_the_files_of_a_draft(house: House) -> None:
    report = factories.report_in(ReportState.DRAFT, house, kind=ReportKind.CLOSING)
    address = reverse("evidence", args=[Evidence.objects.get().pk])
    walker = Walker(house.commerce.liaison, AT)
    assert walker.get(address).status_code == 200
    keeper = Walker(factories.working(Role.AUDIT_ADMIN, house.office.unit), AT)
    page = words(keeper.get("/audit/?book=downloads"))
    assert address in page
    assert "佐证材料.pdf" not in page
    factories.advance(report, ReportState.SUBMITTED, house, house.commerce)
    walker.get(address)
    assert Download.objects.filter(what="佐证材料.pdf").count() == 1

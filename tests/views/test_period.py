"""调度: what the office sees of a period, and acceptance by exception."""

import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from tasks_app.actions import reports
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Denial, Download, ProgressReport
from tests import factories
from tests.factories import WORDS, House, moment
from tests.views.walking import GARBAGE, Walker, words

pytestmark = pytest.mark.django_db

AT = moment("2026-04-13 10:00")
BEHIND = factories.Words("开工延后。", "缺少用地指标。", "协调用地。", "behind")
FRAME, PERIOD = 6, 10


def url(house: House, order: int = 1, door: str = "") -> str:
    return f"/periods/{house.period(order).pk}/{door}"


def submit(house: House, number: int, said: factories.Words = WORDS, at: str = "2026-04-10") -> ProgressReport:
    """A report of 市商务局 that waits for the office."""
    line = factories.signed_line(house, number=number)
    draft = factories.periodic_draft(line, house.commerce, house.period(), words=said, at=moment(at))
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=moment(at))
    return ProgressReport.objects.get(pk=draft.pk)


def ticked(page: HttpResponse) -> list[str]:
    """What is ticked."""
    return re.findall(r'name="chosen" value="([^"]+)"[^>]*checked', page.content.decode())


def tokens(*of: ProgressReport) -> list[str]:
    return [f"{report.pk}-{report.version}" for report in of]


def states() -> list[str]:
    return list(ProgressReport.objects.order_by("pk").values_list("state", flat=True))


def test_exceptions_are_opened_and_not_ticked_the_others_are_ticked(house: House) -> None:
    plain, behind = submit(house, 1), submit(house, 2, BEHIND, "2026-04-16")
    page = Walker(house.office.clerk, moment("2026-04-17")).get(url(house))
    assert ticked(page) == tokens(plain)
    said = words(page)
    assert "请逐件查看1件" in said
    assert "自报滞后逾期报送反映问题" in said
    assert "采用所选1件" in said
    assert f'value="{tokens(behind)[0]}"' in page.content.decode()


def test_worse_than_last_time_and_recorded_by_the_office_are_exceptions(house: House) -> None:
    line = factories.signed_line(house)
    first = factories.periodic_draft(
        line, house.commerce, house.period(), words=factories.Words("已完成。", "无。", "无。", "finished")
    )
    factories.advance(first, ReportState.ACCEPTED, house, house.commerce)
    summer = moment("2026-07-08")
    second = factories.periodic_draft(line, house.commerce, house.period(2), at=summer)
    second.fall_reason = "核实后调减。"
    second.save()
    factories.advance(second, ReportState.SUBMITTED, house, house.commerce, at=summer)
    assert "进度较上期变差" in words(Walker(house.office.clerk, summer).get(url(house, 2)))
    factories.recorded_report(house, number=2)
    assert "代录" in words(Walker(house.office.second_clerk, AT).get(url(house)))


def test_a_conflict_of_interest_cannot_be_ticked_and_says_why(house: House) -> None:
    kin = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
    clerk = Walker(house.office.clerk, AT)
    page = clerk.get(url(house))
    assert f'value="{tokens(kin)[0]}"' not in page.content.decode()
    assert "须由领导小组领导审定" in words(page)
    for go in ("", "accept"):
        answer = clerk.post(url(house, door="accept/"), chosen=tokens(kin), go=go)
        assert answer.status_code == 403
    assert states() == [ReportState.SUBMITTED]
    assert Denial.objects.count() == 2


def test_the_question_lists_what_will_happen_and_does_nothing_yet(house: House) -> None:
    first, second = submit(house, 1), submit(house, 2, BEHIND)
    asked = Walker(house.office.clerk, AT).post(url(house, door="accept/"), chosen=tokens(first, second))
    assert asked.status_code == 200
    said = words(asked)
    assert "采用所选2件？" in said
    assert "市商务局2件" in said
    assert "自报滞后1件，反映问题1件" in said
    assert states() == [ReportState.SUBMITTED] * 2


def test_accepted_at_once_and_counted_once(house: House) -> None:
    first, second = submit(house, 1), submit(house, 2)
    clerk, key = Walker(house.office.clerk, AT), str(uuid4())
    for _ in range(2):
        answer = clerk.post(url(house, door="accept/"), chosen=tokens(first, second), go="accept", form_key=key)
        assert answer.status_code == 302
    assert states() == [ReportState.ACCEPTED] * 2
    assert "已采用2026年第一季度调度的报送件2件。" in words(clerk.get(url(house)))


def test_a_stale_tick_refuses_all_and_names_the_line(house: House) -> None:
    first, second = submit(house, 1), submit(house, 2)
    chosen = tokens(first, second)
    reports.withdraw(second, by=house.commerce.liaison, at=AT)
    reports.send(second, by=house.commerce.liaison, at=AT)
    reports.approve(second, by=house.commerce.reviewer, at=AT)
    answer = Walker(house.office.clerk, AT).post(url(house, door="accept/"), chosen=chosen, go="accept")
    assert answer.status_code == 409
    assert "第2项“推进第2项重点任务”" in words(answer)
    assert len(ticked(answer)) == 2
    assert states() == [ReportState.SUBMITTED] * 2


def test_what_no_longer_waits_is_told_before_the_question(house: House) -> None:
    report = submit(house, 1)
    chosen = tokens(report)
    reports.accept(report, by=house.office.second_clerk, at=AT)
    answer = Walker(house.office.clerk, AT).post(url(house, door="accept/"), chosen=chosen)
    assert answer.status_code == 409
    assert "有1件已不在待审核之列" in words(answer)


@pytest.mark.parametrize("garbage", [*GARBAGE, "1-", "-1", "1-1-1", f"{2**63}-1", f"1-{2**31}"])
def test_garbage_breaks_nothing(house: House, garbage: str) -> None:
    submit(house, 1)
    for go in ("", "accept"):
        answer = Walker(house.office.clerk, AT).post(url(house, door="accept/"), chosen=garbage, go=go)
        assert answer.status_code in (404, 409)
    assert states() == [ReportState.SUBMITTED]


def test_those_who_look_have_nothing_to_tick(house: House) -> None:
    submit(house, 1)
    page = Walker(house.office.leader, AT).get(url(house))
    assert 'type="checkbox"' not in page.content.decode()
    assert "没有异常1件" in words(page)


def test_who_is_in_and_who_is_out_in_plan_order(house: House) -> None:
    submit(house, 1)
    submit(house, 2)
    said = words(Walker(house.office.clerk, AT).get(url(house)))
    assert "应报送5件，已报送2件，未报送3件" in said
    assert "已全部报送1家市商务局" in said
    assert "未报送3家市交通运输局、市发展改革局、市碳达峰碳中和工作领导小组办公室" in said
    assert "行动11/2件" in said


def test_page_costs_a_known_number_of_statements(
    house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walker = Walker(house.office.clerk, AT)
    submit(house, 1)
    walker.get(url(house))
    submit(house, 2, BEHIND)
    factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.transport)
    with django_assert_max_num_queries(FRAME + PERIOD):
        walker.get(url(house))


def test_the_place_leads_to_the_period_that_was_opened_last(house: House) -> None:
    clerk = Walker(house.office.clerk, AT)
    assert clerk.get("/periods/")["Location"] == url(house)
    assert Walker(house.office.clerk, moment("2026-07-02")).get("/periods/")["Location"] == url(house, 2)
    assert "还没有开始填报的调度期" in words(Walker(house.office.clerk, moment("2026-03-10")).get("/periods/"))
    assert clerk.get(url(house, 2)).status_code == 409


def test_what_leaves_is_noted_and_carries_the_banner(house: House, settings: object) -> None:
    settings.DEMO_BANNER = "演示数据，与实际工作无关"  # type: ignore[attr-defined]
    clerk = Walker(house.office.clerk, AT)
    file = clerk.get(url(house, door="summary.xlsx"))
    assert b"".join(file.streaming_content)[:2] == b"PK"
    page = clerk.get(url(house, door="brief/"))
    assert "演示数据，与实际工作无关" in words(page)
    assert list(Download.objects.order_by("pk").values_list("what", flat=True)) == [
        "2026年第一季度重点任务进展情况汇总表",
        "关于2026年第一季度碳达峰重点任务进展的专报",
    ]


def test_the_brief_tells_who_is_late_in_the_word_for_its_kind(house: House) -> None:
    house.transport.unit.kind = "central"
    house.transport.unit.save()
    said = words(Walker(house.office.leader, moment("2026-12-07 10:00")).get(url(house, 3, "brief/")))
    assert "市交通运输局" in said
    assert "超过时限" in said
    assert "逾期" in said.split("三、超过完成时限的单位")[1]
    central = said.split("三、超过完成时限的单位")[1].split("市交通运输局")[1]
    assert central.startswith("超过时限")

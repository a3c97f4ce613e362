"""A report's page: read by whom it concerns, decided once, and honest about who was faster."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport, StateChange, UnitLine
from tests import factories
from tests.factories import House, moment
from tests.views.walking import Walker, on, words

IN_APRIL = moment("2026-04-10 10:00")


def url_of(report: ProgressReport, act: str = "") -> str:
    return reverse(f"report_{act}" if act else "report", args=[report.pk])


def stored(report: ProgressReport) -> ProgressReport:
    return ProgressReport.objects.get(pk=report.pk)


def version(report: ProgressReport) -> int:
    return stored(report).version


def test_page_shows_the_words_the_files_and_the_people(house: House) -> None:
    report = factories.report_in(ReportState.ACCEPTED, house, kind=ReportKind.CLOSING)
    page = words(Walker(house.commerce.liaison, IN_APRIL).get(url_of(report)))
    for said in ("完成情况全部工作已完成。", "自报已完成，完成率100%", "佐证材料.pdf", "办公室审核"):
        assert said in page
    assert house.commerce.reviewer.name in page


@pytest.mark.parametrize(("method", "headers"), [("head", {}), ("get", {"Sec-Purpose": "prefetch;prerender"})])
def test_only_a_page_that_is_shown_is_looked_at(house: House, method: str, headers: dict[str, str]) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    clerk = Walker(house.office.clerk, IN_APRIL)
    with on(IN_APRIL):
        answer = getattr(clerk.client, method)(url_of(report), headers=headers)
    assert answer.status_code == 200
    assert stored(report).looked_at is None
    clerk.get(url_of(report))
    assert stored(report).looked_at == IN_APRIL


@pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.UNIT_REVIEW])
def test_what_was_not_handed_in_is_the_units_own(house: House, state: str) -> None:
    report = factories.report_in(state, house)
    assert Walker(house.commerce.reviewer, IN_APRIL).get(url_of(report)).status_code == 200
    for actor in (house.office.clerk, house.office.leader, house.transport.liaison, house.water.liaison):
        assert Walker(actor, IN_APRIL).get(url_of(report)).status_code == 404


def test_other_units_do_not_find_a_submitted_report(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    assert Walker(house.transport.liaison, IN_APRIL).get(url_of(report)).status_code == 404
    assert Walker(house.office.leader, IN_APRIL).get(url_of(report)).status_code == 200


def test_inner_steps_are_not_told_outside(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    assert "草稿→待本单位审核" in words(Walker(house.commerce.liaison, IN_APRIL).get(url_of(report)))
    assert "草稿→待本单位审核" not in words(Walker(house.office.clerk, IN_APRIL).get(url_of(report)))


def test_office_that_opens_a_report_closes_the_way_back(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    unit = Walker(house.commerce.liaison, IN_APRIL)
    assert "尚未查阅；此前可以撤回" in words(unit.get(url_of(report)))
    Walker(house.office.leader, IN_APRIL).get(url_of(report))
    assert stored(report).looked_at is None
    Walker(house.office.clerk, IN_APRIL).get(url_of(report))
    assert stored(report).looked_at == IN_APRIL
    answer = unit.post(url_of(report, "withdraw"), version=version(report))
    assert answer.status_code == 409
    assert "不能再撤回" in words(answer)


def test_withdrawn_report_is_a_draft_again(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
    answer = Walker(house.commerce.liaison, IN_APRIL).post(url_of(report, "withdraw"), version=version(report))
    assert answer.status_code == 302
    assert stored(report).state == ReportState.DRAFT
    assert UnitLine.objects.get(pk=report.line_id).state == LineState.IN_PROGRESS


def test_send_from_the_page(house: House) -> None:
    report = factories.report_in(ReportState.DRAFT, house)
    walker = Walker(house.commerce.liaison, IN_APRIL)
    assert url_of(report, "send") in walker.get(url_of(report)).content.decode()
    assert walker.post(url_of(report, "send"), version=version(report)).status_code == 302
    assert stored(report).state == ReportState.UNIT_REVIEW


def test_send_names_everything_that_is_missing(house: House) -> None:
    report = factories.periodic_draft(
        factories.signed_line(house), house.commerce, house.period(), words=factories.Words("已开工。")
    )
    answer = Walker(house.commerce.liaison, IN_APRIL).post(url_of(report, "send"), version=report.version)
    assert answer.status_code == 422
    assert "请填写“存在问题”" in words(answer)
    assert "请填写“下一步安排”" in words(answer)


def test_reviewer_approves_what_another_wrote(house: House) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house)
    walker = Walker(house.commerce.reviewer, IN_APRIL)
    assert "审核通过并报送领导小组办公室？" in words(walker.get(url_of(report)))
    answer = walker.post(url_of(report, "approve"), version=version(report))
    assert answer.status_code == 302
    assert stored(report).state == ReportState.SUBMITTED
    assert "已审核通过：市商务局的第一季度进展。" in words(walker.get(answer.url))


def test_reviewer_does_not_approve_own_words(house: House) -> None:
    line = factories.signed_line(house)
    by = house.commerce.reviewer
    report = factories.report_drafts.write(
        line, factories.WORDS, kind=ReportKind.PERIODIC, period=house.period(), by=by, at=IN_APRIL
    )
    factories.reports.send(report, by=by, at=IN_APRIL)
    walker = Walker(by, IN_APRIL)
    assert "须由另一位有权审核的人员审核" in words(walker.get(url_of(report)))
    assert walker.post(url_of(report, "approve"), version=version(report)).status_code == 403
    assert stored(report).state == ReportState.UNIT_REVIEW


def test_liaison_does_not_approve(house: House) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house)
    walker = Walker(house.commerce.liaison, IN_APRIL)
    assert url_of(report, "approve") not in walker.get(url_of(report)).content.decode()
    assert walker.post(url_of(report, "approve"), version=version(report)).status_code == 403


def test_return_asks_why_and_keeps_what_was_typed(house: House) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house)
    walker = Walker(house.commerce.reviewer, IN_APRIL)
    empty = walker.post(url_of(report, "return"), version=version(report), reason="\u200b")
    assert empty.status_code == 422
    assert "请填写理由" in words(empty)
    long = walker.post(url_of(report, "return"), version=version(report), reason="补" * 501)
    assert "补" * 501 in long.content.decode()
    assert walker.post(url_of(report, "return"), version=version(report), reason="请补充数据").status_code == 302
    assert stored(report).state == ReportState.SENT_BACK
    assert "退回理由：请补充数据" in words(walker.get(url_of(report)))


def test_office_accepts_a_closing_and_closes_the_line(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
    walker = Walker(house.office.clerk, IN_APRIL)
    assert "同意办结：市商务局的这份办结申请？" in words(walker.get(url_of(report)))
    assert walker.post(url_of(report, "accept"), version=version(report)).status_code == 302
    assert UnitLine.objects.get(pk=report.line_id).state == LineState.COMPLETED


def test_accepting_twice_with_one_form_counts_once(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    walker, key, seen = Walker(house.office.clerk, IN_APRIL), str(uuid4()), version(report)
    for _ in range(2):
        assert walker.post(url_of(report, "accept"), form_key=key, version=seen).status_code == 302
    assert StateChange.objects.filter(kind="report", object_id=report.pk, act="accept").count() == 1


def test_second_reviewer_hears_who_was_faster(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    seen = version(report)
    Walker(house.office.clerk, IN_APRIL).post(url_of(report, "accept"), version=seen)
    answer = Walker(house.office.second_clerk, IN_APRIL).post(
        url_of(report, "send_back"), version=seen, reason="数据口径不一致"
    )
    assert answer.status_code == 409
    assert f"{house.office.clerk.name}已于04月10日10:00将本件“采用”" in words(answer)
    assert stored(report).state == ReportState.ACCEPTED


def test_send_back_shows_and_keeps_the_earliest_day(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    walker = Walker(house.office.clerk, IN_APRIL)
    assert 'value="2026-04-15"' in walker.get(url_of(report)).content.decode()
    early = walker.post(url_of(report, "send_back"), version=version(report), reason="请补充数据", redo_by="2026-04-13")
    assert early.status_code == 422
    assert "最早为2026-04-15" in words(early)
    assert "请补充数据" in words(early)
    nonsense = walker.post(url_of(report, "send_back"), version=version(report), reason="请补充", redo_by="2026-02-29")
    assert nonsense.status_code == 422
    answer = walker.post(
        url_of(report, "send_back"), version=version(report), reason="请补充数据", redo_by="2026-04-20"
    )
    assert answer.status_code == 302
    assert (stored(report).state, str(stored(report).redo_by)) == (ReportState.SENT_BACK, "2026-04-20")
    assert "请于2026年4月20日前重报" in words(Walker(house.commerce.liaison, IN_APRIL).get(url_of(report)))


def test_send_back_without_a_day_takes_the_earliest(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    Walker(house.office.clerk, IN_APRIL).post(
        url_of(report, "send_back"), version=version(report), reason="请补充", redo_by=""
    )
    assert str(stored(report).redo_by) == "2026-04-15"


def test_office_does_not_judge_its_host(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
    clerk = Walker(house.office.clerk, IN_APRIL)
    page = words(clerk.get(url_of(report)))
    assert "回避" in page
    assert "登记线下签批并采用" in page
    assert clerk.post(url_of(report, "accept"), version=version(report)).status_code == 403
    leader = Walker(house.office.leader, IN_APRIL)
    assert leader.post(url_of(report, "accept"), version=version(report)).status_code == 302


def test_leader_does_not_judge_other_units(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    leader = Walker(house.office.leader, IN_APRIL)
    assert url_of(report, "accept") not in leader.get(url_of(report)).content.decode()
    assert leader.post(url_of(report, "accept"), version=version(report)).status_code == 403


def test_wrong_moment_names_the_state(house: House) -> None:
    report = factories.report_in(ReportState.ACCEPTED, house)
    answer = Walker(house.office.clerk, IN_APRIL).post(url_of(report, "accept"), version=version(report))
    assert answer.status_code == 409
    assert "现在的状态是“已采用”，不能采用" in words(answer)


@pytest.mark.parametrize("act", ["send", "withdraw", "approve", "return", "accept", "send_back"])
def test_acts_are_posts(house: House, act: str) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    assert Walker(house.commerce.liaison, IN_APRIL).get(url_of(report, act)).status_code == 405

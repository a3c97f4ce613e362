"""The case of an interview: held, minuted, committed to, rectified, checked; and every sentence that stops it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import interviews, paper_services, papers
from tasks_app.actions.interviews import Promise, Rectified
from tasks_app.actions.paper_services import Said
from tasks_app.dashboards.clock_papers import cases_of, objection_steps, objections_in
from tasks_app.dashboards.clock_reading_papers import papers_of
from tasks_app.documents.paper_context import context_of
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import InterviewState, PaperState, ServiceState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.models import Commitment, Interview, Paper, PaperFile, PaperService, StateChange, UnitLine
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, pdf, stored
from tests.interview_factories import CHECKED_AT, COMMITTED_AT, HELD_AT, NOTED_AT, PROMISES, RECTIFIED_AT, case_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(interview_factories.house) as built:
        yield built


@pytest.fixture
def clerk(house: House) -> Actor:
    return factories.actor(house.office.clerk.own_post, NOTED_AT)


@pytest.fixture
def liaison(house: House) -> Actor:
    return factories.actor(house.commerce.liaison.own_post, NOTED_AT)


def steps_of(case: Interview) -> list[str]:
    changes = StateChange.objects.filter(kind="interview", object_id=case.pk).order_by("id")
    return list(changes.values_list("act", flat=True))


def test_case_from_notice_to_closing(house: House, clerk: Actor) -> None:
    case = case_in(InterviewState.CLOSED, house)
    assert (case.state, case.closed_on, case.verdict) == (InterviewState.CLOSED, CHECKED_AT.date(), "整改到位。")
    assert (case.held_at, case.place) == (HELD_AT, interview_factories.PLACE)
    assert list(case.commitments.values_list("order", "due_on")) == [(1, date(2026, 12, 28)), (2, date(2027, 1, 15))]
    assert steps_of(case) == ["hold", "commit", "rectify", "fulfil", "fulfil", "close"]
    [file] = PaperFile.objects.filter(kind=PaperFile.Kind.RECTIFICATION)
    assert file.service is not None
    assert file.service.unit == house.commerce.unit


def test_every_step_wakes_the_clock(house: House, clerk: Actor) -> None:
    case = case_in(InterviewState.PENDING, house)
    line = house.line(house.commerce)
    UnitLine.objects.filter(pk=line.pk).update(next_step_on=None)
    interviews.hold(case, interview_factories.meeting(house), by=clerk, at=NOTED_AT)
    assert UnitLine.objects.get(pk=line.pk).next_step_on == NOTED_AT.date()


@pytest.mark.parametrize(
    ("noted", "field", "sentence"),
    [
        ({"held_at": moment("2026-12-24 16:30")}, "held_at", "不能晚于现在"),
        ({"held_at": moment("2026-12-22 08:00")}, "held_at", "不能早于约谈公文印发"),
        ({"place": "\u200b"}, "place", "请填写约谈地点"),
        ({"attendance": "　"}, "attendance", "请填写参加人员"),
        ({"presided_by": "别人"}, "presided_by", "请写明委托情况"),
        ({"presided_by": "", "delegation": "受托"}, "presided_by", "请写明委托情况"),
        ({"presided_by": "别人", "delegation": "受托"}, "presided_by", "请写明主持人的职务"),
    ],
)
def test_meeting_that_cannot_be_is_refused(
    house: House, clerk: Actor, noted: dict[str, Any], field: str, sentence: str
) -> None:
    case = case_in(InterviewState.PENDING, house)
    with pytest.raises(Invalid) as refused:
        interviews.hold(case, interview_factories.meeting(house, **noted), by=clerk, at=NOTED_AT)
    assert set(refused.value.faults) == {field}
    assert sentence in refused.value.sentence


def test_another_presides_on_a_delegation_that_is_kept(house: House, clerk: Actor) -> None:
    case = case_in(InterviewState.PENDING, house)
    told = {"presided_by": "刘某", "presided_by_title": "市政府秘书长", "delegation": "陈副市长12月23日书面委托"}
    meeting = interview_factories.meeting(house, **told)
    case = interviews.hold(case, meeting, by=clerk, at=NOTED_AT)
    assert (case.presided_by_name, case.presided_by_title) == ("刘某", "市政府秘书长")
    minutes = interviews.draft_minutes(case, by=clerk, at=NOTED_AT)
    said = context_of(minutes, number="", signed_on=NOTED_AT.date())["meeting"]
    assert (said["presider"], said["presider_title"]) == ("刘某", "市政府秘书长")
    assert StateChange.objects.get(kind="interview", act="hold").why == "陈副市长12月23日书面委托"


def test_over_a_district_nobody_else_presides(house: House, clerk: Actor) -> None:
    case = case_in(InterviewState.PENDING, house)
    house.commerce.unit.kind = "district"
    house.commerce.unit.save()
    Paper.objects.filter(pk=case.notice_id).update(kind=PaperKind.INTERVIEW_LETTER)
    meeting = interview_factories.meeting(house, presided_by="刘某", delegation="书面委托")
    with pytest.raises(Invalid, match="本人主持，不能委托"):
        interviews.hold(case, meeting, by=clerk, at=NOTED_AT)


def objected_to_its_notice(house: House, liaison: Actor) -> tuple[Interview, PaperService]:
    """A case whose notice the unit objects to before the meeting."""
    case = case_in(InterviewState.PENDING, house)
    service, at = paper_factories.service_of(case.notice), interview_factories.ISSUED_AT
    return case, paper_services.object_to(service, Said("情况不实。"), by=liaison, at=at)


def test_while_an_objection_is_open_or_holds_it_is_not_held(house: House, clerk: Actor, liaison: Actor) -> None:
    case, service = objected_to_its_notice(house, liaison)
    meeting = interview_factories.meeting(house)
    with pytest.raises(NotNow, match="请先答复"):
        interviews.hold(case, meeting, by=clerk, at=NOTED_AT)
    paper_services.lift(service, answer="属实。", by=clerk, at=HELD_AT)
    with pytest.raises(NotNow, match="请取消约谈"):
        interviews.hold(case, meeting, by=clerk, at=NOTED_AT)


def test_after_an_objection_that_did_not_hold_it_is_held(house: House, clerk: Actor, liaison: Actor) -> None:
    case, service = objected_to_its_notice(house, liaison)
    calendar = factories.published_calendar(2026, 2027)
    paper_services.uphold(service, answer="维持。", calendar=calendar, by=clerk, at=HELD_AT)
    meeting = interview_factories.meeting(house)
    assert interviews.hold(case, meeting, by=clerk, at=NOTED_AT).state == InterviewState.HELD


@pytest.mark.parametrize("said", ["nothing", "receive", "object"])
def test_cancelling_closes_its_notice_and_what_hangs_on_it(
    house: House, clerk: Actor, liaison: Actor, said: str
) -> None:
    case, calendar = case_in(InterviewState.PENDING, house), factories.published_calendar(2026, 2027)
    service, at = paper_factories.service_of(case.notice), interview_factories.ISSUED_AT
    if said == "receive":
        paper_services.receive(service, calendar=calendar, by=liaison, at=at)
    if said == "object":
        paper_services.object_to(service, Said("情况不实。"), by=liaison, at=at)
    interviews.cancel(case, reason="不再约谈。", by=clerk, at=NOTED_AT)
    service.refresh_from_db()
    assert (service.state, service.closed_on) == (ServiceState.CLOSED, NOTED_AT.date())
    assert StateChange.objects.get(kind="service", object_id=service.pk, act="call_off").why == "不再约谈。"
    lines = [house.line(house.commerce).pk]
    assert [span.end for span in objections_in(objection_steps(lines)).get(lines[0], ())] == (
        [NOTED_AT.date()] if said == "object" else []
    )


def test_cancelling_says_why(house: House, clerk: Actor) -> None:
    case = case_in(InterviewState.PENDING, house)
    with pytest.raises(Invalid, match="请填写理由"):
        interviews.cancel(case, reason="\u200b", by=clerk, at=NOTED_AT)
    case = interviews.cancel(case, reason="异议属实。", by=clerk, at=NOTED_AT)
    assert case.state == InterviewState.CANCELLED
    with pytest.raises(NotNow, match="现在的状态是“已取消”"):
        interviews.hold(case, interview_factories.meeting(house), by=clerk, at=NOTED_AT)


@pytest.mark.parametrize(
    ("promises", "sentence"),
    [
        ([], "请至少登记一项"),
        ([Promise(" ", date(2027, 1, 1))], "请至少登记一项"),
        ([Promise("按期完成", HELD_AT.date())], "“按期完成”的完成时限应晚于约谈之日"),
        ([*PROMISES, Promise("按期完成", None)], "“按期完成”的完成时限"),
    ],
)
def test_commitments_are_whole(house: House, clerk: Actor, promises: list[Promise], sentence: str) -> None:
    case = case_in(InterviewState.HELD, house)
    with pytest.raises(Invalid) as refused:
        interviews.commit(case, promises, by=clerk, at=COMMITTED_AT)
    assert sentence in refused.value.sentence
    assert not Commitment.objects.exists()


def test_commitment_is_kept_once_and_stands_on_the_timeline(house: House, clerk: Actor) -> None:
    case = case_in(InterviewState.RECTIFYING, house)
    first = case.commitments.get(order=1)
    for day in (None, date(2026, 12, 23), date(2026, 12, 30)):
        with pytest.raises(Invalid, match="完成日期不应早于约谈之日"):
            interviews.fulfil(first, on=day, by=clerk, at=RECTIFIED_AT)
    kept = interviews.fulfil(first, on=date(2026, 12, 28), by=clerk, at=RECTIFIED_AT, version=case.version)
    assert kept.done_on == date(2026, 12, 28)
    assert steps_of(case)[-1] == "fulfil"
    with pytest.raises(Stale):
        interviews.fulfil(
            case.commitments.get(order=2), on=RECTIFIED_AT.date(), by=clerk, at=RECTIFIED_AT, version=case.version
        )
    with pytest.raises(NotNow, match="已登记完成"):
        interviews.fulfil(first, on=date(2026, 12, 28), by=clerk, at=RECTIFIED_AT)


def test_nothing_is_kept_once_the_case_is_closed(house: House, clerk: Actor) -> None:
    case = case_in(InterviewState.CLOSED, house)
    with pytest.raises(NotNow, match="现在的状态是“已办结”"):
        interviews.fulfil(case.commitments.get(order=2), on=CHECKED_AT.date(), by=clerk, at=CHECKED_AT)


def test_rectification_is_sent_back_and_reported_again(house: House, clerk: Actor, liaison: Actor) -> None:
    case = interviews.send_back(case_in(InterviewState.CHECKING, house), reason="缺少凭证。", by=clerk, at=CHECKED_AT)
    assert (case.state, case.round) == (InterviewState.RECTIFYING, 1)
    with pytest.raises(Invalid, match="请填写整改情况"):
        interviews.rectify(case, Rectified(" "), by=liaison, at=CHECKED_AT)
    case = interviews.rectify(case, Rectified("已补充。"), by=liaison, at=CHECKED_AT)
    assert (case.state, case.rectification) == (InterviewState.CHECKING, "已补充。")


def test_rectification_on_paper_has_a_source(house: House, clerk: Actor) -> None:
    case = case_in(InterviewState.RECTIFYING, house)
    with pytest.raises(Invalid) as refused:
        interviews.rectify_on_behalf(case, Rectified("已整改。"), by=clerk, at=RECTIFIED_AT)
    assert set(refused.value.faults) == {"source"}
    done = Rectified("已整改。", stored(pdf("整改报告.pdf")), source="2026年12月28日来函")
    case = interviews.rectify_on_behalf(case, done, by=clerk, at=RECTIFIED_AT)
    assert case.state == InterviewState.CHECKING


def settled(case: Interview, clerk: Actor) -> None:
    """The first commitment is kept, the second is excused."""
    first, second = case.commitments.all()
    interviews.fulfil(first, on=RECTIFIED_AT.date(), by=clerk, at=CHECKED_AT)
    interviews.excuse(second, reason="上级已调整任务。", by=clerk, at=CHECKED_AT)


def test_no_case_is_closed_over_an_open_commitment(house: House, clerk: Actor) -> None:
    case = case_in(InterviewState.CHECKING, house)
    with pytest.raises(NotNow, match=f"1. {PROMISES[0].text}；2. {PROMISES[1].text}"):
        interviews.close(case, verdict="整改到位。", by=clerk, at=CHECKED_AT)
    settled(case, clerk)
    assert interviews.close(case, verdict="整改到位。", by=clerk, at=CHECKED_AT).state == InterviewState.CLOSED


def test_a_commitment_is_excused_once_with_a_reason_and_is_chased_no_more(house: House, clerk: Actor) -> None:
    case, line = case_in(InterviewState.RECTIFYING, house), house.line(house.commerce)
    first = case.commitments.get(order=1)
    with pytest.raises(Invalid, match="请填写免予完成的理由"):
        interviews.excuse(first, reason="\u200b", by=clerk, at=RECTIFIED_AT)
    first = interviews.excuse(first, reason="上级已调整任务。", by=clerk, at=RECTIFIED_AT, version=case.version)
    assert (first.excused_on, first.excuse) == (RECTIFIED_AT.date(), "上级已调整任务。")
    assert StateChange.objects.get(act="excuse").why == f"{first.text}：上级已调整任务。"
    [waiting] = cases_of([line.pk])[line.pk]
    assert [one.order for one in waiting.commitments.all()] == [2]
    assert [row["id"] for row in papers_of([line], {}).promises[line.pk]] == [case.commitments.get(order=2).pk]
    for again in (
        lambda: interviews.excuse(first, reason="再次。", by=clerk, at=RECTIFIED_AT),
        lambda: interviews.fulfil(first, on=RECTIFIED_AT.date(), by=clerk, at=RECTIFIED_AT),
    ):
        with pytest.raises(NotNow, match="不必重复登记"):
            again()


@pytest.mark.parametrize("act", ["close", "send_back"])
def test_whoever_entered_the_report_does_not_check_it(house: House, clerk: Actor, act: str) -> None:
    case = case_in(InterviewState.RECTIFYING, house)
    done = Rectified("已整改。", source="2026年12月28日来函")
    case = interviews.rectify_on_behalf(case, done, by=clerk, at=RECTIFIED_AT)
    director = factories.actor(house.office.director.own_post, CHECKED_AT)
    words = {"verdict": "整改到位。"} if act == "close" else {"reason": "缺少凭证。"}
    with pytest.raises(NotAllowed, match="本件由您代录"):
        getattr(interviews, act)(case, **words, by=clerk, at=CHECKED_AT)
    for one in case.commitments.all():
        interviews.fulfil(one, on=RECTIFIED_AT.date(), by=clerk, at=CHECKED_AT)
    assert getattr(interviews, act)(case, **words, by=director, at=CHECKED_AT)


def test_whoever_entered_an_earlier_report_may_check_the_unit_s_own(house: House, clerk: Actor, liaison: Actor) -> None:
    case = case_in(InterviewState.RECTIFYING, house)
    director = factories.actor(house.office.director.own_post, CHECKED_AT)
    done = Rectified("已整改。", source="2026年12月28日来函")
    case = interviews.rectify_on_behalf(case, done, by=clerk, at=RECTIFIED_AT)
    case = interviews.send_back(case, reason="缺少凭证。", by=director, at=RECTIFIED_AT)
    case = interviews.rectify(case, Rectified("已补充。"), by=liaison, at=CHECKED_AT)
    settled(case, clerk)
    assert interviews.close(case, verdict="整改到位。", by=clerk, at=CHECKED_AT).state == InterviewState.CLOSED


@pytest.mark.parametrize("act", ["close", "send_back"])
def test_check_gives_its_reasons(house: House, clerk: Actor, act: str) -> None:
    case = case_in(InterviewState.CHECKING, house)
    settled(case, clerk)
    words = {"verdict": " "} if act == "close" else {"reason": " "}
    with pytest.raises(Invalid, match="请填写理由"):
        getattr(interviews, act)(case, **words, by=clerk, at=CHECKED_AT)


def test_minutes_are_drafted_once_after_it_was_held(house: House, clerk: Actor) -> None:
    case = case_in(InterviewState.PENDING, house)
    with pytest.raises(NotNow, match="尚未登记约谈"):
        interviews.draft_minutes(case, by=clerk, at=NOTED_AT)
    case = interviews.hold(case, interview_factories.meeting(house), by=clerk, at=NOTED_AT)
    minutes = interviews.draft_minutes(case, by=clerk, at=NOTED_AT, version=case.version)
    assert (minutes.kind, minutes.state) == (PaperKind.INTERVIEW_MINUTES, PaperState.DRAFT)
    assert [service.unit for service in minutes.services.all()] == [house.commerce.unit]
    with pytest.raises(NotNow, match="已经起草过"):
        interviews.draft_minutes(case, by=clerk, at=NOTED_AT)
    papers.void(minutes, reason="重拟。", by=house.office.director, at=NOTED_AT)
    assert interviews.draft_minutes(case, by=clerk, at=NOTED_AT) != minutes
    assert steps_of(case) == ["hold", "minutes", "minutes"]


def test_who_may_not(house: House, liaison: Actor) -> None:
    case, meeting = case_in(InterviewState.PENDING, house), interview_factories.meeting(house)
    entangled = factories.post(Role.OFFICE_CLERK, house.office.unit)
    factories.post(Role.LIAISON, house.commerce.unit, user=entangled.user)
    moonlighter = factories.actor(entangled, NOTED_AT)
    with pytest.raises(NotAllowed, match="只有领导小组办公室可以登记会议情况"):
        interviews.hold(case, meeting, by=liaison, at=NOTED_AT)
    with pytest.raises(NotAllowed, match="按回避要求"):
        interviews.hold(case, meeting, by=moonlighter, at=NOTED_AT)
    with pytest.raises(NotAllowed, match="按回避要求"):
        interviews.cancel(case, reason="无。", by=moonlighter, at=NOTED_AT)
    with pytest.raises(NotAllowed, match="只有相关单位的联络员或审核人可以报告整改情况"):
        interviews.rectify(case, Rectified("已整改。"), by=house.transport.liaison, at=NOTED_AT)


def test_stale_page_changes_nothing(house: House, clerk: Actor) -> None:
    case, meeting = case_in(InterviewState.PENDING, house), interview_factories.meeting(house)
    shown = case.version
    case = interviews.hold(case, meeting, by=clerk, at=NOTED_AT, version=shown)
    with pytest.raises(Stale, match="登记约谈"):
        interviews.commit(case, PROMISES, by=clerk, at=COMMITTED_AT, version=shown)
    assert Interview.objects.get(pk=case.pk).place == interview_factories.PLACE

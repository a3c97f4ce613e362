"""The case of an interview on its page: the office keeps it, the unit reads its own part and reports."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import recording
from tasks_app.domain.paper_states import InterviewState, ServiceState
from tasks_app.models import Interview, PaperFile, PaperService
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, pdf
from tests.interview_factories import ATTENDANCE, CHECKED_AT, NOTED_AT, PLACE, RECTIFIED_AT, case_in
from tests.views.walking import GARBAGE, Walker, words

COMMITMENTS = {"text_1": "完成建设方案", "due_1": "2026-12-28", "text_3": "办结年度任务", "due_3": "2027-01-15"}


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(interview_factories.house) as built:
        yield built


def url(case: Interview, act: str = "") -> str:
    return reverse(f"interview_{act}" if act else "interview", args=[case.pk])


def send(actor: Actor, case: Interview, act: str, at: Any = NOTED_AT, **fields: Any) -> HttpResponse:
    """Sends the form of an act from the page that shows the stored version."""
    version = Interview.objects.get(pk=case.pk).version
    return Walker(actor, at).post(url(case, act), **{"version": version, **fields})


def meeting(house: House, **other: str) -> dict[str, str]:
    noted = {"held_at": "2026-12-24T09:30", "place": PLACE, "attendance": ATTENDANCE, "delegation": ""}
    return noted | {"presided_by": house.office.leader.name} | other


def state_of(case: Interview) -> str:
    return Interview.objects.get(pk=case.pk).state


def test_whole_case_by_its_pages(house: House) -> None:
    case = case_in(InterviewState.PENDING, house)
    clerk, director, liaison = house.office.clerk, house.office.director, house.commerce.liaison
    page = Walker(clerk, NOTED_AT).get(url(case, "hold"))
    assert f'value="{house.office.leader.name}"' in page.content.decode()
    assert send(clerk, case, "hold", **meeting(house)).status_code == 302
    assert send(clerk, case, "minutes").status_code == 302
    assert send(clerk, case, "commit", **COMMITMENTS).status_code == 302
    page = words(Walker(liaison, RECTIFIED_AT).get(url(case)))
    for said in ("1完成建设方案", "2办结年度任务", "逾期未完成", "正常推进", "报告整改情况", "请按承诺时限整改"):
        assert said in page
    assert send(liaison, case, "rectify", RECTIFIED_AT, text="已整改。", files=[pdf("整改.pdf")]).status_code == 302
    assert send(clerk, case, "send_back", CHECKED_AT, reason="缺少凭证。").status_code == 302
    page = words(Walker(liaison, CHECKED_AT).get(url(case)))
    assert "退回整改：缺少凭证。" in page
    assert "已整改。" in words(Walker(liaison, CHECKED_AT).get(url(case, "rectify")))
    assert send(liaison, case, "rectify", CHECKED_AT, text="已补充凭证。").status_code == 302
    for row in case.commitments.all():
        kept, version = reverse("interview_fulfil", args=[row.pk]), Interview.objects.get(pk=case.pk).version
        assert Walker(clerk, CHECKED_AT).post(kept, version=version, on="2026-12-29").status_code == 302
    assert send(director, case, "close", CHECKED_AT, reason="整改到位。").status_code == 302
    page = words(Walker(liaison, CHECKED_AT).get(url(case)))
    for said in ("核查意见", "整改到位。", "核查通过，已办结", "整改.pdf"):
        assert said in page


def test_case_names_its_unit_as_the_notice_did(house: House) -> None:
    """A unit that is renamed afterwards was interviewed under the name of that day."""
    case = case_in(InterviewState.PENDING, house)
    unit = case.unit
    unit.name = "市商务和口岸局"
    recording.save(unit, by=factories.clock(), at=NOTED_AT, why="更名")
    clerk = Walker(house.office.clerk, NOTED_AT)
    for page in (clerk.get(url(case)), clerk.get(reverse("interviews"))):
        assert "市商务局" in words(page)
        assert "市商务和口岸局" not in words(page)


def test_unit_reads_its_case_and_not_the_office_s_notes(house: House) -> None:
    case = case_in(InterviewState.CHECKING, house)
    clerk, liaison = (Walker(one, CHECKED_AT) for one in (house.office.clerk, house.commerce.liaison))
    assert ATTENDANCE in words(clerk.get(url(case)))
    page = liaison.get(url(case))
    assert ATTENDANCE not in words(page)
    assert PLACE in words(page)
    assert "起草纪要" not in words(page)
    assert "核查通过并办结" not in words(page)
    assert reverse("service", args=[paper_factories.service_of(case.notice).pk]) in page.content.decode()


def test_commitment_is_noted_as_kept(house: House) -> None:
    case = case_in(InterviewState.RECTIFYING, house)
    first, second = case.commitments.all()
    clerk, address = house.office.clerk, reverse("interview_fulfil", args=[first.pk])
    assert address in Walker(clerk, RECTIFIED_AT).get(url(case)).content.decode()
    page = Walker(clerk, RECTIFIED_AT).post(address, version=case.version, on="2026-12-01")
    assert page.status_code == 422
    assert "完成日期不应早于约谈之日" in words(page)
    assert 'value="2026-12-01"' in page.content.decode()
    assert Walker(clerk, RECTIFIED_AT).post(address, version=case.version, on="2026-12-28").status_code == 302
    page = words(Walker(clerk, RECTIFIED_AT).get(url(case)))
    assert "登记承诺完成" in page
    stale = Walker(clerk, RECTIFIED_AT).post(
        reverse("interview_fulfil", args=[second.pk]), version=case.version, on="2026-12-28"
    )
    assert stale.status_code == 409
    assert Walker(house.commerce.liaison, RECTIFIED_AT).post(address, version=0, on="2026-12-28").status_code == 403
    assert Walker(house.transport.liaison, RECTIFIED_AT).post(address, version=0, on="2026-12-28").status_code == 404


def test_commitment_is_excused_with_a_reason_that_the_unit_reads(house: House) -> None:
    case = case_in(InterviewState.CHECKING, house)
    director, first = house.office.director, case.commitments.get(order=1)
    address = reverse("interview_excuse", args=[first.pk])
    assert address in Walker(director, CHECKED_AT).get(url(case)).content.decode()
    page = Walker(director, CHECKED_AT).post(address, version=case.version, reason=" ")
    assert page.status_code == 422
    page = send(director, case, "close", CHECKED_AT, reason="整改到位。")
    assert page.status_code == 409
    assert "下列整改承诺尚未完成" in words(page)
    version = Interview.objects.get(pk=case.pk).version
    assert Walker(director, CHECKED_AT).post(address, version=version, reason="任务已调整。").status_code == 302
    page = Walker(house.commerce.liaison, CHECKED_AT).get(url(case))
    assert "免予完成，2026-12-30：任务已调整。" in words(page)
    assert address not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "请至少登记一项整改承诺"),
        ({"text_1": "完成方案"}, "请选择一个日期"),
        ({"due_2": "2027-01-15"}, "请写明承诺事项"),
        ({"text_1": "完成方案", "due_1": "2026-12-24"}, "完成时限应晚于约谈之日"),
        ({"text_1": "长" * 301, "due_1": "2027-01-15"}, "最多300字"),
    ],
)
def test_commitments_that_do_not_hold_come_back(house: House, typed: dict[str, str], sentence: str) -> None:
    case = case_in(InterviewState.HELD, house)
    page = send(house.office.clerk, case, "commit", **typed)
    assert page.status_code == 422
    assert sentence in words(page)
    assert all(value in page.content.decode() for value in typed.values())
    assert state_of(case) == InterviewState.HELD


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"held_at": ""}, "请选择约谈时间"),
        ({"held_at": "0001-01-01T00:00"}, "请选择约谈时间"),
        ({"held_at": "2026-12-24T16:30"}, "约谈时间不能晚于现在"),
        ({"place": "　"}, "请填写约谈地点"),
        ({"presided_by": "别人"}, "请写明委托情况"),
        ({"attendance": ""}, "请填写参加人员"),
    ],
)
def test_meeting_that_does_not_hold_comes_back(house: House, other: dict[str, str], sentence: str) -> None:
    case = case_in(InterviewState.PENDING, house)
    page = send(house.office.clerk, case, "hold", **meeting(house, **other))
    assert page.status_code == 422
    assert sentence in words(page)
    assert state_of(case) == InterviewState.PENDING


def test_rectification_that_came_by_letter_is_entered(house: House) -> None:
    case = case_in(InterviewState.RECTIFYING, house)
    page = send(house.office.clerk, case, "rectify_on_behalf", RECTIFIED_AT, text="已整改。", source=" ")
    assert (page.status_code, "请写明来源" in words(page), "已整改。" in words(page)) == (422, True, True)
    typed = {"text": "已整改。", "source": "12月28日来函", "files": [pdf("整改.pdf")]}
    assert send(house.office.clerk, case, "rectify_on_behalf", RECTIFIED_AT, **typed).status_code == 302
    assert "代录：12月28日来函" in words(Walker(house.office.clerk, RECTIFIED_AT).get(url(case)))


def test_steps_out_of_order_are_told_with_the_words_kept(house: House) -> None:
    case = case_in(InterviewState.PENDING, house)
    clerk = house.office.clerk
    assert Walker(clerk, NOTED_AT).get(url(case, "commit")).status_code == 409
    page = send(clerk, case, "commit", **COMMITMENTS)
    assert page.status_code == 409
    assert "现在的状态是“待约谈”，不能登记整改承诺" in words(page)
    assert "完成建设方案" in page.content.decode()
    page = send(clerk, case, "close", reason="整改到位。")
    assert page.status_code == 409
    page = send(clerk, case, "minutes")
    assert page.status_code == 409
    assert "尚未登记约谈，不能起草纪要" in words(page)


def test_while_the_notice_is_objected_to_nothing_is_noted_as_held(house: House) -> None:
    case = case_in(InterviewState.PENDING, house)
    assert url(case, "hold") in Walker(house.office.clerk, NOTED_AT).get(url(case)).content.decode()
    service = paper_factories.service_of(case.notice)
    PaperService.objects.filter(pk=service.pk).update(state=ServiceState.OBJECTED, objected_on=NOTED_AT.date())
    page = Walker(house.office.clerk, NOTED_AT).get(url(case))
    assert "请先答复，再登记约谈" in words(page)
    assert url(case, "hold") not in page.content.decode()


def test_cancelled_case_says_so(house: House) -> None:
    case = case_in(InterviewState.PENDING, house)
    page = send(house.office.clerk, case, "cancel", reason=" ")
    assert page.status_code == 422
    assert send(house.office.clerk, case, "cancel", reason="异议属实。").status_code == 302
    for reader in (house.office.clerk, house.commerce.liaison):
        page = words(Walker(reader, NOTED_AT).get(url(case)))
        assert "约谈已取消。" in page
        assert "整改中" not in page


def test_clerk_with_a_post_in_the_unit_is_told(house: House) -> None:
    case = case_in(InterviewState.PENDING, house)
    entangled = factories.post(Role.OFFICE_CLERK, house.office.unit)
    factories.post(Role.LIAISON, house.commerce.unit, user=entangled.user)
    moonlighter = factories.actor(entangled, NOTED_AT)
    page = words(Walker(moonlighter, NOTED_AT).get(url(case)))
    assert "按回避要求" in page
    assert "取消约谈" not in page
    assert send(moonlighter, case, "hold", **meeting(house)).status_code == 403


def test_other_units_find_nothing(house: House) -> None:
    case = case_in(InterviewState.CHECKING, house)
    stranger = Walker(house.transport.liaison, CHECKED_AT)
    assert stranger.get(url(case)).status_code == 404
    for act in ("hold", "minutes", "commit", "rectify", "rectify_on_behalf", "send_back", "close", "cancel"):
        assert stranger.post(url(case, act), version=case.version, reason="x", text="x").status_code == 404, act
    for file in PaperFile.objects.filter(kind=PaperFile.Kind.RECTIFICATION):
        assert stranger.get(reverse("received_file", args=[file.pk])).status_code == 404


def test_list_is_the_office_s_and_the_leader_s(house: House) -> None:
    case = case_in(InterviewState.RECTIFYING, house)
    for reader in (house.office.clerk, house.office.director, house.office.leader):
        page = Walker(reader, RECTIFIED_AT).get(reverse("interviews"))
        assert url(case) in page.content.decode()
        assert "已完成0项，共2项" in words(page)
        assert "2026-12-28逾期1个工作日" in words(page)
    closed = Walker(house.office.clerk, RECTIFIED_AT).get(reverse("interviews"), show="closed")
    assert "没有已办结或已取消的约谈" in words(closed)
    page = Walker(house.commerce.liaison, RECTIFIED_AT).get(reverse("interviews"))
    assert page.status_code == 403
    assert "约谈" not in words(page)


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_breaks_nothing(house: House, garbage: str) -> None:
    case = case_in(InterviewState.PENDING, house)
    walker = Walker(house.office.clerk, NOTED_AT)
    typed = dict.fromkeys(("held_at", "place", "presided_by", "attendance", "version"), garbage)
    assert walker.post(url(case, "hold"), **typed).status_code in (409, 422)
    assert walker.get(reverse("interviews"), show=garbage, after=garbage).status_code == 200


def test_pages_cost_a_known_number_of_statements(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = case_in(InterviewState.CHECKING, house)
    clerk, liaison = (Walker(one, CHECKED_AT) for one in (house.office.clerk, house.commerce.liaison))
    for walker, address, count in (
        (clerk, url(case), 15),  # three ask who agreed and signed on paper, and who entered the report (回避)
        (liaison, url(case), 10),
        (clerk, reverse("interviews"), 7),
    ):
        walker.get(address)
        with django_assert_num_queries(count):
            walker.get(address)


def test_years_are_read_as_years(house: House) -> None:
    case = case_in(InterviewState.RECTIFYING, house)
    page = words(Walker(house.commerce.liaison, moment("2027-01-18 10:00")).get(url(case)))
    assert "2027-01-15逾期" in page

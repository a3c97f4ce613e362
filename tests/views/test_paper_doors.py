"""登记线下签批 of a received paper and an interview by its pages: the form, the timeline, and who reads the scan."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import paper_services
from tasks_app.actions.paper_services import Said
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import InterviewState, PaperState, ServiceState
from tasks_app.models import Interview, PaperFile, PaperService, PaperSheet
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, pdf
from tests.views.walking import Walker, words

AT = moment("2026-12-11 10:00")
TOLD, INNER = "经核情况不成立，请按期办理。", "拟维持，请办公室答复。"
Thing = PaperService | Interview


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def objected(house: House, kind: str = PaperKind.SUPERVISION_NOTICE) -> PaperService:
    liaison = factories.actor(house.commerce.liaison.own_post, AT)
    service = paper_factories.received(house, kind)
    return paper_services.object_to(service, Said("上级方案未出台。"), by=liaison, at=AT)


def url(thing: Thing, act: str = "") -> str:
    word = "service" if isinstance(thing, PaperService) else "interview"
    return reverse(f"{word}_{act}" if act else word, args=[thing.pk])


def sheet(by: Actor | None, **more: Any) -> dict[str, Any]:
    """The form as the clerk fills it in."""
    return {
        "signer_account": by.user.pk if by and by.user else "",
        "signer_title": "副主任",
        "words": INNER,
        "signed_on": "2026-12-11",
        "reason": TOLD,
        "scan": pdf("签批件.pdf"),
        **more,
    }


def send(actor: Actor, thing: Thing, act: str, at: Any = AT, **fields: Any) -> HttpResponse:
    version = type(thing).objects.get(pk=thing.pk).version
    return Walker(actor, at).post(url(thing, act), **{"version": version, **fields})


def test_the_clerk_is_offered_the_second_door_and_nobody_else(house: House) -> None:
    service = objected(house)
    clerk, director = (Walker(one, AT).get(url(service)) for one in (house.office.clerk, house.office.director))
    for act in ("uphold", "lift"):
        assert url(service, f"{act}_on_paper") in clerk.content.decode()
        assert url(service, f"{act}_on_paper") not in director.content.decode()
    assert url(service, "close_on_paper") not in clerk.content.decode()


def test_a_case_has_the_doors_of_its_moment(house: House) -> None:
    case = interview_factories.case_in(InterviewState.CHECKING, house)
    page = Walker(house.office.clerk, interview_factories.CHECKED_AT).get(url(case)).content.decode()
    offered = [url(case, f"{act}_on_paper") in page for act in ("close", "send_back", "cancel")]
    assert offered == [True, True, False]


def test_the_signer_is_chosen_among_who_may_decide(house: House) -> None:
    form = words(Walker(house.office.clerk, AT).get(url(objected(house), "uphold_on_paper")))
    for name in (house.office.second_clerk.name, house.office.director.name, house.office.leader.name):
        assert f"{name}（" in form
    assert f"{house.commerce.liaison.name}（" not in form
    assert "答复意见" in form
    assert "严禁处理、存储、传输国家秘密" in form


def test_who_signed_and_the_scan_are_the_offices_and_the_leaders(house: House) -> None:
    service, second = objected(house), house.office.second_clerk
    assert send(house.office.clerk, service, "uphold_on_paper", **sheet(second)).status_code == 302
    assert PaperService.objects.get(pk=service.pk).state == ServiceState.RECEIVED
    scan = reverse("received_file", args=[PaperSheet.objects.get().scan_id])
    for reader in (house.office.director, house.office.leader):
        page = Walker(reader, AT).get(url(service))
        for said in (f"线下签批：副主任{second.name}", INNER, "登记线下签批（答复异议：维持）", TOLD):
            assert said in words(page)
        assert scan in page.content.decode()
        assert Walker(reader, AT).get(scan).status_code == 200
    for reader in (house.commerce.liaison, factories.working(Role.EVALUATOR, house.office.unit)):
        page = Walker(reader, AT).get(url(service))
        assert TOLD in words(page)
        for inner in (INNER, second.name, scan):
            assert inner not in page.content.decode()
        assert Walker(reader, AT).get(scan).status_code == 404
    assert Walker(house.transport.liaison, AT).get(scan).status_code == 404
    paper = Walker(house.office.director, AT).get(reverse("paper", args=[service.paper_id]))
    assert f"线下签批：副主任{second.name}" in words(paper)
    assert reverse("paper_file", args=[PaperSheet.objects.get().scan_id]) in paper.content.decode()


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"scan": ""}, "没有扫描件"),
        ({"reason": "\u200b"}, "请填写答复意见"),
        ({"signer_account": ""}, "请选择签批人，或填写签批人姓名"),
        ({"signed_on": "2026-12-10"}, "签批日期不能早于提出情况说明或异议之日（2026-12-11）"),
        ({"signed_on": "2026-12-12"}, "签批日期不能晚于今天"),
        ({"signer_account": "director"}, "情况说明和异议须由未参与签发的人员签批答复"),
        ({"signer_account": "liaison"}, "请从列出的人员中选择签批人"),
    ],
)
def test_a_sheet_that_does_not_hold_comes_back_with_its_words(
    house: House, other: dict[str, Any], sentence: str
) -> None:
    service = objected(house)
    people = {"director": house.office.director, "liaison": house.commerce.liaison}
    chosen = people.get(other.get("signer_account", ""))
    typed = sheet(house.office.second_clerk, **other)
    if chosen and chosen.user:
        typed["signer_account"] = chosen.user.pk
    page = send(house.office.clerk, service, "uphold_on_paper", **typed)
    assert (page.status_code, sentence in words(page), INNER in words(page)) == (422, True, True)
    assert PaperService.objects.get(pk=service.pk).state == ServiceState.OBJECTED
    assert not PaperFile.objects.filter(kind=PaperFile.Kind.SHEET).exists()


def test_a_unit_that_is_asked_reads_no_guarded_word_from_a_sheet(house: House) -> None:
    house.commerce.unit.kind = "party"
    house.commerce.unit.save()
    service, second = objected(house, PaperKind.REQUEST_LETTER), house.office.second_clerk
    typed = sheet(second, words="按约谈程序办。")
    page = send(house.office.clerk, service, "uphold_on_paper", **{**typed, "reason": "否则约谈。"})
    assert (page.status_code, "不使用“约谈”" in words(page)) == (422, True)
    typed["scan"] = pdf("约谈签批件.pdf")
    assert send(house.office.clerk, service, "uphold_on_paper", **typed).status_code == 302
    assert "约谈" not in words(Walker(house.commerce.liaison, AT).get(url(service)))


def test_a_check_that_was_signed_on_paper_closes_the_case(house: House) -> None:
    at, director = interview_factories.CHECKED_AT, house.office.director
    case = interview_factories.case_in(InterviewState.CHECKING, house)
    page = send(house.office.clerk, case, "close_on_paper", at, **sheet(director, signed_on="2026-12-30"))
    assert (page.status_code, "整改承诺尚未完成" in words(page)) == (409, True)
    typed = sheet(director, signed_on="2026-12-30", reason="缺少凭证。")
    assert send(house.office.clerk, case, "send_back_on_paper", at, **typed).status_code == 302
    assert "退回整改：缺少凭证。" in words(Walker(house.commerce.liaison, at).get(url(case)))
    page = words(Walker(house.office.clerk, at).get(url(case)))
    assert f"线下签批：副主任{director.name}" in page
    assert director.name not in words(Walker(house.commerce.liaison, at).get(url(case)))


def test_a_door_that_is_not_of_the_moment_is_closed(house: House) -> None:
    service = paper_factories.received(house)
    assert Walker(house.office.clerk, AT).get(url(service, "uphold_on_paper")).status_code == 409
    page = send(house.office.clerk, service, "uphold_on_paper", **sheet(house.office.second_clerk))
    assert (page.status_code, INNER in words(page)) == (409, True)


def test_a_draft_is_checked_on_paper(house: House) -> None:
    paper, second = paper_factories.paper_in(PaperState.CHECKING, house), house.office.second_clerk
    door = reverse("paper_check_on_paper", args=[paper.pk])
    clerk = Walker(house.office.clerk, AT)
    assert door in clerk.get(reverse("paper", args=[paper.pk])).content.decode()
    typed = {**sheet(second), "version": paper.version}
    refused = clerk.post(door, **{**typed, "signer_account": house.office.clerk.user.pk, "scan": pdf("签批件.pdf")})
    assert (refused.status_code, "本人拟写" in words(refused)) == (422, True)
    assert clerk.post(door, **{**typed, "scan": pdf("签批件.pdf")}).status_code == 302
    page = words(clerk.get(reverse("paper", args=[paper.pk])))
    assert f"{second.name}，2026-12-11（线下签批）" in page
    assert page.count(INNER) == 2  # once under 原件, once on the timeline


def test_pages_of_a_paper_cost_a_known_number_of_statements(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clerk, service = Walker(house.office.clerk, AT), objected(house)
    for address, count in ((url(service, "uphold_on_paper"), 8), (url(service), 13)):
        clerk.get(address)
        with django_assert_num_queries(count):
            clerk.get(address)
    send(house.office.clerk, service, "uphold_on_paper", **sheet(house.office.second_clerk))
    clerk.get(url(service))
    with django_assert_num_queries(11):
        clerk.get(url(service))


def test_pages_of_a_case_cost_a_known_number_of_statements(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at = interview_factories.CHECKED_AT
    clerk, case = Walker(house.office.clerk, at), interview_factories.case_in(InterviewState.CHECKING, house)
    clerk.get(url(case, "send_back_on_paper"))
    with django_assert_num_queries(11):
        clerk.get(url(case, "send_back_on_paper"))
    typed = sheet(house.office.director, signed_on="2026-12-30")
    assert send(house.office.clerk, case, "send_back_on_paper", at, **typed).status_code == 302
    clerk.get(url(case))
    with django_assert_num_queries(16):
        clerk.get(url(case))


def test_a_commitment_is_excused_by_its_sheet(house: House) -> None:
    case, at = interview_factories.case_in(InterviewState.CHECKING, house), interview_factories.CHECKED_AT
    clerk, director = (Walker(one, at) for one in (house.office.clerk, house.office.director))
    address = reverse("interview_excuse_on_paper", args=[case.commitments.get(order=1).pk])
    assert address in clerk.get(url(case)).content.decode()
    assert address not in director.get(url(case)).content.decode()
    assert "免予完成的理由" in words(clerk.get(address))
    filled = sheet(house.office.director, signed_on="2026-12-30")
    answer = clerk.post(address, **filled | {"version": case.version, "reason": " "})
    assert (answer.status_code, "请填写免予完成的理由" in words(answer)) == (422, True)
    filled["scan"].seek(0)
    assert clerk.post(address, **filled | {"version": case.version}).status_code == 302
    for_unit, for_office = (
        words(Walker(one, at).get(url(case))) for one in (house.commerce.liaison, house.office.clerk)
    )
    assert f"免予完成，2026-12-30：{TOLD}" in for_unit
    assert (INNER in for_unit, INNER in for_office) == (False, True)
    assert clerk.get(address).status_code == 409


def test_notice_that_is_still_a_draft_offers_nothing(house: House) -> None:
    case, at = Interview.objects.get(notice=interview_factories.drafted_notice(house)), interview_factories.NOTED_AT
    meeting = {"held_at": "2026-12-24T09:30", "place": interview_factories.PLACE, "delegation": ""}
    meeting |= {"presided_by": house.office.leader.name, "attendance": interview_factories.ATTENDANCE}
    page = words(Walker(house.office.clerk, at).get(url(case)))
    assert "约谈公文尚未印发" in page
    assert "取消约谈" not in page
    assert send(house.office.clerk, case, "hold", at, **meeting).status_code == 409
    assert send(house.office.clerk, case, "cancel", at, reason="不再约谈。").status_code == 409
    for blind in (house.office.leader, house.commerce.liaison):
        assert Walker(blind, at).get(url(case)).status_code == 404

"""The office on the page of a received paper, and strangers before its door."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Role
from tasks_app.actions import paper_services
from tasks_app.domain.paper_states import InterviewState, PaperState, ServiceState
from tasks_app.models import Download, Interview, PaperFile, PaperService
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, pdf
from tests.views.received import IN_TIME, OBJECTION, objected, send, state_of, url
from tests.views.walking import GARBAGE, Walker, words


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


class TestOffice:
    """The clerk enters what came on paper; somebody who did not sign answers; the director closes."""

    def test_receipt_is_entered_with_its_scan(self, house: House, served: PaperService) -> None:
        clerk = house.office.clerk
        typed = {"on": "2026-12-10", "source": "送达回执，王某签收", "scan": pdf("回执.pdf")}
        assert send(clerk, served, "receive_on_behalf", **typed).status_code == 302
        page = words(Walker(clerk, IN_TIME).get(url(served)))
        for said in ("送达回执，王某签收", "回执.pdf", "代录：", "2026-12-10"):
            assert said in page
        assert state_of(served) == ServiceState.RECEIVED

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"on": "2026-12-08", "source": "回执"}, "日期不应早于送达（签收）之日"),
            ({"on": "2026-13-01", "source": "回执"}, "请选择一个日期"),
            ({"on": "2026-12-10", "source": " "}, "请写明来源"),
            ({"on": "2026-12-10", "source": "长" * 121}, "最多120字"),
            ({"on": "2026-12-10", "source": "回执", "scan": pdf("回执.xlsx", b"PK\x03\x04")}, "请上传回执的扫描件"),
        ],
    )
    def test_receipt_that_does_not_hold(
        self, house: House, served: PaperService, typed: dict[str, Any], sentence: str
    ) -> None:
        page = send(house.office.clerk, served, "receive_on_behalf", **typed)
        assert page.status_code == 422
        assert sentence in words(page)
        assert typed["source"].strip() in words(page) or typed["source"] in page.content.decode()
        assert state_of(served) == ServiceState.SERVED

    @pytest.mark.parametrize("act", ["reply_on_behalf", "object_on_behalf"])
    def test_what_came_by_letter_is_entered(self, house: House, service: PaperService, act: str) -> None:
        typed = {"on": "2026-12-11", "source": "来函", "text": "情况如下。", "files": [pdf("来函.pdf")]}
        assert send(house.office.clerk, service, act, **typed).status_code == 302
        page = words(Walker(house.office.clerk, IN_TIME).get(url(service)))
        for said in ("情况如下。", "来函.pdf", "代录：来函"):
            assert said in page

    def test_only_the_clerk_enters(self, house: House, service: PaperService) -> None:
        page = Walker(house.office.director, IN_TIME).get(url(service, "reply_on_behalf"))
        assert page.status_code == 403
        assert "代录答复" not in words(Walker(house.office.director, IN_TIME).get(url(service)))

    def test_page_says_who_may_answer_an_objection(self, house: House, service: PaperService) -> None:
        objected(house, service)
        director, clerk = house.office.director, house.office.clerk
        page = words(Walker(director, IN_TIME).get(url(service)))
        assert "本件由您签发，情况说明和异议须由未参与签发的人员答复" in page
        assert f"可以答复的人员：{clerk.name}（" in page
        assert house.office.second_clerk.name in page
        assert f"{director.name}（办公室负责人）" not in page.partition("可以答复的人员")[2].partition("。")[0]
        assert send(director, service, "lift", reason="属实。").status_code == 403
        page = words(Walker(clerk, IN_TIME).get(url(service)))
        assert "答复异议：维持" in page
        assert "答复异议：采纳" in page

    def test_clerk_of_both_houses_is_told_and_not_named(self, house: House, service: PaperService) -> None:
        objected(house, service)
        entangled = factories.post(Role.OFFICE_CLERK, house.office.unit)
        factories.post(Role.LIAISON, house.commerce.unit, user=entangled.user)
        moonlighter = factories.actor(entangled, IN_TIME)
        page = words(Walker(moonlighter, IN_TIME).get(url(service)))
        assert "按回避要求" in page
        assert moonlighter.name not in page.partition("可以答复的人员")[2].partition("。")[0]
        assert send(moonlighter, service, "uphold", reason="维持。").status_code == 403

    def test_nobody_left_to_answer_is_said(self, house: House, service: PaperService) -> None:
        objected(house, service)
        for clerk in (house.office.clerk, house.office.second_clerk):
            factories.post(Role.LIAISON, house.commerce.unit, user=clerk.user)
        page = words(Walker(house.office.director, IN_TIME).get(url(service)))
        assert "目前没有可以答复本件异议的人员" in page

    def test_refused_decision_keeps_its_words(self, house: House, service: PaperService) -> None:
        objected(house, service)
        stale = service.version
        page = send(house.office.clerk, service, "uphold", reason="经核情况不成立。", version=stale)
        assert page.status_code == 409
        assert "经核情况不成立。" in words(page)
        page = send(house.office.clerk, service, "uphold", reason=" ")
        assert page.status_code == 422
        assert state_of(service) == ServiceState.OBJECTED

    def test_leader_and_readers_only_read(self, house: House, service: PaperService) -> None:
        for actor in (house.office.leader, factories.working(Role.EVALUATOR, house.office.unit)):
            page = Walker(actor, IN_TIME).get(url(service))
            assert page.status_code == 200
            assert "<summary" not in page.content.decode().partition('id="now"')[2]
            assert send(actor, service, "close").status_code == 403

    def test_lifted_objection_offers_to_cancel_the_interview(self, house: House) -> None:
        paper = interview_factories.issued_notice(house)
        service = paper_factories.service_of(paper)
        at = moment("2026-12-23 10:00")
        liaison, clerk = (factories.actor(one.own_post, at) for one in (house.commerce.liaison, house.office.clerk))
        service = paper_services.object_to(service, OBJECTION, by=liaison, at=at)
        cancel = reverse("interview_cancel", args=[paper.interview.pk])
        assert cancel not in Walker(clerk, at).get(url(service)).content.decode()
        paper_services.lift(service, answer="属实。", by=clerk, at=at)
        page = Walker(clerk, at).get(url(service))
        assert "异议已采纳，约谈尚未进行" in words(page)
        assert cancel in page.content.decode()
        assert cancel not in Walker(liaison, at).get(url(service)).content.decode()
        case = Interview.objects.get(notice=paper)
        answer = Walker(clerk, at).post(cancel, version=case.version, reason="异议属实。")
        assert answer.status_code == 302
        assert Interview.objects.get(pk=case.pk).state == InterviewState.CANCELLED
        assert cancel not in Walker(clerk, at).get(url(service)).content.decode()

    def test_interview_that_was_held_is_not_cancelled(self, house: House) -> None:
        case = interview_factories.case_in(InterviewState.HELD, house)
        service = paper_factories.service_of(case.notice)
        at = interview_factories.COMMITTED_AT
        liaison, clerk = (factories.actor(one.own_post, at) for one in (house.commerce.liaison, house.office.clerk))
        service = paper_services.object_to(service, OBJECTION, by=liaison, at=at)
        paper_services.lift(service, answer="属实。", by=clerk, at=at)
        assert reverse("interview_cancel", args=[case.pk]) not in Walker(clerk, at).get(url(service)).content.decode()


class TestStrangers:
    """Another unit finds nothing, whichever address it types."""

    ACTS = ("receive", "reply", "object", "uphold", "lift", "ask_again", "close", "issues", "document")

    def test_other_units_find_no_service(self, house: House, service: PaperService) -> None:
        for stranger in (house.transport.liaison, house.water.reviewer):
            walker = Walker(stranger, IN_TIME)
            assert walker.get(url(service)).status_code == 404
            for act in self.ACTS:
                page = walker.get(url(service, act))
                assert page.status_code in (404, 405), act
                assert service.paper.title not in words(page)
            for act in self.ACTS[:-2]:
                assert walker.post(url(service, act), version=service.version, text="x").status_code == 404, act

    def test_other_units_find_no_file(self, house: House, service: PaperService) -> None:
        send(house.commerce.liaison, service, "reply", text="已整改。", files=[pdf("一.pdf")])
        for file in PaperFile.objects.filter(paper=service.paper):
            address = reverse("received_file", args=[file.pk])
            assert Walker(house.transport.liaison, IN_TIME).get(address).status_code == 404
            answer = Walker(house.commerce.liaison, IN_TIME).get(address)
            assert answer.status_code == 200
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Disposition"].startswith("attachment")
        assert Download.objects.count() == 2

    def test_unit_does_not_get_what_was_signed_inside(self, house: House, service: PaperService) -> None:
        inner = PaperFile.objects.create(
            paper=service.paper,
            blob=PaperFile.objects.filter(paper=service.paper).first().blob,  # type: ignore[union-attr]
            kind=PaperFile.Kind.CONSENT,
            name="市政府同意件.pdf",
            added_by=house.office.clerk.own_post,
            added_at=IN_TIME,
        )
        address = reverse("received_file", args=[inner.pk])
        assert Walker(house.commerce.liaison, IN_TIME).get(address).status_code == 404
        assert "市政府同意件" not in words(Walker(house.commerce.liaison, IN_TIME).get(url(service)))

    def test_planned_paper_is_the_office_s_own(self, house: House) -> None:
        service = paper_factories.service_of(paper_factories.paper_in(PaperState.SEALED, house))
        assert Walker(house.commerce.liaison, IN_TIME).get(url(service)).status_code == 404
        assert "公文尚未印发" in words(Walker(house.office.clerk, IN_TIME).get(url(service)))

    def test_text_that_no_job_rendered_yet_is_told(self, house: House, service: PaperService) -> None:
        page = Walker(house.commerce.liaison, IN_TIME).get(url(service, "document"))
        assert page.status_code == 409
        assert "公文文件正在生成" in words(page)

    @pytest.mark.parametrize("garbage", GARBAGE)
    def test_garbage_in_the_forms_breaks_nothing(self, house: House, service: PaperService, garbage: str) -> None:
        fields = {"on": garbage, "source": garbage, "text": garbage, "reason": garbage, "files": garbage}
        for actor, act in ((house.commerce.liaison, "reply"), (house.office.clerk, "object_on_behalf")):
            page = Walker(actor, IN_TIME).post(url(service, act), version=garbage, **fields)
            assert page.status_code in (409, 422), act
        assert state_of(service) == ServiceState.RECEIVED

    def test_forged_fields_give_nobody_anything(self, house: House, service: PaperService) -> None:
        forged = {"state": "closed", "replied_on": "2020-01-01", "on": "2026-12-10", "unit": house.water.unit.pk}
        assert send(house.commerce.liaison, service, "reply", text="已整改。", **forged).status_code == 302
        stored = PaperService.objects.get(pk=service.pk)
        assert (stored.state, stored.replied_on, stored.unit) == (
            ServiceState.REPLIED,
            IN_TIME.date(),
            house.commerce.unit,
        )

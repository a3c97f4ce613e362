"""What a unit received: its list and desk, the page, answering, and the office on the same page."""

import re
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
from tasks_app.models import Download, Interview, PaperFile, PaperService
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, pdf
from tests.views.walking import GARBAGE, Walker, words

SERVED_DAY = moment("2026-12-09 16:00")
IN_TIME = moment("2026-12-11 10:00")
TOO_LATE = moment("2026-12-22 10:00")
RECEIVED = "/papers/received/"
OBJECTION = Said("上级方案未出台。")


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


@pytest.fixture
def served(house: House) -> PaperService:
    """Served on 9 December, not signed for."""
    return paper_factories.service_of(paper_factories.paper_in(PaperState.ISSUED, house))


@pytest.fixture
def service(house: House) -> PaperService:
    """Received on 10 December, to be answered by the 17th."""
    return paper_factories.received(house)


def url(service: PaperService, act: str = "") -> str:
    return reverse(f"service_{act}" if act else "service", args=[service.pk])


def send(actor: Actor, service: PaperService, act: str, at: Any = IN_TIME, **fields: Any) -> HttpResponse:
    """Sends the form of an act from the page that shows the stored version."""
    version = PaperService.objects.get(pk=service.pk).version
    return Walker(actor, at).post(url(service, act), **{"version": version, **fields})


def objected(house: House, service: PaperService) -> PaperService:
    liaison = factories.actor(house.commerce.liaison.own_post, IN_TIME)
    return paper_services.object_to(service, OBJECTION, by=liaison, at=IN_TIME)


def state_of(service: PaperService) -> str:
    return PaperService.objects.get(pk=service.pk).state


class TestDeskAndList:
    """Where a unit finds what reached it."""

    def test_desk_says_it_and_leads_to_it(self, house: House, served: PaperService) -> None:
        page = Walker(house.commerce.liaison, SERVED_DAY).get("/")
        assert "1件来文待签收" in words(page)
        assert url(served) in page.content.decode()
        assert "来文" not in words(Walker(house.transport.liaison, SERVED_DAY).get("/"))

    def test_desk_says_what_is_to_be_answered(self, house: House, service: PaperService) -> None:
        page = Walker(house.commerce.liaison, IN_TIME).get("/")
        assert "1件来文待答复" in words(page)
        assert "剩4个工作日" in words(page)
        assert "件来文待签收" not in {stat.words for stat in page.context["sentence"].stats}

    def test_what_is_to_be_signed_for_stands_first_and_settled_papers_below(self, house: House) -> None:
        settled = paper_factories.received(house, PaperKind.DISPATCH_NOTICE)
        owed = paper_factories.received(house)
        other = [house.line(house.commerce, 2)]
        new = paper_factories.service_of(paper_factories.paper_in(PaperState.ISSUED, house, lines=other))
        page = Walker(house.commerce.liaison, IN_TIME).get(RECEIVED).content.decode()
        places = [page.index(url(one)) for one in (new, owed, settled)]
        assert places == sorted(places)
        assert "共 2 件" in page
        only_settled = Walker(house.commerce.liaison, IN_TIME).get(RECEIVED, show="settled").content.decode()
        assert [url(one) in only_settled for one in (new, owed, settled)] == [False, False, True]

    def test_nothing_received_is_said(self, house: House) -> None:
        assert "没有待签收或待答复的来文" in words(Walker(house.water.liaison, IN_TIME).get(RECEIVED))

    def test_office_has_no_such_list(self, house: House) -> None:
        page = Walker(house.office.clerk, IN_TIME).get(RECEIVED)
        assert page.status_code == 403
        assert "只有主送单位" in words(page)

    @pytest.mark.parametrize("garbage", GARBAGE)
    def test_garbage_in_the_address_shows_the_list(self, house: House, served: PaperService, garbage: str) -> None:
        page = Walker(house.commerce.liaison, IN_TIME).get(RECEIVED, show=garbage, after=garbage, before=garbage)
        assert page.status_code == 200
        assert url(served) in page.content.decode()


class TestUnit:
    """The addressee reads, signs, answers and objects."""

    def test_page_shows_the_original_and_the_issues_and_nothing_of_the_office(
        self, house: House, served: PaperService
    ) -> None:
        page = words(Walker(house.commerce.liaison, SERVED_DAY).get(url(served)))
        for said in (
            "珠碳办〔2026〕1号",
            "盖章件.pdf",
            "问题清单",
            "2026年11月30日",
            "办理中",
            "请签收；签收后5个工作日内答复",
        ):
            assert said in page
        for inner in (house.office.clerk.name, house.office.director.name, house.transport.unit.name, "核稿"):
            assert inner not in page.partition("办理过程")[0]

    def test_signing_answers_and_closes(self, house: House, served: PaperService) -> None:
        liaison, director = house.commerce.liaison, house.office.director
        answer = send(liaison, served, "receive")
        assert answer.headers["Location"] == url(served)
        assert "2026-12-18剩5个工作日" in words(Walker(liaison, IN_TIME).get(url(served)))
        page = words(Walker(liaison, IN_TIME).get(url(served, "reply")))
        assert "答复内容" in page
        answer = send(liaison, served, "reply", text="已整改。", files=[pdf("一.pdf"), pdf("二.pdf", b"%PDF-1.7 2")])
        assert answer.status_code == 302
        page = words(Walker(liaison, IN_TIME).get(url(served)))
        for said in ("已整改。", "一.pdf", "二.pdf", "已答复，等待领导小组办公室办理"):
            assert said in page
        assert send(director, served, "close").status_code == 302
        assert "本件已办结" in words(Walker(liaison, IN_TIME).get(url(served)))

    def test_double_click_signs_once(self, house: House, served: PaperService) -> None:
        walker = Walker(house.commerce.liaison, IN_TIME)
        form = {"version": served.version, "form_key": "4c5e8d84-6a3e-4f0e-9c86-0d1d5c8f4b11"}
        first, second = (walker.post(url(served, "receive"), **form) for _ in range(2))
        assert (first.status_code, second.status_code) == (302, 302)
        assert PaperService.objects.get(pk=served.pk).version == served.version + 1

    def test_empty_answer_comes_back_with_its_fault(self, house: House, service: PaperService) -> None:
        page = send(house.commerce.liaison, service, "reply", text="\u200b", files=[pdf()])
        assert page.status_code == 422
        assert "请填写答复内容" in words(page)
        assert "附件没有保存，请重新选择" in words(page)
        assert not PaperFile.objects.filter(service=service).exists()

    def test_bad_file_keeps_the_words(self, house: House, service: PaperService) -> None:
        page = send(house.commerce.liaison, service, "reply", text="已整改。", files=[pdf("机密.pdf")])
        assert page.status_code == 422
        assert "已整改。" in words(page)
        assert "密级标志" in words(page)

    def test_stale_page_keeps_the_words_and_says_who_was_faster(self, house: House, service: PaperService) -> None:
        stale = service.version
        send(house.commerce.reviewer, service, "reply", text="审核人先答复。")
        page = send(house.commerce.liaison, service, "reply", text="联络员写了很久。", version=stale)
        assert page.status_code == 409
        assert "联络员写了很久。" in words(page)
        assert f"{house.commerce.reviewer.name}已于" in words(page)

    def test_answering_too_soon_is_told_why(self, house: House, served: PaperService) -> None:
        walker = Walker(house.commerce.liaison, IN_TIME)
        for page in (walker.get(url(served, "reply")), send(house.commerce.liaison, served, "reply", text="已整改。")):
            assert page.status_code == 409
            assert "现在的状态是“待签收”，不能答复" in words(page)

    def test_objecting_stops_the_window_until_it_is_answered(self, house: House, service: PaperService) -> None:
        liaison = house.commerce.liaison
        assert send(liaison, service, "object", text="上级方案未出台。").status_code == 302
        page = words(Walker(liaison, TOO_LATE).get(url(service)))
        assert "等待领导小组办公室答复" in page
        assert "逾期" not in page.partition("问题清单")[0]
        answer = send(house.office.second_clerk, service, "uphold", TOO_LATE, reason="方案已出台，请按期办理。")
        assert answer.status_code == 302
        page = words(Walker(liaison, TOO_LATE).get(url(service)))
        assert "方案已出台，请按期办理。" in page
        assert "2026-12-29剩5个工作日" in page

    def test_answer_sent_back_is_written_on(self, house: House, service: PaperService) -> None:
        send(house.commerce.liaison, service, "reply", text="已整改。")
        send(house.office.clerk, service, "ask_again", reason="请补充数量。")
        page = words(Walker(house.commerce.liaison, IN_TIME).get(url(service)))
        assert "请补充数量。" in page
        assert "已整改。" in words(Walker(house.commerce.liaison, IN_TIME).get(url(service, "reply")))

    def test_late_answer_is_said_in_working_days(self, house: House, service: PaperService) -> None:
        assert "逾期未答复3个工作日" in words(Walker(house.commerce.liaison, TOO_LATE).get(url(service)))
        send(house.commerce.liaison, service, "reply", TOO_LATE, text="已整改。")
        assert "逾期3个工作日答复" in words(Walker(house.office.clerk, TOO_LATE).get(url(service)))

    def test_paper_without_a_window_may_be_answered(self, house: House) -> None:
        service = paper_factories.received(house, PaperKind.DISPATCH_NOTICE)
        page = words(Walker(house.commerce.liaison, IN_TIME).get(url(service)))
        assert "本件不要求答复" in page
        assert "问题清单" not in page
        assert send(house.commerce.liaison, service, "reply", text="已报送。").status_code == 302


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


def test_the_timeline_names_no_person_of_the_office_to_a_unit(house: House, service: PaperService) -> None:
    names = [one.name for one in (house.office.clerk, house.office.second_clerk, house.office.director)]
    entries = re.search(r'<ol class="timeline">.*?</ol>', page_html(house.commerce.liaison, service), re.DOTALL)
    assert entries is not None
    assert not [name for name in names if name in entries[0]]
    assert "领导小组办公室" in entries[0]
    assert house.commerce.liaison.name in entries[0]
    assert house.office.clerk.name in page_html(house.office.clerk, service)


def page_html(actor: Actor, service: PaperService) -> str:
    return Walker(actor, IN_TIME).get(url(service)).content.decode()


def test_issues_are_printed_without_persons(house: House, service: PaperService) -> None:
    page = words(Walker(house.commerce.liaison, IN_TIME).get(url(service, "issues")))
    for said in ("问题清单", "推进第1项重点任务", "2026年11月30日", "请在答复时限内反馈办理情况"):
        assert said in page
    dispatched = paper_factories.received(house, PaperKind.DISPATCH_NOTICE)
    assert "本件没有问题清单" in words(Walker(house.commerce.liaison, IN_TIME).get(url(dispatched, "issues")))


def test_pages_cost_a_known_number_of_statements(
    house: House, service: PaperService, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    send(house.commerce.liaison, service, "reply", text="已整改。", files=[pdf("一.pdf")])
    liaison, clerk = (Walker(one, IN_TIME) for one in (house.commerce.liaison, house.office.clerk))
    for walker, address, count in (
        (liaison, RECEIVED, 10),
        (liaison, url(service), 10),
        (liaison, url(service, "issues"), 7),
        (clerk, url(service), 12),  # two ask whose signature stood on a sheet, and who entered the answer (回避)
    ):
        walker.get(address)
        with django_assert_num_queries(count):
            walker.get(address)


def test_list_costs_the_same_with_more_papers(
    house: House, service: PaperService, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    walker = Walker(house.commerce.liaison, IN_TIME)
    for kind in (PaperKind.SUPERVISION_LETTER, PaperKind.DISPATCH_NOTICE):
        paper_factories.received(house, kind, lines=[house.line(house.commerce, 2)])
    walker.get(RECEIVED)
    with django_assert_num_queries(10):
        walker.get(RECEIVED)

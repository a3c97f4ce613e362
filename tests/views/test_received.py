"""What a unit received: its list and desk, the page, signing, answering and objecting."""

import re
from collections.abc import Iterator

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import PaperState
from tasks_app.models import PaperFile, PaperService
from tests import paper_factories
from tests.conftest import Standing
from tests.factories import House, pdf
from tests.views.received import IN_TIME, RECEIVED, SERVED_DAY, TOO_LATE, send, url
from tests.views.walking import GARBAGE, Walker, words


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


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
        (liaison, RECEIVED, 8),
        (liaison, url(service), 8),
        (liaison, url(service, "issues"), 5),
        (clerk, url(service), 10),  # two ask whose signature stood on a sheet, and who entered the answer (回避)
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
    with django_assert_num_queries(8):
        walker.get(RECEIVED)

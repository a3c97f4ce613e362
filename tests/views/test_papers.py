"""The office's papers: the list, one paper, and who sees what of it."""

import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import paper_drafts, paper_rendering, papers
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import PaperState
from tasks_app.models import Download, Paper
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment
from tests.views.walking import GARBAGE, Walker, words

pytestmark = pytest.mark.django_db
IN_DECEMBER = moment("2026-12-09 16:00")
LIST = "/papers/"


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    """The house whose lines are late, with a mandate and 代字."""
    with standing(paper_factories.late_house) as built:
        yield built


@pytest.fixture
def house(house_of_the_module: House, db: None) -> House:
    return deepcopy(house_of_the_module)


def walker(actor: Actor) -> Walker:
    return Walker(actor, IN_DECEMBER)


def page_of(paper: Paper, actor: Actor) -> HttpResponse:
    return walker(actor).get(reverse("paper", args=[paper.pk]))


def buttons(page: HttpResponse) -> set[str]:
    """The verbs a page offers, as buttons, questions or links that look like buttons."""
    html = page.content.decode()
    found = re.findall(r'<(?:button|summary|a) class="button[^>]*>([^<]+)<', html)
    return {verb.strip() for verb in found}


class TestTheList:
    def test_first_stands_what_waits_for_me(self, house: House) -> None:
        paper_factories.paper_in(PaperState.CHECKING, house)
        for actor, waits in ((house.office.second_clerk, True), (house.office.clerk, False)):
            page = walker(actor).get(LIST)
            assert ("待我办理" in words(page)) is waits
            assert "督办通知" in words(page)

    @pytest.mark.parametrize(
        ("state", "kind", "person"),
        [
            (PaperState.DRAFT, PaperKind.SUPERVISION_NOTICE, "clerk"),
            (PaperState.PRESENTED, PaperKind.SUPERVISION_NOTICE, "director"),
            (PaperState.PRESENTED, PaperKind.MEMO, "leader"),
            (PaperState.SIGNED, PaperKind.SUPERVISION_NOTICE, "second_clerk"),
            (PaperState.SEALED, PaperKind.SUPERVISION_NOTICE, "clerk"),
        ],
    )
    def test_it_waits_for_whose_step_is_next(self, house: House, state: str, kind: str, person: str) -> None:
        paper_factories.paper_in(state, house, kind)
        assert "待我办理" in words(walker(getattr(house.office, person)).get(LIST))

    def test_a_memo_with_its_number_waits_for_nobody(self, house: House) -> None:
        paper_factories.paper_in(PaperState.NUMBERED, house, PaperKind.MEMO)
        for person in (house.office.clerk, house.office.second_clerk, house.office.director, house.office.leader):
            assert "待我办理" not in words(walker(person).get(LIST))

    def test_about_the_offices_own_house_it_waits_for_a_leader(self, house: House) -> None:
        factories.signed_line(house, house.host, number=2)
        paper_factories.paper_in(PaperState.PRESENTED, house, lines=[house.line(house.host, 2)])
        assert "待我办理" in words(walker(house.office.leader).get(LIST))
        assert "待我办理" not in words(walker(house.office.director).get(LIST))

    def test_chips_narrow_to_a_state(self, house: House) -> None:
        paper_factories.drafted(house)
        office = walker(house.office.director)
        assert "关于督促办理" in words(office.get(LIST, state="draft"))
        assert "没有这一类公文" in words(office.get(LIST, state="issued"))

    @pytest.mark.parametrize("word", GARBAGE)
    def test_an_address_with_garbage_shows_the_first_page(self, house: House, word: str) -> None:
        page = walker(house.office.clerk).get(LIST, state=word, after=word, before=word)
        assert page.status_code == 200

    def test_a_leader_sees_no_drafts(self, house: House) -> None:
        paper_factories.paper_in(PaperState.CHECKING, house)
        page = walker(house.office.leader).get(LIST)
        assert "关于督促办理" not in words(page)
        assert "拟稿" not in {verb.strip() for verb in buttons(page)}
        assert "没有这一类公文" in words(walker(house.office.leader).get(LIST, state="draft"))

    def test_the_number_of_statements_does_not_grow(
        self, house: House, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        office = walker(house.office.clerk)
        office.get(LIST)  # what a process remembers it has read
        for count in (1, 4):
            while Paper.objects.count() < count:
                paper_factories.drafted(house)
            with django_assert_num_queries(STATEMENTS_OF_LIST):
                office.get(LIST)


STATEMENTS_OF_LIST = 9


class TestOnePaper:
    def test_a_draft_is_a_form_made_of_its_kind(self, house: House) -> None:
        paper = paper_factories.drafted(house, PaperKind.INTERVIEW_NOTICE)
        page = page_of(paper, house.office.clerk)
        for passage in paper.declared.passages:
            assert f'name="{passage.code}"' in page.content.decode()
        assert {"保存", "送核"} <= buttons(page)
        assert "答复期（工作日）" in words(page)

    def test_the_preview_shows_the_words_and_the_issues(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.ISSUED, house)
        page = page_of(paper, house.office.leader)
        said = words(page)
        assert "市商务局：" in said
        assert "问题清单序号重点任务原定完成时限目前状态工作要求1推进第1项重点任务2026年11月30日办理中" in said
        assert "2026年12月8日" in said
        assert "<textarea" not in page.content.decode()

    @pytest.mark.parametrize(
        ("state", "kind", "person", "primary"),
        [
            (PaperState.CHECKING, PaperKind.SUPERVISION_NOTICE, "second_clerk", "核稿通过并呈批"),
            (PaperState.PRESENTED, PaperKind.SUPERVISION_NOTICE, "director", "签发"),
            (PaperState.PRESENTED, PaperKind.INTERVIEW_NOTICE, "leader", "同意约谈"),
            (PaperState.PRESENTED, PaperKind.MEMO, "leader", "批示"),
            (PaperState.SIGNED, PaperKind.SUPERVISION_NOTICE, "clerk", "编号"),
            (PaperState.NUMBERED, PaperKind.SUPERVISION_NOTICE, "clerk", "登记用印"),
            (PaperState.SEALED, PaperKind.SUPERVISION_NOTICE, "clerk", "登记印发"),
        ],
    )
    def test_one_primary_thing_to_do(self, house: House, state: str, kind: str, person: str, primary: str) -> None:
        page = page_of(
            presented_notice(house)
            if kind == PaperKind.INTERVIEW_NOTICE
            else paper_factories.paper_in(state, house, kind),
            getattr(house.office, person),
        )
        found = re.findall(r'<(?:summary|a) class="button button-primary"[^>]*>([^<]+)<', page.content.decode())
        assert [verb.strip() for verb in found] == [primary]

    def test_nobody_checks_their_own_draft_and_is_told_why(self, house: House) -> None:
        page = page_of(paper_factories.paper_in(PaperState.CHECKING, house), house.office.clerk)
        assert "核稿通过并呈批" not in buttons(page)
        assert "本件由您本人填写" in words(page)

    def test_whoever_works_for_the_unit_is_told_to_leave_it(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.CHECKING, house)
        both = factories.working(Role.OFFICE_CLERK, house.office.unit)
        factories.post(Role.LIAISON, house.commerce.unit, user=both.user)
        page = page_of(paper, factories.actor(both.own_post, IN_DECEMBER))
        assert "您同时是该单位或其归口单位的联络员或审核人" in words(page)
        assert buttons(page) & {"核稿通过并呈批", "退回修改", "撤回"} == set()

    def test_the_issue_is_asked_for_by_name(self, house: House) -> None:
        page = page_of(paper_factories.paper_in(PaperState.SEALED, house), house.office.clerk)
        assert "向市商务局印发“关于督促办理" in words(page)
        assert "印发后不可撤回" in words(page)

    def test_evidence_is_for_who_checks_and_approves(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.ISSUED, house)
        evaluator = factories.working(Role.EVALUATOR, factories.unit())
        for actor, reads in ((house.office.leader, True), (house.office.clerk, True), (evaluator, False)):
            assert ("办理情况附件" in words(page_of(paper, actor))) is reads

    def test_what_changed_stands_first_and_must_be_known(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.PRESENTED, house)
        closed(house)
        page = page_of(paper, house.office.director)
        assert "送核以后，下列事项有变化" in words(page)
        assert "办理中，完成时限2026-11-30→已完成，完成时限2026-11-30" in words(page)
        assert 'name="knows_changes"' in page.content.decode()

    def test_an_auditor_sees_what_was_issued_in_the_year(self, house: House) -> None:
        issued = paper_factories.paper_in(PaperState.ISSUED, house)
        scoped = {"starts_on": factories.BEGINNING, "ends_on": moment("2027-12-31").date()}
        draft = paper_factories.drafted(house, PaperKind.MEMO)
        for year, seen in ((2026, 200), (2025, 404)):
            auditor = factories.actor(factories.post(Role.AUDITOR, factories.unit(), scope_year=year, **scoped))
            assert page_of(issued, auditor).status_code == seen
            assert page_of(draft, auditor).status_code == 404

    def test_a_unit_is_led_to_its_own_page_of_it(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.ISSUED, house)
        answer = page_of(paper, house.commerce.liaison)
        assert answer["Location"] == reverse("service", args=[paper.services.get().pk])
        assert page_of(paper, house.water.liaison).status_code == 404

    def test_the_file_is_there_when_it_was_rendered(self, house: House) -> None:
        office = walker(house.office.clerk)
        draft = office.get(reverse("paper_document", args=[paper_factories.drafted(house).pk]))
        assert draft.status_code == 409
        assert "编号后才生成公文文件" in words(draft)
        numbered = paper_factories.paper_in(PaperState.NUMBERED, house, PaperKind.MEMO)
        answer = office.get(reverse("paper_document", args=[numbered.pk]))
        assert answer.status_code == 409
        assert "正在生成公文文件" in words(answer)
        paper_rendering.render_waiting(at=IN_DECEMBER)
        answer = office.get(reverse("paper_document", args=[numbered.pk]))
        assert answer.content.startswith(b"PK")
        assert Download.objects.get().what.endswith(f"{numbered.title}.docx")

    @pytest.mark.parametrize("state", [PaperState.DRAFT, PaperState.PRESENTED, PaperState.ISSUED])
    def test_a_page_has_a_known_number_of_statements(
        self, house: House, state: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        paper = paper_factories.paper_in(state, house)
        office = walker(house.office.director)
        url = reverse("paper", args=[paper.pk])
        office.get(url)  # what a process remembers it has read
        with django_assert_num_queries(STATEMENTS_OF_PAGE[state]):
            office.get(url)


# A draft asks the facts of its grounds, the send-backs of their reports among them; while a paper waits for an
# approval, one statement asks who wrote its words; once it is signed, one whether the signature stood on a sheet.
STATEMENTS_OF_PAGE = {PaperState.DRAFT: 22, PaperState.PRESENTED: 18, PaperState.ISSUED: 14}


def closed(house: House) -> None:
    """The line of the paper was closed meanwhile."""
    line = house.line(house.commerce)
    at = moment("2026-12-08 12:00")
    draft = factories.closing_draft(line, house.commerce, at=at)
    factories.advance(draft, "accepted", house, house.commerce, at=at)


def presented_notice(house: House) -> Paper:
    """A notice of an interview, checked, waiting for a leader to agree."""
    clerk, second = (
        factories.actor(one.own_post, IN_DECEMBER) for one in (house.office.clerk, house.office.second_clerk)
    )
    at = interview_factories.DRAFTED_AT
    paper = paper_drafts.submit(interview_factories.drafted_notice(house), by=clerk, at=at)
    return papers.check(paper, by=second, at=at)


class TestFilesOfOnePaper:
    def test_a_proof_bears_no_number_and_is_for_those_who_decide(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.PRESENTED, house)
        url = reverse("paper_proof", args=[paper.pk])
        answer = walker(house.office.leader).get(url)
        assert answer.status_code == 200
        assert answer.content.startswith(b"PK")
        assert "下载清样（.docx）" in words(page_of(paper, house.office.director))

    def test_without_the_package_the_page_says_which_to_install(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.NUMBERED, house)
        answer = walker(house.office.clerk).get(reverse("paper_pdf", args=[paper.pk]))
        assert answer.status_code == 409
        assert "requirements-pdf.txt" in words(answer)

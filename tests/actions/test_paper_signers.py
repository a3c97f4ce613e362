"""Whoever signed is barred from judging it, also where the signature stood on paper; whoever registered it is not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.actor import Actor
from accounts.models import Role, User
from tasks_app.actions import paper_drafts, paper_issue, paper_numbers, paper_services, papers
from tasks_app.actions.paper_services import Said
from tasks_app.actions.papers import Agreement
from tasks_app.actions.reports import Sheet
from tasks_app.dashboards.service import answerers
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.refusals import Invalid, NotAllowed
from tasks_app.models import Paper, PaperService, PaperSheet, StateChange
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, pdf, published_calendar, stored
from tests.paper_factories import ISSUED_AT, SIGNED_AT

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10")
MEETING = interview_factories.AGREED_AT
CALENDAR = published_calendar()


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def sheet(name: str, user: User | None = None) -> Sheet:
    """同意, as somebody wrote it on paper."""
    return Sheet(name, "主任", "同意。", SIGNED_AT.date(), *stored(pdf("签批件.pdf")), signer_user=user)


def objected(house: House, signed: Sheet) -> PaperService:
    """A letter that was signed on this sheet, registered by the clerk; the unit objects."""
    clerk, late = factories.actor(house.office.clerk.own_post, SIGNED_AT), timedelta(hours=1)
    paper = paper_factories.paper_in(PaperState.PRESENTED, house)
    paper = papers.sign_on_paper(paper, signed, by=clerk, at=SIGNED_AT)
    paper = paper_numbers.number(paper, by=clerk, at=ISSUED_AT)
    paper = paper_issue.seal(paper, *stored(pdf("盖章件.pdf")), by=clerk, at=ISSUED_AT)
    paper = paper_issue.issue(paper, by=clerk, at=ISSUED_AT)
    liaison = factories.actor(house.commerce.liaison.own_post, AT)
    service = paper_services.receive(paper_factories.service_of(paper), calendar=CALENDAR, by=liaison, at=AT)
    return paper_services.object_to(service, Said("不应由我局承担。"), by=liaison, at=AT + late)


def uphold(service: PaperService, by: Actor) -> PaperService:
    answering = factories.actor(by.own_post, AT)
    at = AT + timedelta(hours=2)
    return paper_services.uphold(service, answer="维持。", calendar=CALENDAR, by=answering, at=at)


@pytest.mark.parametrize("by_account", [True, False], ids=["account", "name"])
def test_whoever_signed_on_paper_answers_no_objection_to_it(house: House, by_account: bool) -> None:
    director = house.office.director
    service = objected(house, sheet(director.name, director.user if by_account else None))
    with pytest.raises(NotAllowed, match="由您签发"):
        uphold(service, director)


def test_whoever_only_registered_the_sheet_answers(house: House) -> None:
    director, clerk = house.office.director, house.office.clerk
    service = objected(house, sheet("", director.user))
    assert PaperSheet.objects.get().signer == director.name
    assert {post.user for post in answerers(service, clerk)} == {clerk.user, house.office.second_clerk.user}
    assert uphold(service, clerk).answer == "维持。"


def test_who_bears_the_same_name_is_free_where_the_account_is_known(house: House) -> None:
    director = house.office.director
    other = factories.working(Role.OFFICE_DIRECTOR, house.office.unit)
    assert other.user is not None
    other.user.full_name = director.name
    other.user.save()
    service = objected(house, sheet(director.name, director.user))
    assert uphold(service, other).answer == "维持。"


@pytest.mark.parametrize("missing", [{"signer": "　"}, {"words": ""}, {"signer_title": ""}, {"signed_on": None}])
def test_a_sheet_names_somebody(house: House, missing: dict[str, object]) -> None:
    clerk = factories.actor(house.office.clerk.own_post, SIGNED_AT)
    paper = paper_factories.paper_in(PaperState.PRESENTED, house)
    with pytest.raises(Invalid):
        papers.sign_on_paper(paper, replace(sheet("陈某"), **missing), by=clerk, at=SIGNED_AT)  # type: ignore[arg-type]


def agreed_notice(house: House, by: Actor, on_paper: Sheet | None = None) -> Paper:
    """The notice of an interview, checked and agreed to by this person, or on this sheet."""
    clerk, second = (factories.actor(one.own_post, MEETING) for one in (house.office.clerk, house.office.second_clerk))
    paper = paper_drafts.submit(interview_factories.drafted_notice(house), by=clerk, at=MEETING)
    paper = papers.check(paper, by=second, at=MEETING)
    agreement = Agreement(by.name, "副市长")
    if on_paper:
        return papers.agree_on_paper(paper, agreement, on_paper, by=clerk, at=MEETING)
    return papers.agree(paper, agreement, by=by, at=MEETING)


@pytest.mark.parametrize("door", ["click", "account", "name"])
def test_whoever_agreed_to_an_interview_does_not_sign_it_under_another_hat(house: House, door: str) -> None:
    leader = house.office.leader
    hat = factories.post(Role.OFFICE_DIRECTOR, house.office.unit, user=leader.user)
    on_paper = None if door == "click" else sheet(leader.name, leader.user if door == "account" else None)
    paper = agreed_notice(house, factories.actor(leader.own_post, MEETING), on_paper)
    with pytest.raises(NotAllowed, match="同意和签发须由两人分别作出"):
        papers.sign(paper, by=factories.actor(hat, MEETING), at=MEETING)
    director = factories.actor(house.office.director.own_post, MEETING)
    assert papers.sign(paper, by=director, at=MEETING).state == PaperState.SIGNED


@pytest.mark.parametrize("door", ["click", "account", "name"])
@pytest.mark.parametrize("by_account", [True, False], ids=["account", "name"])
def test_nor_on_a_sheet_whichever_door_was_first(house: House, door: str, by_account: bool) -> None:
    """The same leader on both sheets, or first by a click: an interview needs two decisions by two people."""
    leader, clerk = house.office.leader, factories.actor(house.office.clerk.own_post, MEETING)
    factories.post(Role.OFFICE_DIRECTOR, house.office.unit, user=leader.user)
    agreed = None if door == "click" else sheet(leader.name, leader.user if door == "account" else None)
    paper = agreed_notice(house, factories.actor(leader.own_post, MEETING), agreed)
    again = sheet(leader.name, leader.user if by_account else None)
    with pytest.raises(Invalid, match=f"同意和签发须由两人分别作出；{leader.name}已同意本件"):
        papers.sign_on_paper(paper, again, by=clerk, at=MEETING)
    director = house.office.director
    other = sheet(director.name, director.user if by_account else None)
    assert papers.sign_on_paper(paper, other, by=clerk, at=MEETING).state == PaperState.SIGNED


def test_a_name_without_an_account_is_one_person(house: House) -> None:
    clerk = factories.actor(house.office.clerk.own_post, MEETING)
    paper = agreed_notice(house, replace(clerk, user=User(full_name="陈某")), sheet("陈某"))
    with pytest.raises(Invalid, match="陈某已同意本件"):
        papers.sign_on_paper(paper, sheet("陈某"), by=clerk, at=MEETING)
    assert papers.sign_on_paper(paper, sheet("王某"), by=clerk, at=MEETING).state == PaperState.SIGNED


def test_about_the_offices_host_the_only_leader_does_both_on_paper_too(house: House) -> None:
    leader, clerk = house.office.leader, factories.actor(house.office.clerk.own_post, MEETING)
    paper = agreed_notice(house, factories.actor(leader.own_post, MEETING))
    house.commerce.unit.hosted_by = house.office.unit
    house.commerce.unit.save()
    papers.sign_on_paper(paper, sheet(leader.name, leader.user), by=clerk, at=MEETING)
    assert "没有其他领导可以签发" in StateChange.objects.get(kind="paper", object_id=paper.pk, act="sign_on_paper").why


@pytest.mark.parametrize("others", [0, 1])
def test_about_the_offices_host_the_only_leader_does_both_and_it_is_said(house: House, others: int) -> None:
    leader = factories.actor(house.office.leader.own_post, MEETING)
    paper = agreed_notice(house, leader)
    house.commerce.unit.hosted_by = house.office.unit
    house.commerce.unit.save()
    for _ in range(others):
        factories.post(Role.GROUP_LEADER, factories.unit())
    if others:
        with pytest.raises(NotAllowed, match="同意和签发须由两人分别作出"):
            papers.sign(paper, by=leader, at=MEETING)
    else:
        assert papers.sign(paper, by=leader, at=MEETING).state == PaperState.SIGNED
        assert "没有其他领导可以签发" in StateChange.objects.get(kind="paper", object_id=paper.pk, act="sign").why


def test_the_day_under_a_paper_is_the_day_on_the_sheet(house: House) -> None:
    clerk = factories.actor(house.office.clerk.own_post, ISSUED_AT)
    paper = paper_factories.paper_in(PaperState.PRESENTED, house)
    earlier = replace(sheet("陈某"), signed_on=SIGNED_AT.date() - timedelta(days=1))
    paper = papers.sign_on_paper(paper, earlier, by=clerk, at=SIGNED_AT)
    paper = paper_numbers.number(paper, by=clerk, at=ISSUED_AT)
    assert paper.context is not None
    assert paper.context["signed_on"] == earlier.signed_on.isoformat()  # type: ignore[union-attr]


class TestTypedNumbers:
    """外部取号登记: a number of the office's own register."""

    def test_of_another_year_is_refused(self, house: House) -> None:
        clerk = factories.actor(house.office.clerk.own_post, ISSUED_AT)
        paper = paper_factories.paper_in(PaperState.SIGNED, house)
        with pytest.raises(Invalid, match="年份应为2026年"):
            paper_numbers.number(paper, external="珠碳办〔2031〕1号", by=clerk, at=ISSUED_AT)

    def test_that_somebody_else_takes_at_the_same_moment_is_told(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clerk = factories.actor(house.office.clerk.own_post, ISSUED_AT)
        first = paper_factories.paper_in(PaperState.NUMBERED, house)
        second = paper_factories.paper_in(PaperState.SIGNED, house, lines=[house.line(house.transport)])
        seen = iter([False, True])  # not yet there when it is looked for
        monkeypatch.setattr(paper_numbers, "_is_taken", lambda number: next(seen))
        with pytest.raises(Invalid, match=f"“{first.number}”已经用过"):
            paper_numbers.number(second, external=first.number, by=clerk, at=ISSUED_AT)
        assert Paper.objects.get(pk=second.pk).state == PaperState.SIGNED

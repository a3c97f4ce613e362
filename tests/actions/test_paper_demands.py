"""What was demanded at 送核 is asked again until 印发: the world goes on while a paper is on its way."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from accounts.models import UnitKind, UnitSuccession
from tasks_app.actions import (
    mandates,
    paper_drafts,
    paper_issue,
    paper_numbers,
    paper_services,
    papers,
    recording,
    work_items,
)
from tasks_app.actions.paper_services import Said
from tasks_app.actions.papers import Agreement
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Interview, Mandate, Paper, PaperService, UnitLine
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House
from tests.paper_factories import DRAFTED_AT, ISSUED_AT, SIGNED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def go_on(of: House, paper: Paper, **known: bool) -> Paper:
    """The next step of a paper that was presented, by whoever takes it."""
    clerk, director = (factories.actor(one.own_post, ISSUED_AT) for one in (of.office.clerk, of.office.director))
    if paper.state == PaperState.PRESENTED:
        return papers.sign(paper, **known, by=director, at=ISSUED_AT)
    if paper.state == PaperState.SIGNED:
        return paper_numbers.number(paper, **known, by=clerk, at=ISSUED_AT)
    return paper_issue.issue(paper, **known, by=clerk, at=ISSUED_AT)


def a_name_ends(of: House) -> None:
    change = UnitSuccession(
        unit=of.commerce.unit,
        successor_name="市商务和口岸局",
        successor_kind=UnitKind.DEPARTMENT,
        change=UnitSuccession.Change.RENAMED,
    )
    recording.save(change, by=factories.clock(), at=DRAFTED_AT, why="拟更名")


def the_mandate_ends(of: House) -> None:
    director = factories.actor(of.office.director.own_post, DRAFTED_AT)
    mandates.end(Mandate.objects.get(), last_day=factories.BEGINNING, by=director, at=DRAFTED_AT)


def others_supervise(of: House) -> None:
    item = of.line(of.commerce).work_item
    work_items.mark_supervised(item, supervised_by="市政府督查室", by=of.office.clerk, at=DRAFTED_AT)


def it_becomes_a_party_organ(of: House) -> None:
    of.commerce.unit.kind = UnitKind.PARTY
    recording.save(of.commerce.unit, by=factories.clock(), at=DRAFTED_AT, why="改变类别")


def close_line(of: House, at: datetime) -> None:
    line = UnitLine.objects.get(pk=of.line(of.commerce).pk)
    factories.advance(factories.closing_draft(line, of.commerce, at=at), ReportState.ACCEPTED, of, of.commerce, at=at)


@pytest.mark.parametrize("state", [PaperState.PRESENTED, PaperState.SIGNED, PaperState.SEALED])
@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (a_name_ends, "尚待确认"),
        (the_mandate_ends, "已经失效"),
        (others_supervise, "已由市政府督查室督办"),
        (it_becomes_a_party_organ, "不适用“督办通知”"),
    ],
)
def test_what_no_longer_holds_stops_it(
    house: House, state: str, happens: Callable[[House], None], sentence: str
) -> None:
    paper = paper_factories.paper_in(state, house)
    happens(house)
    with pytest.raises(NotNow, match=sentence) as refused:
        go_on(house, Paper.objects.get(pk=paper.pk))
    assert "作废" in refused.value.sentence
    assert Paper.objects.get().state == state


def test_a_unit_is_addressed_by_the_name_it_bears_when_the_number_is_given(house: House) -> None:
    paper = paper_factories.paper_in(PaperState.SIGNED, house)
    house.commerce.unit.name = "市商务和口岸局"
    recording.save(house.commerce.unit, by=factories.clock(), at=SIGNED_AT, why="更名")
    paper = go_on(house, paper)
    assert paper.context is not None
    assert paper.context["addressee"] == "市商务和口岸局"
    assert paper_factories.service_of(paper).unit_name == "市商务和口岸局"


class TestInterviews:
    AT = interview_factories.AGREED_AT

    def presented(self, of: House) -> Paper:
        clerk, second = (factories.actor(one.own_post, self.AT) for one in (of.office.clerk, of.office.second_clerk))
        notice = interview_factories.drafted_notice(of)
        notice = paper_drafts.submit(notice, by=clerk, at=interview_factories.DRAFTED_AT)
        return papers.check(notice, by=second, at=self.AT)

    def agree(self, of: House, notice: Paper, **known: bool) -> Paper:
        leader = factories.actor(of.office.leader.own_post, self.AT)
        return papers.agree(notice, Agreement(leader.name, "副市长"), **known, by=leader, at=self.AT)

    @pytest.mark.parametrize("is_lifted", [True, False])
    def test_an_objection_to_the_letter_stops_the_interview(self, house: House, is_lifted: bool) -> None:
        notice, letter = self.presented(house), PaperService.objects.exclude(reply_by=None).get()
        liaison, clerk = (
            factories.actor(one.own_post, self.AT) for one in (house.commerce.liaison, house.office.clerk)
        )
        letter = paper_services.object_to(letter, Said("不应由我局承担。"), by=liaison, at=self.AT)
        if is_lifted:
            paper_services.lift(letter, answer="属实。", by=clerk, at=self.AT)
        with pytest.raises(NotNow, match="异议尚在办理的不计"):
            self.agree(house, notice)

    def test_the_leader_sees_that_the_line_was_closed(self, house: House) -> None:
        notice = self.presented(house)
        close_line(house, self.AT)
        with pytest.raises(Invalid, match="已知悉变化"):
            self.agree(house, notice)
        notice = self.agree(house, notice, knows_changes=True)
        director = factories.actor(house.office.director.own_post, self.AT)
        with pytest.raises(Invalid, match="已知悉变化"):
            papers.sign(notice, by=director, at=self.AT)

    def test_minutes_belong_to_an_interview_that_was_held(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.DRAFT, house)
        Paper.objects.filter(pk=paper.pk).update(
            kind="interview_minutes", words=paper_factories.passages("interview_minutes")
        )
        clerk = factories.actor(house.office.clerk.own_post, DRAFTED_AT)
        with pytest.raises(Invalid, match="已经登记的约谈"):
            paper_drafts.submit(paper, by=clerk, at=DRAFTED_AT)
        assert not Interview.objects.exists()


class TestChanges:
    @pytest.mark.parametrize("state", [PaperState.PRESENTED, PaperState.SIGNED, PaperState.SEALED])
    def test_a_line_closed_on_the_way_is_seen_before_the_next_step(self, house: House, state: str) -> None:
        paper = paper_factories.paper_in(state, house)
        close_line(house, SIGNED_AT)
        with pytest.raises(Invalid) as refused:
            go_on(house, paper)
        assert "市商务局：办理中" in refused.value.faults["knows_changes"]
        assert go_on(house, paper, knows_changes=True).state != state

    def test_what_was_acknowledged_is_what_the_paper_says(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.PRESENTED, house)
        close_line(house, SIGNED_AT)
        paper = go_on(house, go_on(house, paper, knows_changes=True))
        assert paper.context is not None
        assert paper.context["issues"][0]["state"] == "已完成"

"""What the clock proposed and what the office drafts answer each other: nothing waits twice, nothing is sent twice."""

from collections.abc import Iterator

import pytest

from tasks_app.actions import paper_drafts, papers, policies
from tasks_app.actions.paper_drafts import Wanted
from tasks_app.actions.sweeps import sweep
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Obligation, ObligationState, Paper, PaperService, UnitLine
from tests import factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment
from tests.paper_factories import DRAFTED_AT, ISSUED_AT, SIGNED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


@pytest.fixture
def proposal(house: House) -> Obligation:
    """The letter that the clock proposes about the line of 市商务局."""
    policies.seed_default(by=factories.clock(), at=factories.ISSUED_AT)
    for day in ("2026-12-01", "2026-12-02", "2026-12-07"):
        sweep(at=moment(day))
    return Obligation.objects.get(rule="D5", of_line=house.line(house.commerce))


def draft(of: House, kind: str, proposal: Obligation) -> Paper:
    units = () if kind == PaperKind.MEMO else (of.commerce.unit,)
    clerk = factories.actor(of.office.clerk.own_post, DRAFTED_AT)
    return paper_drafts.draft(Wanted(kind, of.cycle, units=units, proposals=(proposal,)), by=clerk, at=DRAFTED_AT)


def test_a_letter_about_a_chosen_line_answers_what_the_clock_proposed(house: House, proposal: Obligation) -> None:
    paper = paper_factories.drafted(house)
    proposal.refresh_from_db()
    assert proposal.decided_at == DRAFTED_AT
    assert paper.grounds.get().proposal == proposal


def test_a_memo_about_a_chosen_line_leaves_the_letter_to_be_decided(house: House, proposal: Obligation) -> None:
    paper_factories.drafted(house, PaperKind.MEMO)
    proposal.refresh_from_db()
    assert proposal.decided_at is None


def test_a_letter_is_not_decided_by_a_memo(house: House, proposal: Obligation) -> None:
    with pytest.raises(Invalid, match="应以“督办通知、督办函”办理"):
        draft(house, PaperKind.MEMO, proposal)
    proposal.refresh_from_db()
    assert proposal.decided_at is None


def test_a_void_paper_gives_back_no_proposal_about_a_line_that_was_closed(house: House, proposal: Obligation) -> None:
    paper = draft(house, PaperKind.SUPERVISION_NOTICE, proposal)
    line = UnitLine.objects.get(pk=house.line(house.commerce).pk)
    closing = factories.closing_draft(line, house.commerce, at=DRAFTED_AT)
    factories.advance(closing, ReportState.ACCEPTED, house, house.commerce, at=DRAFTED_AT)
    papers.void(paper, reason="已办结。", by=house.office.director, at=SIGNED_AT)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_at) == (ObligationState.MOOT, None)


@pytest.mark.parametrize("state", [PaperState.CHECKING, PaperState.SEALED, PaperState.ISSUED])
def test_two_letters_never_speak_of_one_line_at_once(house: House, state: str) -> None:
    first = paper_factories.paper_in(state, house)
    with pytest.raises(Invalid, match="不重复发文") as refused:
        paper_factories.paper_in(PaperState.CHECKING, house, PaperKind.SUPERVISION_LETTER)
    assert str(first) in refused.value.faults["lines"]
    assert paper_factories.paper_in(PaperState.CHECKING, house, PaperKind.MEMO).state == PaperState.CHECKING


def test_after_the_window_another_letter_may_go(house: House) -> None:
    service = paper_factories.received(house)
    PaperService.objects.filter(pk=service.pk).update(reply_by=moment("2026-12-07").date())
    assert paper_factories.paper_in(PaperState.CHECKING, house).state == PaperState.CHECKING


def test_a_void_letter_is_in_nobodys_way(house: House) -> None:
    first = paper_factories.paper_in(PaperState.SIGNED, house)
    papers.void(first, reason="重写。", by=house.office.director, at=ISSUED_AT)
    assert paper_factories.paper_in(PaperState.CHECKING, house).state == PaperState.CHECKING

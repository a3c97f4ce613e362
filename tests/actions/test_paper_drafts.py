"""Drafting: what a kind belongs to, who wrote the words, what is asked of each line, and corrections."""

from collections.abc import Iterator

import pytest

from accounts.actor import Actor
from accounts.models import Role, UnitKind
from tasks_app.actions import interviews, paper_drafts, papers, recording
from tasks_app.actions.paper_drafts import Wanted, Words
from tasks_app.dashboards.paper_page import paper_desk
from tasks_app.documents.paper_context import context_of
from tasks_app.documents.paper_file import official
from tasks_app.domain.paper_kinds import KINDS, PaperKind
from tasks_app.domain.paper_states import InterviewState, PaperState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Interview, Paper, UnitLine
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, pdf, stored
from tests.paper_factories import CHECKED_AT, DRAFTED_AT, ISSUED_AT, SIGNED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def rewritten(paper: Paper, *, by: Actor, asked: dict[int, str] | None = None, **words: str) -> Paper:
    return paper_drafts.revise(
        paper, Words(paper.title, {**paper.words, **words}, paper.reply_days, asked or {}), by=by, at=DRAFTED_AT
    )


class TestBelonging:
    def test_minutes_need_an_interview_that_was_held(self, house: House) -> None:
        line = house.line(house.commerce)
        wanted = Wanted(PaperKind.INTERVIEW_MINUTES, house.cycle, units=[line.unit], lines=[line])
        with pytest.raises(Invalid, match="请从该次约谈的页面起草纪要"):
            paper_drafts.draft(wanted, by=house.office.clerk, at=DRAFTED_AT)

    def test_a_dispatch_needs_a_period_and_nothing_else_has_one(self, house: House) -> None:
        units, period = [house.commerce.unit], house.period()
        without = Wanted(PaperKind.DISPATCH_NOTICE, house.cycle, units=units)
        too_much = Wanted(PaperKind.SUPERVISION_NOTICE, house.cycle, units=units, period=period)
        for wanted in (without, too_much):
            with pytest.raises(Invalid) as refused:
                paper_drafts.draft(wanted, by=house.office.clerk, at=DRAFTED_AT)
            assert list(refused.value.faults) == ["period"]
        assert not Paper.objects.exists()


class TestWriters:
    def test_the_director_signs_no_words_of_their_own(self, house: House) -> None:
        paper = rewritten(paper_factories.drafted(house), by=house.office.director, demands="另写的要求。")
        paper = paper_factories.advance(paper, PaperState.PRESENTED, house)
        with pytest.raises(NotAllowed):
            papers.sign(paper, by=house.office.director, at=SIGNED_AT)

    def test_a_second_clerk_checks_no_words_of_their_own(self, house: House) -> None:
        paper = rewritten(paper_factories.drafted(house), by=house.office.second_clerk, demands="另写的要求。")
        paper = paper_drafts.submit(paper, by=house.office.second_clerk, at=DRAFTED_AT)
        with pytest.raises(NotAllowed):
            papers.check(paper, by=house.office.second_clerk, at=CHECKED_AT)

    def test_sending_back_and_saving_the_same_words_is_no_writing(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.PRESENTED, house)
        paper = papers.send_back(paper, reason="请重写。", by=house.office.director, at=SIGNED_AT)
        paper = rewritten(paper, by=house.office.second_clerk)
        paper = paper_drafts.submit(paper, by=house.office.second_clerk, at=SIGNED_AT)
        paper = papers.check(paper, by=house.office.second_clerk, at=SIGNED_AT)
        assert papers.sign(paper, by=house.office.director, at=SIGNED_AT).state == PaperState.SIGNED


class TestConflicts:
    def test_a_director_who_is_liaison_of_the_unit_voids_nothing_about_it(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.SIGNED, house)
        director = house.office.director
        factories.post(Role.LIAISON, house.commerce.unit, user=director.user)
        with pytest.raises(NotAllowed, match="回避"):
            papers.void(paper, reason="不发。", by=factories.actor(director.own_post, SIGNED_AT), at=SIGNED_AT)

    def test_a_leader_who_reviews_for_the_unit_instructs_nothing_about_it(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.PRESENTED, house, PaperKind.MEMO)
        leader = house.office.leader
        factories.post(Role.UNIT_REVIEWER, house.commerce.unit, user=leader.user)
        with pytest.raises(NotAllowed, match="回避"):
            papers.instruct(paper, words="同意。", by=factories.actor(leader.own_post, SIGNED_AT), at=SIGNED_AT)


class TestWords:
    def test_what_is_asked_stands_in_the_list_of_the_unit(self, house: House) -> None:
        paper = paper_factories.drafted(house)
        paper = rewritten(paper, by=house.office.clerk, asked={paper.grounds.get().pk: "12月20日前报送建设方案。"})
        paper = paper_factories.advance(paper, PaperState.NUMBERED, house)
        assert paper.context is not None
        assert paper.context["issues"][0]["asked"] == "12月20日前报送建设方案。"

    @pytest.mark.parametrize(
        ("kind", "asked"),
        [(PaperKind.SUPERVISION_NOTICE, "请在答复时限内反馈办理情况"), (PaperKind.MEMO, "按拟办意见办理")],
    )
    def test_where_nothing_was_written_the_usual_is_asked(self, house: House, kind: str, asked: str) -> None:
        paper = paper_factories.drafted(house, kind)
        context = context_of(paper, number="", signed_on=DRAFTED_AT.date())
        assert context["issues"][0]["asked"] == asked

    def test_what_is_asked_holds_no_guarded_word_either(self, house: House) -> None:
        house.commerce.unit.kind = UnitKind.PARTY
        recording.save(house.commerce.unit, by=factories.clock(), at=DRAFTED_AT, why="改变类别")
        paper = paper_factories.drafted(house, PaperKind.REQUEST_LETTER)
        ground = paper.grounds.get()
        paper = rewritten(paper, by=house.office.clerk, asked={ground.pk: "请按督办要求反馈。"})
        with pytest.raises(Invalid) as refused:
            paper_drafts.submit(paper, by=house.office.clerk, at=DRAFTED_AT)
        assert "不使用“督办”" in refused.value.faults[f"asked_{ground.pk}"]

    def test_no_door_lets_in_more_than_a_paper_holds(self, house: House) -> None:
        paper = paper_factories.drafted(house)
        ground = paper.grounds.get().pk
        words = Words("关" * 121, {**paper.words, "phone": "1" * 41}, 61, {ground: "请" * 301})
        with pytest.raises(Invalid) as refused:
            paper_drafts.revise(paper, words, by=house.office.clerk, at=DRAFTED_AT)
        assert set(refused.value.faults) == {"title", "phone", "reply_days", f"asked_{ground}"}

    def test_a_consent_is_to_the_words_it_saw(self, house: House) -> None:
        house.commerce.unit.kind = UnitKind.DISTRICT
        recording.save(house.commerce.unit, by=factories.clock(), at=DRAFTED_AT, why="改变类别")
        paper = paper_factories.drafted(house, PaperKind.SUPERVISION_LETTER)
        [scan] = stored(pdf("同意.pdf"))
        told = {"consent_on": DRAFTED_AT.date(), "scan": scan, "by": house.office.clerk, "at": DRAFTED_AT}
        paper = papers.register_consent(paper, **told)
        assert rewritten(paper, by=house.office.clerk).consent_on == DRAFTED_AT.date()
        paper = rewritten(Paper.objects.get(), by=house.office.clerk, demands="市政府没有看过的要求。")
        paper = paper_factories.advance(paper, PaperState.PRESENTED, house)
        with pytest.raises(NotNow, match="市政府同意"):
            papers.sign(paper, by=house.office.director, at=SIGNED_AT)


class TestCorrections:
    def correcting(self, first: Paper, of: House, **other: object) -> Wanted:
        lines = [ground.line for ground in first.grounds.select_related("line__unit")]
        units = [service.unit for service in first.services.select_related("unit")]
        wanted = {"units": units, "lines": lines, "corrects": first, **other}
        return Wanted(first.kind, of.cycle, **wanted)  # type: ignore[arg-type]

    def test_it_leaves_although_the_line_was_closed_since(self, house: House) -> None:
        first = paper_factories.paper_in(PaperState.ISSUED, house)
        line = UnitLine.objects.get(pk=house.line(house.commerce).pk)
        closing = factories.closing_draft(line, house.commerce, at=ISSUED_AT)
        factories.advance(closing, ReportState.ACCEPTED, house, house.commerce, at=ISSUED_AT)
        second = paper_drafts.draft(self.correcting(first, house), by=house.office.clerk, at=ISSUED_AT)
        words = Words(second.title, paper_factories.passages(second.kind))
        second = paper_drafts.revise(second, words, by=house.office.clerk, at=ISSUED_AT)
        second = paper_factories.advance(second, PaperState.ISSUED, house, at=ISSUED_AT)
        assert second.context is not None
        assert second.context["corrects"] == f"《{first.title}》（{first.number}）"

    def test_it_goes_to_the_same_unit_only(self, house: House) -> None:
        first = paper_factories.paper_in(PaperState.ISSUED, house)
        other = house.line(house.transport)
        for wanted in (
            self.correcting(first, house, units=[other.unit], lines=[other]),
            Wanted(PaperKind.SUPERVISION_LETTER, house.cycle, units=[house.commerce.unit], corrects=first),
        ):
            with pytest.raises(Invalid, match="同一文种、主送同一单位"):
                paper_drafts.draft(wanted, by=house.office.clerk, at=ISSUED_AT)

    def test_a_corrected_notice_calls_to_the_same_interview(self, house: House) -> None:
        notice = interview_factories.issued_notice(house)
        at = interview_factories.ISSUED_AT
        second = paper_drafts.draft(self.correcting(notice, house), by=house.office.clerk, at=at)
        case = Interview.objects.get()
        assert case.notice == notice
        assert paper_desk(second, house.office.clerk, factories.published_calendar()).interview == case

    def test_corrected_minutes_record_the_same_interview(self, house: House) -> None:
        case, at = interview_factories.case_in(InterviewState.RECTIFYING, house), interview_factories.RECTIFIED_AT
        clerk = factories.actor(house.office.clerk.own_post, at)
        first = interviews.draft_minutes(case, by=clerk, at=at)
        words = Words(first.title, paper_factories.passages(first.kind))
        first = paper_drafts.revise(first, words, by=clerk, at=at)
        first = paper_factories.advance(first, PaperState.ISSUED, house, at=at)
        second = paper_drafts.draft(self.correcting(first, house), by=clerk, at=at)
        second = paper_drafts.revise(second, Words(second.title, words.passages), by=clerk, at=at)
        second = paper_factories.advance(second, PaperState.NUMBERED, house, at=at)
        assert second.context is not None
        assert second.context["meeting"]["place"] == interview_factories.PLACE

    @pytest.mark.parametrize("kind", sorted(KINDS))
    def test_every_kind_names_the_first(self, house: House, kind: str) -> None:
        named = "《关于甲的通知》（珠碳办〔2026〕1号）"
        units = {"request_letter": "party", "dispatch_letter": "central"}
        house.commerce.unit.kind = units.get(kind, UnitKind.DEPARTMENT)
        house.commerce.unit.save()
        model = PaperKind.MEMO if KINDS[kind].template == "minutes" else kind
        context = context_of(paper_factories.drafted(house, model), number="", signed_on=DRAFTED_AT.date())
        context |= {"kind": kind, "template": KINDS[kind].template, "form": KINDS[kind].form.value, "corrects": named}
        context["words"] = paper_factories.passages(kind)
        assert f"现对{named}更正如下" in official(context).body.replace("\ue000", "")


def test_before_the_notice_left_the_house_nothing_is_noted(house: House) -> None:
    clerk = factories.actor(house.office.clerk.own_post, interview_factories.NOTED_AT)
    case = Interview.objects.get(notice=interview_factories.drafted_notice(house))
    with pytest.raises(NotNow, match="约谈公文尚未印发，不能登记"):
        interviews.hold(case, interview_factories.meeting(house), by=clerk, at=interview_factories.NOTED_AT)
    with pytest.raises(NotNow, match="请作废该公文"):
        interviews.cancel(case, reason="不再约谈。", by=clerk, at=interview_factories.NOTED_AT)
    papers.void(case.notice, reason="不再约谈。", by=house.office.director, at=interview_factories.NOTED_AT)
    assert Interview.objects.get(pk=case.pk).state == InterviewState.CANCELLED

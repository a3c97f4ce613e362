"""What stops a paper (不得发出): each with the sentence that says why and how to go on; nothing is sent by half."""

from collections.abc import Callable, Iterator

import pytest

from accounts.models import Role, UnitKind, UnitSuccession
from tasks_app.actions import mandates, paper_drafts, papers, recording, work_items
from tasks_app.actions.paper_drafts import Wanted
from tasks_app.domain.paper_kinds import Means, PaperKind
from tasks_app.domain.paper_rules import CIRCULAR
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.models import Mandate, Paper
from tests import factories, paper_factories
from tests.conftest import Standing
from tests.factories import House
from tests.paper_factories import DRAFTED_AT

JUDGING = [PaperKind.SUPERVISION_NOTICE, PaperKind.SUPERVISION_LETTER, PaperKind.INTERVIEW_LETTER]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def submitted(of: House, paper: Paper) -> Paper:
    clerk = factories.actor(of.office.clerk.own_post, DRAFTED_AT)
    return paper_drafts.submit(paper, by=clerk, at=DRAFTED_AT)


def faults_of(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        act()
    return refused.value.faults


def become(of: House, kind: str) -> None:
    of.commerce.unit.kind = kind
    recording.save(of.commerce.unit, by=factories.clock(), at=DRAFTED_AT, why="改变类别")


def test_a_circular_has_no_way_out_here(house: House) -> None:
    wanted = Wanted(CIRCULAR, house.cycle, units=[house.commerce.unit])
    assert (
        "须报市政府批准" in faults_of(lambda: paper_drafts.draft(wanted, by=house.office.clerk, at=DRAFTED_AT))["kind"]
    )
    assert not Paper.objects.exists()


def test_no_paper_goes_to_a_name_that_is_about_to_end(house: House) -> None:
    change = UnitSuccession(
        unit=house.commerce.unit,
        successor_name="市商务和口岸局",
        successor_kind=UnitKind.DEPARTMENT,
        change=UnitSuccession.Change.RENAMED,
    )
    recording.save(change, by=factories.clock(), at=DRAFTED_AT, why="拟更名")
    paper = paper_factories.drafted(house)
    sentence = faults_of(lambda: submitted(house, paper))["units"]
    assert sentence == (
        "“市商务局”拟更名为“市商务和口岸局”，尚待确认，确认前不能发文；请先在“单位变动”中确认或不予确认。"
    )


def test_two_classes_of_unit_never_stand_in_one_paper(house: House) -> None:
    party = factories.unit("市委宣传部", UnitKind.PARTY)
    central = factories.unit("珠海供电局", UnitKind.COMPANY)
    wanted = Wanted(PaperKind.DISPATCH_LETTER, house.cycle, units=[party, central], period=house.period())
    assert "同一类单位" in faults_of(lambda: paper_drafts.draft(wanted, by=house.office.clerk, at=DRAFTED_AT))["units"]


def test_one_letter_judges_one_unit(house: House) -> None:
    lines = [house.line(house.commerce), house.line(house.transport)]
    paper = paper_factories.drafted(house, lines=lines)
    assert "只主送一个单位" in faults_of(lambda: submitted(house, paper))["units"]


@pytest.mark.parametrize("kind", [UnitKind.PARTY, UnitKind.MASS, UnitKind.CENTRAL, UnitKind.COMPANY])
@pytest.mark.parametrize(
    "paper", [PaperKind.SUPERVISION_NOTICE, PaperKind.SUPERVISION_LETTER, PaperKind.INTERVIEW_LETTER]
)
def test_nobody_is_addressed_above_their_reach(house: House, kind: str, paper: str) -> None:
    become(house, kind)
    line = house.line(house.commerce)
    wanted = Wanted(paper, house.cycle, units=[house.commerce.unit], lines=[line])
    assert "不适用" in faults_of(lambda: paper_drafts.draft(wanted, by=house.office.clerk, at=DRAFTED_AT))["units"]


def test_an_item_that_is_supervised_elsewhere_stops_at_the_reminder(house: House) -> None:
    line = house.line(house.commerce)
    work_items.mark_supervised(line.work_item, supervised_by="市政府督查室", by=house.office.clerk, at=DRAFTED_AT)
    paper = paper_factories.drafted(house)
    assert "已由市政府督查室督办" in faults_of(lambda: submitted(house, paper))["lines"]


class TestMandates:
    def test_without_one_it_never_leaves_the_desk(self, house: House) -> None:
        mandate = Mandate.objects.get()
        director = factories.actor(house.office.director.own_post, DRAFTED_AT)
        mandates.end(mandate, last_day=factories.BEGINNING, by=director, at=DRAFTED_AT)
        paper = paper_factories.drafted(house)
        assert faults_of(lambda: submitted(house, paper))["mandate"].startswith("缺少授权依据")
        assert Paper.objects.get().state == PaperState.DRAFT

    @pytest.mark.parametrize(
        "narrowed", [{"means": (Means.REMIND,)}, {"kinds": ("district",)}, {"is_confirmed": False}]
    )
    def test_one_that_does_not_cover_it_is_none(self, house: House, narrowed: dict[str, object]) -> None:
        Mandate.objects.all().delete()
        paper_factories.mandate(house, **narrowed)  # type: ignore[arg-type]
        paper = paper_factories.drafted(house)
        assert faults_of(lambda: submitted(house, paper))["mandate"].startswith("缺少授权依据")

    def test_without_leave_for_a_notice_a_letter_is_written(self, house: House) -> None:
        Mandate.objects.all().delete()
        paper_factories.mandate(house, by_notice=False)
        notice = paper_factories.drafted(house)
        assert "请改用函" in faults_of(lambda: submitted(house, notice))["mandate"]
        letter = paper_factories.drafted(house, PaperKind.SUPERVISION_LETTER)
        assert submitted(house, letter).state == PaperState.CHECKING


class TestPeople:
    @pytest.mark.parametrize("where", ["unit", "host"])
    def test_whoever_works_for_the_unit_or_its_host_drafts_nothing_about_it(self, house: House, where: str) -> None:
        host = factories.unit("市商务发展集团")
        house.commerce.unit.hosted_by = host
        recording.save(house.commerce.unit, by=factories.clock(), at=DRAFTED_AT, why="归口")
        of = house.commerce.unit if where == "unit" else host
        factories.post(Role.LIAISON, of, user=house.office.clerk.user)
        clerk = factories.actor(house.office.clerk.own_post, DRAFTED_AT)
        wanted = Wanted(
            PaperKind.SUPERVISION_NOTICE, house.cycle, units=[house.commerce.unit], lines=[house.line(house.commerce)]
        )
        with pytest.raises(NotAllowed, match="回避"):
            paper_drafts.draft(wanted, by=clerk, at=DRAFTED_AT)
        assert not Paper.objects.exists()

    def test_about_the_offices_host_a_leader_signs(self, house: House) -> None:
        line = house.line(house.host, 2)
        paper = paper_factories.advance(paper_factories.drafted(house, lines=[line]), PaperState.PRESENTED, house)
        director, leader = (
            factories.actor(one.own_post, DRAFTED_AT) for one in (house.office.director, house.office.leader)
        )
        with pytest.raises(NotAllowed):
            papers.sign(paper, by=director, at=paper_factories.SIGNED_AT)
        assert papers.sign(paper, by=leader, at=paper_factories.SIGNED_AT).state == PaperState.SIGNED


def test_an_interview_needs_a_letter_whose_window_passed(house: House) -> None:
    paper = paper_factories.drafted(house, PaperKind.INTERVIEW_NOTICE)
    assert "尚无已送达且答复期满" in faults_of(lambda: submitted(house, paper))["lines"]


def test_a_letter_to_a_district_needs_the_governments_consent(house: House) -> None:
    become(house, UnitKind.DISTRICT)
    paper = paper_factories.drafted(house, PaperKind.SUPERVISION_LETTER)
    paper = paper_factories.advance(paper, PaperState.PRESENTED, house)
    director = factories.actor(house.office.director.own_post, DRAFTED_AT)
    with pytest.raises(NotNow, match="市政府同意"):
        papers.sign(paper, by=director, at=paper_factories.SIGNED_AT)


def test_a_correction_is_a_new_paper_that_names_the_first(house: House) -> None:
    first = paper_factories.paper_in(PaperState.ISSUED, house)
    clerk = factories.actor(house.office.clerk.own_post, DRAFTED_AT)
    wanted = Wanted(
        PaperKind.SUPERVISION_NOTICE,
        house.cycle,
        units=[house.commerce.unit],
        lines=[house.line(house.commerce)],
        corrects=first,
    )
    second = paper_drafts.draft(wanted, by=clerk, at=paper_factories.ISSUED_AT)
    assert second.corrects == first
    assert f"《{first.title}》" in second.title
    wanted_early = Wanted(PaperKind.SUPERVISION_NOTICE, house.cycle, units=[house.commerce.unit], corrects=second)
    assert "只能更正已印发" in faults_of(lambda: paper_drafts.draft(wanted_early, by=clerk, at=DRAFTED_AT))["corrects"]

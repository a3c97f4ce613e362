"""What the clock proposes: what is decided about it, and what the unit reads of it and of its ladder."""

from datetime import date

import pytest

from accounts.models import Unit, UnitKind
from tasks_app.actions import proposals
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_rules import CIRCULAR, CIRCULAR_BY_HAND, NO_SUCH_KIND
from tasks_app.domain.reach import GUARDED_WORDS, Level
from tasks_app.domain.report_states import ReportState
from tasks_app.models import (
    Obligation,
    PaperGround,
    UnitLine,
)
from tasks_app.permissions import checks
from tasks_app.permissions.deciding import may_decide, may_draft
from tests import factories
from tests.clock import scene
from tests.clock.conftest import _calendar_read_anew, house_of_the_module  # noqa: F401
from tests.factories import House, moment
from tests.views.walking import Walker, words

CLOCK = "/supervision/clock/"
PROPOSALS = "/supervision/proposals/"
WEDNESDAY = moment("2026-12-02 10:00")
MONDAY = moment("2026-12-07 10:00")


@pytest.fixture
def late(house: House) -> UnitLine:
    """On 2 December: late by two working days, and urged yesterday."""
    return scene.a_late_line(house)


@pytest.fixture
def proposal(late: UnitLine) -> Obligation:
    """On 7 December the clock proposes a letter to 市商务局."""
    scene.sweep_on("12-07")
    return Obligation.objects.get(of_line=late, rule="D5")


# --- proposals -------------------------------------------------------------------------------------------------------
def test_proposal_names_paper_and_grounds(house: House, proposal: Obligation) -> None:
    page = words(Walker(house.office.clerk, at=moment("2026-12-09")).get(PROPOSALS))
    assert "市商务局：拟督办督办通知" in page
    assert "2026-12-07已等待2个工作日" in page
    assert "2026-11-30逾期7个工作日" in page
    assert "2026-11-27提醒R1；2026-12-01催办U1" in page
    assert "拟稿文种督办通知督办函" in page
    assert "呈批件" not in page  # a memo would not answer it


def test_proposal_is_put_aside_and_comes_back(house: House, proposal: Obligation) -> None:
    walker = Walker(house.office.clerk, at=MONDAY)
    url, why = f"{PROPOSALS}{proposal.pk}/defer/", {"reason": "等会议决定。", "version": "0"}
    for wrong in ("", "2026-12-07", "2026-02-30", "0001-01-01", "2027-12-31"):
        refused = walker.post(url, until=wrong, **why)
        assert (refused.status_code, f'value="{wrong}"' in refused.content.decode()) == (422, True)
        assert "等会议决定。" in words(refused)
    empty = walker.post(url, until="2026-12-10", reason="　", version="0")
    assert (empty.status_code, "请写明暂缓的理由" in words(empty)) == (422, True)
    assert walker.post(url, until="2026-12-10", **why).status_code == 302
    assert "没有这一类建议。" in words(walker.get(PROPOSALS))
    assert "暂缓至2026-12-10等会议决定。" in words(walker.get(PROPOSALS, show="deferred"))
    assert "市商务局：拟督办" in words(Walker(house.office.clerk, at=moment("2026-12-10")).get(PROPOSALS))


def test_page_that_was_overtaken_decides_nothing_and_keeps_the_words(house: House, proposal: Obligation) -> None:
    walker, url = Walker(house.office.director, at=MONDAY), f"{PROPOSALS}{proposal.pk}/"
    assert walker.post(f"{url}defer/", until="2026-12-10", reason="等会议决定。", version="0").status_code == 302
    for act, version in (("defer", "0"), ("refuse", "0"), ("refuse", "")):
        late = walker.post(f"{url}{act}/?show=deferred", until="2026-12-31", reason="已面商。", version=version)
        assert (late.status_code, "已面商。" in words(late)) == (409, True)
    assert Obligation.objects.get(pk=proposal.pk).deferred_until == date(2026, 12, 10)


def test_refused_proposal_never_returns_and_says_why(house: House, proposal: Obligation) -> None:
    walker, url = Walker(house.office.clerk, at=MONDAY), f"{PROPOSALS}{proposal.pk}/refuse/"
    empty = walker.post(url, reason="", version="0")
    assert (empty.status_code, "请写明理由" in words(empty)) == (422, True)
    assert walker.post(url, reason="已来函说明。", version="0").status_code == 302
    assert "不予发出：已来函说明。" in words(walker.get(PROPOSALS, show="decided"))
    assert walker.post(url, reason="再说一遍。", version="0").status_code == 409
    scene.sweep_on("12-08", "12-09")
    assert not Obligation.objects.open_proposals().exists()


def test_proposal_about_what_was_handed_in_is_shown_as_unnecessary(house: House, proposal: Obligation) -> None:
    line = UnitLine.objects.get(pk=proposal.of_line_id)
    draft = factories.closing_draft(line, house.commerce, at=MONDAY)
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=MONDAY)
    walker = Walker(house.office.clerk, at=MONDAY)
    assert "没有这一类建议。" in words(walker.get(PROPOSALS))
    page = words(walker.get(PROPOSALS, show="decided"))
    assert "处理已无必要：承办事项已报送办结" in page
    assert "不向市商务局发出" not in page


def test_unit_reads_nothing_of_what_the_office_decides_about_a_proposal(house: House, proposal: Obligation) -> None:
    proposals.refuse(proposal, reason="内部意见。", by=house.office.clerk, at=MONDAY)
    url = f"/items/{proposal.of_line.work_item_id}/"
    assert "内部意见" in words(Walker(house.office.clerk, at=MONDAY).get(url))
    page = words(Walker(house.commerce.liaison, at=MONDAY).get(url))
    assert "内部意见" not in page
    assert "不予发出" not in page


def test_proposal_about_ones_own_house_is_decided_by_somebody_else(house: House) -> None:
    scene.a_late_line(house, house.host, 2)
    scene.sweep_on("12-07")
    proposal = Obligation.objects.get(rule="D5")
    moonlighter = factories.post("office_clerk", house.office.unit, user=house.host.liaison.user)
    walker = Walker(factories.actor(moonlighter, MONDAY), at=MONDAY)
    assert "按回避要求由无关联的人员处理" in words(walker.get(PROPOSALS))
    assert walker.post(f"{PROPOSALS}{proposal.pk}/refuse/", reason="自己定。").status_code == 403


def test_proposal_becomes_a_draft(house: House, proposal: Obligation) -> None:
    walker, url = Walker(house.office.clerk, at=MONDAY), f"{PROPOSALS}{proposal.pk}/draft/"
    for kind, sentence in ((CIRCULAR, CIRCULAR_BY_HAND), ("nothing", NO_SUCH_KIND), ("", "请选择文种")):
        refused = walker.post(url, kind=kind, version=0)
        assert refused.status_code == 422
        assert sentence in words(refused)
    assert "建议等待办公室处理" in words(walker.get(f"{CLOCK}rungs/"))
    answer = walker.post(url, kind=PaperKind.SUPERVISION_NOTICE, version=0)
    rungs = words(walker.get(f"{CLOCK}rungs/"))
    assert "2026-12-07已拟稿" in rungs
    assert "已按建议拟稿，办理情况见公文" in rungs
    ground = PaperGround.objects.get()
    assert answer["Location"] == f"/papers/{ground.paper_id}/"
    assert (ground.line, ground.proposal) == (proposal.of_line, proposal)
    assert "市商务局" not in words(walker.get(PROPOSALS))
    again = walker.post(url, kind=PaperKind.SUPERVISION_NOTICE, version=0)
    assert again.status_code == 409
    assert "拟稿" not in words(Walker(house.commerce.liaison, at=MONDAY).get(f"/items/{ground.line.work_item_id}/"))


def test_a_memo_answers_where_no_paper_may_go_to_the_unit(house: House, proposal: Obligation) -> None:
    clerk, address = Walker(house.office.clerk, at=MONDAY), f"{PROPOSALS}{proposal.pk}/draft/"
    refused = clerk.post(address, kind=PaperKind.MEMO, version=0)
    assert refused.status_code == 422
    assert "该建议应以“督办通知、督办函”办理" in words(refused)
    Unit.objects.filter(pk=house.commerce.unit.pk).update(kind=UnitKind.PARTY)
    Obligation.objects.filter(pk=proposal.pk).update(level=Level.INTERVIEW)
    clerk.post(address, kind=PaperKind.MEMO, version=0)
    assert not PaperGround.objects.get().paper.services.exists()


def test_about_the_offices_host_a_leader_decides_and_sees_no_other_proposal(house: House, proposal: Obligation) -> None:
    leader = Walker(house.office.leader, at=MONDAY)
    assert proposal.of_line.work_item.title not in words(leader.get(PROPOSALS))
    assert leader.post(f"{PROPOSALS}{proposal.pk}/refuse/", reason="先通电话。", version=0).status_code == 404
    unit = proposal.of_line.unit
    unit.hosted_by = house.office.unit
    unit.save()
    refused = Walker(house.office.director, at=MONDAY).post(
        f"{PROPOSALS}{proposal.pk}/refuse/", reason="先通电话。", version=0
    )
    assert refused.status_code == 403
    assert "不予发出" in words(leader.get(PROPOSALS))
    assert leader.post(f"{PROPOSALS}{proposal.pk}/refuse/", reason="先通电话。", version=0).status_code == 302
    assert Obligation.objects.get(pk=proposal.pk).state == "refused"


def test_who_may_decide_in_a_list_is_who_may_by_the_table(house: House) -> None:
    office = house.office
    moonlighter = factories.post("office_clerk", office.unit, user=house.host.liaison.user)
    people = (office.clerk, office.director, office.leader, house.commerce.reviewer, factories.actor(moonlighter))
    for actor in people:
        for line in UnitLine.objects.select_related("unit"):
            assert may_decide(actor, line) == checks.can(actor, Verb.DECIDE_PROPOSAL, line)
            assert may_draft(actor, line) == checks.can(actor, Verb.DRAFT_PAPER, line)


def test_proposals_cost_a_known_number_of_statements(
    house: House, proposal: Obligation, django_assert_num_queries: object
) -> None:
    walker = Walker(house.office.clerk, at=MONDAY)
    walker.get(CLOCK)
    with django_assert_num_queries(9):  # type: ignore[operator]
        walker.get(PROPOSALS)


# --- the item --------------------------------------------------------------------------------------------------------
def test_item_shows_the_present_rung_and_the_next_with_its_date(house: House, late: UnitLine) -> None:
    url = f"/items/{late.work_item_id}/?line={late.pk}"
    for actor in (house.office.clerk, house.commerce.liaison):
        page = words(Walker(actor, at=WEDNESDAY).get(url))
        assert "催办当前2026-12-01督办下一步2026-12-07" in page
    assert "督促进度" not in words(Walker(house.transport.liaison, at=WEDNESDAY).get(url))


def test_unit_reads_that_a_paper_is_considered_and_not_when_it_was_proposed(house: House, proposal: Obligation) -> None:
    url = f"/items/{proposal.of_line.work_item_id}/?line={proposal.of_line_id}"
    page = words(Walker(house.commerce.liaison, at=MONDAY).get(url))
    assert "催办当前2026-12-01督办下一步由办公室研究" in page
    assert "已提出建议" not in page
    assert "督办当前2026-12-07已提出建议" in words(Walker(house.office.clerk, at=MONDAY).get(url))


@pytest.mark.parametrize("kind", ["party", "mass", "central", "company"])
def test_guarded_words_stand_nowhere_on_the_item_of_a_unit_that_is_only_asked(
    house: House, proposal: Obligation, kind: str
) -> None:
    house.commerce.unit.kind = kind
    house.commerce.unit.save()
    walker = Walker(house.commerce.liaison, at=MONDAY)
    for url in (f"/items/{proposal.of_line.work_item_id}/", "/"):
        page = words(walker.get(url))
        assert not [word for word in ("催办", "督办", "通报", "约谈") if word in page]


def test_item_under_higher_supervision_stops_at_a_reminder_and_says_so(house: House, late: UnitLine) -> None:
    walker, url = Walker(house.office.clerk, at=WEDNESDAY), f"/items/{late.work_item_id}/"
    version = str(late.work_item.version)
    marked = walker.post(f"{url}supervised/", supervised_by="市政府督查室", version=version)
    assert marked.status_code == 302
    page = words(walker.get(url, line=late.pk))
    assert "市政府督查室督查" in page
    assert "本事项已列入市政府督查室督查，本系统只作提醒。" in page
    assert "登记上级督查" in page
    scene.sweep_on("12-07")
    assert not Obligation.objects.open_proposals().exists()
    stale = walker.post(f"{url}supervised/", supervised_by="审计机关", version=version)
    assert (stale.status_code, 'value="审计机关"' in stale.content.decode()) == (409, True)
    late.work_item.refresh_from_db()
    back = walker.post(f"{url}supervised/", supervised_by="", version=str(late.work_item.version))
    assert back.status_code == 302
    assert "本系统只作提醒" not in words(walker.get(url, line=late.pk)).replace("已取消", "")
    assert Walker(house.commerce.liaison).post(f"{url}supervised/", supervised_by="x").status_code == 403


# --- closed doors ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["party", "mass", "central", "company"])
def test_guarded_words_stand_on_no_closed_door_that_such_a_unit_knocks_on(
    house: House, proposal: Obligation, kind: str
) -> None:
    house.commerce.unit.kind = kind
    house.commerce.unit.save()
    walker, line = Walker(house.commerce.liaison, at=MONDAY), proposal.of_line
    doors = (
        CLOCK, f"{CLOCK}{proposal.pk}/", PROPOSALS, "/supervision/rehearsal/", "/supervision/late/",
        "/settings/policy/", "/settings/outgoing/", f"/lines/{line.pk}/calls/new/",
    )  # fmt: skip
    for url in doors:
        page = walker.get(url)
        assert page.status_code == 403, url
        assert [word for word in GUARDED_WORDS if word in words(page)] == [], url
    for url in (f"{PROPOSALS}{proposal.pk}/refuse/", f"/items/{line.work_item_id}/supervised/"):
        page = walker.post(url, reason="试试。")
        assert (page.status_code, [word for word in GUARDED_WORDS if word in words(page)]) == (403, []), url

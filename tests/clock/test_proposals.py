"""What the clock proposes, people decide: 暂缓至 a day, or 不予发出 with a reason, which is for ever."""

from datetime import date

import pytest

from tasks_app.actions import lines, policies, proposals, reports, work_items
from tasks_app.dashboards.clock_board import decided_proposals
from tasks_app.dashboards.clock_check import missing
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Obligation, StateChange, UnitLine
from tests import factories
from tests.clock.scene import a_late_line, a_proposal, at, codes, ledger, sweep_on
from tests.factories import House, published_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
NOW = at("12-08")


def defer(proposal: Obligation, house: House, until: date, **details: object) -> Obligation:
    given = {"reason": "待研究。", "calendar": published_calendar(), "by": house.office.clerk, "at": NOW}
    return proposals.defer(proposal, until=until, **(given | details))  # type: ignore[arg-type]


def test_a_proposal_is_open_until_somebody_decides(house: House) -> None:
    proposal = a_proposal(house)
    assert list(Obligation.objects.open_proposals()) == [proposal]
    assert (proposal.deed, proposal.decided_at) == ("propose", None)


def test_refused_it_never_returns_for_that_deadline(house: House) -> None:
    proposal = a_proposal(house)
    proposals.refuse(proposal, reason="已电话说明，本周办结。", by=house.office.clerk, at=NOW)
    row = Obligation.objects.get(pk=proposal.pk)
    assert (row.state, row.decided_at, row.decided_by) == ("refused", NOW, house.office.clerk.post)
    assert not Obligation.objects.open_proposals()
    sweep_on("12-08", "12-10", "12-11", "12-22", "01-15")
    assert {"D5", "I20", "OP3"} & set(ledger(row.of_line)) == set()
    step = StateChange.objects.get(kind="obligation", object_id=proposal.pk)
    assert (step.act, step.why) == ("refuse", "已电话说明，本周办结。")


def test_refused_it_does_not_return_under_another_name(house: House) -> None:
    """不予发出 is about the rung: another version of the rules that calls the letter D6 proposes none either."""
    proposal = a_proposal(house)
    proposals.refuse(proposal, reason="本周办结。", by=house.office.clerk, at=NOW)
    rules = policies.default_rules() | {"version": 2, "starts_on": "2026-12-09"}
    next(rule for rule in rules["rules"] if rule["code"] == "D5").update(code="D6", offset=6)
    next(rule for rule in rules["rules"] if rule["code"] == "I20").update(after="D6")
    policies.put_in_force(rules, basis="办公室会议", by=factories.clock(), at=at("12-08"))
    fired = [code for day in ("12-09", "12-10", "12-31") for code in codes(sweep_on(day).fired)]
    assert "D6" not in ledger(proposal.of_line) + fired
    assert missing(at("12-31 10:00")) == []


@pytest.mark.parametrize(("deadline", "proposed"), [(None, []), (date(2026, 12, 11), ["D5"])])
def test_refused_it_counts_for_every_round_of_that_deadline(
    house: House, deadline: date | None, proposed: list[str]
) -> None:
    """Another round of the same deadline is the same story; a new deadline is another one."""
    proposal = a_proposal(house)
    proposals.refuse(proposal, reason="本周办结。", by=house.office.clerk, at=NOW)
    line = UnitLine.objects.get(pk=proposal.of_line_id)
    draft = factories.closing_draft(line, house.commerce, at=NOW)
    factories.advance(draft, ReportState.ACCEPTED, house, house.commerce, at=NOW)
    lines.reopen(line, reason="核查不符。", by=house.office.director, at=at("12-10"))
    if deadline:
        UnitLine.objects.filter(pk=line.pk).update(deadline=deadline)
    sweep_on("12-10 18:00", "12-11", "12-14")
    heard = [rule for day in ("12-17", "12-18", "12-21", "12-31") for rule in codes(sweep_on(day).fired)]
    assert [rule for rule in heard if rule == "D5"] == proposed
    assert missing(at("12-31 10:00")) == []


@pytest.mark.parametrize("outcome", ["superseded", "retracted"])
def test_no_letter_is_proposed_on_an_urge_that_nobody_heard(house: House, outcome: str) -> None:
    """A level is climbed on what really fired and still stands."""
    line = a_late_line(house)
    Obligation.objects.filter(of_line=line, rule="U1").update(state=outcome)
    UnitLine.objects.filter(pk=line.pk).update(next_step_on=date(2026, 12, 7))
    assert [codes(sweep_on(day).fired) for day in ("12-07", "12-08", "12-14")] == [[], [], []]
    assert missing(at("12-14 10:00")) == []


def test_deferred_it_stays_open_and_is_asked_for_again(house: House) -> None:
    proposal = a_proposal(house)
    defer(proposal, house, date(2026, 12, 14))
    assert list(Obligation.objects.open_proposals()) == [proposal]
    assert [codes(sweep_on(day).fired) for day in ("12-08 18:00", "12-10", "12-16", "12-17")] == [[], [], [], ["OP3"]]


def test_deferred_after_the_director_heard_he_hears_again(house: House) -> None:
    proposal = a_proposal(house)
    sweep_on("12-08")
    assert codes(sweep_on("12-10").fired) == ["OP3"]
    defer(proposal, house, date(2026, 12, 15), at=at("12-11"))
    assert sweep_on("12-11").fired == []
    assert sweep_on("12-18").fired == [(f"proposal:{proposal.pk}", "OP3", 1)]


@pytest.mark.parametrize("until", [date(2026, 12, 7), date(2026, 12, 8)])
def test_a_day_that_is_not_ahead_is_refused(house: House, until: date) -> None:
    with pytest.raises(Invalid, match="晚于今天"):
        defer(a_proposal(house), house, until)


@pytest.mark.parametrize("reason", ["", " 　", "\u200b"])
def test_a_refusal_needs_a_reason(house: House, reason: str) -> None:
    with pytest.raises(Invalid, match="请写明理由"):
        proposals.refuse(a_proposal(house), reason=reason, by=house.office.clerk, at=NOW)


def test_what_is_decided_is_not_decided_again(house: House) -> None:
    proposal = a_proposal(house)
    proposals.refuse(proposal, reason="本周办结。", by=house.office.clerk, at=NOW)
    for again in (
        lambda: proposals.refuse(proposal, reason="再次。", by=house.office.director, at=NOW),
        lambda: defer(proposal, house, date(2026, 12, 31)),
    ):
        with pytest.raises(NotNow, match="已经处理"):
            again()


def test_a_reminder_is_no_proposal(house: House) -> None:
    proposal = a_proposal(house)
    reminder = Obligation.objects.get(of_line=proposal.of_line, rule="U1")
    with pytest.raises(NotNow):
        proposals.refuse(reminder, reason="不发。", by=house.office.clerk, at=NOW)


def test_only_the_office_decides_and_not_about_its_host(house: House) -> None:
    proposal = a_proposal(house)
    for somebody in (house.commerce.reviewer, house.office.leader, house.water.liaison):
        with pytest.raises(NotAllowed):
            proposals.refuse(proposal, reason="不发。", by=somebody, at=NOW)


def test_a_deferral_needs_a_reason_which_stays(house: House) -> None:
    proposal = a_proposal(house)
    with pytest.raises(Invalid, match="请写明暂缓的理由") as refused:
        defer(proposal, house, date(2026, 12, 14), reason="　")
    assert set(refused.value.faults) == {"reason"}
    defer(proposal, house, date(2026, 12, 14), reason=" 等会议决定。")
    proposal.refresh_from_db()
    assert (proposal.reason, proposal.deferrals) == ("等会议决定。", 1)
    step = StateChange.objects.get(kind="obligation", object_id=proposal.pk)
    assert (step.label, step.why) == ("暂缓至 2026-12-14", "等会议决定。")


@pytest.mark.parametrize(("until", "holds"), [(date(2027, 3, 3), True), (date(2027, 3, 4), False)])
def test_a_proposal_is_not_put_aside_for_ever(house: House, until: date, holds: bool) -> None:
    """Sixty working days from 8 December end on 3 March, by the days assumed for 2027."""
    proposal = a_proposal(house)
    if holds:
        assert defer(proposal, house, until).deferred_until == until
        return
    with pytest.raises(Invalid, match="最长 60 个工作日，请选择 2027-03-03 或更早"):
        defer(proposal, house, until)


def test_a_colleagues_decision_is_not_overwritten_unasked(house: House) -> None:
    proposal = a_proposal(house)
    defer(proposal, house, date(2026, 12, 14), version=0)
    with pytest.raises(Stale, match="同事刚刚将该建议暂缓至 2026-12-14（待研究。）"):
        defer(proposal, house, date(2026, 12, 31), by=house.office.director, version=0)
    with pytest.raises(Stale):
        proposals.refuse(proposal, reason="不发。", by=house.office.director, at=NOW, version=0)
    proposals.refuse(proposal, reason="不发。", by=house.office.director, at=NOW, version=1)


def test_what_was_handed_in_needs_no_paper_and_nobody_is_chased_for_it(house: House) -> None:
    proposal = a_proposal(house)
    line = UnitLine.objects.get(pk=proposal.of_line_id)
    draft = factories.closing_draft(line, house.commerce, at=NOW)
    reports.send(draft, by=house.commerce.liaison, at=NOW)
    assert Obligation.objects.open_proposals().exists()  # the unit's own reviewer has not let it go yet
    reports.approve(draft, by=house.commerce.reviewer, at=NOW)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason, proposal.decided_at) == ("moot", "承办事项已报送办结", None)
    assert not Obligation.objects.open_proposals().exists()
    assert list(decided_proposals()) == [proposal]
    assert "OP3" not in codes(sweep_on("12-10", "12-11").fired) + ledger(line)
    with pytest.raises(NotNow, match="建议已无必要"):
        proposals.refuse(proposal, reason="不发。", by=house.office.clerk, at=at("12-11"))


def test_sent_back_in_the_same_round_it_stands_again(house: House) -> None:
    """That rung is not proposed twice in a round: else a hasty closing would make the ladder end."""
    proposal = a_proposal(house)
    line = UnitLine.objects.get(pk=proposal.of_line_id)
    factories.advance(
        factories.closing_draft(line, house.commerce, at=NOW), ReportState.SENT_BACK, house, house.commerce, at=NOW
    )
    proposal.refresh_from_db()
    assert (proposal.state, list(Obligation.objects.open_proposals())) == ("fired", [proposal])
    assert "OP3" in codes(sweep_on("12-10").fired)
    acts = StateChange.objects.filter(kind="obligation", object_id=proposal.pk).order_by("id")
    assert list(acts.values_list("act", flat=True)) == ["moot", "moot_undone"]
    assert not acts.visible_to(house.commerce.liaison).exists()


def test_reopened_in_another_round_the_old_one_stays_closed(house: House) -> None:
    proposal = a_proposal(house)
    line = UnitLine.objects.get(pk=proposal.of_line_id)
    draft = factories.closing_draft(line, house.commerce, at=NOW)
    factories.advance(draft, ReportState.ACCEPTED, house, house.commerce, at=NOW)
    lines.reopen(UnitLine.objects.get(pk=line.pk), reason="核查不符。", by=house.office.director, at=at("12-10"))
    proposal.refresh_from_db()
    assert proposal.state == "moot"


def test_what_another_body_supervises_is_proposed_no_longer(house: House) -> None:
    """《政府督查工作条例》第十五条: no many-headed supervision; and nobody is chased to decide about it."""
    proposal = a_proposal(house)
    item = proposal.of_line.work_item
    item = work_items.mark_supervised(item, supervised_by="市政府督查室", by=house.office.clerk, at=NOW)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("moot", "登记上级督查")
    assert "OP3" not in codes(sweep_on("12-08", "12-10", "12-11").fired)
    work_items.mark_supervised(item, supervised_by="", by=house.office.clerk, at=at("12-11"))
    proposal.refresh_from_db()
    assert proposal.state == "fired"

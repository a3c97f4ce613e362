"""What a unit that went leaves to its heirs (机构变动移交): one step, and the figures of before and after agree."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.models import Unit, UnitKind, UnitName
from tasks_app.actions import (
    comments,
    instruction_reminders,
    instructions,
    passing_on,
    recording,
    reports,
    responsibilities,
    successions,
)
from tasks_app.actions.comments import Words
from tasks_app.actions.passing_on import LINE, Passed, key_of, pass_on
from tasks_app.actions.successions import Wish
from tasks_app.dashboards.talking import talk_on_desk
from tasks_app.domain.line_states import LineState
from tasks_app.domain.paper_states import ServiceState
from tasks_app.domain.parts import Part
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.domain.report_states import ReportState
from tasks_app.models import (
    LineCase,
    Notification,
    PaperService,
    ProgressReport,
    Responsibility,
    UnitLine,
    WorkItem,
)
from tests import factories, line_case_factories, paper_factories, target_factories
from tests.conftest import Standing
from tests.factories import House, Staff, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

AT, ON = moment("2026-12-14"), date(2026, 12, 14)
LATE = 4  # of the seven lines of items 1 to 3 all but the three of yearly reports
GROUND = "《珠海市机构改革方案》（珠字〔2026〕1号）"


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def gone(of: House, change: str, *heirs: str, who: Staff | None = None) -> Unit:
    """市商务局 (or another unit) went, and these units follow it."""
    unit = (who or of.commerce).unit
    if not unit.names.exists():
        name = UnitName(unit=unit, text=unit.name, starts_on=factories.BEGINNING)
        recording.save(name, by=factories.clock(), at=AT, why="建立单位")
    rows = [
        successions.propose(Wish(unit, change, heir, UnitKind.DEPARTMENT, ON, GROUND), by=of.office.clerk, at=AT)
        for heir in heirs
    ]
    for row in rows:
        successions.confirm(row, on=ON, basis=GROUND, by=of.office.director, at=AT)
    return Unit.objects.get(pk=unit.pk)


def passed(of: House, unit: Unit, choices: dict[str, int | None] | None = None, **more: object) -> Passed:
    return pass_on(unit, choices or {}, **{"by": of.office.clerk, "at": AT} | more)  # type: ignore[arg-type]


def heir_of(line: UnitLine) -> UnitLine:
    heir = UnitLine.objects.get(pk=line.pk).successor
    assert heir is not None
    return heir


def figures() -> list[tuple[int, str, date, date]]:
    """Every line in force by item: state, deadline and original deadline, whoever holds it."""
    held = UnitLine.objects.filter(ended_on__isnull=True)
    return sorted(held.values_list("work_item_id", "state", "deadline", "original_deadline"))


# --- totals ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("change", ["merged", "abolished", "split"])
def test_figures_of_before_and_after_agree(house: House, change: str) -> None:
    unit, before = gone(house, change, *(["市数据局", "市口岸局"] if change == "split" else ["市数据局"])), figures()
    heirs = list(Unit.objects.filter(predecessors__unit=unit).order_by("pk"))
    mine = UnitLine.objects.filter(unit=unit).order_by("pk")
    chosen = {key_of(LINE, line.pk): heirs[place % len(heirs)].pk for place, line in enumerate(mine)}
    done = passed(house, unit, chosen if change == "split" else None)
    assert figures() == before
    assert done.figures is not None
    assert done.figures.agrees
    assert done.figures.before.late == done.figures.after.late == LATE
    assert "移交前后一致" in done.words
    assert not UnitLine.objects.filter(unit=unit, ended_on__isnull=True).exists()
    assert not Responsibility.objects.filter(unit=unit, ends_on__isnull=True).exists()


def test_a_renamed_unit_has_nothing_to_pass_on(house: House) -> None:
    before, line = figures(), house.line(house.commerce)
    unit = gone(house, "renamed", "市商务和口岸局")
    assert figures() == before
    with pytest.raises(NotNow, match="没有可移交的事项"):
        passed(house, unit)
    assert UnitLine.objects.get(pk=line.pk).unit_name == "市商务局"


# --- what goes, and what stays ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [LineState.PENDING_SIGNATURE, LineState.IN_PROGRESS, LineState.SENT_BACK])
def test_a_line_goes_on_as_it_stands(house: House, state: LineState) -> None:
    line = factories.line_in(state, house, unit_staff=house.transport)
    passed(house, gone(house, "merged", "市交通局", who=house.transport))
    old, new = UnitLine.objects.get(pk=line.pk), heir_of(line)
    assert (old.state, old.ended_on, old.unit_name) == (LineState.CANCELLED, ON, "市交通运输局")
    assert (new.unit_name, new.state, new.part, new.round) == ("市交通局", state, line.part, line.round)
    assert (new.deadline, new.original_deadline, new.issued_on) == (
        line.deadline,
        line.original_deadline,
        line.issued_on,
    )
    assert (new.handler, new.section) == ("", "")
    step = new.changes.get(act="take_over")
    assert step.why.startswith("承接自市交通运输局")


def test_a_suspended_line_stays_suspended_on_the_same_terms(house: House) -> None:
    line = factories.line_in(LineState.SUSPENDED, house, unit_staff=house.transport)
    case = LineCase.objects.get(line=line)
    passed(house, gone(house, "merged", "市交通局", who=house.transport))
    twin = LineCase.objects.get(line=heir_of(line))
    assert heir_of(line).state == LineState.SUSPENDED
    assert (twin.until, twin.days_left, twin.state) == (case.until, case.days_left, "granted")
    assert LineCase.objects.get(pk=case.pk).state == "ended"
    line_case_factories.resumed(twin, by=house.office.director, at=AT)
    assert heir_of(line).state == LineState.IN_PROGRESS


def test_what_is_done_stays_with_the_old_unit(house: House) -> None:
    line = factories.line_in(LineState.COMPLETED, house, unit_staff=house.transport)
    passed(house, gone(house, "merged", "市交通局", who=house.transport))
    stays = UnitLine.objects.get(pk=line.pk)
    assert (stays.state, stays.ended_on, stays.unit) == (LineState.COMPLETED, None, house.transport.unit)


@pytest.mark.parametrize("state", [LineState.UNIT_REVIEW, LineState.OFFICE_REVIEW])
def test_a_closing_on_its_way_goes_with_its_line(house: House, state: LineState) -> None:
    """待本单位审核: the heir's reviewer approves; 待办公室审核: the office accepts. Nothing stands still."""
    line = factories.line_in(state, house, unit_staff=house.transport)
    report, before = line.reports.get(kind="closing"), figures()
    done = passed(house, gone(house, "merged", "市交通局", who=house.transport))
    heir, new = heir_of(line), factories.staff(Unit.objects.get(name="市交通局"))
    assert done.figures is not None
    assert (heir.state, done.figures.agrees, figures()) == (state, True, before)
    report.refresh_from_db()
    assert (report.line, report.unit) == (heir, heir.unit)
    if state == LineState.UNIT_REVIEW:
        with pytest.raises(NotAllowed):
            reports.approve(report, by=house.transport.reviewer, at=AT)
        report = reports.approve(report, by=new.reviewer, at=AT)
    reports.accept(report, by=house.office.director, at=AT)
    assert heir_of(line).state == LineState.COMPLETED


@pytest.mark.parametrize("state", [LineState.UNIT_REVIEW, LineState.OFFICE_REVIEW])
def test_of_two_parts_that_become_one_the_heir_asks_for_closing_anew(house: House, state: LineState) -> None:
    line, there = factories.line_in(state, house, unit_staff=house.transport), house.line(house.commerce)
    report = line.reports.get(kind="closing")
    UnitLine.objects.filter(pk=there.pk).update(deadline=date(2026, 12, 21))
    done = passed(house, gone(house, "merged", house.commerce.unit.name, who=house.transport))
    heir = heir_of(line)
    assert done.figures is not None
    assert (heir, heir.state, done.figures.agrees) == (there, there.state, True)
    earlier = {LineState.UNIT_REVIEW: line.deadline, LineState.OFFICE_REVIEW: date(2026, 12, 21)}
    assert heir.deadline == earlier[state]  # what was handed in was no longer waited for
    report.refresh_from_db()
    assert (report.line, report.state, report.reason) == (
        line,
        "sent_back",
        "承办事项已并入市商务局，由其合并申请办结。",
    )


def test_what_a_leader_wants_answered_stands_on_the_desk_of_the_heir(house: House) -> None:
    line, calendar = house.line(house.commerce), factories.published_calendar(2026, 2027)
    wish = instructions.Wish("请报进展。", {line.unit_id}, calendar.plus(ON, 5))
    made = instructions.instruct(line.work_item, wish, calendar=calendar, by=house.office.leader, at=AT)
    passed(house, gone(house, "merged", house.water.unit.name))
    assert [reply.instruction for reply in talk_on_desk(house.water.liaison).owed] == [made]
    instruction_reminders.remind(at=moment("2026-12-19"), calendar=calendar)
    told = Notification.objects.filter(topic__startswith="instruction:", recipient=house.water.liaison.user)
    assert told.exists()


def test_questions_on_the_lines_go_with_them_and_the_rest_is_named(house: House) -> None:
    line, other = house.line(house.commerce), house.line(house.transport)
    asked = [
        comments.say(line.work_item, Words("question", "何时开工？", units), by=house.office.clerk, at=AT)
        for units in ({line.unit_id}, {line.unit_id, other.unit_id})
    ]
    unit = gone(house, "merged", house.transport.unit.name)
    assert passing_on.left_by(unit).questions == []
    passed(house, unit)
    first, second = ([mention.unit_id for mention in one.mentions.order_by("pk")] for one in asked)
    assert first == [other.unit_id]
    assert second == [line.unit_id, other.unit_id]  # the heir is asked for itself already
    assert [one.comment for one in passing_on.left_by(unit).questions] == [asked[1]]
    assert passing_on.left_by(unit).memberships == list(unit.memberships.all())


def test_a_closing_that_is_taken_back_at_this_moment_is_passed_on_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read while its closing was decided about, and back at work a moment later, when the lines are held."""
    line = factories.line_in(LineState.UNIT_REVIEW, house, unit_staff=house.transport)
    closing, read = ProgressReport.objects.get(line=line), passing_on.left_by
    unit = gone(house, "merged", "市交通局", who=house.transport)

    def meanwhile(of: Unit) -> object:
        left = read(of)
        if ProgressReport.objects.get(pk=closing.pk).state == ReportState.UNIT_REVIEW:
            reports.withdraw(closing, by=house.transport.liaison, at=AT)
        return left

    monkeypatch.setattr(passing_on, "left_by", meanwhile)
    passed(house, unit)
    assert heir_of(line).state == LineState.IN_PROGRESS
    assert not UnitLine.objects.filter(unit=unit, ended_on__isnull=True).exists()


def test_the_past_stays_and_both_sides_read_it(house: House) -> None:
    line = house.line(house.commerce)
    report = factories.periodic_draft(line, house.commerce, house.period())
    factories.advance(report, "accepted", house, house.commerce)
    draft = factories.periodic_draft(line, house.commerce, house.period(2), at=moment("2026-07-10"))
    unit = gone(house, "merged", "市数据局")
    passed(house, unit)
    new = factories.staff(Unit.objects.get(name="市数据局"))
    for actor, seen in ((new.liaison, {report.pk}), (house.commerce.liaison, {report.pk, draft.pk})):
        assert set(ProgressReport.objects.visible_to(actor).values_list("pk", flat=True)) == seen
        assert WorkItem.objects.visible_to(actor).filter(pk=line.work_item_id).exists()
    assert ProgressReport.objects.get(pk=report.pk).unit == unit
    assert UnitLine.objects.own_of(new.liaison).get(work_item=line.work_item_id) == heir_of(line)


def test_a_paper_waits_on_the_desk_of_the_heir_as_it_was_sent(house: House) -> None:
    service = paper_factories.received(house)
    unit = gone(house, "merged", "市数据局")
    passed(house, unit)
    service = PaperService.objects.get(pk=service.pk)
    assert (service.unit, service.unit_name, service.line) == (unit, "市商务局", heir_of(house_line(service, unit)))
    assert service.state == ServiceState.RECEIVED
    new = factories.staff(Unit.objects.get(name="市数据局"))
    assert PaperService.objects.visible_to(new.liaison).get() == service
    assert PaperService.objects.visible_to(house.commerce.liaison).get() == service


def house_line(service: PaperService, unit: Unit) -> UnitLine:
    return UnitLine.objects.get(successor=service.line, unit=unit)


def test_a_target_is_reported_by_the_heir(house: House) -> None:
    target = target_factories.target(house.plan, year=2025)
    target_factories.reported_by(target, house.commerce.unit, house)
    passed(house, gone(house, "merged", "市数据局"))
    target.refresh_from_db()
    assert target.reporting_unit.name == "市数据局"
    assert target.reporting_since == ON


# --- two become one --------------------------------------------------------------------------------------------------
def test_two_units_of_one_item_merge_into_one_line(house: House) -> None:
    """市商务局 and 市交通运输局 both stand on item 1."""
    first, second = house.line(house.commerce), house.line(house.transport)
    UnitLine.objects.filter(pk=second.pk).update(deadline=date(2026, 12, 21))
    passed(house, gone(house, "merged", "市经贸局", who=house.transport))
    done = passed(house, gone(house, "merged", "市经贸局"))
    heir = heir_of(second)
    assert heir_of(first) == heir
    assert heir.deadline == min(first.deadline, date(2026, 12, 21))
    assert UnitLine.objects.filter(work_item=first.work_item_id, ended_on__isnull=True).count() == 1
    assert done.figures is not None
    assert (done.figures.agrees, done.figures.merged) == (True, 2)
    assert "时限由 2026-12-21 改为较早的 2026-11-30" in heir.changes.order_by("-id")[0].why


def test_a_line_that_is_done_takes_nothing_in(house: House) -> None:
    factories.line_in(LineState.COMPLETED, house, unit_staff=house.transport)
    unit = gone(house, "merged", house.transport.unit.name)
    with pytest.raises(Invalid, match="现为“已完成”，不能并入"):
        passed(house, unit)
    assert UnitLine.objects.filter(unit=unit, ended_on__isnull=True).count() == 3


def test_a_confirmed_lead_is_lead_after_it_merged_into_a_supporting_unit(house: House) -> None:
    line = house.line(house.commerce)
    task = line.responsibility.task
    lead = Responsibility.objects.get(task=task, unit=house.commerce.unit)
    confirm(house, lead)
    passed(house, gone(house, "merged", house.transport.unit.name))
    now = Responsibility.objects.get(task=task, ends_on__isnull=True)
    assert (now.unit, now.part, now.basis) == (house.transport.unit, Part.LEAD, "confirmed")
    assert heir_of(line).part == Part.LEAD


def confirm(of: House, lead: Responsibility) -> None:
    responsibilities.confirm_lead(
        lead.task, lead.pk, basis_note="会议纪要", by=of.office.director, at=moment("2026-03-10")
    )


# --- one person, one step --------------------------------------------------------------------------------------------
def test_of_several_heirs_one_is_chosen_for_each(house: House) -> None:
    unit = gone(house, "split", "市数据局", "市口岸局")
    with pytest.raises(Invalid) as refused:
        passed(house, unit)
    lines = UnitLine.objects.filter(unit=unit, ended_on__isnull=True)
    assert {key_of(LINE, line.pk) for line in lines} <= set(refused.value.faults)
    assert set(refused.value.faults.values()) == {passing_on.CHOOSE}
    with pytest.raises(Invalid, match="请在承继单位中选择"):
        passed(house, unit, {key_of(LINE, line.pk): house.water.unit.pk for line in lines})
    assert not UnitLine.objects.filter(successor__isnull=False).exists()


def test_twice_is_once_and_of_two_one_wins(house: House) -> None:
    unit = gone(house, "merged", "市数据局")
    passed(house, unit, version=unit.version)
    after = figures()
    with pytest.raises(Stale):
        passed(house, unit, version=unit.version)
    with pytest.raises(NotNow, match="已全部移交"):
        passed(house, unit)
    assert figures() == after


def test_who_may(house: House) -> None:
    unit = gone(house, "merged", "市数据局")
    for by in (house.commerce.reviewer, house.office.leader):
        with pytest.raises(NotAllowed):
            passed(house, unit, by=by)


def test_the_heir_hears_of_each_line(house: House) -> None:
    unit = gone(house, "merged", house.water.unit.name)
    passed(house, unit)
    heard = Notification.objects.filter(recipient=house.water.liaison.user, topic__startswith="passed_on:")
    assert heard.count() == UnitLine.objects.filter(unit=house.water.unit).count()

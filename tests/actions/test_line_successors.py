"""One unit's part is given to another (转办): one line ends, one begins, and nothing else of the item changes."""

from datetime import date

import pytest

from tasks_app.actions.line_successors import Heir
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.parts import Basis, Part
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.models import LineCase, Notification, Responsibility, UnitLine, WorkItem
from tests.factories import House, moment
from tests.line_case_factories import ANSWERED_AT, ask, granted, raised, upheld

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

DEADLINE, LATER_DAY = date(2026, 11, 30), date(2026, 12, 14)


def in_force(case: LineCase) -> list[UnitLine]:
    return list(UnitLine.objects.filter(work_item=case.line.work_item_id, ended_on__isnull=True))


def test_the_part_goes_to_another_unit_and_totals_stay(house: House) -> None:
    before = in_force(case := raised(house, CaseKind.OBJECTION))
    upheld(case, by=house.office.clerk, heir=Heir(house.water.unit))
    assert len(in_force(case)) == len(before)
    old = UnitLine.objects.get(pk=case.line_id)
    new = old.successor
    assert new is not None
    assert (new.unit, new.unit_name, new.state, new.part) == (
        house.water.unit, "市水务局", "pending_signature", old.part,
    )  # fmt: skip
    assert (new.issued_on, new.original_deadline, new.deadline) == (ANSWERED_AT.date(), DEADLINE, DEADLINE)
    step = new.changes.get()
    assert (step.act, step.label, step.why) == ("take_over", "承接交办", "依据：交办异议成立：职责不在该单位。")
    assert WorkItem.objects.visible_to(house.water.liaison).get(pk=old.work_item_id)
    assert not WorkItem.objects.visible_to(house.commerce.liaison).filter(pk=old.work_item_id).exists()


def test_the_new_unit_is_told_at_once(house: House) -> None:
    case = raised(house, CaseKind.OBJECTION)
    upheld(case, by=house.office.clerk, heir=Heir(house.water.unit))
    told = Notification.objects.filter(topic=f"taken_over:{UnitLine.objects.get(unit=house.water.unit).pk}")
    assert {notice.recipient for notice in told} == {house.water.liaison.user, house.water.reviewer.user}
    assert {(notice.unit, notice.urgent, notice.due_on) for notice in told} == {(house.water.unit, True, DEADLINE)}


def test_the_responsibility_goes_with_it_on_the_same_ground(house: House) -> None:
    case = raised(house, CaseKind.OBJECTION)
    upheld(case, by=house.office.clerk, heir=Heir(house.water.unit))
    task = case.line.responsibility.task_id
    old = Responsibility.objects.get(task=task, unit=house.commerce.unit)
    new = Responsibility.objects.get(task=task, unit=house.water.unit)
    assert (old.ends_on, new.starts_on, new.ends_on) == (date(2026, 11, 23), ANSWERED_AT.date(), None)
    assert (new.part, new.order, new.basis, new.is_settled) == (old.part, old.order, old.basis, False)
    assert new.basis_note == "交办异议成立：职责不在该单位。"


def test_a_member_of_a_group_hands_over_without_leaving_the_group(house: House) -> None:
    case = raised(house, CaseKind.OBJECTION, number=3)
    upheld(case, by=house.office.clerk, heir=Heir(house.water.unit))
    of_group = Responsibility.objects.get(group=house.group)
    assert of_group.ends_on is None
    new = UnitLine.objects.get(unit=house.water.unit)
    assert (new.through_group, new.responsibility.unit) == (None, house.water.unit)


def test_a_confirmed_lead_stays_one(house: House) -> None:
    Responsibility.objects.filter(unit=house.commerce.unit, part=Part.LEAD).update(
        basis=Basis.CONFIRMED, confirmed_at=ANSWERED_AT, confirmed_by=house.office.director.post
    )
    upheld(raised(house, CaseKind.OBJECTION), by=house.office.director, heir=Heir(house.water.unit))
    new = Responsibility.objects.get(unit=house.water.unit)
    assert (new.part, new.basis, new.confirmed_by) == (Part.LEAD, Basis.CONFIRMED, house.office.director.post)


@pytest.mark.parametrize("unit", ["commerce", "transport"])
def test_whoever_holds_it_already_is_no_heir(house: House, unit: str) -> None:
    case = raised(house, CaseKind.OBJECTION)
    with pytest.raises(Invalid) as refused:
        upheld(case, by=house.office.clerk, heir=Heir(getattr(house, unit).unit))
    assert set(refused.value.faults) == {"unit"}
    assert UnitLine.objects.get(pk=case.line_id).ended_on is None


def test_no_item_is_left_without_anybody(house: House) -> None:
    granted(raised(house, CaseKind.CANCELLATION, people=house.transport), by=house.office.director)
    case = raised(house, CaseKind.OBJECTION)
    with pytest.raises(NotNow, match="不能无人承办"):
        upheld(case, by=house.office.clerk)


def test_a_later_deadline_is_the_directors(house: House) -> None:
    case = raised(house, CaseKind.OBJECTION)
    heir = Heir(house.water.unit, LATER_DAY)
    with pytest.raises(NotAllowed, match="办公室负责人"):
        upheld(case, by=house.office.clerk, heir=heir)
    upheld(case, by=house.office.director, heir=heir)
    new = UnitLine.objects.get(unit=house.water.unit)
    assert (new.original_deadline, new.deadline) == (DEADLINE, LATER_DAY)


def test_a_deadline_that_is_over_needs_another(house: House) -> None:
    case = ask(house.line(house.commerce), CaseKind.OBJECTION, by=house.commerce.liaison, at=moment("2026-12-02"))
    for day in (None, date(2026, 11, 27)):
        with pytest.raises(Invalid) as refused:
            upheld(case, by=house.office.director, heir=Heir(house.water.unit, day), at=moment("2026-12-03"))
        assert set(refused.value.faults) == {"deadline"}
    upheld(case, by=house.office.director, heir=Heir(house.water.unit, LATER_DAY), at=moment("2026-12-03"))


def test_a_unit_with_another_item_of_the_task_keeps_its_responsibility(house: House) -> None:
    line = house.line(house.commerce)
    twin = WorkItem.objects.get(pk=line.work_item_id)
    twin.pk, twin.order = None, 2
    twin.save()
    kept = UnitLine.objects.get(pk=line.pk)
    kept.pk, kept.work_item = None, twin
    kept.save()
    case = ask(line, CaseKind.OBJECTION, by=house.commerce.liaison)
    upheld(case, by=house.office.clerk, heir=Heir(house.water.unit))
    assert Responsibility.objects.get(pk=line.responsibility_id).ends_on is None

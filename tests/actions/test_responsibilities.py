"""The office confirms who leads: after the year is issued, and a second time (before it: test_cycles)."""

import pytest

from tasks_app.actions import lines, responsibilities
from tasks_app.domain.access import Verb
from tasks_app.domain.parts import Basis, Part
from tasks_app.domain.refusals import Invalid, NotAllowed, Stale
from tasks_app.models import Responsibility, StateChange, Task
from tasks_app.permissions.checks import can
from tests import factories
from tests.factories import LATER, House, Staff

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

NOTE = "市政府常务会议纪要〔2026〕3号"


def task_of(house: House, number: int = 1) -> Task:
    return Task.objects.get(plan=house.plan, number=number)


def confirm(house: House, whom: Staff, *, number: int = 1, **more: object) -> Responsibility:
    """The director confirms that a unit leads a task."""
    task = task_of(house, number)
    choice = Responsibility.objects.get(task=task, unit=whom.unit).pk
    usual = {"basis_note": NOTE, "by": house.office.director, "at": LATER}
    return responsibilities.confirm_lead(task, choice, **usual | more)  # type: ignore[arg-type]


def versions(house: House) -> int:
    return Responsibility.objects.filter(task=task_of(house)).version_together()


def test_the_chosen_one_leads_and_all_others_support(house: House) -> None:
    confirm(house, house.transport)
    rows = Responsibility.objects.filter(task=task_of(house)).order_by("order")
    assert list(rows.values_list("part", "basis", "basis_note", "confirmed_at", "confirmed_by")) == [
        (Part.SUPPORT, Basis.CONFIRMED, NOTE, LATER, house.office.director.post.pk),
        (Part.LEAD, Basis.CONFIRMED, NOTE, LATER, house.office.director.post.pk),
    ]


def test_open_lines_and_sight_follow(house: House) -> None:
    mine, other = house.line(house.commerce), house.line(house.transport)
    assert not can(house.transport.liaison, Verb.READ_LINE, mine)
    confirm(house, house.transport)
    assert (house.line(house.transport).part, house.line(house.commerce).part) == (Part.LEAD, Part.SUPPORT)
    assert can(house.transport.liaison, Verb.READ_LINE, mine)
    assert not can(house.commerce.liaison, Verb.READ_LINE, other)
    assert house.line(house.transport).history.first().history_user == house.office.director.user


def test_another_task_is_left_alone(house: House) -> None:
    confirm(house, house.commerce)
    assert house.line(house.commerce, 2).part == Part.RESPONSIBLE


def test_the_lead_may_change_and_never_are_there_two(house: House) -> None:
    confirm(house, house.commerce)
    confirm(house, house.transport)
    in_force = Responsibility.objects.filter(task=task_of(house), ends_on__isnull=True)
    assert in_force.get(part=Part.LEAD).unit == house.transport.unit
    assert house.line(house.commerce).part == Part.SUPPORT


def test_a_line_that_moved_meanwhile_keeps_its_state_in_its_history(house: House) -> None:
    lines.sign(house.line(house.commerce), by=house.commerce.liaison, at=LATER)
    confirm(house, house.commerce)
    assert house.line(house.commerce).history.first().state == "in_progress"


def test_it_leaves_a_step_and_a_reason(house: House) -> None:
    chosen = confirm(house, house.commerce)
    step = StateChange.objects.get(kind="task", object_id=task_of(house).pk)
    assert (step.label, step.why, step.actor_name, step.version) == (
        "确认牵头单位",
        f"市商务局；依据：{NOTE}",
        house.office.director.name,
        versions(house),
    )
    assert chosen.history.first().history_change_reason == f"确认牵头单位：{NOTE}｜{house.office.director.label}"


@pytest.mark.parametrize("who", ["clerk", "leader"])
def test_only_the_director_confirms(house: House, who: str) -> None:
    for by in (getattr(house.office, who), house.commerce.reviewer, factories.clock()):
        with pytest.raises(NotAllowed, match="只有领导小组办公室负责人可以确认"):
            confirm(house, house.commerce, by=by)


@pytest.mark.parametrize("note", ["", "  ", "\u3000"])
def test_without_a_basis_nothing_is_confirmed(house: House, note: str) -> None:
    with pytest.raises(Invalid) as refused:
        confirm(house, house.commerce, basis_note=note)
    assert list(refused.value.faults) == ["basis_note"]


def test_a_group_leads_nothing_and_a_stranger_neither(house: House) -> None:
    members = Responsibility.objects.get(task=task_of(house, 3), group=house.group)
    for choice, number in ((members.pk, 3), (members.pk, 1), (0, 1)):
        with pytest.raises(Invalid) as refused:
            responsibilities.confirm_lead(
                task_of(house, number), choice, basis_note=NOTE, by=house.office.director, at=LATER
            )
        assert list(refused.value.faults) == ["choice"]


def test_a_stale_page_is_told_who_was_faster(house: House) -> None:
    shown = versions(house)
    confirm(house, house.commerce, version=shown)
    with pytest.raises(Stale, match=f"{house.office.director.name}已于04月13日 09:00将本件“确认牵头单位”"):
        confirm(house, house.transport, version=shown)

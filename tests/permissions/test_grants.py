"""The relation rows are what the open lines say: written by one module, repaired by it, and by nothing else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from accounts.models import UnitRoleGroup
from tasks_app.actions import recording, responsibilities
from tasks_app.models import Responsibility, UnitLine, UnitLineRelation, WorkItem, WorkItemRelation
from tasks_app.permissions import grants
from tasks_app.permissions.grants import Drift
from tests import factories
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

NONE = Drift(0, 0)


def on_items() -> set[tuple[int, int, str, str]]:
    """(item, unit, role, codename) of every relation row of an item."""
    return set(
        WorkItemRelation.objects.values_list(
            "content_object", "group__unit_role__unit", "group__unit_role__role", "permission__codename"
        )
    )


def on_lines() -> set[tuple[int, int, str, str]]:
    """(line, unit, role, codename) of every relation row of a line."""
    return set(
        UnitLineRelation.objects.values_list(
            "content_object", "group__unit_role__unit", "group__unit_role__role", "permission__codename"
        )
    )


def by_hand() -> tuple[set[tuple[int, int, str, str]], set[tuple[int, int, str, str]]]:
    """What the rows should be, worked out from the open lines without the module under test."""
    items, lines = set(), set()
    for line in UnitLine.objects.filter(ended_on__isnull=True):
        for role in ("liaison", "unit_reviewer"):
            relation = "lead_item" if line.part == "lead" else "support_item"
            items.add((line.work_item_id, line.unit_id, role, relation))
            lines.add((line.pk, line.unit_id, role, "own_line"))
    return items, lines


def test_after_issue_the_rows_are_what_the_lines_say(house: House) -> None:
    assert (on_items(), on_lines()) == by_hand()
    assert grants.reconcile(WorkItem.objects.all()) == NONE


def test_after_a_lead_was_confirmed_the_rows_follow(house: House) -> None:
    first = Responsibility.objects.get(task__number=1, unit=house.commerce.unit)
    assert not [row for row in on_items() if row[3] == "lead_item"]
    responsibilities.confirm_lead(
        first.task, first.pk, basis_note="会议纪要〔2026〕3号", by=house.office.director, at=factories.LATER
    )
    assert (on_items(), on_lines()) == by_hand()
    assert {row[1] for row in on_items() if row[3] == "lead_item"} == {house.commerce.unit.pk}


def test_a_line_that_ended_gives_nobody_anything(house: House) -> None:
    line = house.line(house.commerce)
    UnitLine.objects.filter(pk=line.pk).update(ended_on=factories.LATER.date())
    assert grants.reconcile([line.work_item]) == Drift(added=0, removed=4)
    assert (on_items(), on_lines()) == by_hand()
    assert not UnitLine.objects.visible_to(house.commerce.liaison).filter(work_item=line.work_item).exists()


def test_drift_is_repaired_counted_and_then_gone(house: House) -> None:
    item = house.line(house.commerce).work_item
    WorkItemRelation.objects.filter(content_object=item).order_by("pk")[0].delete()
    stray = UnitRoleGroup.objects.get(unit=house.water.unit, role="liaison").group
    own_line = Permission.objects.get(codename="own_line")
    for line in UnitLine.objects.filter(work_item=item):
        UnitLineRelation.objects.create(content_object=line, group=stray, permission=own_line)
    assert grants.reconcile([item]) == Drift(added=1, removed=2)
    assert (on_items(), on_lines()) == by_hand()
    assert grants.reconcile([item]) == NONE


def test_another_item_s_rows_are_left_alone(house: House) -> None:
    first, second = WorkItem.objects.order_by("pk")[:2]
    WorkItemRelation.objects.filter(content_object=second).delete()
    assert grants.reconcile([first]) == NONE
    assert not WorkItemRelation.objects.filter(content_object=second).exists()


def test_rows_are_given_to_unit_role_groups_only(house: House) -> None:
    known = set(UnitRoleGroup.objects.values_list("group", flat=True))
    assert {row.group_id for row in WorkItemRelation.objects.all()} <= known
    assert {row.group_id for row in UnitLineRelation.objects.all()} <= known
    assert not Group.objects.filter(user__isnull=False).exists()
    assert not Permission.objects.filter(user__isnull=False).exists()


def test_a_codename_stands_on_the_table_it_belongs_to(house: House) -> None:
    for rows in (WorkItemRelation, UnitLineRelation):
        model = rows._meta.get_field("content_object").related_model._meta.model_name
        strays = rows.objects.exclude(permission__content_type__model=model)
        assert not strays.exists()


def test_no_unit_is_given_a_line_of_another(house: House) -> None:
    assert not UnitLineRelation.objects.exclude(content_object__unit=F("group__unit_role__unit")).exists()


def test_the_cost_does_not_grow_with_the_items(
    house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Nine statements that read and clear, and two that write the rows of thirty new items."""
    line = house.line(house.commerce)
    for number in range(10, 40):
        one_more_like(line, number)
    with django_assert_max_num_queries(11):
        assert grants.reconcile(list(WorkItem.objects.all())) == Drift(added=30 * 4, removed=0)
    with django_assert_max_num_queries(9):
        assert grants.reconcile(list(WorkItem.objects.all())) == NONE
    assert (on_items(), on_lines()) == by_hand()


def one_more_like(line: UnitLine, order: int) -> None:
    """One more item like that of the line, with one line like it, written past the module under test."""
    item = line.work_item
    for row, changes in ((item, {"order": order}), (line, {"work_item": item})):
        vars(row).update(pk=None, id=None)
        row._state.adding = True
        for name, value in changes.items():
            setattr(row, name, value)
        recording.save(row, by=factories.clock(), at=factories.LATER, why="测试")

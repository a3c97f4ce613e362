"""Lists agree with ``can``: what is listed is what one may see, for everybody, in one query."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from tasks_app.actions import comments
from tasks_app.actions.comments import Words
from tasks_app.dashboards.item import lines_of_item, looking
from tasks_app.domain.access import Verb
from tasks_app.models import Comment, Evidence, ProgressReport, StateChange, UnitLine, WorkItem
from tasks_app.models.sight import line_granted
from tasks_app.permissions.checks import can
from tests import factories
from tests.permissions.conftest import Matrix

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def test_lines_and_items_in_the_list_are_those_one_may_see(matrix: Matrix) -> None:
    factories.drafted_cycle(matrix.house.office, year=2027, at=factories.LATER)
    lines, items = list(UnitLine.objects.all()), list(WorkItem.objects.all())
    for name, actor in matrix.people.items():
        seen = {line for line in lines if can(actor, Verb.SEE_LINE, line)}
        read = {line for line in lines if can(actor, Verb.READ_LINE, line)}
        owned = {line for line in lines if can(actor, Verb.SIGN_LINE, line)}
        assert set(UnitLine.objects.visible_to(actor)) == seen, name
        assert set(UnitLine.objects.filter(line_granted(actor, Verb.READ_LINE))) == read, name
        assert set(UnitLine.objects.own_of(actor)) == owned, name
        assert set(UnitLine.objects.counted_for(actor)) == owned, name
        assert set(WorkItem.objects.visible_to(actor)) == {item for item in items if can(actor, Verb.SEE_ITEM, item)}


def test_whoever_looks_at_an_item_has_in_sight_what_the_lists_say_of_it(matrix: Matrix) -> None:
    item, clerk = matrix.item, matrix.people["clerk"]
    for line in (None, matrix.lines["lead"], matrix.lines["support"]):
        comments.say(item, Words("remark", "已协调。"), line=line, by=clerk, at=factories.LATER)
    lists: tuple[tuple[str, Callable[[Actor], Any]], ...] = (
        ("pk", WorkItem.objects.visible_to),
        ("work_item", UnitLine.objects.visible_to),
        ("work_item", UnitLine.objects.own_of),
        ("line__work_item", ProgressReport.objects.visible_to),
        ("work_item", Comment.objects.visible_to),
        ("work_item", StateChange.objects.visible_to),
    )
    for name, actor in matrix.people.items():
        if not WorkItem.objects.visible_to(actor).filter(pk=item.pk).exists():
            continue
        looker = looking(actor, item, lines_of_item(item.pk, actor))
        for path, listed in lists:
            of_item = {path: item.pk}
            assert set(listed(looker).filter(**of_item)) == set(listed(actor).filter(**of_item)), (name, listed)
        assert set(UnitLine.objects.visible_to(looker)) <= set(item.lines.all()), name


def test_each_list_is_one_query_at_most(matrix: Matrix, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    lists: list[Callable[[Actor], object]] = [
        UnitLine.objects.visible_to,
        UnitLine.objects.own_of,
        WorkItem.objects.visible_to,
        ProgressReport.objects.visible_to,
        Evidence.objects.visible_to,
        StateChange.objects.visible_to,
    ]
    for actor in (matrix.people["lead_liaison"], matrix.people["auditor"]):
        for listed in lists:
            with django_assert_max_num_queries(1):
                list(listed(actor))  # type: ignore[call-overload]


def test_a_lead_reads_what_its_supporting_units_handed_in_but_not_what_they_draft(matrix: Matrix) -> None:
    lead = matrix.people["lead_reviewer"]
    assert matrix.reports["support"] in ProgressReport.objects.visible_to(lead)
    draft = factories.periodic_draft(
        matrix.lines["support"], matrix.house.transport, matrix.house.period(2), at=factories.moment("2026-07-02")
    )
    assert draft not in ProgressReport.objects.visible_to(lead)


def test_steps_on_what_one_may_not_see_are_not_listed(matrix: Matrix) -> None:
    for name in ("stranger_liaison", "nobody", "clock", "system_admin", "auditor_of_2025"):
        assert not StateChange.objects.visible_to(matrix.people[name]).exists(), name

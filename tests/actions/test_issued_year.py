"""What an issued year is: its lines, their beginnings, and that it is frozen."""

from datetime import date

import pytest

from tasks_app.actions import cycles, item_drafts
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import NotNow, Stale
from tasks_app.domain.year_states import ItemState, Rhythm, YearPlanState
from tasks_app.models import Cycle, StateChange, UnitLine, UnitLineRelation, WorkItem, YearPlan
from tests.factories import ISSUED_AT, LATER, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def test_lines_stand_in_the_order_of_the_plan(house: House) -> None:
    lines = UnitLine.objects.order_by("work_item", "order")
    assert list(lines.values_list("work_item__year_plan__task__number", "unit_name", "part", "order")) == [
        (1, "市商务局", "responsible", 1),
        (1, "市交通运输局", "responsible", 2),
        (2, "市发展改革局", "responsible", 1),
        (2, "市商务局", "responsible", 2),
        (3, "市碳达峰碳中和工作领导小组办公室", "responsible", 1),
        (3, "市商务局", "responsible", 2),
        (3, "市交通运输局", "responsible", 3),
    ]


def test_a_line_knows_all_that_lists_filter_by(house: House) -> None:
    line = house.line(house.commerce)
    assert (line.cycle, line.heading, line.work_item.year_plan.cycle) == (
        house.cycle,
        line.work_item.year_plan.task.heading,
        house.cycle,
    )
    assert (line.state, line.issued_on, line.deadline, line.original_deadline, line.version) == (
        LineState.PENDING_SIGNATURE,
        date(2026, 3, 2),
        date(2026, 11, 30),
        date(2026, 11, 30),
        0,
    )
    assert line.responsibility.unit == house.commerce.unit


def test_the_year_its_plans_and_its_items_are_issued(house: House) -> None:
    cycle = Cycle.objects.get()
    assert (cycle.state, cycle.issued_at, cycle.issued_by) == (
        YearPlanState.ISSUED,
        ISSUED_AT,
        house.office.director.post,
    )
    assert set(YearPlan.objects.values_list("state", "version")) == {(YearPlanState.ISSUED, 1)}
    assert set(WorkItem.objects.values_list("state", "version")) == {(ItemState.PENDING_SIGNATURE, 1)}


def test_every_row_has_its_person_and_reason(house: House) -> None:
    director = house.office.director
    for row in (
        Cycle.objects.get(),
        YearPlan.objects.all()[0],
        WorkItem.objects.all()[0],
        UnitLine.objects.all()[0],
    ):
        written = row.history.first()
        assert (written.history_user, written.history_date) == (director.user, ISSUED_AT)
        assert written.history_change_reason.startswith("印发")
        assert director.label in written.history_change_reason


def test_every_line_begins_its_timeline(house: House) -> None:
    steps = StateChange.objects.filter(act="issue", kind="line")
    assert steps.count() == UnitLine.objects.count() == 7
    assert set(steps.values_list("label", "to_state", "actor_name", "actor_role")) == {
        ("交办", "pending_signature", house.office.director.name, "office_director")
    }
    [of_year] = StateChange.objects.filter(kind="cycle")
    assert (of_year.object_id, of_year.from_state, of_year.to_state) == (house.cycle.pk, "draft", "issued")


def test_the_relation_rows_stand_at_once(house: House) -> None:
    assert UnitLineRelation.objects.count() == 2 * UnitLine.objects.count()


def test_rows_of_the_organisation_part_make_one_yearly_line_a_member(house: House) -> None:
    """Rows 28 to 30: the office reports quarterly like everybody, each member gives one yearly report."""
    lines = UnitLine.objects.filter(work_item__year_plan__task__number=3).order_by("order")
    assert list(lines.values_list("rhythm", "deadline", "through_group")) == [
        (Rhythm.QUARTERLY, date(2027, 1, 20), None),
        (Rhythm.YEARLY, date(2027, 1, 20), house.group.pk),
        (Rhythm.YEARLY, date(2027, 1, 20), house.group.pk),
    ]


def test_an_issued_year_takes_no_more(house: House) -> None:
    with pytest.raises(NotNow, match="已经印发"):
        cycles.draft_items(house.cycle, by=house.office.clerk, at=LATER)


def test_never_after_issue(house: House) -> None:
    with pytest.raises(NotNow, match="已经印发"):
        item_drafts.revise_item(
            WorkItem.objects.all()[0], by=house.office.clerk, at=LATER, planned_deadline=date(2026, 12, 31)
        )


def test_a_year_is_issued_once(house: House) -> None:
    with pytest.raises(NotNow, match="现在的状态是“印发”"):
        cycles.issue(house.cycle, by=house.office.director, at=LATER)
    with pytest.raises(Stale, match=f"{house.office.director.name}已于03月02日 09:00将本件“印发”"):
        cycles.issue(house.cycle, by=house.office.director, at=LATER, version=0)

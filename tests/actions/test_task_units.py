"""Who answers for a task changes mid-year: another lead, a unit that joins, one that leaves; the past stays."""

from datetime import date

import pytest

from tasks_app.actions import line_case_decisions, responsibilities, task_units
from tasks_app.actions.line_case_decisions import Granted
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.parts import Part
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.models import Responsibility, Task, UnitLine, WorkItem, WorkItemRelation
from tests import factories
from tests.factories import House, moment
from tests.line_case_factories import ask

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
CONFIRMED_AT, AT, ON = moment("2026-03-10"), moment("2026-07-01"), date(2026, 6, 15)


def task_of(of: House) -> Task:
    return of.line(of.commerce).responsibility.task


def lead(of: House, who: factories.Staff, *, at: object = AT, on: date | None = None) -> Responsibility:
    row = Responsibility.objects.get(task=task_of(of), unit=who.unit, ends_on__isnull=True)
    told = {"basis_note": "会议纪要", "on": on, "by": of.office.director, "at": at}
    return responsibilities.confirm_lead(row.task, row.pk, **told)  # type: ignore[arg-type]


def leads_on(of: House, day: date) -> list[str]:
    rows = Responsibility.objects.in_force(day).filter(task=task_of(of), part=Part.LEAD)
    return [row.name for row in rows]


def figures() -> list[tuple[int, int, str, date]]:
    held = UnitLine.objects.filter(ended_on__isnull=True)
    return sorted(held.values_list("pk", "work_item_id", "state", "deadline"))


def test_a_lead_changes_from_a_day_and_the_past_reads_as_it_was(house: House) -> None:
    lead(house, house.commerce, at=CONFIRMED_AT)
    line, other, before = house.line(house.commerce), house.line(house.transport), figures()
    lead(house, house.transport, on=ON)
    assert leads_on(house, date(2026, 6, 14)) == ["市商务局"]
    assert leads_on(house, ON) == ["市交通运输局"]
    assert figures() == before
    line.refresh_from_db()
    other.refresh_from_db()
    assert (line.part, other.part) == (Part.SUPPORT, Part.LEAD)
    assert [past.part for past in other.history.order_by("history_id")][-2:] == [Part.SUPPORT, Part.LEAD]
    assert line.responsibility.starts_on == other.responsibility.starts_on == ON
    relations = WorkItemRelation.objects.filter(content_object=line.work_item_id)
    assert relations.filter(permission__codename="lead_item", group=house.transport.liaison.group).exists()
    assert not relations.filter(permission__codename="lead_item", group=house.commerce.liaison.group).exists()


@pytest.mark.parametrize(
    ("on", "sentence"), [(date(2026, 7, 2), "还没有到"), (date(2023, 5, 18), "不能早于原分工的起始日期")]
)
def test_a_day_that_cannot_be(house: House, on: date, sentence: str) -> None:
    lead(house, house.commerce, at=CONFIRMED_AT)
    with pytest.raises(Invalid, match=sentence):
        lead(house, house.transport, on=on)


def test_a_second_change_on_the_same_day_mends_the_first(house: House) -> None:
    lead(house, house.commerce, at=CONFIRMED_AT)
    for who in (house.transport, house.commerce):
        lead(house, who)
    assert leads_on(house, AT.date()) == ["市商务局"]
    assert Responsibility.objects.filter(task=task_of(house), ends_on__isnull=True).count() == 2


def test_a_unit_that_joins_has_a_line_from_today_on(house: House) -> None:
    before, told = figures(), {"basis_note": "会议纪要", "by": house.office.director, "at": AT}
    (line,) = task_units.add(task_of(house), house.water.unit, **told)  # type: ignore[arg-type]
    assert (line.unit_name, line.issued_on, line.state) == ("市水务局", AT.date(), "pending_signature")
    assert [row for row in figures() if row[0] != line.pk] == before
    assert WorkItem.objects.visible_to(house.water.liaison).filter(pk=line.work_item_id).exists()
    with pytest.raises(Invalid, match="已是本项任务的责任单位"):
        task_units.add(task_of(house), house.water.unit, **told)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        task_units.add(task_of(house), house.host.unit, **told | {"by": house.office.clerk})  # type: ignore[arg-type]


def test_a_unit_leaves_once_its_lines_are_cancelled(house: House) -> None:
    line = house.line(house.transport)
    told = {"basis_note": "会议纪要", "by": house.office.director, "at": AT}
    with pytest.raises(NotNow, match="请先在事项上提出撤项"):
        task_units.end(line.responsibility, **told)  # type: ignore[arg-type]
    case = ask(line, CaseKind.CANCELLATION, by=house.office.clerk, at=AT)
    granted = {"calendar": factories.published_calendar(), "by": house.office.director, "at": AT}
    line_case_decisions.grant(case, Granted(ground="会议纪要"), **granted)  # type: ignore[arg-type]
    row = task_units.end(line.responsibility, **told)  # type: ignore[arg-type]
    assert row.ends_on == date(2026, 6, 30)
    with pytest.raises(NotNow, match="没有其他责任单位"):
        task_units.end(house.line(house.commerce).responsibility, **told)  # type: ignore[arg-type]


def test_a_lead_does_not_leave(house: House) -> None:
    row = lead(house, house.commerce, at=CONFIRMED_AT)
    with pytest.raises(NotNow, match="请先确认由其他单位牵头"):
        task_units.end(row, basis_note="会议纪要", by=house.office.director, at=AT)

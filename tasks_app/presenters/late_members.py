"""以下成员尚无承办事项: units that joined a group after the issue, each with what it should have been given."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from tasks_app.dashboards.late_members import missing_lines
from tasks_app.forms.late_members import LateMemberForm
from tasks_app.models import Cycle


@dataclass(frozen=True)
class MissingItem:
    """An item on which the unit has no line."""

    number: int
    title: str


@dataclass(frozen=True)
class LateMember:
    """A unit with its groups; ``is_passed``: the day of one of the items is over, so that another is asked for."""

    unit: str
    group: str
    items: tuple[MissingItem, ...]
    is_passed: bool
    url: str
    form: LateMemberForm


def late_members_of(cycle: Cycle, on: date, typed: LateMemberForm | None) -> tuple[LateMember, ...]:
    """The units, each with its form; ``typed`` is what was refused for one of them."""
    rows = []
    for unit, found in groupby(missing_lines(cycle, on), key=lambda one: one.unit):
        missing = list(found)
        groups = dict.fromkeys(one.group.name for one in missing)
        is_typed = typed is not None and typed.data.get("member") == str(unit.pk)
        rows.append(
            LateMember(
                unit=unit.name,
                group="、".join(groups),
                items=tuple(MissingItem(one.item.year_plan.task.number, one.item.title) for one in missing),
                is_passed=any(one.item.planned_deadline < on for one in missing),
                url=reverse("late_member_issue", args=[cycle.year]),
                form=typed if typed and is_typed else _form_of(unit.pk),
            )
        )
    return tuple(rows)


def _form_of(unit: int) -> LateMemberForm:
    return LateMemberForm(initial={"member": unit}, auto_id=f"id_late_{unit}_%s")

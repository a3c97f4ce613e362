"""What a unit that went leaves, row by row, each with the heir it goes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.forms import BoundField, Form
from django.urls import reverse

from accounts.models import Unit
from tasks_app.actions.passing_on import DUTY, LINE, TARGET, key_of
from tasks_app.dashboards.passing_on import Left, may_take_in, taken_places
from tasks_app.domain.lights import is_late
from tasks_app.domain.parts import Part
from tasks_app.domain.passing_on import UNDER_REVIEW, joint_deadline
from tasks_app.models import UnitLine
from tasks_app.presenters.links import Step, line_url


@dataclass(frozen=True)
class Row:
    """One thing that is given away: what it is, how it stands, what becomes of it, and the field of its heir."""

    title: str
    url: str
    standing: str
    deadline: date | None
    is_late: bool
    notes: list[str]
    field: BoundField


@dataclass(frozen=True)
class Pile:
    """Rows of one kind under a heading."""

    label: str
    rows: list[Row]


def piles_of(left: Left, form: Form, today: date) -> list[Pile]:
    """Lines, duties and targets, in the order of the plan; what is empty is not shown."""
    taken = taken_places(left.lines, left.heirs)
    lines = [
        _line(line, form[key_of(LINE, line.pk)], list(_joins(line, left.heirs, taken)), today) for line in left.lines
    ]
    duties = [
        _plain(f"第 {duty.task.number} 项：{duty.task.text}", duty.get_part_display(), form[key_of(DUTY, duty.pk)])
        for duty in left.duties
    ]
    targets = [
        _plain(str(target), "填报单位，承继单位自移交之日起填报", form[key_of(TARGET, target.pk)])
        for target in left.targets
    ]
    named = (("承办事项", lines), ("没有在办事项的责任分工", duties), ("目标填报", targets))
    return [Pile(label, rows) for label, rows in named if rows]


def elsewhere(left: Left) -> list[Step]:
    """What goes with no line and is somebody's to decide: places in groups, and questions on items that are done."""
    return [
        *(
            Step(f"单位组“{row.group.name}”的成员资格", reverse("group", args=[row.group_id]))
            for row in left.memberships
        ),
        *(
            Step(
                f"第 {one.comment.work_item.year_plan.task.number} 项上{one.comment.unit_name}的提问",
                f"{reverse('item', args=[one.comment.work_item_id])}#comment-{one.comment_id}",
            )
            for one in left.questions
        ),
    ]


def _plain(title: str, standing: str, field: BoundField) -> Row:
    return Row(title, "", standing, None, False, [], field)


def _line(line: UnitLine, field: BoundField, notes: list[str], today: date) -> Row:
    standing = f"{Part(line.part).label}，{line.get_state_display()}"
    title = f"第 {line.work_item.year_plan.task.number} 项：{line.work_item.title}（{line.cycle}）"
    return Row(title, line_url(line), standing, line.deadline, is_late(line.facts, today), notes, field)


def _joins(line: UnitLine, heirs: Iterable[Unit], taken: dict[tuple[int, int], UnitLine]) -> Iterator[str]:
    """Where an heir has a part of the same item already: what the two become."""
    for heir in heirs:
        there = taken.get((line.work_item_id, heir.pk))
        if there and may_take_in(there):
            day = joint_deadline(there.deadline, line.deadline, issued_on=there.issued_on, given_in=line.state)
            closing = "办结申请退回，由其合并办结；" if line.state in UNDER_REVIEW else ""
            yield f"{heir.name}已承办本项，两件并为一件，{closing}时限为 {day:%Y-%m-%d}。"
        elif there:
            yield f"{heir.name}的本项为“{there.get_state_display()}”，不能并入。"

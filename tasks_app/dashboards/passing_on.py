"""What a unit that goes leaves behind (机构变动移交): its open lines, duties and targets, and what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import GroupMembership, Unit, UnitSuccession
from tasks_app.domain.instruction_states import InstructionState
from tasks_app.domain.lights import is_late, light
from tasks_app.domain.paper_states import SERVED, InterviewState, ServiceState
from tasks_app.domain.passing_on import LEFT_OVER, TAKES_IN, UNDER_REVIEW, Counted
from tasks_app.domain.report_states import UNFINISHED
from tasks_app.domain.working_days import Calendar
from tasks_app.models import (
    Extension,
    InstructionReply,
    Interview,
    LineCase,
    Mention,
    PaperService,
    ProgressReport,
    Responsibility,
    Target,
    UnitLine,
)

OVER = (InterviewState.CLOSED, InterviewState.CANCELLED)


@dataclass(frozen=True)
class Left:
    """What the unit still has. ``beside`` counts what hangs on the lines, by what becomes of it; ``questions`` are
    those that go nowhere with a line, ``memberships`` its places in groups: both are somebody's to decide."""

    unit: Unit
    changes: list[UnitSuccession]
    heirs: list[Unit]
    lines: list[UnitLine]
    duties: list[Responsibility]
    targets: list[Target]
    beside: list[tuple[str, int, str]]
    questions: list[Mention]
    memberships: list[GroupMembership]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to give to anybody."""
        return not (self.lines or self.duties or self.targets)


def changes_of(unit: Unit) -> list[UnitSuccession]:
    """The confirmed changes by which the unit itself goes: several where it was split."""
    found = UnitSuccession.objects.filter(unit=unit, state=UnitSuccession.State.CONFIRMED).select_related("successor")
    return [row for row in found.order_by("id") if row.ends_unit]


def heirs_of(unit: Unit) -> list[Unit]:
    """Who goes on after the unit. A successor that has gone as well leads on to its own."""
    heirs: dict[int, Unit] = {}
    seen, asked = {unit.pk}, [unit]
    while asked:
        for change in changes_of(asked.pop()):
            heir = change.successor
            if heir is None or heir.pk in seen:
                continue
            seen.add(heir.pk)
            if changes_of(heir):
                asked.append(heir)
            else:
                heirs[heir.pk] = heir
    return sorted(heirs.values(), key=lambda one: (one.order, one.pk))


def open_lines(unit: Unit) -> list[UnitLine]:
    """The lines of the unit on which something is still to be done, in the order of the plan."""
    held = UnitLine.objects.filter(unit=unit, ended_on__isnull=True, state__in=LEFT_OVER)
    about = ("unit", "cycle", "work_item__year_plan__task__plan", "responsibility__unit")
    return list(held.select_related(*about).in_plan_order())


def left_by(unit: Unit) -> Left:
    """All of it, in a handful of queries."""
    lines = open_lines(unit)
    questions = list(open_questions(unit))
    items = {line.work_item_id for line in lines}
    memberships = GroupMembership.objects.filter(unit=unit, ends_on__isnull=True).select_related("group")
    busy = {line.responsibility_id for line in lines}
    duties = Responsibility.objects.filter(unit=unit, ends_on__isnull=True).exclude(pk__in=busy)
    targets = Target.objects.filter(reporting_unit=unit).select_related("plan").order_by("plan_id", "order")
    return Left(
        unit=unit,
        changes=changes_of(unit),
        heirs=heirs_of(unit),
        lines=lines,
        duties=list(duties.select_related("task__plan").order_by("task__plan_id", "task__number", "id")),
        targets=list(targets),
        beside=[row for row in _beside(unit, lines, questions) if row[1]],
        questions=[mention for mention in questions if mention.comment.work_item_id not in items],
        memberships=list(memberships.order_by("group__name", "id")),
    )


def taken_places(lines: Iterable[UnitLine], heirs: Iterable[Unit]) -> dict[tuple[int, int], UnitLine]:
    """The heirs' own lines of the same items, by item and unit."""
    items = {line.work_item_id for line in lines}
    known = UnitLine.objects.filter(work_item__in=items, unit__in=list(heirs), ended_on__isnull=True)
    return {(line.work_item_id, line.unit_id): line for line in known.select_related("work_item")}


def may_take_in(line: UnitLine) -> bool:
    """Whether another part of the item may become part of this line: not where it is decided about, at rest or done."""
    return line.state in TAKES_IN


def open_services(lines: Iterable[UnitLine]) -> list[int]:
    """The papers about these lines that are not closed."""
    found = PaperService.objects.filter(line__in=list(lines), state__in=SERVED).exclude(state=ServiceState.CLOSED)
    return list(found.order_by("pk").values_list("pk", flat=True))


def open_instructions(lines: Iterable[UnitLine]) -> "QuerySet[InstructionReply]":
    """The instructions about these lines that are not answered."""
    found: QuerySet[InstructionReply] = InstructionReply.objects.filter(
        line__in=list(lines), state=InstructionState.AWAITING
    )
    return found.order_by("pk")


def open_questions(unit: Unit) -> "QuerySet[Mention]":
    """What the unit was asked and has not answered, the oldest first."""
    found = Mention.objects.open().filter(unit=unit)
    questions: QuerySet[Mention] = found.select_related("comment__work_item__year_plan__task").order_by("pk")
    return questions


def counted(items: Iterable[int], today: date, calendar: Calendar) -> list[Counted]:
    """Every line in force of these items as figures see it today."""
    lines = UnitLine.objects.filter(work_item__in=list(items), ended_on__isnull=True).select_related("cycle")
    moments = {}
    found = []
    for line in lines.order_by("pk"):
        if line.cycle_id not in moments:
            moments[line.cycle_id] = line.cycle.moment(today, calendar)
        shown = light(line.facts, moments[line.cycle_id])
        place = (line.work_item_id, line.unit_id)
        found.append(Counted(place, line.state, shown.value, is_late(line.facts, today)))
    return found


def _beside(unit: Unit, lines: list[UnitLine], questions: list[Mention]) -> list[tuple[str, int, str]]:
    mine = [line.pk for line in lines]
    cases = Interview.objects.filter(unit=unit).exclude(state__in=OVER)
    items = {line.work_item_id for line in lines}
    closings = [line for line in lines if line.state in UNDER_REVIEW]
    requests = Extension.objects.waiting().filter(line__in=mine)
    return [
        ("未办结的公文", len(open_services(lines)), "随承办事项转由承继单位签收、答复；公文原文和主送单位名称不变。"),
        ("未办结的约谈", cases.count(), "随约谈通知所附承办事项转由承继单位整改；约谈记录仍是原单位的。"),
        ("待答复的批示", open_instructions(lines).count(), "随承办事项转由承继单位答复，答复时限不变。"),
        (
            "待决定的延期申请",
            requests.count(),
            "随移交终止，由承继单位另行申请。",
        ),
        (
            "待办理的异议、暂缓和撤项申请",
            LineCase.objects.waiting().filter(line__in=mine).count(),
            "随移交终止，由承继单位另行提出。",
        ),
        (
            "未报送的进展反馈",
            ProgressReport.objects.filter(line__in=mine, state__in=UNFINISHED).count(),
            "留在原单位，不再报送；本期由承继单位报送。",
        ),
        (
            "审核中的办结申请",
            len(closings),
            "随承办事项移交：待本单位审核的由承继单位审核人审核，待办公室审核的由办公室继续审核；"
            "并入承继单位同一任务的，退回后由承继单位合并办结。",
        ),
        (
            "未答复的提问",
            sum(mention.comment.work_item_id in items for mention in questions),
            "随承办事项转由承继单位答复。",
        ),
    ]

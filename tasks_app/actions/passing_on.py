"""A unit that went gives what it left to its heirs (机构变动移交), in one step that a person confirms line by line.

All or nothing. The figures of the items are taken before and after; where they did not agree, nothing is stored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.actions import recording, targets
from tasks_app.actions.keeping import note
from tasks_app.actions.line_heirs import carry_on, pass_papers
from tasks_app.actions.line_successors import pass_duty
from tasks_app.actions.transition import (
    SOMEBODY_WAS_FASTER,
    for_update,
    keep_item_state,
    locked,
    raise_version,
    require_version,
)
from tasks_app.dashboards.passing_on import (
    Left,
    counted,
    left_by,
    may_take_in,
    open_instructions,
    open_questions,
    open_services,
    taken_places,
)
from tasks_app.domain.access import Verb
from tasks_app.domain.passing_on import Compared, Counted, compared
from tasks_app.domain.refusals import Invalid, NotNow, Stale
from tasks_app.domain.report_states import OPEN_REPORT
from tasks_app.domain.topics import WHOLE_UNIT, About
from tasks_app.domain.working_days import Calendar
from tasks_app.models import (
    Extension,
    InstructionReply,
    LineCase,
    Mention,
    Obligation,
    PaperService,
    ProgressReport,
    Responsibility,
    Target,
    UnitLine,
    WorkItem,
)
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications.talk_notices import on_item
from tasks_app.notifications.topics import tell_unit
from tasks_app.permissions import checks, grants

CHOOSE = "请选择承继单位。"
NOT_AN_HEIR = "请在承继单位中选择。"
NOT_GONE = "“{unit}”没有经确认的并入、拆分或撤销，没有可移交的事项。"
NOTHING_LEFT = "“{unit}”的事项已全部移交，没有可移交的事项。"
CANNOT_TAKE_IN = "{unit}的本项任务现为“{state}”，不能并入；请先办结、恢复或重新打开后再移交。"
DO_NOT_AGREE = "移交前后数字不一致，没有移交：{words}。"
LINE, DUTY, TARGET = "line", "duty", "target"


@dataclass
class Passed:
    """What was given to whom: how many of each, and the figures of before and after."""

    lines: list[tuple[UnitLine, UnitLine]] = field(default_factory=list)
    duties: int = 0
    targets: int = 0
    figures: Compared | None = None

    @property
    def words(self) -> str:
        """已移交承办事项 3 件、责任分工 1 项；移交前：…"""
        counts = ((f"承办事项 {len(self.lines)} 件", self.lines), (f"责任分工 {self.duties} 项", self.duties))
        told = [words for words, number in (*counts, (f"目标填报 {self.targets} 项", self.targets)) if number]
        return f"已移交{'、'.join(told)}。{self.figures.words if self.figures else ''}"


def key_of(kind: str, pk: int) -> str:
    """How a form names one thing that is given away: ``line-17``."""
    return f"{kind}-{pk}"


@transaction.atomic
def pass_on(
    unit: Unit, choices: Mapping[str, int | None], *, by: Actor, at: datetime, version: int | None = None
) -> Passed:
    """Gives every open line, duty and target of a unit that went to the heir chosen for it (by :func:`key_of`).

    Without a choice to the only heir; of several one has to be chosen for each. Raises NotAllowed, Stale, NotNow where
    nothing is left, or Invalid naming every choice that cannot be.
    """
    checks.require(by, Verb.KEEP_SUCCESSIONS)
    unit = locked(Unit, unit.pk)
    require_version(unit, version, "unit", by=by)
    left = left_by(unit)
    if not left.heirs:
        raise NotNow(NOT_GONE.format(unit=unit.name))
    held, services = _locked(left)
    left = left_by(unit)
    if left.is_empty:
        raise NotNow(NOTHING_LEFT.format(unit=unit.name))
    wanted = {line.work_item_id for line in left.lines}
    if not wanted <= held.keys():  # the unit was given one more at this moment
        raise Stale(SOMEBODY_WAS_FASTER)
    items = {pk: item for pk, item in held.items() if pk in wanted}
    heirs = _chosen(left, choices)
    ground = _ground(left)
    today, calendar = timezone.localdate(at), working_calendar()
    before = counted(items, today, calendar)
    passed = Passed()
    for line in left.lines:
        line.work_item = items[line.work_item_id]
        heir = carry_on(line, heirs[key_of(LINE, line.pk)], ground=ground, by=by, at=at)
        passed.lines.append((line, heir))
        pass_papers(line, heir, [row for row in services if row.line_id == line.pk], by=by, at=at)
    passed.duties = _pass_duties(left, heirs, ground, by=by, at=at)
    passed.targets = _pass_targets(left.targets, heirs, by=by, at=at)
    for item in items.values():
        keep_item_state(item, by=by, at=at)
    _pass_questions(unit, passed.lines, by=by, at=at)
    _pass_instructions(passed.lines, by=by, at=at)
    grants.reconcile(items.values())
    grants.address([row for row in services if row.line_id in {heir.pk for _, heir in passed.lines}])
    passed.figures = _compared(before, passed, items, today, calendar)
    note(unit, passed.words, by=by, at=at)
    _tell(unit, passed, at=at)
    return passed


def _locked(left: Left) -> tuple[dict[int, WorkItem], list[PaperService]]:
    """Everything the step may write, locked in the house's order, before the first of it is written."""
    lines, tasks = left.lines, {row.task_id for row in left.duties}
    tasks |= {line.responsibility.task_id for line in lines}
    services = list(for_update(PaperService.objects.filter(pk__in=open_services(lines)).order_by("pk")))
    wanted = WorkItem.objects.filter(pk__in={line.work_item_id for line in lines})
    items = {item.pk: item for item in for_update(wanted.order_by("pk"))}
    list(for_update(UnitLine.objects.filter(work_item__in=items, ended_on__isnull=True).order_by("pk")))
    for rows in (
        ProgressReport.objects.filter(line__in=lines, state__in=OPEN_REPORT),
        LineCase.objects.filter(line__in=lines),
        Responsibility.objects.filter(task__in=tasks, ends_on__isnull=True),
        Extension.objects.waiting().filter(line__in=lines),
        Target.objects.filter(pk__in=[row.pk for row in left.targets]),
        Obligation.objects.undecided_proposals().filter(of_line__in=lines),
    ):
        list(for_update(rows.order_by("pk")))
    return items, services


def _chosen(left: Left, choices: Mapping[str, int | None]) -> dict[str, Unit]:
    """The heir of each thing. Raises Invalid naming every thing without one, or whose line cannot take it in."""
    known = {heir.pk: heir for heir in left.heirs}
    only = left.heirs[0].pk if len(left.heirs) == 1 else None
    taken = taken_places(left.lines, left.heirs)
    heirs: dict[str, Unit] = {}
    faults: dict[str, str] = {}
    for kind, rows in ((LINE, left.lines), (DUTY, left.duties), (TARGET, left.targets)):
        for row in rows:
            key = key_of(kind, row.pk)
            wanted = choices.get(key) or only
            heir = known.get(wanted or 0)
            if heir is None:
                faults[key] = NOT_AN_HEIR if wanted else CHOOSE
                continue
            heirs[key] = heir
            there = taken.get((row.work_item_id, heir.pk)) if isinstance(row, UnitLine) else None
            if there and not may_take_in(there):
                faults[key] = CANNOT_TAKE_IN.format(unit=heir.name, state=there.get_state_display())
    if faults:
        raise Invalid(faults)
    return heirs


def _ground(left: Left) -> str:
    change = left.changes[0]
    return f"{left.unit.name}{change.get_change_display()}（{change.basis}）"


def _pass_duties(left: Left, heirs: Mapping[str, Unit], ground: str, *, by: Actor, at: datetime) -> int:
    for duty in left.duties:
        held = Responsibility.objects.filter(task=duty.task_id, ends_on__isnull=True).order_by("pk")
        rows = list(held)
        old = next(row for row in rows if row.pk == duty.pk)
        pass_duty(old, rows, heirs[key_of(DUTY, duty.pk)], ground, ends=True, by=by, at=at)
    return len(left.duties)


def _pass_targets(rows: Iterable[Target], heirs: Mapping[str, Unit], *, by: Actor, at: datetime) -> int:
    count = 0
    for row in rows:
        heir = heirs[key_of(TARGET, row.pk)]
        targets.keep(row, unit=heir, month=row.data_month, day=row.data_day, by=by, at=at)
        count += 1
    return count


def _pass_questions(unit: Unit, lines: Iterable[tuple[UnitLine, UnitLine]], *, by: Actor, at: datetime) -> None:
    """What the unit was asked on these items the heir answers; whoever it asks itself is asked for it already."""
    heirs = {line.work_item_id: heir.unit for line, heir in lines}
    waiting = open_questions(unit).filter(comment__work_item__in=heirs).values("pk")
    for mention in for_update(Mention.objects.filter(pk__in=waiting).select_related("comment").order_by("pk")):
        heir = heirs[mention.comment.work_item_id]
        if heir.pk == mention.comment.unit_id or mention.comment.mentions.filter(unit=heir).exists():
            continue
        mention.unit = heir
        recording.save(mention, by=by, at=at, why=f"转由{heir.name}答复")


def _pass_instructions(lines: Iterable[tuple[UnitLine, UnitLine]], *, by: Actor, at: datetime) -> None:
    """What a leader wants answered about a line is answered by the heir, by the same day."""
    heirs = {line.pk: heir for line, heir in lines}
    waiting = open_instructions([line for line, _ in lines])
    for reply in for_update(InstructionReply.objects.filter(pk__in=[row.pk for row in waiting]).order_by("pk")):
        reply.line = heirs[reply.line_id or 0]
        raise_version(reply)
        recording.save(reply, by=by, at=at, why=f"转由{reply.line.unit_name}答复")


def _compared(before: list[Counted], passed: Passed, items: Iterable[int], today: date, calendar: Calendar) -> Compared:
    moved = {(line.work_item_id, line.unit_id): heir.unit_id for line, heir in passed.lines}
    figures = compared(before, counted(items, today, calendar), moved)
    if not figures.agrees:
        raise NotNow(DO_NOT_AGREE.format(words=figures.words))
    return figures


def _tell(unit: Unit, passed: Passed, *, at: datetime) -> None:
    """The heirs hear of each line, which came to them without a signature."""
    for line, heir in passed.lines:
        told = on_item(
            About.PASSED_ON,
            f"{line.pk}",
            line.work_item,
            f"承接自{line.unit_name}",
            f"请继续办理，完成时限 {heir.deadline:%Y-%m-%d}。",
            f"因为{unit.name}的职责由本单位承继。",
            anchor="now",
            due_on=heir.deadline,
        )
        tell_unit(heir.unit, told, at=at, audience=WHOLE_UNIT)

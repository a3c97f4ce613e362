"""A line goes to the unit that follows its own by law (机构变动承接), as it stands: nothing is signed for again.

The old line ends with the new one as its successor and keeps its reports, papers and name; a closing that is on its
way goes with the work. What the ladder said is not said again: its rows stand on the new line with their days, so that
only what is still to come is told, to the heir.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit, UnitName
from tasks_app.actions import recording
from tasks_app.actions.line_successors import TAKEN_OVER, passed_on
from tasks_app.actions.report_effects import Brings, prepare
from tasks_app.actions.sweep_books import KEY
from tasks_app.actions.transition import ask_clock_again, move, raise_version, step_by
from tasks_app.domain.line_case_states import LINE_CASE_MACHINE
from tasks_app.domain.line_states import LINE_MACHINE, LineState
from tasks_app.domain.parts import Part
from tasks_app.domain.passing_on import joint_deadline, joint_reported, joint_standing
from tasks_app.domain.report_states import CLOSING_MOVES, REPORT_MACHINE, ReportKind, ReportState
from tasks_app.models import LineCase, Obligation, ObligationState, PaperService, ProgressReport, UnitLine
from tasks_app.models.appending import append

# What a part is, and how it stands. Who handles it the heir says anew.
KEPT = (
    *("work_item_id", "cycle_id", "heading_id", "through_group_id", "part", "order", "rhythm", "issued_on"),
    *("original_deadline", "deadline", "state", "claimed_standing", "claimed_progress", "verified_progress"),
    *("verification", "follow_up", "reported_through", "submitted_at", "round"),
)
ON_ITS_WAY = (ReportState.UNIT_REVIEW, ReportState.SUBMITTED)
CLOSES_TOGETHER = "承办事项已并入{unit}，由其合并申请办结。"
SAID = (ObligationState.FIRED, ObligationState.SUPERSEDED, ObligationState.REFUSED)
SAID_BEFORE = "已向原承办单位提醒，承接后不再重复"
# A row of the ledger but for whose it is.
COPIED = (
    *("rule", "round", "period_id", "policy_id", "level", "deed", "anchor", "anchor_on", "due_on", "state"),
    *("decided_in", "at", "deferred_until", "deferrals", "decided_at", "decided_by_id"),
)
OF_SUSPENSION = (
    *("kind", "state", "reason", "by_office", "rests", "until", "asked_by_id", "asked_at", "consented_by_id"),
    *("consented_at", "ground", "words", "decided_by_id", "decided_at", "days_left"),
)


def carry_on(line: UnitLine, unit: Unit, *, ground: str, by: Actor, at: datetime) -> UnitLine:
    """The line of ``unit`` that goes on with a locked one: new, or the one it has of the same item.

    The caller holds the lines of the item, its papers, cases and responsibilities, and keeps the relation rows.
    """
    known = UnitLine.objects.filter(work_item=line.work_item_id, unit=unit, ended_on__isnull=True).first()
    heir = _join(known, line, ground, by=by, at=at) if known else _new(line, unit, ground, by=by, at=at)
    for report in ProgressReport.objects.filter(line=line, kind=ReportKind.CLOSING, state__in=ON_ITS_WAY):
        if known:
            _send_closing_back(report, line, heir, by=by, at=at)
        else:
            _carry_closing(report, heir, by=by, at=at)
    _keep_suspension(line, heir, by=by, at=at)
    line.ended_on, line.successor = timezone.localdate(at), heir
    why = f"转由{heir.unit_name}承接：{ground}"
    said = list(Obligation.objects.filter(of_line=line, state__in=SAID).order_by("pk"))
    waiting = {row.pk for row in Obligation.objects.undecided_proposals().filter(of_line=line)}
    move(line, "hand_over", machine=LINE_MACHINE, by=by, at=at, why=why, line=line, checked=True)
    _say_nothing_twice([row for row in said if row.pk not in waiting], heir)
    ask_clock_again(heir, at=at)
    return heir


def pass_papers(line: UnitLine, heir: UnitLine, services: Iterable[PaperService], *, by: Actor, at: datetime) -> None:
    """What was served on the old unit about a line is on the heir's desk; name and text stay what was sent."""
    for service in services:
        service.line = heir
        raise_version(service)
        recording.save(service, by=by, at=at, why=f"随承办事项转由{heir.unit_name}办理")


def _new(line: UnitLine, unit: Unit, ground: str, *, by: Actor, at: datetime) -> UnitLine:
    today = timezone.localdate(at)
    names = UnitName.objects.in_force(today).filter(unit=unit).values_list("text", flat=True)
    heir = UnitLine(
        **{name: getattr(line, name) for name in KEPT},
        unit=unit,
        unit_name=names.first() or unit.name,
        responsibility=passed_on(line, unit, ground, by=by, at=at),
        next_step_on=today,
    )
    recording.save(heir, by=by, at=at, why=f"承接自{line.unit_name}：{ground}")
    _note(heir, f"承接自{line.unit_name}；依据：{ground}", by=by, at=at)
    return heir


def _join(heir: UnitLine, line: UnitLine, ground: str, *, by: Actor, at: datetime) -> UnitLine:
    """The heir has a part of the item already: one line takes both in, due on the earlier day."""
    before = heir.deadline
    passed_on(line, heir.unit, ground, by=by, at=at)
    heir.deadline = joint_deadline(heir.deadline, line.deadline, issued_on=heir.issued_on, given_in=line.state)
    heir.claimed_standing = joint_standing(heir.claimed_standing, line.claimed_standing)
    heir.reported_through = joint_reported(heir.reported_through, line.reported_through)
    heir.follow_up = "\n".join(filter(None, (heir.follow_up, line.follow_up)))
    heir.part = Part.LEAD if Part.LEAD in (heir.part, line.part) else heir.part
    raise_version(heir)
    due = f"，时限由 {before:%Y-%m-%d} 改为较早的 {heir.deadline:%Y-%m-%d}" if before != heir.deadline else ""
    told = f"并入{line.unit_name}的承办事项{due}；依据：{ground}"
    recording.save(heir, by=by, at=at, why=told)
    _note(heir, told, by=by, at=at)
    return heir


def _carry_closing(report: ProgressReport, heir: UnitLine, *, by: Actor, at: datetime) -> None:
    """A closing on its way is the heir's word from now on: its reviewer approves it or not, or the office decides."""
    report.line, report.unit = heir, heir.unit
    raise_version(report)
    recording.save(report, by=by, at=at, why=f"随承办事项转由{heir.unit_name}承接")


def _send_closing_back(report: ProgressReport, line: UnitLine, heir: UnitLine, *, by: Actor, at: datetime) -> None:
    """It asked to close one part only: the joint one is closed by a report of the heir."""
    act = "send_back" if report.state == ReportState.SUBMITTED else "return"
    report.line = line
    why = prepare(report, line, act, Brings(CLOSES_TOGETHER.format(unit=heir.unit_name)), by=by, at=at)
    move(report, act, machine=REPORT_MACHINE, by=by, at=at, why=why, line=line, checked=True)
    move(line, CLOSING_MOVES[act], machine=LINE_MACHINE, by=by, at=at, why=why, line=line, checked=True)


def _note(heir: UnitLine, why: str, *, by: Actor, at: datetime) -> None:
    step = step_by(by, kind=LINE_MACHINE.subject, subject=heir, act="take_over", label=TAKEN_OVER, at=at)
    step.line, step.work_item_id, step.to_state, step.why = heir, heir.work_item_id, heir.state, why
    step.save(force_insert=True)


def _keep_suspension(line: UnitLine, heir: UnitLine, *, by: Actor, at: datetime) -> None:
    """A suspended line stays suspended on the same terms: the heir's has the case, the old one's is over."""
    if line.state != LineState.SUSPENDED:
        return
    for case in LineCase.objects.suspending().filter(line=line):
        twin = LineCase(line=heir, **{name: getattr(case, name) for name in OF_SUSPENSION})
        case.ended_by, case.ended_at = by.own_post, at
        move(case, "end", machine=LINE_CASE_MACHINE, by=by, at=at, line=line, checked=True)
        recording.save(twin, by=by, at=at, why=f"随承办事项承接自{line.unit_name}")


def _say_nothing_twice(said: list[Obligation], heir: UnitLine) -> None:
    """The ladder of the heir stands on the rung of the old one, and since its day. Nobody is told again."""
    rows = []
    for row in said:
        if row.line_id is None and row.period_id is None:
            continue  # a report, a paper or a request is a subject of its own
        is_of_line = row.line_id is not None
        rows.append(
            {name: getattr(row, name) for name in COPIED}
            | {
                "subject": f"line:{heir.pk}" if is_of_line else f"period:{row.period_id}/{heir.pk}",
                "of_line_id": heir.pk,
                "line_id": heir.pk if is_of_line else None,
                "reason": row.reason or SAID_BEFORE,
            }
        )
    append(Obligation, rows, KEY)

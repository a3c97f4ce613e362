"""Cases about lines (事项变更) as a line and a desk show them, and where they are begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.domain.access import OFFICE_ROLES, Verb, rights_of
from tasks_app.domain.line_case_states import ASKED_BY, MAY_BE_ASKED, CaseKind, CaseState
from tasks_app.domain.line_states import LineState
from tasks_app.models import LineCase, UnitLine
from tasks_app.presenters.links import Step, case_url

# The verb of a button: the unit asks, the office proposes.
ASKING = {CaseKind.OBJECTION: "交办异议", CaseKind.SUSPENSION: "申请暂缓办理", CaseKind.CANCELLATION: "申请撤项"}
PROPOSING = {CaseKind.SUSPENSION: "提出暂缓办理", CaseKind.CANCELLATION: "提出撤项"}
RECORDING = "代录交办异议"
PAGES = {
    CaseKind.OBJECTION: "line_case_object",
    CaseKind.SUSPENSION: "line_case_suspend",
    CaseKind.CANCELLATION: "line_case_cancel",
}


@dataclass(frozen=True)
class CaseRow:
    """A case in a list: what it is, where it stands, since when."""

    url: str
    label: str
    state_code: str
    state_label: str
    asked_at: datetime
    note: str


def row_of_case(case: LineCase) -> CaseRow:
    """A row under the line it is about."""
    return CaseRow(
        url=case_url(case),
        label=case.get_kind_display(),
        state_code=case.state,
        state_label=case.get_state_display(),
        asked_at=case.asked_at,
        note=_note(case),
    )


def _note(case: LineCase) -> str:
    if case.on_behalf_source:
        return f"{case.on_behalf_source}代录"
    if case.new_deadline:
        return f"恢复后时限 {case.new_deadline:%Y-%m-%d}"
    return f"暂缓至 {case.until:%Y-%m-%d}" if case.until else ""


def waiting_step(cases: Sequence[LineCase], actor: Actor) -> Step | None:
    """The case that waits for the office; about most lines others only read it."""
    waiting = next((case for case in cases if case.is_open), None)
    verb = "处理" if actor.role in OFFICE_ROLES else "查看"
    return Step(f"{verb}{waiting.get_kind_display()}", case_url(waiting)) if waiting else None


def resuming_step(line: UnitLine, cases: Sequence[LineCase], actor: Actor) -> tuple[Step, ...]:
    """The suspension from which the line is taken up again."""
    if line.state != LineState.SUSPENDED:
        return ()
    held = (case for case in cases if case.kind == CaseKind.SUSPENSION and case.state == CaseState.GRANTED)
    verb = "恢复办理" if actor.role in OFFICE_ROLES else "查看暂缓办理"
    return tuple(Step(verb, case_url(case)) for case in held)


def recording_steps(line: UnitLine, cases: Sequence[LineCase], actor: Actor) -> tuple[Step, ...]:
    """Where an objection that came by phone or on paper is entered (代录), while none waits."""
    is_time = line.state in MAY_BE_ASKED[CaseKind.OBJECTION] and not line.ended_on
    if not is_time or any(case.is_open for case in cases) or not rights_of(actor.role, Verb.RECORD_ON_BEHALF):
        return ()
    return (Step(RECORDING, reverse("line_case_object_on_behalf", args=[line.pk])),)


def asking_steps(line: UnitLine, cases: Sequence[LineCase], actor: Actor) -> tuple[Step, ...]:
    """Where a case is begun by this side, while none waits."""
    if line.ended_on or any(case.is_open for case in cases):
        return ()
    words = PROPOSING if actor.role in OFFICE_ROLES else ASKING
    return tuple(
        Step(words[kind], reverse(PAGES[kind], args=[line.pk]))
        for kind in words
        if line.state in MAY_BE_ASKED[kind] and rights_of(actor.role, ASKED_BY[kind])
    )

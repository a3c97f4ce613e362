"""What every act on a paper, a service or an interview shares: the row locked, the step on the paper's timeline."""

from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.transition import ask_clock_again, enter, locked, raise_version, sentence_of, step_by
from tasks_app.domain.machine import Machine
from tasks_app.domain.paper_states import (
    BEFORE_ISSUE,
    INTERVIEW_MACHINE,
    PAPER_MACHINE,
    SERVICE_MACHINE,
    PaperState,
)
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned
from tasks_app.models import Interview, Paper, PaperService, StateChange, UnitLine

REASON_NEEDED = "请填写理由。"


def locked_paper(pk: int) -> Paper:
    """The paper, locked until the transaction ends. Order of locking: paper, service, interview, line."""
    return locked(Paper, pk)


def locked_service(pk: int) -> PaperService:
    """The service with its paper, both locked, the paper first."""
    paper = locked_paper(PaperService.objects.values_list("paper_id", flat=True).get(pk=pk))
    service = locked(PaperService, pk)
    service.paper = paper
    return service


def locked_interview(pk: int) -> Interview:
    """The case with its notice, both locked, the notice first."""
    notice = locked_paper(Interview.objects.values_list("notice_id", flat=True).get(pk=pk))
    case = locked(Interview, pk)
    case.notice = notice
    return case


def step(thing: Paper | PaperService | Interview, act: str, *, by: Actor, at: datetime, why: str = "") -> StateChange:
    """Moves a locked thing by one act of its machine; who may was asked by the action.

    Raises NotNow when the act does not fit the state, Invalid without a reason where one is needed.
    """
    machine, paper = machine_of(thing)
    transition = machine.step(act, thing.state)
    why = cleaned(why)
    if transition.needs_reason and not why:
        raise Invalid({"reason": REASON_NEEDED})
    change = enter(thing, transition, machine=machine, by=by, at=at, why=why)
    change.paper = paper
    if isinstance(thing, Paper):
        thing.stepped_on = timezone.localdate(at)
        thing.round += thing.state == PaperState.DRAFT
    recording.save(thing, by=by, at=at, why=sentence_of(transition, why))
    change.save(force_insert=True)
    if isinstance(thing, Paper) and thing.state in BEFORE_ISSUE:
        ask_clock_about(thing, at=at)
    return change


def ask_clock_about(paper: Paper, *, at: datetime) -> None:
    """Somebody has the paper now: the clock looks how long. Locks the line through which it finds the paper."""
    if paper.line_id:
        ask_clock_again(locked(UnitLine, paper.line_id), at=at)


def note(thing: Paper | PaperService | Interview, act: str, label: str, *, by: Actor, at: datetime, why: str) -> None:
    """Keeps something that happened to a locked thing without moving it: every page that shows it is stale now."""
    machine, paper = machine_of(thing)
    raise_version(thing)
    recording.save(thing, by=by, at=at, why=f"{label}：{why}" if why else label)
    change = step_by(by, kind=machine.subject, subject=thing, act=act, label=label, at=at)
    change.paper, change.why = paper, why
    change.save(force_insert=True)


def machine_of(thing: Paper | PaperService | Interview) -> tuple[Machine, Paper]:
    """The machine of a thing, and the paper whose timeline it is on."""
    if isinstance(thing, Paper):
        return PAPER_MACHINE, thing
    if isinstance(thing, PaperService):
        return SERVICE_MACHINE, thing.paper
    return INTERVIEW_MACHINE, thing.notice

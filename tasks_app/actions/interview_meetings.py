"""Whether an interview may be noted as held (登记约谈): nothing open about its notice, and a meeting that can be."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions.paper_steps import locked_service, step
from tasks_app.domain.paper_states import CALL_OFF, LIFTING, SERVICE_MACHINE, ServiceState
from tasks_app.domain.refusals import NotNow
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.models import Interview, PaperService, StateChange

NOT_YET_HELD = "约谈时间不能晚于现在。"
BEFORE_ISSUE = "约谈时间不能早于约谈公文印发的时间。"
PLACE_NEEDED = "请填写约谈地点。"
ATTENDANCE_NEEDED = "请填写参加人员。"
OTHER_PRESIDER = "主持人应为同意约谈时指定的{presider}；由他人主持的，请写明委托情况。"
TITLE_NEEDED = "由他人主持的，请写明主持人的职务。"
NOBODY_ELSE = "约谈区政府（管委会）须由指定的{presider}本人主持，不能委托。"
OBJECTED = "被约谈单位对约谈公文提出的情况说明或异议正在办理，请先答复，再登记约谈。"
LIFTED = "被约谈单位的异议已经采纳，本次约谈不再进行，请取消约谈。"


@dataclass(frozen=True)
class Meeting:
    """What the clerk notes of an interview: when, where, who came, who presided and, if another, on what delegation."""

    held_at: datetime
    place: str
    presided_by: str
    attendance: str
    delegation: str = ""
    presided_by_title: str = ""


def require_unopposed(case: Interview) -> None:
    """Raises NotNow while the unit's objection to the notice is open, and where it was found to hold."""
    service = _service_of(case)
    if service is None:
        return
    if service.state == ServiceState.OBJECTED:
        raise NotNow(OBJECTED)
    if StateChange.objects.filter(kind=SERVICE_MACHINE.subject, object_id=service.pk, act__in=LIFTING).exists():
        raise NotNow(LIFTED)


def call_off(case: Interview, *, by: Actor, at: datetime, why: str) -> None:
    """Closes the notice at its addressee: of an interview that is not held nobody waits for an answer.

    Comes before the case is locked (``transition.LOCK_ORDER``).
    """
    service = _service_of(case)
    if service is None:
        return
    service = locked_service(service.pk)
    if service.state in SERVICE_MACHINE[CALL_OFF].sources:
        service.closed_on = timezone.localdate(at)
        step(service, CALL_OFF, by=by, at=at, why=why)


def faults_of(meeting: Meeting, case: Interview, *, at: datetime) -> dict[str, str]:
    """What is missing or cannot be, by field."""
    faults, notice = {}, case.notice
    if meeting.held_at > at:
        faults["held_at"] = NOT_YET_HELD
    elif notice.issued_at and meeting.held_at < notice.issued_at:
        faults["held_at"] = BEFORE_ISSUE
    if not on_one_line(meeting.place):
        faults["place"] = PLACE_NEEDED
    if not cleaned(meeting.attendance):
        faults["attendance"] = ATTENDANCE_NEEDED
    if on_one_line(meeting.presided_by) != notice.presider:
        fault = _fault_of_another(meeting, case)
        if fault:
            faults["presided_by"] = fault.format(presider=notice.presider)
    return faults


def title_of(meeting: Meeting, case: Interview) -> str:
    """The office of whoever presided: of the leader who was named, as the notice has it; of another, as it was told."""
    if on_one_line(meeting.presided_by) == case.notice.presider:
        return case.notice.presider_title
    return on_one_line(meeting.presided_by_title)


def _fault_of_another(meeting: Meeting, case: Interview) -> str:
    """Somebody else may preside where it was delegated; over a district a city leader presides in person."""
    if case.notice.declared.needs_government_consent(case.unit.kind):
        return NOBODY_ELSE
    if not (on_one_line(meeting.presided_by) and on_one_line(meeting.delegation)):
        return OTHER_PRESIDER
    return "" if on_one_line(meeting.presided_by_title) else TITLE_NEEDED


def _service_of(case: Interview) -> PaperService | None:
    return PaperService.objects.filter(paper=case.notice_id, unit=case.unit_id).first()

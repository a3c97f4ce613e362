"""What may be done with a received paper now: by its unit, and by the office. At most one primary act."""

from dataclasses import replace

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.dashboards.service import ServiceSheet
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.machine import Machine
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.paper_states import INTERVIEW_MACHINE, LIFTING, SERVICE_MACHINE, InterviewState, ServiceState
from tasks_app.domain.refusals import NotAllowed
from tasks_app.models import Interview, PaperService
from tasks_app.permissions import checks
from tasks_app.permissions.subjects import Subject, subject_of
from tasks_app.presenters.acts import Act, Now, Typed, with_typed
from tasks_app.presenters.links import Step

OBJECT = "情况说明／异议"
# What the office tells the unit with each of its decisions; the sheet of one that was signed on paper comes besides.
TOLD = {"uphold": "答复意见", "lift": "答复意见", "ask_again": "退回理由", "close": ""}
CANCELLING = "取消理由"
# What a unit reads where it has nothing to do.
UNIT_STANDING = {
    ServiceState.REPLIED: "已答复，等待领导小组办公室办理。",
    ServiceState.OBJECTED: "已提出情况说明或异议，等待领导小组办公室答复；维持的，答复期重新计算。",
    ServiceState.CLOSED: "本件已办结。",
}
OFFICE_STANDING = {
    ServiceState.PLANNED: "公文尚未印发，印发后送达。",
    ServiceState.SERVED: "已送达，等待签收。",
    ServiceState.RECEIVED: "已签收，等待答复。",
    ServiceState.REPLIED: "已答复，等待领导小组办公室办理。",
    ServiceState.OBJECTED: "对方提出情况说明或异议，等待答复；答复前暂停计时。",
    ServiceState.CLOSED: "本件已办结。",
}


def service_now(sheet: ServiceSheet, actor: Actor, typed: Typed | None = None) -> Now:
    """What this person may do now; an act that was refused keeps what was ``typed``."""
    now = _of_unit(sheet.service) if sheet.is_own else _of_office(sheet.service, actor)
    return replace(now, acts=with_typed(now.acts, typed))


def cancelling(sheet: ServiceSheet, actor: Actor) -> tuple[Act, ...]:
    """取消约谈, offered where the objection was lifted and the interview it was about was not held."""
    case, service = sheet.case, sheet.service
    lifted = service.state == ServiceState.CLOSED and any(step.act in LIFTING for step in sheet.steps)
    if sheet.is_own or case is None or not lifted or case.state != InterviewState.PENDING:
        return ()
    return (cancel_act(case, service.unit_name),) if checks.can(actor, Verb.CHECK_RECTIFICATION, case) else ()


def cancel_act(case: Interview, unit: str) -> Act:
    """取消约谈, asked with its reason."""
    return Act(
        "cancel",
        reverse("interview_cancel", args=[case.pk]),
        INTERVIEW_MACHINE["cancel"].label,
        question=f"取消对{unit}的约谈？取消后不能恢复。",
        reason_label=CANCELLING,
    )


def paper_doors(machine: Machine, thing: PaperService | Interview, actor: Actor, subject: Subject) -> tuple[Step, ...]:
    """登记线下签批: the second door of each decision that fits the moment, for the clerk who may register it."""
    acts = [step for step in machine.possible(thing.state) if step.act.endswith(ON_PAPER)]
    if not acts or not checks.can(actor, acts[0].verb, subject):
        return ()
    return tuple(Step(step.label, reverse(f"{machine.subject}_{step.act}", args=[thing.pk])) for step in acts)


def _of_unit(service: PaperService) -> Now:
    """Whoever sees the service as its unit may do all of it: the row that shows it is the right."""
    objecting, days = _page(service, "object", OBJECT), service.paper.reply_days
    if service.state == ServiceState.SERVED:
        asked = f"请签收；签收后 {days} 个工作日内答复。" if days else "请签收，本件不要求答复。"
        return Now(asked, acts=(_act(service, "receive", primary=True),), links=(objecting,))
    if service.state == ServiceState.RECEIVED:
        reply = _page(service, "reply", "答复")
        if service.reply_by is None:
            return Now("已签收，本件不要求答复；需要说明情况的，可以答复。", links=(reply, objecting))
        return Now("请在答复时限内答复；对所列情况有不同意见的，请提出异议。", link=reply, links=(objecting,))
    return Now(UNIT_STANDING.get(ServiceState(service.state), ""))


def _of_office(service: PaperService, actor: Actor) -> Now:
    state = ServiceState(service.state)
    if state is ServiceState.OBJECTED:
        return _answering(service, actor)
    sentence = OFFICE_STANDING[state]
    if state not in (ServiceState.RECEIVED, ServiceState.REPLIED):
        return Now(sentence, links=_recording(service, actor))
    closing, doors, why_not = _asked(service, actor, Verb.CLOSE_SERVICE, ("close", "ask_again"))
    return Now(why_not or sentence, acts=closing, links=(*_recording(service, actor), *doors))


def _answering(service: PaperService, actor: Actor) -> Now:
    acts, doors, why_not = _asked(service, actor, Verb.ANSWER_OBJECTION, ("uphold", "lift"))
    return Now(why_not or OFFICE_STANDING[ServiceState.OBJECTED], acts=acts, links=doors)


def _asked(
    service: PaperService, actor: Actor, verb: Verb, acts: tuple[str, ...]
) -> tuple[tuple[Act, ...], tuple[Step, ...], str]:
    """Those of the acts that fit the moment and their second doors; or why this very person may not by a click."""
    if not rights_of(actor.role, verb):
        return (), (), ""
    subject = subject_of(service)
    doors = paper_doors(SERVICE_MACHINE, service, actor, subject)
    try:
        checks.require(actor, verb, subject)
    except NotAllowed as refusal:
        return (), doors, refusal.sentence
    fitting = {transition.act for transition in SERVICE_MACHINE.possible(service.state)}
    return tuple(_decision(service, act) for act in acts if act in fitting), doors, ""


def _decision(service: PaperService, act: str) -> Act:
    """The office's four decisions, each asked about by the name of the unit."""
    unit = service.unit_name
    if act == "close":
        is_answered = service.state == ServiceState.REPLIED
        question = f"办结{unit}的本件来文办理？办结后不再要求答复。"
        return _act(service, act, primary=is_answered, question=question)
    question = {
        "ask_again": f"退回{unit}补充答复？该单位有至少三个工作日，并会看到这段话。",
        "uphold": f"维持本件，答复{unit}？答复期从今天起重新计算，该单位会看到这段话。",
        "lift": f"采纳{unit}的意见并办结本件？该单位会看到这段话。",
    }[act]
    return _act(service, act, question=question, reason_label=TOLD[act])


def _recording(service: PaperService, actor: Actor) -> tuple[Step, ...]:
    """What the clerk may enter that came in on paper or by phone."""
    if not rights_of(actor.role, Verb.RECORD_FOR_ADDRESSEE):
        return ()
    entered = (("receive_on_behalf", "登记送达回执"), ("reply_on_behalf", "代录答复"), ("object_on_behalf", "代录异议"))
    fitting = {transition.act for transition in SERVICE_MACHINE.possible(service.state)}
    return tuple(_page(service, act, verb) for act, verb in entered if act in fitting)


def _page(service: PaperService, act: str, verb: str) -> Step:
    return Step(verb, reverse(f"service_{act}", args=[service.pk]))


def _act(service: PaperService, act: str, **words: object) -> Act:
    return Act(act, reverse(f"service_{act}", args=[service.pk]), SERVICE_MACHINE[act].label, **words)  # type: ignore[arg-type]

"""Leaders' instructions (批示): given or registered on an item, answered by each addressee, closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import instruction_voiding as voiding
from tasks_app.actions import instructions as acts
from tasks_app.dashboards.talking import parties_of
from tasks_app.domain.access import Verb
from tasks_app.domain.instruction_states import ANSWER_WORKING_DAYS, INSTRUCTION_MACHINE, ORDER_MACHINE
from tasks_app.domain.refusals import NotNow, Refusal
from tasks_app.forms.decisions import SheetForm
from tasks_app.forms.lines import ReasonForm
from tasks_app.forms.talking import (
    InstructionForm,
    InstructionSheetForm,
    ReplyForm,
    ReplyOnBehalfForm,
    VoidForm,
    VoidSheetForm,
)
from tasks_app.models import Instruction, InstructionReply, InstructionSheet
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.views.acting import version_of
from tasks_app.views.files import handed_out
from tasks_app.views.filling import taken
from tasks_app.views.talking import GET_OR_POST, WITH_TASK, form_page, item_page_url, visible_item


@GET_OR_POST
def new(request: HouseRequest, pk: int) -> HttpResponse:
    """作批示, by a leader."""
    return _instruct(request, pk, Verb.INSTRUCT, InstructionForm, "作批示")


@GET_OR_POST
def register(request: HouseRequest, pk: int) -> HttpResponse:
    """登记批示: the clerk registers what a leader signed."""
    return _instruct(request, pk, Verb.REGISTER_INSTRUCTION, InstructionSheetForm, "登记批示")


def _instruct(request: HouseRequest, pk: int, verb: Verb, kind: type[InstructionForm], heading: str) -> HttpResponse:
    actor, at = request.actor, request.now
    item = visible_item(request, pk)
    checks.require(actor, verb, item)
    if item.is_draft:
        raise NotNow(acts.DRAFT)
    parties, calendar = parties_of(item), working_calendar()
    if request.method != "POST":
        first = {"due_on": calendar.plus(actor.on, ANSWER_WORKING_DAYS)}
        return form_page(request, item, heading, kind(parties=parties, initial=first))
    form = kind(request.POST, request.FILES, parties=parties)

    def perform() -> object:
        sheet = form.sheet() if isinstance(form, InstructionSheetForm) else None
        return acts.instruct(item, form.wish(), calendar=calendar, by=actor, at=at, sheet=sheet)

    return taken(
        request,
        form,
        perform,
        outcome=item_page_url(item),
        said=f"已{heading}，各答复单位会收到通知。",
        refused=lambda refusal: form_page(request, item, heading, form, refusal),
    )


@dataclass(frozen=True)
class _Act:
    """An act on one addressee's answer: its form, and what of the form the action is told."""

    form: type[Form]
    do: Callable[..., InstructionReply]
    told: Callable[[Any], dict[str, Any]]


ACTS: dict[str, _Act] = {
    "reply": _Act(ReplyForm, acts.reply_to, lambda form: {"text": form.cleaned_data["text"], **form.told()}),
    "reply_on_behalf": _Act(
        ReplyOnBehalfForm, acts.reply_on_behalf, lambda form: {"text": form.cleaned_data["text"], **form.told()}
    ),
    "ask_again": _Act(ReasonForm, acts.ask_again, lambda form: {"reason": form.typed, "calendar": working_calendar()}),
    "close": _Act(Form, acts.close, lambda form: {}),
    "close_on_paper": _Act(SheetForm, acts.close, lambda form: {"sheet": form.sheet()}),
}


@GET_OR_POST
def act_on(request: HouseRequest, pk: int, act: str) -> HttpResponse:
    """One act on one answer. Who may is asked before anything that was typed."""
    actor, at, chosen = request.actor, request.now, ACTS[act]
    reply = visible_reply(request, pk)
    transition = INSTRUCTION_MACHINE[act]
    checks.require(actor, transition.verb, reply)
    item, about = reply.instruction.work_item, f"{reply.unit_name}　{reply.instruction.words}"
    form = chosen.form(request.POST, request.FILES) if request.method == "POST" else chosen.form()
    if request.method != "POST":
        INSTRUCTION_MACHINE.step(act, reply.state)
        return form_page(request, item, transition.label, form, about=about, version=reply.version)

    def refused(refusal: Refusal) -> HttpResponse:
        version = visible_reply(request, pk).version
        return form_page(request, item, transition.label, form, refusal, about=about, version=version)

    return taken(
        request,
        form,
        lambda: chosen.do(reply, **chosen.told(form), by=actor, at=at, version=version_of(request)),
        outcome=item_page_url(item, f"instruction-{pk}"),
        said=f"已{transition.label}：{reply.unit_name}。",
        refused=refused,
    )


def visible_reply(request: HouseRequest, pk: int) -> InstructionReply:
    """The addressee's row with its instruction and item. Raises NotVisible."""
    wanted = ("unit", *(f"instruction__work_item__{name}" for name in WITH_TASK))
    return found(InstructionReply.objects.visible_to(request.actor).select_related(*wanted), pk)


VOIDING: dict[str, tuple[type[Form], Callable[[Any], dict[str, Any]]]] = {
    "void": (VoidForm, lambda form: {}),
    "void_on_paper": (VoidSheetForm, lambda form: {"sheet": form.sheet()}),
}


@GET_OR_POST
def void(request: HouseRequest, pk: int, act: str) -> HttpResponse:
    """撤销批示, by the leader who gave it, or by the director on a signed sheet."""
    actor, (kind, told) = request.actor, VOIDING[act]
    order, label = _visible_order(request, pk), ORDER_MACHINE[act].label
    checks.require(actor, ORDER_MACHINE[act].verb, order)
    item, about = order.work_item, f"{order.leader}　{order.words}"
    form = kind(request.POST, request.FILES) if request.method == "POST" else kind()
    if request.method != "POST":
        ORDER_MACHINE.step(act, order.state)
        return form_page(request, item, label, form, about=about, version=order.version)

    def refused(refusal: Refusal) -> HttpResponse:
        version = _visible_order(request, pk).version
        return form_page(request, item, label, form, refusal, about=about, version=version)

    return taken(
        request,
        form,
        lambda: voiding.void(
            order,
            reason=form.cleaned_data["reason"],
            **told(form),
            by=actor,
            at=request.now,
            version=version_of(request),
        ),
        outcome=item_page_url(item),
        said="已撤销批示，各答复单位会收到通知。",
        refused=refused,
    )


def _visible_order(request: HouseRequest, pk: int) -> Instruction:
    """The instruction with its item. Raises NotVisible."""
    wanted = ("entered_by", *(f"work_item__{name}" for name in WITH_TASK))
    return found(Instruction.objects.visible_to(request.actor).select_related(*wanted), pk)


@require_safe
def scan(request: HouseRequest, pk: int) -> HttpResponse:
    """The sheet that a leader signed, for whoever reads all lines; units read what they are asked to do."""
    seen = InstructionReply.objects.visible_to(request.actor).values("instruction")
    sheet = found(InstructionSheet.objects.filter(instruction__in=seen).select_related("scan"), pk)
    checks.require(request.actor, Verb.SUPERVISE)
    return handed_out(request, sheet.scan, sheet.scan_name, what=f"批示件：{sheet.scan_name}")

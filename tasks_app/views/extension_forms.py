"""The pages on which more time is asked for (申请延期), granted, or refused."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import extensions as acts
from tasks_app.dashboards.signers import signers_of_extension
from tasks_app.domain.access import Verb
from tasks_app.domain.extension_states import EXTENSION_MACHINE
from tasks_app.domain.refusals import Refusal
from tasks_app.forms.extensions import (
    GrantForm,
    GrantOnPaperForm,
    RefuseForm,
    SheetGrantForm,
    WishForm,
    WishOnBehalfForm,
)
from tasks_app.forms.paper_sheets import SignerSheetForm
from tasks_app.models import Extension, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.extensions import deciding_act
from tasks_app.presenters.links import line_url
from tasks_app.views.acting import version_of
from tasks_app.views.extensions import visible_request
from tasks_app.views.filling import taken
from tasks_app.views.line_forms import ASKED, LineForm, is_typed, line_form_page

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
ON_PAPER = "_on_paper"
Typed = TypeVar("Typed", bound=Form)


@GET_OR_POST
def new(request: HouseRequest, pk: int) -> HttpResponse:
    """申请延期, by the unit."""
    line = _visible_line(request, pk)
    checks.require(request.actor, Verb.ASK_EXTENSION, line)
    form = _filled(request, WishForm)
    return _ask(request, line, "申请延期", form, lambda **told: acts.ask(line, form.wish(), **told))


@GET_OR_POST
def on_behalf(request: HouseRequest, pk: int) -> HttpResponse:
    """代录延期申请, by the clerk."""
    line = _visible_line(request, pk)
    checks.require(request.actor, Verb.RECORD_ON_BEHALF, line)
    form = _filled(request, WishOnBehalfForm)
    return _ask(
        request, line, "代录延期申请", form, lambda **told: acts.ask(line, form.wish(), caller=form.caller(), **told)
    )


def _filled(
    request: HouseRequest, kind: type[Typed], told: Mapping[str, object] | None = None, **first: object
) -> Typed:
    """The form, ``told`` what it has to know, as it was sent, or empty but for what it shows ``first``."""
    options: dict[str, Any] = dict(told or {})
    if request.method == "POST":
        return kind(request.POST, request.FILES, **options)
    return kind(initial=first, **options)


def _visible_line(request: HouseRequest, pk: int) -> UnitLine:
    visible = UnitLine.objects.visible_to(request.actor)
    return found(visible.select_related("unit", "cycle", "work_item__year_plan__task"), pk)


def _ask(
    request: HouseRequest, line: UnitLine, heading: str, form: Form, perform: Callable[..., Extension]
) -> HttpResponse:
    """The form of a request; refused before anything was typed where nothing can be asked for."""
    actor, at = request.actor, request.now
    sheet = LineForm(line, heading, line.version, line_url(line))
    if request.method != "POST":
        acts.require_room(line, today=actor.on)
        return line_form_page(request, sheet, form)
    return taken(
        request,
        form,
        lambda: perform(calendar=working_calendar(), by=actor, at=at, version=version_of(request)),
        outcome=line_url(line),
        said=f"已{heading}：{line.unit_name}承办的事项，等待领导小组办公室审批。",
        refused=lambda refusal: line_form_page(request, _again(request, sheet, refusal), form, refusal),
    )


def _again(request: HouseRequest, sheet: LineForm, refusal: Refusal) -> LineForm:
    """The same page with the version that is stored now, and what a colleague asked for who was faster."""
    line = _visible_line(request, sheet.line.pk)
    waiting = Extension.objects.visible_to(request.actor).waiting().filter(line=line).select_related(*ASKED).first()
    return LineForm(line, sheet.heading, line.version, sheet.back_url, None if is_typed(refusal) else waiting)


@GET_OR_POST
def grant(request: HouseRequest, pk: int) -> HttpResponse:
    """同意延期 by a click; whoever only registers what was signed is shown that form."""
    actor = request.actor
    thing = visible_request(request, pk)
    if _act(thing, actor, "grant").endswith(ON_PAPER):
        return _grant_on_paper(request, thing)
    kind: type[GrantForm | SheetGrantForm] = SheetGrantForm if acts.needs_consent(thing, by=actor) else GrantForm
    form = _filled(request, kind, until=thing.wished_until)
    return _decide(
        request,
        thing,
        "grant",
        form,
        lambda **told: acts.grant(thing, form.granted(), calendar=working_calendar(), **told),
    )


@GET_OR_POST
def refuse(request: HouseRequest, pk: int) -> HttpResponse:
    """不同意延期 with a reason; whoever only registers what was signed is shown that form."""
    actor = request.actor
    thing = visible_request(request, pk)
    if _act(thing, actor, "refuse").endswith(ON_PAPER):
        return _refuse_on_paper(request, thing)
    form = _filled(request, RefuseForm)
    return _decide(
        request,
        thing,
        "refuse",
        form,
        lambda **told: acts.refuse(thing, reason=form.cleaned_data["reason"], calendar=working_calendar(), **told),
    )


@GET_OR_POST
def grant_on_paper(request: HouseRequest, pk: int) -> HttpResponse:
    """登记线下签批并同意延期."""
    return _grant_on_paper(request, _to_register(request, pk, "grant_on_paper"))


@GET_OR_POST
def refuse_on_paper(request: HouseRequest, pk: int) -> HttpResponse:
    """登记线下签批并不同意延期."""
    return _refuse_on_paper(request, _to_register(request, pk, "refuse_on_paper"))


def _to_register(request: HouseRequest, pk: int, act: str) -> Extension:
    thing = visible_request(request, pk)
    checks.require(request.actor, EXTENSION_MACHINE[act].verb, thing)
    return thing


def _grant_on_paper(request: HouseRequest, thing: Extension) -> HttpResponse:
    has_consent = acts.needs_consent(thing, by=request.actor, on_paper=True)
    told = {"signers": signers_of_extension(thing, request.actor.on), "with_consent": has_consent}
    form = _filled(request, GrantOnPaperForm, told, until=thing.wished_until)
    return _decide(
        request,
        thing,
        "grant_on_paper",
        form,
        lambda **told: acts.grant_on_paper(thing, form.granted(), calendar=working_calendar(), **told),
    )


def _refuse_on_paper(request: HouseRequest, thing: Extension) -> HttpResponse:
    form = _filled(request, SignerSheetForm, {"signers": signers_of_extension(thing, request.actor.on)})
    return _decide(
        request, thing, "refuse_on_paper", form, lambda **told: acts.refuse_on_paper(thing, form.sheet(), **told)
    )


def _act(thing: Extension, actor: Actor, act: str) -> str:
    """The act by which this person decides. Who may is asked before anything else; raises NotAllowed."""
    by, _ = deciding_act(thing, actor)
    if not by:
        checks.require(actor, EXTENSION_MACHINE[act].verb, thing)
    return f"{act}{ON_PAPER}" if by.endswith(ON_PAPER) else act


def _decide(
    request: HouseRequest, thing: Extension, act: str, form: Form, perform: Callable[..., Extension]
) -> HttpResponse:
    actor, at = request.actor, request.now
    label, back = EXTENSION_MACHINE[act].label, reverse("extension", args=[thing.pk])
    sheet = LineForm(thing.line, label, thing.version, back, decided=thing)
    if request.method != "POST":
        EXTENSION_MACHINE.step(act, thing.state)
        return line_form_page(request, sheet, form)

    def refused(refusal: Refusal) -> HttpResponse:
        again = visible_request(request, thing.pk)
        again_sheet = LineForm(again.line, label, again.version, back, decided=again)
        return line_form_page(request, again_sheet, form, refusal)

    return taken(
        request,
        form,
        lambda: perform(by=actor, at=at, version=version_of(request)),
        outcome=back,
        said=f"已{label}：{thing.line.unit_name}承办的事项。",
        refused=refused,
    )

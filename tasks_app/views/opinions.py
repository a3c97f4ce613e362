"""A unit says what it thinks of the draft of a year; the office answers. One opinion has one page for both."""

from collections.abc import Callable, Mapping

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Unit
from accounts.requests import HouseRequest
from tasks_app.actions import opinion_answers
from tasks_app.actions import opinions as acts
from tasks_app.actions.lines_of_issue import units_of
from tasks_app.dashboards.consultation import FOR_ROWS, own_opinions
from tasks_app.domain.access import Verb
from tasks_app.domain.opinion_states import OPINION_MACHINE, OpinionKind
from tasks_app.domain.parts import Part
from tasks_app.domain.refusals import Invalid, NotAllowed, NotVisible, Refusal
from tasks_app.forms.decisions import SheetForm
from tasks_app.forms.lines import ReasonForm
from tasks_app.forms.opinions import (
    AdoptBreakdownForm,
    AdoptForm,
    BreakdownForm,
    DeclineForm,
    OpinionForm,
    OpinionOnBehalfForm,
)
from tasks_app.models import Cycle, Opinion, OpinionSheet
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.consultations import (
    opinion_page,
    paper_link,
    row_of,
    said_in,
    shown_as_now,
    unit_acts,
    waiting_in,
)
from tasks_app.presenters.crumbs import trail
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.files import handed_out
from tasks_app.views.filling import taken
from tasks_app.views.shown import shown_in

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
# The acts by which the office answers; each has its own address.
ANSWERS = ("adopt", "adopt_in_part", "decline")


# --- a unit's list ---------------------------------------------------------------------------------------------------
def _asked_year(request: HouseRequest, year: int) -> tuple[Cycle, list[Opinion]]:
    """The year and what the unit is asked about it; a year on which it was not asked does not exist for it."""
    cycle = Cycle.objects.filter(year=year).first()
    rows = list(own_opinions(cycle, request.actor)) if cycle and request.actor.unit_id else []
    if cycle is None or not rows:
        raise NotVisible
    checks.require(request.actor, Verb.GIVE_OPINION, rows[0])
    return cycle, rows


@require_safe
def consulted(request: HouseRequest, year: int) -> HttpResponse:
    """The unit's items of the draft, each with where its answer stands."""
    return _list(request, year)


def _list(request: HouseRequest, year: int, refusal: Refusal | None = None) -> HttpResponse:
    actor = request.actor
    cycle, rows = _asked_year(request, year)
    context = {
        "cycle": cycle,
        "rows": [row_of(row, today=actor.on, for_office=False) for row in rows],
        "acts": unit_acts(cycle, rows, actor),
        "paper": paper_link(cycle, rows, actor),
        "day_is_over": cycle.consult_until is not None and actor.on > cycle.consult_until,
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": trail(("工作台", reverse("desk")), here=f"{cycle}任务征求意见"),
    }
    return render(request, "consultations/unit.html", context, status=refusal.status if refusal else 200)


@require_POST
def nothing_to_object(request: HouseRequest, year: int) -> HttpResponse:
    """其余全部无意见."""
    return _all_at_once(request, year, acts.write_none, said="已填写“无意见”，等待本单位审核人审核。")


@require_POST
def approve_all(request: HouseRequest, year: int) -> HttpResponse:
    """审核通过 of all that waits for this reviewer."""
    _, rows = _asked_year(request, year)
    if not any(checks.can(request.actor, Verb.APPROVE_OPINION, row) for row in rows):
        checks.require(request.actor, Verb.APPROVE_OPINION, rows[0])
    return _all_at_once(request, year, acts.approve_all, said="已审核通过，意见已反馈领导小组办公室。")


def _all_at_once(request: HouseRequest, year: int, act: Callable[..., object], *, said: str) -> HttpResponse:
    cycle, _ = _asked_year(request, year)
    return taken(
        request,
        Form(request.POST),
        lambda: act(cycle, shown_in(request), by=request.actor, at=request.now),
        outcome=reverse("consulted", args=[year]),
        said=said,
        refused=lambda refusal: _list(request, year, refusal),
    )


@GET_OR_POST
def on_paper(request: HouseRequest, year: int) -> HttpResponse:
    """登记线下签批: one signed sheet about all that waits."""
    cycle, rows = _asked_year(request, year)
    checks.require(request.actor, Verb.REGISTER_OPINION_SHEET, rows[0])
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    back = reverse("consulted", args=[year])
    sheet: dict[str, object] = {"heading": "登记线下签批并反馈", "about": f"{cycle}任务征求意见", "back_url": back}
    sheet |= {"version": None, "shown": shown_as_now(waiting_in(rows))}
    if request.method != "POST":
        return _form(request, sheet, form)
    return taken(
        request,
        form,
        lambda: acts.approve_on_paper(cycle, shown_in(request), form.sheet(), by=request.actor, at=request.now),
        outcome=back,
        said="已登记线下签批，意见已反馈领导小组办公室。",
        refused=lambda refusal: _form(request, sheet, form, refusal),
    )


# --- one opinion -----------------------------------------------------------------------------------------------------
def _visible(request: HouseRequest, pk: int) -> Opinion:
    visible = Opinion.objects.visible_to(request.actor).select_related(*FOR_ROWS, "author__user")
    return found(visible, pk)


def _units(opinion: Opinion, request: HouseRequest) -> list[Unit]:
    return units_of(opinion.work_item.year_plan.task_id, request.actor.on)


@require_safe
def opinion(request: HouseRequest, pk: int) -> HttpResponse:
    """What was asked, said and answered."""
    return _show(request, _visible(request, pk))


def _show(request: HouseRequest, thing: Opinion, refusal: Refusal | None = None) -> HttpResponse:
    typed = Typed("return", request.POST["reason"], refusal.sentence) if refusal and "reason" in request.POST else None
    page = opinion_page(thing, request.actor, _units(thing, request), typed)
    context = {"page": page, "crumbs": page.crumbs, "form_key": new_form_key(), "refusal": refusal}
    return render(request, "consultations/opinion.html", context, status=refusal.status if refusal else 200)


@require_POST
def approve(request: HouseRequest, pk: int) -> HttpResponse:
    """审核通过."""
    thing = _visible(request, pk)
    checks.require(request.actor, Verb.APPROVE_OPINION, thing)
    return _at_once(request, thing, Form(request.POST), acts.approve, said="已审核通过，意见已反馈领导小组办公室。")


@require_POST
def send_back(request: HouseRequest, pk: int) -> HttpResponse:
    """退回修改, to its author."""
    thing = _visible(request, pk)
    checks.require(request.actor, Verb.APPROVE_OPINION, thing)
    form = ReasonForm(request.POST)
    return _at_once(
        request,
        thing,
        form,
        lambda one, **told: acts.send_back(one, reason=form.typed, **told),
        said="已退回修改。",
    )


def _at_once(
    request: HouseRequest, thing: Opinion, form: Form, act: Callable[..., object], *, said: str
) -> HttpResponse:
    return taken(
        request,
        form,
        lambda: act(thing, by=request.actor, at=request.now, version=version_of(request)),
        outcome=reverse("opinion", args=[thing.pk]),
        said=said,
        refused=lambda refusal: _show(request, _visible(request, thing.pk), refusal),
    )


@GET_OR_POST
def write(request: HouseRequest, pk: int) -> HttpResponse:
    """填写意见, by the unit."""
    thing = _visible(request, pk)
    checks.require(request.actor, Verb.GIVE_OPINION, thing)
    first = OpinionForm.of(thing) if thing.kind != OpinionKind.BREAKDOWN else {}
    form = OpinionForm(request.POST) if request.method == "POST" else OpinionForm(initial=first)
    return _fill(request, thing, "write", form, lambda **told: acts.write(thing, form.said(), **told))


@GET_OR_POST
def breakdown(request: HouseRequest, pk: int) -> HttpResponse:
    """提出分解建议, by the confirmed lead."""
    thing = _visible(request, pk)
    checks.require(request.actor, Verb.GIVE_OPINION, thing)
    if thing.part != Part.LEAD:
        raise NotAllowed(acts.ONLY_THE_LEAD)
    data = request.POST if request.method == "POST" else None
    form = BreakdownForm(data, units=_units(thing, request), today=request.actor.on)
    return _fill(
        request, thing, "write", form, lambda **told: acts.write(thing, form.said(), **told), heading="提出分解建议"
    )


@GET_OR_POST
def on_behalf(request: HouseRequest, pk: int) -> HttpResponse:
    """代录意见, by the clerk."""
    thing = _visible(request, pk)
    checks.require(request.actor, Verb.RECORD_ON_BEHALF, thing)
    form = OpinionOnBehalfForm(request.POST) if request.method == "POST" else OpinionOnBehalfForm()
    return _fill(request, thing, "record", form, lambda **told: acts.record(thing, form.said(), form.caller(), **told))


@GET_OR_POST
def answer(request: HouseRequest, pk: int, act: str) -> HttpResponse:
    """采纳, 部分采纳, 不采纳, by the office: what the item asks for from now on, or why not."""
    thing = _visible(request, pk)
    checks.require(request.actor, Verb.ANSWER_OPINION, thing)
    form = _answer_form(request, thing, act)
    return _fill(request, thing, act, form, lambda **told: opinion_answers.answer(thing, form.answer(act), **told))


def _answer_form(request: HouseRequest, thing: Opinion, act: str) -> DeclineForm | AdoptForm | AdoptBreakdownForm:
    data = request.POST if request.method == "POST" else None
    if act == "decline":
        return DeclineForm(data)
    kind: type[AdoptForm | AdoptBreakdownForm] = (
        AdoptBreakdownForm if thing.kind == OpinionKind.BREAKDOWN else AdoptForm
    )
    return kind(data, opinion=thing, initial=kind.of(thing))


def _fill(
    request: HouseRequest,
    thing: Opinion,
    act: str,
    form: Form,
    perform: Callable[..., Opinion],
    *,
    heading: str = "",
) -> HttpResponse:
    """The form of one step of an opinion; refused before anything was typed where it is not the time."""
    label = heading or OPINION_MACHINE[act].label
    item, back = thing.work_item, reverse("opinion", args=[thing.pk])
    sheet = {
        "heading": label,
        "about": f"第 {item.year_plan.task.number} 项　{item.title}　{thing.unit_name}",
        "back_url": back,
        "version": thing.version,
    }
    if request.method != "POST":
        OPINION_MACHINE.step(act, thing.state)
        return _form(request, sheet, form)
    return taken(
        request,
        form,
        lambda: perform(by=request.actor, at=request.now, version=version_of(request)),
        outcome=back,
        said=f"已{label}：第 {item.year_plan.task.number} 项。",
        refused=lambda refusal: _form(request, sheet | _stored(thing, refusal), form, refusal),
    )


def _stored(thing: Opinion, refusal: Refusal) -> dict[str, object]:
    """The version that is stored now; where somebody was faster also what they wrote, beside what was typed."""
    now = Opinion.objects.select_related("author__user").get(pk=thing.pk)
    return {"version": now.version, "stored": [] if isinstance(refusal, Invalid) else said_in(now, with_pieces=True)}


def _form(
    request: HouseRequest, sheet: Mapping[str, object], form: Form, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        **sheet,
        "form": form,
        "form_key": new_form_key(),
        "refusal": refusal,
        "has_lost_files": bool(request.FILES),
        "crumbs": trail(("征求意见", str(sheet["back_url"])), here=str(sheet["heading"])),
    }
    return render(request, "services/form.html", context, status=refusal.status if refusal else 200)


@require_safe
def scan(request: HouseRequest, pk: int) -> HttpResponse:
    """The sheet that a unit's leader signed, for whoever reads the opinion."""
    visible = Opinion.objects.visible_to(request.actor)
    sheet = found(OpinionSheet.objects.filter(opinion__in=visible).select_related("scan"), pk)
    return handed_out(request, sheet.scan, sheet.scan_name, what=f"意见签批件：{sheet.scan_name}")

"""Leads (牵头单位): which are only inferred, and the page on which the director confirms one."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import responsibilities, task_units
from tasks_app.dashboards.leads import TaskLead, task_leads
from tasks_app.domain.access import Verb
from tasks_app.domain.parts import Part
from tasks_app.domain.refusals import Invalid, NotNow, NotVisible, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.leads import JoinForm, LeadForm, LeaveForm
from tasks_app.models import Responsibility
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.filters import address
from tasks_app.presenters.frame import year_on
from tasks_app.presenters.plan_source import source_url
from tasks_app.presenters.plan_task import leads_trail, plan_trail
from tasks_app.presenters.plans import narrowing, plan_words
from tasks_app.views.acting import acting, new_form_key, version_of


@require_safe
def lead_list(request: HouseRequest) -> HttpResponse:
    """The tasks whose lead is inferred, then those that are settled; of all plans or of one. The office's page."""
    checks.require(request.actor, Verb.DRAFT_YEAR)
    year = year_on(request)
    leads = task_leads(year.narrowed_to, request.actor)
    context = {
        "plan_chips": narrowing(year, reverse("lead_list")),
        "plan_names": year.plan_names,
        "open_leads": [lead for lead in leads if not lead.is_settled],
        "settled_leads": [lead for lead in leads if lead.is_settled],
        "count": len(leads),
        "crumbs": plan_trail("确认牵头单位"),
    }
    return render(request, "leads/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lead_confirm(request: HouseRequest, number: int) -> HttpResponse:
    """The units of one task in their order; the director chooses, the clerk sees."""
    actor = request.actor
    checks.require(actor, Verb.DRAFT_YEAR)
    lead = next((one for one in _leads(request) if one.task.number == number), None)
    if lead is None:
        raise NotVisible
    if request.method != "POST":
        return _page(request, lead, _blank(lead))
    checks.require(actor, Verb.CONFIRM_LEAD, lead.task)
    return _confirm(request, lead)


def _confirm(request: HouseRequest, lead: TaskLead) -> HttpResponse:
    form = LeadForm(request.POST, lead=lead)
    try:
        if not form.is_valid():
            # The unit that was chosen may have ended or got another part meanwhile: who did that is the answer then.
            responsibilities.require_seen(lead.task, version_of(request), by=request.actor)
            return _page(request, lead, form, status=Invalid.status)
        with acting(request) as act:
            if not act.is_repeat:
                chosen = responsibilities.confirm_lead(
                    lead.task,
                    form.cleaned_data["choice"],
                    basis_note=form.cleaned_data["basis_note"],
                    on=form.cleaned_data.get("on"),
                    by=request.actor,
                    at=request.now,
                    version=version_of(request),
                )
                act.outcome = address(reverse("lead_list"), plan_words(year_on(request)))
                messages.success(request, f"已确认第 {lead.task.number} 项由{chosen.name}牵头，其他单位配合。")
        return redirect(act.outcome)
    except Invalid as refusal:
        add_faults(form, refusal.faults)
        return _page(request, lead, form, status=refusal.status)
    except (NotNow, Stale) as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, lead, form, status=refusal.status)


@require_POST
def unit_join(request: HouseRequest, number: int) -> HttpResponse:
    """增加责任单位: the unit has its lines from today on."""
    lead = _found(request, lambda one: one.task.number == number)
    form = JoinForm(request.POST, auto_id="id_join_%s")

    def join() -> str:
        version = version_of(request)
        lines = task_units.add(lead.task, **form.cleaned_data, by=request.actor, at=request.now, version=version)
        return f"已增加{form.cleaned_data['unit'].name}为责任单位，交办承办事项 {len(lines)} 件。"

    return _change(request, lead, form, join, "joining")


@require_POST
def unit_leave(request: HouseRequest, pk: int) -> HttpResponse:
    """减少责任单位: its part ends; lines that are open are cancelled before.

    A part that ended meanwhile is found as well: its page says who ended it.
    """
    row = found(Responsibility.objects.select_related("task", "unit", "group"), pk)
    lead = _found(request, lambda one: one.task.pk == row.task_id)
    form = _leaving(row, request.POST)

    def leave() -> str:
        version = version_of(request)
        task_units.end(row, **form.cleaned_data, by=request.actor, at=request.now, version=version)
        return f"{row.name}不再是第 {lead.task.number} 项的责任单位。"

    return _change(request, lead, form, leave, "leaving")


def _found(request: HouseRequest, wanted: Callable[[TaskLead], bool]) -> TaskLead:
    checks.require(request.actor, Verb.DRAFT_YEAR)
    lead = next((one for one in _leads(request) if wanted(one)), None)
    if lead is None:
        raise NotVisible
    checks.require(request.actor, Verb.CONFIRM_LEAD, lead.task)
    return lead


def _change(request: HouseRequest, lead: TaskLead, form: Form, perform: Callable[[], str], name: str) -> HttpResponse:
    """One change of who answers for a task; refused, the page comes back with what was typed."""
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as act:
            if not act.is_repeat:
                messages.success(request, perform())
                back = reverse("lead_confirm", args=[lead.task.number])
                act.outcome = address(back, plan_words(year_on(request)))
        return redirect(act.outcome)
    except (Invalid, NotNow, Stale) as refusal:
        known = form.errors
        faults = refusal.faults if isinstance(refusal, Invalid) else {"": refusal.sentence}
        add_faults(form, {field: said for field, said in faults.items() if field not in known})
        return _page(request, lead, _blank(lead), status=refusal.status, **{name: form})


def _blank(lead: TaskLead) -> LeadForm:
    first = {"choice": lead.lead.pk, "basis_note": lead.lead.basis_note} if lead.lead else {}
    return LeadForm(lead=lead, initial=first)


def _leaving(row: Responsibility, data: QueryDict | None = None) -> LeaveForm:
    return LeaveForm(data, auto_id=f"id_leave{row.pk}_%s")


def _page(
    request: HouseRequest,
    lead: TaskLead,
    form: LeadForm,
    status: int = 200,
    *,
    joining: Form | None = None,
    leaving: Form | None = None,
) -> HttpResponse:
    may_end = [row for row in lead.held if not (row.is_settled and row.part == Part.LEAD)]
    refused = {leaving.auto_id: leaving} if leaving else {}
    leavers = [(row, refused.get(blank.auto_id, blank)) for row in may_end for blank in (_leaving(row),)]
    context = {
        "joining": joining or JoinForm(auto_id="id_join_%s"),
        "leaving": leaving,
        "leavers": leavers,
        "lead": lead,
        "form": form,
        "source_url": source_url(lead.task),
        "may_confirm": checks.can(request.actor, Verb.CONFIRM_LEAD, lead.task),
        "form_key": new_form_key(),
        "version": Responsibility.objects.filter(task=lead.task).version_together(),
        "crumbs": leads_trail(lead.task),
    }
    return render(request, "leads/confirm.html", context, status=status)


def _leads(request: HouseRequest) -> tuple[TaskLead, ...]:
    """The tasks of the plan the address is about."""
    plan = year_on(request).plan
    return task_leads(plan, request.actor) if plan else ()

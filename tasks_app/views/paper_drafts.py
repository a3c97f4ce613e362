"""Drafting (拟稿): for late lines that were chosen, or for a report period; and the words of a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import paper_drafts
from tasks_app.actions.paper_drafts import Wanted
from tasks_app.dashboards.papers import dispatch_classes, lines_chosen, selections
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_kinds import KINDS
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.paper_drafting import DispatchForm, KindForm
from tasks_app.forms.papers import PaperForm
from tasks_app.models import Paper, UnitLine
from tasks_app.permissions import checks
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.frame import year_on
from tasks_app.presenters.paper_selection import selection_rows
from tasks_app.views.acting import acting, new_form_key, number_in, version_of
from tasks_app.views.paper_steps import told_by
from tasks_app.views.papers import show_paper, visible_paper

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
NO_LINES = "请在督办清单中选择至少一件承办事项，再拟稿。"
NO_YEAR = "年度任务还没有印发，不能发调度公文。"
SUBMIT = "submit"


@GET_OR_POST
def new(request: HouseRequest) -> HttpResponse:
    """Which paper for the chosen lines (``line`` in the address); without any, what can be drafted at all."""
    actor: Actor = request.actor
    checks.require(actor, Verb.DRAFT_PAPER)
    typed = request.POST if request.method == "POST" else request.GET
    ids = [number for number in map(number_in, typed.getlist("line")) if number is not None]
    lines = lines_chosen(actor, ids)
    if request.method != "POST":
        return _selection_page(request, lines) if ids else _new_page(request, _dispatch_form(request))
    form = KindForm(request.POST)
    try:
        if not lines:
            raise Invalid({"lines": NO_LINES})
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as submission:
            if not submission.is_repeat:
                drafted = paper_drafts.draft(_wanted(form.cleaned_data["kind"], lines), **told_by(request))
                submission.outcome = _drafted(request, drafted)
    except (Invalid, NotNow) as refusal:
        return _selection_page(request, lines, kind=request.POST.get("kind", ""), refusal=refusal)
    return redirect(submission.outcome)


@require_POST
def dispatch(request: HouseRequest) -> HttpResponse:
    """调度: one paper to all units of a class, for a report period."""
    actor: Actor = request.actor
    checks.require(actor, Verb.DRAFT_PAPER)
    form = _dispatch_form(request)
    try:
        if form is None:
            raise NotNow(NO_YEAR)
        if not form.is_valid():
            raise Invalid({})
        period, whom = form.chosen_period(), form.chosen_class()
        wanted = Wanted(whom.kind.kind, period.cycle, units=whom.units, period=period)
        with acting(request) as submission:
            if not submission.is_repeat:
                submission.outcome = _drafted(request, paper_drafts.draft(wanted, **told_by(request)))
    except (Invalid, NotNow) as refusal:
        if form is not None and isinstance(refusal, Invalid):
            add_faults(form, refusal.faults)
        return _new_page(request, form, refusal)
    return redirect(submission.outcome)


@require_POST
def revise(request: HouseRequest, pk: int) -> HttpResponse:
    """Saves the words, and sends them to be checked where 送核 was pressed. What lacks something stays a draft."""
    thing = visible_paper(request, pk)
    checks.require(request.actor, Verb.DRAFT_PAPER, thing)
    grounds = list(thing.grounds.select_related("line__work_item"))
    form, kept = PaperForm(request.POST, kind=thing.declared, grounds=grounds), None
    try:
        if not form.is_valid():
            raise Invalid({})
        with acting(request) as submission:
            submission.outcome = submission.outcome or reverse("paper", args=[pk])
            if not submission.is_repeat:
                told = told_by(request)
                saved = paper_drafts.revise(thing, form.words(), **told, version=version_of(request))
                kept = _submit(request, saved) if request.POST.get("go") == SUBMIT else None
                if kept is None:
                    messages.success(request, f"{_SAID[request.POST.get('go') == SUBMIT]}：{saved}。")
    except Invalid as refusal:
        add_faults(form, refusal.faults)
        return show_paper(request, visible_paper(request, pk), form=form, refusal=refusal)
    except (NotNow, Stale) as refusal:
        return show_paper(request, visible_paper(request, pk), form=form, refusal=refusal)
    if kept is not None:
        add_faults(form, kept.faults)
        return show_paper(request, visible_paper(request, pk), form=form, refusal=kept, is_kept=True)
    return redirect(submission.outcome)


_SAID = {False: "已保存草稿", True: "已送核"}


def _submit(request: HouseRequest, paper: Paper) -> Invalid | None:
    """送核; returns what is still missing. Only the sending is undone then, the words stay."""
    try:
        paper_drafts.submit(paper, **told_by(request))
    except Invalid as refusal:
        return refusal
    return None


def _wanted(kind: str, lines: list[UnitLine]) -> Wanted:
    """The paper about these lines; a memo goes to a leader, and to no unit."""
    declared = KINDS.get(kind)
    units = {line.unit_id: line.unit for line in lines}
    to_units = declared is None or declared.addressees
    return Wanted(kind, lines[0].cycle, units=list(units.values()) if to_units else (), lines=lines)


def _drafted(request: HouseRequest, paper: Paper) -> str:
    messages.success(request, f"已拟稿：{paper}。填写完整后送核。")
    return reverse("paper", args=[paper.pk])


def _dispatch_form(request: HouseRequest) -> DispatchForm | None:
    """The form for the periods of the year; None while no year is issued."""
    cycle = year_on(request).cycle
    if cycle is None:
        return None
    typed = request.POST if request.method == "POST" else None
    about = request.GET.get("period", "")
    return DispatchForm(typed, periods=list(cycle.periods.all()), classes=dispatch_classes(cycle), about=about)


def _new_page(request: HouseRequest, form: DispatchForm | None, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "form": form,
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": trail(("公文", reverse("papers")), here="拟稿"),
    }
    return render(request, "papers/new.html", context, status=refusal.status if refusal else 200)


def _selection_page(
    request: HouseRequest, lines: list[UnitLine], *, kind: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "rows": selection_rows(selections(lines), request.actor, chosen=kind),
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": trail(("公文", reverse("papers")), here="拟稿"),
    }
    return render(request, "papers/selection.html", context, status=refusal.status if refusal else 200)

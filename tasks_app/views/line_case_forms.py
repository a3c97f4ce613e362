"""The pages on which a case about a line (事项变更) is raised, and decided: by a click, or as it was signed."""

from collections.abc import Callable
from functools import partial

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import HouseRequest
from tasks_app.actions import line_case_decisions as decisions
from tasks_app.actions import line_cases as acts
from tasks_app.domain.access import OFFICE_ROLES, Verb
from tasks_app.domain.line_case_states import ASKED_BY, DECIDED_BY, LINE_CASE_MACHINE, CaseKind
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.refusals import NotNow, Refusal
from tasks_app.forms.decisions import SheetForm
from tasks_app.forms.line_cases import (
    ASKING,
    GRANTING,
    ObjectOnBehalfForm,
    ReasonForm,
    UpholdForm,
    UpholdSheetForm,
    WordsForm,
)
from tasks_app.forms.unit_choice import leave_out
from tasks_app.models import LineCase, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters import line_case_rows as words
from tasks_app.presenters.line_cases import deciding_act, deciding_words
from tasks_app.presenters.links import case_url, line_url
from tasks_app.views.acting import version_of
from tasks_app.views.filling import taken
from tasks_app.views.line_cases import visible_case
from tasks_app.views.line_forms import ASKED, LineForm, is_typed, line_form_page

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def ask(request: HouseRequest, pk: int, kind: str) -> HttpResponse:
    """交办异议, or 暂缓 and 撤项 as the unit asks for them or the office proposes them."""
    line = _visible_line(request, pk)
    checks.require(request.actor, ASKED_BY[kind], line)
    heading = (words.PROPOSING if request.actor.role in OFFICE_ROLES else words.ASKING)[CaseKind(kind)]
    form = ASKING[kind](request.POST) if request.method == "POST" else ASKING[kind]()
    return _raise(request, line, kind, heading, form, lambda **told: acts.ask(line, form.raised(), **told))


@GET_OR_POST
def record(request: HouseRequest, pk: int) -> HttpResponse:
    """代录交办异议, by the clerk."""
    line = _visible_line(request, pk)
    checks.require(request.actor, Verb.RECORD_ON_BEHALF, line)
    form = ObjectOnBehalfForm(request.POST, request.FILES) if request.method == "POST" else ObjectOnBehalfForm()
    return _raise(
        request,
        line,
        CaseKind.OBJECTION,
        words.RECORDING,
        form,
        lambda **told: acts.record(line, form.raised(), form.said(), **told),
    )


def _raise(
    request: HouseRequest, line: UnitLine, kind: str, heading: str, form: Form, perform: Callable[..., LineCase]
) -> HttpResponse:
    """The form of a new case; refused before anything was typed where there is no room for one."""
    leave_out(form, line.unit)
    if request.method != "POST":
        acts.require_room(line, kind)
        return line_form_page(request, LineForm(line, heading, line.version, line_url(line)), form)

    def refused(refusal: Refusal) -> HttpResponse:
        again = _visible_line(request, line.pk)
        waiting = LineCase.objects.visible_to(request.actor).waiting().filter(line=again).select_related(*ASKED).first()
        asked = None if is_typed(refusal) else waiting
        return line_form_page(request, LineForm(again, heading, again.version, line_url(again), asked), form, refusal)

    return taken(
        request,
        form,
        lambda: perform(by=request.actor, at=request.now, version=version_of(request)),
        outcome=line_url(line),
        said=f"已提交“{heading}”：{line.unit_name}承办的事项，等待领导小组办公室处理。",
        refused=refused,
    )


def _visible_line(request: HouseRequest, pk: int) -> UnitLine:
    visible = UnitLine.objects.visible_to(request.actor)
    return found(visible.select_related("unit", "cycle", "work_item__year_plan__task"), pk)


@GET_OR_POST
def decide(request: HouseRequest, pk: int, act: str) -> HttpResponse:
    """异议成立或不成立, 同意或不同意, 领导同意: by a click, or by what was signed on paper."""
    case = visible_case(request, pk)
    by, _ = deciding_act(case, act, request.actor)
    if not by:
        checks.require(request.actor, LINE_CASE_MACHINE[act].verb, case)
    kind = _form_of(case, act, is_on_paper=by.endswith(ON_PAPER))
    first = {"until": case.until, "unit": case.named_unit_id}
    form = kind(request.POST, request.FILES) if request.method == "POST" else kind(initial=first)
    leave_out(form, case.line.unit)
    label = deciding_words(case, by)
    sheet = LineForm(case.line, label, case.version, case_url(case), decided=case)
    if request.method != "POST":
        LINE_CASE_MACHINE.step(by, case.state)
        return line_form_page(request, sheet, form)

    def refused(refusal: Refusal) -> HttpResponse:
        again = visible_case(request, pk)
        again_sheet = LineForm(again.line, label, again.version, case_url(again), decided=again)
        return line_form_page(request, again_sheet, form, refusal)

    return taken(
        request,
        form,
        lambda: _performed(act, case, form)(by=request.actor, at=request.now, version=version_of(request)),
        outcome=reverse("line_case", args=[pk]),
        said=f"已办理：{label}。{case.line.unit_name}承办的“{case.line.work_item.title}”。",
        refused=refused,
    )


def _form_of(case: LineCase, act: str, *, is_on_paper: bool) -> type[Form]:
    """The form of an act. Raises NotNow for one that does not fit the kind of the case."""
    if act != "consent" and act not in DECIDED_BY[case.kind]:
        raise NotNow(acts.NOT_OF_THIS_KIND.format(kind=case.get_kind_display()))
    if act == "grant":
        return GRANTING[case.kind][is_on_paper]
    if act == "uphold":
        return UpholdSheetForm if is_on_paper else UpholdForm
    if is_on_paper:
        return SheetForm
    return WordsForm if act == "consent" else ReasonForm


def _performed(act: str, case: LineCase, form: Form) -> Callable[..., LineCase]:
    """The act with what was typed; of a sheet the words are those that were signed."""
    sheet = form.sheet() if isinstance(form, SheetForm) else None
    typed = form.cleaned_data
    if act == "grant":
        granted = form.granted()  # type: ignore[attr-defined]
        return partial(decisions.grant, case, granted, sheet=sheet, calendar=working_calendar())
    if act == "uphold":
        heir = form.heir()  # type: ignore[attr-defined]
        reason = typed.get("reason", "")
        return partial(decisions.uphold, case, reason=reason, heir=heir, sheet=sheet, calendar=working_calendar())
    if act == "consent":
        return partial(acts.consent, case, words=typed.get("words", ""), sheet=sheet)
    refuse = decisions.turn_down if act == "turn_down" else decisions.refuse
    return partial(refuse, case, reason=typed.get("reason", ""), sheet=sheet)

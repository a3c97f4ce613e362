"""The office sends a draft out (征求意见), watches the answers come in, and takes the 意见汇总表 away."""

from io import BytesIO

from django.conf import settings
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import consultations as acts
from tasks_app.dashboards.consultation import answers_by_unit, changes_of, every_opinion
from tasks_app.documents import opinion_summary
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotVisible, Refusal
from tasks_app.domain.year_states import YearPlanState
from tasks_app.forms.opinions import UntilForm
from tasks_app.models import Cycle
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.presenters.consultations import row_of
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.cycles import cycle_trail
from tasks_app.views.acting import new_form_key, number_in, version_of
from tasks_app.views.files import sent_out
from tasks_app.views.filling import taken

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def drafted_year(request: HouseRequest, year: int) -> Cycle:
    """A year the office works at. Raises NotAllowed for everybody else, NotVisible where it is not opened."""
    checks.require(request.actor, Verb.DRAFT_YEAR)
    cycle = Cycle.objects.visible_to(request.actor).filter(year=year).first()
    if cycle is None:
        raise NotVisible
    return cycle


@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HouseRequest, year: int) -> HttpResponse:
    """Before: the form that sends the draft out. While it is out: who answered what, and another day for it.

    ``?unit=17`` shows all that one unit was asked.
    """
    actor, calendar = request.actor, working_calendar()
    cycle = drafted_year(request, year)
    is_out = cycle.state == YearPlanState.CONSULTING
    unit = number_in(request.GET.get("unit", ""))
    if request.method != "POST" and unit is not None:
        return _of_unit(request, cycle, unit)
    if request.method != "POST":
        first = cycle.consult_until or acts.usual_day(actor.on, calendar)
        return _page(request, cycle, UntilForm(initial={"until": first}))
    form = UntilForm(request.POST)
    perform = acts.move_day if is_out else acts.send_out
    said = "已调整反馈截止日。" if is_out else f"已就{cycle}任务征求各责任单位意见。"
    return taken(
        request,
        form,
        lambda: perform(
            cycle,
            until=form.cleaned_data["until"],
            calendar=calendar,
            by=actor,
            at=request.now,
            version=version_of(request),
        ),
        outcome=reverse("consultation", args=[year]),
        said=said,
        refused=lambda refusal: _page(request, drafted_year(request, year), form, refusal),
    )


def _page(request: HouseRequest, cycle: Cycle, form: Form, refusal: Refusal | None = None) -> HttpResponse:
    actor = request.actor
    was_sent = cycle.consulted_at is not None
    changes = [row_of(opinion, today=actor.on, for_office=True) for opinion in changes_of(cycle, actor)]
    context = {
        "cycle": cycle,
        "is_out": cycle.state == YearPlanState.CONSULTING,
        "is_draft": cycle.state == YearPlanState.DRAFT,
        "was_sent": was_sent,
        "form": form,
        "units": answers_by_unit(cycle) if was_sent else [],
        "changes": changes,
        "owed": sum(row.is_owed for row in changes),
        "day_is_over": cycle.consult_until is not None and actor.on > cycle.consult_until,
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": cycle_trail("征求意见", cycle),
    }
    return render(request, "consultations/office.html", context, status=refusal.status if refusal else 200)


def _of_unit(request: HouseRequest, cycle: Cycle, pk: int) -> HttpResponse:
    """All that one unit was asked, for the office: what came on paper or by phone is entered from here (代录)."""
    rows = [row_of(one, today=request.actor.on, for_office=True) for one in every_opinion(cycle).filter(unit=pk)]
    if not rows:
        raise NotVisible
    unit = rows[0].unit
    back = (f"{cycle}征求意见", reverse("consultation", args=[cycle.year]))
    way = trail(("年度", reverse("cycle_list")), back, here=unit)
    context = {"cycle": cycle, "unit": unit, "rows": rows, "crumbs": way}
    return render(request, "consultations/of_unit.html", context)


@require_safe
def summary(request: HouseRequest, year: int) -> HttpResponse:
    """意见汇总表 as a workbook: everybody who was asked, in plan order."""
    cycle = drafted_year(request, year)
    out = BytesIO()
    opinion_summary.write(every_opinion(cycle), cycle, today=request.actor.on, demo=settings.DEMO_BANNER, out=out)
    title = opinion_summary.title_of(cycle)
    return sent_out(request, out.getvalue(), f"{title}.xlsx", what=title, media_type=XLSX)

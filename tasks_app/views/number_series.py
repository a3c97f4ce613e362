"""发文代字: which 代字 each kind of paper bears in a year, and from which number it begins."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import HouseRequest
from tasks_app.actions import paper_numbers
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, Refusal
from tasks_app.forms.faults import add_faults
from tasks_app.forms.mandates import SeriesForm
from tasks_app.models import NumberSeries
from tasks_app.permissions import checks
from tasks_app.views.acting import acting, new_form_key
from tasks_app.views.paper_steps import told_by


@require_http_methods(["GET", "HEAD", "POST"])
def series(request: HouseRequest) -> HttpResponse:
    """The series of all years, and the form that sets one."""
    actor = request.actor
    checks.require(actor, Verb.KEEP_SERIES)
    if request.method != "POST":
        return _page(request, SeriesForm(initial={"year": actor.on.year}))
    form = SeriesForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid({})
        with acting(request) as submission:
            if not submission.is_repeat:
                row = paper_numbers.set_up(**form.cleaned_data, **told_by(request))
                messages.success(request, f"已设置{row.get_series_display()}的发文代字：{row}，自 {row.start} 号起。")
                submission.outcome = reverse("paper_series")
    except (Invalid, NotNow) as refusal:
        if isinstance(refusal, Invalid):
            add_faults(form, refusal.faults)
        return _page(request, form, refusal)
    return redirect(submission.outcome)


def _page(request: HouseRequest, form: SeriesForm, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "rows": NumberSeries.objects.all(),
        "form": form,
        "form_key": new_form_key(),
        "refusal": refusal,
    }
    return render(request, "papers/series.html", context, status=refusal.status if refusal else 200)

"""主办汇总: the lead quotes what its supporting units handed in, and arranges the quotes."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.requests import HouseRequest
from tasks_app.actions import gathering
from tasks_app.actions.gathering import OTHER_PARTS, Place
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.models import ProgressReport
from tasks_app.permissions import checks
from tasks_app.views.acting import acting, number_in, version_of
from tasks_app.views.reports import visible_report

BAD_ORDER = "顺序请填写整数，例如 1。"


@require_POST
def gather(request: HouseRequest, pk: int) -> HttpResponse:
    """引用各单位报送内容."""

    def perform(report: ProgressReport, version: int) -> str:
        count = gathering.gather(report, by=request.actor, at=request.now, version=version)
        return f"已引用 {count} 个配合单位的报送内容。"

    return _act(request, pk, perform)


@require_POST
def arrange(request: HouseRequest, pk: int) -> HttpResponse:
    """Order of the quotes, and which of them stand in the report."""

    def perform(report: ProgressReport, version: int) -> str:
        gathering.arrange(report, _places(request.POST), by=request.actor, at=request.now, version=version)
        return "已保存顺序和取舍。"

    return _act(request, pk, perform)


def _act(request: HouseRequest, pk: int, perform: Callable[[ProgressReport, int], str]) -> HttpResponse:
    report = visible_report(request, pk)
    checks.require(request.actor, Verb.WRITE_REPORT, report)
    checks.require(request.actor, Verb.GATHER, report.line.work_item)
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                said = perform(report, version_of(request))
                submission.outcome = f"{reverse('report', args=[pk])}#parts"
                messages.success(request, said)
    except Invalid as refusal:
        raise NotNow(next(iter(refusal.faults.values()))) from refusal
    return redirect(submission.outcome)


def _places(data: QueryDict) -> list[Place]:
    """What the form says of each part. Raises Invalid for what is no order."""
    included = set(data.getlist("included"))
    places = []
    for text in data.getlist("part")[: gathering.MOST_PARTS]:
        part, order = number_in(text), number_in(data.get(f"order-{text}", "").strip())
        if part is None:
            raise Invalid({"parts": OTHER_PARTS})
        if order is None:
            raise Invalid({"parts": BAD_ORDER})
        places.append(Place(part, order, is_included=text in included))
    return places

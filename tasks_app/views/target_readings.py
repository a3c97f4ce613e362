"""目标数据: a year's figure entered by its unit, by the office for it, or corrected."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import HouseRequest
from tasks_app.actions import target_readings as acts
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Refusal
from tasks_app.domain.targets import year_in_question
from tasks_app.forms.targets import CorrectionForm, OnBehalfForm, ReadingForm, reading_words
from tasks_app.models import Target, TargetReading
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.views.acting import number_in, version_of
from tasks_app.views.filling import taken
from tasks_app.views.paper_steps import told_by
from tasks_app.views.targets import form_page, target_at


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest, pk: int) -> HttpResponse:
    """The reporting unit enters a figure; ``?year=`` says which year is asked for."""
    row = target_at(pk)
    checks.require(request.actor, Verb.ENTER_READING, row)
    form = ReadingForm(*_typed(request), target=row, initial=_first_words(request, row))

    def perform() -> object:
        return acts.enter(row, form.entry(), **told_by(request), version=version_of(request))

    return _answered(request, row, form, perform, title="填报数据", button="填报")


@require_http_methods(["GET", "HEAD", "POST"])
def on_behalf(request: HouseRequest, pk: int) -> HttpResponse:
    """The office enters for the unit what it was told (代录)."""
    row = target_at(pk)
    checks.require(request.actor, Verb.RECORD_READING, row)
    form = OnBehalfForm(*_typed(request), target=row, initial=_first_words(request, row))

    def perform() -> object:
        caller = form.cleaned_data["told_by"]
        return acts.enter(row, form.entry(), **told_by(request), version=version_of(request), told_by=caller)

    return _answered(request, row, form, perform, title="代录数据", button="代录")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HouseRequest, pk: int) -> HttpResponse:
    """A figure was wrong: the right one, and why."""
    actor = request.actor
    reading = found(TargetReading.objects.visible_to(actor), pk)
    row = target_at(reading.target_id)
    checks.require(actor, acts.verb_of_correction(reading, row, by=actor), row)
    form = CorrectionForm(*_typed(request), target=row, initial=reading_words(reading))

    def perform() -> object:
        reason = form.cleaned_data["reason"]
        return acts.correct(reading, form.entry(), reason=reason, **told_by(request), version=version_of(request))

    return _answered(request, row, form, perform, title="更正数据", button="更正", version=reading.version)


def _typed(request: HouseRequest) -> tuple[object, ...]:
    return (request.POST,) if request.method == "POST" else ()


def _first_words(request: HouseRequest, row: Target) -> dict[str, object]:
    asked = number_in(request.GET.get("year", ""))
    return {"year": asked or year_in_question(row.promise, request.actor.on) or ""}


def _answered(
    request: HouseRequest,
    row: Target,
    form: ReadingForm,
    perform: Callable[[], object],
    *,
    title: str,
    button: str,
    version: int | None = None,
) -> HttpResponse:
    def refused(refusal: Refusal | None) -> HttpResponse:
        return form_page(request, row, form, title=title, button=button, refusal=refusal, version=version)

    if request.method != "POST":
        return refused(None)
    outcome, said = reverse("target", args=[row.pk]), f"已{title}：{row.name}。"
    return taken(request, form, perform, outcome=outcome, said=said, refused=refused)

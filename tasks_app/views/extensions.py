"""A request for more time (延期申请) on its page, taken back by its unit, and what a leader signed about it."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import extensions as acts
from tasks_app.dashboards.extension import FOR_PAGE, extension_sight
from tasks_app.domain.extension_states import EXTENSION_MACHINE
from tasks_app.domain.refusals import Refusal
from tasks_app.models import Extension, ExtensionSheet
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.extensions import extension_now, extension_page
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.files import handed_out
from tasks_app.views.filling import taken


def visible_request(request: HouseRequest, pk: int) -> Extension:
    """The request with its line, item and people. Raises NotVisible."""
    return found(Extension.objects.visible_to(request.actor).select_related(*FOR_PAGE), pk)


@require_safe
def extension(request: HouseRequest, pk: int) -> HttpResponse:
    """What was asked and what became of it; whoever may decide it begins here."""
    return _show(request, visible_request(request, pk))


def _show(
    request: HouseRequest, thing: Extension, *, refusal: Refusal | None = None, typed: Typed | None = None
) -> HttpResponse:
    actor: Actor = request.actor
    sight, calendar = extension_sight(thing, actor), working_calendar()
    page = extension_page(sight, calendar)
    context = {
        "page": page,
        "crumbs": page.crumbs,
        "now": extension_now(sight, actor, calendar, typed),
        "form_key": new_form_key(),
        "refusal": refusal,
    }
    return render(request, "extensions/extension.html", context, status=refusal.status if refusal else 200)


@require_POST
def withdraw(request: HouseRequest, pk: int) -> HttpResponse:
    """撤回延期申请."""
    actor, at = request.actor, request.now
    thing = visible_request(request, pk)
    checks.require(actor, EXTENSION_MACHINE["withdraw"].verb, thing)
    return taken(
        request,
        Form(request.POST),
        lambda: acts.withdraw(thing, by=actor, at=at, version=version_of(request)),
        outcome=reverse("extension", args=[pk]),
        said="已撤回延期申请。",
        refused=lambda refusal: _show(request, visible_request(request, pk), refusal=refusal),
    )


@require_safe
def scan(request: HouseRequest, pk: int) -> HttpResponse:
    """The sheet that a leader signed, for whoever reads the request."""
    visible = Extension.objects.visible_to(request.actor)
    sheet = found(ExtensionSheet.objects.filter(extension__in=visible).select_related("scan"), pk)
    return handed_out(request, sheet.scan, sheet.scan_name, what=f"延期签批件：{sheet.scan_name}")

"""Acts on an item itself: that a higher body supervises it already (上级督查)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.requests import HouseRequest
from tasks_app.actions import work_items
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, Stale
from tasks_app.forms.clock import SupervisedForm
from tasks_app.forms.faults import faults_of
from tasks_app.models import WorkItem
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.items import MARK
from tasks_app.views.acting import acting, version_of
from tasks_app.views.items import show_item


@require_POST
def mark_supervised(request: HouseRequest, pk: int) -> HttpResponse:
    """登记上级督查; an empty name takes the note back."""
    actor = request.actor
    item, form = found(WorkItem.objects.visible_to(actor), pk), SupervisedForm(request.POST)
    checks.require(actor, Verb.MARK_SUPERVISED, item)
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as act:
            if not act.is_repeat:
                name, version = form.cleaned_data["supervised_by"], version_of(request)
                work_items.mark_supervised(item, supervised_by=name, by=actor, at=request.now, version=version)
                act.outcome = reverse("item", args=[pk])
                messages.success(request, f"已登记由{name}督查，本系统只作提醒。" if name else "已取消上级督查登记。")
        return redirect(act.outcome)
    except (Invalid, NotNow, Stale) as refusal:
        typed = Typed(MARK, request.POST.get("supervised_by", ""), refusal.sentence)
        return show_item(request, pk, refusal=refusal, typed=typed)

"""文件告警: stored bytes that are missing or altered, for whoever has to see to them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.dashboards.file_uses import file_alarms as alarms_now
from tasks_app.dashboards.file_uses import uses_of
from tasks_app.domain.access import Verb
from tasks_app.models import FileWalk
from tasks_app.permissions import checks
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.files import alarm_row

NEVER = "每日巡查还没有完整核对过一遍。"
ROUND = "每日巡查最近一次完整核对于 {day:%Y-%m-%d}。"


@require_safe
def file_alarms(request: HouseRequest) -> HttpResponse:
    """The alarms, those that are open first."""
    checks.require(request.actor, Verb.WATCH_FILES)
    alarms, place = alarms_now(), FileWalk.objects.first()
    uses = uses_of({alarm.blob_id for alarm in alarms}, request.actor)
    rounded = place.rounded_at if place else None
    context = {
        "rows": [alarm_row(alarm, uses.get(alarm.blob_id, ())) for alarm in alarms],
        "walked": ROUND.format(day=timezone.localdate(rounded)) if rounded else NEVER,
        "crumbs": trail(("设置与审计", reverse("settings")), here="文件告警"),
    }
    return render(request, "files/alarms.html", context)

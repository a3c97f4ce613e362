"""The table of the plan to take away (导出方案): as it was issued, in the formats of ``export_plan``."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.documents.plan_export import sheet_of
from tasks_app.documents.plan_export_files import csv_file, json_file, xlsx_file
from tasks_app.documents.plan_export_table import TABLE_NAME
from tasks_app.documents.plan_export_word import docx_file
from tasks_app.domain.plan_sheet import PlanSheet
from tasks_app.domain.refusals import NotVisible
from tasks_app.domain.uploads import fitting_name
from tasks_app.presenters.frame import year_on
from tasks_app.views.files import sent_out


@dataclass(frozen=True)
class TakeAway:
    """A format: what writes it, and its media type where no such file may come in as evidence."""

    write: Callable[[PlanSheet], bytes]
    media_type: str = ""


FORMATS = {
    "docx": TakeAway(lambda sheet: docx_file(sheet, demo=settings.DEMO_BANNER)),
    "xlsx": TakeAway(lambda sheet: xlsx_file(sheet, demo=settings.DEMO_BANNER)),
    "csv": TakeAway(csv_file, "text/csv; charset=utf-8"),
    "json": TakeAway(json_file, "application/json"),
}


@require_safe
def plan_file(request: HouseRequest, kind: str) -> HttpResponse:
    """The published table, for everyone who may read it; taking it away is noted."""
    plan, form = year_on(request).plan, FORMATS.get(kind)
    if plan is None or form is None:
        raise NotVisible
    name = fitting_name(f"{plan.title}{TABLE_NAME}", f".{kind}")
    return sent_out(request, form.write(sheet_of(plan)), name, what=name, media_type=form.media_type)

"""The page of a form about a line (延期申请, 事项变更): one layout for all of them."""

from dataclasses import dataclass

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import HouseRequest
from tasks_app.domain.refusals import Invalid, Refusal
from tasks_app.models import Extension, LineCase, UnitLine
from tasks_app.presenters.line_matters import asked_facts, crumbs_of
from tasks_app.views.acting import new_form_key

# What is told of a request or a case besides its words.
ASKED = ("line", "asked_by__user", "asked_by__unit")


@dataclass(frozen=True)
class LineForm:
    """What the template of a form is told besides the form.

    ``asked``: the same, as somebody else has asked for it. ``decided``: what the form decides about.
    """

    line: UnitLine
    heading: str
    version: int
    back_url: str
    asked: Extension | LineCase | None = None
    decided: Extension | LineCase | None = None


def is_typed(refusal: Refusal) -> bool:
    """Whether only what was typed stands in the way."""
    return isinstance(refusal, Invalid)


def line_form_page(request: HouseRequest, sheet: LineForm, form: Form, refusal: Refusal | None = None) -> HttpResponse:
    """The form, or what was typed into it with why it was refused."""
    line = sheet.line
    context = {
        "heading": sheet.heading,
        "about": f"{line.unit_name}　{line.work_item.title}　完成时限 {line.deadline:%Y-%m-%d}",
        "form": form,
        "version": sheet.version,
        "back_url": sheet.back_url,
        "stored": asked_facts(sheet.asked) if sheet.asked else [],
        "told_heading": "提出的内容",
        "told": asked_facts(sheet.decided) if sheet.decided else [],
        "form_key": new_form_key(),
        "refusal": refusal,
        "has_lost_files": bool(request.FILES),
        "crumbs": crumbs_of(line, sheet.heading),
    }
    return render(request, "services/form.html", context, status=refusal.status if refusal else 200)

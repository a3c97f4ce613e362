"""What the pages of units and groups share: several small forms on one page, each an act with its ground (依据).

A form that was refused stays open with what was typed; the others stand as they were.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import HouseRequest
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.units import BasisForm
from tasks_app.views.acting import acting, version_of
from tasks_app.views.paper_steps import told_by


@dataclass(frozen=True)
class KeptAct:
    """What can be changed: the button, the form, the act, and what is said afterwards ({name} is what was changed)."""

    label: str
    form: type[BasisForm]
    perform: Callable[..., object]
    said: str


@dataclass(frozen=True)
class KeepingForm:
    """One act on the page: its button, where it is sent, its form, and whether it was just refused."""

    label: str
    url: str
    form: forms.Form
    is_open: bool = False


@dataclass(frozen=True)
class Refused:
    """The form that was refused: which act (or row), what was typed, and why."""

    act: str
    form: forms.Form
    refusal: Refusal


def shown(
    act: str, label: str, url: str, form: Callable[..., forms.Form], refused: Refused | None, **first: Any
) -> KeepingForm:
    """The form of an act as the page shows it: with its first values, or with what was typed where it was refused."""
    if refused and refused.act == act:
        return KeepingForm(label, url, refused.form, is_open=True)
    return KeepingForm(label, url, form(auto_id=f"{act}-%s", initial=first))


def keep(
    request: HouseRequest,
    act: str,
    form_class: Callable[..., forms.Form],
    perform: Callable[..., object],
    *,
    said: str,
    to: str,
    again: Callable[[Refused], HttpResponse],
) -> HttpResponse:
    """Does the act with what the form holds and leads on ``to``; a refusal shows the page ``again``."""
    form = form_class(request.POST, auto_id=f"{act}-%s")
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as submission:
            if not submission.is_repeat:
                perform(**form.cleaned_data, **told_by(request), version=version_of(request))
                messages.success(request, said)
                submission.outcome = to
    except (Invalid, NotNow, Stale) as refusal:
        if isinstance(refusal, Invalid):
            add_faults(form, {name: said for name, said in refusal.faults.items() if name not in form.errors})
        return again(Refused(act, form, refusal))
    return redirect(submission.outcome)


def context_of(refused: Refused | None) -> Mapping[str, object]:
    """What the page says above its forms: why nothing was done, also where the form is not shown any more."""
    return {"refusal": refused.refusal if refused else None}


def status_of(refused: Refused | None) -> int:
    """The answer's status."""
    return refused.refusal.status if refused else 200

"""One sent form for one act: done once, or answered with the page it came from and all that was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import HouseRequest
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.views.acting import acting

Perform = Callable[[], object]
Refused = Callable[[Refusal], HttpResponse]


def taken(
    request: HouseRequest, form: Form, perform: Perform, *, outcome: str, said: str, refused: Refused
) -> HttpResponse:
    """Acts and leads to ``outcome``, saying what was done; ``refused`` shows the page again, beside it why not.

    Faults of the act stand in the form already when ``refused`` is asked.
    """
    if not form.is_valid():
        return refused(Invalid(faults_of(form)))
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                perform()
                submission.outcome = outcome
                messages.success(request, said)
    except Invalid as refusal:
        add_faults(form, refusal.faults)
        return refused(refusal)
    except (NotNow, Stale) as refusal:
        return refused(refusal)
    return redirect(submission.outcome)

"""The rehearsal (预演): what would fire if nobody acted, as a picture and a table, and what another policy changes."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tasks_app.dashboards.rehearsal import MOST_LINES, rehearsed, unfinished_lines
from tasks_app.domain.access import Verb
from tasks_app.domain.policy import Policy
from tasks_app.domain.refusals import Invalid
from tasks_app.forms.rehearsal import PolicyFileForm, RehearsalForm
from tasks_app.models import PolicyVersion
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.presenters.chart import chart_of
from tasks_app.presenters.clock import LEVEL_WORDS
from tasks_app.presenters.rehearsal import difference_rows, levels_of, rule_counts, week_rows


@dataclass(frozen=True)
class _Asked:
    """The other policy, or why it cannot be used."""

    other: Policy | None = None
    faults: tuple[str, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: HttpRequest) -> HttpResponse:
    """The version in force, and with an uploaded file the difference. Nothing is stored, nobody is told."""
    actor = request.actor  # type: ignore[attr-defined]
    checks.require(actor, Verb.WATCH_CLOCK)
    typed = request.POST if request.method == "POST" else request.GET
    form = RehearsalForm(typed.dict(), today=actor.on)
    asked = _asked(request) if request.method == "POST" else _Asked()
    version = PolicyVersion.in_force(actor.on)
    context = {
        "form": form,
        "file_form": PolicyFileForm(),
        "faults": asked.faults,
        "played": _played(form, version.policy, asked.other) if version else None,
        "most": MOST_LINES,
        "today": actor.on,
    }
    status = Invalid.status if asked.faults or not form.is_valid() else 200
    return render(request, "rehearsal/rehearsal.html", context, status=status)


def _asked(request: HttpRequest) -> _Asked:
    try:
        return _Asked(PolicyFileForm(request.FILES).other())
    except Invalid as refusal:
        return _Asked(faults=tuple(refusal.faults.values()))


def _played(form: RehearsalForm, policy: Policy, other: Policy | None) -> dict[str, Any]:
    """What the page shows. The clock is played from today, so that a later start meets the lines as they are then."""
    start, end = form.days()
    policies = [policy, other] if other else [policy]
    calendar = working_calendar()
    plays = rehearsed(unfinished_lines(), policies, calendar, start=form.today, end=end, most=MOST_LINES)
    now, *rest = (play.since(start) for play in plays)
    new = rest[0] if rest else None
    levels = levels_of(now)
    weeks = week_rows(now, levels, start=start, end=end)
    changes, number = difference_rows(now, new) if new else ([], 0)
    return {
        "start": start,
        "end": end,
        "policy": policy,
        "other": other,
        "total": len(now.fired),
        "is_cut": now.is_cut,
        "levels": [(int(level), LEVEL_WORDS[level]) for level in levels],
        "weeks": weeks,
        "chart": chart_of(weeks, levels),
        "rules": rule_counts(now, policy, new, other),
        "changes": changes,
        "change_count": number,
    }

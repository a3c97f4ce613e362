"""The rehearsal (预演): what would fire if nobody acted, as a picture and a table, and what another policy changes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.requests import HouseRequest
from tasks_app.actions.policies import checked
from tasks_app.dashboards.rehearsal import MOST_LINES, rehearsed, unfinished_lines
from tasks_app.dashboards.reminders_ahead import reminders_between
from tasks_app.domain.access import Verb
from tasks_app.domain.policy import Policy
from tasks_app.domain.policy_versions import Policies
from tasks_app.domain.refusals import Invalid
from tasks_app.forms.rehearsal import PolicyFileForm, PutInForceForm, RehearsalForm, policy_data
from tasks_app.models import PolicyVersion
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.presenters.chart import chart_of
from tasks_app.presenters.clock import LEVEL_WORDS
from tasks_app.presenters.policy_comparison import comparison_of
from tasks_app.presenters.rehearsal import assumed_years, levels_of, rule_counts, week_pairs
from tasks_app.views.acting import new_form_key


@dataclass(frozen=True)
class _Asked:
    """The other policy with its text, or why it cannot be used."""

    other: Policy | None = None
    text: str = ""
    faults: tuple[str, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: HouseRequest) -> HttpResponse:
    """The versions in force, and with an uploaded file the difference. Nothing is stored, nobody is told."""
    actor = request.actor
    checks.require(actor, Verb.WATCH_CLOCK)
    typed = request.POST if request.method == "POST" else request.GET
    form = RehearsalForm(typed.dict(), today=actor.on)
    asked = _asked(request) if request.method == "POST" else _Asked()
    policies = PolicyVersion.policies()
    context = {
        "form": form,
        "file_form": PolicyFileForm(),
        "faults": asked.faults,
        "played": _played(form, policies, asked.other) if policies.versions else None,
        "put_form": _put_form(asked, actor.on) if checks.can(actor, Verb.PUT_POLICY_IN_FORCE) else None,
        "form_key": new_form_key(),
        "most": MOST_LINES,
        "today": actor.on,
    }
    status = Invalid.status if asked.faults or not form.is_valid() else 200
    return render(request, "rehearsal/rehearsal.html", context, status=status)


def _asked(request: HouseRequest) -> _Asked:
    try:
        text = PolicyFileForm(request.FILES).text()
        return _Asked(checked(policy_data(text)), text)
    except Invalid as refusal:
        return _Asked(faults=tuple(refusal.faults.values()))


def _put_form(asked: _Asked, today: date) -> PutInForceForm | None:
    """The step that follows a comparison, for whoever puts policies in force."""
    if asked.other is None:
        return None
    starts_on = max(asked.other.starts_on, today)
    return PutInForceForm(initial={"rules": asked.text, "starts_on": starts_on}, auto_id="put-%s")


def _played(form: RehearsalForm, policies: Policies, other: Policy | None) -> dict[str, Any]:
    """What the page shows. The clock is played from today, so that a later start meets the lines as they are then."""
    start, end = form.days()
    trial = replace(policies, trial=other)
    tried = [policies, trial] if other else [policies]
    calendar = working_calendar()
    plays = rehearsed(unfinished_lines(), tried, calendar, start=form.today, end=end, most=MOST_LINES)
    now, *rest = (play.since(start) for play in plays)
    new = rest[0] if rest else None
    levels = levels_of(now, *rest)
    weeks = week_pairs(now, new, levels, start=start, end=end)
    in_force = policies.within(start, end)
    return {
        "start": start,
        "end": end,
        "assumed": assumed_years(calendar, start=start, end=end),
        "versions": in_force,
        "other": other,
        "total": len(now.fired),
        "new_total": len(new.fired) if new else None,
        "is_cut": now.is_cut,
        "levels": [(int(level), LEVEL_WORDS[level]) for level in levels],
        "weeks": weeks,
        "chart": chart_of(weeks, levels),
        "reminders": reminders_between(start, end, calendar),
        "rules": rule_counts(now, in_force, new, trial.within(start, end) if other else ()),
        "comparison": comparison_of(*plays, start=start) if new else None,
    }

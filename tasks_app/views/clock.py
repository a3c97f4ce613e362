"""The clock (时钟): what it will do, what it did, whom it did not reach, how far up each late line stands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actor import Actor
from accounts.models import Unit
from accounts.requests import HouseRequest
from tasks_app.dashboards.clock_board import (
    SoughtFirings,
    clock_state,
    firings,
    policies_by_id,
    troubled_messages,
)
from tasks_app.dashboards.clock_targets import nobody_is_asked
from tasks_app.dashboards.ears import office_is_deaf, unheard_firings, units_without_ears
from tasks_app.dashboards.ladders import ladders_of
from tasks_app.dashboards.rehearsal import MOST_LINES, Rehearsal, lines_due_by, rehearsed
from tasks_app.domain.access import Verb
from tasks_app.domain.policy_versions import Policies
from tasks_app.domain.working_days import Calendar
from tasks_app.forms.clock import FiringsFilter
from tasks_app.models import PolicyVersion, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.models.line import UnitLineQuerySet
from tasks_app.permissions import checks
from tasks_app.presenters.clock import clock_chips, firing_chips, firing_rows, standing_rows
from tasks_app.presenters.filters import Chip
from tasks_app.presenters.foreseen import days_ahead
from tasks_app.presenters.frame import pulse_on, year_on
from tasks_app.presenters.outgoing import switch_page
from tasks_app.presenters.troubles import trouble_rows
from tasks_app.views.acting import new_form_key
from tasks_app.views.paging import LATEST_FIRST, page_of

WORKING_DAYS_AHEAD = 10
SHOWN = 8


@require_safe
def clock(request: HouseRequest) -> HttpResponse:
    """The board: the next ten working days, and the latest of everything else."""
    actor, calendar = _watcher(request), working_calendar()
    end = calendar.plus(actor.on, WORKING_DAYS_AHEAD)
    policies = PolicyVersion.policies()
    rehearsal = _next_days(actor, policies, calendar)
    late = list(_late(request, actor)[:SHOWN])
    by_id = policies_by_id()
    context = {
        "days": days_ahead(rehearsal, calendar, start=actor.on, end=end),
        "is_cut": rehearsal.is_cut,
        "most": MOST_LINES,
        "fired": firing_rows(firings(SoughtFirings())[:SHOWN], by_id),
        "troubles": trouble_rows(troubled_messages()[:SHOWN], actor),
        "unheard": firing_rows(unheard_firings(request.now)[:SHOWN], by_id),
        "nobody_is_asked": nobody_is_asked(policies, actor.on),
        "deaf": units_without_ears(actor.on),
        "office_is_deaf": office_is_deaf(actor.on),
        "standing": standing_rows(late, ladders_of(late, calendar, actor.on), calendar, actor.on),
        "switch": switch_page(clock_state(), actor),
        "chips": _chips(request, "clock"),
        "today": actor.on,
        "form_key": new_form_key(),
    }
    return render(request, "clock/board.html", context)


@require_safe
def clock_fired(request: HouseRequest) -> HttpResponse:
    """The ledger, the latest first, narrowed by what became of it, rule, level and unit."""
    _watcher(request)
    policies = policies_by_id()
    rules = dict.fromkeys(rule.code for policy in policies.values() for rule in policy.rules)
    form = FiringsFilter(request.GET.dict(), rules=rules, units=Unit.objects.values_list("pk", "name"))
    sought = form.sought()
    pager = page_of(firings(sought), request, order=LATEST_FIRST, counted="条")
    context = {
        "form": form,
        "rows": firing_rows(pager.rows, policies),
        "pager": pager,
        "chips": _chips(request, "clock_fired"),
        "state_chips": firing_chips(sought),
        "is_narrowed": any((sought.rule, sought.level, sought.unit)),
    }
    return render(request, "clock/fired.html", context)


@require_safe
def clock_failed(request: HouseRequest) -> HttpResponse:
    """Messages that did not arrive, rows nobody was told of, and units in which nobody can hear."""
    actor = _watcher(request)
    pager = page_of(troubled_messages(), request, order=LATEST_FIRST, counted="封")
    context = {
        "rows": trouble_rows(pager.rows, actor),
        "pager": pager,
        "unheard": firing_rows(unheard_firings(request.now)[:SHOWN], policies_by_id()),
        "deaf": units_without_ears(actor.on),
        "office_is_deaf": office_is_deaf(actor.on),
        "chips": _chips(request, "clock_failed"),
        "form_key": new_form_key(),
    }
    return render(request, "clock/failed.html", context)


@require_safe
def clock_rungs(request: HouseRequest) -> HttpResponse:
    """Every late line with its present rung and the next one."""
    actor, calendar = _watcher(request), working_calendar()
    pager = page_of(_late(request, actor), request, counted="件")
    ladders = ladders_of(pager.rows, calendar, actor.on)
    context = {
        "rows": standing_rows(pager.rows, ladders, calendar, actor.on),
        "pager": pager,
        "chips": _chips(request, "clock_rungs"),
        "today": actor.on,
    }
    return render(request, "clock/rungs.html", context)


def _chips(request: HouseRequest, current: str) -> tuple[Chip, ...]:
    return clock_chips(current, undelivered=pulse_on(request).health.undelivered)


def _watcher(request: HouseRequest) -> Actor:
    """Raises NotAllowed for whoever does not watch the clock."""
    actor: Actor = request.actor
    checks.require(actor, Verb.WATCH_CLOCK)
    return actor


def _next_days(actor: Actor, policies: Policies, calendar: Calendar) -> Rehearsal:
    end = calendar.plus(actor.on, WORKING_DAYS_AHEAD)
    lines = lines_due_by(end)
    return rehearsed(lines, [policies], calendar, start=actor.on, end=end, most=MOST_LINES)[0]


def _late(request: HouseRequest, actor: Actor) -> UnitLineQuerySet:
    lines = UnitLine.objects.visible_to(actor).filter(cycle=year_on(request).cycle, ended_on__isnull=True)
    late = lines.late(actor.on).select_related("cycle", "unit", "work_item").defer("work_item__deliverable")
    return late.worst_first()

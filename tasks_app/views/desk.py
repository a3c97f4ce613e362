"""The desk (工作台): the first page of a day, different for each role."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.dashboards import desk as desks
from tasks_app.dashboards.consultation import waiting_for
from tasks_app.dashboards.desk_counts import unit_desk_counts
from tasks_app.dashboards.extension import requests_on_desk
from tasks_app.dashboards.line_case import cases_on_desk
from tasks_app.dashboards.line_today import cycle_today, line_today, reports_by_line
from tasks_app.dashboards.office_desk import OfficeDeskAsked
from tasks_app.dashboards.received import desk_papers, on_desk
from tasks_app.dashboards.talking import talk_asked, talk_on_desk
from tasks_app.dashboards.targets import due_for_office, due_for_unit, targets_of_all, targets_of_unit
from tasks_app.dashboards.unit_desk import UnitDeskAsked
from tasks_app.dashboards.vacancies import StaffAsked, vacancies_on
from tasks_app.domain.access import ADMIN_ROLES, UNIT_ROLES, Role
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.texts import on_one_line
from tasks_app.models import Cycle, Target
from tasks_app.models.together import read_together
from tasks_app.presenters import desk as words
from tasks_app.presenters import office_desk as office
from tasks_app.presenters import today
from tasks_app.presenters.consultations import desk_links
from tasks_app.presenters.filters import address
from tasks_app.presenters.frame import is_office, year_on
from tasks_app.presenters.people import gap_rows
from tasks_app.presenters.period_sheet import link_to
from tasks_app.presenters.plans import narrowing, plan_words
from tasks_app.presenters.talking import desk_rows
from tasks_app.views.paging import page_of

LONGEST_SECTION = 80


@require_safe
def desk(request: HouseRequest) -> HttpResponse:
    """Today in one sentence, then what this person has to do, or where to look."""
    actor: Actor = request.actor
    cycle = year_on(request).cycle
    if actor.post is None:
        return _stranded(request, actor)
    if actor.role in ADMIN_ROLES:
        return redirect("settings")
    if cycle is None:
        asked = desk_links(waiting_for(actor))
        return render(request, "desk/no_year.html", {"is_office": is_office(actor), "asked": asked})
    if actor.role in UNIT_ROLES:
        return _of_unit(request, actor, cycle)
    return _of_office(request, actor, cycle)


def _stranded(request: HouseRequest, actor: Actor) -> HttpResponse:
    """Somebody without a post in force sees whom to call."""
    return render(request, "desk/no_post.html", {"contact": words.contact_words(desks.office_contact(actor))})


def _of_unit(request: HouseRequest, actor: Actor, cycle: Cycle) -> HttpResponse:
    """The papers that reached the unit and its lines; for its reviewer first the reports that wait."""
    plans, want = year_on(request), request.GET.get("want", "")
    known = UnitDeskAsked(actor, cycle, plans.narrowed_to)
    read_together(*known.all)
    year, lines = cycle_today(cycle, actor.on, known.year), known.lines
    counts, sheets = unit_desk_counts(actor, cycle, year, plans.narrowed_to, known.states)
    pressing, figures = desk_papers(actor), targets_of_unit(actor) if known.targets else Target.objects.none()
    approving, asked = desks.to_approve(known.to_approve), talk_asked(actor, known.talk)
    staff = StaffAsked(year.today, {actor.own_post.unit_id}) if actor.role == Role.UNIT_REVIEWER else None
    # Who narrows the list looks for something else than what is to be done today.
    is_narrowed = any(request.GET.get(word) for word in ("want", "section", "after", "before"))
    now = desks.pressing_lines(actor, lines, year, counts)
    now = now.none() if is_narrowed else now
    requests, cases = requests_on_desk(known.requests, actor), cases_on_desk(known.cases, actor)
    read_together(approving, pressing, figures, now, requests, cases, *asked, *(staff.people if staff else ()))
    awaiting = desks.in_periods(approving, year)
    chosen, section = lines.filter(desks.wanting(want, year, actor.unit_id)), section_in(request)
    if section:
        chosen = chosen.filter(section=section)
    page = page_of(chosen, request, showing=desks.with_item, total=None if section else counts.of(want))
    first = desks.named(now, page.rows, lines)
    objected = {case.line_id for case in cases if case.kind == CaseKind.OBJECTION}
    reports = reports_by_line(desks.open_reports([*page.rows, *first]))
    opinions_open = waiting_for(actor, known.opinions)
    entries = [line_today(line, reports.get(line.pk, []), year) for line in page.rows]
    papers, readings = on_desk(pressing), due_for_unit(figures, actor, year.calendar)
    talk = talk_on_desk(actor, asked)
    to_approve = len(known.to_approve)
    context = {
        "sentence": words.with_talk(
            words.unit_sentence(counts, to_approve, papers, len(readings), year, plan_words(plans)), talk
        ),
        "todos": []
        if is_narrowed
        else today.of_unit(
            # Whoever said "not ours" is not asked to sign until that is answered.
            (line_today(line, reports.get(line.pk, []), year) for line in first if line.pk not in objected),
            awaiting,
            papers,
            readings,
            talk,
            opinions_open,
            counts=counts,
            year=year,
            actor=actor,
            names=plans.plan_names,
        ),
        "people": today.people_words(staff.posts, staff.leaves, year.today) if staff else (),
        "to_approve": to_approve,
        "talk": []
        if is_narrowed
        else [*desk_rows(talk, year.calendar, year.today), *today.waits_for_office(requests, cases)],
        "sheets": [*desk_links(opinions_open), *(link_to(count) for count in sheets)],
        "has_papers": bool(papers.rows),
        "waiting": words.own_waiting(awaiting, actor, plans.plan_names),
        "rows": words.rows_of(entries, today=year.today, role=actor.role, names=plans.plan_names),
        "chips": words.chips(counts, want, plan_words(plans)),
        "section_chips": words.section_chips(section, want, plan_words(plans)),
        "plan_query": address("", plan_words(plans)),
        "plan_chips": narrowing(plans, reverse("desk"), {"want": want if want in desks.COUNTED_AS else ""}),
        "counts": counts,
        "unit_id": actor.unit_id,
        "today": year.today,
        "page": page,
        "cycle": cycle,
    }
    return render(request, "desk/unit.html", context)


def section_in(request: HouseRequest) -> str:
    """The section the list is narrowed to; what cannot be one narrows nothing."""
    return on_one_line(request.GET.get("section", ""))[:LONGEST_SECTION]


def _of_office(request: HouseRequest, actor: Actor, cycle: Cycle) -> HttpResponse:
    """What waits for the office and what is late; readers see the same without being asked for anything."""
    known = OfficeDeskAsked(actor, cycle)
    read_together(*known.all)
    year = cycle_today(cycle, actor.on, known.year)
    works, decides = is_office(actor), actor.role == Role.GROUP_LEADER
    figures, staff, asked = targets_of_all(), StaffAsked(year.today), talk_asked(actor, known.talk)
    of_office = (figures, *staff.all) if works else ()
    read = desks.office_desk(actor, cycle, year, known, *asked, *of_office)
    names, talk = year_on(request).plan_names, talk_on_desk(actor, asked)
    context = {
        "sentence": words.with_talk(
            office.office_sentence(read, due_for_office(figures, year.today), cycle, year)
            if works
            else office.reader_sentence(read, year, decides=decides),
            talk,
        ),
        "todos": today.of_office(read, talk, year, actor, names) if works or decides else [],
        "talk": desk_rows(talk, year.calendar, year.today),
        "waiting": words.own_waiting(read.waiting, actor, names),
        "late": [office.late_line(line, year, names, actor.role) for line in read.late],
        "gaps": gap_rows(vacancies_on(year.today, year.calendar, staff=staff)) if works else [],
        "desk": read,
        "today": year.today,
        "works": works,
        "reviews": works or decides,
        "cycle": cycle,
    }
    return render(request, "desk/office.html", context)

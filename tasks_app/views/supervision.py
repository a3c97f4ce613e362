"""Supervision (督办): what is late, whose, since when; counted by group; and the ledger as a file."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import traces
from tasks_app.dashboards.late import Choices, Grouping, Sought, choices_for, counts_by, lines_sought, with_words
from tasks_app.dashboards.year import Year
from tasks_app.documents import supervision_groups, supervision_ledger
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotVisible
from tasks_app.forms.supervision import LateFilter
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.filters import address
from tasks_app.presenters.frame import year_on
from tasks_app.presenters.plans import narrowing
from tasks_app.presenters.supervision import (
    group_chips,
    ignored_words,
    late_page,
    late_rows,
    narrowed_to,
    place_of,
)
from tasks_app.presenters.supervision_groups import FIRST_COLUMN, GROUPING_TITLES, GroupRow, group_rows, group_table
from tasks_app.views.paging import page_of


@dataclass(frozen=True)
class _Asked:
    """What a request asks of the list; ``sought`` is None while no year was issued."""

    form: LateFilter
    choices: Choices
    sought: Sought | None
    year: Year

    @property
    def ignored(self) -> str:
        """The sentence about filters that were not understood."""
        words = ignored_words(self.form.not_understood)
        return f"{words}。" if words else ""


@require_safe
def late(request: HouseRequest) -> HttpResponse:
    """The open lines of a year, worst first, narrowed by light, unit, plan and heading."""
    asked = _asked(request)
    sought = asked.sought
    if sought is None:
        return render(request, "supervision/late.html", {"page": None})
    today, calendar = request.actor.on, working_calendar()
    moment = sought.cycle.moment(today, calendar)
    lines = page_of(
        lines_sought(sought, request.actor, moment),
        request,
        counted="件",
        showing=lambda rows: with_words(rows, sought, moment),
    )
    context = {
        "page": late_page(sought),
        "form": asked.form,
        "ignored": asked.ignored,
        "rows": late_rows(lines.rows, today, calendar, asked.year.plan_names),
        "pager": lines,
        "today": today,
        "year": sought.cycle.year,
        "may_draft": checks.can(request.actor, Verb.DRAFT_PAPER),
        "may_remind": checks.can(request.actor, Verb.REMIND_LINES),
    }
    return render(request, "supervision/late.html", context)


@require_safe
def late_by(request: HouseRequest, grouping: str) -> HttpResponse:
    """All lines of a year, or of one plan in it, counted by unit, heading or light."""
    by, asked = _grouping(grouping), _asked(request)
    if asked.sought is None:
        return render(request, "supervision/late.html", {"page": None})
    sought, cycle, actor = asked.sought, asked.sought.cycle, request.actor
    here = reverse("late_by", args=[by.value])
    context = {
        "rows": _group_rows(by, asked, sought, actor),
        "file_url": address(reverse("late_by_file", args=[by.value]), place_of(sought)),
        "plan_chips": narrowing(asked.year, here, {"year": cycle.year}),
        "ignored": asked.ignored,
        "chips": group_chips(sought, by),
        "title": GROUPING_TITLES[by],
        "first_column": FIRST_COLUMN[by],
        "year": cycle.year,
        "today": actor.on,
        "crumbs": trail(("督办", reverse("late")), here=GROUPING_TITLES[by]),
    }
    return render(request, "supervision/by.html", context)


@require_safe
def late_by_file(request: HouseRequest, grouping: str) -> HttpResponse | FileResponse:
    """The same table as a workbook. What leaves is noted."""
    by, asked, actor = _grouping(grouping), _asked(request), request.actor
    if asked.sought is None:
        raise NotVisible
    cycle = asked.sought.cycle
    table = group_table(_group_rows(by, asked, asked.sought, actor), by)
    plan = dict(asked.choices.plans).get(asked.sought.plan or 0, "")
    narrowed = "；".join(filter(None, [plan, ignored_words(asked.form.not_understood)]))
    heading = supervision_groups.Heading(cycle.year, actor.on, narrowed, settings.DEMO_BANNER)
    return _workbook(
        request,
        lambda out: supervision_groups.write(table, heading, out=out),
        name=supervision_groups.file_name(table, heading),
        what=f"{cycle.year}年度{table.title}",
    )


@require_safe
def ledger(request: HouseRequest) -> HttpResponse | FileResponse:
    """督查台账: exactly the lines the list shows, as one workbook. What leaves is noted."""
    actor = request.actor
    asked = _asked(request)
    if asked.sought is None:
        raise NotVisible
    cycle, calendar = asked.sought.cycle, working_calendar()
    heading = supervision_ledger.Heading(
        year=cycle.year,
        today=actor.on,
        narrowed_to=narrowed_to(asked.sought, asked.choices, asked.form.not_understood),
        demo=settings.DEMO_BANNER,
        plans=asked.year.plan_names,
    )
    moment = cycle.moment(actor.on, calendar)
    lines = with_words(lines_sought(asked.sought, actor, moment), asked.sought, moment)
    return _workbook(
        request,
        lambda out: supervision_ledger.write(lines, heading, calendar=calendar, out=out),
        name=heading.file_name,
        what=f"{heading.title}（{heading.narrowed_to}）",
    )


def _workbook(request: HouseRequest, write: Callable[[IO[bytes]], object], *, name: str, what: str) -> FileResponse:
    """What ``write`` writes, as a download that is noted."""
    with ExitStack() as cleared_up:
        out = cleared_up.enter_context(TemporaryFile())
        write(out)
        out.seek(0)
        traces.note_download(request.actor, path=request.get_full_path(), what=what, at=request.now)
        cleared_up.pop_all()  # from here on the response closes the file, after its last byte
    return FileResponse(out, as_attachment=True, filename=name)


def _grouping(word: str) -> Grouping:
    """Raises NotVisible for a word by which nothing is counted."""
    if word not in list(Grouping):
        raise NotVisible
    return Grouping(word)


def _group_rows(by: Grouping, asked: _Asked, sought: Sought, actor: Actor) -> list[GroupRow]:
    moment = sought.cycle.moment(actor.on, working_calendar())
    groups = counts_by(by, sought.cycle, actor, moment, plan=sought.plan)
    return group_rows(groups, by, place_of(sought), asked.choices)


def _asked(request: HouseRequest) -> _Asked:
    """Reads the filters of an address. Raises NotAllowed for whoever does not supervise."""
    actor = request.actor
    checks.require(actor, Verb.SUPERVISE)
    year = year_on(request)
    choices = choices_for(actor, year.plan_names)
    typed = {name: request.GET.get(name, "") for name in LateFilter.base_fields}
    if not typed["year"] and year.cycle:
        typed["year"] = str(year.cycle.year)
    form = LateFilter(typed, choices=choices)
    return _Asked(form, choices, form.sought(year.cycle), year)

"""When the ladder of a line stood still (暂停): while the office had it or it stood aside, and while it is redone."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tasks_app.domain.facts import Span
from tasks_app.domain.report_states import ReportKind
from tasks_app.models import ProgressReport, StateChange
from tasks_app.models.among import Ids

PAUSING = ("submit_closing", "submit_closing_on_paper", "suspend", "cancel")
RESUMING = ("send_back_closing", "send_back_closing_on_paper", "reopen", "resume")
# A unit that takes its closing back was never waiting for the office, and gains no day by it.
RECALLING = "recall_closing"

Spans = Mapping[int, tuple[Span, ...]]
Steps = QuerySet[Any, tuple[Any, ...]]


def office_steps(lines: Ids) -> "Steps":
    """The question for the steps by which lines came to the office or stood aside, and came back."""
    steps = StateChange.objects.filter(kind="line", line__in=lines, act__in=(*PAUSING, *RESUMING, RECALLING))
    return steps.order_by("at", "id").values_list("line_id", "act", "at")


def days_with_office(steps: "Steps") -> Spans:
    """The days on which each line lay with the office, stood aside or was closed, by line id."""
    begun: dict[int, date] = {}
    spans: defaultdict[int, tuple[Span, ...]] = defaultdict(tuple)
    for line, act, at in steps:
        day = timezone.localdate(at)
        if act in PAUSING:
            begun.setdefault(line, day)
        elif act == RECALLING:
            begun.pop(line, None)
        elif line in begun:
            spans[line] += (Span(begun.pop(line), day),)
    for line, day in begun.items():
        spans[line] += (Span(day),)
    return spans


def days_given(lines: Ids) -> "Steps":
    """The question for the days lines were given to redo their closings (重报时限).

    It is put to the history of the reports: a report itself remembers only the last day it was given.
    """
    kept = ProgressReport.history.filter(line__in=lines, kind=ReportKind.CLOSING, redo_by__isnull=False)
    given: Steps = kept.order_by("history_date").values_list("line_id", "id", "redo_by", "history_date")
    return given


def days_to_redo(rows: "Steps") -> Spans:
    """The days each line was given to redo its closing, by line id."""
    first: dict[tuple[int, int, date], date] = {}
    for line, report, redo_by, at in rows:
        first.setdefault((line, report, redo_by), timezone.localdate(at))
    spans: defaultdict[int, tuple[Span, ...]] = defaultdict(tuple)
    for (line, _, redo_by), day in first.items():
        spans[line] += (Span(day, redo_by),)
    return spans

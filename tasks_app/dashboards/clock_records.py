"""What is stored about a batch of lines that the clock judges: each part is read once, when it is first asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from tasks_app.dashboards.clock_extensions import Requests, extensions_of, last_moved
from tasks_app.dashboards.clock_ledger import Ledger
from tasks_app.dashboards.clock_line_cases import Cases, last_resumed, line_cases_of
from tasks_app.dashboards.clock_papers import (
    cases_of,
    objection_steps,
    objections_in,
    papers_of,
    sent_about,
    services_of,
    windows_in,
)
from tasks_app.dashboards.clock_pauses import Spans, days_given, days_to_redo, days_with_office, office_steps
from tasks_app.domain.facts import Span
from tasks_app.models import Interview, Obligation, Paper, PaperService, ProgressReport, ReportPeriod, UnitLine
from tasks_app.models.among import Among, Ids
from tasks_app.models.together import read_together


class Records:
    """Everything about a batch of lines that their facts are made from."""

    def __init__(self, batch: list[UnitLine]) -> None:
        self._ids, self._is_one = Among(line.pk for line in batch), len(batch) == 1
        self._cycles = {line.cycle_id for line in batch}

    def read_ladders(self, *besides: "QuerySet[Any]") -> None:
        """Reads what the lines' own ladders are made from, and what is asked ``besides``. One statement.

        Of many lines some came back or met an objection, of one mostly neither: that is asked where it is so.
        """
        steps, sent = office_steps(self._ids), sent_about(self._ids)
        if self._is_one:
            read_together(steps, sent, *besides)
        else:
            given, objecting = days_given(self._ids), objection_steps(self._ids)
            read_together(steps, given, sent, objecting, *besides)
            self.to_redo, self.objections = days_to_redo(given), objections_in(objecting)
        self.with_office, self.sent = days_with_office(steps), sent

    @cached_property
    def periods(self) -> dict[tuple[int, str], list[ReportPeriod]]:
        """The report periods of the lines' years, by year and rhythm."""
        return _periods(self._cycles)

    @cached_property
    def reports(self) -> dict[int, list[Mapping[str, Any]]]:
        """The lines' reports."""
        return _reports(self._ids)

    @cached_property
    def with_office(self) -> Spans:
        """When each line lay with the office: everything about the unit stands still."""
        return days_with_office(office_steps(self._ids))

    @cached_property
    def to_redo(self) -> Spans:
        """The days each line was given to redo its closing: its own ladder stands still.

        Only lines that came back from the office are asked about; mostly there are none, and then nothing is read.
        """
        came_back = [line for line, spans in self.with_office.items() if any(span.end for span in spans)]
        return days_to_redo(days_given(came_back)) if came_back else {}

    @cached_property
    def ledger(self) -> Ledger:
        """What was settled, by subject and round."""
        return Ledger.of_lines(self._ids)

    @cached_property
    def proposals(self) -> dict[int, list[Mapping[str, Any]]]:
        """The open proposals about the lines."""
        return _proposals(self._ids)

    @cached_property
    def services(self) -> Mapping[int, list[PaperService]]:
        """Papers that wait for the unit or, where it objected, for the office."""
        return services_of(self._ids)

    @cached_property
    def sent(self) -> Iterable[Mapping[str, Any]]:
        """What was sent about the lines and opened a window or met an objection."""
        return sent_about(self._ids)

    @cached_property
    def windows(self) -> Mapping[int, date]:
        """The last day of each line's latest reply window."""
        moved = [(line, last_moved(requests)) for line, requests in self.extensions.items()]
        moved += [(line, last_resumed(cases)) for line, cases in self.line_cases.items()]
        latest: dict[int, date] = {}
        for line, day in moved:
            if day:
                latest[line] = max(day, latest.get(line, day))
        return windows_in(self.sent, latest)

    @cached_property
    def objections(self) -> Spans:
        """When an objection about each line was open: its ladder stands still. Mostly nobody objected."""
        objecting = {row["about"] for row in self.sent if row["objected_on"]}
        return objections_in(objection_steps(objecting)) if objecting else {}

    @cached_property
    def extensions(self) -> Requests:
        """The requests for more time about the lines."""
        return extensions_of(self._ids)

    @cached_property
    def line_cases(self) -> Cases:
        """Objections, suspensions and cancellations of the lines."""
        return line_cases_of(self._ids)

    @cached_property
    def cases(self) -> Mapping[int, list[Interview]]:
        """Interviews after which something is promised, or was done and is to be checked."""
        return cases_of(self._ids)

    @cached_property
    def papers(self) -> Mapping[int, list[Paper]]:
        """Papers on their way through the house."""
        return papers_of(self._ids)

    def office_days(self, line: UnitLine) -> tuple[Span, ...]:
        """When this line lay with the office."""
        return self.with_office.get(line.pk, ())


def _periods(cycles: set[int]) -> dict[tuple[int, str], list[ReportPeriod]]:
    found: dict[tuple[int, str], list[ReportPeriod]] = defaultdict(list)
    for period in ReportPeriod.objects.filter(cycle__in=cycles).order_by("due_on"):
        found[period.cycle_id, period.rhythm].append(period)
    return found


def _reports(lines: Ids) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    rows = ProgressReport.objects.filter(line__in=lines).values(
        "pk", "line_id", "period_id", "state", "submitted_at", "redo_by", "round"
    )
    for row in rows:
        found[row["line_id"]].append(row)
    return found


def _proposals(lines: Ids) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    rows = Obligation.objects.open_proposals().filter(of_line__in=lines)
    for row in rows.values("pk", "of_line_id", "at", "deferred_until", "deferrals"):
        found[row["of_line_id"]].append(row)
    return found

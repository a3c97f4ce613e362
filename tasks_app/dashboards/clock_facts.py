"""What the clock knows of lines: rows become frozen facts, a batch at a time, in a known number of queries."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tasks_app.dashboards.clock_extensions import rests_of, rounds_before
from tasks_app.dashboards.clock_ledger import Ledger
from tasks_app.dashboards.clock_line_cases import days_of_case, rests_of_cases, wait_of_case
from tasks_app.dashboards.clock_papers import OF_OFFICE, anchors_of
from tasks_app.dashboards.clock_records import Records
from tasks_app.domain.conditions import LETTER_RAN_OUT
from tasks_app.domain.facts import Anchor, Facts, SubjectKind
from tasks_app.domain.office_waits import WAITS, Wait, wait_of_paper
from tasks_app.domain.paper_states import InterviewState
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import HANDED_IN, UNFINISHED, ReportState
from tasks_app.domain.working_days import DAY
from tasks_app.models import Commitment, Extension, Interview, LineCase, Obligation, PaperService, UnitLine


def facts_of(lines: Iterable[UnitLine]) -> dict[int, list[Facts]]:
    """The facts of these lines (cycle, unit and work item read along), by line id. Eleven to fourteen queries."""
    batch = list(lines)
    known = _Known(batch)
    return {line.pk: list(known.subjects_of(line)) for line in batch}


def ladder_facts_of(
    lines: Iterable[UnitLine],
    rows: "QuerySet[Obligation]",
    *besides: "QuerySet[Any]",
    requests: "Mapping[int, Iterable[Extension]] | None" = None,
    cases: "Mapping[int, Iterable[LineCase]] | None" = None,
) -> dict[int, Facts]:
    """The facts of the lines themselves, without what hangs on them, by line id; ``rows`` are what the ledger says of
    them. Their ``requests`` for more time and their ``cases`` may be known already.

    One statement, which reads the rows too and whatever is asked ``besides``; and one for requests and cases each.
    """
    batch = list(lines)
    known = _Known(batch)
    known.read_ladders(rows, *besides)
    known.ledger = Ledger(rows)
    if requests is not None:
        known.extensions = {line: list(asked) for line, asked in requests.items()}
    if cases is not None:
        known.line_cases = {line: list(raised) for line, raised in cases.items()}
    return {line.pk: known.line(line) for line in batch}


class _Known(Records):
    """A batch of lines and what is stored about them, told as facts."""

    def subjects_of(self, line: UnitLine) -> Iterable[Facts]:
        """The line itself, its periods, its reports on their way, proposals, papers, promises and requests about it."""
        yield self.line(line)
        yield from self._periods(line)
        for report in self.reports[line.pk]:
            yield from self._report(line, report)
        for proposal in self.proposals[line.pk]:
            since = proposal["deferred_until"] or timezone.localdate(proposal["at"])
            yield self._waiting(line, Wait.UNDECIDED, proposal["pk"], proposal["deferrals"], since)
        yield from self._papers(line)
        for request in self.extensions[line.pk]:
            if request.is_open:
                yield self._waiting(line, Wait.TO_DECIDE, request.pk, 0, timezone.localdate(request.asked_at))
        for case in self.line_cases.get(line.pk, ()):
            yield self._line_case(line, case)

    def line(self, line: UnitLine) -> Facts:
        """The line itself, on its ladder."""
        anchors = {
            Anchor.ISSUED: line.issued_on,
            Anchor.DEADLINE: line.deadline,
            Anchor.EVALUATION: line.cycle.evaluation_on,
        }
        requests, cases = self.extensions.get(line.pk, []), self.line_cases.get(line.pk, [])
        still = (
            *(self.office_days(line), self.to_redo.get(line.pk, ())),
            *(self.objections.get(line.pk, ()), rests_of(requests), rests_of_cases(cases)),
        )
        window = self.windows.get(line.pk)
        holds_from = {LETTER_RAN_OUT: window + DAY} if window else {}
        return self._facts(
            SubjectKind.LINE,
            f"line:{line.pk}",
            line,
            line.round,
            anchors,
            pauses=tuple(chain.from_iterable(still)),
            holds_from=holds_from,
            earlier=rounds_before(line.round, (*requests, *cases)),
            is_request_open=any(one.is_open and one.in_time for one in requests),
            is_case_open=any(one.is_open and one.rests for one in cases),
        )

    def _periods(self, line: UnitLine) -> Iterable[Facts]:
        """The periods that ask something of the line.

        One whose report the office sent back counts as reported (重报时限 runs). A period's day does not move when its
        line gets another round: nobody is asked for it again.
        """
        answered = {
            report["period_id"] for report in self.reports[line.pk] if report["state"] in HANDED_IN or report["redo_by"]
        }
        periods = self.periods[line.cycle_id, line.rhythm]
        latest = max((period.due_on for period in periods if period.pk in answered), default=date.min)
        for period in periods:
            due_on = period.supporting_due_on if line.part == Part.SUPPORT else period.due_on
            if self._is_asked(line, due_on):
                yield self._facts(
                    SubjectKind.PERIOD,
                    f"period:{period.pk}/{line.pk}",
                    line,
                    0,
                    {Anchor.PERIOD_DUE: due_on},
                    is_reported=period.pk in answered,
                    is_covered=period.due_on < latest,
                )

    def _is_asked(self, line: UnitLine, due_on: date) -> bool:
        """A day that was over before the line was handed out asks nothing of it, nor one on which the office had it."""
        return due_on > line.issued_on and not any(span.covers(due_on) for span in self.office_days(line))

    def _report(self, line: UnitLine, report: Mapping[str, Any]) -> Iterable[Facts]:
        if report["state"] == ReportState.SUBMITTED:
            since = timezone.localdate(report["submitted_at"])
            yield self._waiting(line, Wait.WITH_OFFICE, report["pk"], report["round"], since)
        elif report["redo_by"] and report["state"] in UNFINISHED:
            key, anchors = f"report:{report['pk']}", {Anchor.REDO_BY: report["redo_by"]}
            yield self._facts(SubjectKind.REPORT, key, line, report["round"], anchors, report_state=report["state"])

    def _waiting(self, line: UnitLine, wait: Wait, pk: int, round_: int, since: date | None) -> Facts:
        """Something that lies with the office since a day."""
        about = WAITS[wait].about
        return self._facts(
            about, f"{about}:{pk}", line, round_, {WAITS[wait].anchor: since} if since else {}, waits=wait
        )

    def _papers(self, line: UnitLine) -> Iterable[Facts]:
        """Papers at their addressee, the cases of interviews, and papers on their way through the house."""
        for service in self.services[line.pk]:
            yield self._service(line, service)
        for case in self.cases[line.pk]:
            yield from self._case(line, case)
        for paper in self.papers[line.pk]:
            wait = wait_of_paper(paper.state, paper.kind, is_agreed=paper.agreed_at is not None)
            if wait:
                yield self._waiting(line, wait, paper.pk, paper.round, paper.stepped_on)

    def _service(self, line: UnitLine, service: PaperService) -> Facts:
        key = f"service:{service.pk}"
        anchors, wait = anchors_of(service), OF_OFFICE.get(service.state, "")
        return self._facts(
            SubjectKind.SERVICE, key, line, service.round, anchors, service_state=service.state, waits=wait
        )

    def _case(self, line: UnitLine, case: Interview) -> Iterable[Facts]:
        """Of a case that is being rectified its promises; then that it waits to be checked."""
        if case.state == InterviewState.CHECKING:
            yield self._waiting(line, Wait.TO_CHECK, case.pk, case.round, case.rectified_on)
        for commitment in case.commitments.all() if case.state == InterviewState.RECTIFYING else ():
            yield self._commitment(line, commitment)

    def _line_case(self, line: UnitLine, case: LineCase) -> Facts:
        key, anchors = f"line_case:{case.pk}", days_of_case(case, line.state)
        return self._facts(SubjectKind.LINE_CASE, key, line, 0, anchors, waits=wait_of_case(case, line.state) or "")

    def _commitment(self, line: UnitLine, commitment: Commitment) -> Facts:
        key, anchors = f"commitment:{commitment.pk}", {Anchor.COMMITMENT: commitment.due_on}
        return self._facts(SubjectKind.COMMITMENT, key, line, 0, anchors, is_commitment_open=True)

    def _facts(
        self,
        kind: SubjectKind,
        key: str,
        line: UnitLine,
        round_: int,
        anchors: Mapping[Anchor, date],
        *,
        earlier: Iterable[int] = (),
        **rest: Any,
    ) -> Facts:
        settled = self.ledger.settled(key, round_)
        if earlier:
            settled = settled.and_before(self.ledger.settled(key, one) for one in earlier)
        return Facts(
            kind=kind,
            key=key,
            round=round_,
            anchors=anchors,
            unit_kind=line.unit.kind,
            state=line.state,
            supervised_elsewhere=bool(line.work_item.supervised_by),
            decided=settled.decided,
            superseded=settled.superseded,
            undone=settled.undone,
            refused=self.ledger.refused(key),
            **{"pauses": self.office_days(line)} | rest,
        )

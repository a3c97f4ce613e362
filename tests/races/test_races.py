"""More than 300 races: exactly one wins, the other is told so in a sentence, nothing is doubled, nothing is lost.

On PostgreSQL. Both start from the page they were shown (``version``), as two browsers would.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from inspect import signature
from math import prod
from typing import Any
from uuid import uuid4

import pytest

from accounts.actor import Actor
from tasks_app.actions import cycles, lines, report_drafts, reports, responsibilities, submissions
from tasks_app.domain.line_states import LineState
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.domain.year_states import item_state
from tasks_app.models import Cycle, ProgressReport, Responsibility, StateChange, SubmittedForm, UnitLine, WorkItem
from tests import factories
from tests.factories import LATER, REPORTED_AT, WORDS
from tests.races.conftest import TIMES, Field, Two

pytestmark = pytest.mark.django_db(transaction=True)


def acts_on(row: ProgressReport | UnitLine) -> list[str]:
    """The acts on the timeline of a row, oldest first."""
    kind = "line" if isinstance(row, UnitLine) else "report"
    return list(StateChange.objects.filter(kind=kind, object_id=row.pk).order_by("id").values_list("act", flat=True))


@dataclass(frozen=True)
class Attempt:
    """What one of the two does to a report, by whom, and how it shows on the timeline."""

    act: str
    do: Callable[..., Any]
    who: Callable[[Field], Actor]
    words: Callable[[], dict[str, Any]] = dict

    def on(self, row: ProgressReport, field: Field) -> Callable[[], object]:
        """The click, made on the page that shows this version."""
        return partial(self.do, row, **self.words(), by=self.who(field), at=LATER, version=row.version)


def _refusal() -> dict[str, Any]:
    return {"reason": "请补充。", "redo_by": None, "calendar": factories.published_calendar()}


APPROVE = Attempt("approve", reports.approve, lambda field: field.staff.reviewer)
RETURN = Attempt(
    "return", reports.return_to_author, lambda field: field.others.reviewer, lambda: {"reason": "请补充。"}
)
WITHDRAW = Attempt("withdraw", reports.withdraw, lambda field: field.staff.liaison)
ACCEPT = Attempt("accept", reports.accept, lambda field: field.house.office.clerk)
SEND_BACK = Attempt("send_back", reports.send_back, lambda field: field.house.office.second_clerk, _refusal)
SEND = Attempt("send", reports.send, lambda field: field.staff.liaison)


@pytest.mark.parametrize(
    ("state", "first", "second"),
    [
        pytest.param(ReportState.UNIT_REVIEW, APPROVE, RETURN, id="approve against return"),
        pytest.param(ReportState.UNIT_REVIEW, APPROVE, WITHDRAW, id="approve against withdraw"),
        pytest.param(ReportState.SUBMITTED, ACCEPT, SEND_BACK, id="two of the office"),
        pytest.param(ReportState.UNIT_REVIEW, APPROVE, APPROVE, id="the same reviewer in two windows"),
    ],
)
def test_two_decide_about_one_report(field: Field, two: Two, state: str, first: Attempt, second: Attempt) -> None:
    for row in field.reports(state):
        before = acts_on(row)
        won = (first, second)[two.winner(first.on(row, field), second.on(row, field))]
        assert acts_on(row) == [*before, won.act]
        after = ProgressReport.objects.get(pk=row.pk)
        assert after.version == row.version + 1
        assert after.history.first().state == after.state


def test_accepting_a_closing_against_withdrawing_it(field: Field, two: Two) -> None:
    for row in field.reports(ReportState.SUBMITTED, ReportKind.CLOSING):
        won = two.winner(ACCEPT.on(row, field), WITHDRAW.on(row, field))
        line = UnitLine.objects.get(pk=row.line_id)
        assert line.state == (LineState.COMPLETED, LineState.IN_PROGRESS)[won]
        assert acts_on(line)[-1] == ("accept_closing", "recall_closing")[won]
        assert WorkItem.objects.get(pk=line.work_item_id).state == item_state([line.state])


def test_sending_what_somebody_rewrites(field: Field, two: Two) -> None:
    for row in field.reports(ReportState.DRAFT):
        rewrite = partial(report_drafts.rewrite, row, WORDS, by=field.others.liaison, at=LATER, version=row.version)
        won = two.winner(SEND.on(row, field), rewrite)
        after = ProgressReport.objects.get(pk=row.pk)
        assert after.state == (ReportState.UNIT_REVIEW, ReportState.DRAFT)[won]
        assert after.author == (field.staff, field.others)[won].liaison.post


def test_two_of_a_unit_sign_for_one_line(field: Field, two: Two) -> None:
    for line in field.lines:
        sign = [
            partial(lines.sign, line, by=by, at=LATER, version=line.version)
            for by in (field.staff.liaison, field.staff.reviewer)
        ]
        two.winner(*sign)
        assert acts_on(line) == ["issue", "sign"]


@pytest.mark.parametrize(("kind", "words"), [(ReportKind.PERIODIC, WORDS), (ReportKind.CLOSING, factories.FINISHED)])
def test_two_liaisons_begin_the_same_report(field: Field, two: Two, kind: str, words: report_drafts.Words) -> None:
    period = field.house.period() if kind == ReportKind.PERIODIC else None
    for line in field.signed():
        begin = [
            partial(report_drafts.write, line, words, kind=kind, period=period, by=by, at=REPORTED_AT)
            for by in (field.staff.liaison, field.others.liaison)
        ]
        two.winner(*begin)
        assert ProgressReport.objects.filter(line=line).count() == 1


def test_one_form_sent_twice(field: Field, two: Two) -> None:
    """A double click: both find their way to the same page, and it was done once."""
    for line in field.lines:
        key, body, acted = str(uuid4()), {"line": line.pk}, []

        def click(line: UnitLine = line, key: str = key, body: dict[str, object] = body, acted: list = acted) -> None:
            with submissions.once(key, body, by=field.staff.liaison, at=LATER) as act:
                acted.append(act.is_repeat)
                if not act.is_repeat:
                    lines.sign(line, by=field.staff.liaison, at=LATER, version=line.version)
                    act.outcome = f"/lines/{line.pk}/"
                assert act.outcome == f"/lines/{line.pk}/"

        assert two.race(click, click) == [None, None]
        assert sorted(acted) == [False, True]
        assert acts_on(line) == ["issue", "sign"]
    assert SubmittedForm.objects.count() == TIMES


def test_confirming_a_lead_while_the_unit_signs(field: Field, two: Two) -> None:
    """Both are right, and neither takes the other's word away."""
    for line in field.lines:
        choice = Responsibility.objects.get(lines=line)
        confirm = partial(
            responsibilities.confirm_lead,
            choice.task,
            choice.pk,
            basis_note="会议纪要",
            by=field.house.office.director,
            at=LATER,
        )
        sign = partial(lines.sign, line, by=field.staff.liaison, at=LATER)
        assert two.race(confirm, sign) == [None, None]
        after = UnitLine.objects.get(pk=line.pk)
        last = after.history.first()
        assert (after.part, after.state) == (last.part, last.state) == (Part.LEAD, LineState.IN_PROGRESS)


def test_two_units_sign_for_the_lines_they_share(field: Field, two: Two) -> None:
    """Nobody waits for the other for ever, and the items end where their lines say."""
    house = field.house
    sign = [
        partial(lines.sign_all, list(UnitLine.objects.filter(unit=of.unit).order_by("?")), by=of.liaison, at=LATER)
        for of in (house.commerce, house.transport)
    ]
    assert two.race(*sign) == [None, None]
    for item in WorkItem.objects.filter(year_plan__task__number__lte=3):
        assert item.state == item_state(item.lines.values_list("state", flat=True))


def test_a_year_is_opened_and_issued_once(field: Field, two: Two) -> None:
    office = field.house.office
    open_year = [
        partial(cycles.open_year, 2027, by=by, at=LATER, calendar=factories.published_calendar())
        for by in (office.clerk, office.second_clerk)
    ]
    assert two.race(*open_year) == [None, None]
    cycle = Cycle.objects.get(year=2027)
    assert cycle.periods.count() == 4
    draft = [partial(cycles.draft_items, cycle, by=by, at=LATER) for by in (office.clerk, office.second_clerk)]
    assert two.race(*draft) == [None, None]
    assert WorkItem.objects.filter(year_plan__cycle=cycle).count() == 3 + TIMES
    cycle.refresh_from_db()
    issue = [
        partial(cycles.issue, cycle, by=by, at=LATER, version=cycle.version)
        for by in (office.director, factories.working("office_director", office.unit))
    ]
    two.winner(*issue)
    assert UnitLine.objects.filter(cycle=cycle).count() == 7 + TIMES


def test_these_are_more_than_three_hundred_races() -> None:
    tests = [
        test for name, test in globals().items() if name.startswith("test_") and "two" in signature(test).parameters
    ]
    kinds = sum(prod(len(mark.args[1]) for mark in parametrized(test)) for test in tests)
    assert TIMES * kinds >= 300


def parametrized(test: Callable[..., None]) -> list[pytest.Mark]:
    """The tables a test runs over."""
    return [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]

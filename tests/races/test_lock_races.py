"""Two ways into the same rows: whoever comes second waits, and neither is ended by the database (deadlock).

The form of a report writes and sends in one transaction; its page only sends; the office decides; the director
confirms who leads. All of them lock the item, then the line, then the report.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse

from accounts.actor import Actor
from tasks_app.actions import lines, phone_calls, report_drafts, reports, responsibilities, submissions
from tasks_app.domain.line_states import LineState
from tasks_app.domain.parts import Part
from tasks_app.domain.refusals import Busy
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import PhoneUrge, ProgressReport, Responsibility, UnitLine
from tests import factories
from tests.factories import FINISHED, LATER, WORDS
from tests.races.conftest import PATIENCE_SECONDS, Field, Two
from tests.views.walking import Walker, words

pytestmark = pytest.mark.django_db(transaction=True)


def rewrite_and_send(report: ProgressReport, by: Actor) -> None:
    """送审 on the form of a draft."""
    with submissions.once(str(uuid4()), {"report": report.pk}, by=by, at=LATER):
        report_drafts.rewrite(report, WORDS, by=by, at=LATER, version=report.version)
        reports.send(report, by=by, at=LATER)


def close_and_send(line: UnitLine, by: Actor) -> None:
    """送审 on the form of a new closing report."""
    files = factories.stored(factories.pdf())
    with submissions.once(str(uuid4()), {"line": line.pk}, by=by, at=LATER):
        closing = report_drafts.write(
            line, FINISHED, kind=ReportKind.CLOSING, period=None, by=by, at=LATER, files=files
        )
        reports.send(closing, by=by, at=LATER)


def test_sending_by_the_form_against_sending_by_the_page(field: Field, two: Two) -> None:
    for row in field.reports(ReportState.DRAFT):
        page = partial(reports.send, row, by=field.others.liaison, at=LATER, version=row.version)
        two.winner(partial(rewrite_and_send, row, field.staff.liaison), page)
        assert ProgressReport.objects.get(pk=row.pk).state == ReportState.UNIT_REVIEW


def test_rewriting_what_was_sent_back_against_a_step_on_it(field: Field, two: Two) -> None:
    for row in field.reports(ReportState.SENT_BACK):
        rewrite = partial(report_drafts.rewrite, row, WORDS, by=field.staff.liaison, at=LATER, version=row.version)
        step = partial(reports.withdraw, row, by=field.others.liaison, at=LATER, version=row.version)
        assert two.winner(rewrite, step) == 0
        assert ProgressReport.objects.get(pk=row.pk).state == ReportState.DRAFT


def test_asking_for_closing_while_the_office_accepts_another_report(field: Field, two: Two) -> None:
    for row in field.reports(ReportState.SUBMITTED):
        accept = partial(reports.accept, row, by=field.house.office.clerk, at=LATER, version=row.version)
        assert two.race(partial(close_and_send, row.line, field.staff.liaison), accept) == [None, None]
        assert ProgressReport.objects.get(pk=row.pk).state == ReportState.ACCEPTED
        assert UnitLine.objects.get(pk=row.line_id).state == LineState.UNIT_REVIEW


def test_asking_for_closing_while_the_lead_is_confirmed(field: Field, two: Two) -> None:
    for line in field.signed():
        choice = Responsibility.objects.get(lines=line)
        confirm = partial(
            responsibilities.confirm_lead,
            choice.task,
            choice.pk,
            basis_note="会议纪要",
            by=field.house.office.director,
            at=LATER,
        )
        assert two.race(partial(close_and_send, line, field.staff.liaison), confirm) == [None, None]
        after = UnitLine.objects.get(pk=line.pk)
        assert (after.part, after.state) == (Part.LEAD, LineState.UNIT_REVIEW)


def test_a_call_is_noted_while_the_unit_signs(field: Field, two: Two) -> None:
    """Noting a call locks nothing: its step on the timeline only refers to the line and its item."""
    for line in field.lines:
        call = partial(
            phone_calls.log,
            line,
            spoken_to="王某",
            said="请尽快签收。",
            called_at=LATER,
            counts=False,
            by=field.house.office.clerk,
            at=LATER,
        )
        assert two.race(call, partial(lines.sign, line, by=field.staff.liaison, at=LATER)) == [None, None]
        assert PhoneUrge.objects.filter(line=line).count() == 1
        assert UnitLine.objects.get(pk=line.pk).state == LineState.IN_PROGRESS


def test_somebody_holds_a_line_for_too_long(field: Field) -> None:
    """The page gives up in time, says so, and the same form is sent again later."""
    line, is_held, may_end = field.lines[0], Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            lines.locked_line(line.pk)
            is_held.set()
            assert may_end.wait(PATIENCE_SECONDS)
        connection.close()

    walker, url = Walker(field.staff.liaison, LATER), reverse("line_sign", args=[line.pk])
    fields = {"version": line.version, "form_key": str(uuid4())}
    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert is_held.wait(PATIENCE_SECONDS)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        refused = walker.post(url, **fields)
        may_end.set()
        holding.result(PATIENCE_SECONDS)
    assert refused.status_code == 409
    assert Busy().sentence in words(refused)
    assert walker.post(url, **fields).status_code == 302
    assert UnitLine.objects.get(pk=line.pk).state == LineState.IN_PROGRESS
    connection.close()
